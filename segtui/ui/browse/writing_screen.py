"""The part of the main screen that writes: begin, save, delete, and what comes of it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from segtui.domain.segments import Segment, SegmentState
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue
from segtui.ui.browse.drawing_screen import DrawingScreen
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.details import new_details
from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import new_editing

if TYPE_CHECKING:
    from segtui.workspace.plans import Ending, Plan


class WritingScreen(DrawingScreen):
    """Carries out what is to be written.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    class OriginalRead(Announcement):
        """The original of a duplicate has been read for details that the list leaves out."""

        key: str
        """The duplicate's."""
        details: Mapping[str, JsonValue]
        """All that are known of the original."""

    _begun: tuple[str, str | None] | None = None
    """The key of a segment whose first form is open, and which segment was picked before."""

    def action_new(self) -> None:
        """Begin a segment."""
        self.begin(new_editing(self.workspace))

    def action_duplicate(self) -> None:
        """Begin a segment that says what this one says."""
        if self.editing is not None and self.editing.stored is not None:
            stored = self.editing.stored
            details = {**self.book.of(stored), **new_details(self.workspace.service, stored)}
            self.begin(Editing.duplicate(stored, details))
            if self.current is not None and self.book.lacks(stored):
                self.read_original(self.current, stored)

    @work(group="original", name="original", description="read the original of a duplicate")
    async def read_original(self, key: str, original: Segment) -> None:
        """Read what the list leaves out of the original, so that the duplicate has it, too."""
        with self.shown_as_running("reading the original", "The duplicate lacks details of the original."):
            self.post_message(self.OriginalRead(key, await self.book.read(original)))

    @on(OriginalRead)
    def _take_original(self, event: OriginalRead) -> None:
        """Take what has come into the duplicate; what somebody has typed meanwhile stays."""
        event.stop()
        key = self.desk.present_key(event.key)
        editing = self.desk.editing(key)
        if editing is None or editing.stored is not None:
            return
        sketch = editing.sketch
        self.desk.put(key, editing.put_as(replace(sketch, details={**event.details, **sketch.details})))
        self.show_list()
        if self.current == key:
            self.show_current()

    def action_save(self) -> None:
        """Show what would be sent, then send it."""
        editing = self.editing
        if self.current is None or editing is None:
            return
        self.notice("")
        if editing.draft.name.strip():
            self.begin_write(partial(self.walk_through_write, self.current, editing))
        else:
            self.notice("✗ A segment needs a name before it can be saved.")
            self.action_rename()

    def action_delete(self) -> None:
        """Delete the segment; one that isn't made yet is only forgotten."""
        editing = self.editing
        if self.current is None or editing is None:
            return
        self.notice("")
        if editing.stored is not None:
            self.begin_write(partial(self.walk_through_write, self.current, editing, delete=True))
        else:
            self._forget(self.current)

    def _forget(self, key: str) -> None:
        def take(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            if is_sure:
                self.current = self.query_one(SegmentList).neighbour(key)
                self.desk.discard(key)
                self.show_list()
                self.show_current()

        from segtui.ui.dialogs.asking import SureDialog  # noqa: PLC0415 - dialogs are loaded when they open

        question = SureDialog("Forget this new segment?", "It isn't saved anywhere, so it can't be brought back.")
        self.app.push_screen(question, take)

    def begin(self, editing: Editing) -> None:
        """Begin a segment that isn't made yet, with its name."""
        before, self.current = self.current, self.desk.begin(editing)
        self._begun = self.current, before
        self.show_list()
        self.show_current()
        self.action_pane("rule")
        self.action_rename()

    def form_ended(self, key: str, *, is_taken: bool) -> None:
        """Forget a segment that was just begun and left without a name: a wrong key leaves nothing behind."""
        begun, self._begun = self._begun, None
        editing = self.desk.editing(key)
        if is_taken or begun is None or begun[0] != key or editing is None or editing.sketch.name:
            return
        self.desk.discard(key)
        self.current = begun[1]
        self.show_list()
        self.show_current()
        self.action_pane("segments")
        self.notice("Nothing was begun.")

    @on(LoadingScreen.WalkEnded)
    def _take_end_of_walk(self, event: LoadingScreen.WalkEnded) -> None:
        from segtui.ui.browse.walk_ends import Saved, TookTheirs  # noqa: PLC0415 - loaded by the walk, when it began
        from segtui.ui.ending_signs import ENDING_SIGNS  # noqa: PLC0415 - as above
        from segtui.workspace.plans import Ending, Write  # noqa: PLC0415 - as above

        match event.ended:
            case Saved(plan, outcome):
                now = outcome.segment
                # A new one is taken whatever isn't known of it, an uncertain one too: else it could be made twice.
                is_there = plan.write is Write.CREATE or (now is not None and now.state is SegmentState.UNCERTAIN)
                if now is not None and (outcome.ending is not Ending.UNKNOWN or is_there):
                    self._take_written(event, plan, now, outcome.ending)
                more = " B shows what was known of it." if plan.write is Write.DELETE and now is not None else ""
                self.notice(f"{ENDING_SIGNS[outcome.ending]} {outcome.says}{more}")
            case TookTheirs(theirs):
                self.desk.take_theirs(event.key, theirs)
                self.notice(f"Took {quoted(theirs.name)} as the service has it; ctrl+z brings your changes back.")
            case None:
                editing = self.desk.editing(event.key)
                is_changed = editing is not None and editing.is_changed
                self.notice("Nothing was sent; your changes are still here." if is_changed else "Nothing was sent.")
        self.show_list()
        self.show_current(at_once=True)

    @on(LoadingScreen.Noted)
    def _take_noted(self, event: LoadingScreen.Noted) -> None:
        """Show it as it is known now; what isn't saved stays with the state that it began from."""
        self.desk.replace(event.now)
        self.show_list()
        if self.current == event.now.id:
            self.ask_anew()
            self.show_current(at_once=True)

    def _take_written(self, walk: LoadingScreen.WalkEnded, plan: "Plan", segment: Segment, ending: "Ending") -> None:
        from segtui.workspace.plans import Ending, Write  # noqa: PLC0415 - as above

        key = walk.key
        if plan.write is not Write.DELETE or ending is not Ending.DONE:
            sent = None if plan.write is Write.DELETE else plan.draft
            self.desk.saved(key, segment, sent, asked=walk.begun.draft)
            self.current = segment.id if self.current == key else self.current
            return
        neighbour = self.query_one(SegmentList).neighbour(key)
        self.desk.removed(key)
        if self.current == key:
            self.current = neighbour
