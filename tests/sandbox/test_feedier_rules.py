import json
from typing import Any

import pytest
from feedier_desk import Desk

from segtui.sandbox.feedier.feedback import attribute


def desk_with(*entries: dict[str, Any]) -> Desk:
    """Make a desk with only this feedback, numbered from 1."""
    desk = Desk()
    for number, entry in enumerate(entries, 1):
        desk.box.add_feedback({"id": number, **entry})
    return desk


def having(**values: Any) -> dict[str, Any]:
    return {"attributes": [attribute(place, name, value) for place, (name, value) in enumerate(values.items())]}


FORMS = ({"carrier_id": 11}, {"carrier_id": 12}, {"carrier_id": 13})
CITIES = (having(city="Rome", seats=5), having(city="Milan", seats=20), having(seats="20"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"$eq": 11}, [1]),
        ({"$eq": "11"}, []),
        ({"$ne": 11}, [2, 3]),
        ({"$gt": 11}, [2, 3]),
        ({"$gte": 12}, [2, 3]),
        ({"$lt": 12}, [1]),
        ({"$lte": 12}, [1, 2]),
        ({"$in": [11, 13]}, [1, 3]),
        ({"$in": ["11"]}, []),
        ({"$in": []}, []),
        ({"$nin": [11]}, [2, 3]),
        ({"$like": 1}, [1, 2, 3]),
        ({"$like": [2, "3"]}, [2, 3]),
        ({"$nlike": 2}, [1, 3]),
    ],
)
@pytest.mark.parametrize("selector", ["Form", "carrier_id"])
async def test_operators_are_strict_in_both_dialects(selector: str, said: dict[str, Any], found: list[int]) -> None:
    assert await desk_with(*FORMS).found({selector: said}) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"$in": ["Rome"], "name": "city"}, [1]),
        ({"$in": ["rome"], "name": "city"}, []),
        ({"$like": "rom", "name": "city"}, [1]),
        ({"$nin": ["Rome"], "name": "city"}, [2, 3]),
        ({"$gte": 5, "name": "seats"}, [1, 2]),
        ({"$gte": "2", "name": "seats"}, [3]),
        ({"$eq": "x", "name": "unknown"}, []),
    ],
)
async def test_an_attribute_is_named_beside_the_operator(said: dict[str, Any], found: list[int]) -> None:
    assert await desk_with(*CITIES).found({"Attribute": said}) == found


async def test_words_must_stand_together() -> None:
    desk = desk_with(having(said="delivery was late"), having(said="late delivery"))
    assert await desk.found({"Attribute": {"$like": "late delivery", "name": "said"}}) == [2]


async def test_an_attribute_given_twice_fits_with_either_value() -> None:
    twice = {"attributes": [attribute(1, "channel", "web"), attribute(2, "channel", "app")]}
    desk = desk_with(twice, having(channel="web"))
    assert await desk.found({"Attribute": {"$eq": "app", "name": "channel"}}) == [1]
    assert await desk.found({"Attribute": {"$ne": "app", "name": "channel"}}) == [2]


async def test_a_sensitive_attribute_is_never_found_and_never_shown() -> None:
    secret = {"attributes": [attribute(1, "email", "ada@example.com", is_sensitive=True)]}
    desk = desk_with(secret)
    assert await desk.found({"Attribute": {"$like": "ada", "name": "email"}}) == []
    old = {"attribute_values": {"attribute": {"name": {"$eq": "email"}}, "value": {"$like": "ada"}}}
    assert await desk.found(old) == []
    page = await desk.get("/v3/feedback", include="attributes")
    assert page["data"][0]["attributes"][0]["value"].startswith("eyJpdiI6")


@pytest.mark.parametrize(
    ("word", "found"), [("promoter", [1]), ("passive", [2]), ("detractor", [3]), ("positive", []), ("neutral", [])]
)
async def test_rules_have_their_own_words_for_the_profile(word: str, found: list[int]) -> None:
    desk = desk_with(*({"nps_profile": profile} for profile in ("positive", "neutral", "negative", None)))
    assert await desk.found({"Nps": {"$in": [word]}}) == found


DAYS = tuple(
    {"created_at": f"{day}.000000Z"}
    for day in ("2026-10-01T00:00:00", "2026-10-31T23:59:59", "2026-11-20T23:59:59", "2026-11-21T23:59:59")
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"$eq": "date_last_day"}, [4]),
        ({"$eq": "date_last_month"}, [1, 2]),
        ({"$ne": "date_last_month"}, [3, 4]),
        ({"$eq": "2026-11-20"}, [3]),
        ({"$gte": "2026-11-20"}, [3, 4]),
        ({"$lt": "2026-10-31T23:59:59Z"}, [1]),
    ],
)
async def test_times_are_told_in_words_and_dates(said: dict[str, Any], found: list[int]) -> None:
    desk = desk_with(*DAYS)
    assert await desk.found({"TimePeriod": said}) == found
    assert await desk.found({"created_at": said}) == found


async def test_between_two_days_both_days_count_whole() -> None:
    desk = desk_with(*DAYS)
    assert await desk.found({"TimePeriod": {"$btw": ["2026-10-31", "2026-11-20"]}}) == [2, 3]
    assert await desk.found({"TimePeriod": {"$btw": ["2026-11-20", "2026-10-31"]}}) == []
    assert await desk.refusal({"created_at": {"$btw": ["2026-10-31", "2026-11-20"]}}) == (
        "The operator $btw is invalid for a date."
    )


