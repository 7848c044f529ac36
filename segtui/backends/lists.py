"""What the workspace asks of services whose segments are lists of people, not rules."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias, runtime_checkable

from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue

Kept: TypeAlias = Mapping[str, JsonValue] | None
"""What is kept under a key; None for nothing."""


class Keeper(Protocol):
    """Keeps what a service can't give back, as JSON documents by key; a backend never knows where.

    Its failures are errors of the place where it keeps things, and pass through.
    """

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """What is kept under keys with this beginning, the earliest first."""

    def document(self, key: str) -> Mapping[str, JsonValue] | None:
        """What is kept under a key, whatever may be wrong with the rest; None when nothing is."""

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        """Keep a document in place of what was kept under its key; it is safe when this returns."""

    def change(self, key: str, change: Callable[[Kept], Kept]) -> None:
        """Keep what a function makes of a document, in one step: nobody else writes in between.

        It is given what is kept, None when nothing is; it gives what to keep, None for what is there.
        """

    def rename(self, key: str, new_key: str, change: Callable[[Kept, Kept], Kept]) -> None:
        """Keep a document under another key, in one step: nobody else writes in between.

        The function is given what is kept under either key; it gives what to keep under the new one. None leaves both.
        """

    def remove(self, key: str) -> None:
        """Forget a document; one that isn't there is no mistake."""

    def held(self, key: str) -> AbstractContextManager[bool]:
        """Hold a key alone for as long as the block takes, or be told that somebody else does just now.

        It is nothing but a sign to others who ask. It ends with the process, however that ends.
        """


@runtime_checkable
class AddsMembers(Protocol):
    """For services that take people into segments."""

    most_people_at_once: int
    most_segments_at_once: int

    async def add_members(self, segment_ids: Sequence[str], lead_ids: Sequence[str]) -> None:
        """Take people into each of some segments, in one request; neither list is empty or longer than is allowed.

        Whoever is in already stays in, so sending it again does no harm.
        """

    def refused_as_member(self, lead_id: str) -> str:
        """Why an id can't be that of somebody to be taken in; empty when it can."""


@runtime_checkable
class SetsSegments(Protocol):
    """For services that can only replace all segments of a person at once."""

    def why_not_set(self) -> str:
        """Why it isn't allowed here; empty when it is."""

    def set_request(self, lead_id: str, segment_ids: Sequence[str]) -> str:
        """What `set_segments` would send: method, path and body, on a line each."""

    async def set_segments(self, lead_id: str, segment_ids: Sequence[str]) -> None:
        """Have somebody in just these segments, and in no others."""


@runtime_checkable
class KeepsRegister(Protocol):
    """For services whose segments are known only from what was sent to them from here."""

    async def forget(self, segment_id: str) -> None:
        """Forget what is known of a segment here; the service isn't asked and keeps what it has."""

    def forgotten(self) -> Sequence[tuple[Segment, datetime | None]]:
        """The segments that were forgotten and haven't come back, each with when that was, where it is known."""

    async def remember(self, segment_id: str) -> Segment:
        """Know again of a segment what was forgotten; the service isn't asked.

        Raises:
            ServiceError: There is none, or more is known of it by now.
        """

    def exported(self) -> Sequence[Mapping[str, JsonValue]]:
        """All that is known here, for somebody else to import."""

    def imported(self, documents: Sequence[Mapping[str, JsonValue]]) -> tuple[int, Sequence[str]]:
        """Take over what somebody else has exported; what is known here and newer stays.

        Returns:
            How many were taken, and why others weren't, a sentence each.
        """


@runtime_checkable
class TakesWord(Protocol):
    """For services that can't be asked whether a segment was made: somebody who has found out tells it."""

    def lacks_id(self, segment: Segment) -> bool:
        """Whether a segment's id isn't known, so that it can't be changed."""

    def has_told_id(self, segment: Segment) -> bool:
        """Whether a segment's id is somebody's word that no answer has borne out yet, so that it may be corrected."""

    async def told_id(self, segment_id: str, real_id: str) -> Segment:
        """Take somebody's word that a segment was made, and for its id; the service isn't asked.

        Returns:
            The segment under that id; how much of it arrived stays uncertain.

        Raises:
            ServiceError: That can't be its id, or its id is known.
        """

    async def told_not_made(self, segment_id: str) -> Segment:
        """Take somebody's word that a segment was not made; the service isn't asked.

        Returns:
            The same as one that was never sent.

        Raises:
            ServiceError: Its id is known, so there was one.
        """


@runtime_checkable
class Cautions(Protocol):
    """For services before whose writes something must be said."""

    def caution(self, stored: Segment | None) -> str:
        """What to say, such as the address to which it goes and how old the own copy is; sentences.

        Args:
            stored: The segment to be changed; None for a new one.

        Raises:
            ServiceError: It can't be changed.
        """


@runtime_checkable
class SettlesKinds(Protocol):
    """For services with segments of several kinds, which a detail of a new one chooses."""

    def settled(self, draft: SegmentDraft) -> SegmentDraft:
        """A draft whose kind and details agree.

        Raises:
            ServiceError: It can't be of this kind, because something of it would be lost.
        """


@runtime_checkable
class KeepsRules(Protocol):
    """For services that know no rules: they are kept here, and whom they select is found out here."""

    def note_used(self, segment_id: str) -> None:
        """Remember for `Segment.used_at` that a rule was used just now, where that can be kept; never fails."""


@runtime_checkable
class ChecksPeople(Protocol):
    """For services that are sent whole people, and not only their ids."""

    def check_people(self, people: Sequence[Lead]) -> Sequence[str]:
        """What is worth knowing of people who are about to be sent, as sentences.

        Raises:
            Unsendable: They can't be sent, with the reason.
        """


@record
class Receipt:
    """What the answer to the last write of a segment told of it."""

    is_whole: bool
    """Whether nothing speaks against all having arrived as it was sent."""
    says: str
    """What the answer said, and what it left open; sentences."""


@runtime_checkable
class GivesReceipts(Protocol):
    """For services that can't be asked what they have: all that is known of a write is its answer."""

    async def receipt(self, segment: Segment) -> Receipt:
        """What is known of how a segment was sent last."""
