from typing import Any

import pytest
from feedier_desk import SEGMENTS, Desk

RULE = '[{"Form":{"$in":[11]}}]'
FORM = {"team_id": "4", "name": "Milan promoters", "fql": RULE, "description": "", "is_default": "0"}
STAMP = "2026-11-22T12:00:00.000000Z"


async def created(desk: Desk, **more: Any) -> Any:
    answer = await desk.ask("POST", SEGMENTS, data={**FORM, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_page_of_segments_knows_only_whether_more_comes() -> None:
    desk = Desk()
    first = await desk.get(SEGMENTS)
    assert set(first) == {"data", "links"}
    assert len(first["data"]) == 10
    assert first["links"] == {
        "first": "https://feedier.sandbox.invalid/v3/segments?page=1",
        "last": None,
        "prev": None,
        "next": "https://feedier.sandbox.invalid/v3/segments?page=2",
    }
    last = await desk.get(SEGMENTS, page=5)
    assert (len(last["data"]), last["links"]["next"]) == (8, None)
    beyond = await desk.get(SEGMENTS, page=6)
    assert (beyond["data"], beyond["links"]["next"]) == ([], None)


@pytest.mark.parametrize("page", ["0", "-1", "x", ""])
async def test_no_page_is_the_first_page(page: str) -> None:
    desk = Desk()
    assert await desk.get(SEGMENTS, page=page) == await desk.get(SEGMENTS)


async def test_a_page_has_ten_segments_whatever_is_asked_for() -> None:
    desk = Desk()
    assert len((await desk.get(SEGMENTS, limit=50))["data"]) == 10
    desk.behave(heeds_segment_limit=True, sends_segment_meta=True)
    page = await desk.get(SEGMENTS, limit=50)
    assert len(page["data"]) == page["meta"]["total"] == 48


async def test_a_listed_segment_lacks_its_description_and_calls_its_editors_otherwise() -> None:
    segment = (await Desk().get(SEGMENTS))["data"][0]
    assert set(segment) == {
        *("id", "team_id", "name", "assigned_to", "is_default"),
        *("fql", "created_at", "updated_at"),
    }
    assert segment["assigned_to"] == "assigned"


async def test_segments_are_filtered_by_a_part_of_their_name() -> None:
    desk = Desk()
    assert await desk.names(filter="MILAN") == ["Milan promoters"]
    assert len(await desk.names(**{"filter[name]": "milan"})) == 48


async def test_where_the_filter_has_another_name_the_documented_one_lets_everything_through() -> None:
    desk = Desk(name_filter="filter[name]")
    assert len(await desk.names(filter="milan")) == 48
    assert await desk.names(**{"filter[name]": "milan"}) == ["Milan promoters"]


async def test_creating_answers_with_the_bare_segment() -> None:
    desk = Desk()
    segment = await created(desk, editable_by="assigned")
    assert segment == {
        "id": segment["id"],
        "team_id": 4,
        "name": "Milan promoters",
        "description": None,
        "assigned_to": "assigned",
        "is_default": False,
        "fql": RULE,
        "created_at": STAMP,
        "updated_at": STAMP,
    }
    assert await desk.get(f"{SEGMENTS}/{segment['id']}") == segment


async def test_json_and_multipart_forms_create_as_well() -> None:
    desk = Desk()
    as_json = {"team_id": 4, "name": "J", "fql": RULE, "is_default": True, "description": None}
    answer = await desk.ask("POST", SEGMENTS, json=as_json)
    assert (answer.status_code, answer.json()["is_default"], answer.json()["assigned_to"]) == (201, True, "admin")
    parts = {"team_id": (None, "4"), "name": (None, "Été"), "fql": (None, RULE)}
    answer = await desk.ask("POST", SEGMENTS, files=parts)
    assert (answer.status_code, answer.json()["name"]) == (201, "Été")


@pytest.mark.parametrize("fql", ["[{'Form': {'$in': [11]}}]", "no rule at all", '"[]"', "[]", '[{"Form":{"":[1]}}]'])
async def test_a_rule_is_stored_as_the_text_that_came(fql: str) -> None:
    desk = Desk()
    segment = await created(desk, fql=fql)
    assert segment["fql"] == fql
    assert desk.box.segments[segment["id"]]["fql"] == fql


async def test_saving_may_check_the_rule() -> None:
    desk = Desk(checks_fql=True)
    errors = await desk.errors("POST", SEGMENTS, data={**FORM, "fql": "[{'Form': 1}]"})
    assert errors == {"fql": ["The fql field must be a valid JSON string."]}
    assert (await created(desk))["fql"] == RULE


@pytest.mark.parametrize(
    ("form", "field", "text"),
    [
        ({"name": " "}, "name", "The name field is required."),
        ({"name": "x" * 256}, "name", "The name field must not be greater than 255 characters."),
        ({"fql": ""}, "fql", "The fql field is required."),
        ({"team_id": ""}, "team_id", "The team id field is required."),
        ({"team_id": "North"}, "team_id", "The team id field must be an integer."),
        ({"team_id": "3"}, "team_id", "The selected team id is invalid."),
        ({"team_id": "90"}, "team_id", "The selected team id is invalid."),
        ({"is_default": "true"}, "is_default", "The is default field must be true or false."),
        ({"editable_by": "everybody"}, "editable_by", "The selected editable by is invalid."),
    ],
)
async def test_a_form_is_refused_by_its_fields(form: dict[str, str], field: str, text: str) -> None:
    desk = Desk()
    before = len(desk.box.segments)
    assert await desk.errors("POST", SEGMENTS, data={**FORM, **form}) == {field: [text]}
    assert len(desk.box.segments) == before


async def test_a_rule_sent_as_a_list_is_no_text() -> None:
    errors = await Desk().errors("POST", SEGMENTS, json={**FORM, "fql": [{"Form": {"$in": [11]}}]})
    assert errors == {"fql": ["The fql field must be a string."]}


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"name":"\\ud800"}', b"[" * 9999])
async def test_a_body_that_cannot_be_read_is_an_empty_form(content: bytes) -> None:
    desk = Desk()
    answer = await desk.ask("POST", SEGMENTS, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["message"] == "The team id field is required. (and 2 more errors)"


async def test_changing_answers_with_what_is_different_only() -> None:
    desk = Desk()
    segment = await created(desk)
    path = f"{SEGMENTS}/{segment['id']}"
    answer = await desk.ask("PUT", path, data={"name": "Milan fans", "fql": RULE})
    assert answer.json() == {"id": segment["id"], "name": "Milan fans", "updated_at": "2026-11-22T12:00:01.000000Z"}
    answer = await desk.ask("PUT", path, data={"editable_by": "assigned", "is_default": "1"})
    assert set(answer.json()) == {"id", "assigned_to", "is_default", "updated_at"}
    whole = await desk.get(path)
    assert (whole["name"], whole["fql"], whole["assigned_to"]) == ("Milan fans", RULE, "assigned")


async def test_a_description_is_cleared_with_an_empty_text() -> None:
    desk = Desk()
    segment = await created(desk, description="Old")
    answer = await desk.ask("PUT", f"{SEGMENTS}/{segment['id']}", data={"description": ""})
    assert answer.json()["description"] is None


async def test_a_segment_keeps_its_team_and_a_multipart_change_is_lost() -> None:
    desk = Desk()
    path = f"{SEGMENTS}/{(await created(desk))['id']}"
    await desk.ask("PUT", path, data={"team_id": "1"})
    await desk.ask("PUT", path, files={"name": (None, "Lost")})
    whole = await desk.get(path)
    assert (whole["team_id"], whole["name"]) == (4, "Milan promoters")


async def test_a_change_may_not_empty_what_is_required() -> None:
    desk = Desk()
    errors = await desk.errors("PUT", f"{SEGMENTS}/901", data={"name": "", "fql": ""})
    assert set(errors) == {"name", "fql"}


@pytest.mark.parametrize(("habit", "status", "text"), [("null", 200, "null"), ("nothing", 200, ""), ("204", 204, "")])
async def test_deleting_answers_next_to_nothing(habit: str, status: int, text: str) -> None:
    desk = Desk(deletes_with=habit)
    answer = await desk.ask("DELETE", f"{SEGMENTS}/902")
    assert (answer.status_code, answer.text) == (status, text)
    assert (await desk.ask("GET", f"{SEGMENTS}/902")).status_code == 404
    used = [report["segment_id"] for report in (await desk.get("/v3/reports"))["data"]]
    assert 902 not in used


async def test_a_single_segment_may_be_wrapped_lean_or_with_links() -> None:
    desk = Desk()
    path = f"{SEGMENTS}/901"
    assert "links" not in await desk.get(path, include="links")
    desk.behave(wraps_one=True, lean_get=True, get_includes=True)
    answer = await desk.get(path, include="links")
    assert set(answer) == {"data"}
    assert set(answer["data"]) == {"id", "team_id", "name", "fql", "created_at", "updated_at", "links"}


async def test_a_colleagues_change_moves_the_time_of_the_last_change() -> None:
    desk = Desk()
    before = await desk.get(f"{SEGMENTS}/901")
    desk.box.change_behind_your_back(901, name="Renamed")
    after = await desk.get(f"{SEGMENTS}/901")
    assert after["name"] == "Renamed"
    assert after["updated_at"] > before["updated_at"]


async def test_links_of_pages_may_lead_to_another_host() -> None:
    desk = Desk(links_base="https://elsewhere.invalid")
    assert (await desk.get(SEGMENTS))["links"]["next"] == "https://elsewhere.invalid/v3/segments?page=2"
