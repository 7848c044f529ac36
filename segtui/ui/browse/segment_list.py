"""The pane of the segments: a filter above, the list below."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from segtui.domain.counting import Certainty, Count
from segtui.domain.instants import local
from segtui.domain.segments import SegmentState
from segtui.domain.text import quoted
from segtui.ui.browse.detail_columns import ROOMY, DetailColumns
from segtui.ui.browse.segment_order import changed_at, in_order, sort_words
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.clock_words import age
from segtui.ui.widgets.column_choice import ColumnChoice
from segtui.ui.widgets.column_pane import ColumnPane
from segtui.ui.widgets.column_table import ColumnTable
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.table import Table
from segtui.workspace.segment_lines import SegmentLine

_COLUMNS = (
    Column("name", "name", grow=True, is_fixed=True),
    Column("size", "size", width=6, align_right=True),
    Column("age", "age", width=5, align_right=True),
)
_AGE = "age"


class SegmentRows:
    """The lines of the list as rows.

    Args:
        lines: The lines, in the order of the rows.
        now: The present, for the ages.
        columns: The columns to be seen.
        details: What other columns hold than the usual ones.
    """

    def __init__(
        self,
        lines: Sequence[SegmentLine],
        now: datetime,
        columns: Sequence[Column] = _COLUMNS,
        details: DetailColumns | None = None,
    ) -> None:
        self.lines = lines
        self._now = now
        self._columns = columns
        self._details = details

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def cells(self, index: int) -> Sequence[Cell]:
        """A mark for what isn't saved (●), gone from the service (✗) or not sure with the name; the size; the age."""
        line = self.lines[index]
        return tuple(self._cell(line, column.key) for column in self._columns)

    def _cell(self, line: SegmentLine, key: str) -> str:
        match key:
            case "name":
                return f"{_mark(line)}{line.name}"
            case "size":
                return size_words(line.size)
            case _ if key != _AGE and self._details is not None:
                return self._details.cell(line, key)
            case _:
                return "new" if line.is_new else age(changed_at(line), self._now)


def _mark(line: SegmentLine) -> str:
    """What stands before a name."""
    if line.is_gone:
        return "✗ "
    doubt = _MARKS.get(line.segment.state, "") if line.segment is not None else ""
    return f"{'● ' if line.is_changed else ''}{doubt}"


_MARKS = {
    SegmentState.UNCERTAIN: "? ",
    SegmentState.UNSENT: "· ",
    SegmentState.FAILED: "! ",
    SegmentState.UNREADABLE: "! ",
}
_SIGNS = {Certainty.EXACT: "", Certainty.AT_LEAST: "≥"}


def size_words(size: Count | None) -> str:
    """A size in six cells; `≈` for one that is counted on a sample, `≥` for those that were seen so far."""
    if size is None or size.value is None:
        return ""
    return f"{_SIGNS.get(size.certainty, '≈')}{size.value:,}"


def size_in_full(size: Count | None) -> str:
    """A size with all that its number stands on."""
    if size is None:
        return "It isn't known until the segment has been looked at."
    return f"{size}\nas of {size.as_of.astimezone():%Y-%m-%d %H:%M}"


def dates_in_full(line: SegmentLine) -> str:
    """When a segment was made and changed."""
    segment = line.segment
    dates = {"changed": segment.updated_at, "made": segment.created_at} if segment is not None else {}
    known = [f"{what} {local(moment):%Y-%m-%d %H:%M:%S}" for what, moment in dates.items() if moment is not None]
    return "\n".join(known) or ("It isn't made yet." if line.is_new else "Not known.")


class FilterInput(LineInput):
    """The words to look for. Down or enter go to the list, escape clears."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "leave", "To the list", show=False, id="filter.leave"),
        Binding("escape", "clear", "Show all", id="filter.clear"),
    ]

    class Left(Announcement):
        """The person is done with the filter."""

    def action_leave(self) -> None:
        """Go on to what was found."""
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Show all segments again."""
        self.value = ""
        self.post_message(self.Left())


