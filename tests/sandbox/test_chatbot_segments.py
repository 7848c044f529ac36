import re
from datetime import timedelta
from typing import Any

import pytest
from chatbot_desk import MEMBERS, SEGMENTS, STAMP, USERS, Desk

DONE = {"timestamp": STAMP, "status": {"code": 200, "type": "success"}}
HEX = re.compile("[0-9a-f]{24}")
UNKNOWN = "66b3d0e1f2a4b5c6d7e8f901"


async def test_all_segments_come_at_once_in_a_bare_array() -> None:
    desk = Desk()
    segments = await desk.get(SEGMENTS)
    assert len(segments) == 48
    assert list(segments[0]) == ["id", "name", "users", "createdAt"]
    assert segments[0]["name"] == "Newsletter"
    assert segments[0]["createdAt"] == "2024-08-22 09:00:00.000Z"


async def test_the_list_may_come_in_an_envelope_and_say_less() -> None:
    desk = Desk(wraps_segments=True, lean_segments=True)
    body = await desk.get(SEGMENTS)
    assert (body["count"], len(body["data"])) == (48, 48)
    assert all(list(segment) == ["id", "name"] for segment in body["data"])


async def test_creating_answers_with_an_id_and_nothing_else_of_the_segment() -> None:
    desk = Desk()
    made = await desk.done("POST", SEGMENTS, {"name": "Newsletter EU"})
    assert made == {"id": made["id"], **DONE}
    assert HEX.fullmatch(made["id"])
    assert await desk.listed(made["id"]) == {
        "id": made["id"],
        "name": "Newsletter EU",
        "users": 0,
        "createdAt": "2026-11-22 12:00:00.000Z",
    }
    again = await desk.done("POST", SEGMENTS, {"name": "Newsletter EU"})
    assert again["id"] != made["id"]


async def test_renaming_and_deleting_answer_with_no_data() -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment(user_id)
    assert await desk.done("PUT", f"{SEGMENTS}/{segment_id}", {"name": "Other"}) == DONE
    assert (await desk.listed(segment_id))["name"] == "Other"
    assert await desk.done("DELETE", f"{SEGMENTS}/{segment_id}") == DONE
    assert segment_id not in desk.box.segments
    assert user_id in desk.box.users
    assert await desk.refusal("DELETE", f"{SEGMENTS}/{segment_id}") == (404, "Segment not found")


@pytest.mark.parametrize("length", [1, 256])
async def test_a_name_has_1_to_256_characters(length: int) -> None:
    desk = Desk()
    made = await desk.done("POST", SEGMENTS, {"name": "é" * length})
    assert (await desk.listed(made["id"]))["name"] == "é" * length


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({"name": ""}, "name must be between 1 and 256 characters long"),
        ({"name": "x" * 257}, "name must be between 1 and 256 characters long"),
        ({"name": 7}, "name must be a string"),
        ({"name": None}, "name is required"),
        ({}, "name is required"),
        ([], "The body must be an object"),
        (None, "The body must be an object"),
    ],
)
async def test_other_names_are_refused(body: Any, details: str) -> None:
    desk = Desk()
    segment_id = desk.new_segment()
    assert await desk.refusal("POST", SEGMENTS, json=body) == (400, details)
    assert await desk.refusal("PUT", f"{SEGMENTS}/{segment_id}", json=body) == (400, details)
    assert (await desk.listed(segment_id))["name"] == "A list"


async def test_the_misprinted_address_is_not_there() -> None:
    desk = Desk()
    assert await desk.refusal("POST", "/users/egments", json={"name": "N"}) == (404, "Resource not found")
    assert (await desk.ask("GET", "/users/egments")).status_code == 404


async def test_one_segment_cannot_be_read() -> None:
    desk = Desk()
    segment_id = desk.new_segment()
    assert await desk.refusal("GET", f"{SEGMENTS}/{segment_id}") == (404, "Resource not found")
    assert await desk.refusal("GET", f"{SEGMENTS}/{segment_id}/members") == (404, "Resource not found")


async def test_an_id_may_be_any_text() -> None:
    desk = Desk()
    desk.new_segment(id="66b3 ?g#%")
    assert await desk.done("PUT", f"{SEGMENTS}/66b3%20%3Fg%23%25", {"name": "Found"}) == DONE
    assert desk.box.segments["66b3 ?g#%"]["name"] == "Found"


async def test_each_user_is_added_to_each_segment_once() -> None:
    desk = Desk()
    users = desk.new_users(3)
    one, other = desk.new_segment(users[0]), desk.new_segment()
    for _ in range(2):
        assert await desk.done("POST", MEMBERS, {"segments": [one, other], "users": [*users, users[0]]}) == DONE
    assert desk.box.members_of(one) == desk.box.members_of(other) == users
    assert (await desk.listed(one))["users"] == 3


