"""Leads: flat values, and paths into them."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from support.strategies import documents, outside_text

from segtui.domain.leads import Lead, values_at
from segtui.domain.ordering import MISSING
from segtui.domain.values import JsonValue

RAW: dict[str, JsonValue] = {
    "city": "Rome",
    "gone": None,
    "attributes": {"plan": "pro", "shop": {"orders": 3}, "empty": {}},
    "tags": ["vip", "beta"],
    "orders": [{"total": 5}, {"total": 7, "lines": [{"sku": "a"}, {"sku": "b"}]}, "odd"],
    "codes": [{"0": "zero"}, {"1": "one"}],
    "": "nameless",
}


def test_somebody_without_a_name_that_can_be_read_is_called_by_the_id() -> None:
    assert [Lead("7", name, {}).called for name in ("Ann", " Ann ", "", "  ")] == ["Ann", "Ann", "7", "7"]


def test_values_are_flat_and_lists_are_whole() -> None:
    assert Lead("1", "Ann", RAW).values == {
        "city": "Rome",
        "gone": None,
        "attributes.plan": "pro",
        "attributes.shop.orders": 3,
        "attributes.empty": {},
        "tags": ["vip", "beta"],
        "orders": RAW["orders"],
        "codes": RAW["codes"],
        "": "nameless",
    }


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("city", ["Rome"]),
        ("gone", [None]),
        ("nowhere", []),
        ("", ["nameless"]),
        ("attributes", [RAW["attributes"]]),
        ("attributes.shop.orders", [3]),
        ("attributes.empty", [{}]),
        ("city.length", []),
        ("gone.x", []),
        ("tags", [["vip", "beta"]]),
        ("tags.1", ["beta"]),
        ("tags.2", []),
        ("tags.-1", []),
        ("tags.²", []),
        ("orders.total", [5, 7]),
        ("orders.0.total", [5]),
        ("orders.lines.sku", ["a", "b"]),
        ("orders.1.lines.sku", ["a", "b"]),
        ("codes.0", [{"0": "zero"}, "zero"]),
        ("tags." + "9" * 5000, []),
    ],
)
def test_a_path_finds_everything_that_stands_there(path: str, found: list[JsonValue]) -> None:
    assert values_at(RAW, path) == found


def test_a_list_in_a_list_is_entered_by_number_only() -> None:
    assert values_at({"grid": [[{"x": 1}], [{"x": 2}]]}, "grid.x") == []
    assert values_at({"grid": [[{"x": 1}], [{"x": 2}]]}, "grid.1.x") == [2]


@given(documents())
def test_every_flat_value_stands_at_its_path(raw: Mapping[str, JsonValue]) -> None:
    for path, value in Lead("1", "", raw).values.items():
        clear = not any("." in key for key in _keys(raw))
        assert not clear or value in values_at(raw, path)


@given(documents(), outside_text())
def test_a_path_from_anybody_is_only_looked_for(raw: Mapping[str, JsonValue], path: str) -> None:
    assert isinstance(values_at(raw, path), list)


def _keys(form: Any) -> set[str]:
    if isinstance(form, Mapping):
        return {key for key, value in form.items() for key in (key, *_keys(value))}
    return {key for value in form for key in _keys(value)} if isinstance(form, list) else set()


@pytest.mark.parametrize(
    "raw",
    [
        {"a.b": 1, "a": {"b": 2}},
        {"a": {"b": 2}, "a.b": 1},
        {"a": {"b": {}}, "a.b": {"c": 1}},
        {"a": {"b.c": 1, "b": {"c": 2}}, "a.b": {"c": 3}, "a.b.c": 4},
        {"": {"": 1}, ".": 2, "a": None},
        {"a": {"": {"b": 1}}, "a.": {"b": 2}},
    ],
)
def test_one_value_is_the_same_as_among_all_values(raw: dict[str, Any]) -> None:
    values = Lead("x", "x", raw).values
    for path in (*values, "a", "a.b", "a.b.c", "", ".", "a..b", "nonsense"):
        assert Lead("x", "x", raw).value(path) == values.get(path, MISSING)


def test_rules_may_have_names_of_their_own_for_what_a_lead_has() -> None:
    one = Lead("1", "", {"carrier_id": 11}, named={"Form": 11, "Attribute": {"shop.city": "Rome"}})
    assert [list(one.found(path)) for path in ("Form", "Attribute.shop.city", "carrier_id")] == [[11], ["Rome"], []]
    assert one.values == {"Form": 11, "Attribute.shop.city": "Rome"}
    assert one.value("Attribute.shop.city") == "Rome"
