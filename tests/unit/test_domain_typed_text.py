"""What people type: values and whole conditions."""

import json
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from support.strategies import HOSTILE_TEXTS, moments, numbers, outside_text, texts

from segtui.domain.errors import UnreadableInput
from segtui.domain.instants import iso_utc
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes
from segtui.domain.rules import Condition
from segtui.domain.typed_text import read_condition, read_value, typed_form
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Unit,
    Value,
)

TEXT_TESTS = {Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES}
WRITTEN_NUMBERS = st.builds(NumberValue, st.sampled_from(("1.50", "1e5", "-0", "1E-7")))


def scalars_of(field_type: FieldType) -> SearchStrategy[Scalar]:
    """What can be typed for a field of this type."""
    match field_type:
        case FieldType.TEXT | FieldType.LIST:
            return texts()
        case FieldType.NUMBER:
            return st.one_of(numbers(), WRITTEN_NUMBERS, texts())
        case FieldType.BOOL:
            return st.builds(BoolValue, st.booleans()) | texts()
        case FieldType.INSTANT:
            return st.builds(InstantValue, moments().map(iso_utc))
        case FieldType.ANY:
            return st.one_of(numbers(), WRITTEN_NUMBERS, st.builds(BoolValue, st.booleans()), texts())


@st.composite
def typed_cases(draw: DrawFn) -> tuple[Value, Operator, FieldType]:
    """A value, an operator that takes it and the type of the field."""
    operator, field_type = draw(st.sampled_from(Operator)), draw(st.sampled_from(FieldType))
    one = texts() if operator in TEXT_TESTS else scalars_of(field_type)
    kinds: dict[Takes, SearchStrategy[Value]] = {
        Takes.NOTHING: st.just(NoValue()),
        Takes.ONE: st.builds(DayValue, st.dates()) if operator is Operator.ON_DAY else one,
        Takes.SEVERAL: st.builds(ListValue, st.lists(one, min_size=1, max_size=4).map(tuple)),
        Takes.TWO: st.builds(RangeValue, one, one),
        Takes.SPAN: st.builds(RelativeValue, st.integers(-99_999, 99_999), st.sampled_from(Unit)),
    }
    return draw(kinds[WORDINGS[operator].takes]), operator, field_type


@settings(max_examples=200)
@given(typed_cases())
def test_an_edit_begins_with_a_text_that_reads_as_the_same_value(case: tuple[Value, Operator, FieldType]) -> None:
    value, operator, field_type = case
    assert read_value(typed_form(value, field_type), operator, field_type) == value


@settings(max_examples=200)
@given(outside_text(30), st.sampled_from(Operator), st.sampled_from(FieldType))
def test_whatever_is_typed_is_a_value_or_a_complaint(typed: str, operator: Operator, field_type: FieldType) -> None:
    try:
        value = read_value(typed, operator, field_type)
    except UnreadableInput:
        return
    assert read_value(typed_form(value, field_type), operator, field_type) == value


@pytest.mark.parametrize(
    ("typed", "field_type", "value"),
    [
        ("  Rome ", FieldType.ANY, TextValue("Rome")),
        ("5", FieldType.ANY, NumberValue("5")),
        ('"5"', FieldType.ANY, TextValue("5")),
        ("5", FieldType.TEXT, TextValue("5")),
        ("YES", FieldType.ANY, BoolValue(yes=True)),
        ("false", FieldType.BOOL, BoolValue(yes=False)),
        ('"yes"', FieldType.ANY, TextValue("yes")),
        ('""', FieldType.TEXT, TextValue("")),
        ('" a "', FieldType.TEXT, TextValue(" a ")),
        (r'"say \"hi\" \\ \u00e9"', FieldType.TEXT, TextValue('say "hi" \\ é')),
        ('"', FieldType.TEXT, TextValue('"')),
        ('""', FieldType.ANY, TextValue("")),
        ('"two\nlines"', FieldType.TEXT, TextValue("two\nlines")),
        ("true", FieldType.BOOL, BoolValue(yes=True)),
        ("No", FieldType.ANY, BoolValue(yes=False)),
        ("2024-07-01", FieldType.INSTANT, InstantValue("2024-07-01T00:00:00.000Z")),
        ("2024-07-01T09:30+02:00", FieldType.INSTANT, InstantValue("2024-07-01T07:30:00.000Z")),
        ("1.50", FieldType.NUMBER, NumberValue("1.50")),
        ("1e400", FieldType.ANY, TextValue("1e400")),
        ("١٢", FieldType.ANY, TextValue("١٢")),
    ],
)
def test_one_value_is_read_by_the_type_of_its_field(typed: str, field_type: FieldType, value: Value) -> None:
    assert read_value(typed, Operator.IS, field_type) == value


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("Rome, Milan", ("Rome", "Milan")),
        ("[Rome,Milan]", ("Rome", "Milan")),
        ("[Rome,Milan,]", ("Rome", "Milan")),
        ("[Rome", ("[Rome",)),
        ("Rome]", ("Rome]",)),
        ("Rome", ("Rome",)),
        ('"Rome, Italy", Milan', ("Rome, Italy", "Milan")),
        ('"a]", "["', ("a]", "[")),
        (' "" , b', ("", "b")),
    ],
)
def test_several_values_are_read_with_commas(typed: str, items: tuple[str, ...]) -> None:
    expected = ListValue(tuple(TextValue(item) for item in items))
    assert read_value(typed, Operator.ONE_OF, FieldType.TEXT) == expected


