"""What may be offered while a condition is typed: what the service's dialect suggests, and what leads have."""

from collections.abc import Sequence
from datetime import datetime

from segtui.backends.suggesting import Suggests
from segtui.domain.facts import Facts
from segtui.domain.offers import ValueOffer, values_like
from segtui.domain.operators import WORDINGS, Operator, Takes
from segtui.domain.spoken import days_words
from segtui.workspace.workspace import Workspace


def listed_fields(workspace: Workspace, paths: Sequence[str]) -> Sequence[str]:
    """Fields in the order in which to list them."""
    dialect = workspace.dialect
    return dialect.listed_fields(paths) if isinstance(dialect, Suggests) else paths


def shown_field(workspace: Workspace, path: str) -> str:
    """How a field stands in a list of fields. Not cleaned."""
    return workspace.dialect.shown_field(path) if isinstance(workspace.dialect, Suggests) else path


def value_hint(workspace: Workspace, path: str, operator: Operator) -> str:
    """What to type for a field, in a few words; empty where its type says enough."""
    return workspace.dialect.value_hint(path, operator) if isinstance(workspace.dialect, Suggests) else ""


def value_offers(
    workspace: Workspace, path: str, operator: Operator, typed: str, facts: Facts | None
) -> Sequence[ValueOffer]:
    """The values that somebody may mean who has typed this much: those of the service's documentation, then leads'.

    Args:
        workspace: Knows the service and the time.
        path: The field.
        operator: What stands before the value.
        typed: The value so far; of a list, its last item.
        facts: What leads have; None until that is known.
    """
    takes = WORDINGS[operator].takes
    if takes is Takes.NOTHING:
        return ()
    seen = facts.seen(path) if facts is not None else None
    suggested = _suggested(workspace, path, operator)
    declared = workspace.dialect.field_type(path)
    return values_like(seen, declared, typed, of_span=takes is Takes.SPAN, suggested=suggested)


def period_words(workspace: Workspace, path: str, text: str, now: datetime) -> str:
    """What a service's word for a span of days stands for at a moment: `last month: 1 to 31 October 2026`.

    Returns:
        That it isn't known, where it isn't; empty for what is no such word.
    """
    says = workspace.dialect.semantics.period_word(path, text)
    if says is None:
        return ""
    days = _days(workspace, text, now)
    if not days:
        return f"which days that is isn't documented by {workspace.service.title}"
    return f"{says}: {days}" if says else days


def _suggested(workspace: Workspace, path: str, operator: Operator) -> Sequence[ValueOffer]:
    if not isinstance(workspace.dialect, Suggests):
        return ()
    now = workspace.now()
    found = []
    for one in workspace.dialect.suggestions(path, operator):
        parts = (_days(workspace, one.value, now), "documented" if one.is_documented else "likely")
        says = workspace.dialect.semantics.period_word(path, one.value) or ""
        found.append(ValueOffer(one.value, note=" · ".join(filter(None, parts)), says=says))
    return found


def _days(workspace: Workspace, text: str, now: datetime) -> str:
    semantics = workspace.dialect.semantics
    span = semantics.period(text, now, semantics.zone) if semantics.period is not None else None
    return days_words(*span, semantics.zone) if span is not None else ""
