"""People are taken into lists of a service: in as many requests as it takes, one after the other, until one fails.

The requests aren't one step together. So it is told which were sent and which weren't, and what is left can be carried
out like the whole. Nothing is repeated by itself; repeating does no harm, because whoever is in already stays in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from segtui.backends.errors import OutcomeUnknown, ServiceError
from segtui.backends.lists import AddsMembers
from segtui.domain.counting import Count
from segtui.domain.errors import SegtuiError
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.text import quoted
from segtui.workspace.errors import Unsafe
from segtui.workspace.plans import Ending
from segtui.workspace.taking_in import why_not_add
from segtui.workspace.workspace import Workspace

_NAMED: Final = 5
"""How many ids or names a message tells."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What goes into one request: each of these people into each of these segments."""

    segment_ids: tuple[str, ...]
    people: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """Who is to be taken into which segments, ready to be shown and carried out."""

    segments: tuple[Segment, ...]
    """As they were when it was planned."""
    people: tuple[Lead, ...]
    """Each once."""
    chunks: tuple[Chunk, ...]
    """What is still to be sent, in this order."""
    sent: tuple[Chunk, ...] = ()
    """What has been sent and answered."""

    @property
    def total(self) -> int:
        """How many requests it takes as a whole."""
        return len(self.sent) + len(self.chunks)

    @property
    def people_left(self) -> tuple[Lead, ...]:
        """Who isn't in all of the segments yet, as far as that was answered."""
        return tuple({person.id: person for chunk in self.chunks for person in chunk.people}.values())


IsStopped: TypeAlias = Callable[[], bool]
"""Asked before each request whether somebody wants no more of them."""

Told: TypeAlias = Callable[[Addition], None]
"""Told what is left after each request that was answered, so that it can be gone on with after an interruption."""


@dataclass(frozen=True, slots=True)
class AdditionReport:
    """What came of it."""

    rest: Addition
    """What is left; with nothing in `chunks` when all was sent. It can be carried out again."""
    ending: Ending
    says: str
    """What happened, in sentences for a person."""
    trouble: ServiceError | None = None
    """What the first request that failed ended with."""
    counts: Mapping[str, Count | None] | None = None
    """How many the service counts now in each of the segments, by id; None when it couldn't be asked."""


async def plan_addition(workspace: Workspace, segments: Sequence[Segment], people: Sequence[Lead]) -> Addition:
    """Plan to take people into segments. Nothing is sent yet.

    Args:
        workspace: The profile.
        segments: Into each of these.
        people: Whoever is among them more than once counts once.

    Raises:
        Unsafe: The profile may not write, the service can't do it, there is nobody or no segment, a segment is no list
            of the service, or an id can't be one of its people's.
        SegtuiError: The profile's secret isn't there.
    """
    backend = await _adding(workspace)
    into = tuple({one.id: one for one in segments}.values())
    who = tuple({one.id: one for one in people}.values())
    several = workspace.lead_word.several
    if not who or not into:
        raise Unsafe(f"Nothing was sent: there are no {several if not who else 'segments'} to be added.")
    refuse_selections(into)
    refused = [(one, reason) for one in who if (reason := backend.refused_as_member(one.id))]
    if refused:
        ids = ", ".join(quoted(one.id) for one, _ in refused[:_NAMED])
        more = f" and {len(refused) - _NAMED:,} more" if len(refused) > _NAMED else ""
        raise Unsafe(f"Nothing was sent: {ids}{more} can't be added: {refused[0][1]}.")
    return Addition(into, who, tuple(_chunks(backend, [one.id for one in into], who)))


def refuse_selections(segments: Sequence[Segment]) -> None:
    """Make sure that people can be put into each of some segments.

    Raises:
        Unsafe: One has a rule, which alone says who is in it.
    """
    for one in segments:
        if one.kind is SegmentKind.DYNAMIC:
            raise Unsafe(
                f"Nothing was sent: {quoted(one.name)} has a rule, so nobody can be added to it.",
                hint="Take a list of the service.",
            )


