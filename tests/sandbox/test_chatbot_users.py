import re
from typing import Any

import pytest
from chatbot_desk import SEGMENTS, STAMP, USERS, Desk

DONE = {"timestamp": STAMP, "status": {"code": 200, "type": "success"}}
UNKNOWN = "66b3d0e1f2a4b5c6d7e8f901"
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def aged(desk: Desk, *days: int) -> list[str]:
    """Store users that came on these days of October and were last seen in the opposite order."""
    made = desk.box.add_users(
        *(
            {"createdAt": f"2026-10-{day:02} 08:00:00.000Z", "lastSeen": f"2026-11-{28 - day:02} 08:00:00.000Z"}
            for day in days
        )
    )
    return [user["id"] for user in made]


async def test_users_come_in_an_envelope_with_all_common_attributes_null_or_not() -> None:
    desk = Desk()
    made = await desk.done("POST", USERS, {"userId": "crm-1", "attributes": {"default_name": "Ada", "plan": "pro"}})
    assert made == {"id": made["id"], **DONE}
    page = await desk.get(USERS)
    assert page == {
        "data": [
            {
                "id": made["id"],
                "userId": "crm-1",
                "banned": False,
                "attributes": {**dict.fromkeys(page["data"][0]["attributes"]), "default_name": "Ada", "plan": "pro"},
                "conversations": 0,
                "createdAt": "2026-11-22 12:00:00.000Z",
                "lastSeen": "2026-11-22 12:00:00.000Z",
            }
        ],
        "count": 1,
    }
    assert len(page["data"][0]["attributes"]) == 14


async def test_a_single_user_shows_conversations_and_does_not_count_them() -> None:
    desk = Desk()
    talks = [{"id": "a1", "createdAt": "2026-11-01 10:00:00.000Z"}]
    [user] = desk.box.add_users({"conversations": talks})
    [listed] = (await desk.get(USERS))["data"]
    assert await desk.get(f"{USERS}/{user['id']}") == {**listed, "conversations": talks}
    assert listed["conversations"] == 1


async def test_pages_follow_each_other_by_the_last_id() -> None:
    desk = Desk()
    users = desk.new_users(85)[::-1]
    assert await desk.page_ids() == users[:40]
    assert await desk.page_ids(after=users[39]) == users[40:80]
    assert await desk.page_ids(after=users[79], limit=40) == users[80:]
    assert await desk.page_ids(after=users[84]) == []
    assert await desk.page_ids(limit=2, after=users[2]) == users[3:5]


@pytest.mark.parametrize("limit", ["0", "41", "-1", "x", "", "9" * 20])
async def test_a_page_has_at_most_forty(limit: str) -> None:
    refusal = await Desk().refusal("GET", USERS, params={"limit": limit})
    assert refusal == (400, "limit must be a number between 1 and 40")


@pytest.mark.parametrize(
    ("parameter", "value", "status"),
    [
        ("after", "66b3", 400),
        ("after", UNKNOWN, 404),
        ("match", "none", 400),
        ("sort[field]", "name", 400),
        ("sort[order]", "up", 400),
    ],
)
async def test_other_parameters_are_checked_as_well(parameter: str, value: str, status: int) -> None:
    assert (await Desk().refusal("GET", USERS, params={parameter: value}))[0] == status


async def test_users_are_sorted_by_either_time_in_either_direction() -> None:
    desk = Desk()
    middle, first, last = aged(desk, 2, 1, 3)
    falling = [last, middle, first]
    assert await desk.page_ids() == falling
    assert await desk.page_ids(**{"sort[order]": "asc"}) == falling[::-1]
    assert await desk.page_ids(**{"sort[field]": "lastSeen"}) == falling[::-1]
    assert await desk.page_ids(**{"sort[field]": "lastSeen", "sort[order]": "asc"}) == falling
    assert await desk.page_ids(after=last, **{"sort[order]": "desc"}) == [middle, first]


async def test_the_count_may_be_the_pages_and_the_envelope_may_be_missing() -> None:
    desk = Desk()
    desk.new_users(5)
    assert (await desk.get(USERS, limit=2))["count"] == 5
    desk.behave(count_is="page")
    assert (await desk.get(USERS, limit=2))["count"] == 2
    desk.behave(bare_users=True)
    assert len(await desk.get(USERS, limit=2)) == 2


async def test_where_after_is_not_heeded_the_first_page_comes_for_ever() -> None:
    desk = Desk(heeds_after=False)
    desk.new_users(3)
    first = await desk.page_ids(limit=2)
    assert await desk.page_ids(limit=2, after=first[-1]) == first


async def test_a_filter_by_segment_works_only_when_written_as_the_service_reads_it() -> None:
    desk = Desk()
    users = desk.new_users(3)
    segment_id = desk.new_segment(users[0], users[2])
    asked = {"filters[0][type]": "segment", "filters[0][value]": segment_id}
    assert len(await desk.page_ids(**asked)) == 3
    desk.behave(segment_filter="filters[0][type]=segment&filters[0][value]={id}")
    assert await desk.page_ids(**asked) == [users[2], users[0]]
    assert (await desk.get(USERS, limit=1, **asked))["count"] == 2
    assert await desk.page_ids(limit=1, after=users[2], **asked) == [users[0]]
    assert await desk.page_ids(**{**asked, "filters[0][value]": UNKNOWN}) == []
    assert len(await desk.page_ids(**{**asked, "filters[0][type]": "tag"})) == 3
    assert len(await desk.page_ids(**{"filters[0][value]": segment_id})) == 3