@pytest.mark.parametrize(
    ("value", "field_type", "typed"),
    [
        (TextValue("New York"), FieldType.ANY, "New York"),
        (TextValue("5"), FieldType.ANY, '"5"'),
        (TextValue("5"), FieldType.TEXT, "5"),
        (TextValue("Yes"), FieldType.ANY, '"Yes"'),
        (TextValue("Rome"), FieldType.NUMBER, '"Rome"'),
        (TextValue(" é"), FieldType.TEXT, '" é"'),
        (TextValue('say "hi"'), FieldType.TEXT, 'say "hi"'),
        (NumberValue("1.50"), FieldType.NUMBER, "1.50"),
        (BoolValue(yes=False), FieldType.BOOL, "no"),
        (ListValue((TextValue("Rome"), TextValue("È, sì"), NumberValue("5"))), FieldType.ANY, 'Rome, "È, sì", 5'),
        (ListValue((TextValue("salt and pepper"),)), FieldType.TEXT, "salt and pepper"),
        (RangeValue(TextValue("sand"), TextValue("this and that")), FieldType.TEXT, 'sand and "this and that"'),
        (RelativeValue(-30, Unit.DAYS), FieldType.INSTANT, "last 30 days"),
    ],
)
def test_an_edit_begins_without_needless_quotes(value: Value, field_type: FieldType, typed: str) -> None:
    assert typed_form(value, field_type) == typed


@pytest.mark.parametrize(
    ("operator", "typed", "value"),
    [
        (Operator.BETWEEN, "1 and 5", RangeValue(NumberValue("1"), NumberValue("5"))),
        (Operator.BETWEEN, '"salt and pepper" and z', RangeValue(TextValue("salt and pepper"), TextValue("z"))),
        (Operator.WITHIN, "last 30 days", RelativeValue(-30, Unit.DAYS)),
        (Operator.WITHIN, "the Next 1 Month", RelativeValue(1, Unit.MONTHS)),
        (Operator.ON_DAY, "2024-07-01", DayValue(date(2024, 7, 1))),
        (Operator.CONTAINS, "5", TextValue("5")),
        (Operator.MATCHES, "yes", TextValue("yes")),
        (Operator.EXISTS, "", NoValue()),
    ],
)
def test_each_kind_of_operator_reads_its_own_kind_of_value(operator: Operator, typed: str, value: Value) -> None:
    assert read_value(typed, operator, FieldType.ANY) == value


