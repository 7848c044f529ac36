"""What was last known of segments that were deleted from here: kept before the deletion is sent, for good.

No service gives a deleted segment back. What can be said again is made again under a new id; of a list whose service
doesn't tell who is on it, that is its name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from segtui.backends.errors import NotFound, OutcomeUnknown
from segtui.backends.lists import KeepsRegister
from segtui.domain.errors import SegtuiError
from segtui.domain.history import History
from segtui.domain.instants import iso_utc, local_minute
from segtui.domain.leads import Lead
from segtui.domain.phrase import phrase
from segtui.domain.record import record
from segtui.domain.segment_json import UnreadableForm, segment_from_json, segment_to_json
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue
from segtui.workspace.details import new_details
from segtui.workspace.editing import Editing
from segtui.workspace.errors import Unsafe
from segtui.workspace.from_here import from_here, moment_of
from segtui.workspace.linking import link_words
from segtui.workspace.workspace import Workspace

_DELETED: Final = "deleted:"


@record
class DeletedSegment:
    """A segment as it was right before its deletion was sent."""

    segment: Segment
    at: datetime | None
    """When that was; None when it can't be read."""
    is_forgotten: bool = False
    """Whether only the copy that is kept here was forgotten: it can be brought back as it was."""


@contextmanager
def last_state_kept(workspace: Workspace, segment: Segment) -> Iterator[None]:
    """Keep what is known of a segment for as long as it is being deleted, and for good if it may have been.

    Args:
        workspace: The profile.
        segment: As it was read right before.

    Raises:
        SegtuiError: It can't be kept, so nothing was sent; or what the deletion ended with.
    """
    keeper, key = workspace.keeper, f"{_DELETED}{segment.id}"
    if keeper is None:
        yield
        return
    before = keeper.document(key)
    keeper.put(key, {"at": iso_utc(workspace.now()), "segment": segment_to_json(segment)})
    try:
        yield
    except (OutcomeUnknown, NotFound):  # not found, it is gone: another segtui here may have been faster
        raise
    except SegtuiError:
        if before is None:
            keeper.remove(key)
        else:  # an earlier deletion, of which nobody knows yet what comes of it
            keeper.put(key, before)
        raise


def deleted_segments(workspace: Workspace, present: Mapping[str, Segment]) -> tuple[DeletedSegment, ...]:
    """Segments that were deleted from here, or whose copies were forgotten here, the latest first.

    Args:
        workspace: The profile.
        present: The segments that there are, by id: what is among them wasn't deleted, whatever was sent.

    Raises:
        SegtuiError: They can't be read.
    """
    documents = workspace.keeper.documents(_DELETED) if workspace.keeper is not None else {}
    kept = [one for one in map(_read, documents.values()) if one is not None]
    backend = workspace.backend
    if isinstance(backend, KeepsRegister):
        kept += [DeletedSegment(segment, at, is_forgotten=True) for segment, at in backend.forgotten()]
    found = [one for one in kept if one.segment.id not in present]
    return tuple(sorted(found, key=lambda one: one.at.timestamp() if one.at is not None else 0, reverse=True))


def _read(document: Mapping[str, JsonValue]) -> DeletedSegment | None:
    """One that was kept; None for one that a newer segtui has kept in a way that isn't known here."""
    try:
        return DeletedSegment(segment_from_json(document.get("segment")), moment_of(document))
    except UnreadableForm:
        return None


async def remember_list(workspace: Workspace, segment_id: str) -> Segment:
    """Bring back the copy of a list that was forgotten here; its service isn't asked.

    Raises:
        Unsafe: The service keeps its lists itself.
        ServiceError: There is none, or the profile is read-only.
    """
    backend = await workspace.connected()
    if not isinstance(backend, KeepsRegister):
        raise Unsafe(f"{workspace.title} keeps its segments itself, so no copy of one was forgotten here.")
    return await backend.remember(segment_id)


def made_again(workspace: Workspace, segment: Segment) -> Editing:
    """A segment that isn't made yet and says what a deleted one said, as far as that can be said again."""
    draft = SegmentDraft.of(segment)
    details = {**new_details(workspace.service), **draft.details, **new_details(workspace.service, segment)}
    return Editing(History(replace(draft, details=details)))


def why_empty_again(workspace: Workspace, segment: Segment) -> str:
    """What making a segment again doesn't bring back; empty where that is only its id."""
    if segment.rule is not None or segment.people is not None:
        return ""
    word = workspace.lead_word
    return (
        "A deleted list can't be brought back. Made again it is empty and has a new id: "
        f"{workspace.title} doesn't tell who was on it. Only {word.those} {word.who} were added from here are known."
    )


def local_words(moment: datetime | None) -> str:
    """A moment in the machine's zone; empty for none."""
    return local_minute(moment) if moment is not None else ""


def deleted_lines(
    workspace: Workspace, deleted: DeletedSegment, when: Callable[[datetime | None], str] = local_words
) -> Iterator[str]:
    """What was last known of a segment, line by line; clean, so that no name passes for a line of its own.

    Args:
        workspace: The profile.
        deleted: The segment.
        when: Says a moment.

    Raises:
        SegtuiError: Who was added from here can't be read.
    """
    segment, word = deleted.segment, workspace.lead_word
    yield quoted(segment.name)
    facts = {
        "forgotten" if deleted.is_forgotten else "deleted": when(deleted.at),
        "id": segment.id,
        word.title: str(segment.size) if segment.size is not None else "",
        "created": when(segment.created_at),
        "changed": when(segment.updated_at),
        "by": segment.created_by or "",
        "given to": ", ".join(map(link_words, segment.links or ())),
    }
    yield from (f"  {title:<9} {printable(fact)}" for title, fact in facts.items() if fact)
    yield ""
    if segment.rule is not None:
        yield phrase(segment.rule, workspace.field_names(segment.rule), workspace.dialect.semantics, word=word)
        return
    if segment.people is not None:
        yield f"On it: {word.counted(len(segment.people))}"
        yield from map(_person_line, segment.people)
        return
    yield why_empty_again(workspace, segment)
    people = known_members(workspace, segment)
    yield f"Added from here, and not taken out again: {word.counted(len(people))}"
    yield from map(_person_line, people)


def _person_line(person: Lead) -> str:
    name, id_ = printable(person.name.strip()), printable(person.id)
    return f"  {name} ({id_})" if name else f"  {id_}"


def known_members(workspace: Workspace, segment: Segment) -> Sequence[Lead]:
    """Who is on a list, as far as that was done from here, by name; those without one last.

    Raises:
        SegtuiError: It can't be read.
    """
    found = from_here(workspace).members_of(segment.id) if segment.rule is None and segment.people is None else ()
    people = sorted(found, key=lambda one: (not one.name.strip(), one.name.casefold()))
    return [Lead(one.id, one.name, {}) for one in people]
