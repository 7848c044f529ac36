from typing import Any

import pytest
from sandbox_desk import Desk, is_

UNKNOWN = "66ffffffffffffffffffff01"
ROME = is_("city", "=", "Rome")
FAILED = {"success": False, "msg": "Error updating object."}


async def created(desk: Desk, **body: Any) -> Any:
    answer = await desk.ask("POST", desk.segments, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_list_is_an_envelope_of_the_projects_active_segments() -> None:
    desk = Desk()
    desk.box.project().segments.clear()
    kept, dropped = desk.stored(ROME), desk.stored(status=0)
    desk.box.put_segment({"name": "Elsewhere"}, project_id=desk.box.other_project_id)
    page = await desk.get(desk.segments)
    assert (page["perPage"], page["count"]) == (40, 1)
    assert [segment["_id"] for segment in page["segments"]] == [kept]
    assert dropped not in str(page)


async def test_a_segment_has_an_underscored_id_and_no_other() -> None:
    desk = Desk()
    segment = await desk.get(f"{desk.segments}/{desk.stored(ROME)}")
    assert len(segment["_id"]) == 24
    assert "id" not in segment


async def test_creating_stores_match_all_and_what_the_server_knows_better() -> None:
    desk = Desk()
    answer = await desk.ask(
        "POST",
        desk.segments,
        who="agent",
        json={
            "name": "Rome newsletter",
            "filters": [{**ROME, "_id": "x", "negate": True}],
            "status": 0,
            "_id": UNKNOWN,
            "id_project": "x",
            "createdBy": "x",
            "description": "dropped",
        },
    )
    segment = answer.json()
    assert segment == {
        "_id": segment["_id"],
        "name": "Rome newsletter",
        "match": "all",
        "filters": [ROME],
        "id_project": desk.box.project_id,
        "status": 100,
        "createdBy": desk.box.accounts["agent"].id,
        "createdAt": "2026-11-22T12:00:00.000Z",
        "updatedAt": "2026-11-22T12:00:00.000Z",
        "__v": 0,
    }
    assert segment["_id"] != UNKNOWN
    assert desk.box.project().segments[segment["_id"]]["filters"] == [ROME]


async def test_creating_twice_makes_two() -> None:
    desk = Desk()
    first, second = [(await created(desk, name="Twin", filters=[]))["_id"] for _ in range(2)]
    assert first != second


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"name": 5}, {"name": "5"}),
        ({"name": "   "}, {"name": "   "}),
        ({"name": "\N{HEAVY BLACK HEART} 名前 \x1b[31m"}, {"name": "\N{HEAVY BLACK HEART} 名前 \x1b[31m"}),
        ({"name": "x" * 20_000}, {"name": "x" * 20_000}),
        ({"name": "x", "match": "whatever"}, {"match": "whatever"}),
        ({"name": "x", "filters": None}, {"filters": None}),
        ({"name": "x", "filters": ROME}, {"filters": [ROME]}),
        ({"name": "x", "filters": [is_("city", "~~", "")]}, {"filters": [is_("city", "~~", "")]}),
        (
            {"name": "x", "filters": [is_("n", "=", 5.0), is_("n", "=", "5")]},
            {"filters": [is_("n", "=", 5), is_("n", "=", "5")]},
        ),
        ({"name": "x", "filters": [is_("a", "=", {})]}, {"filters": [{"field": "a", "operator": "="}]}),
        ({"name": "x", "filters": [is_("a", "=", {"b": [1, "x"]})]}, {"filters": [is_("a", "=", {"b": [1, "x"]})]}),
    ],
)
async def test_creating_takes_these_and_stores(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    segment = await created(Desk(), **sent)
    assert {key: segment[key] for key in stored} == stored


async def test_numbers_are_kept_as_javascript_holds_them() -> None:
    desk = Desk()
    content = '{"name":"n","filters":[{"field":"n","operator":"=","value":[5.0,0.5,9007199254740993,1e400,-0]}]}'
    answer = await desk.ask("POST", desk.segments, content=content, headers={"content-type": "application/json"})
    assert '"value":[5,0.5,9007199254740992,null,0]' in answer.text


async def test_half_a_surrogate_pair_comes_back_as_a_replacement_character() -> None:
    desk = Desk()
    headers = {"content-type": "application/json"}
    answer = await desk.ask("POST", desk.segments, content=rb'{"name":"a\ud83d"}', headers=headers)
    assert answer.json()["name"] == "a\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "body",
    [
        {"filters": []},
        {"name": "", "filters": []},
        {"name": None},
        {"name": ["x"]},
        {"name": "x", "match": None},
        {"name": "x", "match": ""},
        {"name": "x", "filters": "a text"},
        {"name": "x", "filters": ["a text"]},
        {"name": "x", "filters": [{"operator": "=", "value": 1}]},
        {"name": "x", "filters": [{"field": "", "operator": "=", "value": 1}]},
        {"name": "x", "filters": [{"field": "city", "value": 1}]},
        {"name": "x", "filters": [{"field": "city", "operator": "is null"}]},
        {"name": "x", "filters": [{"field": "city", "operator": "=", "value": None}]},
        {"name": "x", "filters": [{"field": "city", "operator": "=", "value": {"$gt": 1}}]},
        {"name": "x", "filters": [{"field": "city", "operator": "=", "value": [{"a.b": 1}]}]},
        [],
    ],
)
async def test_creating_refuses_with_the_same_500_for_every_cause(body: Any) -> None:
    desk = Desk()
    before = len(desk.box.project().segments)
    answer = await desk.ask("POST", desk.segments, json=body)
    assert (answer.status_code, answer.json()) == (500, FAILED)
    assert len(desk.box.project().segments) == before


