"""The details of segments: what a new one begins with, what must be there, and what an answer tells of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from segtui.backends.base import Service
from segtui.backends.details import Detail
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue
from segtui.workspace.errors import DetailMissing

if TYPE_CHECKING:
    from segtui.domain.difference import Change


def new_details(service: Service, like: Segment | None = None) -> Mapping[str, JsonValue]:
    """What the details of a new segment are, or those of a duplicate that aren't the original's.

    What asks for a word when it is switched on isn't switched on by making a copy.
    """
    return {one.key: one.initial for one in service.details if like is None or one.confirm}


def used_values(details: Iterable[Detail], segments: Iterable[Segment]) -> Mapping[str, Sequence[tuple[str, int]]]:
    """What segments have in details that offer it, by key, each with how many have it, the most used first."""
    counts = {one.key: Counter[str]() for one in details if one.offers_used}
    for segment in segments:
        for key, count in counts.items():
            value = segment.details.get(key)
            if isinstance(value, str) and value:
                count[value] += 1
    return {key: sorted(count.items(), key=lambda one: (-one[1], one[0])) for key, count in counts.items()}


def refuse_missing(service: Service, draft: SegmentDraft) -> None:
    """See to it that a new segment has what the service wants.

    Raises:
        DetailMissing: It hasn't.
    """
    for one in service.details:
        if one.required and draft.details.get(one.key) in {None, ""}:
            raise DetailMissing(one.key, one.title)


def onto(stored: Segment, loaded: Segment, draft: SegmentDraft) -> Mapping[str, JsonValue]:
    """The details that somebody has changed, on top of what the service has: its answers may lack some of them.

    Args:
        stored: The segment as it is now.
        loaded: The segment as it was when the change began.
        draft: What it should be.
    """
    known = loaded.details
    changed = {key: value for key, value in draft.details.items() if key not in known or known[key] != value}
    return {**stored.details, **changed}


def as_answered(draft: SegmentDraft, now: Segment) -> SegmentDraft:
    """What the service has, to compare a draft with: details that its answer leaves out count as being the same."""
    return replace(
        SegmentDraft.of(now), details={key: now.details.get(key, value) for key, value in draft.details.items()}
    )


def missing_from(now: Segment, draft: SegmentDraft) -> "Change":
    """What of a draft the service hasn't got after it was sent; nothing where it was saved.

    Args:
        now: The segment as it was read back.
        draft: What was sent.
    """
    from segtui.domain.difference import difference  # noqa: PLC0415 - loaded with the first difference

    return difference(draft, as_answered(draft, now))


def differ(before: Segment, now: Segment) -> bool:
    """Whether the details have changed, as far as both answers tell of them."""
    return any(before.details[key] != now.details[key] for key in before.details.keys() & now.details.keys())
