"""The line at the top: which profile this is, how careful to be, and whether the service answers."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from textual.color import Color
from textual.content import Content

from segtui.domain.text import printable, shortened
from segtui.ui.contrast import readable_on
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.plain import Line
from segtui.workspace.workspace import OpenProfile

_LONGEST_NAME = 16
"""Characters of a name in the header: what may be done with the profile must never be pushed off the line."""


class Link(Enum):
    """How the last request went."""

    NEVER = "○ not connected yet"
    UP = "● connected"
    DOWN = "✗ no connection"
    DENIED = "✗ not let in"


class Header(Line):
    """Says profile, service, environment and rights in words; the accent colour only underlines them.

    Args:
        profile: The profile that is open.
        now: The clock.
    """

    def __init__(self, profile: OpenProfile, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._profile = profile
        self._now = now
        self._link = Link.NEVER
        self._as_of: datetime | None = None

    def report(self, link: Link | None, as_of: datetime | None = None) -> None:
        """Take note of how a request went, if there was one, and of when what is shown was loaded."""
        self._link, self._as_of = link or self._link, as_of or self._as_of
        self.redraw()

    def line(self) -> Content:
        """Left what it is, right how it is."""
        profile = self._profile
        name, environment = (
            shortened(printable(text), _LONGEST_NAME) for text in (profile.name, profile.environment or "")
        )
        words: list[str | tuple[str, str]] = [
            " segtui ",
            (f" {name} ", _badge(profile.accent)),
            f"  {printable(profile.service)}",
            (f"  {environment}" if environment else "", "bold"),
            ("  read-only" if profile.read_only else "  may write", "" if profile.read_only else "bold"),
        ]
        loaded = f"as of {clock_words(self._as_of, self._now())}  " if self._as_of else ""
        left, right = Content.assemble(*words), Content(f"{loaded}{self._link.value} ")
        room = self.size.width - left.cell_length - right.cell_length
        return Content.assemble(left, " " * max(1, room), right)


def _badge(accent: str | None) -> str:
    """The style of the profile's name: reversed, so that it stands out without colours too."""
    if accent is None:
        return "bold reverse"
    # Reversed, the accent is what the name stands on: any may be chosen, and the name must be read on it.
    return f"bold {accent} on {readable_on(Color.parse(accent)).hex} reverse"
