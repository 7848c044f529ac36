"""The Tiledesk service in miniature: sign-in, projects, segments and leads, as version 2.19.16 was seen to behave.

- `accounts`: who may sign in, and what the server makes of an `Authorization` header.
- `box`: the sandbox itself: its state, its clock, and the doors for tests.
- `demo`, `people`: the segments and the leads it starts with.
- `patterns`: regular expressions with the limits that a database's own engine has.
- `query`: the database in small: conditions, matching, order.
- `rules`: a segment's filters turned into conditions, with all that goes wrong on the way.
- `paging`, `wire`: query parameters and bodies as the server reads and writes them.
- `documents`, `errors`: the words the others share.
- `forms`: what a segment may be created and changed with.
- `account_routes`, `segment_routes`, `lead_routes`: the handlers; `call` is what each is given.
- `service`: the routes, and what each request passes before its handler.
"""
