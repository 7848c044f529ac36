"""What an earlier run has left: unsaved edits beside what the service has now, and what was typed in lost forms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.difference import NEW, Step, difference
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import quoted
from segtui.store.drafts import KeptDraft
from segtui.store.forms import KeptForm
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.left_forms import left_lines, left_name, typed_text

_COLUMNS = (Column("name", "segment", grow=True), Column("kept", "changed"), Column("what", ""))
_MOST_ROWS = 5
_MOST_LINES, _FEWEST_LINES = 9, 4
_REST = 3
"""Lines for the gap above the difference, and for what becomes of it all below it."""

Left = KeptDraft | KeptForm


@record
class DraftsAnswer:
    """What is to become of what was left; whatever isn't dropped stays."""

    dropped: Sequence[Left]
    """What isn't wanted any more."""
    opened: str | None = None
    """The key of the one to go on with now."""


class _LeftRows:
    def __init__(self, left: Sequence[Left], dropped: frozenset[int], now: datetime) -> None:
        self._left, self._dropped, self._now = left, dropped, now

    def __len__(self) -> int:
        return len(self._left)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self._left[index]
        at = clock_words(one.kept_at, self._now) if one.kept_at is not None else ""
        mark = "✗ " if index in self._dropped else "● "
        what = "will be dropped" if index in self._dropped else _what(one)
        return (mark + _name(one), at, what)


def _name(left: Left) -> str:
    return left_name(left) if isinstance(left, KeptForm) else left.draft.name.strip() or "(no name)"


def _what(left: Left) -> str:
    if isinstance(left, KeptForm):
        return "only typed"
    return "new" if left.stored is None else ""


class DraftTable(Table):
    """The drafts; enter goes on with one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Go on with it", id="drafts.open")]


class DraftsDialog(Dialog[DraftsAnswer]):
    """Offers unsaved edits again, and tells what was typed in forms that are lost. Leaving it keeps all.

    Args:
        left: The edits and the forms.
        present: What the service has now, by id.
        now: The present.
        words: Says a step of a difference; see `show_names`.
    """

    CSS_PATH = "drafts.tcss"

    HELP = (
        "What an earlier run has left: edits that aren't saved, and what was typed in forms that can't be opened any "
        "more. enter goes on with one, d drops one as soon as you leave, ctrl+c copies what was typed. tab goes to the "
        "text below the list, to scroll it."
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "drop", "Drop or keep it", id="drafts.drop")]

    def __init__(
        self,
        left: Sequence[Left],
        present: Mapping[str, Segment],
        now: datetime,
        words: Callable[[Step], str] = str,
    ) -> None:
        super().__init__(f"Not saved the last time · {len(left)}")
        self._left, self._present, self._now, self._words = left, present, now, words
        self._known = present.keys() | {one.key for one in left if isinstance(one, KeptDraft)}
        """The keys of segments that can be gone on with."""
        self._dropped: frozenset[int] = frozenset()

    def content(self) -> ComposeResult:
        """What was left, and below the difference of the one under the cursor."""
        yield DraftTable(id="drafts")
        yield Scrolling("")
        yield PlainText("All are kept, marked ●, until you save or drop them.")

    def on_mount(self) -> None:
        """Show the latest first."""
        self._show()
        self.query_one(Table).focus()

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        room = self.app.size.height - LINES_OF_FRAME - _REST
        rows = max(1, min(_MOST_ROWS, len(self._left), room - _FEWEST_LINES))
        self.query_one(Table).styles.height = rows
        # Of one height for all of them: a frame that grows and shrinks under the cursor repaints the screen.
        self.query_one(Scrolling).styles.height = max(_FEWEST_LINES, min(_MOST_LINES, room - rows))

    def action_drop(self) -> None:
        """Mark the one under the cursor as not wanted any more, or as wanted again."""
        self._dropped ^= {self.query_one(Table).cursor}
        self._show()

    def action_leave(self) -> None:
        """Keep what isn't dropped."""
        self.dismiss(DraftsAnswer(self._those_dropped()))

    def _those_dropped(self, but: int | None = None) -> Sequence[Left]:
        return [self._left[place] for place in sorted(self._dropped) if place != but]

    def to_copy(self) -> ToCopy:
        """What was typed, or what the edit would change."""
        one = self._left[self.query_one(Table).cursor]
        if isinstance(one, KeptForm):
            return ToCopy("What was typed", typed_text(one))
        return ToCopy("The difference", "\n".join(draft_lines(one, self._present, self._words)))

    @on(Table.Chosen)
    def _go_on(self, event: Table.Chosen) -> None:
        event.stop()
        one = self._left[event.index]
        if isinstance(one, KeptForm) and one.key not in self._known:
            self.note("it isn't there to go on with: ctrl+c copies what you typed")
            return
        self.dismiss(DraftsAnswer(self._those_dropped(but=event.index), one.key))

    @on(Table.Highlighted)
    def _explain(self, event: Table.Highlighted) -> None:
        event.stop()
        self._say(event.index)

    def show_names(self) -> None:
        """Say the difference anew: names have come for what was shown by its id."""
        self._say(self.query_one(Table).cursor)

    def _say(self, index: int) -> None:
        one = self._left[index]
        lines = (
            left_lines(one, is_listed=one.key in self._known)
            if isinstance(one, KeptForm)
            else draft_lines(one, self._present, self._words)
        )
        scrolling = self.query_one(Scrolling)
        scrolling.query_one(PlainText).update("\n".join(lines))
        scrolling.scroll_home(animate=False)

    def _show(self) -> None:
        table = self.query_one(Table)
        table.show(_LeftRows(self._left, self._dropped, self._now), _COLUMNS, cursor=table.cursor)


def draft_lines(kept: KeptDraft, present: Mapping[str, Segment], words: Callable[[Step], str] = str) -> Iterator[str]:
    """What a draft would change now, and what somebody else has changed since it was begun."""
    now = present.get(kept.key)
    if kept.stored is None:
        steps = difference(NEW, kept.draft).steps
        yield f"A new segment, which isn't made yet{':' if steps else ', and still empty.'}"
        if kept.not_made:
            yield f"⚠ {kept.not_made}"
        yield from (f"  {words(step)}" for step in steps)
        return
    if now is None:
        yield f"{quoted(kept.stored.name)} isn't in the service's list any more. You wanted:"
        yield from (f"  {words(step)}" for step in difference(SegmentDraft.of(kept.stored), kept.draft).steps)
        return
    yield "What you want, beside what the service has now:"
    yield from (f"  {words(step)}" for step in difference(SegmentDraft.of(now), kept.draft).steps)
    since = difference(SegmentDraft.of(kept.stored), SegmentDraft.of(now)).steps
    if since:
        yield "⚠ Somebody else has changed it since:"
        yield from (f"  {words(step)}" for step in since)
