"""What is told of a rule on Feedier, what may be offered for a field, and what must be mended before it is sent."""

import json
from datetime import date

import pytest

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.feedier.fields import FIELDS
from segtui.backends.feedier.fql import LARGEST_TEXT
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.edits import replaced
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Opaque
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

DIALECT = FeedierDialect()
OTHER_FIELDS = ("Attribute.market", "attribute_values.market", "Sentiment", "answers.x")


def told(text: str) -> tuple[Diagnostic, ...]:
    native = {"fql": text}
    return DIALECT.served(DIALECT.decode(native), native).differences


def only_told(text: str) -> Diagnostic:
    (one,) = told(text)
    return one


def fixed(text: str) -> str:
    fix = only_told(text).fix
    assert fix is not None
    encoded = DIALECT.encode(fix.rule)
    assert encoded.losses == ()
    return str(encoded.native["fql"])


# What is told.


@pytest.mark.parametrize(
    ("text", "code", "severity", "words"),
    [
        ('[{"Form":{"$in":["11"]}}]', "type-differs", Severity.WARN, "“11” equals none"),
        ('[{"Form":{"$in":["eleven"]}}]', "type-differs", Severity.WARN, "“eleven” equals none"),
        ('[{"source":{"$eq":5}}]', "type-differs", Severity.WARN, "the number “5”"),
        ('[{"Nps":{"$in":["positive"]}}]', "other-word", Severity.WARN, "“promoter”"),
        ('[{"nps_profile":{"$eq":"detractor"}}]', "other-word", Severity.WARN, "“negative”"),
        ('[{"TimePeriod":{"$btw":["2026-05-31","2026-03-01"]}}]', "range-reversed", Severity.WARN, "after the second"),
        ('[{"TimePeriod":{"$eq":"date_this_week"}}]', "period-unknown", Severity.NOTE, "“date_this_week”"),
        ('[{"Sentiment":{"$eq":"angry"}}]', "filter-unseen", Severity.NOTE, "no filter “Sentiment”"),
        ('[{"answers":{"value":{"$eq":"x"}}}]', "filter-unseen", Severity.NOTE, "no field “answers.value”"),
        ('[{"Attribute":{"$in":["x"],"name":"Email"}}]', "maybe-sensitive", Severity.NOTE, "encrypted"),
        ('[{"topics":{"id":{"$nin":[9]}}}]', "absent-unsure", Severity.NOTE, "isn't documented"),
        ('[{"Form":{"":[11]}}]', "not-understood", Severity.WARN, "shell"),
        ('[[{"Form":{"$in":[1]}},{"Form":{"$in":[2]}}]]', "not-understood", Severity.WARN, "inner list"),
        ('[{"Form":', "not-understood", Severity.WARN, "this text: it is no JSON"),
        ("[{'Form': {'$in': [11]}}]", "stored-oddly", Severity.NOTE, "single quotes"),
        (json.dumps('[{"Form":{"$in":[11]}}]'), "stored-oddly", Severity.NOTE, "JSON inside JSON"),
    ],
)
def test_what_a_rule_may_not_have_meant_is_told(text: str, code: str, severity: Severity, words: str) -> None:
    one = only_told(text)
    assert (one.code, one.severity) == (code, severity)
    assert words in one.message


