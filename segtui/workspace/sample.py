"""The first leads of a project, fetched once, on which rules are counted that the service can't count for us."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from segtui.backends.base import ShowsLeads
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Group

_PAGE = 200
_LEADS_AT_A_TIME = 100
"""Leads evaluated before the screen gets its turn again."""

Progress: TypeAlias = Callable[[int, int | None], None]
"""Told how many leads have come, and of how many if that is known."""


@record
class Sample:
    """Leads in the order of their ids, each once."""

    leads: tuple[Lead, ...]
    total: int | None
    """How many leads the project has; None when the service didn't say, or when it changed while they were read."""
    as_of: datetime

    @property
    def is_everybody(self) -> bool:
        """Whether these are all leads of the project, so that counts are exact."""
        return self.total is not None and len(self.leads) >= self.total


@record
class Tally:
    """What a rule selects in a sample."""

    leads: tuple[Lead, ...]
    count: Count
    unsure: tuple[Lead, ...] = ()
    """Those of whom it can't be told."""

    def answers(self) -> Mapping[str, Answer]:
        """What is told of the leads by their ids; of all others it is no."""
        return {**{lead.id: True for lead in self.leads}, **{lead.id: None for lead in self.unsure}}


@record
class Apart:
    """Somebody whom a rule means and the service doesn't select, or the other way round."""

    lead: Lead
    meant: Answer
    selected: Answer


async def fetch_sample(
    backend: ShowsLeads, most: int, now: Callable[[], datetime], progress: Progress | None = None
) -> Sample:
    """Fetch the first leads of a project.

    Args:
        backend: Where from.
        most: How many at most.
        now: The clock.
        progress: Told after each page.
    """
    found: dict[str, Lead] = {}
    totals: set[int | None] = set()
    cursor: str | None = None
    while True:
        page = await backend.leads(cursor=cursor, limit=_PAGE)
        fresh = {lead.id: lead for lead in page.rows if lead.id not in found}
        found |= fresh
        totals.add(page.total)
        if progress is not None:
            progress(min(len(found), most), page.total)
        if page.cursor is None or not fresh or len(found) >= most:
            said = totals - {None}  # a page may be too short to tell
            total = said.pop() if len(said) == 1 else None
            if totals == {None} and page.cursor is None and len(found) <= most:
                total = len(found)  # nobody said how many there are, but these were all
            return Sample(tuple(found.values())[:most], total, now())
        cursor = page.cursor


async def tally(rule: Group, sample: Sample, semantics: Semantics) -> Tally:
    """Find out which leads of a sample meet a rule."""
    evaluator = Evaluator(semantics, now=sample.as_of)
    selected: list[Lead] = []
    unsure: list[Lead] = []
    for start in range(0, len(sample.leads), _LEADS_AT_A_TIME):
        for lead in sample.leads[start : start + _LEADS_AT_A_TIME]:
            answer = evaluator.answer(rule, lead)
            if answer:
                selected.append(lead)
            elif answer is None:
                unsure.append(lead)
        await asyncio.sleep(0)
    return Tally(tuple(selected), _count(selected, len(unsure), sample), tuple(unsure))


def who_is_apart(sample: Sample, meant: Tally, selected: Tally) -> tuple[Apart, ...]:
    """Those whom one of two tallies of a sample has, and the other hasn't."""
    first, second = meant.answers(), selected.answers()
    both = (Apart(lead, first.get(lead.id, False), second.get(lead.id, False)) for lead in sample.leads)
    return tuple(one for one in both if (one.meant is True) is not (one.selected is True))


def _count(selected: Sequence[Lead], unsure: int, sample: Sample) -> Count:
    exact = sample.is_everybody and not unsure
    return Count(
        value=len(selected),
        certainty=Certainty.EXACT if exact else Certainty.SAMPLE,
        source=Source.HERE if sample.is_everybody else Source.SAMPLE,
        as_of=sample.as_of,
        of=len(sample.leads),
        unsure=unsure,
    )
