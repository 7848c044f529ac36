"""Rules that are counted here on the sample: the service isn't asked for them, or doesn't do what they say."""

from segtui.backends.base import Served
from segtui.domain.diagnostics import Severity
from segtui.domain.rules import Group
from segtui.workspace.feed import Comparison, LeadFeed
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
