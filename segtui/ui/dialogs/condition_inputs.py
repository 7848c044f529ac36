"""The inputs of the dialog of a condition."""

from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from segtui.domain.offers import PastedList, read_pasted_list
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.table import Table

_PAUSE = 1.5
"""Seconds after which a letter begins another word."""


class OperatorTable(Table, inherit_bindings=False):
    """The operators; typing letters goes to the next one that has them, as `any` to "has any of"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next row", show=False, id="table.down"),
        Binding("up", "move(-1)", "Previous row", show=False, id="table.up"),
        Binding("home", "first", "First row", show=False, id="table.first"),
        Binding("end", "last", "Last row", show=False, id="table.last"),
        Binding("enter", "choose", "Choose", show=False, id="table.choose"),
    ]

    class Typed(Table.About):
        """A letter was typed."""

        letters: str
        """All of one word so far."""

    _letters = ""
    _last_typed = 0.0

    def on_key(self, event: events.Key) -> None:
        """Take letters; after a pause a new word begins."""
        if event.character is None or not event.is_printable:
            return
        event.stop()
        now = monotonic()
        self._letters = event.character if now - self._last_typed > _PAUSE else self._letters + event.character
        self._last_typed = now
        self.post_message(self.Typed(self, self._letters))


class OfferingInput(LineInput):
    """An input with something to choose from below: down goes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.go_to_offers", "Choose from the list", show=False, id="condition.offers"),
    ]


class ValueInput(OfferingInput):
    """The value; several that are pasted at once are announced instead of cut after the first line."""

    class Pasted(Announcement):
        """A list was pasted."""

        pasted: PastedList
        text: str

    def _insert(self, text: str) -> None:
        pasted = read_pasted_list(text)
        if pasted is None:
            super()._insert(text)
        else:
            self.post_message(self.Pasted(pasted, text))

    def insert_line(self, text: str) -> None:
        """Insert the first line as it is."""
        super()._insert(text)
