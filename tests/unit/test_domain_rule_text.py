"""Rules as one line of text: printed, read, and told where they can't be read."""

import pytest
from hypothesis import given
from support.strategies import HOSTILE_TEXTS, outside_text, rules

from segtui.domain.operators import FieldType, Operator
from segtui.domain.rule_text.printing import rule_text
from segtui.domain.rule_text.reading import UnreadableRule, read_rule_text
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Opaque
from segtui.domain.text import printable
from segtui.domain.typed_text import read_condition
from segtui.domain.values import (
    DayValue,
    InstantValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Unit,
    Value,
)

ITALY = Condition("country", Operator.IS, TextValue("Italy"))
TAGGED = Condition("tags", Operator.HAS_ANY, ListValue((TextValue("vip"), TextValue("beta"))))
RECENT = Condition("createdAt", Operator.WITHIN, RelativeValue(-30, Unit.DAYS))
TEST = Condition("email", Operator.CONTAINS, TextValue("@test."), negate=True)
WHOLE = Group(children=(ITALY, Group(Combine.ANY, (TAGGED, RECENT)), TEST))


def one(text: str) -> Condition:
    """The only condition of a text."""
    (child,) = read_rule_text(text).children
    assert isinstance(child, Condition)
    return child


def read(text: str) -> Group | UnreadableRule:
    """What a text is read as, or what is wrong with it."""
    try:
        return read_rule_text(text)
    except UnreadableRule as mistake:
        return mistake


@given(rules())
def test_what_is_printed_is_read_as_the_same_rule(rule: Group) -> None:
    text = rule_text(rule)
    assert read_rule_text(text, rule) == rule
    assert printable(text) == text
    assert "\n" not in text


@given(outside_text(40))
def test_any_text_is_a_rule_or_says_where_it_is_none(text: str) -> None:
    found = read(text)
    if isinstance(found, Group):
        assert read_rule_text(rule_text(found)) == found
    else:
        assert 0 <= found.column <= len(text)
        assert printable(found.message) == found.message


def test_null_is_a_missing_field_as_in_the_filters_of_commands() -> None:
    for typed in ("email is null", "email is not null"):
        assert one(typed) == read_condition(typed, lambda _path: FieldType.TEXT)


def test_a_whole_rule_reads_as_people_would_write_it() -> None:
    assert rule_text(WHOLE) == (
        "country is Italy and (tags has any of [vip, beta] or createdAt is within last 30 days) "
        'and email does not contain "@test."'
    )
    typed = (
        'country is Italy and (tags has any [vip, beta] or createdAt within last 30d) and not email contains "@test."'
    )
    assert read_rule_text(typed) == WHOLE


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (EVERYBODY, "everybody"),
        (Group(Combine.ANY), "nobody"),
        (Group(negate=True), "not all()"),
        (Group(children=(ITALY,)), "country is Italy"),
        (Group(Combine.ANY, (ITALY,)), "any(country is Italy)"),
        (Group(children=(ITALY, ITALY), negate=True), "not (country is Italy and country is Italy)"),
        (Group(children=(Group(Combine.ANY, (ITALY, ITALY)),)), "all((country is Italy or country is Italy))"),
    ],
)
def test_every_shape_of_a_group_has_a_text_of_its_own(rule: Group, text: str) -> None:
    assert rule_text(rule) == text
    assert read_rule_text(text) == rule


@pytest.mark.parametrize(
    ("text", "operator", "negate", "value"),
    [
        ("a = 5", Operator.IS, False, NumberValue("5")),
        ('a != "5"', Operator.IS, True, TextValue("5")),
        ("a >= 5", Operator.AT_LEAST, False, NumberValue("5")),
        ("A IS NOT ONE OF [x, Y]", Operator.ONE_OF, True, ListValue((TextValue("x"), TextValue("Y")))),
        ("not a is x", Operator.IS, True, TextValue("x")),
        ("not a is not x", Operator.IS, False, TextValue("x")),
        ("a is after 2024-07-01", Operator.MORE_THAN, False, InstantValue("2024-07-01")),
        ("a is on 2024-07-01", Operator.ON_DAY, False, DayValue(InstantValue("2024-07-01").at.date())),
        ("a is between 1 and 5", Operator.BETWEEN, False, RangeValue(NumberValue("1"), NumberValue("5"))),
        ("a is at least 3 weeks ago", Operator.AT_LEAST, False, RelativeValue(-3, Unit.WEEKS)),
        ("a within 2h", Operator.WITHIN, False, RelativeValue(-2, Unit.HOURS)),
    ],
)
def test_what_people_type(text: str, operator: Operator, *, negate: bool, value: Value) -> None:
    found = one(text)
    assert (found.operator, found.negate, found.value) == (operator, negate, value)


@pytest.mark.parametrize(
    "name", [*HOSTILE_TEXTS, "not", "and", "any", "everybody", "is", "two words", "not-understood"]
)
def test_odd_names_are_quoted_and_come_back(name: str) -> None:
    rule = Group(children=(Condition(name, Operator.IS, TextValue(name)),))
    assert read_rule_text(rule_text(rule)) == rule


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("country iz Italy", 8, "“iz” isn't expected here, but an operator"),
        ("a contians x", 2, "Did you mean “contains”?"),
        ("country is", 10, "A value is missing behind “is”"),
        ("country is Italy and", 20, "The rule ends too early"),
        ("(a is b", 7, "a closing bracket is missing"),
        ("a is one of [x, y", 17, "the ] behind a list is missing"),
        ("a is 5 and b is 6 or c is 7", 18, "“and” and “or” side by side"),
        ('a is "x', 5, "The quote that begins here isn't closed"),
        ("city is New York", 12, "“York” isn't expected here"),
        ("a is present x", 12, "takes no value"),
        ("a is on 2024-13-01", 8, "no date of the calendar"),
        ("a is 1e999", 5, "This number has no end"),
        ("", 0, "The rule ends too early"),
        ("(" * 51 + "a is b" + ")" * 51, 50, "nested too deeply"),
        ('not-understood "{}"', 0, "can be kept, but not typed"),
        (r'a is "\x"', 5, "A backslash stands here"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, column: int, says: str) -> None:
    with pytest.raises(UnreadableRule) as caught:
        read_rule_text(text)
    assert says in caught.value.message
    assert caught.value.column == column


def test_parts_that_nobody_understands_go_back_as_they_came() -> None:
    part = Opaque('{"a":1}', "odd")
    rule = Group(children=(ITALY, part))
    assert rule_text(rule) == r'country is Italy and not-understood "{\"a\":1}"'
    assert read_rule_text("not-understood " + r'"{\"a\":1}"', rule).children == (part,)