@pytest.mark.parametrize(
    ("typed", "operator", "field_type", "says", "example"),
    [
        ("five", Operator.IS, FieldType.NUMBER, "“five” isn't a number", "5 or -2.5"),
        ("05", Operator.MORE_THAN, FieldType.NUMBER, "“05” isn't a number", "5 or -2.5"),
        ("1, x", Operator.ONE_OF, FieldType.NUMBER, "“x” isn't a number", "5 or -2.5"),
        ("perhaps", Operator.IS, FieldType.BOOL, "“perhaps” is neither yes nor no", ""),
        ("2023-02-29", Operator.MORE_THAN, FieldType.INSTANT, "“2023-02-29” isn't a date", "2024-07-01"),
        ("20240701", Operator.IS, FieldType.INSTANT, "“20240701” isn't a date", "2024-07-01"),
        ("0001-01-01T00:00+01:00", Operator.IS, FieldType.INSTANT, "isn't a date", "2024-07-01"),
        ("soon", Operator.ON_DAY, FieldType.ANY, "“soon” isn't a day", "2024-07-01"),
        ("", Operator.ONE_OF, FieldType.TEXT, "At least one value is needed", "Rome, Milan"),
        ("[ , ]", Operator.HAS_ALL, FieldType.LIST, "At least one value is needed", "Rome, Milan"),
        ("1", Operator.BETWEEN, FieldType.NUMBER, "Two ends are needed", "1 and 5"),
        ("1 and", Operator.BETWEEN, FieldType.NUMBER, "Two ends are needed", "1 and 5"),
        ("and 5", Operator.BETWEEN, FieldType.NUMBER, "Two ends are needed", "1 and 5"),
        ("1 and x", Operator.BETWEEN, FieldType.NUMBER, "“x” isn't a number", "5 or -2.5"),
        ("30 days", Operator.WITHIN, FieldType.INSTANT, "“30 days” isn't a span of time", "last 30 days"),
        ("last 100000 days", Operator.WITHIN, FieldType.INSTANT, "isn't a span of time", "last 30 days"),
        ("last 3 m\u0130nutes", Operator.WITHIN, FieldType.INSTANT, "isn't a span of time", "last 30 days"),
        ("la\u017ft 3 days", Operator.WITHIN, FieldType.INSTANT, "isn't a span of time", "last 30 days"),
        ('"a" b"', Operator.IS, FieldType.TEXT, "don't fit together", r"\""),
        (r'"\q"', Operator.IS, FieldType.TEXT, "don't fit together", r"\""),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(
    typed: str, operator: Operator, field_type: FieldType, says: str, example: str
) -> None:
    with pytest.raises(UnreadableInput) as raised:
        read_value(typed, operator, field_type)
    assert says in raised.value.message
    assert example in raised.value.hint


def any_type(_field: str) -> FieldType:
    return FieldType.ANY


def read(typed: str) -> Condition:
    return read_condition(typed, any_type)


def complaint_about(typed: str) -> str:
    """What is said about a condition that can't be read; empty when it can."""
    try:
        read(typed)
    except UnreadableInput as complaint:
        return complaint.message + complaint.hint
    return ""


@pytest.mark.parametrize(
    ("typed", "operator", "negate"),
    [
        ("=", Operator.IS, False),
        ("==", Operator.IS, False),
        ("!=", Operator.IS, True),
        ("<>", Operator.IS, True),
        (">", Operator.MORE_THAN, False),
        (">=", Operator.AT_LEAST, False),
        ("<", Operator.LESS_THAN, False),
        ("<=", Operator.AT_MOST, False),
        ("is", Operator.IS, False),
        ("Is  NOT", Operator.IS, True),
        ("is more than", Operator.MORE_THAN, False),
        ("is not more than", Operator.MORE_THAN, True),
        ("is after", Operator.MORE_THAN, False),
        ("is at or before", Operator.AT_MOST, False),
        ("contains", Operator.CONTAINS, False),
        ("does not contain", Operator.CONTAINS, True),
        ("starts with", Operator.STARTS_WITH, False),
        ("MATCHES", Operator.MATCHES, False),
        ("matches pattern", Operator.MATCHES, False),
        ("more than", Operator.MORE_THAN, False),
    ],
)
def test_an_operator_is_a_symbol_or_words_in_any_case(typed: str, operator: Operator, negate: bool) -> None:  # noqa: FBT001 - a column
    assert read(f"city {typed} Rome") == Condition("city", operator, TextValue("Rome"), negate)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("city=Rome", Condition("city", Operator.IS, TextValue("Rome"))),
        ("  age>=5", Condition("age", Operator.AT_LEAST, NumberValue("5"))),
        ("age <5", Condition("age", Operator.LESS_THAN, NumberValue("5"))),
        ("attributes.plan = pro", Condition("attributes.plan", Operator.IS, TextValue("pro"))),
        ("city is not null", Condition("city", Operator.EXISTS)),
        ("city is null", Condition("city", Operator.EXISTS, negate=True)),
        ("city is nullable", Condition("city", Operator.IS, TextValue("nullable"))),
        ("city is not nullable", Condition("city", Operator.IS, TextValue("nullable"), negate=True)),
        ("city is notable", Condition("city", Operator.IS, TextValue("notable"))),
        ("city in Rome", Condition("city", Operator.ONE_OF, ListValue((TextValue("Rome"),)))),
        ("city exists", Condition("city", Operator.EXISTS)),
        ("city is absent ", Condition("city", Operator.EXISTS, negate=True)),
        (
            "city is one of Rome, Milan",
            Condition("city", Operator.ONE_OF, ListValue((TextValue("Rome"), TextValue("Milan")))),
        ),
        (
            "age not in 1, 2",
            Condition("age", Operator.ONE_OF, ListValue((NumberValue("1"), NumberValue("2"))), negate=True),
        ),
        ("age is between 1 and 5", Condition("age", Operator.BETWEEN, RangeValue(NumberValue("1"), NumberValue("5")))),
        ("created is within last 2 weeks", Condition("created", Operator.WITHIN, RelativeValue(-2, Unit.WEEKS))),
        ("created is on 2024-07-01", Condition("created", Operator.ON_DAY, DayValue(date(2024, 7, 1)))),
        ('"two words" is "is not"', Condition("two words", Operator.IS, TextValue("is not"))),
        (r'"a \"b\" = c" = d', Condition('a "b" = c', Operator.IS, TextValue("d"))),
        ("is is is", Condition("is", Operator.IS, TextValue("is"))),
        ("città is\u00a0Roma", Condition("città", Operator.IS, TextValue("Roma"))),
    ],
)
def test_a_condition_is_a_field_an_operator_and_a_value(typed: str, condition: Condition) -> None:
    assert read(typed) == condition


