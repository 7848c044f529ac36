"""Rows about people of a file: what its columns become, who is taken, and who isn't with the reason."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.people import Person, person_words
from segtui.domain.text import printable, shortened
from segtui.ui.dialogs.asking import MessageDialog
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.widgets.columns import Cell, Column, Rows
from segtui.ui.widgets.table import Table
from segtui.workspace.importing import Import
from segtui.workspace.people_files import Sheet
from segtui.workspace.people_mapping import PeopleMapping

MAPPING_COLUMNS = (Column("column", "column"), Column("example", "example", grow=True), Column("use", "becomes"))
PERSON_COLUMNS = (
    Column("name", "name", grow=True),
    Column("email", "e-mail"),
    Column("phone", "phone"),
    Column("id", "external id"),
    Column("tags", "tags"),
)
LEFT_OUT_COLUMNS = (
    Column("line", "line", align_right=True),
    Column("why", "why not taken"),
    Column("who", "what stands there", grow=True),
)

_LOOKED_AT = 100
"""Rows in which an example of a column is looked for."""
_LONGEST_EXAMPLE = 40

LONGEST_CELL = 4000
"""Characters of a cell; no line of a terminal is longer."""

_MOST_ROWS, _FEWEST_ROWS = 16, 3


def first_examples(sheet: Sheet) -> Sequence[str]:
    """What stands in each column of a file first, cut and clean."""
    rows = sheet.rows[:_LOOKED_AT]
    found = (
        next((row.cells[place] for row in rows if row.cells[place].strip()), "") for place in range(len(sheet.columns))
    )
    return [shortened(printable(one), _LONGEST_EXAMPLE) for one in found]


class MappingRows:
    """The columns of a file, an example of each, and what they become.

    Args:
        sheet: The file.
        mapping: What becomes of its columns.
    """

    def __init__(self, sheet: Sheet, mapping: PeopleMapping) -> None:
        self._mapping = mapping
        self._examples = first_examples(sheet)

    def __len__(self) -> int:
        """How many columns there are."""
        return len(self._mapping.columns)

    def cells(self, index: int) -> Sequence[Cell]:
        """One column."""
        name, use = self._mapping.columns[index], self._mapping.uses[index]
        return printable(name) or "(no name)", self._examples[index], use.words


class PersonRows:
    """People as rows.

    Args:
        people: Who they are.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people

    def __len__(self) -> int:
        """How many there are."""
        return len(self._people)

    def cells(self, index: int) -> Sequence[Cell]:
        """One of them."""
        one = self._people[index]
        tags = ", ".join(f"{tag}={value}" for tag, value in one.tags)
        parts = (f"{one.first_name} {one.last_name}".strip(), one.email, one.phone, one.external_id, tags)
        return [shortened(printable(part), LONGEST_CELL) for part in parts]


class LeftOutRows:
    """Who of a file isn't taken, by line.

    Args:
        found: What the file has.
    """

    def __init__(self, found: Import) -> None:
        bad = [(row.line, row.reason, ", ".join(row.cells)) for row in found.bad]
        known = [(one.line, one.reason, person_words(one.person)) for one in (*found.repeated, *found.present)]
        self._rows = sorted([*bad, *known])

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def cells(self, index: int) -> Sequence[Cell]:
        """One of them."""
        line, reason, text = self._rows[index]
        return f"{line:,}", printable(reason), shortened(printable(text), LONGEST_CELL)


class RowsTable(Table):
    """Enter shows the row under the cursor in full."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "In full", id="rows.show")]


class RowsDialog(Dialog[None]):
    """Rows to look through, however many; enter shows one in full.

    Args:
        title: What they are.
        rows: The rows.
        columns: Their columns.
    """

    def __init__(self, title: str, rows: Rows, columns: Sequence[Column]) -> None:
        super().__init__(title)
        self._rows, self._columns = rows, columns

    def content(self) -> ComposeResult:
        """The rows."""
        yield RowsTable(show_header=True, empty_text="There are none.", id="rows")

    def on_mount(self) -> None:
        """Show them."""
        table = self.query_one(Table)
        table.show(self._rows, self._columns)
        table.focus()

    def on_resize(self) -> None:
        """Take as many lines as there are rows, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - 1
        self.query_one(Table).styles.height = 1 + max(_FEWEST_ROWS, min(len(self._rows), _MOST_ROWS, room))

    @on(Table.Chosen)
    def _show_row(self, event: Table.Chosen) -> None:
        event.stop()
        cells = zip(self._columns, self._rows.cells(event.index), strict=True)
        text = "\n".join(f"{column.title}: {cell}" for column, cell in cells)
        self.app.push_screen(MessageDialog("In full", text))
