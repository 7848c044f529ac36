"""The part of the main screen that moves somebody from one list to another, for services that are sent lists whole."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.text import printable, quoted
from segtui.ui.browse.people_screen import PeopleScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.errors import Unsafe
from segtui.workspace.segment_lines import SegmentLine
from segtui.workspace.uncertain import why_not_change

if TYPE_CHECKING:
    from segtui.workspace.moving import MoveReport


class MovingScreen(PeopleScreen):
    """Asks into which list somebody goes, shows both lists as they will be, and tells how each request ended."""

    class Moved(Announcement):
        """A move was sent, or as much of it as could be."""

        report: "MoveReport"

    class NotMoved(Announcement):
        """Somebody went back before anything was sent."""

    _is_moving = False

    def action_move_person(self) -> None:
        """Ask into which list who is under the cursor shall go."""
        editing, picked = self.editing, self.lead_pane.picked
        if editing is None or editing.stored is None or picked is None:
            return
        source = editing.stored
        lead = self._on_list(picked)
        if lead is None:
            return
        from segtui.ui.dialogs.picking import Offer, PickDialog  # noqa: PLC0415 - dialogs are loaded when they open

        others = self._other_lists(source)
        targets = [one.segment for one in others if one.segment is not None]
        sizes = [f"{one.size.value:,}" if one.size is not None and one.size.value is not None else "" for one in others]
        offers = [Offer(one.name, size, self._why_not_into(one)) for one, size in zip(others, sizes, strict=True)]

        def take(place: int | None) -> None:
            if place is not None:
                self.begin_write(partial(self.walk_through_move, lead, source, targets[place]))

        self.notice("")
        self.app.push_screen(PickDialog(f"Move {quoted(lead.name, 30)} into", offers), take)

    @work(exclusive=True, group="write", name="move", description="move somebody to another list")
    async def walk_through_move(self, lead: Lead, source: Segment, target: Segment) -> None:
        """Plan a move, show it, and send it."""
        from segtui.ui.dialogs.moving import MoveDialog  # noqa: PLC0415 - as above
        from segtui.workspace.moving import carry_out_move, plan_move  # noqa: PLC0415 - as above

        try:
            with self.status.running("looking at both lists", stop_key="esc"):
                move = await plan_move(self.workspace, lead, source, target)
            typed = await self.app.push_screen_wait(MoveDialog(move, self.workspace.lead_word))
            if typed is None:
                self.post_message(self.NotMoved())
                return
            self._is_moving = True
            with self.status.running("sending the move"):
                self.post_message(self.Moved(await carry_out_move(self.workspace, move, typed)))
        except SegtuiError as error:
            await self.show_what_is_noted(source, target)
            self.post_message(self.Failed("" if isinstance(error, Unsafe) else "Nobody was moved.", error))
        finally:
            self._is_moving = False

    @on(NotMoved)
    def _tell_nothing_was_sent(self) -> None:
        self.notice("Nothing was sent; both lists are as they were.")

    @on(Moved)
    def _take_move(self, event: Moved) -> None:
        """Show both lists as they are known now, and how each request ended."""
        event.stop()
        from segtui.ui.ending_signs import ENDING_SIGNS  # noqa: PLC0415 - as above
        from segtui.workspace.plans import Ending  # noqa: PLC0415 - as above

        report = event.report
        for plan, outcome in report.steps:
            now, before = outcome.segment, plan.stored
            is_known = outcome.ending is not Ending.UNKNOWN or (now and now.state is SegmentState.UNCERTAIN)
            if now is not None and before is not None and is_known:
                self.desk.saved(before.id, now, plan.draft, asked=SegmentDraft.of(before))
        said = [f"{ENDING_SIGNS[outcome.ending]} {outcome.says}" for _, outcome in report.steps]
        self.notice("\n".join([*said, *([report.not_begun] if report.not_begun else [])]))
        self.show_list()
        self.show_current(at_once=True)

    def _other_lists(self, source: Segment) -> list[SegmentLine]:
        lines = self.desk.lines()
        return [one for one in lines if one.segment is not None and one.segment.id != source.id]

    def _why_not_into(self, line: SegmentLine) -> str:
        if line.is_changed:
            return "it has changes that aren't saved"
        return why_not_change(self.workspace, line.segment) if line.segment is not None else "it isn't there any more"

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, a move among them."""
        return super().is_sending or self._is_moving

    def reasons(self) -> Mapping[str, str]:
        """Why nobody can be moved now."""
        found = dict(super().reasons())
        if self.is_mounted and self.people is not None:
            found["move_person"] = self._why_no_move()
        return found

    def _why_no_move(self) -> str:
        editing = self.editing
        if editing is None or editing.stored is None:
            return "the list isn't saved yet"
        if editing.is_changed:
            return "the list has changes that aren't saved, and they would go along"
        if self.lead_pane.picked is None:
            return f"there is {self.workspace.lead_word.nobody} under the cursor"
        if reason := self.workspace.why_not_update() or why_not_change(self.workspace, editing.stored):
            return printable(reason)
        if self.is_sending:
            return "a change is still being sent"
        return "" if any(key != editing.stored.id for key in self.desk.segments) else "there is no other list"
