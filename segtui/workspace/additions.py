"""An addition as a value: who is to be taken into which lists, in which requests, and how far it has come.

It is kept from request to request. Whatever ends segtui in the middle, what is left is there at the next start, and of
the request that was on its way it is said that nobody knows.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from segtui.backends.errors import ServiceError
from segtui.backends.lists import AddsMembers
from segtui.domain.counting import Count
from segtui.domain.errors import SegtuiError
from segtui.domain.instants import iso_utc, local_minute
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue
from segtui.workspace.errors import Unsafe
from segtui.workspace.from_here import listed, member_form, member_of, moment_of
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

_ADDITION: Final = "addition:"
_SENDING: Final = "sending additions"
"""Held by whoever sends one. It is one for all of them: the service is asked for one thing after the other."""
_PROGRESS: Final = "progress:"
"""Apart from the addition, which may name thousands and isn't written again with each request."""

REPEATS: Final = "Going on repeats it, which does no harm: whoever is in already stays in."


@record
class Chunk:
    """What goes into one request: each of these people into each of these segments."""

    segment_ids: tuple[str, ...]
    people: tuple[Lead, ...]


@record
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
    is_kept: bool = False
    """Whether it is kept, so that another segtui may go on with it, or drop it."""

    @property
    def total(self) -> int:
        """How many requests it takes as a whole."""
        return len(self.sent) + len(self.chunks)

    @property
    def people_left(self) -> tuple[Lead, ...]:
        """Who isn't in all of the segments yet, as far as that was answered."""
        return tuple({person.id: person for chunk in self.chunks for person in chunk.people}.values())


@record
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


