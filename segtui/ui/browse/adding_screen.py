"""The part of the main screen that adds people to lists of their service, for services that take people so."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.errors import Unsafe
from segtui.workspace.feed import LeadFeed
from segtui.workspace.member_reasons import has_rules_only, takes_people, why_not_add

if TYPE_CHECKING:
    from segtui.workspace.additions import Addition, AdditionReport

_GO_ON = "3, then P goes on with what is left."

_PICKING = frozenset({"pick_lead", "leave_out_lead"})


class AddingScreen(WritingScreen):
    """Marks people, asks into which lists, sends them in as many requests as it takes, and goes on where that ended."""

    class AdditionEnded(Announcement):
        """An addition was sent, or as much of it as somebody wanted; or what was left of one is dropped."""

        report: "AdditionReport"
        is_dropped: bool
        """Whether nobody wants what is left."""

    class RestFound(Announcement):
        """An addition isn't finished."""

        report: "AdditionReport"

    _rest: "AdditionReport | None" = None
    """What came of an addition of which something is left."""
    _is_reading_out = False
    """Whether those are being fetched who are to be added and weren't shown yet."""
    _is_adding = False
    _is_stopped = False
    _marks_of: str | None = None
    """The segment whose people were marked."""

    # Who.

    def show_leads(self, key: str, feed: LeadFeed, *, known_at: datetime | None = None) -> None:
        """Show the leads of a segment; the marks stay as long as it is the same one."""
        if key != self._marks_of:
            self._marks_of = key
            self.lead_pane.marks.clear()
        super().show_leads(key, feed, known_at=known_at)

    def action_pick_lead(self) -> None:
        """Pick who is under the cursor, or take that back: then only those who are picked are added."""
        self.lead_pane.mark("●")

    def action_leave_out_lead(self) -> None:
        """Leave out who is under the cursor, or take that back."""
        self.lead_pane.mark("✗")

    # Into what.

    def action_add_to_segments(self) -> None:
        """Ask into which lists the people are to be added; of an addition that ended early, whether to go on."""
        feed = self.lead_pane.feed
        if self._rest is not None:
            self.walk_through_addition(self._rest.rest.segments, (), None, self._rest)
        elif feed is not None:
            self.ask_into(self.lead_pane.chosen, None if self.lead_pane.has_picks else feed)

    def ask_into(self, people: Sequence[Lead], feed: LeadFeed | None, chosen: Collection[str] = ()) -> None:
        """Ask into which lists people are to be added.

        Args:
            people: Who.
            feed: Where they come from, if all of it is meant; what wasn't fetched yet is.
            chosen: The ids of the lists that are marked at first.
        """
        more = "" if feed is None or feed.is_complete else " or more"
        title = f"Add {self.workspace.lead_word.counted(len(people))}{more} to segments"

        def take(into: tuple[Segment, ...] | None) -> None:
            if into is not None:
                self.begin_write(partial(self.walk_through_addition, into, people, feed))

        from segtui.ui.dialogs.adding import IntoDialog  # noqa: PLC0415 - dialogs are loaded when they open

        lists = [one for one in self.desk.segments.values() if one.kind is not SegmentKind.DYNAMIC]
        lists.sort(key=lambda one: one.id not in chosen)
        self.notice("")
        self.app.push_screen(IntoDialog(title, lists, chosen=chosen), take)

    # What an earlier run has left.

    @work(exclusive=True, group="recall-addition", description="look for an addition that isn't finished")
    async def look_for_rest(self) -> None:
        """Find what is left of an addition that was begun from here, by this run or one that has ended."""
        if not takes_people(self.workspace) or self._rest is not None:
            return
        from segtui.workspace.additions import unfinished_additions  # noqa: PLC0415 - as above

        segments = dict(self.desk.segments)
        with suppress(SegtuiError):  # what can't be read is told by whatever else is read of it
            found = await asyncio.to_thread(unfinished_additions, self.workspace, segments)
            if found:
                self.post_message(self.RestFound(found[0]))

    @on(RestFound)
    def _take_rest(self, event: RestFound) -> None:
        event.stop()
        if self._rest is None and not self._is_adding:
            self._rest = event.report
            go_on = "" if why_not_add(self.workspace) else _GO_ON
            self.notice(f"⚠ {event.report.says} {go_on}".rstrip())
            self.refresh_bindings()

    # Sending.

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, an addition among it."""
        return super().is_sending or self._is_adding

    def stop_adding(self) -> None:
        """Send no further request of an addition; the one that is on its way is waited for, but not people read."""
        self._is_stopped = True
        if self._is_reading_out:
            self.workers.cancel_group(self, "add")
            word = self.workspace.lead_word.several
            self.post_message(self.Failed("", Unsafe(f"Nothing was sent: reading {word} was stopped."), ""))

    @work(exclusive=True, group="add", description="add people to segments")
    async def walk_through_addition(
        self,
        into: Sequence[Segment],
        people: Sequence[Lead],
        feed: LeadFeed | None,
        before: "AdditionReport | None" = None,
    ) -> None:
        """Plan an addition, show it, send it, and offer to go on as long as something is left.

        Args:
            into: The lists.
            people: Who is to be added.
            feed: Where the people come from, if all of it is meant; what wasn't fetched yet is.
            before: How it ended when it was tried before.
        """
        from segtui.ui.dialogs.adding import AdditionAnswer, AdditionDialog  # noqa: PLC0415 - as above

        report, answer, failure = before, AdditionAnswer.SEND, None
        try:
            addition = await self._planned(into, people, feed) if report is None else report.rest
            while addition.chunks:
                dialog = AdditionDialog(addition, self.workspace.lead_word, report)
                answer = await self.app.push_screen_wait(dialog)
                if answer is not AdditionAnswer.SEND:
                    break
                report = await self._sent(addition)
                addition = report.rest
        except SegtuiError as error:
            failure = self.Failed("", error, "")
        is_dropped = answer is AdditionAnswer.DROP
        if report is not None and (is_dropped or report is not before):
            self.post_message(self.AdditionEnded(report, is_dropped))
        if failure is not None:
            self.post_message(failure)

    async def _planned(self, into: Sequence[Segment], people: Sequence[Lead], feed: LeadFeed | None) -> "Addition":
        if feed is not None:
            left_out = {one.id for one in feed.rows} - {one.id for one in people}
            await self._read_out(feed)
            people = [one for one in feed.rows if one.id not in left_out]
        from segtui.workspace.members import plan_addition  # noqa: PLC0415 - as above

        return await plan_addition(self.workspace, into, people)

    async def _read_out(self, feed: LeadFeed) -> None:
        """Fetch everybody of a feed."""
        self._is_reading_out = True
        try:
            with self.status.running(f"reading {self.workspace.lead_word.several}", stop_key="esc") as job:
                while not feed.is_complete:
                    await feed.more()
                    self.status.tell_progress(job, f"{len(feed.rows):,}")
        finally:
            self._is_reading_out = False

    async def _sent(self, addition: "Addition") -> "AdditionReport":
        from segtui.workspace.members import carry_out_addition  # noqa: PLC0415 - as above

        job = f"adding {self.workspace.lead_word.several}"

        def told(rest: "Addition") -> None:
            self.status.tell_progress(job, f"{len(rest.sent):,} of {rest.total:,} requests")

        self._is_adding, self._is_stopped = True, False
        try:
            with self.status.running(job, stop_key="esc"):
                return await carry_out_addition(self.workspace, addition, told, lambda: self._is_stopped)
        finally:
            self._is_adding = False

    @on(AdditionEnded)
    def _take_addition(self, event: AdditionEnded) -> None:
        """Say what came of it, and read how many there are now."""
        from segtui.ui.ending_signs import ENDING_SIGNS  # noqa: PLC0415 - as above

        event.stop()
        report = event.report
        self._rest = report if report.rest.chunks and not event.is_dropped else None
        more = f" {_GO_ON}" if self._rest is not None else ""
        if event.is_dropped:
            more = " What was left is dropped."
            with self.shown_as_running("dropping the rest", "What was left may be offered again.", ""):
                from segtui.workspace.additions import forget_addition  # noqa: PLC0415 - as above

                forget_addition(self.workspace, report.rest)
        self.notice(f"{ENDING_SIGNS[report.ending]} {report.says}{more}")
        if self._rest is None:
            self.lead_pane.marks.clear()
        if report.rest.sent:
            self.load_segments()

    # What can't be done.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what has no sense for a service whose segments are rules."""
        needless = _PICKING | {"add_to_segments"} if has_rules_only(self.workspace) else _PICKING
        if action in needless and not takes_people(self.workspace):
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why nobody can be added now."""
        found = dict(super().reasons())
        if self.is_mounted:
            word = self.workspace.lead_word
            nobody = f"no {word.several} are shown"
            feed = self.lead_pane.feed
            is_there = self._rest is not None or (feed is not None and len(feed.rows) > 0)
            sending = "a change is still being sent" if self.is_sending else ""
            of_file = f"{nobody}; I adds {word.those} of a file"
            found["add_to_segments"] = why_not_add(self.workspace) or sending or ("" if is_there else of_file)
            found |= dict.fromkeys(_PICKING, "" if self.lead_pane.picked is not None else nobody)
        return found
