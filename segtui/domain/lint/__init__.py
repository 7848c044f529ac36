"""What is wrong with a rule, told before the service can do harm: contradictions, traps of the service, odd values.

- `linting.lint` gathers everything: what the dialect says, and what the modules beside it find.
- `regions` and `logic` compare conditions as sets of values; `relations` says what follows from that.
- `shapes` and `explosions` look at a rule alone, `seen` at what leads really have, `missing` at what they lack.
"""
