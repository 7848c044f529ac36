"""The work of the main screen that asks the service. Workers touch no widget: they post what has come."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from itertools import chain, repeat
from typing import TYPE_CHECKING

from textual import work

from segtui.domain.errors import SegtuiError
from segtui.domain.rules import Group, Path
from segtui.domain.segments import Segment
from segtui.store.errors import FileTrouble
from segtui.store.memory import Memory
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.greying_screen import GreyingScreen
from segtui.ui.widgets.plain import StatusLine
from segtui.workspace.detail_book import DetailBook, refused_fields
from segtui.workspace.editing import Editing
from segtui.workspace.errors import ChangedMeanwhile, Unsafe
from segtui.workspace.feed import LeadFeed
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.store.last_known import LastLeads, LastSegments
    from segtui.ui.browse.saving import SavingWalk
    from segtui.ui.browse.walk_ends import Ended
    from segtui.workspace.judging import Judge, Judgement
    from segtui.workspace.linting import LintBook
    from segtui.workspace.list_looks import ListLook
    from segtui.workspace.sample import Progress

DEBOUNCE = 0.15
"""Seconds that the cursor must rest before leads are asked for: holding a key asks once."""

STOPPABLE = ("list", "preview", "more", "learn", "recovery", "find", "lint", "relinked", "original")
"""Groups of work that escape always stops."""

_RECALL_SECONDS = 1

_STILL_SENDING = "✗ Nothing was begun: a change is still being sent. Ask again when it is said what came of it."

RECOVERY_WAITS = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds between tries while the line is down, the last again and again."""