async def test_a_body_that_is_not_declared_as_json_is_not_read() -> None:
    desk = Desk()
    answer = await desk.ask("POST", desk.segments, content='{"name": "x"}', headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()) == (500, FAILED)


async def test_updating_changes_only_what_is_sent_and_not_null() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    answer = await desk.ask("PUT", f"{desk.segments}/{segment_id}", json={"name": "After", "match": None, "status": 0})
    after = answer.json()
    assert (after["name"], after["match"], after["filters"], after["status"]) == ("After", "all", [ROME], 100)


async def test_updating_with_nothing_still_moves_the_time() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME)
    before = desk.box.project().segments[segment_id]["updatedAt"]
    answer = await desk.ask("PUT", f"{desk.segments}/{segment_id}", json={})
    assert answer.json()["updatedAt"] > before
    assert answer.json()["createdAt"] == before


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"match": "xor"},
        {"filters": []},
        {"filters": [{"field": "city"}]},
        {"filters": [{"field": "city", "operator": "=", "value": None}]},
        {"filters": [{"field": "city", "operator": "=", "value": {"a.b": 1}}]},
    ],
)
async def test_updating_validates_nothing(change: dict[str, Any]) -> None:
    desk = Desk()
    segment_id = desk.stored(ROME)
    assert (await desk.ask("PUT", f"{desk.segments}/{segment_id}", json=change)).status_code == 200
    segment = await desk.get(f"{desk.segments}/{segment_id}")
    assert {key: segment[key] for key in change} == change


@pytest.mark.parametrize("change", [{"filters": "x"}, {"name": {}}, {"filters": [is_("a", "=", {"$gt": 1})]}])
async def test_updating_refuses_what_cannot_be_stored(change: dict[str, Any]) -> None:
    desk = Desk()
    segment_id = desk.stored(ROME)
    answer = await desk.ask("PUT", f"{desk.segments}/{segment_id}", json=change)
    assert (answer.status_code, answer.json()) == (500, FAILED)
    assert (await desk.get(f"{desk.segments}/{segment_id}"))["filters"] == [ROME]


