"""Who of a service's people is meant by a file: ids or e-mails, one a line, or a column of a table."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened
from segtui.workspace.file_text import UnusableFile
from segtui.workspace.known_as import emails_of, own_ids_of
from segtui.workspace.people_columns import PersonField, columns_of, field_named
from segtui.workspace.people_csv import as_typed
from segtui.workspace.people_files import NEEDS_IDENTIFIERS, BadRow, Sheet, read_sheet


@record
class Identifier:
    """One of those whom a file names."""

    line: int
    text: str
    """An id or an e-mail."""


@record
class IdentifierFile:
    """Those whom a file names, in its order."""

    identifiers: tuple[Identifier, ...]
    bad: tuple[BadRow, ...] = ()
    """Rows that couldn't be read."""
    read_as: str = ""
    """How it was read."""
    remarks: tuple[str, ...] = ()


@record
class Matched:
    """Which of a service's people are meant."""

    people: tuple[Lead, ...]
    """Each once, in the order of the file."""
    unknown: tuple[Identifier, ...] = ()
    """Nobody has it."""
    twice: tuple[Identifier, ...] = ()
    """It means somebody who was named before."""
    unclear: tuple[Identifier, ...] = ()
    """Several people have it, so nobody was taken."""


def read_identifiers(content: bytes, name: str = "The file", column: str | None = None) -> IdentifierFile:
    """Read whom a file names.

    Args:
        content: All of the file.
        name: What to call it in messages.
        column: The name of the column to take; None for the only one, or the one that is called like an id or e-mail.

    Raises:
        UnusableFile: It can't be read, or it can't be told which column is meant.
    """
    sheet = read_sheet(content, name) if column is not None else sheet_of_identifiers(content, name)
    return identifiers_of(sheet, _place_of(sheet, name, column))


def sheet_of_identifiers(content: bytes, name: str = "The file") -> Sheet:
    """Read a file in which each row names somebody; one with a single column may do without that column's name.

    Raises:
        UnusableFile: It can't be read.
    """
    sheet = read_sheet(content, name, has_header=False)
    if not sheet.columns:
        bad = sheet.bad[0]
        raise UnusableFile(f"No row of {name} can be read. Line {bad.line}: {bad.reason}", hint=NEEDS_IDENTIFIERS)
    return read_sheet(content, name) if len(sheet.columns) > 1 or _begins_with_name(sheet) else sheet


def identifiers_of(sheet: Sheet, place: int) -> IdentifierFile:
    """Those whom a column of a file names.

    Args:
        sheet: The file.
        place: Of the column.
    """
    cells = ((row.line, as_typed(row.cells[place].strip())) for row in sheet.rows)
    identifiers = tuple(Identifier(line, text) for line, text in cells if text)
    empty = len(sheet.rows) - len(identifiers)
    told = (f"Rows with nothing in that column: {empty:,}.",) if empty else ()
    how = f"{sheet.read_as}, column {quoted(sheet.columns[place])}" if len(sheet.columns) > 1 else sheet.read_as
    return IdentifierFile(identifiers, sheet.bad, how, (*sheet.remarks, *told))


def likely_column(sheet: Sheet) -> int | None:
    """The place of the only column, or of the only one that is called like an id or e-mail; None without such a one."""
    if len(sheet.columns) == 1:
        return 0
    found = _like_ids(sheet)
    return found[0] if len(found) == 1 else None


def match(identifiers: Iterable[Identifier], leads: Sequence[Lead]) -> Matched:
    """Find out who is meant: by the service's own id, else by an id of one's own, else by e-mail in any case.

    Args:
        identifiers: Those whom a file names.
        leads: All people of the service, as far as they are known.
    """
    by_id = {lead.id: [lead] for lead in leads}
    by_own_id = _by(leads, own_ids_of)
    by_email = _by(leads, lambda lead: (one.strip().casefold() for one in emails_of(lead)))
    people: dict[str, Lead] = {}
    unknown: list[Identifier] = []
    twice: list[Identifier] = []
    unclear: list[Identifier] = []
    for one in identifiers:
        found = by_id.get(one.text) or by_own_id.get(one.text) or by_email.get(one.text.casefold()) or []
        if not found:
            unknown.append(one)
        elif len(found) > 1:
            unclear.append(one)
        elif found[0].id in people:
            twice.append(one)
        else:
            people[found[0].id] = found[0]
    return Matched(tuple(people.values()), tuple(unknown), tuple(twice), tuple(unclear))


def _by(leads: Sequence[Lead], texts_of: Callable[[Lead], Iterable[str]]) -> Mapping[str, Sequence[Lead]]:
    found: defaultdict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        for text in set(texts_of(lead)):
            found[text].append(lead)
    return found


def _begins_with_name(sheet: Sheet) -> bool:
    """Whether the first line is the column's name, not somebody."""
    return not sheet.rows or field_named(sheet.rows[0].cells[0]) is not None


def _place_of(sheet: Sheet, name: str, column: str | None) -> int:
    if column is not None:
        places = [
            place for place, known in enumerate(sheet.columns) if known.strip().casefold() == column.strip().casefold()
        ]
        if len(places) == 1:
            return places[0]
        what = f"There are {len(places)} columns" if places else "There is no column"
        raise UnusableFile(f"{what} called {quoted(column)} in {name}.", hint=f"Its columns: {_named(sheet.columns)}.")
    likely = likely_column(sheet)
    if likely is not None:
        return likely
    found = _like_ids(sheet)
    what = "Several columns" if found else "None of the columns"
    named = _named([sheet.columns[one] for one in found] or sheet.columns)
    raise UnusableFile(
        f"{what} of {name} could hold ids or e-mails: {named}.",
        hint="Say which one with --column.",
    )


def _like_ids(sheet: Sheet) -> Sequence[int]:
    return [*columns_of(PersonField.EXTERNAL_ID, sheet.columns), *columns_of(PersonField.EMAIL, sheet.columns)]


def _named(columns: Sequence[str]) -> str:
    return shortened(printable(", ".join(quoted(one) for one in columns)), 300)
