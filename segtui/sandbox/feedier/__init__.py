"""The Feedier service in miniature: segments, whom they are given to, and feedback filtered by a rule.

Written from its public pages and examples. Where these leave open what happens, `habits` lets a test choose.

- `accounts`: whose a token is.
- `box`: the sandbox itself: its state, its clock, and the doors for tests.
- `demo`, `stored`: the teams, people and reports, and the segments, that it starts with.
- `feedback`, `voices`: the feedback it starts with, and what it is made of.
- `fql`, `operators`: the rule language, read and evaluated, in both dialects.
- `habits`: what the documentation leaves open.
- `throttle`: too many requests.
- `paging`, `wire`: query parameters, bodies and answers as the server reads and writes them.
- `documents`, `errors`: the words the others share.
- `forms`: what a segment may be created, changed and linked with.
- `segment_routes`, `feedback_routes`, `lookup_routes`: the handlers; `call` is what each is given.
- `service`: the routes, and what each request passes before its handler.

Not kept to: the hosted service refuses plain http, which a loopback port has to speak.
"""
