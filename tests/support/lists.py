"""A service of lists, made of plain values: what it is asked is written down, and it fails when it is told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from segtui.backends.base import Abilities, Ability, Backend, Field, Greeting, Service
from segtui.backends.errors import ServiceError
from segtui.backends.lists import Keeper
from segtui.backends.tiledesk.service import SERVICE as TILEDESK
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.errors import SegtuiError
from segtui.domain.exchanges import Exchange
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentKind
from segtui.domain.values import JsonValue
from segtui.store.register import MemoryRegister
from segtui.workspace.explaining import NO_ID
from segtui.workspace.workspace import OpenProfile, Workspace
from support.workspaces import NOON


def person(number: int, **values: JsonValue) -> Lead:
    """A user with an id of 24 characters."""
    return Lead(f"{number:024x}", f"User {number}", values)


def a_list(segment_id: str, name: str = "", kind: SegmentKind = SegmentKind.REMOTE_LIST) -> Segment:
    """A list whose people can't be read."""
    return Segment(segment_id, name or f"List {segment_id}", None, kind)


class UnreadableId(ServiceError):
    """There can't be a segment with this id."""

    code = NO_ID

    def __init__(self) -> None:
        super().__init__("There can't be such an id.")


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
    trouble_with_list: SegtuiError | None = None
    users: tuple[Lead, ...] = ()
    """Everybody whom the service lists."""
    total: int | None = None
    """How many it says there are; None for as many as it lists."""
    selected: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)
    """Whom it lists for a segment, by its id."""

    async def add_members(self, segment_ids: Sequence[str], lead_ids: Sequence[str]) -> None:
        self.requests.append((tuple(segment_ids), tuple(lead_ids)))
        if (failure := self.failures.pop(len(self.requests), None)) is not None:
            raise failure
        for segment_id in segment_ids:
            self.members.setdefault(segment_id, set()).update(lead_ids)

    def refused_as_member(self, lead_id: str) -> str:
        return "" if len(lead_id) == 24 else "it hasn't 24 characters"

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
            raise UnreadableId
        return found[0]

    async def leads(
        self, *, segment_id: str | None = None, rule: Group | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Lead]:
        assert rule is None
        listed = self.users if segment_id is None else self.selected[segment_id]
        start = int(cursor or 0)
        total = len(listed) if self.total is None else self.total
        return Page(listed[start : start + limit], total, str(start + limit) if start + limit < len(listed) else None)

    async def lead(self, lead_id: str) -> Lead:
        return next(one for one in self.users if one.id == lead_id)

    def previews_rule(self, rule: Group) -> bool:
        return not rule.children

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

    def seconds_to_wait(self) -> float:
        return 0

    async def close(self) -> None:
        """There is nothing to hang up."""


@dataclass
class FakeKept(FakeLists):
    """A service whose lists are known only from here, and that is sent each of them as a whole."""

    sent: list[tuple[str, tuple[JsonValue, ...]]] = field(default_factory=list)
    """The lists that were sent: id and people, as they are sent."""
    refusals: dict[str, SegtuiError] = field(default_factory=dict)
    """What a change of a list ends with, by its id."""
    register: list[Mapping[str, JsonValue]] = field(default_factory=list)

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        if stored.id in self.refusals:
            raise self.refusals[stored.id]
        self.sent.append((stored.id, tuple(lead.raw for lead in draft.people or ())))
        now = replace(stored, people=draft.people)
        self.lists = tuple(now if one.id == stored.id else one for one in self.lists)
        return now

    async def delete(self, segment_id: str) -> None:
        await self.forget(segment_id)

    async def forget(self, segment_id: str) -> None:
        self.lists = tuple(one for one in self.lists if one.id != segment_id)

    def forgotten(self) -> Sequence[tuple[Segment, datetime | None]]:
        return ()

    async def remember(self, segment_id: str) -> Segment:
        return await self.segment(segment_id)

    def exported(self) -> Sequence[Mapping[str, JsonValue]]:
        return self.register

    def imported(self, documents: Sequence[Mapping[str, JsonValue]]) -> tuple[int, Sequence[str]]:
        fresh = [one for one in documents if one not in self.register]
        self.register += fresh
        return len(fresh), ["“Weekly” is known here already."] * (len(documents) - len(fresh))


def _sized(segment: Segment, size: int) -> Segment:
    count = Count(size, Certainty.EXACT, Source.SERVER, NOON)
    return replace(segment, size=count)


def workspace_on(
    backend: Backend, *, read_only: bool = False, why_no_members: str = "", keeper: Keeper | None = None
) -> Workspace:
    """A workspace on a service that isn't there; what is kept of it ends with the test, if no keeper is given."""
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

    workspace = Workspace(service, OpenProfile("test", "lists", read_only), connect, now=lambda: NOON)
    workspace.keeper = keeper if keeper is not None else MemoryRegister()
    return workspace
