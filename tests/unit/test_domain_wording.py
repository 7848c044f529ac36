"""Rules and numbers in words."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from support.strategies import nodes, scalars

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.operators import WORDINGS, Operator, operator_phrase
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Node, Opaque
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
from segtui.domain.wording import condition_words, node_words, value_words

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
AS_OF = datetime(2024, 7, 1, tzinfo=UTC)


def hidden(text: str) -> list[str]:
    return [one for one in text if unicodedata.category(one) in HIDDEN and one not in "\u200c\u200d"]


@given(nodes())
def test_a_rule_in_words_is_one_clean_line(node: Node) -> None:
    words = node_words(node)
    assert hidden(words) == []
    assert 0 < len(words) <= 200


@given(scalars(), scalars())
def test_a_text_never_reads_like_another_kind_of_value(one: Scalar, other: Scalar) -> None:
    if value_words(one) == value_words(other):
        assert isinstance(one, TextValue) == isinstance(other, TextValue)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NoValue(), ""),
        (TextValue("Rome"), "Rome"),
        (TextValue("New York"), "New York"),
        (TextValue(""), '""'),
        (TextValue(" Rome"), '" Rome"'),
        (TextValue("5"), '"5"'),
        (TextValue("-1.5e3"), '"-1.5e3"'),
        (TextValue("yes"), '"yes"'),
        (TextValue("null"), '"null"'),
        (TextValue("2024-07-01"), '"2024-07-01"'),
        (TextValue("[a]"), '"[a]"'),
        (TextValue("'a'"), "\"'a'\""),
        (TextValue("Rome, Milan"), '"Rome, Milan"'),
        (TextValue("\x1b[2J\u202e"), "\ufffd[2J\ufffd"),
        (TextValue("[/red] VIP"), '"[/red] VIP"'),
        (NumberValue("1.50"), "1.50"),
        (BoolValue(yes=True), "yes"),
        (BoolValue(yes=False), "no"),
        (DayValue(date(2024, 7, 1)), "2024-07-01"),
        (InstantValue("2024-07-01"), "2024-07-01"),
        (InstantValue("2024-07-01T02:00:00+02:00"), "2024-07-01"),
        (InstantValue("2024-07-01T09:30Z"), "2024-07-01T09:30:00Z"),
        (InstantValue("2024-07-01T09:30:00.120Z"), "2024-07-01T09:30:00.120Z"),
        (RelativeValue(-30, Unit.DAYS), "30 days before now"),
        (RelativeValue(2, Unit.WEEKS, "today"), "2 weeks after today"),
        (ListValue((TextValue("Rome"), NumberValue("5"), TextValue("5"))), '[Rome, 5, "5"]'),
        (RangeValue(NumberValue("1"), NumberValue("5")), "1 and 5"),
    ],
)
def test_a_value_is_shown_so_that_it_cannot_be_mistaken(value: Value, words: str) -> None:
    assert value_words(value) == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("city", Operator.IS, TextValue("Rome")), "city is Rome"),
        (Condition("city", Operator.CONTAINS, TextValue("om"), negate=True), "city does not contain om"),
        (Condition("city", Operator.EXISTS), "city is present"),
        (Condition("city", Operator.EXISTS, negate=True), "city is absent"),
        (Condition("age", Operator.MORE_THAN, NumberValue("5")), "age is more than 5"),
        (Condition("at", Operator.MORE_THAN, InstantValue("2024-07-01")), "at is after 2024-07-01"),
        (Condition("at", Operator.LESS_THAN, DayValue(date(2024, 7, 1)), negate=True), "at is not before 2024-07-01"),
        (Condition("at", Operator.AT_LEAST, RelativeValue(-3, Unit.DAYS)), "at is at or after 3 days before now"),
        (Condition("", Operator.EXISTS), '"" is present'),
        (Condition("a\x1b]52;c;aGk=\x07", Operator.EXISTS), "a\ufffd]52;c;aGk=\ufffd is present"),
    ],
)
def test_a_condition_is_a_clause(condition: Condition, words: str) -> None:
    assert condition_words(condition) == words


def test_groups_are_joined_by_their_own_word() -> None:
    rome, vip = Condition("city", Operator.IS, TextValue("Rome")), Condition("vip", Operator.EXISTS)
    strange = Opaque('{"geo":\x1b 1}', "not known")
    inner = Group(Combine.ANY, (vip, strange), negate=True)
    expected = 'not (vip is present or not understood: {"geo":\ufffd 1})'
    assert node_words(Group(children=(rome, inner))) == f"(city is Rome and {expected})"


def test_an_empty_group_says_who_meets_it() -> None:
    assert node_words(EVERYBODY) == "(everybody)"
    assert node_words(Group(Combine.ANY)) == "(nobody)"
    assert node_words(Group(negate=True)) == "not (everybody)"


def test_long_words_are_cut() -> None:
    words = node_words(Condition("city", Operator.IS, TextValue("R" * 500)), 40)
    assert (len(words), words[-1]) == (40, "…")


def test_every_operator_has_two_phrases_that_nobody_else_has() -> None:
    phrases = [operator_phrase(operator, negate=negate) for operator in Operator for negate in (False, True)]
    assert len(set(phrases)) == len(phrases) == 2 * len(WORDINGS)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(1284, Certainty.EXACT, Source.SERVER, AS_OF, of=9870), "1,284 of 9,870 · exact · server"),
        (Count(0, Certainty.EXACT, Source.SERVER, AS_OF), "0 · exact · server"),
        (Count(5, Certainty.EXACT, Source.LOCAL_COPY, AS_OF, of=9), "5 of 9 · exact · local copy"),
        (Count(200, Certainty.AT_LEAST, Source.SERVER, AS_OF), "at least 200 · server"),
        (Count(37, Certainty.SAMPLE, Source.SAMPLE, AS_OF, of=1000), "≈ 37 of the first 1,000 · sample"),
        (
            Count(37, Certainty.SAMPLE, Source.SAMPLE, AS_OF, of=1000, unsure=4),
            "≈ 37 to 41 of the first 1,000 · sample",
        ),
        (Count(6, Certainty.EXACT, Source.HERE, AS_OF, of=60), "6 of 60 · exact · counted here"),
        (Count(6, Certainty.SAMPLE, Source.HERE, AS_OF, of=60, unsure=2), "≈ 6 to 8 of 60 · counted here"),
        (Count(None, Certainty.UNKNOWN, Source.SERVER, AS_OF), "unknown · server"),
    ],
)
def test_a_number_says_how_sure_it_is(count: Count, words: str) -> None:
    assert str(count) == words
