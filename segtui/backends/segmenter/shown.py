"""A list of the register as everything else sees it: as a segment, and as what is known of its last sending."""

from dataclasses import replace

from segtui.backends.lists import Receipt
from segtui.backends.segmenter.details import DETAILS
from segtui.backends.segmenter.register import Unread
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.instants import utc_minute
from segtui.domain.kept_lists import KeptList, Sending, kept_to_json
from segtui.domain.segments import Segment, SegmentKind, SegmentState
from segtui.domain.text import quoted

_MOST_NAMED = 5


_STATES = {
    Sending.SENT: SegmentState.ACTIVE,
    Sending.UNCERTAIN: SegmentState.UNCERTAIN,
    Sending.UNSENT: SegmentState.UNSENT,
    Sending.FAILED: SegmentState.FAILED,
}


def as_segment(kept: KeptList | Unread) -> Segment:
    """A list as a segment, with everybody who is on it; one that can't be read with nobody and nothing to change."""
    if isinstance(kept, Unread):
        kind, state = SegmentKind.STATIC, SegmentState.UNREADABLE
        return Segment(kept.id, kept.name, None, kind, state=state, raw=kept.document)
    people, bare = kept.leads, replace(kept, people=(), keys=(), before=None)
    return Segment(
        id=kept.id,
        name=kept.name,
        rule=None,
        kind=SegmentKind.STATIC,
        size=Count(len(people), Certainty.EXACT, Source.LOCAL_COPY, kept.at),
        created_at=kept.created_at,
        updated_at=kept.at,
        state=_STATES[kept.outcome],
        # The people stand in `people` already, and there may be thousands.
        raw={key: value for key, value in kept_to_json(bare).items() if key != "persons"},
        details={one.key: kept.fields.get(one.key, "") for one in DETAILS},
        people=people,
    )


def receipt_of_unread(kept: Unread) -> Receipt:
    """What can be said of a list that can't be read."""
    return Receipt(
        is_whole=False,
        says=f"What is kept of it here can't be read: {kept.why} It stays as it is, and can't be changed or sent. "
        "“segtui register export” writes it out; D forgets it, then a mended one can be imported.",
    )


def receipt_of(kept: KeptList, people_count: int) -> Receipt:
    """What is known of how a list was sent last.

    Args:
        kept: The list; who is on it doesn't matter.
        people_count: How many are on it.
    """
    at = utc_minute(kept.at)
    sentences = [f"This is a local copy from {at}."]
    if kept.outcome is Sending.UNSENT:
        sentences = [f"This was to be sent on {at} and didn't arrive: {kept.message}"]
    elif kept.outcome is Sending.UNCERTAIN:
        why = f": {kept.message}" if kept.message else "."
        how = "" if kept.is_local else " like this"
        sentences.append(f"Whether Segmenter has it{how} isn't known{why}")
    elif kept.message:
        sentences.append(f"Segmenter took it and said: {quoted(kept.message, 300)}.")
    if kept.missing:
        named = ", ".join(quoted(name, 40) for name in kept.missing[:_MOST_NAMED])
        more = f" and {len(kept.missing) - _MOST_NAMED:,} more" if len(kept.missing) > _MOST_NAMED else ""
        sentences.append(f"{len(kept.missing):,} of {people_count:,} people aren't in its answer: {named}{more}.")
    elif kept.missing is None and people_count:
        sentences.append("Its answer doesn't say whom it took.")
    if kept.failure:
        sentences.append(kept.failure)
    is_whole = kept.outcome is Sending.SENT and not kept.missing and not kept.message
    return Receipt(is_whole, " ".join(sentences))
