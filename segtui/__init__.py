"""A keyboard-first terminal program for customer segments kept in other people's services.

The floors, from the ground up; a module imports only from floors below its own:

- `domain`: values and pure functions (segments, rules, leads, evaluation, differences, the door for outside text).
- `store`, `backends`: what is on disk; the services behind small protocols.
- `workspace`: what a person can do with one open profile.
- `ui`, `cli`: the screen and the headless commands, two doors to the same workspace.
- `sandbox`: the services in miniature, for the demo and the tests. It knows none of the floors.
"""
