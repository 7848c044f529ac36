"""A list or table of any length, with a cursor on one of its rows."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.scroll_view import ScrollView

from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.columns import Column, Layout, Rows
from segtui.ui.widgets.rows_view import RowsView


class Table(RowsView, can_focus=True, inherit_bindings=False):
    """Keys walk through the rows; what they come to is announced."""

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

    class About(Announcement):
        """Something happened in a table."""

        table: "Table"

        @property
        def control(self) -> "Table":
            """The table, for `@on` with a selector."""
            return self.table

    class Highlighted(About):
        """The cursor came to a row, by a key, by the program, or because `show` put other rows under it."""

        index: int

    class Chosen(About):
        """Enter was pressed on a row, or it was clicked twice."""

        index: int

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
        super().__init__(show_header=show_header, empty_text=empty_text, name=name, id=id, classes=classes)
        self._length = 0
        self._asked_at = 0
        self._cursor_line = self._left = 0
        """The line of the view that the cursor has, and how far columns are scrolled, when there is room for that: as
        somebody left it before the view's size changed."""

    def show(self, rows: Rows, columns: Sequence[Column], *, cursor: int = 0, steady: bool = False) -> None:
        """Replace what is shown; only lines that come to look otherwise are repainted.

        Posts `Highlighted` when there is a row, also under the same index: it may be another row now.

        Args:
            rows: The provider, kept and asked again while rows come into view.
            columns: The columns, in order.
            cursor: The row to put the cursor on, as near as there is one.
            steady: Keep the cursor on its line of the terminal: the rows are the same ones, among others or in another
                order. That brings no new end into view, so none is announced before the next key, but in a table that
                isn't full.
        """
        self._left = self._left_for(columns)
        self.set_reactive(ScrollView.scroll_x, float(self._left))
        self._rows, self._layout = rows, Layout(columns)
        self._length = len(rows)
        self._asked_at = self._length if steady and self._length > self._visible_rows else 0
        self._row_cache.clear()
        self.set_reactive(Table.cursor, self.validate_cursor(cursor))
        self._measure()
        if steady:
            self._bring_back()
        else:
            self._bring_into_view(self.cursor)
            self._keep_place()
        self._refresh_changed_lines()
        self._ask_for_more()
        if steady:
            self._asked_at = 0
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

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows concerned and tell about it."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._bring_into_view(new)
        self._keep_place()
        if len(self._rows):
            self.post_message(self.Highlighted(self, new))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Redraw the rows, and ask for more before they end."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._ask_for_more()

    def on_mouse_scroll_up(self) -> None:
        """Take note of where the wheel leaves the view."""
        self.call_later(self._keep_place)

    def on_mouse_scroll_down(self) -> None:
        """The same."""
        self.call_later(self._keep_place)

    def on_mouse_scroll_left(self) -> None:
        """The same."""
        self.call_later(self._keep_place)

    def on_mouse_scroll_right(self) -> None:
        """The same."""
        self.call_later(self._keep_place)

    def on_resize(self) -> None:
        """Keep the cursor in view, and the columns as wide as the rows need that have come into view.

        Sizes come in steps, in an order of chance: what is seen in the end depends on the last one only.
        """
        self._measure()
        self._bring_back()
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
        self._ask_for_more()

    def action_turn(self, pages: int) -> None:
        """Move rows and cursor by pages."""
        rows = pages * max(1, self._visible_rows - 1)
        self.scroll_to(y=round(self.scroll_y) + rows, animate=False, force=True)
        self.action_move(rows)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.cursor = len(self._rows) - 1
        self._ask_for_more()

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

    def _left_for(self, columns: Sequence[Column]) -> int:
        """How far columns are scrolled when they come."""
        return self._left if tuple(columns) == self._layout.columns else 0

    def _scroll_sideways(self, x: int) -> None:
        if not self.allow_horizontal_scroll:
            raise SkipAction
        self.scroll_to(x=x, animate=False, force=True)
        self._keep_place()

    def _bring_into_view(self, index: int) -> None:
        """Scroll by half a page when the cursor leaves the view.

        Row by row would be smoother and would repaint the whole table for each key.
        """
        top, height = round(self.scroll_y), self._visible_rows
        if height and not top <= index < top + height:
            self.scroll_to(y=index - height // 2, animate=False, force=True)

    def _bring_back(self) -> None:
        """Scroll to where somebody has left the view, as far as there is room, with the cursor in it."""
        self.scroll_to(x=self._left, y=self.cursor - self._cursor_line, animate=False, force=True)
        self._bring_into_view(self.cursor)

    def _keep_place(self) -> None:
        self._cursor_line, self._left = self.cursor - round(self.scroll_y), round(self.scroll_x)

    def _ask_for_more(self) -> None:
        """Post `NearEnd` half a page before the end, which is as far as the next key may go."""
        length, height = len(self._rows), self._visible_rows
        near = round(self.scroll_y) + height + height // 2 >= length
        if height and near and length != self._asked_at:
            self._asked_at = length
            self.post_message(self.NearEnd(self, length))
