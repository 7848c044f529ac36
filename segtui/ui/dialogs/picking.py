"""One of a list, found by typing words of it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType
from textual.widgets import Input

from segtui.domain.record import record
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_COLUMNS = (Column("label", "", grow=True), Column("note", ""))
_MOST_ROWS, _FEWEST_ROWS = 12, 3
_LINES_AROUND = 2
"""The words that are typed, and why a row can't be picked."""


@record
class Offer:
    """Something to pick."""

    label: str
    note: str = ""
    """What tells it from others of the same label."""
    why_not: str = ""
    """Why it can't be picked; empty when it can."""

    def has(self, words: Sequence[str]) -> bool:
        """Whether it has all of some words, which are in small letters."""
        text = f"{self.label} {self.note}".casefold()
        return all(word in text for word in words)


class _OfferRows:
    """Offers as rows; those that can't be picked in parentheses, with the reason."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._offers = offers

    def __len__(self) -> int:
        return len(self._offers)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self._offers[index]
        return (f"({one.label})", one.why_not) if one.why_not else (one.label, one.note)


class WordsInput(LineInput):
    """The words to look for; the arrow keys walk through what has them, without leaving it."""

    IS_WORK = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", "Next row", show=False, id="table.down"),
        Binding("up", "screen.move(-1)", "Previous row", show=False, id="table.up"),
        Binding("pagedown", "screen.move(10)", "Next page", show=False, id="table.page_down"),
        Binding("pageup", "screen.move(-10)", "Previous page", show=False, id="table.page_up"),
        Binding("enter", "submit", "Take it", id="pick.take"),
    ]


class WordsDialog(Dialog[ScreenResultType]):
    """A dialog of one `WordsInput` and the table of what has its words."""

    def action_move(self, rows: int) -> None:
        """Move the cursor through what was found."""
        self.query_one(Table).action_move(rows)


class PickDialog(WordsDialog[int | None]):
    """Lets somebody pick one of a list; the answer is its index.

    Args:
        title: What is picked.
        offers: What there is.
        picked: The index of the present one; None when there is none.
        words: What to look for at first.
    """

    HELP = "Type words of a name; up and down walk through what has them, enter takes the row under the cursor."

    CSS_PATH = "picking.tcss"

    def __init__(self, title: str, offers: Sequence[Offer], *, picked: int | None = None, words: str = "") -> None:
        super().__init__(title)
        self._offers, self._picked, self._words = offers, picked, words
        self._found: Sequence[int] = range(len(offers))

    def content(self) -> ComposeResult:
        """The words, what has them, and why a row can't be picked."""
        yield WordsInput(self._words, placeholder="type to filter")
        yield Table(empty_text="Nothing has all of this." if self._offers else "There is nothing to choose from.")
        yield PlainText("", id="why-not")

    def on_mount(self) -> None:
        """Begin with what is there, the present one under the cursor."""
        self.query_one(WordsInput).focus()
        self._look()

    def on_resize(self) -> None:
        """Take as many lines as there are offers, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        self.query_one(Table).styles.height = max(_FEWEST_ROWS, min(len(self._offers), _MOST_ROWS, room))

    @on(Input.Changed)
    def _look(self) -> None:
        words = self.query_one(WordsInput).value.casefold().split()
        self._found = [place for place, one in enumerate(self._offers) if one.has(words)]
        cursor = self._found.index(self._picked) if self._picked in self._found else 0
        rows = _OfferRows([self._offers[place] for place in self._found])
        self.query_one(Table).show(rows, _COLUMNS, cursor=cursor)
        self.query_one("#why-not", PlainText).update("")

    @on(Table.Chosen)
    @on(Input.Submitted)
    def _take(self, event: Table.Chosen | Input.Submitted) -> None:
        event.stop()
        if not self._found:
            return
        place = self._found[self.query_one(Table).cursor]
        one = self._offers[place]
        if one.why_not:
            self.query_one("#why-not", PlainText).update(f"✗ {one.label}: {one.why_not}.")
        else:
            self.dismiss(place)
