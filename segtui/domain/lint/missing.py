"""Leads without a field that a condition lets in or leaves out, though its words don't say so."""

from collections.abc import Iterator
from dataclasses import replace

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LeadWord
from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Path
from segtui.domain.text import printable

_PRESENCE = frozenset({Operator.EXISTS, Operator.HAS_NO_VALUE})
_BELOW = frozenset({Operator.LESS_THAN, Operator.AT_MOST})


def missing_values(tree: Group, semantics: Semantics, facts: Facts | None, word: LeadWord) -> Iterator[Diagnostic]:
    """A note for each condition that leads without its field meet or miss, with their number where it is known."""
    yield from _notes(tree, (), _Place(semantics, facts, word))


@record
class _Place:
    """What is known of leads where a condition stands."""

    semantics: Semantics
    facts: Facts | None
    word: LeadWord
    is_must: bool = True
    """Whether who doesn't meet the condition is left out, whatever else he meets."""
    shut_out: frozenset[str] = frozenset()
    """Fields that nobody is without here, because another condition sees to it."""
    spoken_of: frozenset[str] = frozenset()
    """Fields whose absence another condition asks for, or excludes, as everybody would expect."""


def _notes(group: Group, path: Path, place: _Place) -> Iterator[Diagnostic]:
    """The notes on what is in a group. Under "not", nothing is told: there a condition's own words are turned round."""
    if group.negate:
        return
    is_all = group.combine is Combine.ALL or len(group.children) == 1
    conditions = [child for child in group.children if isinstance(child, Condition)]
    place = replace(
        place,
        is_must=place.is_must and is_all,
        spoken_of=place.spoken_of | {one.field for one in conditions if one.operator in _PRESENCE},
    )
    if is_all:
        plainly = {one.field for one in conditions if not one.negate and one.operator not in _BELOW}
        place = replace(place, spoken_of=place.spoken_of | plainly)
        shut_out = {one.field for one in conditions if not _is_met_without(one, place.semantics)}
        place = replace(place, shut_out=place.shut_out | shut_out)
    for index, child in enumerate(group.children):
        if isinstance(child, Group):
            yield from _notes(child, (*path, index), place)
        elif isinstance(child, Condition):
            yield from _note(child, (*path, index), place)


def _is_met_without(condition: Condition, semantics: Semantics) -> bool:
    """Whether leads without the field meet a condition."""
    match condition.operator:
        case Operator.EXISTS:
            return condition.negate
        case Operator.HAS_NO_VALUE:
            return not condition.negate
        case _:
            return condition.negate and semantics.absent_meets_negation


def _note(condition: Condition, path: Path, place: _Place) -> Iterator[Diagnostic]:
    field = condition.field
    if condition.operator in _PRESENCE or field in place.semantics.always_present | place.spoken_of:
        return
    if _is_met_without(condition, place.semantics):
        verb = "" if field in place.shut_out else "Also selects"
    elif condition.negate or condition.operator in _BELOW:
        verb = "Leaves out" if place.is_must else "This line isn't met by"
    else:
        return
    how_many = _how_many(field, place)
    if verb and how_many is not None:
        message = f"{verb} {place.word.title} without {printable(field)}{how_many}."
        yield Diagnostic("missing-values", Severity.NOTE, path, message)


def _how_many(field: str, place: _Place) -> str | None:
    """The number as the end of a sentence; None where there is nobody to tell of, or where another note tells more."""
    if place.facts is None or not place.facts.looked_at or field in place.semantics.unsure_when_empty:
        return ""
    seen = place.facts.seen(field)
    without = seen.of - seen.leads
    return f": {without:,} of {seen.of:,} looked at" if without and seen.leads else None
