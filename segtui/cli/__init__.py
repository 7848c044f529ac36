"""The doors: the command line, and from there the screen or one headless command.

- `door`: the way of every command: parse, run, turn errors into exit codes. `crash` is the last resort.
- `parser` with `parser_parts` and `parser_lists`, `help_texts` with `help_copying` and `help_lists`: the tree of
  commands. It names each command's function, which is imported when it is run.
- `session`: where files are, which profile is meant, how it is opened; `demos`: the built-in ones.
- `asking`, `agreeing`: questions on the terminal, and the yes before a write; `dry_run`: what is said without one.
  `finding`: which segment is meant.
- `output`, `tables`: what is printed, as text and as JSON; `forms`: the JSON shapes. `files`: what is read and
  written.
- `rules`: rules from flags and files, and as lines of text.

Every other module is a command, or a few of one name. Headless commands never import Textual; `--help` and
`--version` import nothing but the parser.
"""
