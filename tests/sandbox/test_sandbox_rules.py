import asyncio
import time
from typing import Any

import pytest
from sandbox_desk import desk_with, is_

LEADS: tuple[dict[str, Any], ...] = (
    {
        "fullname": "Ada",
        "email": "ada@example.com",
        "phone": None,
        "city": "Rome",
        "tags": ["vip", "newsletter"],
        "attributes": {"seats": 5, "score": 40, "shop": {"orders": 3}, "langs": ["it", "en"]},
        "createdAt": "2026-01-10T00:00:00.000Z",
    },
    {
        "fullname": "Ben",
        "email": None,
        "phone": "5",
        "city": "rome",
        "tags": ["newsletter"],
        "attributes": {"seats": "5", "score": 20, "langs": [["it", "en"], "de"]},
        "createdAt": "2026-05-10T00:00:00.000Z",
    },
    {
        "fullname": "Cy",
        "phone": "",
        "city": "Milan",
        "tags": [],
        "attributes": {"seats": 10, "score": 80, "homes": [{"city": "Rome"}, {"city": "Bari"}]},
        "createdAt": "2026-09-10T00:00:00.000Z",
    },
)
EVERYBODY = {"Ada", "Ben", "Cy"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (is_("city", "=", "Rome"), {"Ada"}),
        (is_("city", "!=", "Rome"), {"Ben", "Cy"}),
        (is_("email", "!=", "ada@example.com"), {"Ben", "Cy"}),
        (is_("tags", "=", "vip"), {"Ada"}),
        (is_("tags", "!=", "vip"), {"Ben", "Cy"}),
        (is_("attributes.homes.city", "=", "Bari"), {"Cy"}),
        (is_("attributes.shop", "=", {"orders": 3}), {"Ada"}),
        (is_("attributes.shop.orders", ">", 2), {"Ada"}),
        (is_("nowhere", "=", "x"), set()),
        (is_("nowhere", "!=", "x"), EVERYBODY),
        (is_("createdAt", ">=", "2026-05-10"), {"Ben", "Cy"}),
        (is_("createdAt", ">", 1_778_371_200_000), {"Cy"}),
        (is_("createdAt", ">", "1778371200000"), {"Cy"}),
        (is_("createdAt", "=", "2026-05-10T02:00:00+02:00"), {"Ben"}),
        (is_("createdAt", "=", ["2026-05-10", "2026-01-10"]), {"Ada", "Ben"}),
    ],
)
async def test_the_operators_select(condition: dict[str, Any], expected: set[str]) -> None:
    assert await desk_with(LEADS).names(condition) == expected


async def test_any_is_ignored_and_all_filters_are_required() -> None:
    desk = desk_with(LEADS)
    filters = [is_("city", "=", "Rome"), is_("city2", "is not null")]
    for match in ("any", "Any", "whatever"):
        segment = desk.stored(*filters, match=match)
        assert (await desk.get(desk.leads, segment=segment))["count"] == 0


async def test_the_last_filter_on_a_field_wins() -> None:
    desk = desk_with(LEADS)
    assert await desk.names(is_("city", "=", "Milan"), is_("city", "=", "Rome")) == {"Ada"}
    assert await desk.names(is_("attributes.score", ">=", 30), is_("attributes.score", "!=", 80)) == {"Ada", "Ben"}
    assert await desk.names(is_("attributes.score", ">=", 40), is_("attributes.score", "<=", 60)) == {"Ada", "Cy"}


@pytest.mark.parametrize("operator", ["<", "<=", "~~", "IS NULL", "Contains", "in"])
async def test_unknown_operators_are_ignored_and_select_everybody(operator: str) -> None:
    assert await desk_with(LEADS).names(is_("attributes.score", operator, 1)) == EVERYBODY


async def test_an_ignored_operator_does_not_undo_an_earlier_filter() -> None:
    assert await desk_with(LEADS).names(is_("city", "=", "Rome"), is_("city", "~~", "x")) == {"Ada"}


@pytest.mark.parametrize("filters", [[], None])
async def test_an_empty_rule_and_no_rule_select_everybody(filters: Any) -> None:
    desk = desk_with(LEADS)
    segment = desk.box.put_segment({"name": "All", "filters": filters})["_id"]
    assert (await desk.get(desk.leads, segment=segment))["count"] == 3


