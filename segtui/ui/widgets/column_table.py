"""A table with a cursor on its columns too: keys sort by the one under it, move it, hide it, or show a cell in full."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, clamp
from textual.reactive import Reactive, reactive
from textual.strip import Strip

from segtui.domain.text import printable
from segtui.ui.widgets.columns import EDGES, Column, Rows
from segtui.ui.widgets.component_style import component_style
from segtui.ui.widgets.table import Table

Order = Literal["sort", "left", "right", "hide", "cell", "columns"]

_MARK = "▸"
"""Before the title of the column under the cursor."""

_CELL = Style(underline=True)
"""The cell where both cursors meet; its colours are those of its row."""


class ColumnTable(Table):
    """Announces what is to be done with the column under the cursor, and does nothing about it.

    The cursor of the columns is drawn while the table has the focus. It stays with its column when others are shown.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--column"}
    """The title of the column under the cursor."""

    DEFAULT_CSS = """
    ColumnTable > .table--column { text-style: bold reverse; color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Column to the left", show=False, id="table.left"),
        Binding("right,l", "column(1)", "Column to the right", show=False, id="table.right"),
        Binding("s", "order('sort')", "Sort by this column", show=False, id="columns.sort"),
        Binding("less_than_sign", "order('left')", "Move the column left", show=False, id="columns.left"),
        Binding("greater_than_sign", "order('right')", "Move the column right", show=False, id="columns.right"),
        Binding("minus", "order('hide')", "Hide the column", show=False, id="columns.hide"),
        Binding("v", "order('cell')", "Show the cell in full", show=False, id="columns.cell"),
        Binding("o", "order('columns')", "Choose columns", show=False, id="columns.choose"),
    ]

    column: Reactive[int] = reactive(0, init=False, repaint=False)
    """Index of the column under the cursor; 0 when there are no columns."""

    class Ordered(Table.About):
        """A key, or a click on a title, asked for something."""

        order: Order
        key: str
        """The column under the cursor."""

    def __init__(
        self,
        *,
        empty_text: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(show_header=True, empty_text=empty_text, name=name, id=id, classes=classes)
        self._key: str | None = None
        """Of the column that somebody has moved to, also while there are no columns."""

    def show(self, rows: Rows, columns: Sequence[Column], *, cursor: int = 0, steady: bool = False) -> None:
        """Replace what is shown, as any table does; the cursor stays with its column, if that is still there."""
        keys = [column.key for column in columns]
        self.set_reactive(ColumnTable.column, keys.index(self._key) if self._key in keys else 0)
        super().show(rows, columns, cursor=cursor, steady=steady)

    def go_to_column(self, key: str) -> None:
        """Put the cursor on a column."""
        keys = [column.key for column in self._layout.columns]
        if key in keys:
            self.column = keys.index(key)

    @property
    def column_key(self) -> str | None:
        """What the column under the cursor is known by; None without columns."""
        columns = self._layout.columns
        return columns[self.column].key if columns else None

    def validate_column(self, column: int) -> int:
        """Keep the cursor on a column."""
        return clamp(column, 0, max(0, len(self._layout.columns) - 1))

    def watch_column(self, old: int, new: int) -> None:
        """Redraw the titles and the row concerned."""
        if new < len(self._layout.columns):
            self._key = self._layout.columns[new].key
        self._refresh_header(old, new)
        self._refresh_row(self.cursor)
        self._bring_column_into_view()
        self._keep_place()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the column; a click on its title sorts."""
        place = event.get_content_offset(self)
        if place is None:
            return
        x = place.x - 1 + round(self.scroll_x)
        before = [index for index, start in enumerate(self._layout.starts) if start <= max(0, x)]
        self.column = before[-1] if before else 0
        if place.y < self._header_height:
            self.action_order("sort")

    def action_column(self, step: int) -> None:
        """Move the cursor to another column."""
        self.column += step

    def action_order(self, order: Order) -> None:
        """Announce what was asked for."""
        if self._layout.columns:
            self.post_message(self.Ordered(self, order, self._layout.columns[self.column].key))

    def _take_focus(self, news: events.Event, *, has_focus: bool) -> None:
        super()._take_focus(news, has_focus=has_focus)
        self._refresh_header(self.column)

    def _left_for(self, columns: Sequence[Column]) -> int:
        keys = [column.key for column in columns]
        return self._left if self._key in keys else super()._left_for(columns)

    def _bring_into_view(self, index: int) -> None:
        super()._bring_into_view(index)
        self._bring_column_into_view()

    def _bring_column_into_view(self) -> None:
        """Scroll by half a page when the column under the cursor leaves the view."""
        room, left = self._window.width - EDGES, round(self.scroll_x)
        if room <= 0 or not self._layout.columns:
            return
        start, end = self._reach(self.column)
        if left <= start and end <= left + room:
            return
        fitting = (one for one in self._layout.starts if start - room // 2 <= one <= start and end - one <= room)
        self.scroll_to(x=next(fitting, start), animate=False, force=True)

    def _reach(self, column: int) -> tuple[int, int]:
        """The cells before a column, and those up to its end."""
        start = self._layout.starts[column]
        return start, start + self._layout.widths[column]

    def _refresh_header(self, *columns: int) -> None:
        """Redraw the line of titles as far as some columns reach."""
        ends = [self._reach(column)[1] for column in columns if column < len(self._layout.columns)]
        width = min(self._window.width, 1 + max(ends, default=0) - round(self.scroll_x))
        if self._header_height and width > 0:
            self.refresh(Region(0, 0, width, 1))

    def _header_line(self) -> Strip:
        columns = self._layout.columns
        if not self.has_focus or not columns:
            return super()._header_line()
        titles: list[str | Content] = [column.title for column in columns]
        title = Content(printable(columns[self.column].title))
        titles[self.column] = title.stylize(component_style(self, "table--column"))
        line = self._joined(titles, "table--header")
        start, _ = self._reach(self.column)
        if start == round(self.scroll_x):
            return self._edged(_MARK, line, " ", "table--header")
        style = component_style(self, "table--header").rich_style
        marked = Strip.join([line.crop(0, start - 1), Strip([Segment(_MARK, style)], 1), line.crop(start)])
        return self._edged(" ", marked, " ", "table--header")

    def _row(self, index: int, kind: str) -> Strip:
        row = super()._row(index, kind)
        if kind != "table--cursor" or not self._layout.columns:
            return row
        start, end = self._reach(self.column)
        return Strip.join([row.crop(0, start), _underlined(row.crop(start, end)), row.crop(end)])


def _underlined(cell: Strip) -> Strip:
    return Strip([Segment(text, (style or Style()) + _CELL) for text, style, _ in cell], cell.cell_length)
