"""How fast, how quiet on the line and how small segtui is, beside a floor and its peers: `python -m tests.bench`.

Times differ from run to run and from machine to machine, so nothing here is a test: the byte budgets are (tests/cli and
tests/ui). All programs are measured in the same run, one after the other and round after round, so that what slows the
machine slows them all.

- `programs`: what is measured: the command, the word that says it is ready, the keys.
- `floor`: the least that any Textual program does, with as many widgets as segtui's first screen.
- `measuring`: one program in a terminal of its own, once.
- `table`: the medians.
- `many`: a letter in the filter over 10,000 segments (`--many`).
"""
