"""The one door for text from outside.

Names, values and error texts are typed by strangers. Drawn as they are, a control character reaches the terminal and is
obeyed there (an OSC 52 sequence in a name writes the clipboard), and a right-to-left override makes a value read as
another. So whatever is drawn, logged, exported or copied goes through `printable` first. Textual's markup is the other
half of the danger: the screen draws only `Text`, `Content` or with `markup=False`.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal obeys or hides: controls, formats, surrogates, private, unassigned, separators."""

SHORTEST_SECRET: Final = 4
"""Characters of a password or token. By chance each sentence has a part of a shorter one, which blots would tell."""

BESIDE_SECRETS: Final = frozenset({"authorization:", "basic", "bearer", "jwt", "x-api-key:"})
"""Words beside a password or token that are none."""

_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Formats that scripts and emoji need, and that can do nothing but join."""


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


def printable(text: str, *, keep_lines: bool = False) -> str:
    """Show what a terminal would obey or hide, instead of letting it act.

    Args:
        text: Text from outside, of any length.
        keep_lines: Leave line feeds as they are, for places that show several lines.

    Returns:
        The text with every hidden or obeyed character replaced, one for one, by U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    if keep_lines:
        return "\n".join(printable(line) for line in text.replace("\r\n", "\n").split("\n"))
    return "".join(_shown(character) for character in text)


def shortened(text: str, length: int) -> str:
    """Cut a text that is too long to be read anyway.

    Args:
        text: Any text.
        length: The most characters to return, at least 1.

    Returns:
        The text, or its beginning with an ellipsis as the last of `length` characters.
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def quoted(text: str, length: int = 60) -> str:
    """Quote outside text inside a sentence: cleaned, cut, in typographic quotes.

    Args:
        text: Text from outside.
        length: The most characters of it to show.
    """
    return f"“{shortened(printable(text), length)}”"
