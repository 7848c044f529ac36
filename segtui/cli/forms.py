"""The JSON shapes that scripts get. Keys and words are stable; moments are ISO 8601 in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from segtui.domain.counting import Count
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.frozen import FrozenDates, frozen_in
from segtui.domain.instants import iso_utc
from segtui.domain.leads import Lead
from segtui.domain.lint.dialect import ServedRule
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.tree_json import rule_to_json
from segtui.workspace.confirming import Confirmation
from segtui.workspace.feed import Comparison
from segtui.workspace.movement import Movement
from segtui.workspace.plans import Outcome, Plan

Form: TypeAlias = dict[str, Any]
"""A JSON object."""


def word(value: StrEnum) -> str:
    """A word of the domain as one word."""
    return value.value.replace(" ", "_")


def moment_form(moment: datetime | None) -> str | None:
    """A moment such as `2024-07-20T09:00:00.000Z`."""
    return iso_utc(moment) if moment is not None else None


def listed_segment_form(segment: Segment) -> Form:
    """A segment as one of a list."""
    return {
        "id": segment.id,
        "name": segment.name,
        "updated_at": moment_form(segment.updated_at),
        "state": word(segment.state),
        "kind": word(segment.kind),
        "created_at": moment_form(segment.created_at),
        "created_by": segment.created_by,
        "size": count_form(segment.size),
    }


def segment_form(segment: Segment) -> Form:
    """A segment with its rule in the neutral form, and verbatim as the service sent it."""
    return {
        **listed_segment_form(segment),
        "rule": rule_to_json(segment.rule) if segment.rule is not None else None,
        "written": segment.written or None,
        "details": segment.details,
        "links": None if segment.links is None else [link_form(link) for link in segment.links],
        "used_at": moment_form(segment.used_at),
        "people": None if segment.people is None else [lead_form(lead) for lead in segment.people],
        "raw": segment.raw,
    }


def link_form(link: SegmentLink) -> Form:
    """Whom a segment is given to."""
    return {"id": link.id, "kind": link.kind, "target_id": link.target_id, "name": link.name}


def served_form(served: ServedRule) -> Form:
    """What the service makes of a rule."""
    return {
        "rule": rule_to_json(served.rule) if served.rule is not None else None,
        "differences": [diagnostic_form(one) for one in served.differences],
        "answers": served.rule is not None,
        "everybody": served.everybody or None,
    }


def diagnostic_form(diagnostic: Diagnostic) -> Form:
    """One thing that is told about a rule; a fix is the whole rule as it would be."""
    form: Form = {
        "code": diagnostic.code,
        "severity": word(diagnostic.severity),
        "path": list(diagnostic.path),
        "message": diagnostic.message,
    }
    if diagnostic.fix is not None:
        form["fix"] = {"message": diagnostic.fix.says, "rule": rule_to_json(diagnostic.fix.rule)}
    return form


def frozen_form(rule: Group, dates: FrozenDates) -> list[Form]:
    """The dates of a rule that were meant to move along."""
    return [
        {
            "path": list(path),
            "field": condition.field,
            "date": written,
            "intent": frozen.intent,
            "frozen_at": moment_form(frozen.at),
            "age_days": frozen.age_days,
            "today": moment_form(frozen.today),
        }
        for path, condition, known in frozen_in(rule, dates)
        for (_field, written), frozen in known.items()
    ]


def count_form(count: Count | None) -> Form | None:
    """A number, with who counted and how sure it is."""
    if count is None:
        return None
    return {
        "value": count.value,
        "certainty": word(count.certainty),
        "source": word(count.source),
        "as_of": moment_form(count.as_of),
        "of": count.of,
        "unsure": count.unsure,
    }


def comparison_form(comparison: Comparison | None) -> Form | None:
    """What a rule means beside what the service selects."""
    if comparison is None:
        return None
    return {"meant": count_form(comparison.meant), "served": count_form(comparison.served)}


def lead_form(lead: Lead) -> Form:
    """A lead, verbatim as the service sent it under `raw`."""
    return {"id": lead.id, "name": lead.name, "raw": lead.raw}


def plan_form(plan: Plan) -> Form:
    """A write that is planned."""
    return {
        "write": word(plan.write),
        "id": plan.stored.id if plan.stored else None,
        "name": plan.draft.name,
        "rule": rule_to_json(plan.draft.rule),
        "steps": [
            {"sort": word(step.sort), "part": step.part, "before": step.before, "after": step.after}
            for step in plan.change.steps
        ],
        "served": served_form(plan.served),
        "count": count_form(plan.count),
        "movement": _movement_form(plan.movement),
        "confirmation": confirmation_form(plan.confirmation),
        "note": plan.note or None,
    }


def _movement_form(movement: Movement | None) -> Form | None:
    """Who enters and who leaves; null where no rule is changed."""
    if movement is None:
        return None
    return {
        "entering": [person_form(lead) for lead in movement.entering],
        "leaving": [person_form(lead) for lead in movement.leaving],
        "before": movement.before,
        "after": movement.after,
        "certainty": word(movement.certainty),
        "of": movement.of,
        "unsure": movement.unsure,
        "why_not": movement.why_not or None,
    }


def person_form(lead: Lead) -> Form:
    """Somebody who is only named."""
    return {"id": lead.id, "name": lead.name}


def confirmation_form(confirmation: Confirmation | None) -> Form | None:
    """What has to be typed before a write, and why; null where a plain yes is enough."""
    return {"word": confirmation.word, "reason": confirmation.reason} if confirmation else None


def outcome_form(outcome: Outcome) -> Form:
    """How a write ended."""
    return {
        "ending": word(outcome.ending),
        "message": outcome.says,
        "segment": segment_form(outcome.segment) if outcome.segment else None,
    }
