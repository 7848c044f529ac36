"""TOML that people edit: every mistake with its line, and what is sound stays readable.

`tomllib` stops at the first mistake and keeps no positions. Both are had from it all the same: a text with mistakes is
read again table by table, and a key stands on the first line up to which the text holds it.
"""

import bisect
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from segtui.domain.record import record

_HEADER = re.compile(r"\s*\[")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")

_IN_OTHER_WORDS = {
    "Invalid value": "the value can't be read; text stands between quotes",
    "Illegal character '\\n'": "the closing quote is missing",
    "Unterminated string": "the closing quote is missing",
    "Expected '=' after a key": "a line is written `key = value`",
    "Cannot overwrite a value": "the key is there twice",
    "Cannot declare": "the table is there twice",
}
"""How the parser's sentences begin, and what they mean to somebody who doesn't know TOML."""


@record
class SoundPart:
    """A stretch of the text that can be read, often all of it."""

    lines: Sequence[str]
    """From the text's first line on, those before the stretch left empty: so its line numbers are the text's."""
    values: Mapping[str, Any]
    _read: dict[int, Mapping[str, Any] | None] = field(default_factory=dict, repr=False, compare=False)

    def lines_of(self, *path: str) -> tuple[int, int]:
        """The first and the last line of what a path of keys names, counted from 1.

        Of a table it is its header, or the key that first makes it; of a value all lines that it takes. When the path
        leads nowhere, it is the last table on its way.
        """
        while not _holds(self.values, path):
            path = path[:-1]
        first = bisect.bisect_left(range(len(self.lines)), x=True, key=lambda n: _holds(self._up_to(n)[1], path))
        return first, self._up_to(first)[0]

    def _up_to(self, count: int) -> tuple[int, Mapping[str, Any]]:
        """Read the first lines, and as many more as it takes to end a value that has begun."""
        while (values := self._prefix(count)) is None:
            count += 1
        return count, values

    def _prefix(self, count: int) -> Mapping[str, Any] | None:
        if count not in self._read:
            self._read[count] = _parsed(self.lines[:count])
        return self._read[count]


@record
class SyntaxMistake:
    """A place where the text stops being TOML."""

    line: int
    """Counted from 1."""
    key: str
    """The key on that line; empty when there is none to be seen."""
    message: str
    table: tuple[str, ...]
    """The path of the table that it spoils; empty for the text's beginning, and when its header is what is wrong."""


def read_toml(text: str) -> tuple[list[SoundPart], list[SyntaxMistake]]:
    """Read what can be read, and name every mistake.

    Returns:
        The parts that can be read, in order, and the mistakes; without mistakes, all of the text is one part.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if (values := _parsed(lines)) is not None:
        return [SoundPart(lines, values)], []
    sound: list[SoundPart] = []
    mistakes: list[SyntaxMistake] = []
    first_line: dict[tuple[str, ...], int] = {}
    for start, part in _tables(lines):
        table = table_named_by(lines[start])
        values = _parsed(part)
        if table in first_line:
            message = f"this table is there twice, first on line {first_line[table]}"
            mistakes.append(SyntaxMistake(start + 1, "", message, table))
        elif values is None:
            mistakes += _mistakes(part, table)
        else:
            sound.append(SoundPart(part, values))
        if table:
            first_line.setdefault(table, start + 1)
    # Each table is sound by itself and they contradict one another: then none can be trusted.
    return (sound, mistakes) if mistakes else ([], list(_mistakes(lines, ())))


def table_named_by(line: str) -> tuple[str, ...]:
    """The path that a header line names; empty when it is no header, or none that can be read."""
    values = _parsed([line]) if _HEADER.match(line) else None
    path: list[str] = []
    while isinstance(values, dict) and values:
        key, values = next(iter(values.items()))
        path.append(key)
    return tuple(path)


def _parsed(lines: Sequence[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except ValueError:
        # Not only the parser's own: a number of thousands of digits is Python's to refuse.
        return None


def _holds(values: object, path: Sequence[str]) -> bool:
    for key in path:
        if not isinstance(values, Mapping) or key not in values:
            return False
        values = values[key]
    return True


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Cut a text before each line that looks like a header; each part starts with empty lines for those before."""
    starts = [0, *(number for number, line in enumerate(lines) if number and _HEADER.match(line))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, [""] * start + list(lines[start:end])


def _mistakes(lines: Sequence[str], table: tuple[str, ...]) -> Iterator[SyntaxMistake]:
    """Say where lines that can't be read go wrong, and how: as if each wrong line were left out after it was told."""
    rest = list(lines)
    while said := _refusal(rest):
        position = _POSITION.search(said)
        line = int(position[1]) if position and position[1] else 0
        is_unended = not line or not rest[line - 1].strip()
        if is_unended:
            # What is begun and never ended begins behind the longest text that can be read.
            line = next(n for n in range(len(rest), 0, -1) if _parsed(rest[: n - 1]) is not None)
        reason = _POSITION.sub("", said)
        words = (words for start, words in _IN_OTHER_WORDS.items() if reason.startswith(start))
        key = _KEY.match(rest[line - 1])
        message = next(words, f"{reason[:1].lower()}{reason[1:]}")
        yield SyntaxMistake(line, key[1] if key else "", message, table)
        if is_unended:
            return
        rest[line - 1] = ""


def _refusal(lines: Sequence[str]) -> str:
    """The parser's own words about the first mistake; empty when there is none."""
    try:
        tomllib.loads("\n".join(lines))
    except ValueError as error:
        return str(error)
    return ""