def chunks_of(segment_ids: Sequence[str], people: Sequence[Lead], most: tuple[int, int]) -> Iterator[Chunk]:
    """The requests that it takes.

    Args:
        segment_ids: Into each of these.
        people: Each of them.
        most: How many people and how many segments one request may name.
    """
    most_people, most_segments = most
    for first in range(0, len(segment_ids), most_segments):
        ids = tuple(segment_ids[first : first + most_segments])
        for start in range(0, len(people), most_people):
            yield Chunk(ids, tuple(people[start : start + most_people]))


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Change what is kept of additions, or send one, while no other segtui of this user does.

    Raises:
        Unsafe: Another one does.
        SegtuiError: It can't be found out.
    """
    if workspace.keeper is None:
        yield
        return
    with workspace.keeper.held(_SENDING) as is_alone:
        if not is_alone:
            raise Unsafe(
                f"Not done: another segtui is adding {workspace.lead_word.several} just now.",
                hint="Try again when it has ended. What it has sent by then isn't sent again.",
            )
        yield


def keep_addition(workspace: Workspace, backend: AddsMembers, addition: Addition) -> Addition:
    """Keep an addition before its first request is sent; the same one begun anew takes its place.

    Returns:
        The same, as one that is kept.

    Raises:
        SegtuiError: It can't be kept.
    """
    if workspace.keeper is not None and not addition.is_kept:
        document: Mapping[str, JsonValue] = {
            "at": iso_utc(workspace.now()),
            "segments": [{"id": one.id, "name": one.name} for one in addition.segments],
            "people": [member_form(person) for person in addition.people],
            "most": [backend.most_people_at_once, backend.most_segments_at_once],
        }
        workspace.keeper.put(f"{_ADDITION}{key_of(addition)}", document)
    return replace(addition, is_kept=workspace.keeper is not None)


def as_it_is_kept(workspace: Workspace, addition: Addition) -> Addition | None:
    """What is left of an addition by now: another segtui may have gone on with it.

    Returns:
        None when it isn't kept any more, because another one has finished or dropped it.

    Raises:
        SegtuiError: It can't be read.
    """
    if workspace.keeper is None or not addition.is_kept:
        return addition
    key = key_of(addition)
    if workspace.keeper.document(f"{_ADDITION}{key}") is None:
        return None
    sent = (workspace.keeper.document(f"{_PROGRESS}{key}") or {}).get("sent")
    if not isinstance(sent, int) or sent <= len(addition.sent):
        return addition
    chunks = (*addition.sent, *addition.chunks)
    return replace(addition, sent=chunks[:sent], chunks=chunks[sent:])


def keep_progress(workspace: Workspace, addition: Addition, *, is_sending: bool) -> None:
    """Keep how far an addition has come; one that is done needn't be kept any more.

    Args:
        workspace: The profile.
        addition: What is left of it.
        is_sending: Whether its next request is on its way, or was sent and not answered.

    Raises:
        SegtuiError: It can't be kept.
    """
    if workspace.keeper is not None and addition.chunks:
        document: Mapping[str, JsonValue] = {"sent": len(addition.sent), "is_sending": is_sending}
        workspace.keeper.put(f"{_PROGRESS}{key_of(addition)}", document)
    elif not addition.chunks:
        _forget(workspace, addition)


def drop_addition(workspace: Workspace, addition: Addition) -> None:
    """Forget what is left of an addition; who was taken in stays known.

    Raises:
        Unsafe: Another segtui is sending one just now.
        SegtuiError: It can't be forgotten, and would be offered again.
    """
    with alone(workspace):
        _forget(workspace, addition)


def _forget(workspace: Workspace, addition: Addition) -> None:
    """Forget what is left of an addition.

    Raises:
        SegtuiError: It can't be forgotten, and would be offered again.
    """
    if workspace.keeper is not None:
        key = key_of(addition)
        workspace.keeper.remove(f"{_ADDITION}{key}")
        workspace.keeper.remove(f"{_PROGRESS}{key}")


def unfinished_additions(workspace: Workspace, segments: Mapping[str, Segment]) -> Sequence[AdditionReport]:
    """Additions that were begun and not finished, by this segtui, an earlier one, or another one that is still at it.

    Args:
        workspace: The profile.
        segments: The segments that there are, by id; one that is gone is known by the name it had.

    Returns:
        The latest first.

    Raises:
        SegtuiError: They can't be read.
    """
    if workspace.keeper is None:
        return ()
    begun, progress = workspace.keeper.documents(_ADDITION), workspace.keeper.documents(_PROGRESS)
    found = (
        _unfinished(workspace, document, progress.get(key.replace(_ADDITION, _PROGRESS, 1), {}), segments)
        for key, document in begun.items()
    )
    return [one for one in reversed(list(found)) if one is not None]


def unfinished_now(
    workspace: Workspace, segments: Mapping[str, Segment], known: Sequence[AdditionReport]
) -> Sequence[AdditionReport]:
    """Additions that aren't finished, by what is kept of them now; the latest first.

    Args:
        workspace: The profile.
        segments: See `unfinished_additions`.
        known: How those ended that were tried in this run, which tells more than what is kept.
    """
    try:
        kept = unfinished_additions(workspace, segments)
    except SegtuiError:
        return known  # what can't be read is told by whatever else is read of it
    ends = {key_of(one.rest): one for one in known}
    found = [
        end if (end := ends.get(key_of(one.rest))) is not None and len(end.rest.sent) == len(one.rest.sent) else one
        for one in kept
    ]
    return [*(one for one in known if not one.rest.is_kept), *found]


def _unfinished(
    workspace: Workspace,
    document: Mapping[str, JsonValue],
    progress: Mapping[str, JsonValue],
    segments: Mapping[str, Segment],
) -> AdditionReport | None:
    """What is left of an addition; None where it can't be told."""
    people = tuple(Lead(one.id, one.name, {}) for one in map(member_of, listed(document.get("people"))))
    into = [member_of(one) for one in listed(document.get("segments"))]
    sent, most = progress.get("sent", 0), listed(document.get("most"))
    match most:
        case [int(most_people), int(most_segments)] if most_people > 0 and most_segments > 0 and isinstance(sent, int):
            chunks = tuple(chunks_of([one.id for one in into], people, (most_people, most_segments)))
        case _:
            return None
    lists = tuple(segments.get(one.id, Segment(one.id, one.name, None, SegmentKind.REMOTE_LIST)) for one in into)
    rest = Addition(lists, people, chunks[sent:], chunks[:sent], is_kept=True)
    if not rest.chunks:
        return None
    is_open = progress.get("is_sending") is True
    at = moment_of(document)
    when = f" on {local_minute(at)}" if at is not None else ""
    says = f"An addition begun{when} isn't finished. {left_words(workspace, rest)}"
    if is_open:
        says += f" The next one was sent, and whether it was done isn't known. {REPEATS}"
    return AdditionReport(rest, Ending.UNKNOWN if is_open else Ending.DONE_DIFFERENTLY, says)


def left_words(workspace: Workspace, rest: Addition) -> str:
    """What is left of an addition, as a sentence."""
    left = workspace.lead_word.counted(len(rest.people_left))
    done = f"{len(rest.sent)} of {requests_words(rest.total)} done"
    return f"Not everybody is in {into_words(rest)}: {left} left, {done}."


def into_words(addition: Addition) -> str:
    """Into what people are taken: the list's name, or how many they are."""
    segments = addition.segments
    return quoted(segments[0].name) if len(segments) == 1 else f"{len(segments)} segments"


def requests_words(count: int) -> str:
    """How many requests."""
    return f"{count} request{'' if count == 1 else 's'}"


def key_of(addition: Addition) -> str:
    """What an addition is kept under, the same for the same people and lists: begun anew, it isn't kept twice."""
    ids = (*(one.id for one in addition.segments), "", *(one.id for one in addition.people))
    return hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:32]
