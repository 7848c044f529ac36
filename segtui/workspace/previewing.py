"""Who is in a segment by its rule: as the service selects them, or counted here on the sample; and the gap between."""

import asyncio

from segtui.backends.base import Served, ShowsLeads
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.diagnostics import Severity
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment
from segtui.workspace.feed import LEADS_A_PAGE, Comparison, LeadFeed
from segtui.workspace.sample import Progress, tally, who_is_apart
from segtui.workspace.workspace import Workspace


async def counted_here(
    workspace: Workspace, rule: Group, served: Served | None, note: str, progress: Progress | None
) -> LeadFeed:
    """The leads of the sample that a service would select.

    Args:
        workspace: The profile.
        rule: The rule as it is meant.
        served: What the service makes of it; None where that is nothing, so that the rule is taken as it is meant.
        note: Why the service isn't asked, without a full stop; empty when that needn't be said.
        progress: Told while the sample is fetched.

    Raises:
        ServiceError: The sample couldn't be fetched.
    """
    sample = await workspace.sample(progress)
    effective = served.rule if served and served.rule is not None else rule
    found = await tally(effective, sample, workspace.dialect.semantics)
    comparison = await gap(workspace, rule, served, progress) if served else None
    looked_at = f"{len(sample.leads):,} {workspace.lead_word.several}"
    how = f"counted here on {'all' if sample.is_everybody else 'the first'} {looked_at}"
    # Without a reason there is nothing to add to what the count itself says.
    return LeadFeed(found.count, found.leads, comparison=comparison, note=f"{note}: {how}." if note else "")


async def selected_there(
    workspace: Workspace, source: ShowsLeads, served: Served, saved: Segment | None, *, is_stored: bool
) -> LeadFeed:
    """The leads that a service selects.

    Args:
        workspace: The profile.
        source: Where the leads come from.
        served: What the service makes of the rule.
        saved: A segment that has the rule, to ask by its id; None to ask by the rule alone.
        is_stored: Whether it is the segment itself, and not the one that a duplicate begins from.

    Raises:
        ChangedMeanwhile: The rule that is stored isn't the one that was loaded any more.
        ServiceError: The service couldn't be asked.
    """

    async def fetch(cursor: str | None) -> Page[Lead]:
        if saved is not None:
            return await source.leads(segment_id=saved.id, cursor=cursor, limit=LEADS_A_PAGE)
        return await source.leads(rule=served.rule, cursor=cursor, limit=LEADS_A_PAGE)

    still = workspace.unchanged(saved) if saved is not None and is_stored else asyncio.sleep(0)
    page, everybody, _ = await asyncio.gather(fetch(None), workspace.everybody(source), still)
    certainty = Certainty.EXACT if page.total is not None else Certainty.AT_LEAST
    count = Count(page.total, certainty, Source.SERVER, workspace.now(), of=everybody)
    return LeadFeed(count, page.rows, fetch=fetch, cursor=page.cursor)


async def gap(workspace: Workspace, rule: Group, served: Served, progress: Progress | None) -> Comparison | None:
    """What a rule means beside what the service selects, on the sample; None where they are the same.

    Args:
        workspace: The profile.
        rule: The rule as it is meant.
        served: What the service makes of it.
        progress: Told while the sample is fetched.

    Raises:
        ServiceError: The sample couldn't be fetched.
    """
    if served.rule is None or not any(one.severity is Severity.WARN for one in served.differences):
        return None
    sample = await workspace.sample(progress)
    meant = await tally(rule, sample, workspace.dialect.semantics)
    selected = await tally(served.rule, sample, workspace.dialect.semantics)
    apart = who_is_apart(sample, meant, selected)
    return Comparison(meant.count, selected.count, apart) if apart else None
