"""Feedier's own words: what is offered for a field, and how they are typed, printed and said."""

from datetime import UTC, datetime

import pytest

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.suggesting import Suggests
from segtui.domain.errors import UnreadableInput
from segtui.domain.lead_word import LEADS
from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase
from segtui.domain.rule_text.printing import rule_text
from segtui.domain.rule_text.reading import read_rule_text
from segtui.domain.rules import Condition, Group
from segtui.domain.typed_text import DateReading, read_condition, read_value, typed_form
from segtui.domain.values import DayValue, RelativeValue, TextValue, Unit

DIALECT = FeedierDialect()
NAMES = {field.path: field.label for field in DIALECT.fields}
DATES = DateReading(datetime(2026, 11, 22, 12, tzinfo=UTC), keeps_relative=True, semantics=DIALECT.semantics)


def read(typed: str) -> Condition:
    return read_condition(typed, DIALECT.field_type, DATES)


def test_values_to_offer_say_whether_they_stand_in_the_documentation() -> None:
    offered = [(one.value, one.is_documented) for one in DIALECT.suggestions("Nps", Operator.ONE_OF)]
    assert offered == [("promoter", True), ("passive", False), ("detractor", False)]
    assert DIALECT.suggestions("Attribute.market", Operator.IS) == ()


def test_words_for_days_are_offered_only_where_a_date_may_be_compared_with_them() -> None:
    assert [one.value for one in DIALECT.suggestions("TimePeriod", Operator.IS)] == ["date_last_day", "date_last_month"]
    assert not any(one.is_documented for one in DIALECT.suggestions("completed_at", Operator.IS))
    assert DIALECT.suggestions("TimePeriod", Operator.MORE_THAN) == ()


def test_newer_names_are_listed_before_older_ones_and_attributes_by_their_name() -> None:
    paths = ["answers", "carrier_id", "attribute_values.market", "id", "Sentiment", "Attribute.market", "Form"]
    listed = DIALECT.listed_fields(paths)
    assert [DIALECT.shown_field(path) for path in listed] == [
        "Form",
        "market · attribute",
        "Sentiment",
        "id",
        "carrier_id · older name",
        "market · older attribute",
        "answers",
    ]
    assert isinstance(DIALECT, Suggests)


@pytest.mark.parametrize(
    ("typed", "operator", "negate", "text"),
    [
        ("TimePeriod is date_last_month", Operator.IS, False, "date_last_month"),
        ("created_at != date_last_day", Operator.IS, True, "date_last_day"),
        ("TimePeriod = date_this_week", Operator.IS, False, "date_this_week"),
        ('TimePeriod = "some quarter"', Operator.IS, False, "some quarter"),
    ],
)
def test_a_word_for_days_is_typed_as_it_stands_and_any_other_in_quotes(
    typed: str,
    operator: Operator,
    negate: bool,  # noqa: FBT001 - a column
    text: str,
) -> None:
    found = read(typed)
    assert (found.operator, found.negate, found.value) == (operator, negate, TextValue(text))
    again = typed_form(found.value, DIALECT.field_type(found.field), DATES, found.field)
    assert read_value(again, operator, DIALECT.field_type(found.field), DATES, found.field) == found.value
    rule = Group(children=(found,))
    assert read_rule_text(rule_text(rule)) == rule
    native = DIALECT.encode(rule)
    assert native.losses == ()
    assert DIALECT.decode(native.native) == rule


def test_what_people_say_for_a_day_stays_a_date() -> None:
    assert read("TimePeriod is on yesterday").value == DayValue(datetime(2026, 11, 21, tzinfo=UTC).date())
    assert read("TimePeriod is yesterday").value == RelativeValue(-1, Unit.DAYS, "today")
    with pytest.raises(UnreadableInput, match="isn't one moment"):
        read("TimePeriod is last month")


@pytest.mark.parametrize("typed", ["TimePeriod is on date_last_day", "TimePeriod is within date_last_month"])
def test_a_word_for_days_behind_an_operator_of_its_own_days_says_which_to_use(typed: str) -> None:
    with pytest.raises(UnreadableInput, match="a word of the service") as refused:
        read(typed)
    assert refused.value.hint == "Use “is” with it."


def test_a_word_for_days_is_mere_text_where_the_field_is_no_date() -> None:
    assert read("Attribute.market = date_last_day").value == TextValue("date_last_day")
    with pytest.raises(UnreadableInput, match="isn't a date"):
        read_condition("TimePeriod is date_last_day", DIALECT.field_type, DateReading(DATES.now))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("TimePeriod is date_last_month", "were given last month."),
        ("TimePeriod is not date_last_day", "were not given yesterday."),
        ("TimePeriod is date_this_week", "were given in date_this_week."),
        ("completed_at is date_last_day", "were completed yesterday."),
        ("TimePeriod is after 2026-11-01T00:00:00Z", "were given after 1 November 2026 at 00:00 UTC."),
    ],
)
def test_a_sentence_says_when_feedback_was_given(text: str, sentence: str) -> None:
    assert phrase(read_rule_text(text), NAMES, DIALECT.semantics, word=LEADS).endswith(sentence)


def test_two_names_for_the_same_date_never_read_alike() -> None:
    newer, older = (
        phrase(read_rule_text(f"{field} is date_last_month"), NAMES, DIALECT.semantics, word=LEADS)
        for field in ("TimePeriod", "created_at")
    )
    assert newer != older
