from typing import Any

import pytest
from feedier_desk import SEGMENTS, Desk

STAMP = "2026-11-22T12:00:00.000000Z"


async def attach(desk: Desk, segment_id: int, kind: str, linked_id: int) -> Any:
    answer = await desk.ask("POST", f"{SEGMENTS}/{segment_id}/links", data={"type": kind, "id": str(linked_id)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def new_segment(desk: Desk, **more: Any) -> int:
    return int(desk.box.put_segment({"name": "N", "fql": "[]", **more})["id"])


async def test_attaching_answers_with_the_links_and_what_they_lead_to() -> None:
    desk = Desk()
    segment_id = new_segment(desk, team_id=4)
    segment = await attach(desk, segment_id, "team", 4)
    assert set(segment) == {"id", "team_id", "name", "fql", "links", "created_at", "updated_at"}
    (link,) = segment["links"]
    team = desk.box.teams[4]
    assert link == {
        "id": link["id"],
        "linkable_type": "App\\Models\\Team",
        "linkable_id": 4,
        "linkable": {key: team[key] for key in ("id", "name", "created_at", "updated_at")},
        "created_at": STAMP,
        "updated_at": STAMP,
    }
    assert link["id"] != 4


async def test_links_are_listed_when_they_are_asked_for() -> None:
    desk = Desk()
    bare = (await desk.get(SEGMENTS))["data"][0]
    assert "links" not in bare
    links = (await desk.get(SEGMENTS, include="links"))["data"][0]["links"]
    assert [link["linkable_type"] for link in links] == ["App\\Models\\Team", "App\\Models\\Team", "App\\Models\\User"]
    assert "linkable" not in links[0]
    full = (await desk.get(SEGMENTS, include="links,links.linkable"))["data"][0]["links"]
    assert [link["linkable"]["name"] for link in full] == ["North", "Milan", "Chiara Conti"]


async def test_a_link_may_lead_to_nothing_or_to_something_unheard_of() -> None:
    desk = Desk()
    page = (await desk.get(SEGMENTS, include="links.linkable", page=5))["data"]
    links = {segment["name"]: segment["links"] for segment in page}
    assert links["Given to a team that is gone"][0]["linkable"] is None
    assert links["Given to a kind of its own"][0]["linkable_type"] == "App\\Models\\Workspace"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"type": "team", "id": "90"}, "id"),
        ({"type": "team", "id": "3"}, "id"),
        ({"type": "user", "id": "3"}, "id"),
        ({"type": "Team", "id": "4"}, "type"),
        ({"id": "4"}, "type"),
        ({"type": "team", "id": "four"}, "id"),
        ({"type": "team"}, "id"),
    ],
)
async def test_a_link_to_nobody_is_refused(form: dict[str, str], field: str) -> None:
    assert set(await Desk().errors("POST", f"{SEGMENTS}/902/links", data=form)) == {field}


async def test_a_user_of_another_organisation_will_do() -> None:
    desk = Desk()
    assert (await attach(desk, 903, "user", 99))["links"][-1]["linkable"]["name"] == "Vera Verdi"


@pytest.mark.parametrize(("habit", "count"), [("again", 2), ("nothing", 1)])
async def test_attaching_twice(habit: str, count: int) -> None:
    desk = Desk(attaching_twice=habit)
    segment_id = new_segment(desk)
    await attach(desk, segment_id, "user", 21)
    assert len((await attach(desk, segment_id, "user", 21))["links"]) == count


async def test_attaching_twice_may_be_refused() -> None:
    desk = Desk(attaching_twice="refused")
    errors = await desk.errors("POST", f"{SEGMENTS}/902/links", json={"type": "team", "id": 1})
    assert errors == {"id": ["The id has already been taken."]}


async def test_detaching_takes_the_links_own_id_and_answers_null() -> None:
    desk = Desk()
    links = (await desk.get(SEGMENTS, include="links"))["data"][0]["links"]
    wrong = await desk.ask("DELETE", f"{SEGMENTS}/901/links/{links[0]['linkable_id']}")
    assert wrong.status_code == 404
    right = await desk.ask("DELETE", f"{SEGMENTS}/901/links/{links[0]['id']}")
    assert (right.status_code, right.json()) == (200, None)
    assert [link["id"] for link in desk.box.segments[901]["links"]] == [link["id"] for link in links[1:]]


async def test_a_link_of_another_segment_is_not_found() -> None:
    desk = Desk()
    foreign = desk.box.segments[902]["links"][0]["id"]
    answer = await desk.ask("DELETE", f"{SEGMENTS}/901/links/{foreign}")
    assert answer.status_code == 404
    assert len(desk.box.segments[902]["links"]) == 1
