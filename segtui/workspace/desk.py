"""What lies on the desk: the segments of the profile, and every edit that somebody has begun.

Moving to another segment, or loading the list anew, never takes an edit away; with `Drafts`, the end of the program
doesn't either.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from segtui.domain.counting import Count
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import printable
from segtui.store.drafts import Drafts, LeftBehind, new_key
from segtui.store.errors import FileTrouble
from segtui.workspace.details import missing_from
from segtui.workspace.edit_keeper import EditKeeper
from segtui.workspace.editing import Editing
from segtui.workspace.intents import Intents
from segtui.workspace.segment_lines import LintOf, SegmentLine
from segtui.workspace.unfinished import UnfinishedForms
from segtui.workspace.workspace import has_changed

if TYPE_CHECKING:
    from segtui.domain.diagnostics import Diagnostic
    from segtui.domain.frozen import FrozenDates

_RULES_A_TURN = 50
"""Rules that are read without a pause: 2 ms, which nobody sees between two keys."""

_PAUSE_SECONDS = 0.005


class Desk:
    """The segments and the edits, by key.

    Args:
        drafts: Keeps what isn't saved beyond this run; None where nothing can be kept.
        intents: What was meant by dates; it follows segments when their keys change.
    """

    def __init__(self, drafts: Drafts | None = None, intents: Intents | None = None) -> None:
        self.intents = intents if intents is not None else Intents()
        """What was meant by the dates of the segments, by their keys."""
        self._keeper = EditKeeper(drafts)
        self.unfinished = UnfinishedForms(drafts.forms if drafts is not None else None, self._name_of)
        """What was typed into forms and isn't taken yet."""
        self._segments: dict[str, Segment] = {}
        self._edits: dict[str, Editing] = {}
        self._sizes: dict[str, Count] = {}
        self._lines: dict[str, SegmentLine] = {}
        """The lines made so far: a filter asks for thousands at each letter."""
        self._not_made: dict[str, str] = {}
        """Why new segments couldn't be made when that was tried last, by their keys."""
        self._made_as: dict[str, str] = {}
        """The ids of segments that were made here, by the keys they had before."""

    @property
    def segments(self) -> Mapping[str, Segment]:
        """The segments as they were loaded, by id."""
        return self._segments

    @property
    def unsaved(self) -> Sequence[str]:
        """The keys of what isn't saved."""
        return [key for key, editing in self._edits.items() if editing.is_changed]

    @property
    def trouble(self) -> FileTrouble | None:
        """What keeps edits from being kept; None when they are, or when nobody asked for it."""
        return self._keeper.trouble

    @property
    def is_keeping(self) -> bool:
        """Whether something is still being written that isn't saved; see `kept`."""
        return self._keeper.is_writing

    async def kept(self) -> None:
        """Wait until what isn't saved outlives this run, or `trouble` says why it doesn't."""
        await self._keeper.settled()

    def restore(self) -> LeftBehind:
        """Take what earlier runs have left unsaved onto the desk.

        Returns:
            What was found, the latest first.
        """
        found = self._keeper.left_behind()
        for one in found.drafts:
            self._edits[one.key] = Editing.restored(one.draft, one.stored, one.like)
            if one.not_made:
                self._not_made[one.key] = one.not_made
            if one.like is not None:  # an older edit of a segment has come back under a key of its own
                self.intents.copied(one.like.id, one.key)
        return found

    def keep_again(self) -> None:
        """Keep all that isn't saved once more: what was kept may be in a file that is gone, or out of use."""
        self._keeper.begin_anew()
        for key, editing in self._edits.items():
            self.put(key, editing)

    def keep_to_end(self) -> bool:
        """Keep all once more and wait for what is still being written; tells whether it outlives this run."""
        self.keep_again()
        return self._keeper.has_all

    def edited_elsewhere(self) -> frozenset[str]:
        """The keys of segments that another segtui on this machine has unsaved edits of."""
        return self._keeper.elsewhere()

    def note_not_made(self, key: str, why: str) -> None:
        """Keep with a new segment why it couldn't be made, as a sentence."""
        self._not_made[key] = why
        self._keeper.note_not_made(key, why)

    def why_not_made(self, key: str) -> str:
        """Why a new segment couldn't be made when that was tried last; empty when it wasn't tried."""
        return self._not_made.get(key, "")

    def load(self, segments: Sequence[Segment]) -> None:
        """Take a new list; edits stay with the state they began from, sizes with segments that nobody has changed."""
        loaded = {segment.id: segment for segment in segments}
        for key in list(self._edits):
            self._bring_up_to_date(key, loaded.get(key))
        self._sizes = {key: size for key, size in self._sizes.items() if loaded.get(key) == self._segments.get(key)}
        self._segments = loaded
        self._lines = {key: line for key, line in self._lines.items() if key in loaded or key in self._edits}

    def _bring_up_to_date(self, key: str, now: Segment | None) -> None:
        """Let an edit that wants just what the service has be none any more, and drop what leads to nothing that is.

        Args:
            key: The segment's.
            now: What the service has; None when it has no such segment.
        """
        editing = self._edits.get(key)
        if editing is None:
            return
        if now is not None and editing.sketch == SegmentDraft.of(now):
            self.put(key, editing.now_stored(now))
        elif not editing.is_changed:
            self._take_away(key)

    @property
    def total(self) -> int:
        """How many lines the list has."""
        return len(self._unlisted) + len(self._segments)

    def lines(self, words: str = "", keep: str | None = None, said: LintOf = lambda _: None) -> list[SegmentLine]:
        """The lines of the list: what isn't made yet, then the segments in their order.

        Args:
            words: Show only those that have all of this, as `read_search` reads it.
            keep: A key to show all the same.
            said: What lint says of a line's rule; None while that isn't known.
        """
        lines = [self._line(key) for key in (*self._unlisted, *self._segments)]
        if not words.strip():
            return lines
        meets = self._meeting(words, said)
        return [one for one in lines if one.key == keep or meets(one)]

    async def read_rules(self) -> None:
        """Find out what of the rules can be looked for, a few at a time.

        Whoever looks inside of rules waits for it otherwise: with 10,000 segments, half a second at one letter.
        """
        for number, line in enumerate(self.lines(), 1):
            line.read_rule()
            if number % _RULES_A_TURN == 0:
                await asyncio.sleep(_PAUSE_SECONDS)

    def _meeting(self, words: str, said: LintOf) -> Callable[[SegmentLine], bool]:
        """A test for what is looked for, which finds out no more than it asks for."""
        from segtui.domain.searching import Place, is_found, read_search  # noqa: PLC0415 - as above

        search = read_search(words)
        needs_lint = search.asks(Place.LINT)  # lint tells of rules that say the same, too
        twins = self._likenesses_of_several() if needs_lint or search.asks(Place.SAME) else frozenset()

        dates = self.intents.of_all() if needs_lint else {}

        def meets(one: SegmentLine) -> bool:
            has_twin = bool(twins) and one.likeness in twins
            found = _with_dates(one, said(one), dates.get(one.key, {})) if needs_lint else None
            return is_found(search, one, found, has_twin=has_twin)

        return meets

    def _likenesses_of_several(self) -> frozenset[str]:
        """What rules of more than one segment say."""
        counts = Counter(self._line(key).likeness for key in (*self._unlisted, *self._segments))
        return frozenset(likeness for likeness, count in counts.items() if likeness and count > 1)

    def editing(self, key: str) -> Editing | None:
        """The edit of a key; for an untouched segment one that changes nothing; None when the key is unknown."""
        if key in self._edits:
            return self._edits[key]
        return Editing.of(self._segments[key]) if key in self._segments else None

    def put(self, key: str, editing: Editing) -> None:
        """Take an edit, undone or not, and see to it that it is kept for as long as it isn't saved."""
        self._edits[key] = editing
        self._keeper.keep(key, editing)
        if key not in self._keeper.unkept:  # where this could be kept, so may be what couldn't before
            for other in self._keeper.unkept & self._edits.keys():
                self._keeper.keep(other, self._edits[other])

    def begin(self, editing: Editing) -> str:
        """Keep the edit of a segment that isn't made yet, and name its key."""
        key = new_key()
        if editing.like is not None:
            self.intents.copied(editing.like.id, key)
        self._edits = {key: editing, **self._edits}
        self.put(key, editing)
        return key

    def discard(self, key: str) -> None:
        """Forget an edit; what the service has is shown again."""
        editing = self._take_away(key)
        if editing is not None and editing.stored is None:
            self.intents.forget(key)
            self.unfinished.forget_all(key)

    def replace(self, segment: Segment) -> None:
        """Take a newer state of one segment into the list; an edit stays with the state that it began from."""
        self._bring_up_to_date(segment.id, segment)
        self._segments[segment.id] = segment
        self._sizes.pop(segment.id, None)

    def relinked(self, now: Segment) -> None:
        """Take note of whom a segment is given to now; giving it to somebody may move its date of change, no more.

        Args:
            now: The segment as it was read afterwards. If more than that has changed, somebody else has been at it:
                then the next look at it shall find that out.
        """

        def with_links(before: Segment) -> Segment:
            redated = replace(before, updated_at=now.updated_at)
            return replace(before if has_changed(redated, now) else redated, links=now.links)

        if now.id in self._segments:
            self._segments[now.id] = with_links(self._segments[now.id])
        editing = self._edits.get(now.id)
        if editing is not None and editing.stored is not None:
            self.put(now.id, editing.now_stored(with_links(editing.stored)))

    def take_theirs(self, key: str, theirs: Segment) -> None:
        """Go on from what somebody else has saved; the steps up to the own wishes can be undone to."""
        editing = self.editing(key)
        if editing is not None:
            self.put(key, editing.now_stored(theirs).reverted())
        if key in self._segments:
            self._segments[key] = theirs
            self._sizes.pop(key, None)

    def present_key(self, key: str) -> str:
        """The key by which a segment is known now: one that wasn't made yet may have become one with an id."""
        return self._made_as.get(key, key)

    def saved(
        self, key: str, segment: Segment, sent: SegmentDraft | None = None, asked: SegmentDraft | None = None
    ) -> None:
        """Take a segment as the service has it after a write; it comes first, as the latest.

        What is wanted and isn't there all the same stays wanted, and so does what was changed here meanwhile. The
        steps up to the save can still be undone, each to be saved again.

        Args:
            key: The segment's key before.
            segment: The segment as it was read back.
            sent: What was sent, in the service's own way of saying it (`Plan.draft`); None when nothing was changed.
            asked: What was wanted when the save began; None when nothing can have been changed since.
        """
        editing = self._take_away(key)
        self._made_as[key] = segment.id
        self.intents.moved(key, segment.id)
        self.unfinished.moved(key, segment.id)
        others = {one: held for one, held in self._segments.items() if one not in {key, segment.id}}
        self._segments = {segment.id: segment, **others}
        self._sizes.pop(segment.id, None)
        if editing is not None and missing_from(segment, sent or editing.draft):
            self.put(segment.id, editing.now_stored(segment))
        elif editing is not None and asked is not None and editing.draft != asked:
            self.put(segment.id, editing.after_saving(asked, segment))
        elif editing is not None and editing.sketch != editing.draft:
            self.put(segment.id, editing.after_saving(editing.draft, segment))
        elif editing is not None:
            self.put(segment.id, editing.as_saved(segment))

    def removed(self, key: str) -> None:
        """Forget a segment that was deleted."""
        self._take_away(key)
        self.intents.forget(key)
        self.unfinished.forget_all(key)
        self._segments.pop(key, None)

    def counted(self, key: str, count: Count) -> None:
        """Remember how many leads a saved segment has."""
        self._sizes[key] = count

    def _take_away(self, key: str) -> Editing | None:
        """Take an edit from the desk; what was kept of it is dropped."""
        editing = self._edits.pop(key, None)
        self._keeper.forget(key)
        return editing

    def _name_of(self, key: str) -> str:
        editing = self.editing(key)
        return editing.draft.name if editing is not None else ""

    @property
    def _unlisted(self) -> list[str]:
        return [key for key in self._edits if key not in self._segments]

    def _line(self, key: str) -> SegmentLine:
        segment, editing = self._segments.get(key), self._edits.get(key)
        size = self._sizes.get(key) or (segment.size if segment is not None else None)
        known = self._lines.get(key)
        if known is not None and known.segment is segment and known.editing is editing and known.size is size:
            return known
        name = editing.draft.name if editing else segment.name if segment else ""
        shown = printable(name.strip()) or f"(no name) {key if segment else ''}".strip()
        made = self._lines[key] = SegmentLine(key, shown, f"{shown} {key}".casefold(), segment, editing, size)
        return made


def _with_dates(
    one: SegmentLine, said: "Sequence[Diagnostic] | None", dates: "FrozenDates"
) -> "Sequence[Diagnostic] | None":
    """What lint says of a line's rule, with what it says of dates that stand still: that changes with the day."""
    if said is None or not dates or one.rule is None:
        return said
    from segtui.domain.lint.dates import frozen_diagnostics  # noqa: PLC0415 - loaded when somebody looks for it

    return (*said, *frozen_diagnostics(one.rule, dates))
