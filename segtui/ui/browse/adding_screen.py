"""The part of the main screen that adds people to lists of their service, for services that take people so."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
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
    from segtui.ui.dialogs.adding import AdditionAnswer
    from segtui.workspace.additions import Addition, AdditionReport

_GO_ON = "P goes on with what is left."

_PICKING = frozenset({"pick_lead", "leave_out_lead"})


class AddingScreen(WritingScreen):
    """Marks people, asks into which lists, sends them in as many requests as it takes, and goes on where that ended."""

    class AdditionEnded(Announcement):
        """An addition was sent, or as much of it as somebody wanted; or what was left of one is dropped."""

        report: "AdditionReport"
        is_dropped: bool
        """Whether nobody wants what is left."""

    class RestsFound(Announcement):
        """Additions aren't finished, or none is any more."""

        reports: "Sequence[AdditionReport]"
        is_to_tell: bool
        """Whether nobody has asked for them."""

    class AnotherWanted(Announcement):
        """Other people are to be added, whatever isn't finished."""

    _rests: "Sequence[AdditionReport]" = ()
    """What came of additions of which something is left, the latest first."""
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
        """Ask into which lists the people are to be added; of additions that ended early, whether to go on."""
        if self._rests:
            self.walk_through_rests()
        else:
            self._ask_into_for_shown()

    @on(AnotherWanted)
    def _ask_into_for_shown(self) -> None:
        feed = self.lead_pane.feed
        if feed is not None:
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
        """Find what is left of additions that were begun from here, by this run or one that has ended."""
        if takes_people(self.workspace) and not self._rests:
            self.post_message(self.RestsFound(await self._unfinished(), is_to_tell=True))

    async def _unfinished(self) -> "Sequence[AdditionReport]":
        from segtui.workspace.additions import unfinished_now  # noqa: PLC0415 - as above

        return await asyncio.to_thread(unfinished_now, self.workspace, dict(self.desk.segments), self._rests)

    @on(RestsFound)
    def _take_rests(self, event: RestsFound) -> None:
        event.stop()
        if self._is_adding:
            return
        self._rests = event.reports
        self.refresh_bindings()
        if not event.reports and not event.is_to_tell:
            self.notice("Nothing is left: another segtui has finished it, or dropped it.")
        elif event.reports and event.is_to_tell:
            others = len(event.reports) - 1
            more = f" {others} more {'is' if others == 1 else 'are'} unfinished." if others else ""
            go_on = "" if why_not_add(self.workspace) else f" {_GO_ON}"
            self.notice(f"⚠ {event.reports[0].says}{more}{go_on}")

    # Sending.

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, an addition among it."""
        return super().is_sending or self._is_adding

    def stop_adding(self) -> None:
        """Send no further request of an addition; the one that is on its way is waited for, but not people read."""
        self._is_stopped = True
        if self._is_adding:
            self.notice("Stopping after this request.")
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
    ) -> None:
        """Plan an addition, show it, send it, and offer to go on as long as something is left.

        Args:
            into: The lists.
            people: Who is to be added.
            feed: Where the people come from, if all of it is meant; what wasn't fetched yet is.
        """
        from segtui.ui.dialogs.adding import AdditionDialog  # noqa: PLC0415 - as above

        try:
            addition = await self._planned(into, people, feed)
        except SegtuiError as error:
            self.post_message(self.Failed("", error, ""))
            return
        dialog = AdditionDialog(addition, self.workspace.lead_word)
        await self._go_on(addition, None, await self.app.push_screen_wait(dialog))

    @work(exclusive=True, group="add", description="go on with an addition")
    async def walk_through_rests(self) -> None:
        """Show what is left of additions, one after the other as far as wanted, and go on with one."""
        from segtui.ui.dialogs.adding import AdditionAnswer, AdditionDialog, Among  # noqa: PLC0415 - as above

        rests = await self._unfinished()
        self.post_message(self.RestsFound(rests, is_to_tell=False))
        if not rests:
            return
        answer, place = AdditionAnswer.NEXT, -1
        while answer is AdditionAnswer.NEXT:
            place = (place + 1) % len(rests)
            among = Among(place + 1, len(rests), may_begin=bool(self.lead_pane.chosen))
            dialog = AdditionDialog(rests[place].rest, self.workspace.lead_word, rests[place], among)
            answer = await self.app.push_screen_wait(dialog)
        if answer is AdditionAnswer.ANOTHER:
            self.post_message(self.AnotherWanted())
        else:
            await self._go_on(rests[place].rest, rests[place], answer)

    async def _go_on(self, addition: "Addition", before: "AdditionReport | None", answer: "AdditionAnswer") -> None:
        """Send what is left of an addition, as long as something is and somebody says so."""
        from segtui.ui.dialogs.adding import AdditionAnswer, AdditionDialog  # noqa: PLC0415 - as above

        report, failure = before, None
        try:
            while answer is AdditionAnswer.SEND:
                report = await self._sent(addition)
                addition, answer = report.rest, AdditionAnswer.LEAVE
                if addition.chunks:
                    dialog = AdditionDialog(addition, self.workspace.lead_word, report)
                    answer = await self.app.push_screen_wait(dialog)
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
        from segtui.workspace.additions import drop_addition, key_of, left_words  # noqa: PLC0415 - as above
        from segtui.workspace.members import counted_words  # noqa: PLC0415 - as above

        event.stop()
        report = event.report
        key, is_left = key_of(report.rest), bool(report.rest.chunks)
        counted = counted_words(self.workspace, report.rest.segments, report.counts)
        says = f"{ENDING_SIGNS[report.ending]} {report.says}{counted}{f' {_GO_ON}' if is_left else ''}"
        if event.is_dropped:
            with self.shown_as_running("dropping the rest", "What was left may be offered again.", ""):
                drop_addition(self.workspace, report.rest)
                is_left, says = False, f"⚠ {left_words(self.workspace, report.rest)} What was left is dropped."
        self._rests = [*([report] if is_left else []), *(one for one in self._rests if key_of(one.rest) != key)]
        self.notice(says)
        if not is_left:
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
            is_there = bool(self._rests) or (feed is not None and len(feed.rows) > 0)
            sending = "a change is still being sent" if self.is_sending else ""
            of_file = f"{nobody}; I adds {word.those} of a file"
            found["add_to_segments"] = why_not_add(self.workspace) or sending or ("" if is_there else of_file)
            found |= dict.fromkeys(_PICKING, "" if self.lead_pane.picked is not None else nobody)
        return found
