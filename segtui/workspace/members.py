"""People are taken into lists of a service: in as many requests as it takes, one after the other, until one fails.

The requests aren't one step together. So it is told which were sent and which weren't, and what is left can be carried
out like the whole. Nothing is repeated by itself; repeating does no harm, because whoever is in already stays in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Final, TypeAlias

from segtui.backends.errors import NotFound, OutcomeUnknown, ServiceError, ServiceFault, Unavailable
from segtui.backends.lists import AddsMembers
from segtui.domain.counting import Count
from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.text import quoted
from segtui.workspace.additions import (
    REPEATS,
    Addition,
    AdditionReport,
    alone,
    as_it_is_kept,
    chunks_of,
    into_words,
    keep_addition,
    keep_progress,
    left_words,
    requests_words,
)
from segtui.workspace.errors import Unsafe
from segtui.workspace.from_here import note_taken_in
from segtui.workspace.member_reasons import why_not_add
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

_NAMED: Final = 5
"""How many ids or names a message tells."""

_COUNTED: Final = 3
"""Of how many segments it is told beside all else how many are in them."""


IsStopped: TypeAlias = Callable[[], bool]
"""Asked before each request whether somebody wants no more of them."""

Told: TypeAlias = Callable[[Addition], None]
"""Told what is left after each request that was answered, so that it can be gone on with after an interruption."""


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
    backend = await adding(workspace, segments)
    into = tuple({one.id: one for one in segments}.values())
    who = tuple({one.id: one for one in people}.values())
    several = workspace.lead_word.several
    if not who or not into:
        raise Unsafe(f"Nothing was sent: there are no {several if not who else 'segments'} to be added.")
    refused = [(one, reason) for one in who if (reason := backend.refused_as_member(one.id))]
    if refused:
        ids = ", ".join(quoted(one.id) for one, _ in refused[:_NAMED])
        more = f" and {len(refused) - _NAMED:,} more" if len(refused) > _NAMED else ""
        raise Unsafe(f"Nothing was sent: {ids}{more} can't be added: {refused[0][1]}.")
    most = (backend.most_people_at_once, backend.most_segments_at_once)
    return Addition(into, who, tuple(chunks_of([one.id for one in into], who, most)))


def refuse_selections(segments: Sequence[Segment]) -> None:
    """Make sure that people can be put into each of some segments.

    Raises:
        Unsafe: One has a rule, which alone says who is in it.
    """
    for one in segments:
        if one.kind is SegmentKind.DYNAMIC:
            raise Unsafe(
                f"Nothing was sent: {quoted(one.name)} has a rule, so nobody can be added to it.",
                hint="Choose a list of the service.",
            )


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
        Unsafe: The profile may not write, the service can't do it, or another segtui is adding people just now.
        SegtuiError: The profile's secret isn't there.
    """
    backend = await adding(workspace, addition.segments)
    remarks: list[str] = []
    now: Addition | None = addition
    with ExitStack() as block:
        with noting(remarks):
            block.enter_context(alone(workspace))
            now = as_it_is_kept(workspace, addition)
        if now is None:
            gone = replace(addition, chunks=())
            says = "Nothing was sent: another segtui has finished what was left, or dropped it."
            return AdditionReport(gone, Ending.DONE_DIFFERENTLY, says)
        if ahead := len(now.sent) - len(addition.sent):
            remarks.append(f"Another segtui had sent {requests_words(ahead)} of it meanwhile; not sent again.")
        return await _send(workspace, backend, now, told, is_stopped, remarks)