@pytest.mark.parametrize(
    "text",
    [
        '[{"Form":{"$in":[11]}},{"Nps":{"$in":["promoter"]}},{"TimePeriod":{"$eq":"date_last_month"}}]',
        '[{"Form":{"$in":[11],"$type":"or"}},{"Nps":{"$nin":["detractor"],"$type":"or"}}]',
        '[{"nps_profile":{"$eq":"positive"}},{"satisfaction_ratio":{"$lt":40}},{"source":{"$eq":"5"}}]',
        '[{"Attribute":{"$gte":"200","name":"basket"}},{"Attribute":{"$gte":200,"name":"basket"}}]',
        '[{"carrier_id":{"$like":"1"}}]',
    ],
)
def test_nothing_is_told_of_rules_that_do_what_they_say(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"Form":{"$in":["11",12]}}]', '[{"Form":{"$in":[11,12]}}]'),
        ('[{"source":{"$eq":5.50}}]', '[{"source":{"$eq":"5.5"}}]'),
        ('[{"Nps":{"$nin":["positive","x"]}}]', '[{"Nps":{"$nin":["promoter","x"]}}]'),
        ('[{"nps_profile":{"$eq":"passive"}}]', '[{"nps_profile":{"$eq":"neutral"}}]'),
        ('[{"TimePeriod":{"$ne":"Last  month"}}]', '[{"TimePeriod":{"$ne":"date_last_month"}}]'),
        ('[{"TimePeriod":{"$eq":"yesterday"}}]', '[{"TimePeriod":{"$eq":"date_last_day"}}]'),
        (
            '[{"TimePeriod":{"$btw":["2026-05-31","2026-03-01"]}}]',
            '[{"TimePeriod":{"$btw":["2026-03-01","2026-05-31"]}}]',
        ),
    ],
)
def test_a_fix_writes_what_was_meant(text: str, expected: str) -> None:
    assert fixed(text) == expected
    assert told(expected) == ()


def test_a_text_that_is_no_number_has_no_fix() -> None:
    assert only_told('[{"Form":{"$in":["11","eleven"]}}]').fix is None


def test_a_rule_that_is_stored_oddly_says_what_saving_does_to_it() -> None:
    native = {"fql": "[{'Form': {'$in': [11]}}]"}
    rule = DIALECT.decode(native)
    assert "until the repaired text is saved" in DIALECT.served(rule, native).differences[0].message
    changed = replaced(rule, (0,), Condition("Nps", Operator.IS, TextValue("promoter")))
    assert "all of it anew" in DIALECT.served(changed, native).differences[0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "Without conditions"),
        ('[{"Form":{"$nin":[]}}]', "empty list"),
        ('[{"Form":{"$nin":[],"$type":"or"}},{"Nps":{"$eq":"promoter","$type":"or"}}]', "empty list"),
        ('[{"Form":{"$nin":[]}},{"Nps":{"$eq":"promoter"}}]', ""),
        ('[{"Form":{"$in":[]}}]', ""),
        ("not fql", ""),
    ],
)
def test_a_rule_that_selects_all_feedback_says_why(text: str, words: str) -> None:
    native = {"fql": text}
    why = DIALECT.served(DIALECT.decode(native), native).everybody
    assert words in why
    assert bool(why) is bool(words)


def test_nobody_is_not_said_to_be_everybody() -> None:
    assert DIALECT.served(Group(Combine.ANY)).everybody == ""
    assert DIALECT.served(EVERYBODY).everybody


def test_the_served_rule_is_the_rule_but_for_what_is_open() -> None:
    text = '[{"Form":{"$in":["11"]}},{"topics":{"id":{"$ne":9}}},{"topics":{"name":{"$nlike":["a","b"]}}}]'
    rule = DIALECT.decode({"fql": text})
    served = DIALECT.served(rule, {"fql": text}).rule
    assert served is not None
    assert served.children[0] == rule.children[0]
    assert [child.written for child in served.children[1:] if isinstance(child, Opaque)] == [
        '{"topics":{"id":{"$ne":9}}}',
        '{"topics":{"name":{"$nlike":["a","b"]}}}',
    ]


# What is offered.


def some_value(path: str, operator: Operator) -> Value:
    is_date = DIALECT.field_type(path) is FieldType.INSTANT
    day = DayValue(date(2026, 3, 1))
    match WORDINGS[operator].takes:
        case Takes.SEVERAL:
            return ListValue((TextValue("a"), TextValue("b")))
        case Takes.TWO:
            return RangeValue(day, day) if is_date else RangeValue(NumberValue("1"), NumberValue("5"))
        case _ if not is_date:
            return TextValue("a")
        case _ if operator is Operator.IS:
            return TextValue("date_last_day")
        case _:
            return day if operator is Operator.ON_DAY else InstantValue("2026-03-01T10:00:00Z")


