import json

import httpx
import pytest
from chatbot_desk import SEGMENTS, STAMP, USERS, Desk

from segtui.sandbox import ChatBotSandbox, Fault
from segtui.sandbox.serve import running


@pytest.fixture(scope="module")
def demo() -> ChatBotSandbox:
    return ChatBotSandbox()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic abc"])
async def test_without_a_chatbot_token_nobody_is_let_in(header: str) -> None:
    for method, path in (("GET", SEGMENTS), ("POST", SEGMENTS), ("GET", USERS)):
        refusal = await Desk().refusal(method, path, who=None, headers={"authorization": header})
        assert refusal == (401, "Invalid access token")


async def test_a_token_of_the_older_kind_opens_nothing_here() -> None:
    desk = Desk()
    assert (await desk.refusal("GET", SEGMENTS, who="website"))[0] == 401
    assert desk.box.requests[-1].authorized_as == "website"
    assert (await desk.ask("GET", SEGMENTS, who="colleague")).status_code == 200


async def test_two_blanks_before_a_token_do_no_harm() -> None:
    desk = Desk()
    header = f"Bearer  {desk.box.accounts['owner'].token}"
    assert (await desk.ask("GET", SEGMENTS, headers={"authorization": header})).status_code == 200


async def test_a_revoked_chatbot_token_is_worthless() -> None:
    desk = Desk()
    old = desk.box.accounts["owner"].header
    assert desk.box.revoke("owner") in desk.box.accounts["owner"].header
    assert (await desk.refusal("GET", SEGMENTS, headers={"authorization": old}))[0] == 401
    assert (await desk.ask("GET", SEGMENTS)).status_code == 200


@pytest.mark.parametrize(
    ("errors_in", "body"),
    [
        ("details", {"timestamp": STAMP, "status": {"code": 404, "type": "error", "details": "Resource not found"}}),
        (
            "errorDetails",
            {"timestamp": STAMP, "status": {"code": 404, "type": "error", "errorDetails": "Resource not found"}},
        ),
        ("message", {"timestamp": STAMP, "status": {"code": 404, "type": "error", "message": "Resource not found"}}),
        (
            "object",
            {
                "timestamp": STAMP,
                "status": {"code": 404, "type": "error", "details": {"reason": "Resource not found"}},
            },
        ),
        ("outside", {"message": "Resource not found"}),
        ("text", "Resource not found"),
    ],
)
async def test_an_error_may_say_what_is_wrong_in_many_places(errors_in: str, body: object) -> None:
    answer = await Desk(errors_in=errors_in).ask("GET", "/v2/stories")
    assert answer.status_code == 404
    assert (answer.text if errors_in == "text" else answer.json()) == body


async def test_a_failure_may_hide_behind_a_good_status() -> None:
    answer = await Desk(hides_failures=True).ask("POST", SEGMENTS, json={"name": ""})
    assert (answer.status_code, answer.json()["status"]["code"]) == (200, 400)


@pytest.mark.parametrize(
    ("content", "kind", "details"),
    [
        (b'{"name":', "application/json", "The body is not valid JSON"),
        (b'{"name": NaN}', "application/json", "The body is not valid JSON"),
        (b"\xff", "application/json", "The body is not valid JSON"),
        (b"[" * 100_000, "application/json", "The body is not valid JSON"),
        (b'{"name": "N"}', "text/plain", "The body must be an object"),
        (b"name=N", "application/x-www-form-urlencoded", "The body must be an object"),
    ],
)
async def test_a_body_is_json_and_says_so(content: bytes, kind: str, details: str) -> None:
    refusal = await Desk().refusal("POST", SEGMENTS, content=content, headers={"content-type": kind})
    assert refusal == (400, details)


async def test_chatbot_faults_are_played_and_requests_recorded() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.status(429, headers={"retry-after": "2"}), times=1)
    assert (await desk.ask("GET", SEGMENTS)).headers["retry-after"] == "2"
    desk.box.faults.add(Fault.drop_after(), method="POST", times=1)
    with pytest.raises(ConnectionResetError):
        await desk.ask("POST", SEGMENTS, json={"name": "Made all the same"})
    assert [one["name"] for one in await desk.get(SEGMENTS)][-1] == "Made all the same"
    _, sent, _ = desk.box.requests
    assert (sent.method, sent.path, sent.authorized_as) == ("POST", SEGMENTS, "owner")
    assert sent.body == {"name": "Made all the same"}


def test_the_chatbot_demo_is_the_same_in_each_run(demo: ChatBotSandbox) -> None:
    again = ChatBotSandbox()
    assert json.dumps(demo.users) == json.dumps(again.users)
    assert json.dumps(demo.segments) == json.dumps(again.segments)
    assert len(demo.users) == 3000
    assert {len(user_id) for user_id in demo.users} == {24}
    assert len({user["userId"] for user in demo.users.values()}) == 3000


def test_the_chatbot_demo_has_every_kind_of_list(demo: ChatBotSandbox) -> None:
    counts = [demo.counted_members(segment_id) for segment_id in demo.segments]
    assert min(counts) == 0
    assert 1 in counts
    assert max(counts) == 3000
    names = [segment["name"] for segment in demo.segments.values()]
    assert names.count("VIP") == 2
    assert max(len(name) for name in names) == 256
    assert set(names) & set(demo.segments)
    full = [segment["name"] for segment in demo.segments.values() if segment["members"]]
    assert set(names) - set(full) == {"Autumn campaign (nobody yet)", "vip", "null"}


def test_a_companys_own_id_may_look_like_the_id_of_somebody_else(demo: ChatBotSandbox) -> None:
    [user] = [user for user in demo.users.values() if user["userId"] in demo.users]
    assert user["userId"] != user["id"]


async def test_some_segments_and_users_lack_what_others_have(demo: ChatBotSandbox) -> None:
    desk = Desk()
    desk.box = demo
    shown = {segment["name"]: segment for segment in await desk.get(SEGMENTS)}
    assert "users" not in shown["Not counted"]
    assert "createdAt" not in shown["Made before anyone kept dates"]
    assert shown["Dated as acknowledgements are"]["createdAt"] == "2026-09-01T09:00:00.000Z"
    page = (await desk.get(USERS))["data"]
    assert sum("lastSeen" not in user for user in page) == 1
    assert {type(user["conversations"]) for user in page} == {int}


async def test_following_the_pages_meets_every_user_once_though_imports_share_a_moment(demo: ChatBotSandbox) -> None:
    desk = Desk()
    desk.box = demo
    met = await desk.page_ids()
    while page := await desk.page_ids(after=met[-1]):
        met += page
    assert sorted(met) == sorted(demo.users)
    assert len({user["createdAt"] for user in demo.users.values()}) < 3000


def test_the_small_chatbot_answers_on_a_loopback_port() -> None:
    box = ChatBotSandbox(user_count=3)
    headers = {"authorization": f"Bearer {box.facts()['token']}"}
    with running(box) as base_url:
        answer = httpx.get(f"{base_url}/users", headers=headers, trust_env=False)
    assert answer.json()["count"] == 3
