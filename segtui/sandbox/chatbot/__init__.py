"""The ChatBot service in miniature: segments, which are lists of users, and the users who chatted with a bot.

Written from its public pages and examples. Where these leave open what happens, `habits` lets a test choose.

- `accounts`: whose a token is.
- `box`: the sandbox itself: its state, its clock, and the doors for tests.
- `people`, `lists`: the users and the segments that it starts with; `hostile` is what is laid over some of the users.
- `habits`: what the documentation leaves open.
- `wire`: bodies and answers as the server reads and writes them.
- `documents`: the words the others share.
- `forms`: what may be sent.
- `segment_routes`, `user_routes`: the handlers; `call` is what each is given.
- `service`: the routes, and what each request passes before its handler.

Not kept to: the export of all users, whose columns no page tells, and stories, chats and queries, which are about bots.
"""
