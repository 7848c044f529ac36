"""Tables and lists in plain text, for terminals of any width."""

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from segtui.domain.instants import utc_minute
from segtui.domain.text import printable

_GAP = "  "
_NAME_LENGTH = 40
_NARROWEST = 8
"""Characters of a column that are left when a table is too wide."""


def text_width() -> int:
    """Columns to write in: the terminal's, or 80 where there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a table, cut to the terminal's width.

    Args:
        heads: The names of the columns.
        rows: Texts from anywhere; they are cleaned here.
    """
    cells = [list(heads), *([printable(cell) for cell in row] for row in rows)]
    widths = _fitting([max(_width(row[index]) for row in cells) for index in range(len(heads))])
    for row in cells:
        padded = (_fitted(cell, width) for cell, width in zip(row, widths, strict=True))
        yield _GAP.join(padded).rstrip()


def wrapped(text: str, indent: str = "", further: str | None = None) -> list[str]:
    """Lines of a sentence, broken between words."""
    return textwrap.wrap(
        text,
        text_width(),
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        # An address or an id in two pieces can't be copied.
        break_long_words=False,
        break_on_hyphens=False,
    )


def short_name(name: str) -> str:
    """A name from anywhere as a cell of a table."""
    return printable(name).strip()[:_NAME_LENGTH] or "(no name)"


def pairs(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines of names and values, one below the other; pairs without a value are left out."""
    shown = [(name, printable(value)) for name, value in facts if value]
    longest = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        yield from wrapped(value, f"  {name:<{longest}}{_GAP}", " " * (longest + 4))


def _fitting(wanted: list[int]) -> list[int]:
    """Take from the widest columns what the terminal hasn't got; the first holds ids and names that are typed again."""
    first, *others = wanted
    too_much = sum(wanted) + len(_GAP) * len(others) - text_width()
    while too_much > 0 and max(others, default=0) > _NARROWEST:
        others[others.index(max(others))] -= 1
        too_much -= 1
    return [first, *others]


def _fitted(text: str, width: int) -> str:
    """A text cut or filled up to a width."""
    if _width(text) <= width:
        return text + " " * (width - _width(text))
    kept, taken = "", 0
    for character in text:
        taken += _width(character)
        if taken > width - 1:
            break
        kept += character
    return kept + "…" + " " * (width - 1 - _width(kept))


def _width(text: str) -> int:
    """How many columns a terminal gives a text."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def moment_text(moment: datetime | None) -> str:
    """A moment to the minute; empty when it isn't known."""
    return utc_minute(moment) if moment else ""