async def _send(
    workspace: Workspace,
    backend: AddsMembers,
    addition: Addition,
    told: Told | None,
    is_stopped: IsStopped,
    remarks: list[str],
) -> AdditionReport:
    trouble: ServiceError | None = None
    with noting(remarks):
        addition = keep_addition(workspace, backend, addition)
    while addition.chunks and trouble is None and not is_stopped():
        chunk = addition.chunks[0]
        with noting(remarks):
            keep_progress(workspace, addition, is_sending=True)
        try:
            await backend.add_members(chunk.segment_ids, [person.id for person in chunk.people])
        except ServiceError as error:
            trouble = error
            break
        addition = replace(addition, chunks=addition.chunks[1:], sent=(*addition.sent, chunk))
        with noting(remarks):
            note_taken_in(workspace, chunk.segment_ids, chunk.people)
        if told is not None:
            told(addition)
    with noting(remarks):
        keep_progress(workspace, addition, is_sending=may_be_done(trouble))
    counts = await counts_now(workspace, addition.segments, remarks)
    says = " ".join((_says(workspace, addition, trouble), *dict.fromkeys(remarks)))
    return AdditionReport(addition, _ending(addition, trouble), says, trouble, counts)


def may_be_done(trouble: ServiceError | None) -> bool:
    """Whether a request of lists and people may have been done all the same, or some of it.

    A fault of the service is no refusal here: of all that one names, some may have been done before it came.
    """
    is_fault = isinstance(trouble, ServiceFault) and not isinstance(trouble, Unavailable)
    return is_fault or isinstance(trouble, OutcomeUnknown)


def _ending(rest: Addition, trouble: ServiceError | None) -> Ending:
    if trouble is None:
        return Ending.DONE_DIFFERENTLY if rest.chunks else Ending.DONE
    return Ending.UNKNOWN if may_be_done(trouble) else Ending.DONE_DIFFERENTLY


@contextmanager
def noting(remarks: list[str]) -> Iterator[None]:
    """Write something down here. That this fails mustn't hide what was done there, so it becomes one of the remarks.

    Raises:
        Unsafe: It was refused, which isn't a failure.
    """
    try:
        yield
    except Unsafe:
        raise
    except SegtuiError as error:
        remarks.append(f"What was done couldn't be written down here: {error.message}")


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


def counted_words(workspace: Workspace, segments: Sequence[Segment], counts: Mapping[str, Count | None] | None) -> str:
    """How many the service counts now in the first of some segments, as a sentence behind another one.

    Args:
        workspace: The profile.
        segments: As they were before.
        counts: What `counts_now` gave.
    """
    told = []
    for one in segments[:_COUNTED]:
        count = (counts or {}).get(one.id)
        if count is not None and count.value is not None:
            before = one.size.value if one.size is not None else None
            why = "; in already, or counted later" if before == count.value else ""
            was = f" ({before:,} before{why})" if before is not None else ""
            told.append(f"{quoted(one.name)} {count.value:,}{was}")
    return f" {workspace.title} counts now: {', '.join(told)}." if told else ""


def _says(workspace: Workspace, rest: Addition, trouble: ServiceError | None) -> str:
    if trouble is None and not rest.chunks:
        people = workspace.lead_word.counted(len(rest.people))
        return f"{people} added to {into_words(rest)}, in {requests_words(rest.total)}."
    place = f"Request {len(rest.sent) + 1} of {rest.total}" if rest.total > 1 else "The request"
    left = left_words(workspace, rest)
    if trouble is None:
        return f"Stopped. {left}"
    if isinstance(trouble, OutcomeUnknown):
        what = f"{place} was sent, and whether it was done isn't known: {trouble.cause.message}"
        return f"{what} {left} {REPEATS}"
    if may_be_done(trouble):
        return f"{place} failed, and whether some of it were added isn't known: {trouble.message} {left} {REPEATS}"
    failed = f"{place} failed, and nobody of it was added: {trouble.message} {left}"
    is_gone = isinstance(trouble, NotFound)
    return f"{failed} Refresh and begin anew: going on would be refused again." if is_gone else failed


async def adding(workspace: Workspace, segments: Sequence[Segment]) -> AddsMembers:
    """The service, as one that can take people into some segments.

    Raises:
        Unsafe: The profile may not write, the service can't do it, or a segment is no list of the service.
        SegtuiError: The profile's secret isn't there.
    """
    refuse_selections(segments)
    reason = why_not_add(workspace)
    backend = await workspace.connected() if not reason else None
    if not isinstance(backend, AddsMembers):
        raise Unsafe(f"Nothing was sent: {reason or 'this service takes nobody into segments'}.")
    return backend
