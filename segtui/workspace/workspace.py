"""One open profile: its segments, their leads, and what the service makes of a rule."""

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from segtui.backends.base import Ability, Backend, Dialect, Field, Greeting, KeepsText, Served, Service, ShowsLeads
from segtui.backends.lists import Keeper, KeepsRules
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.exchanges import Exchange
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, walk
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.text import printable
from segtui.domain.values import JsonValue
from segtui.workspace.details import as_answered, differ
from segtui.workspace.errors import ChangedMeanwhile, SegmentIsDeleted, Unsafe
from segtui.workspace.feed import LeadFeed, list_feed

if TYPE_CHECKING:
    from segtui.store.profiles import Profile  # pydantic is behind it, 70 ms that the first frame doesn't wait for
    from segtui.workspace.sample import Progress, Sample

_NEVER_ANSWERED = "The service would never answer this rule, so it was not asked"
_UNSAVED = "The service can't preview a rule that isn't saved"

_TOTAL_IS_FRESH_FOR = timedelta(minutes=1)


@record
class _Total:
    leads: int | None
    as_of: datetime


@record
class OpenProfile:
    """What the screen says about the profile that is open."""

    name: str
    service: str
    read_only: bool
    environment: str | None = None
    accent: str | None = None
    settings: "Profile | None" = None
    """All of it as it was opened."""
    origin: str = ""
    """Scheme, host and port of the service's address."""
    place: str = ""
    """Service, address and project in one text: what is kept on disk belongs to it, whatever the profile is called."""
    keeps_answers: bool = True
    """Whether what the service answers is worth keeping for the next start."""


Ask: TypeAlias = Callable[[str], Awaitable[str]]
"""Puts a question to the person and waits for the answer, typed unseen."""

Connect: TypeAlias = Callable[[], Awaitable[Backend]]
"""Finds a profile's secret and makes a backend with it."""


