"""People of a file for a list: which file, what its columns are, who is taken, and whether they replace the list."""

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.record import record
from segtui.domain.segments import SegmentDraft
from segtui.domain.text import quoted
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.people_file import PeopleFileDialog
from segtui.ui.dialogs.people_rows import (
    LEFT_OUT_COLUMNS,
    MAPPING_COLUMNS,
    PERSON_COLUMNS,
    LeftOutRows,
    MappingRows,
    PersonRows,
    RowsDialog,
)
from segtui.ui.dialogs.picking import Offer, PickDialog
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.table import Table
from segtui.workspace.importing import Outlook, outlook_of
from segtui.workspace.people_columns import PersonField
from segtui.workspace.people_files import Sheet, read_sheet
from segtui.workspace.people_mapping import NOTHING, PeopleMapping, Use

FindMapping: TypeAlias = Callable[[Sequence[str]], PeopleMapping | None]
"""Gives what the columns of a file were taken for the last time; None when that isn't known."""


@record
class ImportAnswer:
    """What is to be done with a file."""

    outlook: Outlook
    mapping: PeopleMapping
    replace_all: bool
    """Whether nobody else shall be on the list."""


class PeopleImportDialog(PeopleFileDialog[ImportAnswer | None]):
    """Reads a file and shows what would come of it; the answer is what to take, and nothing is sent.

    Args:
        draft: The list.
        find_mapping: What columns were taken for before.
    """

    HELP = (
        "People of a file for the list. Type its path, enter reads it. Below stands each column with an example and "
        "what it becomes: enter on one changes that. p shows everybody who is taken, b who isn't, with line and "
        "reason. m switches between adding to the list and replacing it. ctrl+s takes it as one step, which ctrl+z "
        "takes back; nothing is sent before you save. What columns were taken for is remembered."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "switch", "Add or replace", id="import.switch"),
        Binding("p", "show_people", "Who", id="import.people"),
        Binding("b", "show_left_out", "Not taken", id="import.left-out"),
        Binding("ctrl+s", "accept", "Take them", id="import.accept"),
    ]

    class _Matched(Announcement):
        """It is known who is taken."""

        sheet: Sheet
        mapping: PeopleMapping
        replace_all: bool
        outlook: Outlook

    def __init__(self, draft: SegmentDraft, find_mapping: FindMapping) -> None:
        super().__init__(f"People for {quoted(draft.name, 50)}")
        self._draft, self._find_mapping = draft, find_mapping
        self._mapping = PeopleMapping((), ())
        self._changed: dict[tuple[str, ...], PeopleMapping] = {}
        """The mappings that were changed here, by the columns of their files."""
        self._replace_all = False
        self._outlook: Outlook | None = None

    # The file.

    def read(self, content: bytes, name: str) -> Sheet:
        """Read a table of people."""
        return read_sheet(content, name)

    def forget_sheet(self) -> None:
        """Forget who was found."""
        self._outlook = None

    def take_sheet(self, sheet: Sheet) -> None:
        """Find out what its columns are and who is taken."""
        self._mapping = self._changed.get(tuple(sheet.columns)) or self._begun_mapping(sheet.columns)
        self._match()

    def _begun_mapping(self, columns: Sequence[str]) -> PeopleMapping:
        return self._find_mapping(columns) or PeopleMapping.guessed(columns)

    # Who is taken.

    def _match(self) -> None:
        """Find out who is taken with the columns as they are taken now."""
        sheet, self._outlook = self.sheet, None
        if sheet is None:
            return
        table = self.query_one("#mapping", Table)
        table.show(MappingRows(sheet, self._mapping), MAPPING_COLUMNS, cursor=table.cursor)
        if self._mapping.why_not():
            self.workers.cancel_group(self, "import")
            self.note("")
            self._show_people()
            self._say_why_nobody()
            return
        self.note(f"looking at {len(sheet.rows):,} rows… esc stops")
        self._look_at(sheet, self._mapping, replace_all=self._replace_all)

    @work(exclusive=True, group="import", name="import", description="look who in a file is taken")
    async def _look_at(self, sheet: Sheet, mapping: PeopleMapping, *, replace_all: bool) -> None:
        try:
            outlook = await asyncio.to_thread(outlook_of, self._draft, sheet, mapping, replace_all=replace_all)
        except SegtuiError as error:
            self.post_message(self.FileFailed(error))
        else:
            self.post_message(self._Matched(sheet, mapping, replace_all, outlook))

    @on(_Matched)
    def _take_matched(self, event: _Matched) -> None:
        event.stop()
        asked = (event.sheet is self.sheet, event.mapping is self._mapping, event.replace_all == self._replace_all)
        if all(asked):
            self._outlook = event.outlook
            self.note("")
            self._show_people()
            self.say("\n".join(self._sums(event.outlook)))

    def _show_people(self) -> None:
        people = self._outlook.found.people if self._outlook is not None else ()
        self.query_one("#first-people", Table).show(PersonRows(people), PERSON_COLUMNS)

    def _sums(self, outlook: Outlook) -> Sequence[str]:
        found = outlook.found
        taken = f"{len(found.people):,} {'person' if len(found.people) == 1 else 'people'}"
        if self._replace_all:
            stand = f"(•) replace the list with {taken}; {outlook.leaving:,} on it now leave   ( ) add"
        else:
            stand = f"(•) add {taken} to the list   ( ) replace it"
        parts = [
            f"{len(found.bad):,} bad row{'s' if len(found.bad) > 1 else ''}" if found.bad else "",
            f"{len(found.repeated):,} more than once in the file" if found.repeated else "",
            f"{len(found.present):,} on the list already" if found.present else "",
        ]
        left_out = ", ".join(filter(None, parts))
        warnings = " ".join(found.warnings)
        return [
            stand,
            *([f"Not taken: {left_out}; b tells why."] if left_out else []),
            *([f"⚠ {warnings}"] if warnings else []),
        ]

    def _say_why_nobody(self) -> None:
        """Say why it isn't known who is taken."""
        reason = self._mapping.why_not()
        self.say_why_nobody(f"{reason} enter changes what the column under the cursor becomes." if reason else "")

    # What keys ask for.

    @on(Table.Chosen, "#mapping")
    def _change_use(self, event: Table.Chosen) -> None:
        """Let a column become something else."""
        event.stop()
        place, mapping = event.index, self._mapping
        column = mapping.columns[place]
        own = Use.of("tag", column) if column.strip() else None
        uses = [*map(Use, PersonField), *([own] if own is not None else []), NOTHING]
        offers = [Offer(use.words, _taken_by(mapping, use, place)) for use in uses]
        offers.append(Offer("another tag…"))

        def take(picked: int | None) -> None:
            if picked is not None and picked < len(uses):
                self._use(place, uses[picked])
            elif picked is not None:
                self._ask_tag(place)

        picked = uses.index(mapping.uses[place]) if mapping.uses[place] in uses else None
        title = f"{quoted(column, 40)} becomes" if column.strip() else "The column without a name becomes"
        self.app.push_screen(PickDialog(title, offers, picked=picked), take)

    @on(Table.Chosen, "#first-people")
    def _open_people(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_show_people()

    def _ask_tag(self, place: int) -> None:
        def take(name: str | None) -> None:
            if name is not None and name.strip():
                self._use(place, Use(tag=name.strip()))

        self.app.push_screen(TextDialog("Name of the substitution tag", "Tag", self._mapping.uses[place].tag), take)

    def _use(self, place: int, use: Use) -> None:
        self._mapping = mapping = self._mapping.changed(place, use)
        if mapping == self._begun_mapping(mapping.columns):
            self._changed.pop(mapping.columns, None)
        else:
            self._changed[mapping.columns] = mapping
        self._match()

    def action_switch(self) -> None:
        """Add to the list instead of replacing it, or the other way round."""
        if self.sheet is not None:
            self._replace_all = not self._replace_all
            self._match()
        else:
            self._say_why_nobody()

    def action_show_people(self) -> None:
        """Show everybody who is taken."""
        if self._outlook is None:
            self._say_why_nobody()
        else:
            rows = PersonRows(self._outlook.found.people)
            self.app.push_screen(RowsDialog(f"Taken: {len(rows):,}", rows, PERSON_COLUMNS))

    def action_show_left_out(self) -> None:
        """Show who isn't taken, and why."""
        if self._outlook is None:
            self._say_why_nobody()
        else:
            rows = LeftOutRows(self._outlook.found)
            self.app.push_screen(RowsDialog(f"Not taken: {len(rows):,}", rows, LEFT_OUT_COLUMNS))

    def action_accept(self) -> None:
        """Take who was found."""
        outlook = self._outlook
        if outlook is None:
            self._say_why_nobody()
        elif outlook.found.people:
            self.dismiss(ImportAnswer(outlook, self._mapping, self._replace_all))
        else:
            self.say("\n".join(("✗ There is nobody to take.", *self._sums(outlook)[1:])))

    @property
    def has_typed(self) -> bool:
        """Whether a column was given another use."""
        return bool(self._changed)


def _taken_by(mapping: PeopleMapping, use: Use, place: int) -> str:
    """Which other column is this already, as a note."""
    others = zip(mapping.columns, mapping.uses, strict=True)
    other = next((name for at, (name, one) in enumerate(others) if one == use != NOTHING and at != place), None)
    return f"is {quoted(other, 30)}" if other is not None else ""
