"""What lint says of leads without the field that a condition asks about."""

import pytest
from support.lint import HonestDialect

from segtui.domain.evaluation import Semantics
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.lint.linting import lint
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Path
from segtui.domain.values import NoValue, NumberValue, TextValue

FACTS = Facts([Lead(f"{n:024x}", "", {"city": "Rome", "age": 7} if n % 4 else {}) for n in range(1000)])
NOBODY = Facts([Lead("a" * 24, "", {"score": 1})])
ALL_HAVE = Facts([Lead("a" * 24, "", {"city": "Rome", "age": 7})])
STRICT = Semantics(absent_meets_negation=False)

NOT_ROME = Condition("city", Operator.IS, TextValue("Rome"), negate=True)
ROME = Condition("city", Operator.IS, TextValue("Rome"))
CHILD = Condition("age", Operator.LESS_THAN, NumberValue("8"))
HAS_CITY = Condition("city", Operator.EXISTS)
NO_CITY = Condition("city", Operator.EXISTS, NoValue(), negate=True)


def notes(tree: Group, facts: Facts | None = None, semantics: Semantics = STRICT) -> dict[Path, str]:
    found = lint(tree, HonestDialect(semantics), facts, word=LEADS)
    return {one.path: one.message for one in found if one.code == "missing-values"}


def every(*children: Node) -> Group:
    return Group(Combine.ALL, children)


def either(*children: Node) -> Group:
    return Group(Combine.ANY, children)


def test_leads_without_a_field_are_counted() -> None:
    assert notes(every(NOT_ROME), FACTS, Semantics()) == {
        (0,): "Also selects leads without city: 250 of 1,000 looked at."
    }
    assert notes(every(NOT_ROME), FACTS) == {(0,): "Leaves out leads without city: 250 of 1,000 looked at."}
    assert notes(every(CHILD), FACTS) == {(0,): "Leaves out leads without age: 250 of 1,000 looked at."}


def test_without_leads_to_look_at_there_is_no_number() -> None:
    assert notes(every(NOT_ROME), None, Semantics()) == {(0,): "Also selects leads without city."}
    unsure = Semantics(unsure_when_empty=frozenset({"city"}))
    assert notes(every(NOT_ROME), FACTS, unsure) == {(0,): "Also selects leads without city."}


def test_where_something_else_may_let_them_in_they_are_not_called_left_out() -> None:
    assert notes(either(CHILD, ROME)) == {(0,): "This line isn't met by leads without age."}


@pytest.mark.parametrize(
    "tree",
    [
        every(HAS_CITY, NOT_ROME),
        every(HAS_CITY, either(NOT_ROME, HAS_CITY)),
        either(NO_CITY, NOT_ROME),
        every(Condition("city", Operator.CONTAINS, TextValue("o")), NOT_ROME),
        every(Condition("age", Operator.AT_LEAST, NumberValue("3")), CHILD),
        every(ROME),
        every(HAS_CITY),
        every(NO_CITY),
        every(Condition("city", Operator.HAS_NO_VALUE, negate=True)),
        Group(Combine.ALL, (NOT_ROME, CHILD), negate=True),
    ],
)
def test_nothing_is_told_where_the_rule_says_it_itself(tree: Group) -> None:
    assert not notes(tree)
    assert not notes(tree, semantics=Semantics())


def test_nothing_is_told_where_nobody_is_without_the_field_or_nobody_has_it() -> None:
    always = Semantics(always_present=frozenset({"city", "age"}))
    assert not notes(every(NOT_ROME, CHILD), FACTS, always)
    assert not notes(every(NOT_ROME, CHILD), ALL_HAVE)
    assert not notes(every(NOT_ROME, CHILD), NOBODY)


def test_who_is_left_out_by_another_line_is_not_let_in_by_this_one() -> None:
    not_five = Condition("age", Operator.IS, NumberValue("5"), negate=True)
    told = {(0,): "Leaves out leads without age: 250 of 1,000 looked at."}
    assert notes(every(CHILD, not_five), FACTS, Semantics()) == told
    assert notes(every(CHILD, either(not_five, ROME)), FACTS, Semantics()) == told


def test_in_a_group_of_which_any_suffices_nobody_is_called_left_out() -> None:
    told = notes(either(every(CHILD, HAS_CITY), ROME), FACTS)
    assert told == {(0, 0): "This line isn't met by leads without age: 250 of 1,000 looked at."}
