"""The Segmenter service in miniature: lists of people for campaigns, which can be written and never read.

Written from its public pages and examples, which tell of two calls: make a segment with its people, and replace both.
Where these leave open what happens, `habits` lets a test choose. What is stored can be looked at through the sandbox.

- `accounts`: whose a key is.
- `box`: the sandbox itself: its state, its clock, and the doors for tests.
- `demo`, `people`: the lists, and the people on them, that it starts with.
- `habits`: what the documentation leaves open.
- `forms`: what a segment may be created and updated with.
- `stored`: a segment and a person as they are kept.
- `wire`: bodies and answers as the server reads and writes them.
- `documents`: the words the others share.
- `segment_routes`: the handlers; `call` is what each is given.
- `service`: the two routes, and what each request passes before its handler.
"""
