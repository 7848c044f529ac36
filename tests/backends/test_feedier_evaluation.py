"""The promise of the evaluator: what segtui says a rule selects is what Feedier selects, or that it can't be told.

The sandbox was written from what is known of the service, without a look at the backend.
"""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from support.feedier_backend import NOON, small_feedier
from support.fql import sound_rules, texts

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.feedier.fields import lead_fields
from segtui.backends.feedier.periods import period
from segtui.backends.feedier.wire import read_lead
from segtui.domain.evaluation import Answer, Evaluator
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group, Opaque, walk
from segtui.domain.values import ListValue, TextValue
from segtui.sandbox.feedier.call import Call
from segtui.sandbox.feedier.errors import BadFql
from segtui.sandbox.feedier.feedback_routes import listed
from segtui.sandbox.feedier.fql import rule_test

DIALECT = FeedierDialect()
BOX = small_feedier(100)
STORED = {str(entry["id"]): entry for entry in BOX.feedback}


def shown() -> list[Lead]:
    """All feedback, as the service shows it to a client that asks for everything."""
    query = {"include": "attributes,topics", "per_page": "100"}
    rows = json.loads(bytes(listed(Call(BOX, {}, query, {}, BOX.accounts["owner"], "")).body))["data"]
    return [read_lead(row) for row in rows]


LEADS = shown()


def answers(rule: Group) -> dict[str, Answer]:
    evaluator = Evaluator(DIALECT.semantics, now=NOON)
    return {lead.id: evaluator.answer(rule, lead) for lead in LEADS}


def selected(text: str) -> set[str]:
    test = rule_test(text, now=NOON)
    return {lead.id for lead in LEADS if test(STORED[lead.id])}


def may_be_unsure(rule: Group) -> bool:
    """Whether a rule asks what isn't known: of the service's ways, or of filters that answers show nothing of."""
    return any(
        isinstance(node, Opaque)
        or (
            isinstance(node, Condition) and (node.operator is Operator.CONTAINS or node.field in {"Id", "Satisfaction"})
        )
        for _, node in walk(rule)
    )


@settings(max_examples=150)
@given(texts(sound_rules()))
def test_the_served_rule_selects_what_the_service_lists(text: str) -> None:
    try:
        there = selected(text)
    except BadFql:
        return
    native = {"fql": text}
    served = DIALECT.served(DIALECT.decode(native), native)
    assert served.rule is not None
    unsure = may_be_unsure(served.rule)
    for lead_id, answer in answers(served.rule).items():
        assert answer is (lead_id in there) or (answer is None and unsure), (lead_id, answer)
    if served.everybody:
        assert len(there) == len(LEADS)


@pytest.mark.parametrize(
    "text",
    [
        '[{"Form":{"$in":[11,14]}},{"Nps":{"$in":["promoter"]}}]',
        '[{"Form":{"$in":[11],"$type":"or"}},{"Nps":{"$in":["detractor"],"$type":"or"}}]',
        '[{"TimePeriod":{"$eq":"date_last_month"}}]',
        '[{"created_at":{"$ne":"date_last_month"}}]',
        '[{"TimePeriod":{"$btw":["2026-09-01","2026-10-31"]}}]',
        '[{"TimePeriod":{"$eq":"2026-11-17"}}]',
        '[{"Attribute":{"$nin":["Italy"],"name":"market"}}]',
        '[{"Attribute":{"$gte":"2026-09-01","name":"last_purchase"}}]',
        '[{"Attribute":{"$in":["web"],"name":"channel"}}]',
        '[{"nps_profile":{"$eq":"positive"}},{"satisfaction_ratio":{"$lt":97}}]',
        '[{"topics":{"id":{"$in":[9,12]}}}]',
    ],
)
def test_some_feedback_is_selected_and_some_isnt_and_both_agree_on_which(text: str) -> None:
    there = selected(text)
    assert 0 < len(there) < len(LEADS)
    assert answers(DIALECT.decode({"fql": text})) == {lead.id: lead.id in there for lead in LEADS}


def test_where_case_alone_decides_it_cannot_be_told() -> None:
    rule = DIALECT.decode({"fql": '[{"Attribute":{"$like":"ITAL","name":"market"}}]'})
    found = answers(rule)
    assert {lead_id for lead_id, answer in found.items() if answer is None} == selected(
        '[{"Attribute":{"$eq":"Italy","name":"market"}}]'
    )
    assert set(found.values()) == {None, False}


