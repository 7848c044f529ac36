"""Files with a row for each person: CSV with any usual separator, or JSON. Rows that can't be read are told apart.

What a cell holds is kept as it was typed. A formula of a spreadsheet is a text like any other here; where cells are
written for a spreadsheet, `people_csv` keeps it from being run.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened
from segtui.workspace.file_text import FileText, UnusableFile, decoded
from segtui.workspace.people_csv import as_typed, csv_text
from segtui.workspace.people_json import json_rows

MOST_ROWS: Final = 10_000
"""The most people of one file: what Segmenter is sent in one request at most, and what can be looked through."""

SEPARATORS: Final[Mapping[str, str]] = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

MOST_COLUMNS: Final = 200
"""The most columns; a person of another service has a few dozen values."""

_TRIED_ON: Final = 50
"""Rows by which the separator is told."""

_TRIED_CHARACTERS: Final = 64 * 1024
"""How far is looked for them."""

_LONGEST_RECORD: Final = 100
"""Lines that one row may have. A quote that is never closed would take all that follows."""


@record
class Row:
    """A row with as many cells as there are columns."""

    line: int
    """Where it begins in the file; lines count from 1."""
    cells: tuple[str, ...]


@record
class BadRow:
    """A row that is kept out."""

    line: int
    reason: str
    """Why, as a sentence."""
    cells: tuple[str, ...] = ()
    """What could be read of it."""


@record
class Sheet:
    """The rows of a file."""

    columns: tuple[str, ...]
    """What the columns are called, as it stands in the file."""
    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...] = ()
    read_as: str = ""
    """How it was read: `UTF-8, separated by semicolons`."""
    remarks: tuple[str, ...] = field(default=())
    """What is worth knowing, a sentence each."""
    separator: str = ","
    """What stands between the cells, for a CSV that goes back to where this one came from."""


_NEEDS_COLUMNS: Final = "It needs a line with the names of the columns, and a row each."
NEEDS_IDENTIFIERS: Final = "It needs an id or e-mail on each line, or a CSV or JSON with such a column."


def read_sheet(content: bytes, name: str = "The file", *, has_header: bool = True) -> Sheet:
    """Read a file with a row for each person.

    Args:
        content: All of the file.
        name: What to call it in messages.
        has_header: Whether a CSV begins with the names of its columns; without them they are `1`, `2`, ….

    Raises:
        UnusableFile: It is no text, no JSON where it begins like it, has no rows, or too many.
    """
    text = decoded(content, name)
    begins = text.text.lstrip()[:1]
    if not begins:
        raise UnusableFile(f"{name} is empty.", hint=_NEEDS_COLUMNS if has_header else NEEDS_IDENTIFIERS)
    sheet = _from_json(text, name) if begins in "[{" else _from_csv(text, name, has_header=has_header)
    if not sheet.rows and not sheet.bad:
        raise UnusableFile(f"{name} holds nobody.", hint="Below the names of the columns there must be a row each.")
    remarks = sheet.remarks
    if not text.is_sure:
        remarks = (
            f"It was read as {text.encoding}, which is a guess: look whether accented letters are right.",
            *remarks,
        )
    return replace(sheet, remarks=remarks)


def too_many(name: str) -> UnusableFile:
    """What to say of a file with too many rows."""
    return UnusableFile(
        f"{name} has more than {MOST_ROWS:,} rows, the most that are taken at once; nothing was read.",
        hint="Split it into smaller files.",
    )


def _from_json(text: FileText, name: str) -> Sheet:
    found = json_rows(text.text, name)
    rows: list[tuple[int, Mapping[str, str]]] = []
    bad: list[BadRow] = []
    columns: dict[str, None] = {}
    for line, document in found.rows:
        if len(rows) + len(bad) == MOST_ROWS:
            raise too_many(name)
        if isinstance(document, str):
            bad.append(BadRow(line, document))
            continue
        columns |= dict.fromkeys(document)
        _refuse_columns(len(columns), name)
        rows.append((line, document))
    names = tuple(columns)
    full = tuple(Row(line, tuple(document.get(column, "") for column in names)) for line, document in rows)
    return Sheet(names, full, tuple(bad), f"{text.encoding}, JSON", found.remarks)


def _from_csv(text: FileText, name: str, *, has_header: bool) -> Sheet:
    said, skipped, body = _said_separator(text.text)
    separator = said or find_separator(body)
    records = _records(body, separator, skipped)
    first = next(records)
    if isinstance(first, BadRow):
        raise UnusableFile(f"The names of {name}'s columns, in line {first.line}, can't be read: {first.reason}")
    columns = tuple(map(as_typed, first.cells)) if has_header else _numbers(len(first.cells))
    _refuse_columns(len(columns), name)
    rows: list[Row] = []
    bad: list[BadRow] = []
    for one in records if has_header else _with(first, records):
        if len(rows) + len(bad) == MOST_ROWS:
            raise too_many(name)
        fitted = one if isinstance(one, BadRow) else _fitted(one, len(columns))
        if isinstance(fitted, BadRow):
            bad.append(fitted)
        else:
            rows.append(fitted)
    how = f", separated by {SEPARATORS.get(separator, quoted(separator))}s" if len(columns) > 1 else ", one column"
    usual = separator if separator in SEPARATORS else ","
    return Sheet(columns, tuple(rows), tuple(bad), f"{text.encoding}{how}", separator=usual)


def _refuse_columns(count: int, name: str) -> None:
    if count > MOST_COLUMNS:
        raise UnusableFile(
            f"{name} has more than {MOST_COLUMNS} columns; nothing was read.",
            hint="Leave out those that aren't needed.",
        )


def find_separator(text: str) -> str:
    """What stands between the cells: the separator by which most rows have as many cells as the first, and most cells.

    `csv.Sniffer` isn't asked: it takes letters for separators, and fails on a single column.

    Args:
        text: A CSV, its first row the names of the columns.
    """
    return max(SEPARATORS, key=lambda one: _fits(text, one))


def _fits(text: str, separator: str) -> tuple[bool, float, int]:
    """How well a separator fits; more is better."""
    widths: list[int] = []
    for one in _records(text[:_TRIED_CHARACTERS], separator, 0):
        widths.append(len(one.cells))
        if len(widths) == _TRIED_ON:
            break
    cells = widths[0] if widths else 0
    return cells > 1, sum(width == cells for width in widths) / max(len(widths), 1), cells


def _said_separator(text: str) -> tuple[str, int, str]:
    """What a file for Excel says of its separator in a line of its own, how many lines that takes, and the rest."""
    line, end, rest = text.partition("\n")
    said = line.strip()
    if end and said.lower().startswith("sep=") and len(said) == len("sep=,"):
        return said[-1], 1, rest
    return ("\t", 1, rest) if end and line.strip("\r ").lower() == "sep=\t" else ("", 0, text)


def _records(text: str, separator: str, skipped: int) -> Iterator[Row | BadRow]:
    """The rows of a CSV that aren't empty, each as wide as it is.

    A row that can't be read ends at the end of its first line, so that one stray quote doesn't take others along.
    """
    # The lines end as a CSV's do; `splitlines` would break at other characters too.
    lines = list(io.StringIO(text, newline=""))
    place = 0
    while place < len(lines):
        taken = lines[place : place + _LONGEST_RECORD]
        reader = csv.reader(taken, delimiter=separator, strict=True)
        line = skipped + place + 1
        try:
            cells = next(reader)
        except csv.Error as error:
            yield BadRow(line, _reason(error), (lines[place].rstrip("\r\n"),))
            place += 1
            continue
        place += reader.line_num
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(cells))


def _reason(error: csv.Error) -> str:
    said = str(error)
    if "end of data" in said:
        return "A quote that begins a cell here is never closed."
    if "expected after" in said:
        return "Behind the closing quote of a cell there is something else than a separator; a quote inside is doubled."
    return f"It can't be read: {printable(said)}."


def _fitted(row: Row, width: int) -> Row | BadRow:
    cells = row.cells
    if len(cells) == width:
        return row
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return Row(row.line, cells[:width])
    several = "" if len(cells) == 1 else "s"
    return BadRow(row.line, f"It has {len(cells)} cell{several}, and there are {width} columns.", cells)


def _with(first: Row, others: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
    yield first
    yield from others


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(place + 1) for place in range(count))


def row_words(row: BadRow) -> str:
    """A row that is kept out, in a line: `line 7: …`, with what it begins with."""
    told = shortened(printable(", ".join(row.cells)), 60) if any(cell.strip() for cell in row.cells) else ""
    return f"line {row.line}: {row.reason}" + (f"  {told}" if told else "")


def bad_rows_csv(sheet: Sheet, bad: Sequence[BadRow]) -> str:
    """Rows of a file that are kept out as a CSV like it, with line and reason, to be mended and imported again."""
    columns = sheet.columns
    rows = [(*row.cells, *("",) * (len(columns) - len(row.cells)), str(row.line), row.reason) for row in bad]
    return csv_text((*columns, "line", "reason"), rows, sheet.separator)
