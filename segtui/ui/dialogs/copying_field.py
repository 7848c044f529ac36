"""Another field for the conditions of a segment that is copied: one that the service offers, or any by name."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from segtui.domain.offers import fields_like
from segtui.domain.record import record
from segtui.domain.text import printable, quoted
from segtui.ui.dialogs.base import LINES_OF_FRAME, Labelled
from segtui.ui.dialogs.condition_offers import FIELD_COLUMNS, FieldRows
from segtui.ui.dialogs.picking import WordsDialog, WordsInput
from segtui.ui.widgets.columns import Cell
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.copying import FieldsThere
from segtui.workspace.workspace import Workspace

_MOST_ROWS, _FEWEST_ROWS = 12, 3
_LINES_AROUND = 5
"""What it is now, the input, a gap, the titles of the columns."""


@record
class NamedField:
    """A field of the target for one of the source."""

    mine: str
    theirs: str
    """Empty for the one that is found by itself."""
    place: int
    """Where it was named, so that the cursor can go back there."""


class FieldChoices:
    """The fields that there are, and beside them what else can be taken.

    Args:
        rows: The fields.
        typed: What was typed, which may be a field that nobody knows of; empty when nothing was.
        now: What is taken now; empty when nothing is.
        is_named: Whether a field was named before, so that this can be taken back.
    """

    def __init__(self, rows: FieldRows, typed: str, now: str = "", *, is_named: bool) -> None:
        self._rows, self._now = rows, now
        self._more: list[tuple[str, str]] = []
        """Fields and how they are shown."""
        if typed and typed not in rows.paths:
            self._more.append((typed, f"{printable(typed)} · as typed"))
        if now and not typed and now not in rows.paths:
            self._more.append((now, f"{printable(now)} · now"))
        if is_named and not typed:
            self._more.append(("", "(as it is found by itself)"))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows) + len(self._more)

    def cells(self, index: int) -> Sequence[Cell]:
        """One of them."""
        known = len(self._rows)
        return self._rows.cells(index) if index < known else (self._more[index - known][1], "", "", "")

    @property
    def begin_with(self) -> int:
        """The row for the cursor: what is taken now, where that is among them."""
        return next((place for place in range(len(self)) if self._now and self.path(place) == self._now), 0)

    def path(self, index: int) -> str:
        """The field to take; empty for the one that is found by itself."""
        known = len(self._rows)
        return self._rows.paths[index] if index < known else self._more[index - known][0]


class FieldDialog(WordsDialog[str | None]):
    """Asks for a field; empty means the one that is found by itself, None the present one.

    Args:
        mine: The field of the source.
        now: What it is now in the target; empty when there is none.
        target: Knows what the fields hold.
        fields: Those that there are.
        is_named: Whether it was named before.
    """

    HELP = (
        "The other service's field for this one. Type a part of a name; up and down walk through what has it, enter "
        "takes the row under the cursor. A field that isn't in the list can be typed whole: its row comes last."
    )

    CSS_PATH = "copying_field.tcss"

    def __init__(self, mine: str, now: str, target: Workspace, fields: FieldsThere, *, is_named: bool) -> None:
        super().__init__(f"Field of {target.title} for {quoted(mine, 40)}")
        self._now, self._target, self._fields, self._is_named = now, target, fields, is_named
        self._choices = FieldChoices(FieldRows((), target, None), "", is_named=False)

    def content(self) -> ComposeResult:
        """What it is, the name, what there is."""
        yield PlainText(f"Now: {printable(self._now)}" if self._now else "Now: none; its conditions are left out")
        yield Labelled("Field", WordsInput(placeholder="type a part of a name, or the whole"))
        yield Table(show_header=True, empty_text="No field is known; type its name.")

    def on_mount(self) -> None:
        """Begin with all fields."""
        self.query_one(WordsInput).focus()
        self._look()

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        rows = max(_FEWEST_ROWS, min(len(self._fields.paths) + 1, _MOST_ROWS, room))
        self.query_one(Table).styles.height = 1 + rows

    @on(Input.Changed)
    def _look(self) -> None:
        typed = self.query_one(WordsInput).value.strip()
        rows = FieldRows(fields_like(self._fields.paths, typed), self._target, self._fields.facts)
        self._choices = FieldChoices(rows, typed, self._now, is_named=self._is_named)
        self.query_one(Table).show(self._choices, FIELD_COLUMNS, cursor=self._choices.begin_with)

    @on(Table.Chosen)
    @on(Input.Submitted)
    def _take(self, event: Table.Chosen | Input.Submitted) -> None:
        event.stop()
        if len(self._choices):
            path = self._choices.path(self.query_one(Table).cursor)
            self.dismiss(path if path != self._now else None)
