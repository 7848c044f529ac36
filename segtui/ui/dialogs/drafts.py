"""What an earlier run has left unsaved, each beside what the service has now."""

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
from segtui.ui.dialogs.base import Dialog
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_COLUMNS = (Column("name", "segment", grow=True), Column("kept", "changed"), Column("what", ""))


@record
class DraftsAnswer:
    """What is to become of the drafts; those that aren't dropped stay, marked as not saved."""

    dropped: frozenset[str]
    """Keys of drafts that aren't wanted any more."""
    opened: str | None = None
    """The key of the one to go on with now."""


class _DraftRows:
    def __init__(self, drafts: Sequence[KeptDraft], dropped: frozenset[str], now: datetime) -> None:
        self._drafts, self._dropped, self._now = drafts, dropped, now

    def __len__(self) -> int:
        return len(self._drafts)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self._drafts[index]
        mark = "✗ " if one.key in self._dropped else "● "
        what = "will be dropped" if one.key in self._dropped else "new" if one.stored is None else ""
        return (mark + (one.draft.name.strip() or "(no name)"), clock_words(one.kept_at, self._now), what)


class DraftTable(Table):
    """The drafts; enter goes on with one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Go on with it", id="drafts.open")]


class DraftsDialog(Dialog[DraftsAnswer]):
    """Offers unsaved edits again. Leaving it keeps them.

    Args:
        drafts: The edits.
        present: What the service has now, by id.
        now: The present.
        words: Says a step of a difference; see `show_names`.
    """

    CSS_PATH = "drafts.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "drop", "Drop or keep it", id="drafts.drop")]

    def __init__(
        self,
        drafts: Sequence[KeptDraft],
        present: Mapping[str, Segment],
        now: datetime,
        words: Callable[[Step], str] = str,
    ) -> None:
        super().__init__(f"Not saved the last time · {len(drafts)}")
        self._drafts, self._present, self._now, self._words = drafts, present, now, words
        self._dropped: frozenset[str] = frozenset()

    def content(self) -> ComposeResult:
        """The drafts, and below the difference of the one under the cursor."""
        yield DraftTable(id="drafts")
        yield PlainText(id="difference")
        yield PlainText("All are kept, marked ●, until you save or drop them.")

    def on_mount(self) -> None:
        """Show the latest first."""
        table = self.query_one(Table)
        table.styles.height = min(5, len(self._drafts))
        self._show()
        table.focus()

    def action_drop(self) -> None:
        """Mark the one under the cursor as not wanted any more, or as wanted again."""
        key = self._drafts[self.query_one(Table).cursor].key
        self._dropped ^= {key}
        self._show()

    def action_leave(self) -> None:
        """Keep what isn't dropped."""
        self.dismiss(DraftsAnswer(self._dropped))

    @on(Table.Chosen)
    def _go_on(self, event: Table.Chosen) -> None:
        event.stop()
        key = self._drafts[event.index].key
        self.dismiss(DraftsAnswer(self._dropped - {key}, key))

    @on(Table.Highlighted)
    def _explain(self, event: Table.Highlighted) -> None:
        event.stop()
        self._say(event.index)

    def show_names(self) -> None:
        """Say the difference anew: names have come for what was shown by its id."""
        self._say(self.query_one(Table).cursor)

    def _say(self, index: int) -> None:
        text = "\n".join(draft_lines(self._drafts[index], self._present, self._words))
        self.query_one("#difference", PlainText).update(text)

    def _show(self) -> None:
        table = self.query_one(Table)
        table.show(_DraftRows(self._drafts, self._dropped, self._now), _COLUMNS, cursor=table.cursor)


def draft_lines(kept: KeptDraft, present: Mapping[str, Segment], words: Callable[[Step], str] = str) -> Iterator[str]:
    """What a draft would change now, and what somebody else has changed since it was begun."""
    now = present.get(kept.key)
    if kept.stored is None:
        yield "A new segment, which isn't made yet:"
        yield from (f"  {words(step)}" for step in difference(NEW, kept.draft).steps)
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