@pytest.mark.parametrize("path", [*(field.path for field in FIELDS), *OTHER_FIELDS])
def test_an_operator_that_is_offered_can_be_stored_or_has_a_way_round_that_can(path: str) -> None:
    choices = DIALECT.operators(path)
    assert [bool(choice.why_not) for choice in choices] == sorted(bool(choice.why_not) for choice in choices)
    for choice in choices:
        if choice.operator is Operator.WITHIN and not choice.why_not:
            continue  # becomes “is at least” and the moment that it is now, before it is stored
        rule = Group(children=(Condition(path, choice.operator, some_value(path, choice.operator), choice.negate),))
        losses = DIALECT.problems(rule)
        if choice.why_not:
            assert losses
        for loss in losses:
            assert (loss.fix is None) is bool(choice.why_not)
            assert loss.fix is None or DIALECT.problems(loss.fix.rule) == ()


def test_dates_are_offered_days_and_texts_are_not() -> None:
    of_dates = {choice.operator for choice in DIALECT.operators("TimePeriod") if not choice.why_not}
    assert {Operator.IS, Operator.ON_DAY, Operator.BETWEEN, Operator.WITHIN, Operator.AT_LEAST} <= of_dates
    of_texts = {choice.operator for choice in DIALECT.operators("Nps")}
    assert not {Operator.ON_DAY, Operator.WITHIN} & of_texts


def test_fields_have_types_and_names() -> None:
    assert DIALECT.field_type("Form") is FieldType.NUMBER
    assert DIALECT.field_type("Attribute.market") is FieldType.ANY
    assert DIALECT.field_label("Attribute.market") == "market"
    assert DIALECT.field_label("attribute_values.shop.x") == "shop.x"
    assert DIALECT.field_label("Form") == "form"
    assert DIALECT.field_label("Sentiment") == "Sentiment"


def test_a_condition_is_shown_as_it_is_stored() -> None:
    node = Condition("Attribute.\u202ex", Operator.ONE_OF, ListValue((TextValue("a"),)))
    assert DIALECT.stored_words(node) == '{"Attribute":{"$in":["a"],"name":"\N{REPLACEMENT CHARACTER}x"}}'
    within = Condition("TimePeriod", Operator.WITHIN, RelativeValue(-3, Unit.DAYS))
    assert DIALECT.stored_words(within) == ""


# What must be mended.


def test_a_rule_that_is_too_long_is_refused_before_it_is_sent() -> None:
    items = ListValue(tuple(NumberValue(str(number)) for number in range(LARGEST_TEXT // 5)))
    (problem,) = DIALECT.problems(Group(children=(Condition("Form", Operator.ONE_OF, items),)))
    assert (problem.code, problem.severity) == ("too-large", Severity.REFUSE)
    assert "64 KB" in problem.message


def test_a_known_part_stays_a_problem_where_it_cannot_be_joined_so() -> None:
    rule = DIALECT.decode({"fql": '[{"Form":{"":[11]}},{"Nps":{"$eq":"promoter"}}]'})
    assert DIALECT.problems(rule, known=rule.children) == ()
    either = Group(Combine.ANY, rule.children)
    assert [problem.path for problem in DIALECT.problems(either, known=rule.children)] == [(0,)]


@pytest.mark.parametrize("spare", [0, -1])
def test_a_rule_is_too_large_from_the_first_byte_that_does_not_fit(spare: int) -> None:
    def rule(length: int) -> Group:
        return Group(children=(Condition("Attribute.market", Operator.CONTAINS, TextValue("x" * length)),))

    frame = len(DIALECT.text_of(DIALECT.encode(rule(1)).native)) - 1
    codes = [one.code for one in DIALECT.problems(rule(LARGEST_TEXT - frame - spare))]
    assert ("too-large" in codes) is (spare < 0)
