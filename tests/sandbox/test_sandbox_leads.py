import pytest
from sandbox_desk import Desk, desk_with

PEOPLE = (
    {"fullname": "Ada Rossi", "email": "ada@example.com", "tags": ["vip"]},
    {"fullname": "Zoë Bianchi", "email": "zoe.rossi@example.org"},
    {"fullname": "Anna Lyse", "email": None, "tags": ["vip", "press"]},
    {"email": "nameless@example.com"},
    {"fullname": "Temp Orary", "status": 50},
    {"fullname": "Del Eted", "status": 1000},
)


async def found(**params: str) -> list[str]:
    desk = desk_with(PEOPLE)
    page = await desk.get(desk.leads, sort="_id", direction="1", **params)
    assert page["count"] == len(page["leads"])
    return [lead.get("fullname", "-") for lead in page["leads"]]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["Ada Rossi", "Zoë Bianchi", "Anna Lyse", "-"]),
        ({"email": "ada@example.com"}, ["Ada Rossi"]),
        ({"email": "", "nonsense": "x"}, ["Ada Rossi", "Zoë Bianchi", "Anna Lyse", "-"]),
        ({"with_email": "false"}, ["Ada Rossi", "Zoë Bianchi", "Anna Lyse", "-"]),
        ({"with_fullname": "1"}, ["Ada Rossi", "Zoë Bianchi", "Anna Lyse"]),
        ({"tags": "vip"}, ["Ada Rossi", "Anna Lyse"]),
        ({"status": "50"}, ["Temp Orary"]),
        ({"status": "1000"}, ["Del Eted"]),
        ({"email[$ne]": "ada@example.com"}, ["Zoë Bianchi", "Anna Lyse", "-"]),
        ({"status[$gt]": "99"}, ["Ada Rossi", "Zoë Bianchi", "Anna Lyse", "-", "Del Eted"]),
        ({"full_text": "ROSSI"}, ["Ada Rossi", "Zoë Bianchi"]),
        ({"full_text": "zoe lyse"}, ["Zoë Bianchi", "Anna Lyse"]),
        ({"full_text": "ross"}, []),
        ({"full_text": "rossi -ada"}, ["Zoë Bianchi"]),
        ({"full_text": '"ada rossi"'}, ["Ada Rossi"]),
    ],
)
async def test_parameters_select_leads(params: dict[str, str], expected: list[str]) -> None:
    assert await found(**params) == expected


@pytest.mark.parametrize("params", [{"status": "abc"}, {"email[$nosuch]": "x"}])
async def test_these_parameters_are_never_answered(params: dict[str, str]) -> None:
    desk = desk_with(PEOPLE)
    assert await desk.is_never_answered("GET", desk.leads, params=params)


async def test_another_segment_than_the_named_one_can_be_asked_for() -> None:
    desk = desk_with(PEOPLE)
    desk.box.project().segments.clear()
    named = desk.stored()
    desk.stored({"field": "tags", "operator": "=", "value": "press"})
    page = await desk.get(desk.leads, **{"segment[$ne]": named})
    assert [lead["fullname"] for lead in page["leads"]] == ["Anna Lyse"]


async def test_a_lead_is_shown_with_tags_even_when_it_has_none() -> None:
    desk = desk_with([{"fullname": "Ada"}])
    lead = (await desk.get(desk.leads))["leads"][0]
    assert lead["tags"] == []
    assert "tags" not in desk.box.project().leads[0]
    assert (lead["id_project"], lead["status"], lead["createdAt"]) == (
        desk.box.project_id,
        100,
        "2026-11-22T12:00:00.000Z",
    )


async def test_one_lead_is_read_by_its_id_in_whatever_project() -> None:
    desk = Desk()
    (lead,) = desk.box.add_leads({"fullname": "Guest"}, project_id=desk.box.other_project_id)
    assert (await desk.get(f"{desk.leads}/{lead['_id']}"))["fullname"] == "Guest"
    unknown = await desk.ask("GET", f"{desk.leads}/66ffffffffffffffffffff01")
    assert (unknown.status_code, unknown.json()["msg"]) == (404, "Object not found.")
    by_lead_id = await desk.ask("GET", f"{desk.leads}/{lead['lead_id']}")
    assert (by_lead_id.status_code, by_lead_id.json()["msg"]) == (500, "Error getting object.")


async def test_tags_are_added_once_and_removed() -> None:
    desk = desk_with([{"fullname": "Ada", "tags": ["vip"]}])
    path = f"{desk.leads}/{desk.box.project().leads[0]['_id']}/tag"
    added = await desk.ask("PUT", path, json=["vip", "press", 5])
    assert added.json()["tags"] == ["vip", "press", "5"]
    assert added.json()["updatedAt"] > added.json()["createdAt"]
    removed = await desk.ask("DELETE", f"{path}/vip")
    assert removed.json()["tags"] == ["press", "5"]


async def test_the_tag_routes_have_error_shapes_of_their_own() -> None:
    desk = desk_with([{"fullname": "Ada"}])
    path = f"{desk.leads}/{desk.box.project().leads[0]['_id']}/tag"
    empty = await desk.ask("PUT", path, json=[])
    unknown = await desk.ask("PUT", f"{desk.leads}/66ffffffffffffffffffff01/tag", json=["x"])
    malformed = await desk.ask("DELETE", f"{desk.leads}/nonsense/tag/x")
    assert (empty.status_code, set(empty.json())) == (400, {"success", "message"})
    assert (unknown.status_code, set(unknown.json())) == (404, {"success", "error"})
    assert (malformed.status_code, set(malformed.json())) == (500, {"success", "error"})
    assert await desk.is_never_answered("PUT", path, json={"tag": "x"})
