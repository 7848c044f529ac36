"""Users of a service whom a file names by id or e-mail: who is known, who isn't, and who is named again."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.text import printable, shortened
from segtui.ui.dialogs.people_file import PeopleFileDialog
from segtui.ui.dialogs.people_rows import LEFT_OUT_COLUMNS, LONGEST_CELL, RowsDialog, first_examples
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.table import Table
from segtui.workspace.known_as import emails_of, own_ids_of
from segtui.workspace.member_files import (
    IdentifierFile,
    Matched,
    identifiers_of,
    likely_column,
    match,
    sheet_of_identifiers,
)
from segtui.workspace.people_files import Sheet
from segtui.workspace.sample import Sample
from segtui.workspace.workspace import Workspace

_COLUMNS: Final = (Column("taken", ""), Column("column", "column"), Column("example", "example", grow=True))
_PEOPLE: Final = (
    Column("name", "name", grow=True),
    Column("email", "e-mail"),
    Column("own", "own id"),
    Column("id", "id"),
)

_FRESH_FOR: Final = timedelta(minutes=5)
"""How old the people may be who are looked through; older ones are read anew."""


@record
class _Found:
    """Who is meant by a file."""

    file: IdentifierFile
    matched: Matched
    sample: Sample


class _ColumnRows:
    """The columns of a file, with an example of each, and which one is taken."""

    def __init__(self, sheet: Sheet, place: int | None) -> None:
        self._names, self._place = sheet.columns, place
        self._examples = first_examples(sheet)

    def __len__(self) -> int:
        return len(self._names)

    def cells(self, index: int) -> Sequence[Cell]:
        taken = "(•)" if index == self._place else "( )"
        return taken, printable(self._names[index]) or "(no name)", self._examples[index]


class _LeadRows:
    """People of the service as rows."""

    def __init__(self, people: Sequence[Lead]) -> None:
        self._people = people

    def __len__(self) -> int:
        return len(self._people)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self._people[index]
        parts = (one.name, ", ".join(emails_of(one)), ", ".join(own_ids_of(one)), one.id)
        return [shortened(printable(part), LONGEST_CELL) for part in parts]


class _NotTakenRows:
    """Who of a file isn't taken, by line."""

    def __init__(self, found: _Found, one: str) -> None:
        reasons = (
            (found.matched.unknown, f"no {one} has it"),
            (found.matched.twice, "named before"),
            (found.matched.unclear, "several have it"),
        )
        rows = [(one.line, reason, one.text) for identifiers, reason in reasons for one in identifiers]
        bad = [(row.line, row.reason, ", ".join(row.cells)) for row in found.file.bad]
        self._rows = sorted([*rows, *bad])

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, index: int) -> Sequence[Cell]:
        line, reason, text = self._rows[index]
        return f"{line:,}", printable(reason), shortened(printable(text), LONGEST_CELL)


