"""What lint calls impossible, certain or superfluous is so, for every lead and every way of comparing."""

from datetime import UTC
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.lint import HonestDialect, clashing_conditions, clashing_rules, holds_one, typed_leads
from support.strategies import leads, rules

from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.lint.linting import lint
from segtui.domain.lint.logic import Logic
from segtui.domain.lint.regions import are_apart, is_inside, region
from segtui.domain.lint.relations import judged, related
from segtui.domain.rules import Condition, Group
from segtui.domain.text import printable

MANY = settings(max_examples=150)
SEMANTICS = st.builds(
    Semantics,
    case_matters=st.booleans(),
    absent_meets_negation=st.booleans(),
    types_must_agree=st.booleans(),
    null_is_present=st.booleans(),
    unsure_when_empty=st.sampled_from((frozenset(), frozenset({"tags"}))),
    zone=st.sampled_from((UTC, ZoneInfo("Europe/Rome"))),
)
SOME_LEADS = st.lists(typed_leads(), min_size=1, max_size=8)


def answers(rule: Group, some: list[Lead], semantics: Semantics) -> list[Answer]:
    evaluator = Evaluator(semantics)
    return [evaluator.answer(rule, lead) for lead in some]


@MANY
@given(clashing_rules(), SOME_LEADS, SEMANTICS)
def test_nobody_meets_what_is_called_impossible(rule: Group, some: list[Lead], semantics: Semantics) -> None:
    assume(judged(rule, semantics, holds_one).is_never)
    assert True not in answers(rule, some, semantics)


@MANY
@given(clashing_rules(), SOME_LEADS, SEMANTICS)
def test_everybody_meets_what_is_called_certain(rule: Group, some: list[Lead], semantics: Semantics) -> None:
    assume(judged(rule, semantics, holds_one).is_always)
    assert set(answers(rule, some, semantics)) == {True}


@MANY
@given(clashing_rules(), SOME_LEADS, SEMANTICS)
def test_without_a_superfluous_condition_the_same_people_are_in(
    rule: Group, some: list[Lead], semantics: Semantics
) -> None:
    for one in related(rule, semantics, holds_one, LEADS):
        if one.code in {"subsumed", "duplicate"}:
            assert one.fix is not None
            before, after = (answers(tree, some, semantics) for tree in (rule, one.fix.rule))
            assert [answer is True for answer in before] == [answer is True for answer in after]


@MANY
@given(clashing_conditions(), clashing_conditions(), SOME_LEADS, SEMANTICS)
def test_what_is_said_of_two_conditions_is_so(
    one: Condition, other: Condition, some: list[Lead], semantics: Semantics
) -> None:
    other = Condition(one.field, other.operator, other.value, other.negate)
    logic = Logic(semantics, holds_one)
    evaluator = Evaluator(semantics)
    # "Has all of" is taken apart before conditions are compared.
    assume("has all" not in {one.operator, other.operator})
    pairs = [(evaluator.answer(one, lead), evaluator.answer(other, lead)) for lead in some]
    if logic.exclude(one, other):
        assert (True, True) not in pairs
    if logic.implies(one, other):
        assert all(second for first, second in pairs if first)


@MANY
@given(clashing_conditions(), clashing_conditions(), typed_leads(), SEMANTICS)
def test_regions_hold_the_values_that_meet_a_condition(
    one: Condition, other: Condition, lead: Lead, semantics: Semantics
) -> None:
    one, other = (Condition("city", each.operator, each.value) for each in (one, other))
    first, second = region(one, semantics), region(other, semantics)
    assume(first is not None and second is not None)
    assert first is not None
    assert second is not None
    meets, meets_other = (Evaluator(semantics).answer(each, lead) for each in (one, other))
    assert meets is not None
    if is_inside(first, second):
        assert not meets or meets_other
    if are_apart(first, second, semantics):
        assert not (meets and meets_other)


FACTS = st.builds(
    lambda some, is_everybody: Facts(some, ("city", "tags"), is_everybody=is_everybody),
    st.lists(leads(), max_size=5),
    st.booleans(),
)


@settings(max_examples=200)
@given(rules(), FACTS, SEMANTICS)
def test_any_rule_can_be_linted_and_what_is_said_can_be_shown(rule: Group, facts: Facts, semantics: Semantics) -> None:
    for dialect in (HonestDialect(semantics), TiledeskDialect()):
        for one in lint(rule, dialect, facts, word=LEADS):
            assert one.message == printable(one.message)
            assert one.fix is None or one.fix.says == printable(one.fix.says)
            assert one.fix is None or one.fix.rule != rule