class Workspace:
    """What a person can do with one open profile. The service is connected when it is asked for the first time.

    Args:
        service: The kind of service it is.
        profile: What to say of the profile.
        connect: Finds the profile's secret and makes a backend with it.
        now: The clock.
    """

    def __init__(
        self,
        service: Service,
        profile: OpenProfile,
        connect: Connect,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.service = service
        self.profile = profile
        self.now = now
        self._connect = connect
        self.backend: Backend | None = None
        """The service, once something was asked of it; None before."""
        self.keeper: Keeper | None = None
        """Keeps what only segtui knows of the service; None where nothing can be kept."""
        self.only_plans = False
        """Whether nothing will be sent: then a read-only profile is no reason against a plan. It still can't send."""
        self._connecting = asyncio.Lock()
        self._sampling = asyncio.Lock()
        self._sample: Sample | None = None
        self._total: _Total | None = None
        self.last_read: dict[str, Segment] = {}
        """Segments as they were read last by themselves, by id: a list may show less of them."""

    @property
    def dialect(self) -> Dialect:
        """The service's rule language."""
        return self.service.dialect

    @property
    def lead_word(self) -> LeadWord:
        """What the service calls its leads."""
        return self.service.lead_word

    @property
    def title(self) -> str:
        """The service's name as people write it."""
        return self.service.title

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """The last requests and how they ended, oldest first."""
        return self.backend.exchanges() if self.backend is not None else ()

    def delay(self) -> str:
        """What there is to say of a service that couldn't answer and is asked again by itself; empty when none is.

        Only what reads is asked again. A change reads before and after it is sent, so it must not sound as if it was.
        """
        seconds = self.backend.seconds_to_wait() if self.backend is not None else 0
        return f"reads again in {math.ceil(seconds)} s" if seconds else ""

    def why_not_send(self) -> str:
        """Why nothing that changes something can be sent with this profile; empty when it can."""
        return f"the profile {printable(self.profile.name)} is read-only" if self.profile.read_only else ""

    def why_not_create(self) -> str:
        """Why no segment can be made with this profile, or none be planned; empty when one can."""
        return "" if self.only_plans else self.why_not_send()

    def why_not_update(self) -> str:
        """Why no segment can be changed; empty when one can."""
        return self.why_not_create() or self.service.abilities.reason_against(Ability.UPDATE)

    def why_not_delete(self) -> str:
        """Why no segment can be deleted; empty when one can."""
        return self.why_not_create() or self.service.abilities.reason_against(Ability.DELETE)

    def why_not_leads(self) -> str:
        """Why no people can be shown; empty when they can."""
        return self.service.abilities.reason_against(Ability.LEADS)

    async def close(self) -> None:
        """Hang up."""
        if self.backend is not None:
            await self.backend.close()

    async def connected(self) -> Backend:
        """The service, ready to be asked; nothing is sent yet.

        Raises:
            SegtuiError: The profile's secret isn't there.
        """
        async with self._connecting:
            if self.backend is None:
                self.backend = await self._connect()
            return self.backend

    async def reconnect(self) -> None:
        """Begin anew with the profile's secret, which may be another one by now.

        Raises:
            SegtuiError: The secret isn't there; the old connection stays.
        """
        async with self._connecting:
            fresh = await self._connect()
            old, self.backend = self.backend, fresh
        if old is not None:
            await old.close()

    async def check(self) -> Greeting:
        """Who the service takes us for, and what may be chosen."""
        return await (await self.connected()).check()

    async def segments(self) -> list[Segment]:
        """All active segments of the project, each once, the latest change first."""
        found, totals = await self._read_segments()
        if len(totals) > 1:
            # One that was deleted while pages were read moves the others up, and one of them past the next page.
            found, _ = await self._read_segments()
        return sorted(found.values(), key=_latest_first)

    async def _read_segments(self) -> tuple[Mapping[str, Segment], set[int | None]]:
        """The segments of all pages by id, and the totals that the pages named."""
        found: dict[str, Segment] = {}
        totals: set[int | None] = set()
        cursor: str | None = None
        backend = await self.connected()
        while True:
            page = await backend.segments(cursor)
            totals.add(page.total)
            fresh = {segment.id: segment for segment in page.rows if segment.id not in found}
            found |= fresh
            if page.cursor is None or not fresh:
                return found, totals
            cursor = page.cursor

    async def segment(self, segment_id: str) -> Segment:
        """One segment as the service holds it now, a deleted one included."""
        read = self.last_read[segment_id] = await (await self.connected()).segment(segment_id)
        return read

    async def unchanged(self, loaded: Segment) -> Segment:
        """The segment as it is now, if nobody has changed it since it was loaded.

        Raises:
            ChangedMeanwhile: Somebody has.
            SegmentIsDeleted: It was deleted.
        """
        now = await self.segment(loaded.id)
        if now.state is SegmentState.DELETED:
            raise SegmentIsDeleted(now)
        if has_changed(loaded, now):
            from segtui.domain.difference import difference  # noqa: PLC0415 - loaded with the first difference

            before = SegmentDraft.of(loaded)
            raise ChangedMeanwhile(now, difference(before, as_answered(before, now)))
        return now

    async def fields(self) -> Sequence[Field]:
        """Every field that conditions can name."""
        return await (await self.connected()).fields()

    def field_names(self, rule: Group, known: Iterable[str] = ()) -> Mapping[str, str]:
        """What fields are called in English, for sentences; those that share a name aren't among them.

        Args:
            rule: Its fields are named, and the service's own.
            known: Paths of other fields that there are.
        """
        asked = (node.field for _, node in walk(rule) if isinstance(node, Condition))
        paths = {one.path for one in self.dialect.fields}.union(known, asked)
        labels = {path: self.dialect.field_label(path) for path in paths}
        uses = Counter(labels.values())
        return {path: label for path, label in labels.items() if uses[label] == 1}

    def served(self, rule: Group, stored: Segment | None = None) -> Served:
        """What the service would make of a rule."""
        return self.dialect.served(rule, self.native_of(stored))

    def native_of(self, segment: Segment | None) -> Mapping[str, JsonValue] | None:
        """The rule of a segment in the service's own form, for a dialect; with its text, where that is what counts."""
        if segment is None:
            return None
        if isinstance(self.dialect, KeepsText) and segment.written:
            return {**segment.raw, **self.dialect.as_native(segment.written)}
        return segment.raw

    def problems(self, rule: Group, stored: Segment | None = None, *, creating: bool = False) -> Sequence[Diagnostic]:
        """What must be mended before a rule may be sent; what the service holds already isn't judged."""
        known = stored.rule.children if stored and stored.rule else ()
        return self.dialect.problems(rule, known=known, creating=creating)

    def in_words_that_work(self, rule: Group, stored: Segment | None = None) -> Group:
        """The rule with each new part that the service can't hold or can't run said in another way, where there is one.

        Parts that the service holds already stay as they are.
        """
        from segtui.domain.working import in_words_that_work  # noqa: PLC0415 - loaded with the first change

        known = stored.rule.children if stored and stored.rule else ()
        return in_words_that_work(rule, self.dialect, self.native_of(stored), known=known)

    async def sample(self, progress: "Progress | None" = None) -> "Sample":
        """The first leads of the project; fetched once, until `forget_counts`."""
        from segtui.workspace.sample import fetch_sample  # noqa: PLC0415 - loaded with the first sample, behind the names

        async with self._sampling:
            if self._sample is None:
                source = await self._shows_leads()
                self._sample = await fetch_sample(source, self.service.sample_size, self.now, progress)
            return self._sample

    @property
    def known_sample(self) -> "Sample | None":
        """The sample, if it was fetched already."""
        return self._sample

    def forget_counts(self, older_than: timedelta = timedelta(0)) -> None:
        """Fetch the sample and the number of leads anew when they are needed next.

        Args:
            older_than: Keep a sample that isn't older than this; without it, none is kept.
        """
        if older_than and self._sample is not None and self.now() - self._sample.as_of <= older_than:
            return
        self._sample = self._total = None

    async def lead(self, lead_id: str) -> Lead:
        """One lead as the service holds it now."""
        return await (await self._shows_leads()).lead(lead_id)

    async def preview(
        self,
        rule: Group,
        stored: Segment | None = None,
        *,
        like: Segment | None = None,
        only_sample: bool = False,
        progress: "Progress | None" = None,
    ) -> LeadFeed:
        """The leads that the service would select by a rule.

        The service is asked where it can answer exactly: for a saved rule by its id, for another if its parameters can
        say it. Else the rule is counted on the sample, and so is a rule that the service would never answer: that one
        isn't sent. A list whose people are known here needs nobody asked.

        Args:
            rule: The rule as it is meant.
            stored: The segment it belongs to, as the service holds it.
            like: For a duplicate that isn't made yet: of which segment. What becomes of that one doesn't matter here.
            only_sample: Don't ask the service to select.
            progress: Told while the sample is fetched.

        Raises:
            ChangedMeanwhile: The service would answer for another rule than this one, because somebody has changed it.
            SegmentIsDeleted: The segment was deleted.
            ServiceError: The service couldn't be asked.
        """
        listed = await list_feed(stored or like, self._shows_leads, self.now())
        if listed is not None:
            return listed
        from segtui.workspace.previewing import counted_here, gap, selected_there  # noqa: PLC0415 - behind the names

        source = await self._shows_leads()
        served = self.served(rule, stored or like)
        saved = stored if stored is not None and _says(stored, rule) else None
        if saved is None and any(one.severity is Severity.REFUSE for one in self.problems(rule, stored or like)):
            return await counted_here(self, rule, None, "This rule can't be sent as it is", progress)
        if served.rule is None:
            return await counted_here(self, rule, None, _NEVER_ANSWERED, progress)
        if isinstance(source, KeepsRules):
            if saved is not None and not self.only_plans:
                await asyncio.to_thread(source.note_used, saved.id)  # another segtui may hold what it is written into
            return await counted_here(self, rule, served, "", progress)
        if saved is None and like is not None and not only_sample and await self._still_says(like, rule):
            saved = like
        if only_sample or (saved is None and not source.previews_rule(served.rule)):
            return await counted_here(self, rule, served, "" if only_sample else _UNSAVED, progress)
        feed = await selected_there(self, source, served, saved, is_stored=saved is stored)
        feed.comparison = await gap(self, rule, served, progress)
        return feed

    async def _still_says(self, original: Segment, rule: Group) -> bool:
        """Whether a segment says just this on the service too, so that its leads are those of a duplicate."""
        if not _says(original, rule):
            return False
        now = await self.segment(original.id)
        return _says(now, rule) and not has_changed(original, now)

    async def everybody(self, source: ShowsLeads) -> int | None:
        """How many leads the project has; asked again after a minute."""
        known = self._total
        if known is None or self.now() - known.as_of > _TOTAL_IS_FRESH_FOR:
            known = self._total = _Total((await source.leads(limit=1)).total, self.now())
        return known.leads

    async def _shows_leads(self) -> ShowsLeads:
        backend = await self.connected()
        if not isinstance(backend, ShowsLeads):
            reason = self.why_not_leads() or f"this service doesn't show its {self.lead_word.people}"
            raise Unsafe(f"{reason[:1].upper()}{reason[1:]}.")
        return backend


def has_changed(before: Segment, now: Segment) -> bool:
    """Whether somebody has written to a segment between two looks at it.

    A detail that one of the answers hasn't got isn't known, and not changed; nor is anything by a write that failed.
    """
    first, second = ((one.updated_at, one.standing, one.name, one.rule, one.written) for one in (before, now))
    return first != second or differ(before, now)


def _says(segment: Segment, rule: Group) -> bool:
    """Whether a service that is asked by the segment's id selects by this rule."""
    return segment.state is not SegmentState.DELETED and rule == segment.rule


def _latest_first(segment: Segment) -> tuple[float, str]:
    changed = segment.updated_at or segment.created_at
    return (-changed.timestamp() if changed else 0.0, segment.id)
