"""The part of the main screen about segments that were deleted from here: what was known, and making one again."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.ui.browse.adding_screen import AddingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.member_reasons import takes_people, why_not_add
from segtui.workspace.uncertain import takes_word

if TYPE_CHECKING:
    from segtui.workspace.deleted import DeletedSegment


class DeletedScreen(AddingScreen):
    """Lists segments that were deleted from here, or whose copies were forgotten."""

    class Remembered(Announcement):
        """The copy of a list has been brought back."""

        segment: Segment

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("B", "show_deleted", "Deleted from here…", show=False, id="segments.deleted"),
    ]

    def action_show_deleted(self) -> None:
        """Pick a segment that was deleted from here, and show what was known of it last."""
        from segtui.workspace.deleted import deleted_segments  # noqa: PLC0415 - loaded when somebody asks for them

        self.notice("")
        try:
            found = deleted_segments(self.workspace, self.desk.segments)
        except SegtuiError as error:
            self.notice(f"✗ What was deleted from here can't be read. {error.message} {error.hint}".rstrip())
            return
        if not found:
            is_kept_here = takes_word(self.workspace)
            self.notice("No copy was forgotten here yet." if is_kept_here else "No segment was deleted from here yet.")
            return
        from segtui.ui.dialogs.picking import Offer, PickDialog  # noqa: PLC0415 - dialogs are loaded when they open

        def take(place: int | None) -> None:
            if place is not None:
                self._show_deleted(found[place])

        offers = [Offer(one.segment.name.strip() or "(no name)", self._note_of(one)) for one in found]
        self.app.push_screen(PickDialog(self._title_of(found), offers), take)

    def _title_of(self, found: "Sequence[DeletedSegment]") -> str:
        return "Forgotten here" if all(one.is_forgotten for one in found) else "Deleted from here"

    def _note_of(self, deleted: "DeletedSegment") -> str:
        from segtui.workspace.deleted import local_words  # noqa: PLC0415 - as above

        size = deleted.segment.size
        count = self.workspace.lead_word.counted(size.value) if size is not None and size.value is not None else ""
        return " · ".join(filter(None, (count, local_words(deleted.at), deleted.segment.id)))

    def _show_deleted(self, deleted: "DeletedSegment") -> None:
        from segtui.ui.dialogs.deleted import DeletedDialog, ToDo  # noqa: PLC0415 - as above
        from segtui.workspace.deleted import deleted_lines, known_members, made_again  # noqa: PLC0415 - as above

        try:
            people = known_members(self.workspace, deleted.segment)
            text = "\n".join(deleted_lines(self.workspace, deleted))
        except SegtuiError as error:
            self.notice(f"✗ Who was added from here can't be read. {error.message} {error.hint}".rstrip())
            return

        def take(to_do: ToDo | None) -> None:
            if to_do == "make":
                self.begin(made_again(self.workspace, deleted.segment))
            elif to_do == "add":
                self.ask_into(people, None)
            elif to_do == "bring_back":
                self.begin_write(partial(self.bring_back, deleted.segment.id))

        word = self.workspace.lead_word
        nobody = "" if people else f"no {word.several} are known {word.who} were on it"
        why_not = {"bring_back" if deleted.is_forgotten else "make": self.workspace.why_not_create()}
        if takes_people(self.workspace):
            why_not["add"] = why_not_add(self.workspace) or nobody
        self.app.push_screen(DeletedDialog(text, why_not), take)

    @work(exclusive=True, group="forget", description="bring a list back")
    async def bring_back(self, segment_id: str) -> None:
        """Know again what was forgotten of a list."""
        from segtui.workspace.deleted import remember_list  # noqa: PLC0415 - as above

        with self.shown_as_running("bringing the list back", "Nothing was brought back.", ""):
            self.post_message(self.Remembered(await remember_list(self.workspace, segment_id)))

    @on(Remembered)
    def _take_remembered(self, event: Remembered) -> None:
        event.stop()
        self.desk.replace(event.segment)
        self.go_to(event.segment.id)
        said = f"✓ The copy of {quoted(event.segment.name)} is back as it was"
        self.notice(f"{said}; {self.workspace.title} was sent nothing.")

    def go_to(self, key: str) -> None:
        """Pick a segment, whether the filter shows it or not."""
        raise NotImplementedError

    def reasons(self) -> Mapping[str, str]:
        """Why it can't be told what was deleted."""
        return {**super().reasons(), "show_deleted": "" if self.is_listed else "the segments aren't loaded yet"}
