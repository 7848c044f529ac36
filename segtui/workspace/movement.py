"""Who comes into a segment and who goes out of it by a change of its rule, and in what words that is told."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

from segtui.backends.base import Ability, Served
from segtui.backends.errors import ServiceError
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.evaluation import Evaluator
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.domain.text import printable, shortened
from segtui.workspace.feed import LeadFeed
from segtui.workspace.sample import Sample
from segtui.workspace.workspace import Workspace

MOST_READ = 400
"""People of one rule that are worth reading from the service, eight pages of fifty, to tell exactly who moves."""

MOST_NAMED = 8
"""Names in a line."""

_LONGEST_NAME = 40
_LEADS_AT_A_TIME = 100
"""Leads looked at before the screen gets its turn again."""


@record
class Movement:
    """Who enters and who leaves a segment, by what the service makes of its rule before and after."""

    entering: tuple[Lead, ...] = ()
    leaving: tuple[Lead, ...] = ()
    before: int | None = None
    """How many of those looked at the segment surely has now; None when nobody could tell."""
    after: int | None = None
    """How many of them it would surely have."""
    certainty: Certainty = Certainty.UNKNOWN
    """Exact for everybody, by sample for the first leads only, or unknown."""
    of: int | None = None
    """How many leads were looked at; None when the service itself listed both."""
    unsure: int = 0
    """Those looked at of whom it can't be told; they are in neither list."""
    why_not: str = ""
    """Why nobody could tell; empty when it could be told."""
    held: int | None = None
    """How many people the segment has by the service's own count, where it was asked."""

    @property
    def is_known(self) -> bool:
        """Whether anything could be told."""
        return not self.why_not


async def movement_of(workspace: Workspace, stored: Segment, served: Served, feed: LeadFeed | None) -> Movement:
    """Compare the people of a stored segment with those whom another rule would select.

    Args:
        workspace: Where.
        stored: The segment as the service holds it.
        served: What the service would make of the new rule.
        feed: The people of the new rule as far as they were looked at; None when they couldn't be.

    Raises:
        ChangedMeanwhile: Somebody else changed the segment since it was loaded.
        SegmentIsDeleted: It was deleted.
    """
    if stored.rule is None:
        return Movement(why_not="the service doesn't tell its present rule")
    now = workspace.served(stored.rule, stored)
    if now.rule is None:
        return Movement(why_not="the service never answers the rule that it has now")
    if served.rule is None:
        return Movement(why_not="the service would never answer the new rule")
    if now.rule == served.rule:
        value = feed.count.value if feed is not None and feed.count.certainty is Certainty.EXACT else None
        return Movement(before=value, after=value, certainty=Certainty.EXACT)
    if feed is None:
        reason = workspace.service.abilities.reason_against(Ability.LEADS)
        return Movement(why_not=reason or f"the service didn't show its {workspace.lead_word.title}")
    try:
        return await _compared(workspace, stored, (now.rule, served.rule), feed)
    except ServiceError as error:
        return Movement(why_not=error.message.rstrip("."))


async def _compared(workspace: Workspace, stored: Segment, rules: tuple[Group, Group], feed: LeadFeed) -> Movement:
    """By all people if they are at hand, by the service's own lists if they are short, else by the first leads."""
    here = workspace.known_sample
    if here is not None and here.is_everybody:
        told = await _on_sample(workspace, rules, here, feed.count)
        if told.certainty is Certainty.EXACT:
            return told
    try:
        listed = await _by_service(workspace, stored, feed)
    except ServiceError:
        listed = Movement()
    if listed.certainty is Certainty.EXACT:
        return listed
    told = await _on_sample(workspace, rules, await workspace.sample(), feed.count)
    return replace(told, held=listed.held)