async def test_a_put_on_an_unknown_id_makes_a_ghost() -> None:
    desk = Desk()
    answer = await desk.ask("PUT", f"{desk.segments}/{UNKNOWN}", json={"name": "Who?"})
    ghost = answer.json()
    assert answer.status_code == 200
    assert (ghost["_id"], ghost["match"], ghost["status"], ghost["filters"]) == (UNKNOWN, "all", 100, [])
    assert not {"id_project", "createdBy"} & ghost.keys()
    assert not {"match", "status", "filters"} & desk.box.ghosts[UNKNOWN].keys()
    assert (await desk.get(f"{desk.segments}/{UNKNOWN}"))["name"] == "Who?"
    assert UNKNOWN not in str(await desk.get(desk.segments, limit="0"))


async def test_a_delete_on_an_unknown_id_makes_a_ghost_without_a_name() -> None:
    desk = Desk()
    answer = await desk.ask("DELETE", f"{desk.segments}/{UNKNOWN.upper()}")
    assert answer.status_code == 200
    assert (answer.json()["_id"], answer.json()["status"]) == (UNKNOWN, 0)
    assert not {"name", "id_project", "createdBy"} & answer.json().keys()


async def test_deleting_is_soft_and_final() -> None:
    desk = Desk()
    path = f"{desk.segments}/{desk.stored(ROME, name='Gone')}"
    assert (await desk.ask("DELETE", path)).json()["status"] == 0
    assert (await desk.get(path))["status"] == 0
    edited = await desk.ask("PUT", path, json={"name": "Still gone", "status": 100})
    assert (edited.json()["name"], edited.json()["status"]) == ("Still gone", 0)
    again = await desk.ask("DELETE", path)
    assert (again.status_code, again.json()["status"]) == (200, 0)


async def test_no_one_checks_whose_segment_an_id_is() -> None:
    desk = Desk()
    foreign = desk.box.put_segment({"name": "Theirs", "filters": []}, project_id=desk.box.other_project_id)
    path = f"{desk.segments}/{foreign['_id']}"
    assert (await desk.ask("GET", path, who="agent")).json()["id_project"] == desk.box.other_project_id
    assert (await desk.ask("PUT", path, who="agent", json={"name": "Mine"})).json()["name"] == "Mine"
    await desk.ask("DELETE", path, who="agent")
    assert (foreign["name"], foreign["status"]) == ("Mine", 0)


@pytest.mark.parametrize("segment_id", ["nonsense", "66a1f0c2b7d3e4a5f607182", "z" * 24])
async def test_a_malformed_id_is_a_500(segment_id: str) -> None:
    desk = Desk()
    get = await desk.ask("GET", f"{desk.segments}/{segment_id}")
    put = await desk.ask("PUT", f"{desk.segments}/{segment_id}", json={"name": "x"})
    delete = await desk.ask("DELETE", f"{desk.segments}/{segment_id}")
    assert (get.status_code, get.json()["msg"]) == (500, "Error getting object.")
    assert (put.status_code, put.json()) == (delete.status_code, delete.json()) == (500, FAILED)
    assert not desk.box.ghosts


@pytest.mark.parametrize("segment_id", [UNKNOWN, "twelve-chars"])
async def test_an_unknown_id_is_a_404_on_get(segment_id: str) -> None:
    answer = await Desk().ask("GET", f"{Desk().segments}/{segment_id}")
    assert (answer.status_code, answer.json()) == (404, {"success": False, "msg": "Object not found."})


async def test_a_colleagues_change_moves_the_time_even_when_the_clock_stands_still() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME)
    before = await desk.get(f"{desk.segments}/{segment_id}")
    desk.box.change_behind_your_back(segment_id, name="Renamed")
    after = await desk.get(f"{desk.segments}/{segment_id}")
    assert after["name"] == "Renamed"
    assert after["updatedAt"] > before["updatedAt"]
