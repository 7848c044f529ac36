"""Text as a terminal holds it: for each column a cell, with what stands there and how it looks.

A character of two columns fills two cells, the second of which is empty; what joins the character before shares its
cell. About the width of some characters terminals disagree; of those it is known how far they may reach.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TypeAlias
from unicodedata import category, combining

from rich.cells import cell_len


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a cell looks, in SGR codes. There is one object for each look: cells are compared by the thousand."""

    attributes: tuple[str, ...]
    foreground: str | None
    """Empty for the terminal's own; None when nothing of it can be seen."""
    background: str
    """Empty for the terminal's own."""


@cache
def look_of(attributes: tuple[str, ...], foreground: str | None, background: str) -> Look:
    """Give the object for a look."""
    return Look(attributes, foreground, background)


Cell: TypeAlias = tuple[str, Look]
"""A character with what joins it, or nothing in a later column of a wide one; and its look."""

PLAIN = look_of((), "", "")
"""A terminal's own."""

UNKNOWN: Cell = ("\0", PLAIN)
"""It may show anything."""

UNSEEN_ON_BLANKS = frozenset(("1", "2", "3"))
"""Bold, faint and italic make no difference to a space. Reverse and lines do, and blinking does on some consoles."""

_PLAIN = re.compile(
    r"[ -~\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481\u2013\u2014\u2018-\u201d\u2022\u2026"
    r"\u2190-\u2193\u2500-\u25fc\u2605\u2606\u2713\u2717\u2800-\u28ff]*"
)
"""Characters of one column everywhere that nothing joins: nearly all there is on a screen."""

_AGREED = (
    *(" \u08ff", "\u10a0\u10ff", "\u1200\u16ff", "\u1e00\u22ff", "\u2500\u25fc", "\u2605\u2606", "\u2713\u2713"),
    *("\u2717\u2717", "\u2800\u28ff", "\u2c00\u303e", "\u3041\u4dbf", "\u4e00\ua4cf", "\uac00\ud7a3", "\uf900\ufaff"),
    *("\ufe30\ufe6f", "\uff01\uffe6", "\U00020000\U0003fffd"),
)
"""From where to where the characters are whose width has always been the same. Left out are signs that may be drawn as
emoji, emoji themselves, scripts whose letters flow together, and what was added to Unicode lately."""

_FOREGROUNDS = frozenset(("38", "39", *map(str, (*range(30, 38), *range(90, 98)))))
_BACKGROUNDS = frozenset(("48", "49", *map(str, (*range(40, 48), *range(100, 108)))))

_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff]")
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]")
_JOINER = "\u200d"


def cells_of(spans: Iterable[tuple[str, str]]) -> list[Cell]:
    """Lay texts out in cells, each with the SGR codes that make its look out of a terminal's plain one."""
    cells: list[Cell] = []
    for text, codes in spans:
        alphabet = _alphabet(codes)
        if (text.isascii() and text.isprintable()) or _PLAIN.fullmatch(text):
            cells.extend(map(alphabet.__getitem__, text))
        else:
            _add_clusters(cells, text, alphabet)
    return cells


def fitted(cells: list[Cell], width: int) -> list[Cell]:
    """Cut cells to a width, or add blanks."""
    kept = cells[: start_of(cells, width)]
    halved, missing = cells[len(kept) : width], width - len(cells)
    return [*kept, *map(_blank, halved), *[(" ", look_of((), None, ""))] * missing]


def lay_over(line: list[Cell], x: int, cells: Sequence[Cell]) -> None:
    """Put cells in their places in a line, which grows as needed; what is left of halved characters becomes blank.

    Args:
        line: Cells.
        x: The first place.
        cells: What is put there.
    """
    end = x + len(cells)
    line.extend([UNKNOWN] * (end - len(line)))
    for place in (*range(start_of(line, x), x), *range(end, end_of(line, end))):
        line[place] = _blank(line[place])
    line[x:end] = cells