async def _by_service(workspace: Workspace, stored: Segment, after: LeadFeed) -> Movement:
    """Read both lists to their ends, if the service counts both and neither is long."""
    if not _is_counted_by_service(after.count) or stored.rule is None:
        return Movement()
    before = await workspace.preview(stored.rule, stored)
    if before.count.certainty is Certainty.AT_LEAST:
        await read_out(before)
    if not _is_counted_by_service(before.count):
        return Movement()
    held = before.count.value
    if max(before.count.value or 0, after.count.value or 0) > MOST_READ:
        return Movement(held=held)
    await asyncio.gather(read_out(before), read_out(after))
    if any(len(one.rows) != one.count.value for one in (before, after)):
        # Somebody came or went while the pages were read.
        return Movement(held=held)
    had = {lead.id for lead in before.rows}
    gets = {lead.id for lead in after.rows}
    return Movement(
        tuple(lead for lead in after.rows if lead.id not in had),
        tuple(lead for lead in before.rows if lead.id not in gets),
        before=len(had),
        after=len(gets),
        certainty=Certainty.EXACT,
        held=held,
    )


async def read_out(feed: LeadFeed) -> None:
    """Fetch the pages of a feed, until it ends or `MOST_READ` leads have come."""
    while not feed.is_complete and len(feed.rows) <= MOST_READ:
        await feed.more()


async def _on_sample(workspace: Workspace, rules: tuple[Group, Group], sample: Sample, count: Count) -> Movement:
    """Ask both rules about each lead of a sample."""
    semantics = workspace.dialect.semantics
    # Each has its own time for patterns: a slow one in the old rule shall not leave the new one without an answer.
    was, will = (Evaluator(semantics, now=sample.as_of) for _ in rules)
    entering: list[Lead] = []
    leaving: list[Lead] = []
    before = after = unsure = 0
    for start in range(0, len(sample.leads), _LEADS_AT_A_TIME):
        for lead in sample.leads[start : start + _LEADS_AT_A_TIME]:
            is_in, would_be = was.answer(rules[0], lead), will.answer(rules[1], lead)
            before += is_in is True
            after += would_be is True
            if is_in is None or would_be is None:
                unsure += 1
            elif is_in is not would_be:
                (entering if would_be else leaving).append(lead)
        await asyncio.sleep(0)
    is_exact = sample.is_everybody and not unsure and _agrees(sample, count, after)
    return Movement(
        tuple(entering),
        tuple(leaving),
        before=before,
        after=after,
        certainty=Certainty.EXACT if is_exact else Certainty.SAMPLE,
        of=len(sample.leads),
        unsure=unsure,
    )


def _agrees(sample: Sample, count: Count, after: int) -> bool:
    """Whether what the service itself counts just now is what was counted here; else somebody came or went since."""
    return not _is_counted_by_service(count) or (count.of in {None, sample.total} and count.value == after)


def _is_counted_by_service(count: Count) -> bool:
    return count.source is Source.SERVER and count.certainty is Certainty.EXACT and count.value is not None


def movement_lines(movement: Movement, lead_word: LeadWord) -> Iterator[str]:
    """Who enters and who leaves, line by line; names are cleaned.

    Args:
        movement: Who does.
        lead_word: What the service calls its leads.
    """
    moves = f"{lead_word.asked.capitalize()} enters and {lead_word.asked} leaves"
    if not movement.is_known:
        yield f"{moves} can't be told: {movement.why_not}."
        return
    known = movement.before is not None and movement.after is not None
    numbers = f" ({movement.before:,} before, {movement.after:,} after)" if known else ""
    if movement.certainty is Certainty.EXACT:
        yield f"{moves}{numbers} · exact:"
    else:
        yield f"{moves}, {first_looked_at(movement, lead_word)}{numbers}:"
    yield f"  {_moving(movement.entering, 'enter', lead_word)}"
    yield f"  {_moving(movement.leaving, 'leave', lead_word)}"
    if movement.unsure:
        yield f"  {movement.unsure:,} more: it can't be told"


def first_looked_at(movement: Movement, lead_word: LeadWord) -> str:
    """On whom it was found out, such as `of the first 1,000 leads looked at`."""
    if movement.of == 1:
        return f"of the {lead_word.counted(1)} looked at"
    return f"of the first {lead_word.counted(movement.of or 0)} looked at"


def _moving(leads: Sequence[Lead], verb: str, lead_word: LeadWord) -> str:
    if not leads:
        return f"{lead_word.none} {verb}s"
    names = ", ".join(shortened(printable(lead.called), _LONGEST_NAME) for lead in leads[:MOST_NAMED])
    more = len(leads) - MOST_NAMED
    return f"{len(leads):,} {verb}{'s' if len(leads) == 1 else ''}: {names}{f', and {more:,} more' if more > 0 else ''}"
