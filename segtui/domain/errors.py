"""The root of everything that segtui can say went wrong.

Each floor below the screen has its own branch. The screen and the command line catch `SegtuiError` and show its three
parts; any other exception is a bug and belongs to the crash boundary.
"""

from enum import Enum
from typing import ClassVar

from segtui.domain.text import printable


class Trouble(Enum):
    """What kind of trouble it is, for whoever has to choose an exit code or a colour."""

    FAILURE = "failure"
    """Something else than the kinds below."""
    USAGE = "usage"
    """What was typed can't be read."""
    UNSAFE = "unsafe"
    """segtui itself refuses, to keep people from harm."""
    UNKNOWN_OUTCOME = "unknown outcome"
    """A write was sent and nobody can say whether it happened."""
    NO_ANSWER = "no answer"
    """The service wasn't reached, or didn't answer."""
    DENIED = "denied"
    """The service refused the credentials or the right."""


class SegtuiError(Exception):
    """What happened, in words for a support person.

    Both texts pass the door for outside text here, because they often quote what a service said.

    Attributes:
        message: What happened and what it means, one or two sentences.
        hint: What to do next, one sentence; empty when there is nothing to do.
    """

    code: ClassVar[str] = "failure"
    """A stable word for scripts."""
    trouble: ClassVar[Trouble] = Trouble.FAILURE
    may_pass: ClassVar[bool] = False
    """Whether it may well be over in a while, with nobody doing anything about it: a line that is down."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = printable(message)
        self.hint = printable(hint)
        super().__init__(self.message)


class UnreadableInput(SegtuiError):
    """Something typed that can't be read; the message says what was expected, the hint gives an example."""

    code = "unreadable-input"
    trouble = Trouble.USAGE