@pytest.mark.parametrize("is_one", [True, False])
async def test_a_user_may_be_created_in_segments(is_one: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    desk = Desk(creates_user_in_list=True)
    segment_id = desk.new_segment()
    named = segment_id if is_one else [segment_id]
    attributes = {"default_email": "ada@example.com"}
    [made] = await desk.done("POST", USERS, {"attributes": attributes, "segments": named})
    assert desk.box.members_of(segment_id) == [made["id"]]
    assert UUID.fullmatch(desk.box.users[made["id"]]["userId"])


@pytest.mark.parametrize(
    ("body", "status", "details"),
    [
        ({"userId": "u"}, 400, "attributes is required and must be an object"),
        ({"userId": "u", "attributes": {}}, 400, "attributes must have between 1 and 99 keys"),
        (
            {"userId": "u", "attributes": {str(number): "" for number in range(100)}},
            400,
            "attributes must have between 1 and 99 keys",
        ),
        ({"userId": "u", "attributes": {"n": 1}}, 400, "attributes.n must be a string of at most 1024 characters"),
        (
            {"userId": "u", "attributes": {"default_name": "x" * 257}},
            400,
            "attributes.default_name must be a string of at most 256 characters",
        ),
        ({"attributes": {"plan": "pro"}}, 400, "userId is required"),
        ({"userId": "", "attributes": {"plan": "pro"}}, 400, "userId must be between 1 and 256 characters long"),
        ({"userId": "known", "attributes": {"plan": "pro"}}, 400, "A user with this userId already exists"),
        ({"userId": "u", "attributes": {"plan": "pro"}, "segments": [UNKNOWN]}, 404, "Segment not found"),
    ],
)
async def test_other_users_are_not_created(body: Any, status: int, details: str) -> None:
    desk = Desk()
    desk.box.add_users({"userId": "known"})
    assert await desk.refusal("POST", USERS, json=body) == (status, details)
    assert len(desk.box.users) == 1


async def test_attributes_that_are_not_named_stay() -> None:
    desk = Desk()
    [user] = desk.box.add_users({"attributes": {"plan": "free", "topic": "returns"}})
    assert await desk.done("PUT", f"{USERS}/{user['id']}", {"attributes": {"plan": "pro"}}) == DONE
    shown = (await desk.get(f"{USERS}/{user['id']}"))["attributes"]
    assert (shown["plan"], shown["topic"]) == ("pro", "returns")
    assert await desk.refusal("PUT", f"{USERS}/{UNKNOWN}", json={"attributes": {"a": "b"}}) == (404, "User not found")


async def test_a_user_is_banned_and_let_in_again() -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    for is_banned in (True, False):
        assert await desk.done("PUT", f"{USERS}/{user_id}/ban", {"banned": is_banned}) == DONE
        assert (await desk.get(f"{USERS}/{user_id}"))["banned"] is is_banned
    refusal = await desk.refusal("PUT", f"{USERS}/{user_id}/ban", json={"banned": "yes"})
    assert refusal == (400, "banned must be a boolean")


async def test_setting_a_users_segments_takes_them_out_of_all_others() -> None:
    desk = Desk()
    user_id, friend = desk.new_users(2)
    kept, lost, new = desk.new_segment(user_id, friend), desk.new_segment(user_id, friend), desk.new_segment()
    path = f"{USERS}/{user_id}/segments"
    assert await desk.done("POST", path, [new]) == DONE
    assert desk.box.members_of(lost) == [user_id, friend]
    assert desk.box.members_of(new) == [user_id]
    assert await desk.done("PUT", path, [kept]) == DONE
    assert sorted(desk.box.members_of(kept)) == sorted([user_id, friend])
    assert desk.box.members_of(lost) == [friend]
    assert desk.box.members_of(new) == []


async def test_a_users_segments_have_one_form_and_the_other_is_refused() -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment()
    path = f"{USERS}/{user_id}/segments"
    assert (await desk.refusal("PUT", path, json={"segmentIds": [segment_id]}))[0] == 400
    desk.behave(user_segments_body="object")
    assert (await desk.refusal("PUT", path, json=[segment_id]))[0] == 400
    assert await desk.done("PUT", path, {"segmentIds": [segment_id]}) == DONE
    assert desk.box.members_of(segment_id) == [user_id]


async def test_a_refused_replacement_leaves_the_user_everywhere() -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment(user_id)
    path = f"{USERS}/{user_id}/segments"
    assert (await desk.refusal("PUT", path, json=[]))[0] == 400
    assert (await desk.refusal("PUT", path, json=[segment_id] * 101))[0] == 400
    assert await desk.refusal("PUT", path, json=[UNKNOWN]) == (404, "Segment not found")
    assert await desk.refusal("PUT", f"{USERS}/{UNKNOWN}/segments", json=[segment_id]) == (404, "User not found")
    assert desk.box.members_of(segment_id) == [user_id]
    desk.behave(empty_list_clears=True)
    assert await desk.done("PUT", path, []) == DONE
    assert desk.box.members_of(segment_id) == []
    assert (await desk.refusal("POST", path, json=[]))[0] == 400


async def test_no_answer_tells_which_segments_a_user_is_in() -> None:
    desk = Desk()
    [user_id] = desk.new_users(1)
    segment_id = desk.new_segment(user_id)
    for path in (USERS, f"{USERS}/{user_id}"):
        assert segment_id not in (await desk.ask("GET", path)).text
    assert (await desk.ask("GET", f"{USERS}/{user_id}/segments")).status_code == 404
    assert user_id not in (await desk.ask("GET", SEGMENTS)).text
