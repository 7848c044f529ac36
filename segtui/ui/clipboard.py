"""The one place from which something is copied."""

from typing import Any, NamedTuple, Protocol, runtime_checkable

from textual.app import App

from segtui.domain.text import printable

_MOST = 50_000
"""Characters: many terminals drop a longer sequence without a word."""


class ToCopy(NamedTuple):
    """Something that can be copied."""

    what: str
    """What it is, as the beginning of a sentence."""
    text: str


@runtime_checkable
class Copies(Protocol):
    """A part of the screen that knows what ctrl+c means in it."""

    def to_copy(self) -> ToCopy | None:
        """What would be copied now; None where there is nothing."""


def copy(app: App[Any], text: str, what: str) -> str:
    """Give a text to the terminal's clipboard, cleaned: whoever pastes it into a shell must get what was on the screen.

    The terminal is asked with OSC 52, which crosses SSH, and which no terminal answers: whether it did is unknown.

    Args:
        app: The running app.
        text: What to copy; may be from outside.
        what: What it is, as the beginning of a sentence.

    Returns:
        What to tell the person.
    """
    if len(text) > _MOST:
        return f"{what} is too long for a terminal's clipboard ({len(text):,} characters)."
    app.copy_to_clipboard(printable(text, keep_lines=True))
    return f"{what} was given to the terminal's clipboard; not every terminal takes it."
