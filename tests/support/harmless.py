"""Whether anything on the screen acts on its own: a terminal, or Textual's markup, would obey it."""

import unicodedata
from collections.abc import Iterator

from support.screens import Person

OBEYED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a terminal obeys or hides."""

_JOINERS = "\u200c\u200d"
"""They make one sign of several, as in many scripts and emoji."""


def harmful(person: Person) -> Iterator[str]:
    """What on the screen a terminal would obey, and what a click would set off."""
    for y, strip in enumerate(person.app.screen._compositor.render_strips()):
        for character in strip.text:
            if unicodedata.category(character) in OBEYED and character not in _JOINERS:
                yield f"line {y}: {character!r} in {strip.text!r}"
        for segment in strip:
            if segment.style is not None and (segment.style.link or "@click" in segment.style.meta):
                yield f"line {y}: {segment.text!r} can be clicked"


def assert_harmless(person: Person, shows: str = "") -> None:
    """Look at the whole screen; with a text that must be on it, to be sure that it is the right one."""
    found = list(harmful(person))
    assert not found, found
    assert shows in "\n".join(person.drawn)
