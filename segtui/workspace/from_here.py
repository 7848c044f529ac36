"""What was done from here to the lists of a service that doesn't tell who is on them: all that can be known of that.

It is kept as documents beside the service's own, one for each request that was answered.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.values import JsonValue
from segtui.workspace.workspace import Workspace

_ADDED: Final = "added:"
_PUT: Final = "put:"


@record
class Member:
    """Somebody who was sent, as they were called then."""

    id: str
    name: str


@record
class TakenIn:
    """People were added to lists, and the service said that it is done."""

    at: datetime | None
    segment_ids: frozenset[str]
    people: tuple[Member, ...]


@record
class PutInto:
    """Somebody was put into just these lists, and so taken out of all others."""

    at: datetime | None
    segment_ids: frozenset[str]
    person: Member
    is_sure: bool
    """Whether the service said that it is done."""


@record
class FromHere:
    """All of it, the earliest first."""

    taken_in: tuple[TakenIn, ...] = ()
    put: tuple[PutInto, ...] = ()

    def into(self, segment_id: str) -> Sequence[TakenIn]:
        """Who was added to a list, the latest first."""
        return [one for one in reversed(self.taken_in) if segment_id in one.segment_ids]

    def out_of(self, segment_id: str) -> Sequence[PutInto]:
        """Who was added to a list and later put into other ones only, the latest first."""
        were_in = {who.id for before in self.into(segment_id) for who in before.people}
        return [one for one in reversed(self.put) if segment_id not in one.segment_ids and one.person.id in were_in]

    def unsure(self, segment_id: str) -> Sequence[PutInto]:
        """Who was to be put into this list and no others, without an answer that it is done; the latest first."""
        return [one for one in reversed(self.put) if segment_id in one.segment_ids and not one.is_sure]

    def members_of(self, segment_id: str) -> Sequence[Member]:
        """Who is on a list, as far as that was done from here, each once."""
        found: dict[str, Member] = {}
        for step in self._steps():
            if segment_id in step.segment_ids:
                found |= {who.id: who for who in _people(step)}
            elif isinstance(step, PutInto):
                found.pop(step.person.id, None)
        return list(found.values())

    def lists_of(self, person_id: str) -> Mapping[str, datetime | None]:
        """In which lists somebody is, as far as it was done from here: when they came in, by the list's id."""
        found: dict[str, datetime | None] = {}
        for step in self._steps():
            if any(who.id == person_id for who in _people(step)):
                if isinstance(step, PutInto):
                    found = {key: known for key, known in found.items() if key in step.segment_ids}
                found |= dict.fromkeys(step.segment_ids, step.at)
        return found

    def _steps(self) -> Sequence[TakenIn | PutInto]:
        """All that is sure, in its order."""
        steps: list[TakenIn | PutInto] = [*self.taken_in, *(one for one in self.put if one.is_sure)]
        return sorted(steps, key=lambda step: step.at.timestamp() if step.at is not None else 0)


def _people(step: TakenIn | PutInto) -> Sequence[Member]:
    return (step.person,) if isinstance(step, PutInto) else step.people


def from_here(workspace: Workspace) -> FromHere:
    """Read what was done from here.

    Raises:
        SegtuiError: It can't be read.
    """
    keeper = workspace.keeper
    if keeper is None:
        return FromHere()
    return FromHere(
        tuple(_taken_in(one) for one in keeper.documents(_ADDED).values()),
        tuple(_put(one) for one in keeper.documents(_PUT).values()),
    )


def note_taken_in(workspace: Workspace, segment_ids: Sequence[str], people: Sequence[Lead]) -> None:
    """Keep who was added to which lists.

    Raises:
        SegtuiError: It can't be kept.
    """
    document: Mapping[str, JsonValue] = {
        "at": iso_utc(workspace.now()),
        "segments": list(segment_ids),
        "people": [member_form(person) for person in people],
    }
    _put_new(workspace, _ADDED, document)


def note_put(workspace: Workspace, person: Lead, segments: Sequence[Segment], *, key: str = "", is_sure: bool) -> str:
    """Keep that somebody is put into just some lists.

    Args:
        workspace: The profile.
        person: Who.
        segments: The lists.
        key: What this gave when it was kept before; empty for the first time.
        is_sure: Whether the service said that it is done.

    Returns:
        What it is kept under.

    Raises:
        SegtuiError: It can't be kept.
    """
    document: Mapping[str, JsonValue] = {
        "at": iso_utc(workspace.now()),
        "segments": [one.id for one in segments],
        "person": member_form(person),
        "is_sure": is_sure,
    }
    if key and workspace.keeper is not None:
        workspace.keeper.put(key, document)
        return key
    return _put_new(workspace, _PUT, document)


def forget_put(workspace: Workspace, key: str) -> None:
    """Forget what `note_put` has kept: it was refused, so nobody was put anywhere."""
    if key and workspace.keeper is not None:
        workspace.keeper.remove(key)


def member_form(person: Lead) -> Mapping[str, JsonValue]:
    """Somebody as they are kept."""
    return {"id": person.id, "name": person.name}


def member_of(form: JsonValue) -> Member:
    """Somebody as they were kept."""
    known = form if isinstance(form, Mapping) else {}
    return Member(_text(known.get("id")), _text(known.get("name")))


def listed(value: JsonValue) -> Sequence[JsonValue]:
    """The parts of what should be a list."""
    return value if isinstance(value, list | tuple) else ()


def moment_of(document: Mapping[str, JsonValue]) -> datetime | None:
    """When it was kept; None when that can't be read."""
    at = document.get("at")
    return parse_instant(at) if isinstance(at, str) else None


def _put_new(workspace: Workspace, prefix: str, document: Mapping[str, JsonValue]) -> str:
    if workspace.keeper is None:
        return ""
    key = f"{prefix}{secrets.token_hex(8)}"
    workspace.keeper.put(key, document)
    return key


def _taken_in(document: Mapping[str, JsonValue]) -> TakenIn:
    people = tuple(member_of(one) for one in listed(document.get("people")))
    return TakenIn(moment_of(document), _ids(document), people)


def _put(document: Mapping[str, JsonValue]) -> PutInto:
    is_sure = document.get("is_sure") is True
    return PutInto(moment_of(document), _ids(document), member_of(document.get("person")), is_sure)


def _ids(document: Mapping[str, JsonValue]) -> frozenset[str]:
    return frozenset(map(_text, listed(document.get("segments"))))


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
