"""The inputs of the dialog of a condition."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from segtui.domain.offers import PastedList, read_pasted_list
from segtui.ui.widgets.line_input import LineInput


class OfferingInput(LineInput):
    """An input with something to choose from below: down goes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.go_to_offers", "Choose from the list", show=False, id="condition.offers"),
    ]


class ValueInput(OfferingInput):
    """The value; several that are pasted at once are announced instead of cut after the first line."""

    @dataclass
    class Pasted(Message):
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
