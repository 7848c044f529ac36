"""The palette: everything that can be done now, and every segment, by name."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.fuzzy import FuzzySearch
from textual.widgets import Input

from segtui.ui.choices import Choice
from segtui.ui.dialogs.base import Dialog
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.table import Table

_COLUMNS = (Column("title", "", grow=True), Column("note", "", align_right=True))
_MOST_ROWS = 12
_LINES_AROUND = 8
"""What the palette needs besides its rows: the gap above, the frame, the words, the keys, the screen's foot."""


class _ChoiceRows:
    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices

    def __len__(self) -> int:
        return len(self._choices)

    def cells(self, index: int) -> Sequence[Cell]:
        return (self._choices[index].title, self._choices[index].note)


class SearchInput(LineInput):
    """The words; keys that move go to the list, which stands below."""

    IS_WORK = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('move', 1)", "Next", show=False, id="palette.down"),
        Binding("up", "move('move', -1)", "Previous", show=False, id="palette.up"),
        Binding("pagedown", "move('turn', 1)", "Next page", show=False, id="palette.page_down"),
        Binding("pageup", "move('turn', -1)", "Previous page", show=False, id="palette.page_up"),
    ]

    class Moved(Announcement):
        """The cursor of the list is to be moved."""

        how: str
        """`move` by rows or `turn` by pages."""
        steps: int

    def action_move(self, how: str, steps: int) -> None:
        """Announce it."""
        self.post_message(self.Moved(how, steps))


class PaletteDialog(Dialog[Choice | None]):
    """Finds by a few letters what can be done; the answer is what was chosen.

    Args:
        choices: What can be done, in the order in which it is shown before anything is typed.
        find: Finds more by words.
        elsewhere: What can't be done here, or not now; it is found by words only.
    """

    CSS_PATH = "palette.tcss"

    def __init__(
        self, choices: Sequence[Choice], find: Callable[[str], Sequence[Choice]], elsewhere: Sequence[Choice] = ()
    ) -> None:
        super().__init__("What do you want to do?")
        self._choices = choices
        self._elsewhere = elsewhere
        self._find = find
        self._fuzzy = FuzzySearch()
        self._found: Sequence[Choice] = choices

    def content(self) -> ComposeResult:
        """The words, and what has them."""
        yield SearchInput(placeholder="type a few letters of it, or of a segment's name", id="search")
        table = Table(id="choices", empty_text="Nothing has these letters.")
        table.can_focus = False
        table.styles.height = self._most_rows
        yield table

    def on_mount(self) -> None:
        """Show all."""
        self._show()
        self.query_one(SearchInput).focus()

    def on_resize(self) -> None:
        """Leave the keys in sight."""
        self.query_one(Table).styles.height = self._most_rows

    @property
    def _most_rows(self) -> int:
        return max(1, min(_MOST_ROWS, self.app.size.height - _LINES_AROUND))

    @on(Input.Changed)
    def _look_for(self, event: Input.Changed) -> None:
        event.stop()
        words = event.value.strip()
        self._found = self._with(words) if words else self._choices
        self._show()

    @on(SearchInput.Moved)
    def _move(self, event: SearchInput.Moved) -> None:
        event.stop()
        table = self.query_one(Table)
        if event.how == "turn":
            table.action_turn(event.steps)
        else:
            table.action_move(event.steps)

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        if self._found:
            self.dismiss(self._found[self.query_one(Table).cursor])

    @on(Table.Chosen)
    def _choose_clicked(self, event: Table.Chosen) -> None:
        event.stop()
        self.dismiss(self._found[event.index])

    def _with(self, words: str) -> list[Choice]:
        """What has the words, then segments that have them, then what has at least their letters in this order."""
        wanted = words.casefold().split()

        def have_all(choices: Sequence[Choice]) -> list[Choice]:
            return [one for one in choices if all(word in one.title.casefold() for word in wanted)]

        whole = have_all(self._choices)
        scored = [(self._fuzzy.match(words, one.title)[0], one) for one in self._choices if one not in whole]
        loose = [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score]
        return [*whole, *self._find(words), *have_all(self._elsewhere), *loose]

    def _show(self) -> None:
        self.query_one(Table).show(_ChoiceRows(self._found), _COLUMNS)
