"""The part of the main screen that stands in for a deletion where a service can't delete."""

from collections.abc import Mapping
from functools import partial

from textual import on, work

from segtui.domain.text import quoted
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import forget_list, why_not_forget
from segtui.workspace.uncertain import why_not_change


class ForgettingScreen(WritingScreen):
    """Offers to forget the copy of a list that is kept here, or to empty the list on its service."""

    class Forgotten(Announcement):
        """What was kept of a list is gone."""

        key: str
        name: str

    def action_delete(self) -> None:
        """Delete the segment, or offer what comes near it."""
        editing, key = self.editing, self.current
        can_stand_in = bool(self.workspace.why_not_delete()) and not why_not_forget(self.workspace)
        if editing is None or key is None or editing.stored is None or not can_stand_in:
            super().action_delete()
            return
        from segtui.ui.dialogs.forgetting import ForgetOrEmptyDialog, InPlace  # noqa: PLC0415 - loaded when it opens

        def take(choice: InPlace | None) -> None:
            if choice == "empty":
                self._empty(key, editing)
            elif choice == "forget":
                self._ask_to_forget(key, editing)

        stored = editing.stored
        self.notice("")
        dialog = ForgetOrEmptyDialog(stored, self.workspace.title, self._why_not_empty(editing))
        self.app.push_screen(dialog, take)

    def _why_not_empty(self, editing: Editing) -> str:
        if reason := self.workspace.why_not_update():
            return reason
        if editing.stored is None:
            return "it isn't saved yet"
        return why_not_change(self.workspace, editing.stored) or ("" if editing.stored.people else "nobody is on it")

    def _empty(self, key: str, editing: Editing) -> None:
        """Take everybody off the list and show what that would do; ctrl+z brings them back until it is sent."""
        self._change_begun(key, editing, lambda now: now.with_people(()), None)
        self.action_save()

    def _ask_to_forget(self, key: str, editing: Editing) -> None:
        def take(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            if is_sure:
                self.begin_write(partial(self.forget, key, editing.draft.name))

        from segtui.ui.dialogs.asking import SureDialog  # noqa: PLC0415 - as above

        title = self.workspace.title
        text = f"{title} keeps the list; here it can't be seen or changed until you bring the copy back, with B."
        self.app.push_screen(SureDialog(f"Forget the copy of {quoted(editing.draft.name)}?", text), take)

    @work(exclusive=True, group="forget", description="forget a list")
    async def forget(self, key: str, name: str) -> None:
        """Forget what is kept here of a list."""
        with self.shown_as_running("forgetting the list", "Nothing was forgotten.", ""):
            await forget_list(self.workspace, key)
            self.post_message(self.Forgotten(key, name))

    @on(Forgotten)
    def _take_forgotten(self, event: Forgotten) -> None:
        event.stop()
        neighbour = self.query_one(SegmentList).neighbour(event.key)
        self.desk.removed(event.key)
        if self.current == event.key:
            self.current = neighbour
        self.show_list()
        self.show_current()
        said = f"✓ The copy of {quoted(event.name)} is forgotten; {self.workspace.title} was sent nothing."
        self.notice(f"{said} B brings it back.")

    def reasons(self) -> Mapping[str, str]:
        """Why nothing can be deleted, unless there is something to be offered in its place."""
        found = dict(super().reasons())
        is_stored = self.editing is not None and self.editing.stored is not None
        if is_stored and not self.is_sending and not why_not_forget(self.workspace):
            found["delete"] = ""
        return found
