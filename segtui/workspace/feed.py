"""Leads page by page, each once, with a count that says where it comes from."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from segtui.backends.base import ShowsLeads
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Page, Segment, SegmentKind

if TYPE_CHECKING:
    from segtui.workspace.sample import Apart

LEADS_A_PAGE = 50

FetchPage: TypeAlias = Callable[[str | None], Awaitable[Page[Lead]]]
"""Fetches the page of a cursor; None is the first."""


@record
class Comparison:
    """Two counts on the same leads."""

    meant: Count
    """Those who meet the rule as it is written."""
    served: Count
    """Those whom the service selects by it."""
    apart: "tuple[Apart, ...]" = ()
    """Who is among the ones and not among the others, in the order of the sample."""


class LeadFeed:
    """The leads that a rule selects, fetched as far as somebody looks.

    Args:
        count: How many there are; "at least" when the service doesn't say, so that those fetched so far are counted.
        rows: The leads known already.
        fetch: Fetches further pages; None when all are known.
        cursor: Where the next page begins; None when all are known.
        comparison: What the rule means beside what the service selects, where the two differ.
        note: Why this isn't the service's own answer; empty when it is.
    """

    def __init__(
        self,
        count: Count,
        rows: Sequence[Lead],
        *,
        fetch: FetchPage | None = None,
        cursor: str | None = None,
        comparison: Comparison | None = None,
        note: str = "",
    ) -> None:
        self._count = count
        self.comparison = comparison
        self.note = note
        self._rows: list[Lead] = []
        self._seen: set[str] = set()
        self._fetch = fetch
        self._cursor = cursor if fetch is not None else None
        self._fetching = asyncio.Lock()
        self._take(rows)

    @property
    def count(self) -> Count:
        """How many there are, as far as that is known by now."""
        if self._count.certainty is not Certainty.AT_LEAST:
            return self._count
        certainty = Certainty.EXACT if self.is_complete else Certainty.AT_LEAST
        return replace(self._count, value=len(self._rows), certainty=certainty)

    @property
    def rows(self) -> Sequence[Lead]:
        """The leads so far, in the service's order."""
        return self._rows

    @property
    def is_complete(self) -> bool:
        """Whether there is nothing more to fetch."""
        return self._cursor is None

    async def more(self) -> None:
        """Fetch pages until there are new leads or the end; what was added meanwhile shifts pages, so some repeat.

        Whoever asks while a page is on its way gets the one after it: a page that two had asked for would look to the
        second like one that repeats itself, which is taken for the end.
        """
        async with self._fetching:
            while self._cursor is not None and self._fetch is not None:
                page = await self._fetch(self._cursor)
                advanced = page.cursor != self._cursor
                self._cursor = page.cursor if advanced else None
                if self._take(page.rows):
                    return
                if page.total is None:
                    # Nothing new, and nothing says that there is an end: a service without pages would never stop.
                    self._cursor = None

    def _take(self, rows: Sequence[Lead]) -> bool:
        new = [row for row in {row.id: row for row in rows}.values() if row.id not in self._seen]
        self._seen.update(row.id for row in new)
        self._rows += new
        return bool(new)


def count_of_people(people: Sequence[Lead], as_of: datetime) -> Count:
    """How many are on a list that is known here.

    Args:
        people: Everybody on it.
        as_of: Since when it is known.
    """
    return Count(len(people), Certainty.EXACT, Source.LOCAL_COPY, as_of)


async def list_feed(
    segment: Segment | None, find_source: Callable[[], Awaitable[ShowsLeads]], now: datetime
) -> LeadFeed | None:
    """Who is on a list of people, by what is known here or else by what its service tells.

    Args:
        segment: Maybe a list.
        find_source: Finds who shows people.
        now: The time.

    Returns:
        None for what has a rule, or isn't a segment yet.

    Raises:
        ServiceError: The service couldn't be asked, or doesn't tell.
    """
    if segment is None:
        return None
    if segment.people is not None:
        return LeadFeed(segment.size or count_of_people(segment.people, now), segment.people)
    return None if segment.kind is SegmentKind.DYNAMIC else await _told_by_service(await find_source(), segment, now)


async def _told_by_service(source: ShowsLeads, segment: Segment, as_of: datetime) -> LeadFeed:
    """Whoever is in a list of people, as its service tells it."""

    async def fetch(cursor: str | None) -> Page[Lead]:
        return await source.leads(segment_id=segment.id, cursor=cursor, limit=LEADS_A_PAGE)

    page = await fetch(None)
    certainty = Certainty.EXACT if page.total is not None else Certainty.AT_LEAST
    counted_by = segment.size.source if segment.size is not None else Source.SERVER
    return LeadFeed(Count(page.total, certainty, counted_by, as_of), page.rows, fetch=fetch, cursor=page.cursor)
