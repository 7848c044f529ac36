"""Facts about the evaluator: what meets what."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from support.evaluating import answer, lead, meets

from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Node, Opaque
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Unit,
    Value,
    scalar_from_json,
)

YES = Condition("here", Operator.EXISTS)
NO = Condition("nowhere", Operator.EXISTS)
UNSURE = Opaque("{}", "nobody knows")
OPERAND: dict[Answer, Node] = {True: YES, False: NO, None: UNSURE}


def scalar(json: JsonValue) -> Scalar:
    value = scalar_from_json(json)
    assert value is not None
    return value


def several(*members: JsonValue) -> ListValue:
    return ListValue(tuple(scalar(member) for member in members))


@pytest.mark.parametrize("first", [True, False, None])
@pytest.mark.parametrize("second", [True, False, None])
def test_groups_follow_kleenes_tables(first: Answer, second: Answer) -> None:
    children = (OPERAND[first], OPERAND[second])
    both, either = Group(Combine.ALL, children), Group(Combine.ANY, children)
    expected_and: Answer = False if False in {first, second} else None if None in {first, second} else True
    expected_or: Answer = True if True in {first, second} else None if None in {first, second} else False
    assert answer(both, {"here": 1}) is expected_and
    assert answer(either, {"here": 1}) is expected_or


@pytest.mark.parametrize(("plain", "turned"), [(True, False), (False, True), (None, None)])
def test_a_negated_group_turns_what_can_be_told(plain: Answer, turned: Answer) -> None:
    assert answer(Group(children=(OPERAND[plain],), negate=True), {"here": 1}) is turned


def test_a_part_that_is_not_understood_matters_only_where_it_decides() -> None:
    assert answer(Group(Combine.ALL, (UNSURE, NO)), {}) is False
    assert answer(Group(Combine.ANY, (UNSURE, YES)), {"here": 1}) is True
    assert answer(Group(Combine.ALL, (UNSURE, YES)), {"here": 1}) is None
    assert answer(Group(Combine.ANY, (UNSURE, NO)), {}) is None


def test_an_empty_rule_is_met_by_everybody_and_an_empty_any_by_nobody() -> None:
    assert answer(EVERYBODY, {}) is True
    assert answer(Group(Combine.ANY), {}) is False
    assert answer(Group(negate=True), {}) is False


def test_a_verdict_has_one_for_each_child() -> None:
    inner = Group(Combine.ANY, (NO, UNSURE))
    verdict = Evaluator(Semantics()).verdict(Group(children=(YES, inner)), lead({"here": 1}))
    assert [child.node for child in verdict.children] == [YES, inner]
    assert [child.answer for child in verdict.children] == [True, None]
    assert [child.answer for child in verdict.children[1].children] == [False, None]
    assert verdict.answer is None


@pytest.mark.parametrize(
    ("wanted", "one", "expected"),
    [
        (5, 5, True),
        (5, 5.0, True),
        (5, "5", False),
        ("5", 5, False),
        ("5", "5", True),
        (True, True, True),
        (True, 1, False),
        (1, True, False),
        (True, "true", False),
        ("true", True, False),
        (False, 0, False),
        (False, None, False),
        ("", None, False),
        ("null", None, False),
        ("Rome", {"city": "Rome"}, False),
        (12345678901234567890, 12345678901234567891, False),
    ],
)
def test_only_values_of_one_type_are_equal(wanted: JsonValue, one: JsonValue, expected: bool) -> None:  # noqa: FBT001 - a column
    assert meets(Operator.IS, scalar(wanted), one) is expected


@pytest.mark.parametrize(("wanted", "one"), [(5, "5"), ("5", 5), (5, "5.0"), ("5", 5.0)])
def test_a_service_that_mixes_types_takes_digits_as_their_number(wanted: JsonValue, one: JsonValue) -> None:
    loose = Semantics(types_must_agree=False)
    assert meets(Operator.IS, scalar(wanted), one, loose) is True
    assert meets(Operator.MORE_THAN, scalar(wanted), one, loose) is False


@pytest.mark.parametrize(("wanted", "one"), [(5, "five"), (1, True), ("1", True), (True, 1), ("five", 5)])
def test_even_then_words_and_booleans_are_no_numbers(wanted: JsonValue, one: JsonValue) -> None:
    assert meets(Operator.IS, scalar(wanted), one, Semantics(types_must_agree=False)) is False


@pytest.mark.parametrize(
    ("operator", "met"),
    [
        (Operator.MORE_THAN, {6}),
        (Operator.AT_LEAST, {5, 6}),
        (Operator.LESS_THAN, {4}),
        (Operator.AT_MOST, {4, 5}),
        (Operator.IS, {5}),
    ],
)
def test_numbers_are_ordered(operator: Operator, met: set[int]) -> None:
    assert {one for one in (4, 5, 6) if meets(operator, NumberValue("5"), one)} == met
    assert meets(operator, NumberValue("5"), "9") is False
    assert meets(operator, NumberValue("5"), None) is False


def test_texts_are_ordered_by_their_characters() -> None:
    assert meets(Operator.LESS_THAN, TextValue("a"), "Z") is True
    assert meets(Operator.LESS_THAN, TextValue("a"), "Z", Semantics(case_matters=False)) is False
    assert meets(Operator.LESS_THAN, TextValue("9"), "10") is True


def test_a_range_has_both_its_ends() -> None:
    between = RangeValue(NumberValue("1"), NumberValue("3"))
    assert [meets(Operator.BETWEEN, between, one) for one in (0, 1, 2, 3, 4)] == [False, True, True, True, False]


@pytest.mark.parametrize("operator", [Operator.IS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH])
def test_case_matters_unless_the_service_says_otherwise(operator: Operator) -> None:
    assert meets(operator, TextValue("STRASSE"), "straße") is False
    assert meets(operator, TextValue("STRASSE"), "straße", Semantics(case_matters=False)) is True


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        (Operator.CONTAINS, "om", True),
        (Operator.CONTAINS, ".", False),
        (Operator.CONTAINS, "", True),
        (Operator.STARTS_WITH, "Ro", True),
        (Operator.STARTS_WITH, "me", False),
        (Operator.ENDS_WITH, "me", True),
        (Operator.ENDS_WITH, "Ro", False),
    ],
)
def test_parts_of_texts_stand_for_themselves(operator: Operator, text: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert meets(operator, TextValue(text), "Rome") is expected
    assert meets(operator, TextValue(text), 5) is False


def test_a_condition_on_a_list_asks_any_member() -> None:
    assert meets(Operator.IS, TextValue("vip"), ["beta", "vip"]) is True
    assert meets(Operator.IS, TextValue("vip"), ["beta"]) is False
    assert meets(Operator.CONTAINS, TextValue("ip"), ["beta", "vip"]) is True
    assert meets(Operator.MORE_THAN, NumberValue("5"), [1, 9]) is True
    assert meets(Operator.IS, TextValue("vip"), [["vip"]]) is False
    assert answer(Condition("f", Operator.IS, TextValue("vip"), negate=True), {"f": ["beta", "vip"]}) is False


def test_a_whole_list_is_equal_in_order_and_length() -> None:
    wanted = several("a", "b")
    assert meets(Operator.IS, wanted, ["a", "b"]) is True
    assert meets(Operator.IS, wanted, ["b", "a"]) is False
    assert meets(Operator.IS, wanted, ["a", "b", "c"]) is False
    assert meets(Operator.IS, wanted, ["a"]) is False
    assert meets(Operator.IS, wanted, [["a", "b"]]) is True
    assert meets(Operator.IS, wanted, "a") is False
    assert meets(Operator.IS, ListValue(()), []) is True


def test_one_of_several_values_is_enough() -> None:
    assert meets(Operator.ONE_OF, several("Rome", "Milan"), "Milan") is True
    assert meets(Operator.ONE_OF, several("Rome", 5), "5") is False
    assert meets(Operator.ONE_OF, several("a"), ["b", "a"]) is True
    assert meets(Operator.ONE_OF, ListValue(()), "a") is False


def test_has_any_needs_one_and_has_all_needs_each() -> None:
    assert meets(Operator.HAS_ANY, several("a", "x"), ["b", "a"]) is True
    assert meets(Operator.HAS_ANY, several("x"), ["b", "a"]) is False
    assert meets(Operator.HAS_ALL, several("a", "b"), ["c", "b", "a"]) is True
    assert meets(Operator.HAS_ALL, several("a", "x"), ["a", "b"]) is False
    assert meets(Operator.HAS_ALL, several("a"), "a") is True


@pytest.mark.parametrize(
    ("path", "wanted", "expected"),
    [
        ("orders.total", 5, True),
        ("orders.total", 7, True),
        ("orders.total", 6, False),
        ("orders.1.total", 7, True),
        ("orders.1.total", 5, False),
        ("orders.9.total", 5, False),
        ("orders.items.sku", "b", True),
        ("attributes.plan", "pro", True),
        ("attributes.plan.x", "pro", False),
        ("tags.0", "vip", True),
        ("tags.1", "vip", False),
    ],
)
def test_a_dotted_path_goes_through_objects_and_lists(path: str, wanted: JsonValue, expected: bool) -> None:  # noqa: FBT001 - a column
    raw: dict[str, JsonValue] = {
        "orders": [{"total": 5}, {"total": 7, "items": [{"sku": "a"}, {"sku": "b"}]}, None],
        "attributes": {"plan": "pro"},
        "tags": ["vip", "beta"],
    }
    assert answer(Condition(path, Operator.IS, scalar(wanted)), raw) is expected


def test_null_is_present_unless_the_service_says_otherwise() -> None:
    exists = Condition("f", Operator.EXISTS)
    strict = Semantics(null_is_present=False)
    leads: list[dict[str, JsonValue]] = [{"f": None}, {"f": ""}, {"f": []}, {}]
    assert [answer(exists, raw) for raw in leads] == [True, True, True, False]
    assert [answer(exists, raw, strict) for raw in leads] == [False, True, True, False]


def test_no_value_is_missing_or_null() -> None:
    no_value = Condition("f", Operator.HAS_NO_VALUE)
    leads: list[dict[str, JsonValue]] = [{}, {"f": None}, {"f": ""}, {"f": []}]
    assert [answer(no_value, raw) for raw in leads] == [True, True, False, False]
    assert answer(Condition("f.x", Operator.HAS_NO_VALUE), {"f": [{"x": None}, {"x": 1}]}) is True


def test_a_missing_field_meets_a_negation_unless_the_service_says_otherwise() -> None:
    is_not = Condition("f", Operator.IS, TextValue("Rome"), negate=True)
    strict = Semantics(absent_meets_negation=False)
    assert answer(is_not, {}) is True
    assert answer(is_not, {}, strict) is False
    assert answer(is_not, {"f": "Milan"}, strict) is True
    assert answer(is_not, {"f": None}, strict) is True
    assert answer(Condition("f", Operator.EXISTS, negate=True), {}, strict) is True


def test_presence_cannot_be_told_of_a_list_that_comes_empty_when_it_is_absent() -> None:
    unsure = Semantics(unsure_when_empty=frozenset({"tags"}))
    exists = Condition("tags", Operator.EXISTS)
    assert answer(exists, {"tags": []}, unsure) is None
    assert answer(Condition("tags", Operator.EXISTS, negate=True), {"tags": []}, unsure) is None
    assert answer(exists, {"tags": ["vip"]}, unsure) is True
    assert answer(exists, {}, unsure) is False
    assert answer(Condition("other", Operator.EXISTS), {"other": []}, unsure) is True


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.MORE_THAN, [False, False, True]),
        (Operator.AT_LEAST, [False, True, True]),
        (Operator.LESS_THAN, [True, False, False]),
        (Operator.IS, [False, True, False]),
    ],
)
def test_moments_are_compared_not_their_texts(operator: Operator, expected: list[bool]) -> None:
    limit = InstantValue("2024-07-01T02:00:00+02:00")
    moments = ("2024-06-30T23:59:59.999Z", "2024-07-01T00:00Z", "2024-07-01T00:00:00.001Z")
    assert [meets(operator, limit, moment) for moment in moments] == expected
    assert meets(operator, limit, "soon") is False
    assert meets(operator, limit, 1719792000000) is False


def test_a_day_begins_where_the_service_is() -> None:
    day = DayValue(date(2024, 7, 1))
    rome = Semantics(zone=ZoneInfo("Europe/Rome"))
    late = "2024-06-30T22:30:00Z"
    for operator in (Operator.IS, Operator.ON_DAY):
        assert meets(operator, day, late) is False
        assert meets(operator, day, late, rome) is True
        assert meets(operator, day, "2024-07-01T23:30:00Z", rome) is False
    assert meets(Operator.LESS_THAN, day, late) is True
    assert meets(Operator.LESS_THAN, day, late, rome) is False
    assert meets(Operator.AT_MOST, day, "2024-07-01T21:59:59Z", rome) is True


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_first_and_last_moments_of_the_calendar_have_a_day_in_every_zone(zone: str, moment: str) -> None:
    semantics = Semantics(zone=ZoneInfo(zone))
    assert meets(Operator.ON_DAY, DayValue(date(2024, 7, 1)), moment, semantics) is False
    assert meets(Operator.LESS_THAN, DayValue(date(2024, 7, 1)), moment, semantics) is moment.startswith("0001")


def test_within_a_span_counts_both_ends() -> None:
    month = RelativeValue(-1, Unit.MONTHS)
    assert meets(Operator.WITHIN, month, "2024-02-29T12:00:00Z") is True
    assert meets(Operator.WITHIN, month, "2024-03-31T12:00:00Z") is True
    assert meets(Operator.WITHIN, month, "2024-02-29T11:59:59Z") is False
    assert meets(Operator.WITHIN, month, "2024-03-31T12:00:01Z") is False
    assert meets(Operator.WITHIN, month, "lately") is False
    assert meets(Operator.WITHIN, RelativeValue(2, Unit.DAYS), "2024-04-02T12:00:00Z") is True


def test_before_and_after_a_relative_moment() -> None:
    ago, ahead = RelativeValue(-30, Unit.DAYS), RelativeValue(30, Unit.DAYS)
    assert meets(Operator.LESS_THAN, ago, "2024-03-01T11:59:59Z") is True
    assert meets(Operator.LESS_THAN, ago, "2024-03-01T12:00:00Z") is False
    assert meets(Operator.MORE_THAN, ahead, "2024-04-30T12:00:01Z") is True
    assert meets(Operator.AT_MOST, ahead, "2024-04-30T12:00:00Z") is True


@pytest.mark.parametrize("operator", [Operator.WITHIN, Operator.LESS_THAN])
def test_without_a_clock_relative_dates_cannot_be_told(operator: Operator) -> None:
    timeless = Evaluator(Semantics())
    condition = Condition("f", operator, RelativeValue(-1, Unit.DAYS))
    assert timeless.answer(condition, lead({"f": "2024-03-31T00:00Z"})) is None
    assert timeless.answer(condition, lead({})) is False


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        (Operator.CONTAINS, NumberValue("5")),
        (Operator.MATCHES, BoolValue(yes=True)),
        (Operator.ONE_OF, TextValue("a")),
        (Operator.HAS_ALL, TextValue("a")),
        (Operator.BETWEEN, several(1, 5)),
        (Operator.ON_DAY, InstantValue("2024-07-01")),
        (Operator.WITHIN, TextValue("last 3 days")),
        (Operator.MORE_THAN, several(1)),
    ],
)
def test_a_value_of_the_wrong_kind_cannot_be_told(operator: Operator, value: Value) -> None:
    assert meets(operator, value, "a") is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("tags", Operator.IS, TextValue("vip")), False),
        (Condition("tags", Operator.IS, TextValue("vip"), negate=True), True),
        (Condition("tags", Operator.HAS_ALL, several("vip")), False),
        (Condition("tags", Operator.EXISTS), None),
        (Condition("tags", Operator.IS, ListValue(())), None),
    ],
)
def test_a_list_that_may_be_absent_is_unsure_only_where_absence_matters(
    condition: Condition,
    expected: Answer,
) -> None:
    unsure = Semantics(unsure_when_empty=frozenset({"tags"}))
    assert answer(condition, {"tags": []}, unsure) is expected


@pytest.mark.parametrize(("one", "expected"), [([None], True), (["Rome", None], True), ([], False), (["Rome"], False)])
def test_a_list_with_nothing_in_one_place_has_no_value_there(one: JsonValue, expected: bool) -> None:  # noqa: FBT001 - a column
    assert meets(Operator.HAS_NO_VALUE, NoValue(), one) is expected
