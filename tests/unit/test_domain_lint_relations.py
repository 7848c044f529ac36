"""What conditions do to each other: one test for each thing that lint can say of it."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest
from support.lint import HonestDialect, holds_one

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.lint.linting import lint
from segtui.domain.lint.logic import Logic
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    TextValue,
    Value,
)

DIALECT = HonestDialect()


def text(*words: str) -> Value:
    return TextValue(words[0]) if len(words) == 1 else ListValue(tuple(map(TextValue, words)))


def number(written: str) -> NumberValue:
    return NumberValue(written)


def of(field: str, operator: Operator, value: Value | str = NoValue(), *, negate: bool = False) -> Condition:  # noqa: B008 - frozen
    return Condition(field, operator, TextValue(value) if isinstance(value, str) else value, negate)


def not_(condition: Condition) -> Condition:
    return Condition(condition.field, condition.operator, condition.value, not condition.negate)


ROME, MILAN = of("city", Operator.IS, "Rome"), of("city", Operator.IS, "Milan")
VIP, BETA = of("tags", Operator.IS, "vip"), of("tags", Operator.IS, "beta")
ABSENT = of("city", Operator.EXISTS, negate=True)


def every(*children: Node) -> Group:
    return Group(Combine.ALL, children)


def either(*children: Node) -> Group:
    return Group(Combine.ANY, children)


def said(
    rule: Group, facts: Facts | None = None, dialect: HonestDialect = DIALECT
) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.code, one.path) for one in lint(rule, dialect, facts, word=LEADS)]


def only(code: str, rule: Group, facts: Facts | None = None) -> Diagnostic:
    (one,) = (found for found in lint(rule, DIALECT, facts, word=LEADS) if found.code == code)
    return one


def test_two_values_of_one_field_contradict_each_other_and_become_a_list() -> None:
    one = only("contradiction", every(ROME, VIP, MILAN))
    assert one.severity is Severity.WARN
    assert one.path == (2,)
    assert "“city is Milan” together with “city is Rome”" in one.message
    assert one.fix is not None
    assert one.fix.rule == every(of("city", Operator.ONE_OF, text("Rome", "Milan")), VIP)


def test_a_rule_that_contradicts_itself_is_met_by_nobody() -> None:
    assert ("matches-nobody", ()) in said(every(ROME, MILAN))
    assert ("matches-nobody", ()) not in said(either(every(ROME, MILAN), VIP))


def test_of_a_list_field_two_values_may_be_wanted() -> None:
    assert said(every(VIP, BETA)) == []


def test_what_only_a_list_could_meet_is_said_as_far_as_leads_tell() -> None:
    rule = every(of("attributes.plan", Operator.IS, "pro"), of("attributes.plan", Operator.IS, "free"))
    single = Facts(
        [Lead("1", "Ann", {"attributes": {"plan": "pro"}}), Lead("2", "Bo", {"attributes": {"plan": "free"}})]
    )
    several = Facts([Lead("1", "Ann", {"attributes": {"plan": ["pro", "free"]}})])
    assert said(rule) == []
    assert said(rule, single) == [("contradiction-as-seen", (1,))]
    assert said(rule, several) == []


def test_a_range_without_anything_in_it_is_empty() -> None:
    rule = every(of("age", Operator.MORE_THAN, number("7")), of("age", Operator.LESS_THAN, number("5")))
    assert only("empty-range", rule).path == (1,)
    touching = every(of("age", Operator.AT_LEAST, number("5")), of("age", Operator.AT_MOST, number("5")))
    assert said(touching) == []


def test_the_ends_of_a_range_can_be_turned_round() -> None:
    rule = every(of("age", Operator.BETWEEN, RangeValue(number("7"), number("5"))))
    fix = only("empty-range", rule).fix
    assert fix is not None
    assert fix.rule == every(of("age", Operator.BETWEEN, RangeValue(number("5"), number("7"))))


def test_two_negatives_under_any_let_everybody_in_and_can_be_asked_for_together() -> None:
    rule = every(either(not_(ROME), not_(MILAN)), VIP)
    one = only("tautology", rule)
    assert one.path == (0, 1)
    assert one.fix is not None
    assert one.fix.rule == every(every(not_(ROME), not_(MILAN)), VIP)
    assert ("matches-everybody", ()) in said(either(not_(ROME), not_(MILAN)))


def test_a_condition_and_its_opposite_let_everybody_in() -> None:
    assert ("tautology", (1,)) in said(either(ROME, not_(ROME)))
    assert ("tautology", (1,)) in said(either(of("city", Operator.EXISTS), ABSENT))


def test_where_is_not_leaves_out_who_has_no_value_opposites_leave_somebody_out() -> None:
    strict = HonestDialect(Semantics(absent_meets_negation=False))
    assert said(either(ROME, not_(ROME)), dialect=strict) == [("missing-values", (1,))]


def test_a_list_that_may_be_empty_or_absent_makes_nothing_certain() -> None:
    unsure = HonestDialect(Semantics(unsure_when_empty=frozenset({"tags"})))
    rule = either(of("tags", Operator.EXISTS), of("tags", Operator.EXISTS, negate=True))
    assert said(rule, dialect=unsure) == []
    assert said(rule)


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (every(of("age", Operator.MORE_THAN, number("5")), of("age", Operator.AT_LEAST, number("5"))), (1,)),
        (every(of("city", Operator.CONTAINS, "om"), ROME), (0,)),
        (every(not_(MILAN), ROME), (0,)),
        (every(of("city", Operator.EXISTS), ROME), (0,)),
        (either(ROME, of("city", Operator.ONE_OF, text("Rome", "Milan"))), (0,)),
        (either(ABSENT, not_(ROME)), (0,)),
        (every(VIP, of("tags", Operator.HAS_ALL, text("vip", "beta"))), (0,)),
    ],
)
def test_a_condition_that_another_one_decides_adds_nothing(rule: Group, path: tuple[int, ...]) -> None:
    assert said(rule) == [("subsumed", path)]
    fix = only("subsumed", rule).fix
    assert fix is not None
    assert len(fix.rule.children) == 1


def test_a_condition_said_twice_can_be_taken_out() -> None:
    assert said(every(ROME, VIP, ROME)) == [("duplicate", (2,))]
    odd = Opaque("{}", "odd")
    assert ("duplicate", (1,)) in said(every(odd, odd))
    group = either(ROME, VIP)
    assert said(every(group, BETA, group)) == [("duplicate", (2,))]


def test_a_list_whose_values_are_all_ruled_out_contradicts_them() -> None:
    rule = every(of("city", Operator.ONE_OF, text("Rome", "Milan")), not_(ROME), not_(MILAN))
    assert ("contradiction", (2,)) in said(rule)


def test_not_around_a_group_is_heeded() -> None:
    assert ("matches-nobody", ()) in said(Group(Combine.ANY, (not_(ROME), not_(MILAN)), negate=True))
    assert ("matches-everybody", ()) in said(Group(Combine.ALL, (ROME, MILAN), negate=True))


DAY = DayValue(date(2024, 7, 1))
SAME_DAY = InstantValue("2024-07-01")


@pytest.mark.parametrize(
    ("one", "other", "loose", "strict"),
    [
        ("2024-07-01", SAME_DAY, False, False),
        ("5", number("5"), False, True),
        (number("5"), BoolValue(yes=True), True, True),
        (number("5"), number("5.0"), False, False),
        (DAY, SAME_DAY, False, False),
        (DAY, InstantValue("2024-07-02"), True, True),
    ],
)
def test_values_of_different_types_exclude_each_other_only_where_types_count(
    one: Value | str, other: Value | str, *, loose: bool, strict: bool
) -> None:
    first, second = of("city", Operator.IS, one), of("city", Operator.IS, other)
    assert Logic(Semantics(types_must_agree=False), holds_one).exclude(first, second) is loose
    assert Logic(Semantics(types_must_agree=True), holds_one).exclude(first, second) is strict


def test_a_text_of_digits_is_a_number_too_where_types_need_not_agree() -> None:
    nine, ten = of("city", Operator.MORE_THAN, "9"), of("city", Operator.MORE_THAN, "10")
    assert Logic(Semantics(types_must_agree=True), holds_one).implies(nine, ten)
    assert not Logic(Semantics(types_must_agree=False), holds_one).implies(nine, ten)


def test_case_counts_where_the_service_heeds_it() -> None:
    lower = of("city", Operator.IS, "rome")
    assert Logic(Semantics(case_matters=True), holds_one).exclude(ROME, lower)
    assert Logic(Semantics(case_matters=False), holds_one).implies(ROME, lower)


def test_a_day_is_compared_with_moments_only_where_days_have_no_odd_hours() -> None:
    moment = of("createdAt", Operator.AT_LEAST, InstantValue("2024-07-02T00:00:00Z"))
    on_day = of("createdAt", Operator.ON_DAY, DAY)
    assert Logic(Semantics(zone=UTC), holds_one).exclude(on_day, moment)
    assert not Logic(Semantics(zone=ZoneInfo("Europe/Rome")), holds_one).exclude(on_day, moment)


def test_what_is_certain_is_not_said_once_more_as_far_as_leads_tell() -> None:
    facts = Facts([Lead("a" * 24, "", {"city": "Rome"})])
    codes = [one.code for one in lint(every(ROME, MILAN), DIALECT, facts, word=LEADS)]
    assert codes.count("contradiction") == 1
    assert "contradiction-as-seen" not in codes


def test_of_a_field_that_nobody_has_nothing_is_said_as_far_as_leads_tell() -> None:
    first, second = (of("attributes.plan", Operator.IS, word) for word in ("pro", "free"))
    nobody = Facts([Lead("a" * 24, "", {"city": "Rome"})])
    somebody = Facts([Lead("a" * 24, "", {"attributes": {"plan": "pro"}})])

    def codes(facts: Facts) -> set[str]:
        return {one.code for one in lint(every(first, second), DIALECT, facts, word=LEADS)}

    assert "contradiction-as-seen" in codes(somebody)
    assert "contradiction-as-seen" not in codes(nobody)


NEXT_MIDNIGHT = InstantValue("2024-07-02T00:00:00Z")


@pytest.mark.parametrize("operator", [Operator.ON_DAY, Operator.AT_MOST])
def test_a_day_ends_before_the_next_one_begins(operator: Operator) -> None:
    logic = Logic(Semantics(), holds_one)
    assert logic.exclude(of("createdAt", operator, DAY), of("createdAt", Operator.IS, NEXT_MIDNIGHT))
    assert not logic.exclude(
        of("createdAt", operator, DAY), of("createdAt", Operator.IS, InstantValue("2024-07-01T23:59:59.999Z"))
    )
    assert logic.implies(of("createdAt", operator, DAY), of("createdAt", Operator.LESS_THAN, NEXT_MIDNIGHT))


@pytest.mark.parametrize(
    ("operator", "longer", "shorter"),
    [(Operator.STARTS_WITH, "Rom", "Ro"), (Operator.ENDS_WITH, "ome", "me")],
)
def test_of_two_beginnings_or_ends_the_longer_one_has_the_shorter_one_in_it(
    operator: Operator, longer: str, shorter: str
) -> None:
    long, short = of("city", operator, longer), of("city", operator, shorter)
    logic = Logic(Semantics(), holds_one)
    assert not logic.exclude(long, short)
    assert not logic.exclude(short, long)
    assert logic.implies(long, short)
    assert not logic.implies(short, long)
    assert logic.exclude(long, of("city", operator, "x"))


def test_a_text_with_digits_in_it_may_be_a_number_where_types_need_not_agree() -> None:
    digit, five = of("city", Operator.CONTAINS, "5"), of("city", Operator.IS, number("5"))
    assert not Logic(Semantics(types_must_agree=False), holds_one).exclude(digit, five)
    assert Logic(Semantics(types_must_agree=True), holds_one).exclude(digit, five)


def test_a_field_with_nothing_in_it_is_there_and_has_no_value() -> None:
    exists, empty = of("city", Operator.EXISTS), of("city", Operator.HAS_NO_VALUE)
    logic = Logic(Semantics(), holds_one)
    assert not logic.exclude(empty, exists)
    assert not logic.implies(exists, not_(empty))
    assert logic.exclude(empty, ROME)
    assert logic.implies(ROME, not_(empty))


def test_who_has_no_value_is_not_known_to_miss_what_cannot_be_told() -> None:
    logic = Logic(Semantics(), holds_one)
    assert logic.implies(ABSENT, not_(ROME))
    assert not logic.implies(ABSENT, not_(of("city", Operator.MATCHES, "(")))


def test_beside_a_contradiction_nothing_is_called_superfluous() -> None:
    assert {code for code, _ in said(every(ROME, MILAN, ROME))} == {"contradiction", "matches-nobody"}
