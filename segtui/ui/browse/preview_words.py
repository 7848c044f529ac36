"""What is said above the leads: where they come from, and how far they are what the rule means."""

from collections.abc import Sequence

from segtui.domain.counting import Count
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.lead_word import LeadWord
from segtui.domain.text import printable
from segtui.workspace.feed import LeadFeed


def preview_words(feed: LeadFeed, differences: Sequence[Diagnostic], title: str, word: LeadWord) -> str:
    """The lines above the leads; none when the leads are just what the rule says.

    Args:
        feed: The leads and their counts.
        differences: Where the service does something else than the rule says.
        title: The service's name.
        word: What the service calls its leads.
    """
    warnings = [one for one in differences if one.severity is Severity.WARN]
    lines = []
    # The worst first, since a small screen shows the first two lines only.
    if feed.count.value and feed.count.value == feed.count.of:
        lines.append(f"⚠ {word.everybody.upper()} is selected.")
    if feed.comparison is not None:
        meant, served = feed.comparison.meant, feed.comparison.served
        looked_at = f"Of {served.of or 0:,} {word.several} looked at"
        selects = f"{title} selects {_range(served)} (M: {word.asked})"
        lines.append(f"⚠ {looked_at}, the rule means {_range(meant)}; {selects}.")
    if warnings:
        more = f" (and {len(warnings) - 1} more, see the rule)" if len(warnings) > 1 else ""
        lines.append(f"⚠ {warnings[0].message}{more}")
    if feed.note:
        lines.append(f"· {printable(feed.note)}")
    return "\n".join(lines)


def _range(count: Count) -> str:
    """How many, at least and at most."""
    least = count.value or 0
    return f"{least:,} to {least + count.unsure:,}" if count.unsure else f"{least:,}"
