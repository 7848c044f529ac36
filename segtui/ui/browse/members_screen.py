"""The part of the main screen about lists whose service tells nobody's name: people of a file, taking one out."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from segtui.domain.errors import SegtuiError
from segtui.domain.instants import local
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.text import printable, quoted
from segtui.ui.browse.adding_screen import AddingScreen
from segtui.ui.browse.people_screen import PeopleScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.errors import Unsafe
from segtui.workspace.member_reasons import takes_people, why_not_add, why_not_set

if TYPE_CHECKING:
    from segtui.workspace.member_sets import MemberSet, MemberSetReport


class MembersScreen(AddingScreen, PeopleScreen):
    """Adds those whom a file names, and puts somebody into just some lists."""

    class SegmentsSet(Announcement):
        """Somebody was put into just some lists."""

        report: "MemberSetReport"

    _is_setting = False

    # Of a file.

    def action_import_people(self) -> None:
        """Ask for a file, then for the lists into which those are to be added whom it names."""
        if not takes_people(self.workspace):
            super().action_import_people()
            return
        from segtui.ui.dialogs.members_file import MembersFileDialog  # noqa: PLC0415 - dialogs are loaded when they open

        editing = self.editing
        stored = editing.stored if editing is not None and editing.is_list else None

        def take(people: tuple[Lead, ...] | None) -> None:
            if people is not None:
                self.ask_into(people, None, chosen=[stored.id] if stored is not None else ())

        several = self.workspace.lead_word.title.capitalize()
        self.notice("")
        where = f"for {quoted(stored.name, 50)}" if stored is not None else "to be added to segments"
        self.app.push_screen(MembersFileDialog(self.workspace, f"{several} of a file {where}"), take)

    # Just some lists.

    def action_replace_segments(self) -> None:
        """Ask in which lists who is under the cursor shall be, and in no others."""
        person = self.lead_pane.picked
        if person is None:
            return
        from segtui.ui.dialogs.adding import IntoDialog  # noqa: PLC0415 - as above
        from segtui.workspace.from_here import from_here  # noqa: PLC0415 - as above

        self.notice("")
        try:
            known = from_here(self.workspace).lists_of(person.id)
        except SegtuiError as error:
            self.post_message(self.Failed("What was done from here can't be read.", error))
            return
        lists = sorted(self._lists, key=lambda one: one.id not in known)
        notes = {
            one.id: f"added from here {local(at):%Y-%m-%d}" if (at := known.get(one.id)) else "not known"
            for one in lists
        }

        def take(into: tuple[Segment, ...] | None) -> None:
            if into is not None:
                self.begin_write(partial(self.walk_through_set, person, into))

        name = quoted(person.called, 40)
        title, several = self.workspace.title, self.workspace.lead_word.several
        says = (
            f"{title} can take nobody out of one segment: it replaces all segments of a person, and doesn't tell which "
            f"these are. Mark every one that {name} shall be in; they leave all others. "
            f"“added from here” is what segtui knows of its {several}."
        )
        self.app.push_screen(IntoDialog(f"In which segments shall {name} be?", lists, notes=notes, says=says), take)

    @property
    def _lists(self) -> Sequence[Segment]:
        return [one for one in self.desk.segments.values() if one.kind is not SegmentKind.DYNAMIC]

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, that of somebody's segments among it."""
        return super().is_sending or self._is_setting

    @work(exclusive=True, group="write", name="set", description="replace somebody's segments")
    async def walk_through_set(self, person: Lead, into: Sequence[Segment]) -> None:
        """Show the whole request, and send it when the number of lists was typed."""
        from segtui.ui.dialogs.saving import ConfirmDialog  # noqa: PLC0415 - as above
        from segtui.workspace.member_sets import carry_out_member_set, plan_member_set  # noqa: PLC0415 - as above

        try:
            planned = await plan_member_set(self.workspace, person.id, into)
            title = f"Put {quoted(planned.person.name, 40)} into just these?"
            dialog = ConfirmDialog(title, set_text(planned), planned.confirmation)
            typed = await self.app.push_screen_wait(dialog)
            if typed is None:
                self.post_message(self.Failed("", Unsafe("Nothing was sent; nobody's segments were changed."), ""))
                return
            self._is_setting = True
            with self.status.running("replacing segments"):
                self.post_message(self.SegmentsSet(await carry_out_member_set(self.workspace, planned, typed)))
        except SegtuiError as error:
            self.post_message(self.Failed("" if isinstance(error, Unsafe) else "Nothing was changed.", error, ""))
        finally:
            self._is_setting = False

    @on(SegmentsSet)
    def _take_set(self, event: SegmentsSet) -> None:
        event.stop()
        from segtui.ui.ending_signs import ENDING_SIGNS  # noqa: PLC0415 - as above
        from segtui.workspace.members import counted_words  # noqa: PLC0415 - as above

        report = event.report
        counted = counted_words(self.workspace, report.segments, report.counts)
        self.notice(f"{ENDING_SIGNS[report.ending]} {report.says}{counted}")
        self.load_segments()

    # What can't be done.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what has no sense for a service that takes nobody into lists."""
        if action in {"import_people", "replace_segments"} and takes_people(self.workspace):
            return None if self.reasons().get(action) else True
        if action == "replace_segments":
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why nobody can be added from a file or be taken out."""
        found = dict(super().reasons())
        if self.is_mounted and takes_people(self.workspace):
            nobody = f"there is {self.workspace.lead_word.nobody} under the cursor"
            picked = "" if self.lead_pane.picked is not None else nobody
            sending = "a change is still being sent" if self.is_sending else ""
            none = "" if self.is_listed else "the segments aren't loaded yet"
            found["import_people"] = why_not_add(self.workspace) or sending or none
            found["replace_segments"] = why_not_set(self.workspace) or sending or picked or none
        return found


def set_text(planned: "MemberSet") -> str:
    """What would be sent, and what is lost by it as far as that is known."""
    person = planned.person
    lines = [
        f"{quoted(person.name)} ({printable(person.id)}) shall be in just these, and in no other segment:",
        *(f"  → {quoted(one.name)}{f' · now {one.size}' if one.size else ''}" for one in planned.segments),
    ]
    if planned.leaving:
        lines.append("Added from here and not among them, so taken out again:")
        lines += [f"  ✗ {quoted(one.name)}" for one in planned.leaving]
    lines += ["The whole request:", *(f"  {line}" for line in planned.request.splitlines())]
    return "\n".join(lines)
