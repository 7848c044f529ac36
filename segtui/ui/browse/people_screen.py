"""The part of the main screen that changes who is on a list, for services that keep lists and are sent them whole."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from textual import on, work

from segtui.domain.leads import Lead
from segtui.domain.rules import Path
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.why_screen import WhyScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.editing import Editing
from segtui.workspace.feed import LeadFeed
from segtui.workspace.unfinished import Form

if TYPE_CHECKING:
    from segtui.domain.people import Person
    from segtui.workspace.people_mapping import PeopleMapping

ChangePeople: TypeAlias = Callable[[tuple[Lead, ...]], Sequence[Lead]]
"""Makes another list of one."""

_OF_LISTS = frozenset({"add_person", "take_out_person", "import_people", "move_person"})
_TAKES_BACK = "ctrl+z takes it back"


class PeopleScreen(WhyScreen):
    """Opens the form of somebody on a list, takes them out, and tells what is wrong with the list.

    Nothing of it is there for segments that have a rule, or whose people aren't known.
    """

    class ProblemsCounted(Announcement):
        """What is wrong with a list has been found out."""

        people: Sequence[Lead]
        words: str

    _counted: Sequence[Lead] = ()
    """The people whose problems were counted last, or are being counted."""

    _added = ""
    """The id of who was added last and isn't shown yet; empty when that is nobody."""

    @property
    def people(self) -> tuple[Lead, ...] | None:
        """Who is on the list under edit; None when it is none, or that isn't known."""
        return self.editing.sketch.people if self.editing is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what only lists have."""
        if action in _OF_LISTS and self.people is None:
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why nobody can be taken out now."""
        if not self.is_mounted:
            return {}
        nobody = f"there is {self.workspace.lead_word.nobody} under the cursor"
        return {**super().reasons(), "take_out_person": "" if self.lead_pane.picked is not None else nobody}

    # What is wrong with the list.

    def show_current(self, *, path: Path | None = None, at_once: bool = False) -> None:
        """Show what is picked, and for a list find out what is wrong with it."""
        super().show_current(path=path, at_once=at_once)
        people = self.people
        if people is None:
            self._counted = ()
            self.lead_pane.say_problems("")
        elif people is not self._counted:
            self._counted = people
            self.count_problems(people)

    @work(exclusive=True, group="people-problems", description="look what is wrong with a list")
    async def count_problems(self, people: Sequence[Lead]) -> None:
        """Find out what is wrong with a list; of thousands that takes longer than a key may."""
        from segtui.workspace.people_editing import problem_count  # noqa: PLC0415 - loaded with the first list

        self.post_message(self.ProblemsCounted(people, await asyncio.to_thread(problem_count, people)))

    @on(ProblemsCounted)
    def _show_problems(self, event: ProblemsCounted) -> None:
        event.stop()
        if event.people is self._counted:
            self.lead_pane.say_problems(f"⚠ {event.words}" if event.words else "")

    def show_leads(self, key: str, feed: LeadFeed, *, known_at: datetime | None = None) -> None:
        """Show who is on a list; after a change of it the cursor stays where it was, or goes to who was added."""
        pane = self.lead_pane
        is_same = self.people is not None and key == self._leads_of
        picked, line = pane.picked, pane.table.cursor
        super().show_leads(key, feed, known_at=known_at)
        wanted, self._added = self._added or (picked.id if picked is not None else ""), ""
        if is_same:
            pane.go_to(wanted, line)

    # One person.

    def action_add_person(self) -> None:
        """Add somebody to the list."""
        self._open_person(None)

    @on(LeadPane.Opened)
    def _edit_person(self, event: LeadPane.Opened) -> None:
        """Edit somebody on a list; elsewhere a lead is shown whole."""
        if self.people is not None:
            event.prevent_default()
            self._open_person(event.lead)

    def action_take_out_person(self) -> None:
        """Take who is under the cursor out of the list."""
        editing, key, picked = self.editing, self.current, self.lead_pane.picked
        lead = self._on_list(picked) if picked is not None else None
        if editing is None or key is None or lead is None:
            return
        from segtui.workspace.people_editing import lead_words, without  # noqa: PLC0415 - as above

        says = f"{lead_words(lead)} is taken out; {_TAKES_BACK}."
        self._change_people(key, editing, lambda people: without(people, lead.id), says)

    def _open_person(self, picked: Lead | None) -> None:
        editing, key, people = self.editing, self.current, self.people
        lead = self._on_list(picked) if picked is not None else None
        if editing is None or key is None or people is None or (picked is not None and lead is None):
            return
        from segtui.domain.people import PersonTrouble, person_of, person_words  # noqa: PLC0415 - loaded with the first list
        from segtui.ui.dialogs.person import PersonDialog  # noqa: PLC0415 - dialogs are loaded when they open
        from segtui.workspace.people_editing import with_person  # noqa: PLC0415 - loaded with the first list

        person = person_of(lead.raw) if lead is not None else None
        if isinstance(person, PersonTrouble):
            self.notice(f"✗ This one can't be edited, only taken out: {person.message}")
            return
        lead_id = lead.id if lead is not None else None

        def take(answer: "Person | None") -> None:
            if answer is not None:
                says = f"{person_words(answer)} is {'added' if lead_id is None else 'changed'}; {_TAKES_BACK}."
                self._change_people(key, editing, lambda now: with_person(now, answer, lead_id), says)

        form = Form.NEW_PERSON.name if lead_id is None else Form.PERSON.about(lead_id)
        self.open_kept(PersonDialog(people, person, lead_id), take, key, form)

    # A file.

    def action_import_people(self) -> None:
        """Take people of a file onto the list, or in place of it."""
        editing, key = self.editing, self.current
        if editing is None or key is None or editing.sketch.people is None:
            return
        from segtui.ui.dialogs.people_import import ImportAnswer, PeopleImportDialog  # noqa: PLC0415 - as above
        from segtui.workspace.importing import people_with  # noqa: PLC0415 - loaded with that dialog

        people = editing.sketch.people

        def with_those(now: Editing, answer: ImportAnswer) -> Sequence[Lead]:
            if now.sketch.people is people:
                return answer.outlook.people  # found out for this list already, which takes long for thousands
            return people_with(now.sketch, answer.outlook.found, replace_all=answer.replace_all)

        def take(answer: ImportAnswer | None) -> None:
            if answer is not None:
                self._remember_mapping(answer.mapping)
                count = len(answer.outlook.found.people)
                says = f"{count:,} {'of a file replace the list' if answer.replace_all else 'added'}; {_TAKES_BACK}."
                self._change_begun(key, editing, lambda now: now.with_people(with_those(now, answer)), None, says)

        self.app.push_screen(PeopleImportDialog(editing.sketch, self._find_mapping), take)

    def _find_mapping(self, columns: Sequence[str]) -> "PeopleMapping | None":
        from segtui.workspace.people_mapping import remembered  # noqa: PLC0415 - as above

        return remembered(self.memory.state, self.workspace.profile.place, columns) if self.memory is not None else None

    def _remember_mapping(self, mapping: "PeopleMapping") -> None:
        from segtui.workspace.people_mapping import remembering  # noqa: PLC0415 - as above

        if self.memory is not None:
            place = self.workspace.profile.place
            self.memory.remember(lambda state: remembering(state, place, mapping))

    # What they share.

    def _on_list(self, shown: Lead) -> Lead | None:
        """Somebody who is shown, as they are on the list by now; None when they aren't, which is said."""
        lead = next((one for one in self.people or () if one.id == shown.id), None)
        if lead is None:
            self.notice("This one isn't on the list any more.")
        return lead

    def _change_people(self, key: str, begun: Editing, change: ChangePeople, says: str) -> None:
        """Take another list as one step; see `_change_begun`."""

        def step(now: Editing) -> Editing:
            people = now.sketch.people
            if people is None:
                return now
            changed = change(people)
            self._added = changed[-1].id if len(changed) > len(people) else ""
            return now.with_people(changed)

        self._change_begun(key, begun, step, None, says)
