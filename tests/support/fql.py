"""FQL as it may be stored: both forms, both shapes, every way of writing it down, and what isn't FQL at all."""

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from support.strategies import json_values, outside_text

CONTRACT_TEXTS = (
    '[{"Form": {"$in": [11]}}, {"Nps": {"$in": ["promoter"]}}]',
    '[{"Form":{"$in":[11]}}]',
    '[{"Form":{"$in":[11,12]}}]',
    '[{"TimePeriod":{"$eq":"date_last_month","$type":"and"}}]',
    (
        '[[{"Form":{"$in":[11],"$type":"and"}}],[{"Attribute":{"$in":["Italy"],"name":"market","$type":"and"}}],'
        '[{"Nps":{"$in":["promoter"],"$type":"and"}}]]'
    ),
    '[{"id":{"$in":[7001]}}]',
    '[{"created_at":{"$eq":"date_last_day"}}]',
    '[{"created_at":{"$eq":"date_last_day"}},{"carrier_id":{"$in":[11,12]}}]',
    '[{"topics":{"id":{"$in":[9]}}}]',
    '[{"attribute_values":{"attribute":{"name":{"$eq":"market"}},"value":{"$in":["Italy"]}}}]',
    "[{'Form': {'$in': [11, 12]}}]",
    "{'Form': {'': [11]}}",
    "[]",
)
"""The texts of the documentation, with other numbers and names."""

_WORDS = ("promoter", "positive", "Italy", "italy", "Ital", "Milan", "gold", "email", "11", "9", "", "O'Neill", "web")
_DAYS = ("date_last_day", "date_last_month", "date_this_week", "2026-10-27", "2026-11-21T10:00:00Z", "2026-11-21")
_NUMBERS = (11, 12, 14, 9, 7, 40, 200, 53_100, 2.5, -1)

_SIMPLE = ("$eq", "$ne", "$gt", "$gte", "$lt", "$lte")
_OF_LISTS = ("$in", "$nin")
_OF_PARTS = ("$like", "$nlike")

ATTRIBUTES = ("market", "city", "loyalty", "channel", "basket", "nights", "last_purchase", "email", "name", "nosuch")


def conditions() -> SearchStrategy[dict[str, Any]]:
    """Conditions of both forms that a reader of the documentation might write; not all of them make sense."""
    return newer_conditions() | older_conditions()


def newer_conditions() -> SearchStrategy[dict[str, Any]]:
    """Conditions with a capitalised selector, without `$type`."""
    selectors = st.sampled_from(("Form", "Nps", "Id", "Satisfaction"))
    plain = st.builds(lambda selector, said: {selector: said}, selectors, _said())
    named = st.builds(
        lambda name, said: {"Attribute": {**said, "name": name}}, st.sampled_from(ATTRIBUTES) | _names(), _said()
    )
    return st.one_of(plain, named, named, st.builds(lambda said: {"TimePeriod": said}, _said_of_time(between=True)))


def older_conditions() -> SearchStrategy[dict[str, Any]]:
    """Conditions on a field of the stored feedback."""
    fields = st.sampled_from(("id", "carrier_id", "source", "nps_profile", "satisfaction_ratio"))
    times = st.sampled_from(("created_at", "completed_at"))
    return st.one_of(
        st.builds(lambda field, said: {field: said}, fields, _said()),
        st.builds(lambda field, said: {field: said}, times, _said_of_time(between=False)),
        st.builds(lambda key, said: {"topics": {key: said}}, st.sampled_from(("id", "name")), _said()),
        st.builds(
            lambda name, said: {"attribute_values": {"attribute": {"name": {"$eq": name}}, "value": said}},
            st.sampled_from(ATTRIBUTES),
            _said(),
        ),
    )


def joined(rule: list[dict[str, Any]], kind: str | None) -> list[dict[str, Any]]:
    """Conditions of the newer form with the same `$type`."""
    if kind is None:
        return rule
    return [
        {selector: {**said, "$type": kind} if selector[0].isupper() else said}
        for one in rule
        for selector, said in one.items()
    ]


def sound_rules() -> SearchStrategy[list[Any]]:
    """Rules whose conditions all agree on how they are joined, flat or nested."""
    some = st.lists(conditions(), max_size=4)
    either = st.builds(joined, st.lists(newer_conditions(), max_size=4), st.just("or"))
    flat = st.one_of(some, st.builds(joined, some, st.just("and")), either)
    return flat | flat.map(lambda rule: [[one] for one in rule])


def odd_rules() -> SearchStrategy[list[Any]]:
    """Rules with anything in them that JSON can hold, and several conditions in inner lists."""
    said = st.dictionaries(st.sampled_from(("$in", "$type", "name", "", "$foo", "id")), json_values(), max_size=3)
    types = st.fixed_dictionaries({"$in": st.just([11]), "$type": st.sampled_from(("and", "or", "xor", 1, None))})
    odd = st.dictionaries(st.sampled_from(("Form", "Attribute", "topics", "$x", "a.b", "")), said | types, max_size=2)
    part: SearchStrategy[Any] = st.one_of(conditions(), odd, odd, json_values())
    parts = st.lists(part, max_size=3)
    return parts | st.lists(st.lists(part, max_size=2), max_size=3)


def texts(rules: SearchStrategy[list[Any]] | None = None) -> SearchStrategy[str]:
    """Stored texts in every way of writing, or of such rules only in valid JSON."""
    if rules is not None:
        return st.builds(_written, rules, st.sampled_from(_LAYOUTS))
    every = sound_rules() | odd_rules()
    as_json = st.builds(_written, every, st.sampled_from(_LAYOUTS))
    return st.one_of(as_json, as_json, as_json.map(json.dumps), every.map(repr), outside_text(), _broken(as_json))


_LAYOUTS: tuple[dict[str, Any], ...] = (
    {"separators": (",", ":")},
    {"separators": (",", ":"), "ensure_ascii": False},
    {},
    {"indent": 2},
    {"indent": "\t", "separators": (" ,", " : ")},
)


def _written(rule: list[Any], layout: dict[str, Any]) -> str:
    return json.dumps(rule, **layout)


def _broken(whole: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.builds(lambda text, place: text[:place], whole, st.integers(0, 80))


def _names() -> SearchStrategy[str]:
    return outside_text().filter(bool) | st.just("shop.order")


def _said() -> SearchStrategy[dict[str, Any]]:
    value: SearchStrategy[Any] = st.sampled_from(_WORDS) | st.sampled_from(_NUMBERS) | outside_text()
    several = st.lists(value, max_size=3)
    return st.one_of(
        st.builds(lambda operator, one: {operator: one}, st.sampled_from(_SIMPLE), value),
        st.builds(lambda operator, some: {operator: some}, st.sampled_from(_OF_LISTS), several),
        st.builds(lambda operator, some: {operator: some}, st.sampled_from(_OF_PARTS), value | several),
    )


def _said_of_time(*, between: bool) -> SearchStrategy[dict[str, Any]]:
    day = st.sampled_from(_DAYS)
    said: SearchStrategy[dict[str, Any]] = st.builds(
        lambda operator, one: {operator: one}, st.sampled_from(_SIMPLE), day
    )
    return said | st.builds(lambda low, high: {"$btw": [low, high]}, day, day) if between else said
