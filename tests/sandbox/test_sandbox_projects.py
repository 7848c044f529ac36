import json
from typing import Any

import pytest
from sandbox_desk import Desk


async def test_memberships_come_as_a_bare_list_with_the_whole_project_inside() -> None:
    desk = Desk()
    rows = await desk.get("/projects")
    mine = next(row for row in rows if row["id_project"] and row["id_project"]["_id"] == desk.box.project_id)
    assert (mine["role"], mine["status"], mine["id_project"]["name"]) == ("owner", "active", "Shop support")


async def test_memberships_include_deleted_projects_and_ones_without_a_project() -> None:
    rows = await Desk().get("/projects")
    assert None in [row["id_project"] for row in rows]
    assert 0 in [row["id_project"]["status"] for row in rows if row["id_project"]]


async def test_memberships_are_sorted_by_the_projects_change_newest_first() -> None:
    rows = [row["id_project"] for row in await Desk().get("/projects") if row["id_project"]]
    times = [project["updatedAt"] for project in rows]
    assert times == sorted(times, reverse=True)
    by_name = [row["id_project"] for row in await Desk().get("/projects", sort="name", direction="1")]
    names = [project["name"] for project in by_name if project]
    assert names == sorted(names)


async def test_a_disabled_member_and_a_stranger_have_no_projects() -> None:
    for who in ("disabled", "stranger"):
        assert (await Desk().ask("GET", "/projects", who=who)).json() == []


async def test_one_project_can_be_read_by_its_members_only() -> None:
    desk = Desk()
    path = f"/projects/{desk.box.project_id}"
    assert (await desk.get(path))["name"] == "Shop support"
    assert (await desk.ask("GET", path, who="stranger")).status_code == 403
    assert (await desk.ask("GET", f"/projects/{desk.box.deleted_project_id}")).status_code == 404
    assert (await desk.ask("GET", "/projects/nonsense")).status_code == 500


@pytest.mark.parametrize(
    ("project_id", "text"),
    [
        ("nonsense", "Invalid project id: nonsense"),
        ("twelve chars", "Project not found with id: twelve chars"),
        ("65f0aa11bb22cc33dd44ffff", "Project not found with id: 65f0aa11bb22cc33dd44ffff"),
        ("65f0aa11bb22cc33dd44ee77", "Project not found with id: 65f0aa11bb22cc33dd44ee77"),
    ],
)
async def test_a_wrong_project_is_a_400_before_any_look_at_the_credentials(project_id: str, text: str) -> None:
    answer = await Desk().ask("GET", f"/{project_id}/segments", who=None)
    assert (answer.status_code, answer.json()) == (400, {"error": text})


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/65f0aa11bb22cc33dd44ee55/nosuch"), ("PATCH", "/65f0aa11bb22cc33dd44ee55/segments"), ("GET", "/auth/x")],
)
async def test_an_unknown_route_is_a_404_in_html(method: str, path: str) -> None:
    answer = await Desk().ask(method, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert f"Cannot {method} /v3{path}" in answer.text


async def test_an_unknown_first_part_of_a_path_is_taken_for_a_project() -> None:
    answer = await Desk().ask("GET", "/nosuch", who=None)
    assert (answer.status_code, answer.json()) == (400, {"error": "Invalid project id: nosuch"})


async def test_a_slash_at_the_end_changes_nothing() -> None:
    desk = Desk()
    assert (await desk.ask("GET", f"{desk.segments}/")).status_code == 200


@pytest.mark.parametrize("content", ["{", "nonsense", '"a text"', "5", "null", "NaN", "[" * 100_000])
async def test_a_body_that_is_no_json_object_or_list_is_a_500_before_everything_else(content: str) -> None:
    headers = {"content-type": "application/json"}
    answer = await Desk().ask("POST", "/nonsense/segments", who=None, content=content, headers=headers)
    assert (answer.status_code, answer.json()) == (500, {"err": "error"})


def body_of(size: int) -> str:
    form: dict[str, Any] = {"name": "", "filters": []}
    form["name"] = "x" * (size - len(json.dumps(form)))
    return json.dumps(form)


async def test_a_body_may_have_512000_bytes_and_no_more() -> None:
    desk = Desk()
    headers = {"content-type": "application/json"}
    fits = await desk.ask("POST", desk.segments, content=body_of(512_000), headers=headers)
    assert fits.status_code == 200
    too_large = await desk.ask("POST", desk.segments, content=body_of(512_001), headers=headers)
    assert (too_large.status_code, too_large.json()) == (413, {"err": "Request entity too large", "limit": 512_000})


async def test_custom_properties_come_as_a_bare_list_without_deleted_ones() -> None:
    desk = Desk()
    rows = await desk.get(f"{desk.project}/properties", sort="name", direction="1")
    assert [row["name"] for row in rows] == ["account_manager", "birthday", "contract_value", "shoe_size"]
    assert rows[1]["type"] == "date"
    assert [row["label"] for row in await desk.get(f"{desk.project}/properties", name="shoe_size")] == ["Shoe size"]
    assert [row["name"] for row in await desk.get(f"{desk.project}/properties", status="0")] == ["fax"]


async def test_what_arrived_is_kept_for_asserting_that_nothing_did() -> None:
    desk = Desk()
    await desk.ask("PUT", f"{desk.segments}/nonsense", who="agent", json={"name": "x"}, params={"a": "b"})
    await desk.ask("GET", "/users", who=None)
    put, get = desk.box.requests
    assert (put.method, put.path) == ("PUT", f"/v3{desk.segments}/nonsense")
    assert (put.query, put.authorized_as, put.body) == ({"a": "b"}, "agent", {"name": "x"})
    assert (get.authorized_as, get.body) == (None, None)
