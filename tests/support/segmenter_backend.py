"""A Segmenter backend on a sandbox, with a register of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from segtui.backends.base import Backend, Connection
from segtui.backends.limits import Limits
from segtui.backends.segmenter.backend import SegmenterBackend
from segtui.backends.segmenter.service import SERVICE
from segtui.domain.leads import Lead
from segtui.domain.people import Person, leads_of
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.values import JsonValue
from segtui.sandbox import Arrival, SegmenterHabits, SegmenterSandbox
from segtui.store.register import MemoryRegister
from segtui.workspace.workspace import OpenProfile, Workspace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE_URL = "https://segmenter.sandbox.invalid"
QUICK = Limits(read=0.1, total=0.1)
"""Long enough to be answered in process, short enough to be waited for by a test of a silence."""

ADA = Person(
    "3f1c7a52-0c39-4a51-9f0e-2f4d7e6b8a10", "Ada", "Rossi", "ada@example.com", "+573001112233", (("city", "Rome"),)
)
NOAH = Person("b1d2c6e4-8f11-4c55-a3d7-1e0f9a7b6c5d", "Noah", email="noah@example.com")
EVE = Person(first_name="Eve", email="eve@example.com", phone="+39 1")
CEM = Person(first_name="Cem", phone="+39 2")


def of(*people: Person) -> tuple[Lead, ...]:
    """People as leads."""
    return leads_of(people)


def draft(*people: Person, name: str = "Weekly offers", **details: JsonValue) -> SegmentDraft:
    """A list of people to be sent."""
    return SegmentDraft(name, Group(), details=details, kind=SegmentKind.STATIC, people=of(*people))


def changed(segment: Segment, *people: Person, **changes: Any) -> SegmentDraft:
    """A draft of a segment with these people on it."""
    return replace(SegmentDraft.of(segment), people=of(*people), **changes)


@dataclass
class Desk:
    """A small Segmenter, a register, and a backend between them."""

    box: SegmenterSandbox
    keeper: MemoryRegister
    backend: SegmenterBackend
    options: dict[str, str] = field(default_factory=dict)

    def behave(self, **habits: Any) -> None:
        """Let the service behave otherwise from now on."""
        self.box.habits = self.box.habits._replace(**habits)

    @property
    def sent(self) -> Sequence[Arrival]:
        """The requests that arrived, oldest first."""
        return list(self.box.requests)

    def stored(self, segment_id: str) -> Any:
        """What the service has."""
        return self.box.segments[segment_id]

    def first_names(self, segment_id: str) -> list[str]:
        """Who is on a list at the service."""
        return [person["firstName"] for person in self.box.segments[segment_id]["persons"]]

    async def listed(self) -> list[Segment]:
        """What the register has."""
        return list((await self.backend.segments()).rows)


@asynccontextmanager
async def segmenter_desk(
    *, options: dict[str, str] | None = None, keeper: MemoryRegister | None = None, **changed_settings: Any
) -> AsyncIterator[Desk]:
    """A backend that may write, closed at the end.

    Args:
        options: Of the profile; the sandbox's addresses follow them.
        keeper: The register; empty when not given.
        changed_settings: What the connection has otherwise than usual.
    """
    options = options or {}
    habits = SegmenterHabits()
    for name in ("create_path", "update_path", "create_method", "update_method"):
        habits = habits._replace(**{name: options.get(name, getattr(habits, name))})
    box = SegmenterSandbox(people_count=0, now=lambda: NOON, habits=habits)
    box.segments.clear()
    kept = keeper if keeper is not None else MemoryRegister()
    settings: dict[str, Any] = {
        "base_url": BASE_URL,
        "secret": SecretStr(box.accounts["owner"].api_key),
        "auth": "token",
        "read_only": False,
        "app": box.app,
        "keeper": kept,
        "options": options,
    }
    backend = SegmenterBackend(Connection(**{**settings, **changed_settings}), now=lambda: NOON)
    try:
        yield Desk(box, kept, backend, options)
    finally:
        await backend.close()


async def workspace_of(desk: Desk, *, read_only: bool = False) -> Workspace:
    """A workspace on the backend of a desk."""

    async def connect() -> Backend:
        return desk.backend

    workspace = Workspace(SERVICE, OpenProfile("desk", "segmenter", read_only), connect)
    await workspace.connected()
    return workspace
