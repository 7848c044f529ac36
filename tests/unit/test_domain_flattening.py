"""Rules with fewer groups: the same leads meet them, and what can be flat is."""

from datetime import UTC, datetime

from hypothesis import given
from support.strategies import leads, rules

from segtui.domain.evaluation import Evaluator, Semantics
from segtui.domain.flattening import flattened
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque, walk

A, B, C = (Condition(name, Operator.EXISTS) for name in "abc")
NOT_A, NOT_B = (Condition(name, Operator.EXISTS, negate=True) for name in "ab")


def any_of(*children: Condition | Group | Opaque, negate: bool = False) -> Group:
    return Group(Combine.ANY, children, negate)


def all_of(*children: Condition | Group | Opaque, negate: bool = False) -> Group:
    return Group(Combine.ALL, children, negate)


def test_groups_that_ask_the_same_are_opened_however_deep() -> None:
    assert flattened(all_of(A, all_of(B, all_of(C)))) == all_of(A, B, C)
    assert flattened(all_of(any_of(A, B))) == any_of(A, B)


def test_none_of_these_is_each_of_them_not() -> None:
    assert flattened(all_of(C, any_of(A, B, negate=True))) == all_of(C, NOT_A, NOT_B)
    assert flattened(all_of(A, B, negate=True)) == any_of(NOT_A, NOT_B)


def test_what_needs_a_group_keeps_it() -> None:
    assert flattened(all_of(A, any_of(B, C))) == all_of(A, any_of(B, C))


def test_nobody_knows_the_opposite_of_what_isnt_understood() -> None:
    strange = Opaque("{}", "odd")
    assert flattened(all_of(A, any_of(B, strange, negate=True))) == all_of(A, any_of(B, strange, negate=True))


@given(rules(), leads())
def test_the_same_leads_meet_it(rule: Group, lead: Lead) -> None:
    evaluator = Evaluator(Semantics(), now=datetime(2026, 11, 22, tzinfo=UTC))
    assert evaluator.answer(flattened(rule), lead) is evaluator.answer(rule, lead)


@given(rules())
def test_flattening_again_changes_nothing_and_only_what_isnt_understood_stays_negated(rule: Group) -> None:
    flat = flattened(rule)
    assert flattened(flat) == flat
    negated = [node for _, node in walk(flat) if isinstance(node, Group) and node.negate]
    assert all(any(isinstance(part, Opaque) for _, part in walk(group)) for group in negated)
