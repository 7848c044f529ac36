"""The floor: a Textual program with a number of widgets, that answers a key by changing one of them."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static


class Floor(App[None]):
    """Lines of text and an input.

    Args:
        widgets: How many of both.
    """

    CSS = "Input { height: 1; border: none; }"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "count", "Count"), Binding("slash", "type", "Type")]

    def __init__(self, widgets: int) -> None:
        super().__init__()
        self._lines = [Static(f"line {number}") for number in range(widgets - 1)]
        self._pressed = 0

    def compose(self) -> ComposeResult:
        """The input first, so that it is in view."""
        # A cursor that blinks would be counted as part of an answer.
        field = Input()
        field.cursor_blink = False
        yield field
        yield from self._lines
        self._lines[0].update("ready")

    def action_count(self) -> None:
        """Change one line."""
        self._pressed += 1
        self._lines[0].update(f"pressed {self._pressed}")

    def action_type(self) -> None:
        """Go to the input."""
        self.query_one(Input).focus()


if __name__ == "__main__":
    Floor(int(sys.argv[1])).run()
