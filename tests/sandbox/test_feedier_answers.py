import json
from datetime import timedelta

import httpx
import pytest
from feedier_desk import SEGMENTS, Desk

from segtui.sandbox import Fault, FeedierSandbox, TiledeskSandbox
from segtui.sandbox.serve import running

NEW = {"team_id": "4", "name": "N", "fql": "[]"}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic abc", "JWT x"])
async def test_without_a_token_nobody_is_let_in(header: str) -> None:
    answer = await Desk().ask("GET", SEGMENTS, who=None, headers={"authorization": header})
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})


async def test_a_revoked_token_is_worthless() -> None:
    desk = Desk()
    old = desk.box.accounts["owner"].header
    desk.box.revoke("owner")
    assert (await desk.ask("GET", SEGMENTS, headers={"authorization": old})).status_code == 401
    assert (await desk.ask("GET", SEGMENTS)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", SEGMENTS),
        ("PUT", f"{SEGMENTS}/901"),
        ("DELETE", f"{SEGMENTS}/901"),
        ("POST", f"{SEGMENTS}/901/links"),
        ("DELETE", f"{SEGMENTS}/901/links/310"),
    ],
)
async def test_a_viewer_reads_only(method: str, path: str) -> None:
    desk = Desk()
    answer = await desk.ask(method, path, who="viewer", data=NEW)
    assert (answer.status_code, answer.json()) == (403, {"message": "This action is unauthorized."})
    assert await desk.names(who="viewer") == await desk.names()


async def test_an_editor_changes_what_is_given_to_her_and_may_be_changed() -> None:
    desk = Desk()
    form = {"name": "Renamed"}
    assert (await desk.ask("PUT", f"{SEGMENTS}/901", who="editor", data=form)).status_code == 200
    assert (await desk.ask("PUT", f"{SEGMENTS}/907", who="editor", data=form)).status_code == 403
    assert (await desk.ask("POST", SEGMENTS, who="editor", data=NEW)).status_code == 403


async def test_a_teams_token_does_not_reach_the_teams_above_and_beside() -> None:
    desk = Desk()
    assert await desk.names(who="branch") == ["Long stays in the South", "Naples returns desk"]
    answer = await desk.ask("PUT", f"{SEGMENTS}/901", who="branch", data={"name": "x"})
    assert (answer.status_code, answer.json()) == (
        404,
        {"message": "No query results for model [App\\Models\\Segment] 901"},
    )
    assert (await desk.ask("POST", SEGMENTS, who="branch", data=NEW)).status_code == 403
    assert await desk.names(who="outsider") == ["Patients of Dr Verdi"]


@pytest.mark.parametrize("segment_id", ["x", "0", "777", "-1", "9" * 40, "%0A901"])
async def test_what_is_not_there_is_not_found(segment_id: str) -> None:
    answer = await Desk().ask("GET", f"{SEGMENTS}/{segment_id}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"message"}


async def test_routes_and_methods_that_there_are_not() -> None:
    desk = Desk()
    assert (await desk.ask("GET", "/v3/carriers")).status_code == 404
    assert (await desk.ask("PATCH", SEGMENTS)).status_code == 405


async def test_without_asking_for_json_errors_are_for_people() -> None:
    desk = Desk()
    refused = await desk.ask("POST", SEGMENTS, accept="*/*", data={})
    assert (refused.status_code, refused.headers["location"]) == (302, "/")
    unknown = await desk.ask("GET", SEGMENTS, who=None, accept="text/html")
    assert (unknown.status_code, unknown.headers["location"]) == (302, "/login")
    missing = await desk.ask("GET", f"{SEGMENTS}/777", accept="*/*")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert (await desk.ask("GET", SEGMENTS, accept="*/*")).json()["data"]
    assert "html" in (await desk.ask("GET", "/login")).text
    assert (await desk.ask("GET", "/")).headers["location"] == "/login"


async def test_a_slash_too_many_is_redirected() -> None:
    answer = await Desk().ask("GET", f"{SEGMENTS}/?page=2")
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        "https://feedier.sandbox.invalid/v3/segments?page=2",
    )


async def test_errors_may_have_the_older_shape() -> None:
    desk = Desk(old_errors=True)
    answer = await desk.ask("POST", SEGMENTS, data={})
    assert answer.status_code == 422
    assert answer.json() == {"type": "error", "message": "The team id field is required. (and 2 more errors)"}


async def test_the_first_generation_has_keys_and_errors_of_its_own() -> None:
    desk = Desk()
    wrong = await desk.ask("GET", "/v1/carriers")
    assert (wrong.status_code, wrong.json()) == (401, {"type": "error", "message": "Unauthenticated."})
    key = {"authorization": f"Bearer {desk.box.accounts['owner'].old_key}"}
    forms = (await desk.ask("GET", "/v1/carriers", headers=key)).json()
    assert {"id": 11, "name": "Store visit"} in forms
    assert (await desk.ask("GET", "/v1/nothing", headers=key)).json()["type"] == "error"


