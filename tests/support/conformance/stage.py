"""A service standing before a test, and the few things that a test does with whatever service it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, TypeVar

from segtui.backends.base import Backend, ChangesSegments, Connection, ShowsLeads
from segtui.backends.errors import Refused, ServiceError
from segtui.backends.limits import Limits
from segtui.backends.registry import service
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentKind
from segtui.sandbox import Arrival
from segtui.workspace.workspace import OpenProfile, Workspace
from support.conformance.bench import Bench

Row = TypeVar("Row", Segment, Lead)

UNHURRIED = Limits(attempts=1, first_wait=0)
"""Nothing is repeated or waited for."""

MOST_PAGES = 200
"""Enough for whatever a test reads; a list that has no end must not keep it for ever."""


class Stage:
    """A service that a test may do with as it likes.

    Args:
        bench: What is known of the service.
        connection: How it is reached.
    """

    def __init__(self, bench: Bench, connection: Connection) -> None:
        self.bench = bench
        self.service = service(bench.service)
        self.connection = connection
        self._open: list[Backend] = []

    def backend(self, **settings: Any) -> Backend:
        """Open a backend; it is closed at the end.

        Args:
            settings: What the connection has otherwise than usual.
        """
        self._open.append(self.service.open(replace(self.connection, **settings)))
        return self._open[-1]

    def changer(self, **settings: Any) -> ChangesSegments:
        """As `backend`, for a service whose segments can be changed."""
        backend = self.backend(**settings)
        assert isinstance(backend, ChangesSegments)
        return backend

    def people(self, **settings: Any) -> ShowsLeads:
        """As `backend`, for a service that shows its people."""
        backend = self.backend(**settings)
        assert isinstance(backend, ShowsLeads)
        return backend

    def workspace(self, **settings: Any) -> Workspace:
        """Open a workspace, as the program does. The settings are as for `backend`."""

        async def connect() -> Backend:
            return self.backend(**settings)

        read_only = replace(self.connection, **settings).read_only
        return Workspace(self.service, OpenProfile("conformance", self.bench.service, read_only), connect)

    def name(self, text: str) -> str:
        """The name of a segment that this test may make."""
        return text

    def draft(self, text: str, rule: Group | None = None) -> SegmentDraft:
        """What a segment of this test should be; of the first rule unless another is given."""
        if rule is None:
            rule = self.bench.rules[0] if self.bench.has_rules else Group()
        kind = SegmentKind.DYNAMIC if self.bench.people is None else SegmentKind.STATIC
        details = self.bench.details(self.connection)
        return SegmentDraft(self.name(text), rule, details=details, kind=kind, people=self.bench.people)

    async def make(self, text: str = "One", rule: Group | None = None) -> Segment:
        """Make a segment, and look at it as the service has it."""
        backend = self.backend()
        made = await backend.create(self.draft(text, rule))
        return await backend.segment(made.id)

    async def change_behind_your_back(self, segment: Segment) -> None:
        """Change a segment's name as a colleague would."""
        draft = SegmentDraft.of(segment)
        await self.changer().update(segment, replace(draft, name=self.name("Theirs")))

    async def close(self) -> None:
        """Hang up."""
        for backend in self._open:
            await backend.close()


class SandboxStage(Stage):
    """A sandbox of one's own.

    Args:
        bench: What is known of the service.
    """

    def __init__(self, bench: Bench) -> None:
        self.doors = bench.doors()
        self.box = self.doors.box
        super().__init__(bench, replace(self.doors.connection(), read_only=False, limits=UNHURRIED))

    async def change_behind_your_back(self, segment: Segment) -> None:
        """Change a segment as a colleague would, without a request."""
        self.doors.change(segment.id)

    def writes(self) -> Sequence[Arrival]:
        """The requests that would change something, as they arrived."""
        return [one for one in self.box.requests if one.method != "GET"]

    def forget(self) -> None:
        """Forget what has arrived so far."""
        self.box.requests.clear()


def says(segment: Segment) -> tuple[str, Group | None]:
    """What a segment is called and whom it means."""
    return segment.name, segment.rule


def uncounted(segments: Iterable[Segment]) -> list[Segment]:
    """Segments without their sizes, which say when they were counted: two looks at the same are the same."""
    return [replace(one, size=None) for one in segments]


def is_missing(error: ServiceError) -> bool:
    """Whether a service says that there is no such thing."""
    return isinstance(error, Refused) and error.status == HTTPStatus.NOT_FOUND


async def all_segments(backend: Backend) -> tuple[list[Segment], list[Page[Segment]]]:
    """The segments of all pages, and the pages."""
    pages = [await backend.segments()]
    while (cursor := pages[-1].cursor) is not None:
        assert len(pages) < MOST_PAGES
        pages.append(await backend.segments(cursor))
    return [row for page in pages for row in page.rows], pages


async def all_leads(people: ShowsLeads, limit: int = 50, **which: Any) -> tuple[list[Lead], list[Page[Lead]]]:
    """The people of all pages, and the pages.

    Args:
        people: Who shows them.
        limit: How many to ask for at a time.
        which: Of which segment or rule, as `ShowsLeads.leads` takes it.
    """
    pages = [await people.leads(limit=limit, **which)]
    while (cursor := pages[-1].cursor) is not None:
        assert len(pages) < MOST_PAGES
        pages.append(await people.leads(cursor=cursor, limit=limit, **which))
    return [row for page in pages for row in page.rows], pages
