"""CSV that a spreadsheet can open without running what strangers have typed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_SIGNS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, "CSV Injection"); Japanese ones take the wide
signs, too. A phone number is among them: as a formula it would lose its plus."""

_BEGINNING: Final = re.compile(rf"""(^|[,;|\t\r\n][ "]*)('*)(?=[{_SIGNS}])|^('*)(?=[\t\r\n])""")
"""Where a cell would begin with one: the cell itself, and each of its parts in a spreadsheet that was told, or expects,
another separator than the file's. Apostrophes may stand there already."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Write rows as CSV.

    Args:
        columns: The names of the columns.
        rows: As many cells each.
        separator: What stands between the cells. Spreadsheets expect a semicolon where numbers have a decimal comma.

    Returns:
        The text, with the line ends that the format has (RFC 4180), to be stored as UTF-8.
    """
    stream = io.StringIO(newline="")
    # A number, too, is put in quotes: so a lone empty cell isn't an empty line.
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """A cell as it may stand in a spreadsheet: what would be a formula gets an apostrophe in front."""
    return _BEGINNING.sub(lambda found: f"{found[1] or ''}'{found[2] or found[3] or ''}", cell)


def as_typed(cell: str) -> str:
    """What was meant by a cell that `harmless`, or a spreadsheet, has put an apostrophe in front of."""
    return _BEGINNING.sub(lambda found: f"{found[1] or ''}{(found[2] or found[3] or '')[1:]}", cell)