def _chunks(backend: AddsMembers, segment_ids: Sequence[str], people: Sequence[Lead]) -> Iterator[Chunk]:
    for first in range(0, len(segment_ids), backend.most_segments_at_once):
        ids = tuple(segment_ids[first : first + backend.most_segments_at_once])
        for start in range(0, len(people), backend.most_people_at_once):
            yield Chunk(ids, tuple(people[start : start + backend.most_people_at_once]))


async def carry_out_addition(
    workspace: Workspace, addition: Addition, told: Told | None = None, is_stopped: IsStopped = lambda: False
) -> AdditionReport:
    """Send what is left of an addition, until a request fails, and read afterwards how many the service counts.

    Args:
        workspace: The profile.
        addition: A planned one, or the `rest` of a report.
        told: See `Told`.
        is_stopped: See `IsStopped`.

    Raises:
        Unsafe: The profile may not write, or the service can't do it.
        SegtuiError: The profile's secret isn't there.
    """
    backend = await _adding(workspace)
    remarks: list[str] = []
    trouble: ServiceError | None = None
    while addition.chunks and trouble is None and not is_stopped():
        chunk = addition.chunks[0]
        try:
            await backend.add_members(chunk.segment_ids, [person.id for person in chunk.people])
        except ServiceError as error:
            trouble = error
            break
        addition = replace(addition, chunks=addition.chunks[1:], sent=(*addition.sent, chunk))
        note_taken_in(backend, chunk.segment_ids, chunk.people, remarks)
        if told is not None:
            told(addition)
    counts = await counts_now(workspace, addition.segments, remarks)
    says = " ".join((_says(addition, trouble, workspace.lead_word), *dict.fromkeys(remarks)))
    return AdditionReport(addition, _ending(addition, trouble), says, trouble, counts)


def _ending(rest: Addition, trouble: ServiceError | None) -> Ending:
    if trouble is None:
        return Ending.DONE_DIFFERENTLY if rest.chunks else Ending.DONE
    return Ending.UNKNOWN if isinstance(trouble, OutcomeUnknown) else Ending.DONE_DIFFERENTLY


def note_taken_in(backend: AddsMembers, segment_ids: Sequence[str], people: Sequence[Lead], remarks: list[str]) -> None:
    """Remember who was taken in. That this fails mustn't hide that they are in, so it becomes one of the remarks."""
    try:
        backend.note_added(segment_ids, [{"id": person.id, "name": person.name} for person in people])
    except SegtuiError as error:
        remarks.append(f"Who was added couldn't be written down here: {error.message}")


async def counts_now(
    workspace: Workspace, segments: Sequence[Segment], remarks: list[str]
) -> Mapping[str, Count | None] | None:
    """How many the service counts in some segments, by id; None when it couldn't be asked, which a remark then says."""
    try:
        listed = {one.id: one.size for one in await workspace.segments()}
    except SegtuiError as error:
        remarks.append(f"How many there are now couldn't be read: {error.message}")
        return None
    return {one.id: listed.get(one.id) for one in segments}


def _says(rest: Addition, trouble: ServiceError | None, lead_word: LeadWord) -> str:
    where = quoted(rest.segments[0].name) if len(rest.segments) == 1 else f"{len(rest.segments)} segments"
    if trouble is None and not rest.chunks:
        return f"{lead_word.counted(len(rest.people))} added to {where}, in {_requests(rest.total)}."
    place = f"Request {len(rest.sent) + 1} of {rest.total}" if rest.total > 1 else "The request"
    left = f"Not everybody is in {where}: {lead_word.counted(len(rest.people_left))} left, {len(rest.sent)} of "
    left += f"{_requests(rest.total)} done."
    if trouble is None:
        return f"Stopped. {left}"
    if isinstance(trouble, OutcomeUnknown):
        what = f"{place} was sent, and whether it was done isn't known: {trouble.cause.message}"
        return f"{what} {left} Going on repeats it, which does no harm: whoever is in already stays in."
    return f"{place} failed, and nobody of it was added: {trouble.message} {left}"


def _requests(count: int) -> str:
    return f"{count} request{'' if count == 1 else 's'}"


async def _adding(workspace: Workspace) -> AddsMembers:
    reason = why_not_add(workspace)
    backend = await workspace.connected() if not reason else None
    if not isinstance(backend, AddsMembers):
        raise Unsafe(f"Nothing was sent: {reason or 'this service takes nobody into segments'}.")
    return backend
