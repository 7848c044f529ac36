"""The doors: the command line, and from there the screen or one headless command.

- `door`: the way of every command: parse, run, turn errors into exit codes.
- `parser`, `help_texts`: the tree of commands. It names each command's function, which is imported when it is run.
- `session`: where files are, which profile is meant, how it is opened.
- `asking`: questions on the terminal.
- `output`, `tables`: what is printed, as text and as JSON; `forms`: the JSON shapes of segments, counts and writes.
- `rules`: rules from flags and files, and as lines of text.
- `crash`: the last resort, when something happens that nobody thought of.
- `screen`, `profiles`, `profile_test`, `segments`, `writes`, `copying`, `freezing`, `leads`, `info`, `sandbox`:
  the commands.

Headless commands never import Textual; `--help` and `--version` import nothing but the parser.
"""
