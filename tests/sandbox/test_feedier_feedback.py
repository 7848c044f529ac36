import json

import pytest
from feedier_desk import Desk

FEEDBACK = "/v3/feedback"


async def test_feedback_comes_newest_first_ten_at_a_time() -> None:
    page = await Desk(feedback_count=40).get(FEEDBACK)
    ids = [entry["id"] for entry in page["data"]]
    assert len(ids) == 10
    assert ids == sorted(ids, reverse=True)
    assert page["links"] == {"next": f"https://feedier.sandbox.invalid/v3/feedback?search_after={ids[-1]}"}
    assert set(page) == {"data", "links"}
    assert set(page["data"][0]) == {
        *("id", "carrier_id", "source", "created_at", "completed_at"),
        *("nps_profile", "satisfaction_ratio"),
    }


async def test_pages_go_on_after_the_last_id() -> None:
    desk = Desk(feedback_count=40)
    seen: list[int] = []
    after = ""
    while True:
        page = await desk.get(FEEDBACK, per_page=7, search_after=after, fql='[{"Form":{"$nin":[11]}}]')
        seen += [entry["id"] for entry in page["data"]]
        if page["links"]["next"] is None:
            break
        after = str(seen[-1])
    assert seen == sorted(await desk.found({"Form": {"$nin": [11]}}), reverse=True)


async def test_an_entry_that_went_away_still_marks_the_place() -> None:
    desk = Desk(feedback_count=30)
    last = (await desk.get(FEEDBACK))["data"][-1]["id"]
    before = await desk.get(FEEDBACK, search_after=last)
    desk.box.feedback[:] = [entry for entry in desk.box.feedback if entry["id"] != last]
    assert await desk.get(FEEDBACK, search_after=last) == before
    assert set(await desk.errors("GET", FEEDBACK, params={"search_after": "x"})) == {"search_after"}


@pytest.mark.parametrize(("asked", "size"), [("3", 3), ("100", 100), ("500", 100), ("0", 10), ("x", 10)])
async def test_a_page_has_at_most_a_hundred(asked: str, size: int) -> None:
    assert len((await Desk(feedback_count=150).get(FEEDBACK, per_page=asked))["data"]) == size


async def test_the_order_is_a_wish_only() -> None:
    desk = Desk(feedback_count=30)
    newest = await desk.get(FEEDBACK, order="asc")
    assert newest == await desk.get(FEEDBACK)
    desk.behave(heeds_order=True)
    oldest = [entry["id"] for entry in (await desk.get(FEEDBACK, order="asc"))["data"]]
    assert oldest == sorted(oldest)
    rest = await desk.get(FEEDBACK, order="asc", search_after=oldest[-1])
    assert rest["data"][0]["id"] == oldest[-1] + 1


async def test_a_page_may_tell_the_total_or_be_bare() -> None:
    desk = Desk(feedback_count=30, counts_feedback=True)
    assert (await desk.get(FEEDBACK, search_after=53030))["meta"]["total"] == 29
    desk.behave(bare_feedback=True)
    assert len(await desk.get(FEEDBACK, per_page=4)) == 4


async def test_relations_come_when_they_are_asked_for() -> None:
    desk = Desk(feedback_count=30)
    entry = (await desk.get(FEEDBACK, include="attributes,answers"))["data"][-1]
    names = {one["name"] for one in entry["attributes"]}
    assert {"name", "email", "market", "city"} <= names
    assert {"question", "value"} <= set(entry["answers"][0])


async def test_a_token_sees_the_feedback_of_its_teams_only() -> None:
    desk = Desk(feedback_count=200)
    page = await desk.get(FEEDBACK, who="branch", per_page=100)
    assert {entry["carrier_id"] for entry in page["data"]} == {13, 17}
    assert len((await desk.get(FEEDBACK, who="outsider"))["data"]) == 1


async def test_an_address_that_is_too_long_is_refused_by_the_proxy() -> None:
    fql = json.dumps([{"Form": {"$in": list(range(4000))}}])
    answer = await Desk().ask("GET", FEEDBACK, params={"fql": fql})
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("text/html")
