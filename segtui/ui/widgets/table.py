"""A list or table of any length that draws only the rows in view, and of those only what changed.

Written on Textual's line API: a list of stock widgets repaints itself whole for each key, and fills slowly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size, clamp
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from segtui.domain.text import printable
from segtui.ui.widgets.columns import EDGES, Cell, Column, Layout, NoRows, Rows, edged, thumb
from segtui.ui.widgets.component_style import component_style

_MARK, _MARK_BLURRED, _THUMB = "▌", "▸", "▕"
"""Drawn before the row under the cursor, with and without focus, and after the rows where a scrollbar has its thumb.

All in the row's own look: another one would be sent twice for each row.
"""

_MEASURED_UNSEEN = 50
"""Rows that decide the widths of columns before the table has a size: about a screenful."""

_CACHED_ROWS = 500
"""A few screens: scrolling back and forth asks the provider for nothing twice."""


class Table(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a provider, a cursor on one of them.

    Changing what `:focus` selects on a table repaints it whole: the component classes below are meant for that.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--row",
        "table--header",
        "table--cursor",
        "table--cursor-blurred",
        "table--muted",
    }
    """A row; the line of titles; the row under the cursor, with and without focus; empty text and scrollbar's thumb."""

    DEFAULT_CSS = """
    Table {
        height: 1fr;
        overflow: hidden hidden;
        & > .table--header { text-style: bold; color: $text-muted; }
        & > .table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .table--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        & > .table--muted { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next row", show=False, id="table.down"),
        Binding("up,k", "move(-1)", "Previous row", show=False, id="table.up"),
        Binding("pagedown", "turn(1)", "Next page", show=False, id="table.page_down"),
        Binding("pageup", "turn(-1)", "Previous page", show=False, id="table.page_up"),
        Binding("home,g", "first", "First row", show=False, id="table.first"),
        Binding("end,G", "last", "Last row", show=False, id="table.last"),
        Binding("left,h", "left", "Columns to the left", show=False, id="table.left"),
        Binding("right,l", "right", "Columns to the right", show=False, id="table.right"),
        Binding("enter", "choose", "Choose", show=False, id="table.choose"),
    ]

    cursor: Reactive[int] = reactive(0, init=False, repaint=False)
    """Index of the row under the cursor; 0 when there are no rows."""

    empty_text: Reactive[str] = reactive("", init=False, repaint=False)
    """Plain text shown when there are no rows: why, and which key helps."""

    @dataclass
    class About(Message):
        """Something happened in a table."""

        table: "Table"

        @property
        def control(self) -> "Table":
            """The table, for `@on` with a selector."""
            return self.table

    @dataclass
    class Highlighted(About):
        """The cursor came to a row, by a key, by the program, or because `show` put other rows under it."""

        index: int

    @dataclass
    class Chosen(About):
        """Enter was pressed on a row, or it was clicked twice."""

        index: int

    @dataclass
    class NearEnd(About):
        """The last rows are about to come into view: fetch more. Said once per number of rows."""

        length: int

    def __init__(
        self,
        *,
        show_header: bool = False,
        empty_text: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Table.empty_text, empty_text)
        self._header_height = 1 if show_header else 0
        self._rows: Rows = NoRows()
        self._layout = Layout()
        self._length = 0
        self._asked_at = 0
        self._row_cache: dict[tuple[int, str], Strip] = {}
        self._drawn: dict[int, Strip] = {}

    def show(self, rows: Rows, columns: Sequence[Column], *, cursor: int = 0) -> None:
        """Replace what is shown; only lines that come to look otherwise are repainted.

        Posts `Highlighted` when there is a row, also under the same index: it may be another row now.

        Args:
            rows: The provider, kept and asked again while rows come into view.
            columns: The columns, in order.
            cursor: The row to put the cursor on, as near as there is one.
        """
        if tuple(columns) != self._layout.columns:
            self.set_reactive(ScrollView.scroll_x, 0.0)
        self._rows, self._layout = rows, Layout(columns)
        self._length, self._asked_at = len(rows), 0
        self._row_cache.clear()
        self._measure()
        self.set_reactive(Table.cursor, self.validate_cursor(cursor))
        self._bring_into_view(self.cursor)
        self._refresh_changed_lines()
        self._ask_for_more()
        if self._length:
            self.post_message(self.Highlighted(self, self.cursor))

    def extended(self) -> None:
        """Take note that the provider has more rows at its end, or fewer."""
        known, self._length = self._length, len(self._rows)
        kept = min(known, self._length)
        self._row_cache = {key: strip for key, strip in self._row_cache.items() if key[0] < kept}
        self._measure()
        if not known and self._length:
            self.post_message(self.Highlighted(self, self.cursor))
        self.cursor = self.cursor
        self._refresh_changed_lines()
        self._ask_for_more()

    def redraw_row(self, index: int) -> None:
        """Take note that one row looks otherwise now."""
        for kind in self.COMPONENT_CLASSES:
            self._row_cache.pop((index, kind), None)
        self._refresh_row(index)

    @property
    def allow_vertical_scroll(self) -> bool:
        """Let the wheel scroll without a scrollbar."""
        return not self.is_disabled and self.max_scroll_y > 0

    @property
    def allow_horizontal_scroll(self) -> bool:
        """Let wheel and keys scroll sideways."""
        return not self.is_disabled and self.max_scroll_x > 0

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return clamp(cursor, 0, max(0, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows concerned and tell about it."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._bring_into_view(new)
        if len(self._rows):
            self.post_message(self.Highlighted(self, new))

    def watch_empty_text(self) -> None:
        """Redraw what changed of it."""
        self._refresh_changed_lines()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Redraw all lines."""
        if round(old_value) != round(new_value):
            self._refresh_changed_lines()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Redraw the rows."""
        if round(old_value) != round(new_value):
            self._measure()
            self._refresh_changed_lines()
            self._ask_for_more()

    def notify_style_update(self) -> None:
        """Forget lines drawn in old colours."""
        super().notify_style_update()
        self._row_cache.clear()

    def render_line(self, y: int) -> Strip:
        """Draw a line of the terminal."""
        strip = self._line(y)
        self._drawn[y] = strip
        return strip

    def on_resize(self) -> None:
        """Keep the cursor in view, and the columns as wide as the rows need that have come into view."""
        self._measure()
        self._bring_into_view(self.cursor)
        self._refresh_changed_lines()
        self._ask_for_more()

    def _on_focus(self, event: events.Focus) -> None:
        event.prevent_default()
        self._take_focus(events.DescendantFocus(self), has_focus=True)

    def _on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self._take_focus(events.DescendantBlur(self), has_focus=False)

    def _take_focus(self, news: events.Event, *, has_focus: bool) -> None:
        """Do what Textual's own handlers do, but repaint one row instead of all."""
        self.has_focus = has_focus
        self._refresh_row(self.cursor)
        if self.parent is not None:
            self.parent.post_message(news)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; choose it at the second click."""
        place = event.get_content_offset(self)
        if place is None or place.y < self._header_height:
            return
        index = place.y - self._header_height + round(self.scroll_y)
        if index >= len(self._rows):
            return
        self.cursor = index
        if event.chain > 1:
            self.action_choose()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor += rows

    def action_turn(self, pages: int) -> None:
        """Move rows and cursor by pages."""
        rows = pages * max(1, self._visible_rows - 1)
        self.scroll_to(y=round(self.scroll_y) + rows, animate=False, force=True)
        self.cursor += rows

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.cursor = len(self._rows) - 1

    def action_left(self) -> None:
        """Show the column to the left."""
        starts = [start for start in self._layout.starts if start < self.scroll_x]
        self._scroll_sideways(starts[-1] if starts else 0)

    def action_right(self) -> None:
        """Show more of the columns to the right."""
        starts = [start for start in self._layout.starts if start > self.scroll_x]
        self._scroll_sideways(starts[0] if starts else self.max_scroll_x)

    def action_choose(self) -> None:
        """Tell that the row under the cursor was chosen."""
        if len(self._rows):
            self.post_message(self.Chosen(self, self.cursor))

    @property
    def _visible_rows(self) -> int:
        return max(0, self.size.height - self._header_height)

    def _scroll_sideways(self, x: int) -> None:
        if not self.allow_horizontal_scroll:
            raise SkipAction
        self.scroll_to(x=x, animate=False, force=True)

    def _bring_into_view(self, index: int) -> None:
        """Scroll by half a page when the cursor leaves the view.

        Row by row would be smoother and would repaint the whole table for each key.
        """
        top, height = round(self.scroll_y), self._visible_rows
        if height and not top <= index < top + height:
            self.scroll_to(y=index - height // 2, animate=False, force=True)

    def _ask_for_more(self) -> None:
        """Post `NearEnd` half a page before the end, which is as far as the next key may go."""
        length, height = len(self._rows), self._visible_rows
        near = round(self.scroll_y) + height + height // 2 >= length
        if height and near and length != self._asked_at:
            self._asked_at = length
            self.post_message(self.NearEnd(self, length))

    def _measure(self) -> None:
        """Give the rows in view the widths they need."""
        top, height = round(self.scroll_y), self._visible_rows or _MEASURED_UNSEEN
        if self._layout.measure(self._rows, range(top, min(top + height, len(self._rows)))):
            self._row_cache.clear()
        self._fit()

    def _fit(self) -> None:
        """Fit the columns into the table, and give scrolling its limits.

        Called from drawing as well, since Textual draws before it tells of a new size. `virtual_size` is set without
        its watchers: they would lay out the whole screen.
        """
        if self._layout.fit(max(0, self.size.width - EDGES)):
            self._row_cache.clear()
        size = Size(self._layout.width + EDGES, len(self._rows) + self._header_height)
        if size != self.virtual_size:
            self.set_reactive(ScrollView.virtual_size, size)
            self.scroll_x, self.scroll_y = self.scroll_x, self.scroll_y

    def _refresh_row(self, index: int) -> None:
        y = index - round(self.scroll_y) + self._header_height
        if self._header_height <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _refresh_changed_lines(self) -> None:
        width, height = self.size
        changed = [Region(0, y, width, 1) for y in range(height) if self._line(y) != self._drawn.get(y)]
        if changed:
            self.refresh(*changed)

    def _line(self, y: int) -> Strip:
        self._fit()
        row, length = y - self._header_height, len(self._rows)
        index = row + round(self.scroll_y)
        if row < 0:
            titles = [column.title for column in self._layout.columns]
            return self._edged(" ", self._joined(titles, "table--header"), " ", "table--header")
        if not length:
            return self._empty_line(row)
        end = _THUMB if row in thumb(length, self._visible_rows, self.scroll_y) else " "
        if index >= length:
            return self._edged(" ", Strip([], 0), end, "table--row")
        if index != self.cursor:
            return self._edged(" ", self._row(index, "table--row"), end, "table--row")
        mark, kind = (_MARK, "table--cursor") if self.has_focus else (_MARK_BLURRED, "table--cursor-blurred")
        return self._edged(mark, self._row(index, kind), end, kind)

    def _edged(self, mark: str, inner: Strip, end: str, kind: str) -> Strip:
        style = component_style(self, kind).rich_style
        edges = Segment(mark, style), Segment(end, style)
        return edged(inner, edges, self.size.width, round(self.scroll_x))

    def _row(self, index: int, kind: str) -> Strip:
        strip = self._row_cache.get((index, kind))
        if strip is None:
            if len(self._row_cache) >= _CACHED_ROWS:
                self._row_cache.clear()
            strip = self._row_cache[index, kind] = self._joined(self._rows.cells(index), kind)
        return strip

    def _joined(self, cells: Sequence[Cell], kind: str) -> Strip:
        return self._layout.joined(cells, component_style(self, kind))

    def _empty_line(self, row: int) -> Strip:
        style = component_style(self, "table--muted")
        room = max(1, self.size.width - EDGES)
        lines = Content(printable(self.empty_text, keep_lines=True)).wrap(room)
        line = Strip(lines[row].render_segments(style) if row < len(lines) else [])
        return self._edged(" ", line, " ", "table--muted")