async def test_too_many_requests_are_refused_until_a_minute_is_over() -> None:
    desk = Desk(requests_per_minute=2)
    first = await desk.ask("GET", SEGMENTS)
    assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == ("2", "1")
    desk.now += timedelta(seconds=20)
    await desk.ask("GET", SEGMENTS)
    refused = await desk.ask("GET", SEGMENTS)
    assert (refused.status_code, refused.json()) == (429, {"message": "Too Many Attempts."})
    assert (refused.headers["retry-after"], refused.headers["x-ratelimit-remaining"]) == ("40", "0")
    assert (await desk.ask("GET", SEGMENTS, who="viewer")).status_code == 200
    desk.now += timedelta(seconds=40)
    assert (await desk.ask("GET", SEGMENTS)).status_code == 200


async def test_faults_are_played_and_requests_recorded() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.status(500, body={"message": "Server Error"}), times=1)
    assert (await desk.ask("GET", SEGMENTS, params={"page": 2})).status_code == 500
    await desk.ask("POST", SEGMENTS, data=NEW)
    asked, sent = desk.box.requests
    assert (asked.method, asked.query, asked.authorized_as, asked.body) == ("GET", {"page": "2"}, "owner", None)
    assert (sent.path, sent.body) == (SEGMENTS, NEW)


async def test_teams_are_counted_filtered_and_shown_with_their_people() -> None:
    desk = Desk()
    page = await desk.get("/v3/teams", page=1, limit=1)
    assert [team["name"] for team in page["data"]] == ["Casa Aurora"]
    meta = page["meta"]
    assert (meta["current_page"], meta["from"], meta["last_page"], meta["per_page"]) == (1, 1, 13, 1)
    assert (meta["to"], meta["total"], meta["path"]) == (1, 13, "https://feedier.sandbox.invalid/v3/teams")
    assert page["links"]["last"] == "https://feedier.sandbox.invalid/v3/teams?page=13"
    assert len(await desk.names("/v3/teams")) == 13
    north = (await desk.get("/v3/teams", include="users", **{"filter[name]": "north"}))["data"]
    assert [user["name"] for user in north[0]["users"]] == ["Chiara Conti"]
    assert set(north[0]) == {"id", "name", "parent_team_id", "created_at", "updated_at", "users"}


async def test_users_come_fifteen_at_a_time_and_write_times_otherwise() -> None:
    desk = Desk()
    page = await desk.get("/v3/users")
    assert (len(page["data"]), page["meta"]["total"]) == (15, 17)
    assert page["data"][0]["created_at"] == "2023-03-02T09:00:00+00:00"
    admins = await desk.get("/v3/users", **{"filter[role]": "admin", "filter[email]": "ada"})
    assert [user["name"] for user in admins["data"]] == ["Ada Rossi"]
    assert len((await desk.get("/v3/users", per_page=100))["data"]) == 17


async def test_reports_tell_which_segment_they_use() -> None:
    desk = Desk()
    page = await desk.get("/v3/reports", filter="weekly")
    assert [(one["name"], one["segment_id"]) for one in page["data"]] == [("Weekly promoters", 902)]
    assert {"fql", "created_at"} <= set(page["data"][0])


def test_the_demo_is_the_same_in_each_run_and_shows_every_trap() -> None:
    one, other = Desk(feedback_count=2000).box, Desk(feedback_count=2000).box
    assert one.feedback == other.feedback
    assert len(one.feedback) == 2000
    assert one.segments == other.segments
    assert json.loads(json.dumps(one.feedback)) == one.feedback
    assert len({entry["id"] for entry in one.feedback}) == 2000
    links = [link["id"] for segment in one.segments.values() for link in segment["links"]]
    assert len(set(links)) == len(links)


async def test_every_useful_segment_of_the_demo_finds_somebody() -> None:
    desk = Desk(feedback_count=2000)
    for segment in list(desk.box.segments.values())[:18]:
        assert await desk.found(text=segment["fql"]), segment["name"]


def test_it_answers_on_a_loopback_port_too() -> None:
    box = FeedierSandbox(feedback_count=3)
    headers = {"authorization": box.accounts["owner"].header, "accept": "application/json"}
    with running(box) as base_url, running(TiledeskSandbox(lead_count=0)) as other:
        assert base_url.rpartition(":")[2].isdecimal()
        answer = httpx.get(f"{base_url}/v3/feedback", headers=headers, trust_env=False)
        assert len(answer.json()["data"]) == 2
        assert other.endswith("/v3")
