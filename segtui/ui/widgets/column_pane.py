"""A pane whose table lets people choose its columns and what its rows are sorted by."""

from collections.abc import Sequence

from textual import on

from segtui.domain.text import quoted
from segtui.ui.clipboard import ToCopy
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.column_choice import ColumnChoice
from segtui.ui.widgets.column_table import ColumnTable
from segtui.ui.widgets.columns import Column
from segtui.ui.widgets.pane import Pane

_LONGEST_CELL = 20_000
"""Characters of a cell that are shown: to break more into lines would stop the screen for seconds."""


class ColumnPane(Pane):
    """Keeps the choice, and announces each new one so that it can be remembered.

    Args:
        title: Above.
        choice: The choice of an earlier time.
    """

    class About(Announcement):
        """Something happened in a pane with columns."""

        pane: "ColumnPane"

        @property
        def control(self) -> "ColumnPane":
            """The pane, for `@on` with a selector."""
            return self.pane

    class ColumnsChanged(About):
        """Other columns were chosen, or another order of columns or rows."""

        choice: ColumnChoice

    class ColumnsWanted(About):
        """The columns are to be chosen from a list; `choose` takes the answer."""

    class CellWanted(About):
        """A cell is to be shown in full."""

        title: str
        text: str

    class Told(About):
        """There is something to say about what a key did, or why it did nothing."""

        text: str

    def __init__(self, *, title: str, id: str, choice: ColumnChoice) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title=title, id=id)
        self._choice = choice

    @property
    def choice(self) -> ColumnChoice:
        """What is chosen now."""
        return self._choice

    @property
    def table(self) -> ColumnTable:
        """The table."""
        return self.query_one(ColumnTable)

    @property
    def columns(self) -> Sequence[Column]:
        """All columns that there are to choose from, in their own order."""
        raise NotImplementedError

    def choose(self, choice: ColumnChoice | None) -> None:
        """Take another choice; None is no other one."""
        if choice is not None and choice != self._choice:
            self._choice = choice
            self.show_chosen()
            self.post_message(self.ColumnsChanged(self, choice))

    def show_chosen(self) -> None:
        """Show rows and columns as they are chosen now."""
        raise NotImplementedError

    def cell_in_full(self, index: int, key: str) -> tuple[str, str]:
        """Whose cell it is, and all of its text."""
        raise NotImplementedError

    def to_copy(self) -> ToCopy | None:
        """The cell under the cursor, whole."""
        key = self.table.column_key
        if key is None or not self.table.row_count:
            return None
        title = next(column.title for column in self.columns if column.key == key)
        return ToCopy(f"{title} of this row", self.cell_in_full(self.table.cursor, key)[1])

    @on(ColumnTable.Ordered)
    def _carry_out(self, event: ColumnTable.Ordered) -> None:
        event.stop()
        match event.order:
            case "sort":
                self.choose(self._choice.sorted_next(event.key))
            case "left" | "right":
                self.choose(self._choice.moved(self.columns, event.key, 1 if event.order == "right" else -1))
            case "hide":
                self._hide(event.key)
            case "columns":
                self.post_message(self.ColumnsWanted(self))
            case "cell" if self.table.row_count:
                self._announce_cell(event.key)

    def _hide(self, key: str) -> None:
        visible = self._choice.visible(self.columns)
        place = [column.key for column in visible].index(key)
        title = quoted(visible[place].title)
        why_not = self._choice.why_not_hide(self.columns, key)
        if why_not:
            self.post_message(self.Told(self, f"The column {title} can't be hidden: {why_not}."))
            return
        neighbour = visible[place + 1 if place + 1 < len(visible) else place - 1]
        self.table.go_to_column(neighbour.key)
        self.choose(self._choice.toggled(visible[place]))
        self.post_message(self.Told(self, f"The column {title} is hidden; o shows a list to bring it back."))

    def _announce_cell(self, key: str) -> None:
        whose, text = self.cell_in_full(self.table.cursor, key)
        title = next(column.title for column in self.columns if column.key == key)
        more = len(text) - _LONGEST_CELL
        if more > 0:
            text = f"{text[:_LONGEST_CELL]}…\n\n({more:,} more characters aren't shown.)"
        self.post_message(self.CellWanted(self, f"{title} · {whose}", text or "This cell is empty."))
