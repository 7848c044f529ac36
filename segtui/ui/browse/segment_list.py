"""The pane of the segments: a filter above, the list below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from segtui.domain.counting import Certainty, Count
from segtui.domain.text import quoted
from segtui.ui.widgets.clock_words import age
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.table import Table
from segtui.workspace.desk import Entry

_COLUMNS = (
    Column("name", "name", grow=True),
    Column("size", "size", width=6, align_right=True),
    Column("updated", "age", width=4, align_right=True),
)


class SegmentRows:
    """The entries of the list as rows."""

    def __init__(self, entries: Sequence[Entry], now: datetime) -> None:
        self.entries = entries
        self._now = now

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def cells(self, index: int) -> Sequence[Cell]:
        """A mark for what isn't saved (●) or is gone from the service (✗), the name, the size, the age."""
        entry = self.entries[index]
        mark = "✗ " if entry.is_gone else "● " if entry.is_changed else ""
        changed = entry.segment.updated_at or entry.segment.created_at if entry.segment else None
        return (mark + entry.name, size_words(entry.size), age(changed, self._now) if entry.segment else "new")


def size_words(size: Count | None) -> str:
    """A size in six cells; `≈` for one that is counted on a sample."""
    if size is None or size.value is None:
        return ""
    return f"{'' if size.certainty is Certainty.EXACT else '≈'}{size.value:,}"


class FilterInput(LineInput):
    """The words to look for. Down or enter go to the list, escape clears."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "leave", "To the list", show=False, id="filter.leave"),
        Binding("escape", "clear", "Show all", id="filter.clear"),
    ]

    @dataclass
    class Left(Message):
        """The person is done with the filter."""

    def action_leave(self) -> None:
        """Go on to what was found."""
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Show all segments again."""
        self.value = ""
        self.post_message(self.Left())


class SegmentList(Pane):
    """Announces which segment the cursor is on, and which words are looked for."""

    HELP = (
        "The segments of this profile, the latest change first. ● marks what isn't saved, ✗ what you have edited and "
        "the service no longer lists. The size is known once a segment has been looked at."
    )

    @dataclass
    class Picked(Message):
        """The cursor came to a segment."""

        key: str

    @dataclass
    class Opened(Message):
        """A segment was chosen, to work on its rule."""

        key: str

    @dataclass
    class FilterChanged(Message):
        """Other words are looked for."""

        words: str

    def __init__(self) -> None:
        super().__init__(id="segments")
        self._rows = SegmentRows((), datetime.now().astimezone())
        self._total: int | None = None
        self._is_at_rest = False

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        yield FilterInput(placeholder="/ filter", id="filter")
        yield Table(id="segment-table")

    @property
    def table(self) -> Table:
        """The list."""
        return self.query_one(Table)

    @property
    def is_at_rest(self) -> bool:
        """Whether there is room for a line only, which the filter gives way to."""
        return self._is_at_rest

    @is_at_rest.setter
    def is_at_rest(self, is_at_rest: bool) -> None:
        self._is_at_rest = is_at_rest
        self.query_one(FilterInput).display = not is_at_rest
        self._say_how_many()

    def show(self, entries: Sequence[Entry], total: int | None, current: str | None, now: datetime, empty: str) -> None:
        """Show entries, with the cursor on the current one.

        Args:
            entries: What to list.
            total: How many there are without the filter; None when that isn't known yet.
            current: The key to put the cursor on, if it is listed.
            now: The present, for the ages.
            empty: What to say when nothing is listed.
        """
        self._rows = SegmentRows(entries, now)
        place = next((index for index, entry in enumerate(entries) if entry.key == current), 0)
        self._total = total
        self._say_how_many()
        self.table.empty_text = empty
        self.table.show(self._rows, _COLUMNS, cursor=place)

    def focus_filter(self) -> None:
        """Let the person type a filter."""
        self.query_one(FilterInput).focus()

    def clear_filter(self) -> None:
        """Look for nothing any more."""
        self.query_one(FilterInput).value = ""

    def _say_how_many(self) -> None:
        listed, total = len(self._rows), self._total
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
        if event.index < len(self._rows):
            self.post_message(self.Picked(self._rows.entries[event.index].key))

    @on(Table.Chosen)
    def _announce_opening(self, event: Table.Chosen) -> None:
        event.stop()
        if event.index < len(self._rows):
            self.post_message(self.Opened(self._rows.entries[event.index].key))