def test_the_type_of_the_field_decides_about_the_value() -> None:
    typed = "createdAt > 2024-07-01"
    as_date = read_condition(typed, {"createdAt": FieldType.INSTANT}.__getitem__)
    assert as_date.value == InstantValue("2024-07-01T00:00:00.000Z")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "doesn't begin with a field"),
        ("= Rome", "doesn't begin with a field"),
        ('"" = Rome', "doesn't begin with a field"),
        ('"open = Rome', "doesn't begin with a field"),
        (r'"a\q" = Rome', "don't fit together"),
        ("city", "expected at character 5 of “city”"),
        ("city Rome", "expected at character 6 of “city Rome”"),
        ("city iss Rome", "expected at character 6"),
        ("two words = Rome", "expected at character 5"),
        ("city \u0130s Rome", "expected at character 6"),
        ("city \u0131s Rome", "expected at character 6"),
        ("city =", "A value was expected at the end of “city =”"),
        ("city is not", "A value was expected at the end"),
        ("city is null Rome", "Nothing was expected after “is null”, but there is “Rome”"),
        ("age between 1", "Two ends are needed"),
    ],
)
def test_a_condition_that_cannot_be_read_names_the_place(typed: str, says: str) -> None:
    with pytest.raises(UnreadableInput) as raised:
        read(typed)
    assert says in raised.value.message


def test_a_misplaced_operator_brings_an_example() -> None:
    with pytest.raises(UnreadableInput) as raised:
        read("city Rome")
    assert raised.value.hint == "Write it as FIELD OPERATOR VALUE, for example: city = Rome"
    assert read(raised.value.hint.partition(": ")[2]) == Condition("city", Operator.IS, TextValue("Rome"))


@settings(max_examples=200)
@given(
    outside_text(30), st.sampled_from(("", " = ", " is ", " is null", " in ", " between ", " on day ")), outside_text()
)
def test_hostile_input_is_read_or_refused_in_clean_words(head: str, operator: str, rest: str) -> None:
    assert not set("\x1b\x07\u202e\ud83d") & set(complaint_about(head + operator + rest))


@given(st.sampled_from(HOSTILE_TEXTS) | outside_text(), outside_text())
def test_any_field_and_any_text_can_be_quoted(field: str, text: str) -> None:
    assume(field)
    typed = f"{json.dumps(field)} = {json.dumps(text)}"
    assert read(typed) == Condition(field, Operator.IS, TextValue(text))


@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("negate", [False, True])
def test_every_phrase_that_is_shown_can_be_typed(operator: Operator, negate: bool) -> None:  # noqa: FBT001 - a column
    wording = WORDINGS[operator]
    given_value = {
        Takes.NOTHING: "",
        Takes.ONE: "2024-07-01",
        Takes.SEVERAL: "a, b",
        Takes.TWO: "1 and 5",
        Takes.SPAN: "last 3 days",
    }[wording.takes]
    shown = [(wording.says, wording.denies), *([wording.of_dates] if wording.of_dates else [])]
    for phrases in shown:
        condition = read(f"field {phrases[negate]} {given_value}")
        assert (condition.operator, condition.negate) == (operator, negate)


@pytest.mark.parametrize("typed", ["age => 5", "age =< 5", "age >> 5", "age =! 5"])
def test_operators_that_do_not_exist_are_not_read_as_others(typed: str) -> None:
    with pytest.raises(UnreadableInput, match="An operator was expected"):
        read_condition(typed, lambda _path: FieldType.ANY)
