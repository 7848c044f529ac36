"""The part of the main screen where somebody tells what became of a list that got no answer."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.segments import Segment, SegmentState
from segtui.domain.text import quoted
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.uncertain import has_no_id, has_told_id, takes_word, tell_id, tell_not_made, why_not_tell

_UNREADABLE = "what is kept of it here can't be read"


class TellingScreen(WritingScreen):
    """Takes somebody's word for the id of a list, or that there is none, where the service can't be asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # For services that can't be asked; elsewhere the screen leaves it out.
        Binding("i", "tell", "What became of it…", id="segment.tell"),
    ]

    class Told(Announcement):
        """What somebody told is kept."""

        key: str
        now: Segment

    class Untold(Announcement):
        """The id that was typed can't be one."""

        stored: Segment
        typed: str
        complaint: str

    def action_tell(self) -> None:
        """Ask what became of the list."""
        editing = self.editing
        if editing is not None and editing.stored is not None:
            self.notice("")
            self._ask_what_became(editing.stored)

    def _ask_what_became(self, stored: Segment, typed: str = "", complaint: str = "") -> None:
        from segtui.ui.dialogs.telling import Found, TellDialog  # noqa: PLC0415 - loaded when it opens

        def take(found: Found | None) -> None:
            if found is not None:
                self.tell(stored, found.segment_id)

        told_id = stored.id if has_told_id(self.workspace, stored) else ""
        dialog = TellDialog(stored.name, self.workspace.title, told_id, typed=typed, complaint=complaint)
        self.app.push_screen(dialog, take)

    @work(exclusive=True, group="tell", description="keep what became of a list")
    async def tell(self, stored: Segment, real_id: str) -> None:
        """Keep what somebody told of a list."""
        with self.shown_as_running("keeping what you told", "Nothing was changed.", ""):
            try:
                if real_id:
                    now = await tell_id(self.workspace, stored, real_id)
                else:
                    now = await tell_not_made(self.workspace, stored)
            except SegtuiError as error:
                if not real_id or error.trouble is not Trouble.USAGE:
                    raise
                self.post_message(self.Untold(stored, real_id, f"✗ {error.message}"))
                return
            self.post_message(self.Told(stored.id, now))

    @on(Untold)
    def _ask_again(self, event: Untold) -> None:
        event.stop()
        self._ask_what_became(event.stored, event.typed, event.complaint)

    @on(Told)
    def _take_word(self, event: Told) -> None:
        event.stop()
        now = event.now
        self.desk.saved(event.key, now)
        if self.current == event.key:
            self.current = now.id
        self.show_list()
        self.show_current(at_once=True)
        name, service = quoted(now.name, 40), self.workspace.title
        if now.state is SegmentState.UNSENT:
            self.notice(f"{name} stays here as not sent; ctrl+s sends it to {service} as a new list.")
        else:
            self.notice(f"{name} has the id {quoted(now.id)} now; ctrl+s sends {service} the whole list once more.")

    @on(LoadingScreen.WalkEnded)
    def _look_again(self) -> None:
        """Have no list twice: one that was read while it was being made is kept under its id by now."""
        if any(has_no_id(self.workspace, one) for one in self.desk.segments.values()):
            self.load_segments()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave it out for services that can be asked."""
        if action == "tell" and not takes_word(self.workspace):
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why nothing is to be told now, and why a list of which nothing else is known can't be sent."""
        found = dict(super().reasons())
        stored = self.editing.stored if self.editing is not None else None
        # While a list is being made it is kept as uncertain, and its answer may still come.
        sending = "a change is still being sent" if self.is_sending else ""
        not_told = why_not_tell(self.workspace, stored) if self.editing is not None else "no segment is picked"
        found["tell"] = not_told or sending
        if stored is not None and stored.state is SegmentState.UNREADABLE:
            found |= dict.fromkeys(("save", "duplicate", "rename", "details"), _UNREADABLE)
        elif stored is not None and not self.is_sending and has_no_id(self.workspace, stored):
            found["save"] = "whether it is there isn't known: look there, then i tells what you found"
        return found