@lru_cache(maxsize=4096)
def reach(cluster: str) -> int:
    """Give how many columns a character may take in some terminal; 0 when all agree with `cell_len`."""
    if cluster == UNKNOWN[0] or _PLAIN.fullmatch(cluster):
        return 0
    base, marks = cluster[0], cluster[1:]
    agreed = any(ends[0] <= base <= ends[1] for ends in _AGREED) and category(base)[0] in "LNPSZ"
    if agreed and all(category(mark) == "Mn" and combining(mark) for mark in marks):
        return 0
    return max(2 * len(cluster), cell_len(cluster))


def start_of(cells: Sequence[Cell], x: int) -> int:
    """Find where a character starts that has a cell at a place; a place without one is its own start."""
    while x and x < len(cells) and _continues(cells[x]):
        x -= 1
    return x


def end_of(cells: Sequence[Cell], x: int) -> int:
    """Find the first place from here on where a character may be parted from the next."""
    while x < len(cells) and _continues(cells[x]):
        x += 1
    return x


class _Alphabet(dict[str, Cell]):
    """The cells of one look: each is made once, so that equal ones are found to be so fast."""

    def __init__(self, look: Look) -> None:
        super().__init__(((" ", (" ", _on_blanks(look))),))
        self._look = look

    def __missing__(self, cluster: str) -> Cell:
        cell = self[cluster] = (cluster, self._look)
        return cell


@lru_cache(maxsize=1024)
def _alphabet(codes: str) -> _Alphabet:
    return _Alphabet(_parsed(codes))


def _parsed(codes: str) -> Look:
    attributes, foreground, background = [], "", ""
    rest = iter(codes.split(";") if codes else ())
    for code in rest:
        if code in ("38", "48"):
            kind = next(rest)
            colour = ";".join((code, kind, *islice(rest, 1 if kind == "5" else 3)))
        else:
            colour = "" if code in ("39", "49") else code
        if code in _FOREGROUNDS:
            foreground = colour
        elif code in _BACKGROUNDS:
            background = colour
        else:
            attributes.append(code)
    return look_of(tuple(attributes), foreground, background)


def _continues(cell: Cell) -> bool:
    return not cell[0]


def _blank(cell: Cell) -> Cell:
    return " ", _on_blanks(cell[1])


def _on_blanks(look: Look) -> Look:
    return look_of((), None, look.background) if UNSEEN_ON_BLANKS.issuperset(look.attributes) else look


def _add_clusters(cells: list[Cell], text: str, alphabet: _Alphabet) -> None:
    for cluster, width in _clusters(text):
        if width:
            cells.append(alphabet[cluster])
            if width > 1:
                cells.extend([alphabet[""]] * (width - 1))
        elif cells:
            # Marks may stand in a span of their own. Without a character to join they are left out.
            place = start_of(cells, len(cells) - 1)
            base, look = cells[place]
            # A blank has lost its foreground, in which the mark would be seen.
            cells[place] = alphabet[base + cluster] if base == " " else (base + cluster, look)


def _clusters(text: str) -> Iterable[tuple[str, int]]:
    """Part a text in characters, each with what joins it and its width; control characters are left out."""
    widths = list(map(_width_alone, text))
    if all(widths):
        return zip(text, widths, strict=True)
    clusters: list[str] = []
    for character in text:
        if category(character) == "Cc":
            continue
        if clusters and _joins(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return [(cluster, cell_len(cluster)) for cluster in clusters]


@lru_cache(maxsize=4096)
def _width_alone(character: str) -> int:
    """Give the width of a character that neither joins another nor is joined by one without a width; 0 of others."""
    return 0 if reach(character) else cell_len(character)


def _joins(cluster: str, character: str) -> bool:
    if not cell_len(character) or cluster.endswith(_JOINER) or _MODIFIERS.match(character):
        return True
    return bool(_FLAG_LETTERS.match(character) and _FLAG_LETTERS.fullmatch(cluster))