async def test_filters_without_operator_or_field_are_read() -> None:
    desk = desk_with(LEADS)
    assert await desk.names({"field": "city"}) == EVERYBODY
    assert await desk.names({"operator": "=", "value": "x"}) == set()
    assert await desk.names({"field": None, "operator": "is null"}) == EVERYBODY


@pytest.mark.parametrize("value", ["Ann", "", 5, None])
async def test_starts_with_is_never_answered_whatever_the_value(value: Any) -> None:
    desk = desk_with(LEADS)
    assert await desk.never_selects(is_("city", "=", "Rome"), is_("fullname", "starts with", value))


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("email", "is null", True, {"Cy"}),
        ("email", "is not null", False, {"Ada", "Ben"}),
        ("phone", "is null", "-", set()),
        ("phone", "is not null", None, EVERYBODY),
        ("tags", "is not null", True, EVERYBODY),
    ],
)
async def test_is_null_means_absent_and_not_null(field: str, operator: str, value: Any, expected: set[str]) -> None:
    assert await desk_with(LEADS).names(is_(field, operator, value)) == expected


@pytest.mark.parametrize("condition", [is_("email", "=", None), {"field": "email", "operator": "="}])
async def test_a_null_or_missing_value_finds_null_and_missing(condition: dict[str, Any]) -> None:
    desk = desk_with(LEADS)
    assert await desk.names(condition) == {"Ben", "Cy"}
    assert await desk.names({**condition, "operator": "!="}) == {"Ada"}


@pytest.mark.parametrize(
    ("field", "pattern", "expected"),
    [
        ("email", "a@ex.mple", {"Ada"}),
        ("city", "rome", {"Ben"}),
        ("city", "(?i)rome", {"Ada", "Ben"}),
        ("city", "^Ro", {"Ada"}),
        ("city", "", EVERYBODY),
        ("email", "", {"Ada"}),
        ("tags", "^vi", {"Ada"}),
        ("phone", 5, {"Ben"}),
        ("attributes.langs", "^de$", {"Ben"}),
        ("attributes.seats", "5", {"Ben"}),
    ],
)
async def test_contains_is_a_case_sensitive_pattern(field: str, pattern: Any, expected: set[str]) -> None:
    assert await desk_with(LEADS).names(is_(field, "contains", pattern)) == expected


@pytest.mark.parametrize("pattern", ["(", "[", "*", ":(", "\\"])
async def test_an_invalid_pattern_is_never_answered(pattern: str) -> None:
    assert await desk_with(LEADS).never_selects(is_("city", "contains", pattern))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("createdAt", "2026"),
        ("_id", "a"),
        ("attributes.seats", 5),
        ("attributes.seats", ["a"]),
        ("attributes.seats", None),
        ("city", ["a"]),
        ("city", {"a": 1}),
        ("city", None),
        ("city", "x" * 40_000),
    ],
)
async def test_contains_is_never_answered_for_dates_and_for_what_is_no_text(field: str, value: Any) -> None:
    assert await desk_with(LEADS).never_selects(is_(field, "contains", value))


