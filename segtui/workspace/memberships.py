"""Which segments a lead is in: worked out here for all segments of a profile, a few at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeAlias

from segtui.domain.errors import SegtuiError
from segtui.domain.evaluation import Answer, Evaluator
from segtui.domain.explanation import Standing
from segtui.domain.instants import local_minute
from segtui.domain.leads import Lead
from segtui.domain.people import Person, person_of
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentState
from segtui.workspace.from_here import from_here
from segtui.workspace.member_reasons import has_rules, takes_people
from segtui.workspace.workspace import Workspace

_AT_A_TIME = 20
"""Segments in a step; patterns that never end cost each at most a quarter of a second."""

_STANDINGS: Mapping[Answer, Standing] = {True: Standing.IN, False: Standing.OUT, None: Standing.UNKNOWN}
_ORDER: Mapping[Standing, int] = {Standing.IN: 0, Standing.UNKNOWN: 1, Standing.OUT: 2}

_DOUBTS: Mapping[SegmentState, str] = {
    SegmentState.UNSENT: "it isn't sent yet",
    SegmentState.UNCERTAIN: "whether it arrived isn't known",
    SegmentState.FAILED: "its last change was refused",
}

Looked: TypeAlias = Callable[[int, int], None]
"""Told after each step how many segments were looked at, and of how many."""


@record
class Membership:
    """Whether a lead is in a segment."""

    segment: Segment
    standing: Standing
    """By what the service makes of the segment's rule, or by who is on the list that is kept here."""
    meant: Standing
    """By what the rule says."""
    note: str = ""
    """Why it can't be told, or is otherwise than the rule says; a clause."""


async def memberships(
    workspace: Workspace, lead: Lead, segments: Sequence[Segment], looked: Looked | None = None
) -> Sequence[Membership]:
    """Tell for each segment whether a lead is in it: those it is in first, then those where it can't be told.

    Of these, lists come first that the lead was added to from here.

    Args:
        workspace: The profile that the segments are of.
        lead: With all fields that rules name.
        segments: As the service holds them.
        looked: Told how far it is.
    """
    now, added = workspace.now(), await asyncio.to_thread(_added, workspace, lead)
    found: list[Membership] = []
    for start in range(0, len(segments), _AT_A_TIME):
        step = segments[start : start + _AT_A_TIME]
        # In a thread, since patterns can take long and the screen must answer meanwhile.
        found += await asyncio.to_thread(_told, workspace, lead, step, now, added)
        if looked is not None:
            looked(len(found), len(segments))
    return sorted(
        found,
        key=lambda one: (
            _ORDER[one.standing],
            one.segment.id not in added,
            one.segment.name.casefold(),
            one.segment.id,
        ),
    )


def _added(workspace: Workspace, lead: Lead) -> Mapping[str, datetime | None]:
    """To which lists a lead was added from here, and when."""
    with suppress(SegtuiError):  # what can't be read is told by whatever else is read of it
        return from_here(workspace).lists_of(lead.id)
    return {}


def _told(
    workspace: Workspace,
    lead: Lead,
    segments: Sequence[Segment],
    now: datetime,
    added: Mapping[str, datetime | None],
) -> Sequence[Membership]:
    return [_membership(workspace, lead, segment, now, added) for segment in segments]


def memberships_legend(workspace: Workspace) -> str:
    """By what it is told whether somebody is in a segment, as a sentence."""
    if not has_rules(workspace):
        return "By the lists as they are kept here: by id, else by e-mail."
    if takes_people(workspace):
        return "By each rule as it is saved; of a list is known who was added from here."
    return f"By what {workspace.title} makes of each rule, as it is saved."


def _on_list(segment: Segment, people: Sequence[Lead], lead: Lead) -> Membership:
    """Whether somebody is on a list that is kept here, by what makes a person the same one."""
    is_on = any(_key(one) == _key(lead) for one in people)
    standing = Standing.IN if is_on else Standing.OUT
    return Membership(segment, standing, standing, _DOUBTS.get(segment.state, ""))


def _key(lead: Lead) -> str:
    person = person_of(lead.raw)
    return person.key if isinstance(person, Person) else lead.id


def _membership(
    workspace: Workspace, lead: Lead, segment: Segment, now: datetime, added: Mapping[str, datetime | None]
) -> Membership:
    if segment.people is not None:
        return _on_list(segment, segment.people, lead)
    if segment.rule is None:
        note = f"a list of {workspace.lead_word.people}, which has no rule to look at"
        if segment.id in added:
            at = added[segment.id]
            note = f"added from here{f' on {local_minute(at)}' if at is not None else ''}"
        return Membership(segment, Standing.UNKNOWN, Standing.UNKNOWN, note)

    def standing(rule: Group) -> Standing:
        # Each has its own time for patterns: what is told of a segment mustn't depend on those before it.
        return _STANDINGS[Evaluator(workspace.dialect.semantics, now=now).answer(rule, lead)]

    meant = standing(segment.rule)
    served = workspace.served(segment.rule, segment).rule
    if served is None:
        return Membership(segment, Standing.OUT, meant, _joined("never answered", _by_rule(meant, Standing.OUT)))
    by_service = meant if served == segment.rule else standing(served)
    return Membership(segment, by_service, meant, _by_rule(meant, by_service))


def _by_rule(meant: Standing, by_service: Standing) -> str:
    """What the rule says; nothing where the service does the same."""
    if meant is by_service:
        return ""
    return "its rule can't be told" if meant is Standing.UNKNOWN else f"its rule says {meant}"


def _joined(*clauses: str) -> str:
    return "; ".join(filter(None, clauses))
