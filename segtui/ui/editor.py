"""A text edited in the editor that the person has set, while the screen steps aside."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.text import quoted

_NOTE = "#"
"""Begins a line that doesn't count."""


class EditorTrouble(SegtuiError):
    """There is no editor, or it ended with a failure; nothing was changed."""

    code = "no-editor"
    trouble = Trouble.USAGE


def edited_outside(app: App[Any], text: str, notes: str) -> str:
    """Let a person edit a text with `VISUAL` or `EDITOR`; returns when the editor has ended.

    The program stands still meanwhile: whatever it wrote would land in the editor.

    Args:
        app: Steps aside.
        text: What to begin with.
        notes: What to tell below it, each line marked as not counting.

    Returns:
        What was saved, without notes.

    Raises:
        EditorTrouble: None is set, it can't be started, it ended with a failure, or its file can't be made or read.
    """
    try:
        command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    except ValueError:
        raise EditorTrouble("EDITOR has a quote without its other half.", hint="Look at VISUAL and EDITOR.") from None
    if not command:
        raise EditorTrouble("No editor is set.", hint="Set EDITOR, for example to nano, and start segtui again.")
    try:
        with tempfile.TemporaryDirectory(prefix="segtui-") as folder:  # only its owner can look inside
            file = Path(folder) / "segment.rule"
            file.write_text("\n".join([text, "", *(f"{_NOTE} {line}" for line in notes.splitlines()), ""]), "utf-8")
            _run(app, [*command, str(file)])
            written = _written(file)
    except OSError as error:
        raise EditorTrouble(f"No file for the editor can be made: {error.strerror}.", hint="Look at TMPDIR.") from error
    lines = (line for line in written.splitlines() if not line.lstrip().startswith(_NOTE))
    return "\n".join(lines).strip()


def _written(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise EditorTrouble(f"What the editor has written can't be read: {error}.") from error


def _run(app: App[Any], command: list[str]) -> None:
    name = quoted(command[0])
    try:
        with app.suspend(), _interrupts_left_to_the_editor():
            code = subprocess.run(command, check=False).returncode
    except SuspendNotSupported as error:
        raise EditorTrouble("An editor can't be opened from this terminal.") from error
    except OSError as error:
        raise EditorTrouble(f"The editor {name} can't be started: {error.strerror}.", hint="Look at EDITOR.") from error
    if code:
        raise EditorTrouble(f"The editor {name} ended with code {code}, so nothing was taken.")


@contextmanager
def _interrupts_left_to_the_editor() -> Iterator[None]:
    """Let ctrl+c be the editor's, which the terminal sends to both."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