@pytest.mark.parametrize("pattern", ["^(na|nana|n?a)*$", "(?R)"])
async def test_an_explosive_pattern_is_given_up_and_never_answered(pattern: str) -> None:
    desk = desk_with([{"fullname": "Nina", "note": "na" * 9_999 + "!"}])
    start = time.monotonic()
    assert await desk.never_selects(is_("note", "contains", pattern))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "pattern",
    ["((a{1000}){1000}){1000}", "(?x)a{1 000 000 000}", "(?x)a{1#\n000000000}", "(" * 9_000 + ")" * 9_000],
)
async def test_a_pattern_that_would_take_all_memory_is_not_even_compiled(pattern: str) -> None:
    assert await desk_with(LEADS).never_selects(is_("note", "contains", pattern))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("phone", 5, {"Ben"}),
        ("attributes.seats", 5, {"Ada"}),
        ("attributes.seats", "5", {"Ben"}),
        ("attributes.seats", 5.0, {"Ada"}),
        ("attributes.seats", True, set()),
        ("city", "rome ", set()),
    ],
)
async def test_equals_casts_the_leads_own_fields_only(field: str, value: Any, expected: set[str]) -> None:
    assert await desk_with(LEADS).names(is_(field, "=", value)) == expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("city", ["Rome", "Milan"], {"Ada", "Cy"}),
        ("phone", [5, None], {"Ada", "Ben"}),
        ("tags", ["vip", "newsletter"], {"Ada"}),
        ("tags", ["newsletter", "vip"], set()),
        ("tags", ["newsletter"], {"Ben"}),
        ("attributes.langs", ["it", "en"], {"Ada", "Ben"}),
        ("attributes.seats", [5, 10], set()),
    ],
)
async def test_a_list_means_one_of_exactly_this_or_holding_it(field: str, value: Any, expected: set[str]) -> None:
    assert await desk_with(LEADS).names(is_(field, "=", value)) == expected


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("attributes.seats", ">=", 5, {"Ada", "Cy"}),
        ("attributes.seats", ">=", "10", {"Ben"}),
        ("attributes.seats", ">", "5", set()),
        ("city", ">", "Z", {"Ben"}),
        ("phone", ">", "", {"Ben"}),
        ("email", ">=", None, {"Ben", "Cy"}),
        ("email", ">", None, set()),
    ],
)
async def test_comparisons_stay_within_one_type(field: str, operator: str, value: Any, expected: set[str]) -> None:
    assert await desk_with(LEADS).names(is_(field, operator, value)) == expected


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("createdAt", ">", "yesterday"),
        ("createdAt", "=", "2026-13-45"),
        ("updatedAt", ">=", True),
        ("createdAt", "=", ["2026-01-10", "soon"]),
        ("createdAt", "!=", ["2026-01-10"]),
        ("createdAt", ">", 1e17),
        ("_id", "=", "nonsense"),
        ("_id", "=", 5),
        ("city", "=", {"a": 1}),
        ("city", "!=", ["Rome"]),
        ("city", ">", ["Rome"]),
        ("tags", "=", {"a": 1}),
        ("$nosuch", "=", "x"),
    ],
)
async def test_a_value_that_cannot_be_cast_is_never_answered(field: str, operator: str, value: Any) -> None:
    assert await desk_with(LEADS).never_selects(is_(field, operator, value))


async def test_an_id_is_found_by_its_text_in_any_case() -> None:
    desk = desk_with(LEADS)
    ada = desk.box.project().leads[0]["_id"]
    assert await desk.names(is_("_id", "=", ada.upper())) == {"Ada"}


async def test_filters_on_status_and_project_are_overridden() -> None:
    desk = desk_with([*LEADS, {"fullname": "Gone", "status": 1000}])
    assert await desk.names(is_("status", "=", 1000), is_("id_project", "=", {"not": "cast"})) == EVERYBODY
    assert await desk.names(is_("status", "=", "nonsense")) == EVERYBODY
    assert await desk.names(is_("status", "=", 100), status="1000") == {"Gone"}


async def test_query_parameters_override_filters_on_their_field() -> None:
    desk = desk_with(LEADS)
    assert await desk.names(is_("tags", "=", "vip"), tags="newsletter") == {"Ada", "Ben"}
    assert await desk.names(is_("email", "is null"), with_email="false") == {"Ada", "Ben"}


async def test_a_deleted_segment_still_selects() -> None:
    desk = desk_with(LEADS)
    segment = desk.stored(is_("city", "=", "Rome"), status=0)
    assert (await desk.get(desk.leads, segment=segment))["count"] == 1


async def test_a_segment_of_another_project_is_a_404_when_leads_are_asked_for() -> None:
    desk = desk_with(LEADS)
    foreign = desk.box.put_segment({"name": "x", "filters": []}, project_id=desk.box.other_project_id)["_id"]
    for segment in (foreign, "66ffffffffffffffffffff01", "twelve-chars"):
        answer = await desk.ask("GET", desk.leads, params={"segment": segment})
        assert (answer.status_code, answer.json()) == (404, {"success": False, "msg": "Error segment not found"})


async def test_a_malformed_segment_id_is_never_answered() -> None:
    desk = desk_with(LEADS)
    assert await desk.is_never_answered("GET", desk.leads, params={"segment": "nonsense"})


async def test_a_request_that_is_never_answered_leaves_nothing_behind() -> None:
    desk = desk_with(LEADS)
    before = asyncio.all_tasks()
    assert await desk.is_never_answered("GET", desk.leads, params={"segment": "nonsense"})
    assert asyncio.all_tasks() == before
    assert (await desk.get(desk.leads))["count"] == 3
