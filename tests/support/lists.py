"""A service of lists, made of plain values: what it is asked is written down, and it fails when it is told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from segtui.backends.base import Abilities, Ability, Backend, Field, Greeting, Service
from segtui.backends.errors import NotFound, ServiceError
from segtui.backends.tiledesk.service import SERVICE as TILEDESK
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.errors import SegtuiError
from segtui.domain.exchanges import Exchange
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentKind
from segtui.domain.values import JsonValue
from segtui.workspace.workspace import OpenProfile, Workspace
from support.workspaces import NOON


def person(number: int, **values: JsonValue) -> Lead:
    """A user with an id of 24 characters."""
    return Lead(f"{number:024x}", f"User {number}", values)


def a_list(segment_id: str, name: str = "", kind: SegmentKind = SegmentKind.REMOTE_LIST) -> Segment:
    """A list whose people can't be read."""
    return Segment(segment_id, name or f"List {segment_id}", None, kind)


@dataclass
class FakeLists:
    """The service."""

    lists: tuple[Segment, ...] = ()
    most_people_at_once: int = 2
    most_segments_at_once: int = 2
    failures: dict[int, ServiceError] = field(default_factory=dict)
    """What the request of a number ends with, counted from 1."""
    requests: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    members: dict[str, set[str]] = field(default_factory=dict)
    noted: list[tuple[tuple[str, ...], tuple[JsonValue, ...]]] = field(default_factory=list)
    trouble_with_notes: SegtuiError | None = None
    trouble_with_list: ServiceError | None = None

    async def add_members(self, segment_ids: Sequence[str], lead_ids: Sequence[str]) -> None:
        self.requests.append((tuple(segment_ids), tuple(lead_ids)))
        if (failure := self.failures.pop(len(self.requests), None)) is not None:
            raise failure
        for segment_id in segment_ids:
            self.members.setdefault(segment_id, set()).update(lead_ids)

    def refused_as_member(self, lead_id: str) -> str:
        return "" if len(lead_id) == 24 else "it hasn't 24 characters"

    def added(self, segment_id: str) -> Sequence[Mapping[str, JsonValue]]:
        return [{"people": people} for ids, people in self.noted if segment_id in ids]

    def note_added(self, segment_ids: Sequence[str], people: Sequence[Mapping[str, JsonValue]]) -> None:
        if self.trouble_with_notes is not None:
            raise self.trouble_with_notes
        self.noted.append((tuple(segment_ids), tuple(one["id"] for one in people)))

    async def segments(self, cursor: str | None = None) -> Page[Segment]:
        assert cursor is None
        if self.trouble_with_list is not None:
            raise self.trouble_with_list
        sizes = {one.id: len(self.members.get(one.id, ())) for one in self.lists}
        rows = [_sized(one, sizes[one.id]) for one in self.lists]
        return Page(tuple(rows), len(rows), None)

    async def segment(self, segment_id: str) -> Segment:
        found = [one for one in self.lists if one.id == segment_id]
        if not found:
            raise NotFound(404)
        return found[0]

    async def check(self) -> Greeting:
        return Greeting("", "", None, (), len(self.lists))

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        made = Segment(f"new-{len(self.lists)}", draft.name, None, draft.kind, people=draft.people)
        assert like is None
        self.lists = (*self.lists, made)
        return made

    async def fields(self) -> Sequence[Field]:
        return ()

    def exchanges(self) -> Sequence[Exchange]:
        return ()

    async def close(self) -> None:
        self.requests.clear()


def _sized(segment: Segment, size: int) -> Segment:
    count = Count(size, Certainty.EXACT, Source.SERVER, NOON)
    return Segment(segment.id, segment.name, segment.rule, segment.kind, count, people=segment.people)


def workspace_on(backend: Backend, *, read_only: bool = False, why_no_members: str = "") -> Workspace:
    """A workspace on a service that isn't there."""
    why_not = {Ability.MEMBERS: why_no_members} if why_no_members else {}
    service = Service(
        name="lists",
        title="Lists",
        lead_word=LeadWord("user", "users"),
        dialect=TILEDESK.dialect,
        abilities=Abilities(why_not),
        auth_kinds=("token",),
        open=lambda _connection: backend,
        check_settings=lambda _settings: "",
    )

    async def connect() -> Backend:
        return backend

    return Workspace(service, OpenProfile("test", "lists", read_only), connect, now=lambda: NOON)