@pytest.mark.parametrize(("segments", "users"), [(0, 1), (1, 0), (101, 1), (1, 1001)])
async def test_empty_and_oversized_arrays_add_nobody(segments: int, users: int) -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment()
    body = {"segments": [segment_id] * segments, "users": [user_id] * users}
    wrong = "segments must contain between 1 and 100" if segments != 1 else "users must contain between 1 and 1000"
    assert await desk.refusal("POST", MEMBERS, json=body) == (400, f"{wrong} items")
    assert desk.box.members_of(segment_id) == []


async def test_the_largest_arrays_are_taken() -> None:
    desk = Desk()
    users = desk.new_users(1000)
    segments = [desk.new_segment() for _ in range(100)]
    assert await desk.done("POST", MEMBERS, {"segments": segments, "users": users}) == DONE
    assert all(desk.box.members_of(segment_id) == users for segment_id in segments)


@pytest.mark.parametrize("users", ["66b3d0aa1111222233334444", [7], [None], None])
async def test_ids_come_in_an_array_of_texts(users: Any) -> None:
    desk = Desk()
    body = {"segments": [desk.new_segment()], "users": users}
    assert await desk.refusal("POST", MEMBERS, json=body) == (400, "users must be an array of strings")


async def test_an_unknown_id_or_a_companys_own_one_adds_nobody() -> None:
    desk = Desk()
    [user] = desk.box.add_users({"userId": "crm-1"})
    segment_id = desk.new_segment()
    for wrong in (UNKNOWN, "crm-1"):
        body = {"segments": [segment_id], "users": [user["id"], wrong]}
        assert await desk.refusal("POST", MEMBERS, json=body) == (404, "User not found")
    body = {"segments": [segment_id, UNKNOWN], "users": [user["id"]]}
    assert await desk.refusal("POST", MEMBERS, json=body) == (404, "Segment not found")
    assert desk.box.members_of(segment_id) == []


async def test_unknown_users_may_be_skipped_without_a_word() -> None:
    desk = Desk(unknown_members="skipped")
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment()
    assert await desk.done("POST", MEMBERS, {"segments": [segment_id], "users": [UNKNOWN, user_id]}) == DONE
    assert desk.box.members_of(segment_id) == [user_id]


async def test_new_members_may_be_counted_late() -> None:
    desk = Desk(count_lag_seconds=30)
    users = desk.new_users(2)
    segment_id = desk.new_segment()
    await desk.done("POST", MEMBERS, {"segments": [segment_id], "users": users})
    assert (await desk.listed(segment_id))["users"] == 0
    desk.now += timedelta(seconds=30)
    assert (await desk.listed(segment_id))["users"] == 2


async def test_a_name_that_is_taken_may_be_refused_but_never_its_own() -> None:
    desk = Desk(takes_same_names=False)
    segment_id = desk.new_segment(name="Mine")
    taken = (400, "A segment with this name already exists")
    assert await desk.refusal("POST", SEGMENTS, json={"name": "Newsletter"}) == taken
    assert await desk.refusal("PUT", f"{SEGMENTS}/{segment_id}", json={"name": "Newsletter"}) == taken
    assert await desk.done("PUT", f"{SEGMENTS}/{segment_id}", {"name": "Mine"}) == DONE


async def test_there_may_be_a_largest_number_of_segments() -> None:
    desk = Desk(most_segments=49)
    await desk.done("POST", SEGMENTS, {"name": "49th"})
    assert await desk.refusal("POST", SEGMENTS, json={"name": "50th"}) == (400, "You cannot have more than 49 segments")
    assert len(desk.box.segments) == 49


async def test_the_older_paths_know_no_members() -> None:
    desk = Desk()
    assert (await desk.ask("GET", "/segments")).status_code == 404
    desk.behave(paths="legacy")
    assert (await desk.ask("GET", SEGMENTS)).status_code == 404
    made = await desk.done("POST", "/segments", {"name": "Old"})
    assert await desk.done("PUT", f"/segments/{made['id']}", {"name": "Older"}) == DONE
    assert (await desk.get("/segments"))[-1]["name"] == "Older"
    assert await desk.done("DELETE", f"/segments/{made['id']}") == DONE
    assert (await desk.ask("POST", "/segments/members", json={})).status_code == 404
    assert (await desk.ask("POST", MEMBERS, json={})).status_code == 404
    assert (await desk.get(USERS))["count"] == 0
    desk.behave(paths="both")
    assert await desk.get(SEGMENTS) == await desk.get("/segments")


async def test_a_colleague_renames_and_refills_a_segment_meanwhile() -> None:
    desk = Desk()
    users = desk.new_users(3)
    segment_id = desk.new_segment(*users[:2])
    desk.box.change_behind_your_back(segment_id, name="Theirs", members=users[1:])
    shown = await desk.listed(segment_id)
    assert (shown["name"], shown["users"]) == ("Theirs", 2)
    desk.box.delete_user(users[1])
    assert desk.box.members_of(segment_id) == users[2:]
    desk.box.change_behind_your_back(segment_id, members=[])
    assert (await desk.listed(segment_id))["users"] == 0
