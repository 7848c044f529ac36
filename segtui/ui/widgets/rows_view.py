"""Rows of a provider, of which only those in view are drawn, and of those only what changed.

Written on Textual's line API: a list of stock widgets repaints itself whole for each key, and fills slowly.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size, clamp
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from segtui.domain.text import printable
from segtui.ui.widgets.columns import EDGES, Cell, Layout, NoRows, Rows, edged, thumb
from segtui.ui.widgets.component_style import component_style, not_faint

_MARK, _MARK_BLURRED, _THUMB = "▌", "▸", "▕"
"""Drawn before the row under the cursor, with and without focus, and after the rows where a scrollbar has its thumb.

All in the row's own look: another one would be sent twice for each row.
"""

_KINDS = ("table--row", "table--cursor", "table--cursor-blurred")

_MEASURED_UNSEEN = 50
"""Rows that decide the widths of columns before the view has a size: about a screenful."""

_CACHED_ROWS = 500
"""A few screens: scrolling back and forth asks the provider for nothing twice."""


class RowsView(ScrollView, inherit_bindings=False):
    """Draws rows and the one under the cursor; what moves the cursor is for the class that derives from it.

    Changing what `:focus` selects on a view repaints it whole: the component classes below are meant for that.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*_KINDS, "table--header", "table--muted"}
    """A row; the row under the cursor, with and without focus; the line of titles; empty text and scrollbar's thumb."""

    DEFAULT_CSS = """
    RowsView {
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

    cursor: Reactive[int] = reactive(0, init=False, repaint=False)
    """Index of the row under the cursor; 0 when there are no rows."""

    empty_text: Reactive[str] = reactive("", init=False, repaint=False)
    """Plain text shown when there are no rows: why, and which key helps."""

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
        self.set_reactive(RowsView.empty_text, empty_text)
        self._show_header = show_header
        self._rows: Rows = NoRows()
        self._layout = Layout()
        self._window = Size(0, 0)
        """The size that was drawn into last: asking Textual for it takes longer than drawing a line."""
        self._styles: dict[str, Style] = {}
        """Those of the component classes: Textual works them out anew each time, and each line asks for one."""
        self._row_cache: dict[tuple[int, str], Strip] = {}
        self._blanks: dict[tuple[str, int], Strip] = {}
        """Lines without anything, by their kind and width."""
        self._drawn: dict[int, Strip] = {}

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

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

    def notify_style_update(self) -> None:
        """Forget old colours, and lines drawn in them."""
        super().notify_style_update()
        self._styles.clear()
        self._row_cache.clear()
        self._blanks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the terminal. Those below all that there is look the same, so the first is drawn for all."""
        self._fit()
        needed = max(1, self._first_blank + 1 - crop.y)
        if needed >= crop.height or self._window != self.outer_size:
            return super().render_lines(crop)
        drawn = super().render_lines(Region(crop.x, crop.y, crop.width, needed))
        last = crop.y + needed - 1
        self._drawn.update(dict.fromkeys(range(last + 1, crop.bottom), self._drawn[last]))
        return drawn + drawn[-1:] * (crop.height - needed)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the terminal."""
        self._fit()
        strip = self._line(y)
        self._drawn[y] = strip
        return strip

    @property
    def _header_height(self) -> int:
        # In a single line, a row says more than titles do.
        return 1 if self._show_header and self._window.height != 1 else 0

    @property
    def _first_blank(self) -> int:
        """The first line below the rows, or below the words that stand in for them."""
        length = len(self._rows)
        filled = length - round(self.scroll_y) if length else len(self._empty_lines())
        return self._header_height + max(0, filled)

    @property
    def _visible_rows(self) -> int:
        return max(0, self._window.height - self._header_height)

    def _measure(self) -> None:
        """Give the rows in view the widths they need."""
        self._window = self.size
        top, height = round(self.scroll_y), self._visible_rows or _MEASURED_UNSEEN
        if self._layout.measure(self._rows, range(top, min(top + height, len(self._rows)))):
            self._row_cache.clear()
        self._fit()

    def _fit(self) -> None:
        """Fit the columns into the view, and give scrolling its limits.

        Called from drawing as well, since Textual draws before it tells of a new size. `virtual_size` is set without
        its watchers: they would lay out the whole screen.
        """
        self._window = self.size
        if self._layout.fit(max(0, self._window.width - EDGES)):
            self._row_cache.clear()
        size = Size(self._layout.width + EDGES, len(self._rows) + self._header_height)
        if size != self.virtual_size:
            self.set_reactive(ScrollView.virtual_size, size)
            self.scroll_x, self.scroll_y = self.scroll_x, self.scroll_y

    def _refresh_row(self, index: int) -> None:
        y = index - round(self.scroll_y) + self._header_height
        if self._header_height <= y < self._window.height:
            self.refresh(Region(0, y, self._window.width, 1))

    def _refresh_changed_lines(self) -> None:
        self._fit()
        width, height = self._window
        changed = [Region(0, y, width, 1) for y in range(height) if self._line(y) != self._drawn.get(y)]
        if changed:
            self.refresh(*changed)

    def _line(self, y: int) -> Strip:
        row, length = y - self._header_height, len(self._rows)
        index = row + round(self.scroll_y)
        if row < 0:
            return self._header_line()
        if not length:
            return self._empty_line(row)
        end = _THUMB if row in thumb(length, self._visible_rows, self.scroll_y) else " "
        if index >= length:
            return self._blank_line("table--row") if end == " " else self._edged(" ", Strip([], 0), end, "table--row")
        if index != self.cursor:
            return self._edged(" ", self._row(index, "table--row"), end, "table--row")
        mark, kind = (_MARK, "table--cursor") if self.has_focus else (_MARK_BLURRED, "table--cursor-blurred")
        return self._edged(mark, self._row(index, kind), end, kind)

    def _header_line(self) -> Strip:
        titles = [column.title for column in self._layout.columns]
        return self._edged(" ", self._joined(titles, "table--header"), " ", "table--header")

    def _edged(self, mark: str, inner: Strip, end: str, kind: str) -> Strip:
        style = self._style(kind).rich_style
        edges, width = (Segment(mark, style), Segment(end, style)), self._window.width
        room, is_titles = max(0, width - EDGES), kind == "table--header"
        return edged(self._layout.part(inner, round(self.scroll_x), room, is_titles=is_titles), edges, width)

    def _row(self, index: int, kind: str) -> Strip:
        strip = self._row_cache.get((index, kind))
        if strip is None:
            if len(self._row_cache) >= _CACHED_ROWS:
                self._row_cache.clear()
            strip = self._joined(self._rows.cells(index), kind)
            if kind != "table--row":
                # What is faint elsewhere has too little contrast with the cursor's background.
                strip = Strip(not_faint(strip), strip.cell_length)
            self._row_cache[index, kind] = strip
        return strip

    def _joined(self, cells: Sequence[Cell], kind: str) -> Strip:
        return self._layout.joined(cells, self._style(kind))

    def _style(self, kind: str) -> Style:
        if kind not in self._styles:
            self._styles[kind] = component_style(self, kind)
        return self._styles[kind]

    def _empty_line(self, row: int) -> Strip:
        lines = self._empty_lines()
        if row >= len(lines):
            return self._blank_line("table--muted")
        return self._edged(" ", Strip(lines[row].render_segments(self._style("table--muted"))), " ", "table--muted")

    def _empty_lines(self) -> Sequence[Content]:
        return _wrapped(self.empty_text, max(1, self._window.width - EDGES))

    def _blank_line(self, kind: str) -> Strip:
        """A line without anything; most lines of a large terminal are like this, so it is made once."""
        place = kind, self._window.width
        if place not in self._blanks:
            self._blanks[place] = self._edged(" ", Strip([], 0), " ", kind)
        return self._blanks[place]


@lru_cache(maxsize=8)
def _wrapped(text: str, room: int) -> Sequence[Content]:
    """Break a text into lines; each line of an empty view asks for all of them."""
    return Content(printable(text, keep_lines=True)).wrap(room)
