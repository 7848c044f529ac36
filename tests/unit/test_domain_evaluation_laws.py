"""Laws of the evaluator, over generated rules and leads."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import conditions, documents, json_scalars, leads, rules

from segtui.domain.evaluation import Answer, Evaluator, Semantics, Verdict
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, walk
from segtui.domain.values import JsonValue, TextValue, scalar_from_json

FEWER = settings(max_examples=50)
"""Trees take long to make."""

NOW = datetime(2024, 7, 2, 12, tzinfo=UTC)
SEMANTICS = st.builds(
    Semantics,
    case_matters=st.booleans(),
    absent_meets_negation=st.booleans(),
    types_must_agree=st.booleans(),
    null_is_present=st.booleans(),
    unsure_when_empty=st.sampled_from((frozenset(), frozenset({"tags"}))),
    zone=st.sampled_from((UTC, ZoneInfo("Europe/Rome"), ZoneInfo("America/New_York"))),
)
LAWFUL = SEMANTICS.map(lambda semantics: replace(semantics, absent_meets_negation=True))
"""Services whose "is not" is the plain opposite of "is"."""


def answer(node: Node, lead: Lead, semantics: Semantics) -> Answer:
    return Evaluator(semantics, now=NOW).answer(node, lead)


def negation(node: Node) -> Node:
    """The opposite of a node; an opaque one has to be put into a group for that."""
    return Group(children=(node,), negate=True) if isinstance(node, Opaque) else replace(node, negate=not node.negate)


def nodes_of(verdict: Verdict) -> list[Node]:
    return [verdict.node, *(node for child in verdict.children for node in nodes_of(child))]


@given(rules(), leads(), SEMANTICS)
def test_the_short_answer_is_that_of_the_whole_verdict(rule: Group, lead: Lead, semantics: Semantics) -> None:
    verdict = Evaluator(semantics, now=NOW).verdict(rule, lead)
    assert answer(rule, lead, semantics) is verdict.answer
    assert all(one is other for one, (_, other) in zip_longest(nodes_of(verdict), walk(rule)))


@FEWER
@given(rules(), leads(), LAWFUL)
def test_not_turns_every_answer_that_can_be_told(rule: Group, lead: Lead, semantics: Semantics) -> None:
    for _, node in walk(rule):
        plain, turned = answer(node, lead, semantics), answer(negation(node), lead, semantics)
        assert turned is (None if plain is None else not plain)


@FEWER
@given(rules(), leads(), LAWFUL)
def test_not_all_is_any_not(rule: Group, lead: Lead, semantics: Semantics) -> None:
    other = Combine.ANY if rule.combine is Combine.ALL else Combine.ALL
    turned = Group(other, tuple(negation(child) for child in rule.children), not rule.negate)
    assert answer(turned, lead, semantics) is answer(rule, lead, semantics)


@FEWER
@given(rules(), leads(), SEMANTICS, st.randoms())
def test_the_order_of_conditions_does_not_matter(rule: Group, lead: Lead, semantics: Semantics, random: Any) -> None:
    children = list(rule.children)
    random.shuffle(children)
    assert answer(replace(rule, children=tuple(children)), lead, semantics) is answer(rule, lead, semantics)


@FEWER
@given(rules(), leads(), SEMANTICS)
def test_what_can_be_told_holds_whatever_the_unknown_part_is(rule: Group, lead: Lead, semantics: Semantics) -> None:
    told = answer(rule, lead, semantics)
    for unknown in (Group(Combine.ALL), Group(Combine.ANY)):
        known = answer(_with_opaque_as(rule, unknown), lead, semantics)
        assert told is None or known is told


def _with_opaque_as(node: Node, stand_in: Group) -> Node:
    if isinstance(node, Opaque):
        return stand_in
    if isinstance(node, Group):
        return replace(node, children=tuple(_with_opaque_as(child, stand_in) for child in node.children))
    return node


@given(conditions(), leads())
def test_a_lead_without_the_field_never_meets_is_not_where_the_service_says_so(
    condition: Condition, lead: Lead
) -> None:
    empty = replace(lead, raw={})
    presence = condition.operator in {Operator.EXISTS, Operator.HAS_NO_VALUE}
    if not presence:
        assert answer(replace(condition, negate=True), empty, Semantics(absent_meets_negation=False)) is False
        assert answer(replace(condition, negate=True), empty, Semantics()) is True


TOP_FIELDS = ("city", "age", "active", "tags", "createdAt")
OPERATORS = ("is", "more than", "exists", "contains")
Row = tuple[str, str, str | int | float | bool, bool]
"""A condition as plain data: field, operator, JSON value, negated."""

ROWS: st.SearchStrategy[Row] = st.tuples(
    st.sampled_from(TOP_FIELDS), st.sampled_from(OPERATORS), json_scalars(), st.booleans()
).map(lambda row: (row[0], row[1], str(row[2]), row[3]) if row[1] == "contains" else row)


def naive(rows: list[Row], combine: Combine, raw: Any) -> bool:
    """What a rule means, written once more from the words alone."""
    met = []
    for field, operator, wanted, negated in rows:
        stored = [raw[field]] if field in raw else []
        candidates = stored + [member for one in stored if type(one) is list for member in one]
        if operator == "exists":
            holds = len(stored) == 1
        else:
            holds = any(naive_comparison(operator, candidate, wanted) for candidate in candidates)
        met.append(holds != negated)
    return all(met) if combine is Combine.ALL else any(met)


def naive_comparison(operator: str, stored: Any, wanted: Any) -> bool:
    kinds = {bool: "boolean", int: "number", float: "number", str: "text"}
    if kinds.get(type(stored)) != kinds[type(wanted)]:
        return False
    if operator == "is":
        return bool(stored == wanted)
    if operator == "more than":
        return bool(stored > wanted)
    return wanted in stored


def condition_of(row: Row) -> Condition:
    field, operator, wanted, negated = row
    if operator == "exists":
        return Condition(field, Operator.EXISTS, negate=negated)
    value = TextValue(wanted) if isinstance(wanted, str) else scalar_from_json(wanted)
    assert value is not None
    return Condition(field, Operator(operator), value, negated)


@settings(max_examples=200)
@given(st.lists(ROWS, max_size=3), st.sampled_from(Combine), documents())
def test_a_naive_reading_of_flat_rules_agrees(rows: list[Row], combine: Combine, raw: dict[str, JsonValue]) -> None:
    rule = Group(combine, tuple(condition_of(row) for row in rows))
    assert answer(rule, Lead("1", "", raw), Semantics()) is naive(rows, combine, raw)
