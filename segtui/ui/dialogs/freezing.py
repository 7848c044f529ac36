"""People who would become a list: what becomes of their fields, changeable, and who is left out."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.lead_word import LeadWord
from segtui.domain.people_between import LEFT_OUT, PARTS, TAG, WHOLE_NAME, Use, becoming
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue
from segtui.ui.actions import describe
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling
from segtui.ui.dialogs.copying_field import NamedField
from segtui.ui.dialogs.picking import Offer, PickDialog
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.table import Table
from segtui.workspace.freezing import EMAIL, Crowd, Freezing
from segtui.workspace.freezing_words import FieldUse, field_uses, freezing_lines, list_lines, use_words

_COLUMNS = (Column("path", "field", width=20), Column("examples", "such as", grow=True), Column("becomes", "becomes"))
_MOST_FIELDS, _FEWEST_FIELDS = 9, 3
_LINES_OF_TEXT = 5
"""Lines for who is on the list and who isn't."""


class FieldUseRows:
    """Fields of people, what they have in them, and what becomes of it.

    Args:
        fields: The fields.
    """

    def __init__(self, fields: Sequence[FieldUse]) -> None:
        self._fields = fields

    def __len__(self) -> int:
        """How many there are."""
        return len(self._fields)

    def cells(self, index: int) -> Sequence[Cell]:
        """One of them."""
        one = self._fields[index]
        return printable(one.path), one.examples, one.becomes


class FieldTable(Table):
    """The fields; enter has one become something else."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Becomes…", id="copy.field")]


class FreezingDialog(Dialog[bool | NamedField | None]):
    """Shows who would be on a list; the answer is whether to go on, or what a field is to become.

    Args:
        title: What is copied, and where to.
        crowd: Who is in the segment.
        freezing: What came of them.
        words: What they are called where they are from, and where they go.
        found: What became of their fields at first.
        named: What fields were named to become since.
        why_not: Why it can't be gone on; empty when it can.
        place: The field to begin with.
    """

    HELP = (
        "Who would be on the list, and who is left out. enter has the field under the cursor become something else: "
        "a part of a person, a substitution tag, or nothing; for a service that knows its own people, the field by "
        "which they are found. tab goes to who is left out. y goes on; nothing is sent yet."
    )

    CSS_PATH = "freezing.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "go_on", "Go on to the plan", id="copy.go_on"),
        Binding("tab", "app.focus_next", "Next", show=False, id="copy.next"),
    ]

    def __init__(
        self,
        title: str,
        crowd: Crowd,
        freezing: Freezing,
        words: tuple[LeadWord, LeadWord],
        found: Sequence[Use],
        named: Mapping[str, str],
        *,
        why_not: str = "",
        place: int = 0,
    ) -> None:
        super().__init__(title)
        self._freezing, self._words, self._named = freezing, words, named
        self._why_not, self._place = why_not, place
        self._fields = field_uses(crowd.leads, freezing, found)

    def content(self) -> ComposeResult:
        """The fields, and below who is on the list and who isn't."""
        table = FieldTable(show_header=True, empty_text="They have no fields.", id="fields")
        if self._freezing.is_filled_later:
            describe(table, "choose", "Find them by it")
        yield table
        lines = [*([f"✗ {self._why_not}"] if self._why_not else []), *list_lines(self._freezing, *self._words)]
        yield Scrolling("\n".join(lines))

    def on_mount(self) -> None:
        """Begin with a field."""
        table = self.query_one(Table)
        table.show(FieldUseRows(self._fields), _COLUMNS, cursor=self._place)
        table.focus()

    def on_resize(self) -> None:
        """Share the lines out, and keep the keys in sight on a low terminal."""
        room = self.app.size.height - LINES_OF_FRAME - 1 - _LINES_OF_TEXT
        rows = max(_FEWEST_FIELDS, min(len(self._fields), _MOST_FIELDS, room))
        self.query_one(Table).styles.height = 1 + rows
        self.query_one(Scrolling).leave(LINES_OF_FRAME + 1 + rows)

    @property
    def has_typed(self) -> bool:
        """Whether fields were named."""
        return bool(self._named)

    def typed_so_far(self) -> JsonValue:
        """The fields that were named."""
        return dict(self._named) or None

    def say_it_is_here(self) -> None:
        """Nothing more: it is made anew with each field that is named, and shows them."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """A list of nobody has no plan."""
        return not (action == "go_on" and self._why_not)

    def action_go_on(self) -> None:
        """Go on."""
        self.dismiss(True)  # noqa: FBT003 - the answer

    @on(Table.Chosen)
    def _choose(self, event: Table.Chosen) -> None:
        """Let a field become something else; where people are found by one, it is this."""
        event.stop()
        path, place = self._fields[event.index].path, event.index
        if self._freezing.is_filled_later:
            if all(use.path != path for use in self._freezing.uses):
                self.dismiss(NamedField(path, EMAIL, place))
            return
        words = [*PARTS, WHOLE_NAME, f"{TAG}{path}", LEFT_OUT]
        offers = [Offer(_TITLES.get(word, use_words(word)), self._taken_by(word, path)) for word in words]
        present = self._present(words, path)

        def take(picked: int | None) -> None:
            if picked == len(words):
                self._ask_tag(path, place)
            elif picked is not None and picked != present:
                self.dismiss(NamedField(path, words[picked], place))

        title = f"{quoted(path, 40)} becomes"
        offers = [*offers, Offer("another tag…")]
        self.app.push_screen(PickDialog(title, offers, picked=present), take)

    def _present(self, words: Sequence[str], path: str) -> int:
        """Which of some words says what a field becomes now; a tag of another name is the last offer."""
        now = next((use.becomes for use in self._freezing.uses if use.path == path), ())
        return next((place for place, word in enumerate(words) if becoming(word) == now), len(words))

    def _ask_tag(self, path: str, place: int) -> None:
        def take(name: str | None) -> None:
            if name is not None and name.strip():
                self.dismiss(NamedField(path, f"{TAG}{name.strip()}", place))

        self.app.push_screen(TextDialog("Name of the substitution tag", "Tag"), take)

    def _taken_by(self, word: str, path: str) -> str:
        """Which other field becomes this now, as a note."""
        other = next((use.path for use in self._freezing.uses if word in use.becomes and use.path != path), None)
        return f"now {quoted(other, 30)}" if other is not None else ""

    def to_copy(self) -> ToCopy:
        """All of it."""
        return ToCopy("The report", "\n".join(freezing_lines(self._freezing, *self._words)))


_TITLES = {WHOLE_NAME: "firstName and lastName, split at the last blank", LEFT_OUT: "left out"}
"""What stands for words that say too little."""