class LoadingScreen(GreyingScreen[None]):
    """A screen that loads segments and leads, one of each kind of work at a time, the newest.

    Each kind is described: else Textual would write out all that is handed to a worker, 10,000 segments too.

    Args:
        workspace: The open profile.
        memory: What is remembered on this machine; None where nothing is.
    """

    class Listed(Announcement):
        """The list of segments has come."""

        segments: Sequence[Segment]

    class Recalled(Announcement):
        """What an earlier run was told last has been read."""

        known: "LastSegments"
        leads: "LastLeads | None"

    class ListDrawn(Announcement):
        """The names of the segments can be read."""

        path: Path | None
        """Where the cursor of the rule belongs; None where it is."""
        leads: "LastLeads | None" = None
        """Those of an earlier run, which belong to its list."""

    class FieldsKnown(Announcement):
        """The project's fields have come."""

        paths: Sequence[str]

    class Judged(Announcement):
        """What there is to say of a rule has been found out."""

        key: str
        editing: Editing
        judgement: "Judgement"

    class Learned(Announcement):
        """The leads that rules are judged by have come."""

    class RulesLinted(Announcement):
        """All rules of the list have been looked at."""

        why_no_leads: str = ""
        """Why that was done without the leads; empty when it was done by them."""

    class PreviewReady(Announcement):
        """Leads have come, for what was wanted when they were asked for."""

        key: str
        editing: Editing
        feed: LeadFeed

    class ChangedElsewhere(Announcement):
        """Somebody else has changed the segment whose leads were asked for."""

        key: str
        change: ChangedMeanwhile

    class ListLooked(Announcement):
        """What there is to tell of a list of people has been found out."""

        key: str
        editing: Editing
        look: "ListLook"

    class MoreReady(Announcement):
        """A feed has further leads."""

        feed: LeadFeed

    class Noted(Announcement):
        """A write of a segment failed, which is noted with it."""

        now: Segment

    class Failed(Announcement):
        """Some work ended with an error."""

        what: str
        error: SegtuiError
        again: str = ""
        """Which key tries it again, as a sentence."""

    class WalkEnded(Announcement):
        """A walk through a write has ended."""

        key: str
        begun: Editing
        """The edit as it was when the walk began; it may have been changed since."""
        ended: "Ended"

    class NotMade(Announcement):
        """A new segment was refused, or couldn't be sent."""

        key: str
        why: str

    class FieldsRefused(Announcement):
        """A write was refused for some parts of the segment."""

        key: str
        error: SegtuiError
        fields: Mapping[str, str]
        """What is said against which part."""

    def __init__(self, workspace: Workspace, memory: Memory | None) -> None:
        super().__init__()
        self.workspace = workspace
        self.book = DetailBook(workspace)
        self.memory = memory
        profile = workspace.profile
        self._last_known = memory.last_known(profile.place) if memory is not None and profile.keeps_answers else None
        self._is_recalling_over = asyncio.Event()
        """Until then the service isn't asked: reaching it for the first time takes longer than reading the file."""
        self._has_recalled = False
        """Whether there was anything, which comes onto the screen before the service is asked."""
        self._walk: SavingWalk | None = None
        self.status = StatusLine(delay=workspace.delay)
        """The line that says what runs; held here, because work may end after the screen is taken apart."""

    @cached_property
    def judge(self) -> "Judge":
        """Knows what there is to say of rules; loaded with the first of them, behind the names."""
        from segtui.workspace.judging import Judge  # noqa: PLC0415 - as it says

        return Judge(self.workspace)

    @cached_property
    def lint_book(self) -> "LintBook":
        """Knows what lint says of the rules of the list; loaded when somebody looks for that."""
        from segtui.workspace.linting import LintBook  # noqa: PLC0415 - as it says

        return LintBook(self.workspace)

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, which nothing may stop: nobody could tell what came of it."""
        return self._walk is not None and self._walk.is_sending

    def begin_write(self, walk: Callable[[], object]) -> None:
        """Begin to walk through a write, unless a change is on its way.

        A question may have been open since before that was sent, and another walk would cut it off unheard.
        """
        if self.is_sending:
            self.notice(_STILL_SENDING)
        else:
            walk()

    @contextmanager
    def shown_as_running(self, job: str, what_failed: str, again: str | None = None) -> Iterator[None]:
        """Say that something runs, and post how it failed.

        Args:
            job: What is done, as in "loading leads".
            what_failed: What to say if it fails.
            again: Which key tries it again, if it isn't the one that loads all anew.
        """
        try:
            with self.status.running(job, stop_key="esc"):
                yield
        except SegtuiError as error:
            if again is None:
                again = "segtui goes on trying; r tries now." if error.may_pass else "r tries again."
            self.post_message(self.Failed(what_failed, error, again))

    @work(exclusive=True, group="list", description="load segments")
    async def load_segments(self, *, reconnect: bool = False) -> None:
        """Load the list anew, and connect anew before, if the credentials were refused."""
        with suppress(TimeoutError):  # a disk that doesn't answer keeps nobody from the service
            await asyncio.wait_for(self._is_recalling_over.wait(), _RECALL_SECONDS)
        await (self._drawn() if self._has_recalled else self.was_drawn.wait())
        with self.shown_as_running("loading segments", "The segments couldn't be loaded."):
            if reconnect:
                await self.workspace.reconnect()
            self.post_message(self.Listed(await self.workspace.segments()))

    @work(exclusive=True, group="drawn", description="wait for the names")
    async def tell_when_drawn(self, path: Path | None, leads: "LastLeads | None" = None) -> None:
        """Post that the names can be read: what the first rule needs is loaded behind them."""
        await self._drawn()
        self.post_message(self.ListDrawn(path, leads))

    async def _drawn(self) -> None:
        """Wait until what is known is on the screen: asking costs time too, the first time that of the backend."""
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        await drawn.wait()

    @work(exclusive=True, group="recall", description="recall the last list")
    async def recall(self) -> None:
        """Read what an earlier run was told last: it can be read long before the service has answered."""
        try:
            if self._last_known is not None:
                known = await asyncio.to_thread(self._last_known.segments)
                if known is not None:
                    self._has_recalled = True
                    self.post_message(self.Recalled(known, await asyncio.to_thread(self._last_known.leads)))
        finally:
            self._is_recalling_over.set()

    @work(exclusive=True, group="keep-list", description="keep the list")
    async def keep_list(self, segments: Sequence[Segment]) -> None:
        """Keep the list for the next start."""
        if self._last_known is not None:
            await self._kept(partial(self._last_known.keep_segments, segments, self.workspace.now()))

    @work(exclusive=True, group="keep-leads", description="keep leads")
    async def keep_leads(self, segment_id: str, feed: LeadFeed) -> None:
        """Keep the first leads of a segment for the next start."""
        if self._last_known is not None:
            rows, as_of = tuple(feed.rows), feed.count.as_of
            await self._kept(partial(self._last_known.keep_leads, segment_id, feed.count, rows, as_of))

    async def _kept(self, keep: Callable[[], None]) -> None:
        with suppress(FileTrouble):  # a copy that can be fetched again: nobody's work depends on it
            await asyncio.to_thread(keep)

    @work(exclusive=True, group="recovery", description="try again")
    async def recover(self) -> None:
        """Try until the service answers again; nothing is drawn for a try that fails like the one before."""
        for wait in chain(RECOVERY_WAITS, repeat(RECOVERY_WAITS[-1])):
            await asyncio.sleep(wait)
            try:
                self.post_message(self.Listed(await self.workspace.segments()))
            except SegtuiError as error:
                if error.may_pass:
                    continue
                self.post_message(self.Failed("The segments couldn't be loaded.", error, "r tries again."))
            return

    @work(exclusive=True, group="fields", description="load fields")
    async def load_fields(self) -> None:
        """Learn the project's own fields, for completing them; the names come first."""
        await self._drawn()
        with self.shown_as_running("loading fields", "The project's own fields couldn't be loaded."):
            self.post_message(self.FieldsKnown([field.path for field in await self.workspace.fields()]))

    @work(exclusive=True, group="preview", description="load leads")
    async def load_preview(self, key: str, editing: Editing, *, at_once: bool) -> None:
        """Fetch the leads that a rule selects; a newer wish cancels this one."""
        if at_once:
            await self._drawn()
        else:
            await asyncio.sleep(DEBOUNCE)
        from segtui.workspace.list_looks import look_at_list  # noqa: PLC0415 - loaded behind the names
        from segtui.workspace.rule_texts import of_its_text  # noqa: PLC0415 - as above

        leads = self.workspace.lead_word.title
        job = f"loading {leads}"
        with self.shown_as_running(job, f"The {leads} couldn't be loaded."):
            if editing.is_list:
                self.post_message(self.ListLooked(key, editing, await look_at_list(self.workspace, editing)))
                return
            try:
                draft = editing.draft
                stored, like = of_its_text(editing.stored, draft), of_its_text(editing.like, draft)
                feed = await self.workspace.preview(draft.rule, stored, like=like, progress=self._progress_of(job))
            except ChangedMeanwhile as change:
                self.post_message(self.ChangedElsewhere(key, change))
            else:
                self.post_message(self.PreviewReady(key, editing, feed))

    def _progress_of(self, job: str) -> "Progress":
        """Tells on the status line how far the leads have come, which may be thousands."""

        def tell(done: int, total: int | None) -> None:
            self.status.tell_progress(job, f"{done:,} of {total:,}" if total is not None else f"{done:,}")

        return tell

    @work(exclusive=True, group="judge", description="judge a rule")
    async def judge_rule(self, key: str, editing: Editing) -> None:
        """Find out what there is to say of a rule; a newer one cancels this."""
        await asyncio.sleep(DEBOUNCE)
        self.post_message(self.Judged(key, editing, await self.judge.judge(editing.draft.rule, editing.source)))

    @work(exclusive=True, group="learn", description="look at leads")
    async def learn_facts(self) -> None:
        """Fetch the leads that rules are judged by."""
        leads = self.workspace.lead_word.title
        job = f"looking at {leads}"
        with self.shown_as_running(job, f"The {leads} couldn't be looked at."):
            await self.judge.learn(self._progress_of(job))
            self.post_message(self.Learned())

    @work(exclusive=True, group="lint", description="look at all rules")
    async def lint_rules(self, rules: Sequence[tuple[Group | None, Segment | None]], *, with_leads: bool) -> None:
        """Look at the rules of the list, for somebody who looks for what lint says.

        Args:
            rules: Each with its segment, as the service holds it.
            with_leads: Look at the leads before, which are the same for all rules.
        """
        job, why = "looking at all rules", self.workspace.why_not_leads()

        def tell(done: int, total: int | None) -> None:
            self.status.tell_progress(job, f"{done:,} of {total:,}")

        with self.shown_as_running(job, "The rules couldn't be looked at."):
            if with_leads and self.judge.can_learn:
                try:
                    await self.judge.learn(self._progress_of(job))
                    self.post_message(self.Learned())
                except SegtuiError as error:  # rules tell a lot by themselves
                    why = error.message
            await self.lint_book.look_at(rules, self.judge.looked, tell)
            self.post_message(self.RulesLinted(why))

    @work(exclusive=True, group="more", description="load more leads")
    async def load_more(self, feed: LeadFeed) -> None:
        """Fetch further leads."""
        leads = self.workspace.lead_word.title
        with self.shown_as_running(f"loading more {leads}", f"No more {leads} could be loaded."):
            await feed.more()
            self.post_message(self.MoreReady(feed))

    async def show_what_is_noted(self, *stored: Segment | None) -> None:
        """Show how segments stand after a write that failed, where only what is kept of them here tells it."""
        from segtui.workspace.list_looks import noted_with  # noqa: PLC0415 - nothing needs it before a list is shown

        for one in stored:
            now = await noted_with(self.workspace, one) if one is not None else None
            if now is not None:
                self.post_message(self.Noted(now))

    @work(exclusive=True, group="write", description="save or delete")
    async def walk_through_write(self, key: str, editing: Editing, *, delete: bool = False) -> None:
        """Save or delete a segment, with everything that has to be asked on the way."""
        from segtui.ui.browse.saving import SavingWalk  # noqa: PLC0415 - 15 ms, and most looks at a list change nothing

        walk = self._walk = SavingWalk(self.app, self.workspace, self.status, self.book)
        try:
            ended = await (walk.delete(editing.stored) if delete and editing.stored else walk.save(editing))
        except SegtuiError as error:
            await self.show_what_is_noted(editing.stored)
            if editing.stored is None and not isinstance(error, Unsafe):
                self.post_message(self.NotMade(key, error.message))
            fields = refused_fields(error) if self.book.details and not delete else {}
            if fields:
                self.post_message(self.FieldsRefused(key, error, fields))
                return
            # What segtui itself refuses says so already.
            self.post_message(self.Failed("" if isinstance(error, Unsafe) else "Nothing was changed.", error))
        else:
            self.post_message(self.WalkEnded(key, editing, ended))