class SegmentList(ColumnPane):
    """Announces which segment the cursor is on, and which words are looked for.

    Args:
        choice: Columns and order as they were chosen before.
        details: Further columns, for services that have details or links.
    """

    class Picked(Announcement):
        """The cursor came to a segment."""

        key: str

    class Opened(Announcement):
        """A segment was chosen, to work on its rule."""

        key: str

    class FilterChanged(Announcement):
        """Other words are looked for."""

        words: str

    def __init__(self, choice: ColumnChoice | None = None, details: DetailColumns | None = None) -> None:
        super().__init__(title="1 Segments", id="segments", choice=choice or ColumnChoice())
        self._details = details
        self._is_roomy = False
        self._lines: Sequence[SegmentLine] = ()
        self._current: str | None = None
        self._heard: str | None = None
        """The segment that the screen is known to be at."""
        self._put: str | None = None
        """The segment that the cursor was last put on, or brought to as far as the screen has heard."""
        self._now = datetime.now().astimezone()
        self._rows = SegmentRows((), self._now)
        self._total: int | None = None
        self._is_at_rest = False

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        yield FilterInput(placeholder="/ filter", id="filter")
        yield ColumnTable(id="segment-table")

    @property
    def columns(self) -> Sequence[Column]:
        """What a list of segments can say of each."""
        return _COLUMNS if self._details is None else (*_COLUMNS, *self._details.columns(self.size.width))

    @property
    def is_at_rest(self) -> bool:
        """Whether there is room for a line only, which the filter gives way to."""
        return self._is_at_rest

    @is_at_rest.setter
    def is_at_rest(self, is_at_rest: bool) -> None:
        self._is_at_rest = is_at_rest
        self.query_one(FilterInput).display = not is_at_rest
        self._say_how_many()

    def show(
        self, lines: Sequence[SegmentLine], total: int | None, current: str | None, now: datetime, empty: str
    ) -> None:
        """Show lines, with the cursor on the current one, or where it has been moved since without being heard.

        Args:
            lines: What to list, in the service's order.
            total: How many there are without the filter; None when that isn't known yet.
            current: The key to put the cursor on, if it is listed.
            now: The present, for the ages.
            empty: What to say when nothing is listed.
        """
        keeps_order = self._keeps_order(lines)
        moved_to = self._moved_to() if current == self._heard else None
        self._heard = current
        if moved_to is not None and any(line.key == moved_to for line in lines):
            current = moved_to
        self._lines, self._current, self._now, self._total = lines, current, now, total
        self._say_how_many()
        self.table.empty_text = empty
        if keeps_order:
            places = {line.key: place for place, line in enumerate(self._rows.lines)}
            self._show_in_order(sorted(lines, key=lambda line: places[line.key]))
        else:
            self.show_chosen()

    def heard(self, key: str) -> None:
        """Take note that the screen has gone along with the cursor."""
        self._heard = self._put = key

    def _moved_to(self) -> str | None:
        """Where the cursor was moved to that the screen hasn't heard of; None where it has."""
        lines, place = self._rows.lines, self.table.cursor
        here = lines[place].key if place < len(lines) else None
        return here if here != self._put else None

    def show_chosen(self) -> None:
        """Show lines and columns as they are chosen now, with the cursor on the current line."""
        sort = self.choice.sort_of(self.columns)
        if sort is None:
            self.note = ""
            self._show_in_order(self._lines)
            return
        is_usual = self._details is None or any(one.key == sort.key for one in _COLUMNS)
        value_of = None if is_usual or self._details is None else self._details.order_of(sort.key)
        self.note = sort_words(self._lines, sort, value_of)
        self._show_in_order(in_order(self._lines, sort, value_of))

    def on_resize(self) -> None:
        """Show further columns where there is room for them now, or no more."""
        is_roomy = self.size.width >= ROOMY
        if self._details is not None and is_roomy is not self._is_roomy:
            self._is_roomy = is_roomy
            self.show_chosen()

    def _show_in_order(self, lines: Sequence[SegmentLine]) -> None:
        columns = self.choice.drawn(self.columns)
        self._rows = SegmentRows(lines, self._now, columns, self._details)
        place = next((place for place, line in enumerate(lines) if line.key == self._current), 0)
        self._put = lines[place].key if lines else None
        self.table.show(self._rows, columns, cursor=place)

    def _keeps_order(self, lines: Sequence[SegmentLine]) -> bool:
        """Whether lines stay as they stand, since nothing but sizes can be new.

        A size comes when somebody rests on a segment; it must not carry them off to another place of the list.
        """
        if self.choice.sort is None or self.choice.sort.key != "size":
            return False
        before = {line.key: line.segment for line in self._lines}
        same = [line for line in lines if line.key in before and line.segment is before[line.key]]
        return len(same) == len(before) == len(lines)

    def cell_in_full(self, index: int, key: str) -> tuple[str, str]:
        """Whose cell it is, and all that is known of it."""
        line = self._rows.lines[index]
        match key:
            case "name":
                text = line.name
            case "size":
                text = size_in_full(line.size)
            case _ if key != _AGE and self._details is not None:
                text = self._details.in_full(line, key)
            case _:
                text = dates_in_full(line)
        return line.name, text

    def focus_filter(self) -> None:
        """Let the person type a filter."""
        self.query_one(FilterInput).focus()

    def look_for(self, words: str) -> None:
        """Type something into the filter."""
        self.query_one(FilterInput).value = words

    def clear_filter(self) -> None:
        """Look for nothing any more."""
        self.query_one(FilterInput).value = ""

    def neighbour(self, key: str) -> str | None:
        """The segment after one that goes, or before it at the end."""
        keys = [line.key for line in self._rows.lines]
        if key not in keys:
            return next(iter(keys), None)
        place = keys.index(key)
        return next(iter((*keys[place + 1 : place + 2], *keys[max(0, place - 1) : place])), None)

    def _say_how_many(self) -> None:
        listed, total = len(self._lines), self._total
        words = self.query_one(FilterInput).value
        count = f" · {f'{listed} of {total}' if total != listed else total}" if total is not None else ""
        self.title = f"1 Segments{count}{f' · {quoted(words, 20)}' if words and self._is_at_rest else ''}"

    @on(Input.Changed, "#filter")
    def _announce_filter(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.FilterChanged(event.value))

    @on(FilterInput.Left)
    def _to_list(self, event: FilterInput.Left) -> None:
        event.stop()
        self.table.focus()

    @on(Table.Highlighted)
    def _announce_pick(self, event: Table.Highlighted) -> None:
        event.stop()
        # Where the cursor is now: other rows may have come since this was posted.
        if self.table.cursor < len(self._rows):
            self._current = self._rows.lines[self.table.cursor].key
            self.post_message(self.Picked(self._current))

    @on(Table.Chosen)
    def _announce_opening(self, event: Table.Chosen) -> None:
        event.stop()
        if event.index < len(self._rows):
            self.post_message(self.Opened(self._rows.lines[event.index].key))
