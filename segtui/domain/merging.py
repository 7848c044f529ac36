"""Two people have changed the same segment: one's changes on top of the other's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from segtui.domain.leads import Lead
from segtui.domain.rules import Group, Node
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import JsonValue

T = TypeVar("T")


def merged(base: SegmentDraft, mine: SegmentDraft, theirs: SegmentDraft) -> SegmentDraft:
    """My changes on top of theirs: what only one of us has touched stays as that one left it.

    Args:
        base: What both began from.
        mine: What I want; it wins where both have changed the same part.
        theirs: What somebody else has made of it meanwhile.
    """
    return SegmentDraft(
        _merged_part(base.name, mine.name, theirs.name),
        _merged_rule(base.rule, mine.rule, theirs.rule),
        _merged_part(base.written, mine.written, theirs.written),
        _merged_details(base.details, mine.details, theirs.details),
        theirs.kind,
        _merged_people(base.people, mine.people, theirs.people),
    )


def _merged_part(base: T, mine: T, theirs: T) -> T:
    return theirs if mine == base else mine


def _merged_people(
    base: tuple[Lead, ...] | None, mine: tuple[Lead, ...] | None, theirs: tuple[Lead, ...] | None
) -> tuple[Lead, ...] | None:
    """Those whom I have taken in or changed on top of theirs, without those whom I have taken out."""
    if mine is None or theirs is None or mine == base:
        return theirs if mine == base else mine
    began = {lead.id: lead for lead in base or ()}
    touched = {lead.id: lead for lead in mine if began.get(lead.id) != lead}
    removed = began.keys() - {lead.id for lead in mine}
    kept = [touched.pop(lead.id, lead) for lead in theirs if lead.id not in removed]
    return (*kept, *touched.values())


def _merged_details(
    base: Mapping[str, JsonValue], mine: Mapping[str, JsonValue], theirs: Mapping[str, JsonValue]
) -> Mapping[str, JsonValue]:
    changed = {key: value for key, value in mine.items() if key not in base or base[key] != value}
    return {**theirs, **changed}


def _merged_rule(base: Group, mine: Group, theirs: Group) -> Group:
    return Group(
        theirs.combine if mine.combine is base.combine else mine.combine,
        _merged_children(base.children, mine.children, theirs.children),
        theirs.negate if mine.negate is base.negate else mine.negate,
    )


def _merged_children(base: Sequence[Node], mine: Sequence[Node], theirs: Sequence[Node]) -> tuple[Node, ...]:
    if list(mine) in (list(base), list(theirs)):
        return tuple(theirs)
    if list(theirs) == list(base):
        return tuple(mine)
    removed, added = Counter(base) - Counter(mine), Counter(mine) - Counter(base)
    if removed & (Counter(base) - Counter(theirs)) or (not removed and not added):
        # Both have changed the same condition, or I have changed the order: there is no middle.
        return tuple(mine)
    result = list(theirs)
    for child in removed.elements():
        result.remove(child)
    for index, child in enumerate(mine):
        if added[child]:
            added[child] -= 1
            before = next((earlier for earlier in reversed(mine[:index]) if earlier in result), None)
            result.insert(result.index(before) + 1 if before is not None else 0, child)
    return tuple(result)
