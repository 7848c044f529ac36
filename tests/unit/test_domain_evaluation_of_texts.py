"""Facts about the evaluator: patterns, texts that stand for a span of time, and what cannot be told of texts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.evaluating import answer, lead, meets

from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.operators import Operator
from segtui.domain.patterns import PatternSearch
from segtui.domain.rules import Condition
from segtui.domain.values import JsonValue, TextValue

EXPLOSIVE = "(a|aa)+$"
"""Takes for ever on `LONG` in every engine that goes back."""
LONG = "a" * 60 + "!"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("^Ro", True), ("^ro", False), ("(?i)^ro", True), (r"\p{Lu}\w+$", True), ("o.e", True), ("", True), ("{", False)],
)
def test_patterns_are_found_anywhere_in_a_text(pattern: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert meets(Operator.MATCHES, TextValue(pattern), "Rome") is expected
    assert meets(Operator.MATCHES, TextValue(pattern), 5) is False


def test_an_invalid_pattern_cannot_be_told() -> None:
    assert meets(Operator.MATCHES, TextValue("("), "Rome") is None


def test_a_pattern_that_would_take_for_ever_cannot_be_told() -> None:
    assert meets(Operator.MATCHES, TextValue(EXPLOSIVE), LONG) is None
    assert meets(Operator.MATCHES, TextValue(EXPLOSIVE), "aaa") is True


def test_all_patterns_of_an_evaluator_share_one_time() -> None:
    evaluator = Evaluator(Semantics(), patterns=PatternSearch(seconds=0.01))
    easy = Condition("f", Operator.MATCHES, TextValue("^R"))
    assert evaluator.answer(easy, lead({"f": "Rome"})) is True
    assert evaluator.answer(Condition("f", Operator.MATCHES, TextValue(EXPLOSIVE)), lead({"f": LONG})) is None
    assert evaluator.answer(easy, lead({"f": "Rome"})) is None
    assert evaluator.answer(Condition("f", Operator.IS, TextValue("Rome")), lead({"f": "Rome"})) is True


def test_what_a_lead_came_without_cannot_be_told_where_parts_may_be_missing() -> None:
    partial = Semantics(told_only_if_present=True)
    rome = Condition("Attribute.city", Operator.IS, TextValue("Rome"))
    assert answer(rome, {"Form": 11}, partial) is None
    assert answer(replace(rome, negate=True), {"Form": 11}, partial) is None
    assert answer(rome, {"Attribute": {}}, partial) is False
    assert answer(rome, {"Attribute": {"city": "Rome"}}, partial) is True


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        (Operator.IS, "june", [False, True, True, False]),
        (Operator.MORE_THAN, "june", [False, False, False, True]),
        (Operator.AT_LEAST, "june", [False, True, True, True]),
        (Operator.LESS_THAN, "june", [True, False, False, False]),
        (Operator.IS, "juno", [None, None, None, None]),
    ],
)
def test_a_date_lies_in_before_or_after_the_span_that_a_text_stands_for(
    operator: Operator, text: str, expected: list[Answer]
) -> None:
    june = (datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC))
    spans = Semantics(period=lambda word, _now, _zone: june if word == "june" else None)
    dates = ["2024-05-31T23:59:59Z", "2024-06-01T00:00:00Z", "2024-06-30T23:59:59Z", "2024-07-01T00:00:00Z"]
    assert [meets(operator, TextValue(text), date, spans) for date in dates] == expected
    assert meets(Operator.IS, TextValue(text), text, spans) is True  # what is no date is compared as ever


def test_texts_stand_for_spans_only_in_the_fields_that_know_them() -> None:
    june = (datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC))
    spans = Semantics(
        period=lambda word, _now, _zone: june if word == "june" else None, period_fields=frozenset({"at"})
    )
    is_june = Condition("at", Operator.IS, TextValue("june"))
    assert answer(is_june, {"at": "2024-06-05"}, spans) is True
    assert answer(replace(is_june, value=TextValue("juno")), {"at": "2024-06-05"}, spans) is None
    assert answer(replace(is_june, field="word"), {"word": "2024-06-05"}, spans) is False
    assert answer(Condition("word", Operator.IS, TextValue("2024-06-05")), {"word": "2024-06-05"}, spans) is True


@pytest.mark.parametrize(
    ("value", "expected"), [("in Rome", True), ("in rome", None), ("Milan", False), (50, False), (True, False)]
)
def test_where_only_case_decides_it_cannot_be_told_if_that_is_not_known(value: JsonValue, expected: Answer) -> None:
    unsure = Semantics(unsure_of_parts=True)
    assert meets(Operator.CONTAINS, TextValue("Rome"), value, unsure) is expected
    assert meets(Operator.CONTAINS, TextValue("5"), 50, unsure) is None
    assert meets(Operator.CONTAINS, TextValue("5"), 50) is False


def test_where_it_is_unknown_if_parts_are_looked_for_in_numbers_yes_and_no_are_none() -> None:
    unsure = Semantics(unsure_of_parts=True)
    assert meets(Operator.CONTAINS, TextValue("1"), 31, unsure) is None
    assert meets(Operator.CONTAINS, TextValue("1"), 20, unsure) is False
    assert answer(Condition("f", Operator.CONTAINS, TextValue("True")), {"f": True}, unsure) is False
