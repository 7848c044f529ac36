"""What becomes of a segment that is copied: the report before the plan, and other fields for its conditions."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.record import record
from segtui.domain.rules import Condition
from segtui.domain.text import printable
from segtui.domain.translating import Fate, Line, Translation
from segtui.domain.values import JsonValue
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.dialogs.copying_field import FieldDialog, NamedField
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.table import Table
from segtui.workspace.copying import FieldsThere, Wishes
from segtui.workspace.workspace import Workspace

_SIGNS = {Fate.CARRIES: "✓", Fate.CHANGES: "⚠", Fate.LOST: "✗"}
_COLUMNS = (Column("text", "", grow=True),)
_MOST_ROWS, _FEWEST_ROWS = 20, 3
_NARROWEST = 20
_EDGES = 2
"""Cells that the table keeps for itself."""


@record
class _Piece:
    """A part of the report."""

    text: str
    further: str = ""
    """Before its further lines, where it takes several."""
    place: int | None = None
    """Which condition it is about."""


class ReportRows:
    """The report, broken into lines of some width.

    Args:
        pieces: What it says.
        width: Cells that a line may have; None for lines of any length.
    """

    def __init__(self, pieces: Sequence[_Piece], width: int | None = None) -> None:
        self._lines: list[tuple[str, int | None]] = []
        for one in pieces:
            broken = (
                [one.text]
                if width is None
                else textwrap.wrap(one.text, width, subsequent_indent=one.further, break_on_hyphens=False)
            )
            self._lines += [(line, one.place) for line in broken or [""]]

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def cells(self, index: int) -> Sequence[Cell]:
        """One line."""
        return (self._lines[index][0],)

    def place(self, index: int) -> int | None:
        """Which condition a line is about; None when it is about none."""
        return self._lines[index][1] if index < len(self._lines) else None

    def line_of(self, place: int) -> int:
        """The first line about a condition."""
        return next((at for at, (_, one) in enumerate(self._lines) if one == place), 0)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(line for line, _ in self._lines)


class ReportTable(Table):
    """The report; enter gives a condition another field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Another field", id="copy.field")]


class ReportDialog(Dialog[bool | NamedField | None]):
    """Shows what is lost on the way; the answer is whether to go on to the plan, or a field that is to be another.

    Args:
        title: What is copied, and where to.
        translation: What becomes of its rule.
        target: Where it goes.
        fields: The fields that there are.
        wishes: The fields that were named so far.
        says: What the copy's rule says, as a sentence.
        place: The condition to begin with.
    """

    HELP = (
        "✓ carries over, ⚠ changes its meaning, ✗ does not fit and is left out. enter on a condition gives it another "
        "field of the other service, and the report is made anew. y goes on; nothing is sent yet."
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "go_on", "Go on to the plan", id="copy.go_on")]

    def __init__(
        self,
        title: str,
        translation: Translation,
        target: Workspace,
        fields: FieldsThere,
        wishes: Wishes,
        *,
        says: str = "",
        place: int = 0,
    ) -> None:
        super().__init__(title)
        self._translation, self._target = translation, target
        self._fields, self._wishes = fields, wishes
        self._pieces = tuple(_pieces(translation, wishes, says))
        self._place = place
        self._rows = ReportRows(self._pieces)

    def content(self) -> ComposeResult:
        """The report."""
        yield ReportTable(id="report")

    def on_mount(self) -> None:
        """Begin with a condition."""
        self.query_one(Table).focus()

    def on_resize(self) -> None:
        """Break the lines anew, and keep the keys in sight on a low terminal."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        table = self.query_one(Table)
        self._rows = ReportRows(self._pieces, max(_NARROWEST, table.size.width - _EDGES))
        room = self.app.size.height - LINES_OF_FRAME
        table.styles.height = max(_FEWEST_ROWS, min(len(self._rows), _MOST_ROWS, room))
        table.show(self._rows, _COLUMNS, cursor=self._rows.line_of(self._place))

    @property
    def has_typed(self) -> bool:
        """Whether fields were named."""
        return bool(self._wishes.fields)

    def typed_so_far(self) -> JsonValue:
        """The fields that were named."""
        return dict(self._wishes.fields) or None

    def say_it_is_here(self) -> None:
        """Nothing more: it is made anew with each field that is named, and shows them."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """A copy of which nothing is left has no plan."""
        return not (action == "go_on" and self._translation.why_not)

    def action_go_on(self) -> None:
        """Go on."""
        self.dismiss(True)  # noqa: FBT003 - the answer

    @on(Table.Highlighted)
    def _remember_place(self, event: Table.Highlighted) -> None:
        event.stop()
        place = self._rows.place(event.index)
        self._place = self._place if place is None else place

    @on(Table.Chosen)
    def _choose_field(self, event: Table.Chosen) -> None:
        event.stop()
        place = self._rows.place(event.index)
        line = self._translation.lines[place] if place is not None else None
        if line is None or not isinstance(line.node, Condition):
            self.note("move to a condition first")
            return
        mine = line.node.field

        def take(theirs: str | None) -> None:
            if theirs is not None and theirs != self._wishes.fields.get(mine, ""):
                self.dismiss(NamedField(mine, theirs, place or 0))

        now = line.became.field if isinstance(line.became, Condition) else self._wishes.fields.get(mine, "")
        is_named = mine in self._wishes.fields
        self.app.push_screen(FieldDialog(mine, now, self._target, self._fields, is_named=is_named), take)

    def to_copy(self) -> ToCopy:
        """All of it."""
        return ToCopy("The report", ReportRows(self._pieces).text)


def _pieces(translation: Translation, wishes: Wishes, says: str) -> Iterator[_Piece]:
    if not translation.lines:
        yield _Piece("The rule has no conditions.")
    for place, line in enumerate(translation.lines):
        yield from _condition_pieces(line, place, wishes)
    if translation.remarks or translation.why_not or says:
        yield _Piece("")
    yield from (_Piece(printable(remark)) for remark in translation.remarks)
    if translation.why_not:
        yield _Piece(f"✗ {printable(translation.why_not)}", "  ")
    elif says:
        yield _Piece(f"The copy: {printable(says)}", "  ")


def _condition_pieces(line: Line, place: int, wishes: Wishes) -> Iterator[_Piece]:
    yield _Piece(f"{_SIGNS[line.fate]} {line.was} · {line.fate}", "  ", place)
    if line.now and line.now != line.was:
        yield _Piece(f"    → {line.now}", "      ", place)
    if isinstance(line.node, Condition) and (named := wishes.fields.get(line.node.field)):
        yield _Piece(f"    You chose {printable(named)}.", "    ", place)
    yield from (_Piece(f"    {printable(why)}", "    ", place) for why in line.why)
