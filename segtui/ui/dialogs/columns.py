"""The columns of a table, in a list: which are shown, in which order, and which one sorts the rows."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.text import quoted
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.column_choice import ColumnChoice
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_COLUMNS = (
    Column("shown", "", width=1),
    Column("title", "column", grow=True),
    Column("sort", "", width=1),
    Column("key", "field"),
)

_MOST_LINES = 13
_LINES_OF_LEGEND = 2
_LEGEND = "✓ shown   · hidden   ▲ ▼ sorts the rows"

Order = Literal["toggle", "down", "up", "sort"]


class _ColumnRows:
    """Columns as rows, hidden ones too."""

    def __init__(self, columns: Sequence[Column], choice: ColumnChoice) -> None:
        self._columns, self._choice = columns, choice

    def __len__(self) -> int:
        return len(self._columns)

    def cells(self, index: int) -> Sequence[Cell]:
        column = self._columns[index]
        shown = "✓" if self._choice.shows(column) else "·"
        where = column.key if column.key not in ("", column.title) else ""
        return (shown, column.title, self._choice.arrow(column.key), where)


class ColumnList(Table):
    """Keys announce what is to be done with the column under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "order('toggle')", "Show/hide", id="columns.toggle"),
        Binding("J", "order('down')", "Down", id="columns.down"),
        Binding("K", "order('up')", "Up", id="columns.up"),
        Binding("s", "order('sort')", "Sort", id="columns.sort"),
        Binding("enter", "choose", "Done", id="columns.done"),
    ]

    class Ordered(Announcement):
        """A key asked for something."""

        order: Order

    def action_order(self, order: Order) -> None:
        """Announce what was asked for."""
        self.post_message(self.Ordered(order))


class ColumnsDialog(Dialog[ColumnChoice]):
    """Lets people choose columns; the answer is the choice, however the dialog is left.

    Args:
        columns: All columns of the table, in their own order.
        choice: The choice as it is.
    """

    CSS_PATH = "columns.tcss"

    def __init__(self, columns: Sequence[Column], choice: ColumnChoice) -> None:
        super().__init__("Columns")
        self._all, self._choice = columns, choice

    def content(self) -> ComposeResult:
        """The columns, and what the signs before them mean."""
        yield ColumnList(id="columns", show_header=True)
        yield PlainText(_LEGEND, id="legend")

    def on_mount(self) -> None:
        """Show the columns."""
        self._show(0)

    def on_resize(self) -> None:
        """Keep legend and keys in sight on a low terminal."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_OF_LEGEND
        self.query_one(ColumnList).styles.max_height = max(2, min(_MOST_LINES, room))

    def action_leave(self) -> None:
        """Go back with what was chosen."""
        self.dismiss(self._choice)

    @on(Table.Chosen)
    def _end(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_leave()

    @on(ColumnList.Ordered)
    def _carry_out(self, event: ColumnList.Ordered) -> None:
        event.stop()
        if not self._all:
            return
        place = self.query_one(ColumnList).cursor
        column = self._choice.arranged(self._all)[place]
        legend = _LEGEND
        match event.order:
            case "toggle" if why_not := self._choice.why_not_hide(self._all, column.key):
                legend = f"The column {quoted(column.title)} can't be hidden: {why_not}."
            case "toggle":
                self._choice = self._choice.toggled(column)
            case "sort":
                self._choice = self._choice.sorted_next(column.key)
            case "down" | "up":
                step = 1 if event.order == "down" else -1
                self._choice = self._choice.moved(self._all, column.key, step, over_hidden=True)
        self.query_one("#legend", PlainText).update(legend)
        self._show(self._choice.arranged(self._all).index(column))

    def _show(self, cursor: int) -> None:
        rows = _ColumnRows(self._choice.arranged(self._all), self._choice)
        self.query_one(ColumnList).show(rows, _COLUMNS, cursor=cursor)