def test_nothing_is_found_in_a_sensitive_attribute_as_on_the_service() -> None:
    some_mail = ListValue(tuple(TextValue(str(one["value"])) for one in STORED[LEADS[0].id]["attributes"]))
    for name in ("Attribute.email", "attribute_values.email"):
        assert set(answers(Group(children=(Condition(name, Operator.ONE_OF, some_mail),))).values()) == {False}
    assert set(answers(DIALECT.decode({"fql": '[{"Attribute":{"$like":"e","name":"email"}}]'})).values()) == {False}


# What conditions can name.

BARE: dict[str, Any] = {
    "id": 1,
    "carrier_id": 11,
    "created_at": "2026-11-21T10:00:00.000000Z",
    "nps_profile": "neutral",
}


@pytest.mark.parametrize(
    "attributes",
    [
        [{"id": 5, "name": "market", "value": "Italy"}, {"name": "n", "value": 1}, {"name": "n", "value": 2}],
        [{"attribute": {"name": "market"}, "value": "Italy"}, {"name": "n", "value": 1}, {"name": "n", "value": 2}],
        {"market": "Italy", "n": [1, 2]},
    ],
)
def test_attributes_are_found_however_an_answer_shows_them(attributes: Any) -> None:
    fields = lead_fields({**BARE, "attributes": attributes})
    assert fields["Attribute"] == fields["attribute_values"] == {"market": "Italy", "n": [1, 2]}
    assert (fields["Form"], fields["Nps"], fields["TimePeriod"]) == (11, "passive", BARE["created_at"])
    assert fields["carrier_id"] == 11


@pytest.mark.parametrize("attributes", [None, "text", [1], [{"name": 5, "value": 1}], [{"name": "x"}]])
def test_attributes_that_cannot_be_read_are_not_told_of(attributes: Any) -> None:
    assert "Attribute" not in lead_fields({**BARE, "attributes": attributes})


def test_what_an_answer_lacks_cannot_be_told() -> None:
    assert set(lead_fields({"id": 1})) == {"id"}
    lead = Lead("1", "", BARE, lead_fields(BARE))
    evaluator = Evaluator(DIALECT.semantics, now=NOON)
    for field in ("Attribute.market", "attribute_values.market", "topics.id", "Satisfaction"):
        assert evaluator.answer(Condition(field, Operator.IS, TextValue("x")), lead) is None


@pytest.mark.parametrize(
    ("profile", "nps"),
    [("positive", ["promoter"]), ("promoter", ["promoter"]), (None, [None]), ("odd", []), (5, []), ([], [])],
)
def test_a_profile_is_told_in_the_words_of_rules_where_they_are_known(profile: Any, nps: list[Any]) -> None:
    fields = lead_fields({"id": 1, "nps_profile": profile})
    assert [fields[key] for key in fields if key == "Nps"] == nps


# Words for spans of days.


@pytest.mark.parametrize(
    ("word", "now", "zone", "begin", "end"),
    [
        ("date_last_day", "2026-03-01T12:00Z", "UTC", "2026-02-28T00:00Z", "2026-03-01T00:00Z"),
        ("date_last_month", "2026-01-15T12:00Z", "UTC", "2025-12-01T00:00Z", "2026-01-01T00:00Z"),
        ("date_last_month", "2026-03-31T23:30Z", "Europe/Rome", "2026-02-28T23:00Z", "2026-03-31T22:00Z"),
        ("date_last_day", "2026-10-26T12:00Z", "Europe/Rome", "2026-10-24T22:00Z", "2026-10-25T23:00Z"),
    ],
)
def test_a_word_stands_for_whole_days_of_the_zone(word: str, now: str, zone: str, begin: str, end: str) -> None:
    found = period(word, datetime.fromisoformat(now), ZoneInfo(zone))
    assert found == (datetime.fromisoformat(begin), datetime.fromisoformat(end))


def test_a_word_that_is_not_documented_stands_for_nothing() -> None:
    assert period("date_this_week", NOON, UTC) is None
    rule = DIALECT.decode({"fql": '[{"TimePeriod":{"$eq":"date_this_week"}}]'})
    assert set(answers(rule).values()) == {None}