class MembersFileDialog(PeopleFileDialog[tuple[Lead, ...] | None]):
    """Reads a file, looks for those whom it names, and shows who was found; the answer is these. Nothing is sent.

    Args:
        workspace: The profile whose people are looked through.
        title: What they are wanted for.
    """

    HELP = (
        "Users of a file: ids, user ids or e-mails, one a line or in a column of a table. Type its path, enter reads "
        "it and looks for them among all users of the service. If there are several columns, enter on one takes that. "
        "p shows everybody who was found, b who wasn't, with line and reason: unknown, named before, or shared by "
        "several. ctrl+s goes on with those who were found; nothing is sent before you say yes."
    )

    NOT_READ = "enter reads the file: ids, user ids or e-mails, one a line, or a column of a CSV or JSON."
    PLACEHOLDER = "ids.txt"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "show_people", "Who", id="members.people"),
        Binding("b", "show_left_out", "Not taken", id="members.left-out"),
        Binding("ctrl+s", "accept", "Go on", id="members.accept"),
    ]

    class Looked(Announcement):
        """So many people of the service have come."""

        done: int
        of: int | None

    class Found(Announcement):
        """It is known who is meant."""

        sheet: Sheet
        place: int
        found: _Found

    def __init__(self, workspace: Workspace, title: str) -> None:
        super().__init__(title)
        self._workspace, self._word = workspace, workspace.lead_word
        self._place: int | None = None
        """Which column names them; None while nobody has said."""
        self._found: _Found | None = None

    def read(self, content: bytes, name: str) -> Sheet:
        """Read a file in which each row names somebody."""
        return sheet_of_identifiers(content, name)

    def forget_sheet(self) -> None:
        """Forget who was found."""
        self._found, self._place = None, None

    def take_sheet(self, sheet: Sheet) -> None:
        """Look for those whom it names, if it can be told which column does."""
        self._place = likely_column(sheet)
        table = self.query_one("#mapping", Table)
        table.display = len(sheet.columns) > 1
        if not table.display:
            self.query_one("#first-people").focus()
        self._match()

    def _match(self) -> None:
        sheet, place, self._found = self.sheet, self._place, None
        if sheet is None:
            return
        table = self.query_one("#mapping", Table)
        table.show(_ColumnRows(sheet, place), _COLUMNS, cursor=table.cursor)
        self._show_people()
        if place is None:
            self.note("")
            self._say_why_nobody()
            return
        self.say("")
        self.note(f"looking for {len(sheet.rows):,}… esc stops")
        self._look(sheet, place)

    @work(exclusive=True, group="import", name="import", description="look who is meant by a file")
    async def _look(self, sheet: Sheet, place: int) -> None:
        def told(done: int, of: int | None) -> None:
            self.post_message(self.Looked(done, of))

        self._workspace.forget_counts(older_than=_FRESH_FOR)
        try:
            sample = await self._workspace.sample(told)
        except SegtuiError as error:
            self.post_message(self.FileFailed(error))
            return
        file = identifiers_of(sheet, place)
        matched = await asyncio.to_thread(match, file.identifiers, sample.leads)
        self.post_message(self.Found(sheet, place, _Found(file, matched, sample)))

    @on(Looked)
    def _say_how_far(self, event: Looked) -> None:
        event.stop()
        if self.is_busy:
            of = f" of {event.of:,}" if event.of is not None else ""
            self.note(f"reading {self._word.several}: {event.done:,}{of}… esc stops")

    @on(Found)
    def _take_found(self, event: Found) -> None:
        event.stop()
        if event.sheet is self.sheet and event.place == self._place:
            self._found = event.found
            self.note("")
            self._show_people()
            self.say("\n".join(self._sums(event.found)))

    def _show_people(self) -> None:
        people = self._found.matched.people if self._found is not None else ()
        self.query_one("#first-people", Table).show(_LeadRows(people), _PEOPLE)

    def _sums(self, found: _Found) -> Sequence[str]:
        matched, sample = found.matched, found.sample
        kinds = (
            (len(matched.unknown), "unknown"),
            (len(matched.twice), "named again"),
            (len(matched.unclear), "of several"),
            (len(found.file.bad), "unreadable"),
        )
        left_out = ", ".join(f"{count:,} {what}" for count, what in kinds if count)
        several = self._word.several
        partly = f"Only the first {len(sample.leads):,} {several} were looked at, so others may be known all the same."
        return [
            f"Found: {self._word.counted(len(matched.people))} of {len(sample.leads):,} looked at.",
            *([f"Not taken: {left_out}; b tells who, by line."] if left_out else []),
            *([] if sample.is_everybody else [f"⚠ {partly}"]),
        ]

    def _say_why_nobody(self) -> None:
        is_unsaid = self.sheet is not None and self._place is None
        self.say_why_nobody("Which column names them? enter on it takes it." if is_unsaid else "")

    @on(Table.Chosen, "#mapping")
    def _take_column(self, event: Table.Chosen) -> None:
        event.stop()
        self._place = event.index
        self._match()

    @on(Table.Chosen, "#first-people")
    def _open_people(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_show_people()

    def action_show_people(self) -> None:
        """Show everybody who was found."""
        if self._found is None:
            self._say_why_nobody()
        else:
            people = self._found.matched.people
            self.app.push_screen(RowsDialog(f"Found: {len(people):,}", _LeadRows(people), _PEOPLE))

    def action_show_left_out(self) -> None:
        """Show who isn't taken, and why."""
        if self._found is None:
            self._say_why_nobody()
        else:
            rows = _NotTakenRows(self._found, self._word.one)
            self.app.push_screen(RowsDialog(f"Not taken: {len(rows):,}", rows, LEFT_OUT_COLUMNS))

    def action_accept(self) -> None:
        """Go on with those who were found."""
        found = self._found
        if found is None:
            self._say_why_nobody()
        elif found.matched.people:
            self.dismiss(found.matched.people)
        else:
            self.say("\n".join(("✗ There is nobody to add.", *self._sums(found)[1:])))