async def test_all_conditions_hold_unless_any_says_or() -> None:
    desk = desk_with(*({"carrier_id": form, "source": how} for form, how in ((11, "sms"), (11, "email"), (12, "sms"))))
    form, source = {"$eq": 11}, {"$eq": "sms"}
    assert await desk.found({"Form": form}, {"Source": source}) == [1]
    assert await desk.found({"Form": form}, {"Source": {**source, "$type": "and"}}) == [1]
    assert await desk.found({"Form": form}, {"Source": {**source, "$type": "or"}}) == [1, 2, 3]
    assert await desk.found({"Form": {**form, "$type": "or"}}, {"Source": {**source, "$type": "and"}}) == [1, 2, 3]


async def test_conditions_stand_in_one_list_or_each_in_its_own() -> None:
    desk = desk_with(*FORMS)
    flat = [{"Form": {"$in": [11, 12]}}, {"Form": {"$in": [12, 13]}}]
    assert await desk.found(*flat) == [2]
    assert await desk.found(*([one] for one in flat)) == [2]
    assert await desk.found(flat) == [2]


@pytest.mark.parametrize("text", ["[]", "", " "])
async def test_no_condition_takes_everybody(text: str) -> None:
    assert await desk_with(*FORMS).found(text=text) == [1, 2, 3]


async def test_the_older_dialect_reaches_into_lists() -> None:
    staff, price = {"id": 9, "name": "Staff"}, {"id": 14, "name": "Price"}
    desk = desk_with(
        {"topics": [staff, price]}, {"topics": [price]}, having(market="Italy", city="Rome"), having(x="Italy")
    )
    assert await desk.found({"topics": {"id": {"$in": [9]}}}) == [1]
    assert await desk.found({"topics": {"id": {"$eq": 9}, "name": {"$eq": "Price"}}}) == []
    market = {"attribute": {"name": {"$eq": "market"}}, "value": {"$in": ["Italy"]}}
    assert await desk.found({"attribute_values": market}) == [3]
    assert await desk.found({"attribute_values": {**market, "value": {"$in": ["Rome"]}}}) == []
    assert await desk.found({"id": {"$in": [2]}}) == await desk.found({"Id": {"$in": [2]}}) == [2]


async def test_dialects_may_be_mixed() -> None:
    desk = desk_with(*({"carrier_id": form, "topics": [{"id": 9, "name": "S"}]} for form in (11, 12)))
    assert await desk.found({"Form": {"$eq": 11}}, {"topics": {"id": {"$eq": 9}}}) == [1]


JSON_WANTED = "The fql field must be a valid JSON string."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[{'Form': {'$in': [11]}}]", JSON_WANTED),
        ("[{", JSON_WANTED),
        pytest.param("[" * 2700, JSON_WANTED, id="deep"),
        ('[{"Form":{"$eq":NaN}}]', JSON_WANTED),
        (json.dumps('[{"Form":{"$in":[11]}}]'), "The fql field must be an array."),
        ('{"Form":{"$in":[11]}}', "The fql field must be an array."),
        ('[{"Form":{"":[11]}}]', "The operator  is invalid."),
        ('[{"Form":{"$regex":"x"}}]', "The operator $regex is invalid."),
        ('[{"Form":{"$in":11}}]', "The value of $in must be a list."),
        ('[{"Form":{"$eq":[11]}}]', "The value of $eq must be a number or a text."),
        ('[{"Form":{"$eq":true}}]', "The value of $eq must be a number or a text."),
        ('[{"Form":{"$in":[null]}}]', "The value of $in must be a number or a text."),
        ('[{"Form":{"$in":[11],"$eq":1}}]', "Every filter must have exactly one key."),
        ('[{"Form":{"$in":[1],"$type":"xor"}}]', "The $type must be and, or."),
        ('[{"Form":11}]', "The filter Form is invalid."),
        ('[{"Form":{"$in":[1]},"Nps":{"$in":[1]}}]', "Every condition must have exactly one key."),
        ("[{}]", "Every condition must have exactly one key."),
        ("[[]]", "Every condition must have exactly one key."),
        ("[1]", "Every condition must have exactly one key."),
        ('[[{"Form":{"$in":[1]}}],{"Form":{"$in":[1]}}]', "Every condition must have exactly one key."),
        ('[{"Attribute":{"$in":["x"]}}]', "The filter Attribute needs a name."),
        ('[{"Mood":{"$in":["x"]}}]', "The filter Mood does not exist."),
        ('[{"mood":{"$in":["x"]}}]', "The field mood does not exist."),
        ('[{"topics":{"$in":[9]}}]', "The field $in does not exist."),
        ('[{"topics":{}}]', "The field topics needs a value."),
        ('[{"TimePeriod":{"$eq":"date_this_week"}}]', "The value is not a valid date."),
        ('[{"TimePeriod":{"$gt":20261101}}]', "The value is not a valid date."),
        ('[{"TimePeriod":{"$eq":"9999-12-31"}}]', "The value is not a valid date."),
        ('[{"TimePeriod":{"$eq":"0001-01-01T00:00:00+05:00"}}]', "The value is not a valid date."),
        ('[{"TimePeriod":{"$btw":["2026-10-31"]}}]', "The value of $btw must be two dates."),
        ('[{"TimePeriod":{"$in":["2026-10-31"]}}]', "The operator $in is invalid for a date."),
    ],
)
async def test_a_rule_that_cannot_be_evaluated_is_refused_with_its_reason(text: str, why: str) -> None:
    assert await desk_with(*FORMS).refusal(text=text) == why
