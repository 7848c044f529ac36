"""Whom Feedier's segments are given to, where they are used, and what their details can be."""

from typing import Any

import pytest
from support.feedier_backend import feedier_answering, feedier_on, small_feedier, writes_to

from segtui.backends.base import LinkTarget
from segtui.backends.details import DetailChoice
from segtui.backends.errors import (
    InvalidFields,
    NotFound,
    OutcomeUnknown,
    ReadOnlyProfile,
    RightRefused,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.feedier.refusals import AlreadyLinked, NoSuchLink
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.sandbox import FeedierSandbox

TURIN = LinkTarget("team", "9", "Turin")
BARE: dict[str, Any] = {"id": 5, "links": []}
ADA = LinkTarget("user", "21", "Ada Rossi")


@pytest.fixture
def box() -> FeedierSandbox:
    return small_feedier()


def given_to(box: FeedierSandbox, segment_id: int = 901) -> list[tuple[str, int]]:
    """Whom a stored segment is given to."""
    return [(one["linkable_type"].rpartition("\\")[2], one["linkable_id"]) for one in box.segments[segment_id]["links"]]


@pytest.mark.parametrize("habits", [{}, {"get_includes": True}])
@pytest.mark.parametrize("options", [{}, {"name_filter": "filter[name]"}])
async def test_links_are_found_where_they_are_shown(habits: dict[str, Any], options: dict[str, str]) -> None:
    box = small_feedier(**habits)
    odd = next(key for key, one in box.segments.items() if one["name"] == "Given to a kind of its own")
    async with feedier_on(box, options=options) as backend:
        links = await backend.links(str(odd))
    assert [(one.id, one.kind, one.target_id, one.name) for one in links] == [
        (str(link["id"]), kind, target, name)
        for link, kind, target, name in zip(
            box.segments[odd]["links"],
            ("Workspace", "user"),
            ("3", "24"),
            ("", "Theo Marsh <theo@example.com>"),
            strict=True,
        )
    ]
    if habits:
        assert len(box.requests) == 1
    elif not options:
        assert [one.query.get("filter") for one in box.requests] == [None, "Given to a kind of its own"]
    else:
        # The other spelling is ignored by this service, so everything came, and was looked through.
        assert len(box.requests) == 6


async def test_links_are_found_too_when_the_filter_finds_nothing() -> None:
    def answer(_method: str, path: str, query: Any) -> Any:
        if path.endswith("/5"):
            return {"id": 5, "name": "a, b"}
        return {"data": [] if "filter" in query else [{"id": 5, "links": [{"id": 1, "linkable_type": "Team"}]}]}

    async with feedier_answering(answer) as backend:
        assert [(one.id, one.kind) for one in await backend.links("5")] == [("1", "team")]


async def test_links_that_are_shown_nowhere_are_not_taken_for_none() -> None:
    def answer(_method: str, path: str, _query: Any) -> Any:
        segment = {"id": 5, "name": "A", "links": {"next": None}}
        return segment if path.endswith("/5") else {"data": [segment], "links": {"next": None}}

    async with feedier_answering(answer) as backend:
        with pytest.raises(UnexpectedReply, match="given to"):
            await backend.links("5")


@pytest.mark.parametrize(
    ("linkable_type", "kind"),
    [("App\\Models\\Team", "team"), ("USER", "user"), ("App\\Models\\Workspace", "Workspace"), ("", ""), (None, "")],
)
async def test_the_kind_of_a_link_is_the_last_part_of_a_class_name(linkable_type: Any, kind: str) -> None:
    link = {"id": 1, "linkable_type": linkable_type, "linkable_id": 4, "linkable": []}
    async with feedier_answering(lambda *_: {"id": 5, "links": [link]}) as backend:
        ((found,),) = (await backend.links("5"),)
    assert (found.kind, found.target_id, found.name) == (kind, "4", "")


@pytest.mark.parametrize("bodies", ["form", "json"])
async def test_a_segment_is_given_to_a_team_and_to_a_user_and_taken_again(bodies: str) -> None:
    box = small_feedier(wraps_one=True)
    async with feedier_on(box, options={"bodies": bodies}) as backend:
        await backend.link("902", TURIN)
        await backend.link("902", ADA)
        assert given_to(box, 902) == [("Team", 1), ("Team", 9), ("User", 21)]
        as_sent = [{"type": "team", "id": 9}, {"type": "user", "id": 21}]
        assert [one.body for one in writes_to(box)] == (
            as_sent if bodies == "json" else [{**one, "id": str(one["id"])} for one in as_sent]
        )
        for link in await backend.links("902"):
            await backend.unlink("902", link.id)
        assert given_to(box, 902) == []
        assert await backend.links("902") == ()


@pytest.mark.parametrize("way", ["again", "nothing", "refused"])
async def test_nobody_is_given_a_segment_twice_whatever_the_service_would_do(way: str) -> None:
    box = small_feedier(attaching_twice=way)
    before = given_to(box)
    async with feedier_on(box) as backend:
        with pytest.raises(AlreadyLinked, match="North"):
            await backend.link("901", LinkTarget("team", "4", "North"))
    assert given_to(box) == before
    assert not writes_to(box)


async def test_a_link_that_another_made_meanwhile_is_told_as_the_service_tells_it() -> None:
    box = small_feedier(attaching_twice="refused")
    box.faults.run_before(lambda: box.put_link(902, "team", 9), method="POST")
    async with feedier_on(box) as backend:
        with pytest.raises(InvalidFields) as caught:
            await backend.link("902", TURIN)
    assert caught.value.fields == {"id": ("The id has already been taken.",)}


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (LinkTarget("workspace", "3", "x"), Unsendable),
        (LinkTarget("team", "x", "x"), MalformedId),
        (LinkTarget("team", "90", "of another organisation"), InvalidFields),
        (LinkTarget("user", "12345", "nobody"), InvalidFields),
    ],
)
async def test_a_segment_can_be_given_only_to_teams_and_users_there_are(
    box: FeedierSandbox, target: LinkTarget, error: type[Exception]
) -> None:
    before = given_to(box)
    async with feedier_on(box) as backend:
        with pytest.raises(error):
            await backend.link("901", target)
    assert given_to(box) == before


@pytest.mark.parametrize("document", [{"id": 5, "links": []}, [], {"links": []}])
async def test_an_answer_without_the_new_link_leaves_open_whether_it_was_made(document: Any) -> None:
    async with feedier_answering(
        lambda method, *_: document if method == "POST" else {"id": 5, "links": []}
    ) as backend:
        with pytest.raises(OutcomeUnknown):
            await backend.link("5", TURIN)


@pytest.mark.parametrize("document", [None, {"id": 5}, {"data": {"id": 5, "name": "A"}}])
async def test_an_answer_that_shows_no_links_is_taken_at_its_word(document: Any) -> None:
    async with feedier_answering(
        lambda method, *_: document if method == "POST" else {"id": 5, "links": []}
    ) as backend:
        await backend.link("5", TURIN)


async def test_a_link_of_another_segment_is_explained_and_taken_from_nobody(box: FeedierSandbox) -> None:
    foreign = box.segments[902]["links"][0]["id"]
    async with feedier_on(box) as backend:
        with pytest.raises(NoSuchLink) as caught:
            await backend.unlink("901", str(foreign))
        with pytest.raises(NoSuchLink):
            await backend.unlink("12345", str(foreign))
        with pytest.raises(NoSuchSegment):
            await backend.link("12345", TURIN)
    assert isinstance(caught.value, NotFound)
    assert str(foreign) in caught.value.message
    assert "id of its own" in caught.value.hint
    assert given_to(box, 902) == [("Team", 1)]


async def test_an_editor_may_give_only_what_is_hers(box: FeedierSandbox) -> None:
    async with feedier_on(box, "editor") as backend:
        await backend.link("901", TURIN)
        box.segments[901]["editable_by"] = "admin"
        with pytest.raises(RightRefused):
            await backend.unlink("901", str(box.segments[901]["links"][0]["id"]))


async def test_a_read_only_profile_gives_and_takes_nothing(box: FeedierSandbox) -> None:
    async with feedier_on(box, read_only=True) as backend:
        with pytest.raises(ReadOnlyProfile):
            await backend.link("902", TURIN)
        with pytest.raises(ReadOnlyProfile):
            await backend.unlink("902", "316")
        with pytest.raises(ReadOnlyProfile):
            await backend.delete("902")
    assert not writes_to(box)


async def test_teams_and_users_of_all_pages_can_be_given_a_segment(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        targets = await backend.link_targets()
    teams = [one for one in box.teams.values() if one["id"] != 90]
    users = [one for one in box.users.values() if one["team_id"] != 90]
    assert [one.id for one in targets if one.kind == "team"] == [str(one["id"]) for one in teams]
    assert [one.id for one in targets if one.kind == "user"] == [str(one["id"]) for one in users]
    assert LinkTarget("team", "4", "North") in targets
    assert LinkTarget("user", "21", "Ada Rossi <ada@example.com>") in targets
    assert [set(one.query) for one in box.requests] == [{"page", "limit"}, {"page", "per_page"}]


async def test_lists_are_read_to_their_end_though_they_heed_no_size() -> None:
    def answer(_method: str, path: str, query: Any) -> Any:
        page = int(query["page"])
        rows = [{"id": page * 10 + place, "name": f"{path}{page}"} for place in range(2)]
        return {"data": rows, "meta": {"last_page": 3}, "links": {"next": "https://elsewhere.example/?page=2"}}

    async with feedier_answering(answer) as backend:
        targets = await backend.link_targets()
        assert [one.id for one in targets if one.kind == "team"] == ["10", "11", "20", "21", "30", "31"]
        assert len(backend.exchanges()) == 6


async def test_a_list_that_gives_the_same_page_for_ever_is_left() -> None:
    def answer(*_: Any) -> Any:
        return {"data": [{"id": 1, "name": "North"}], "links": {"next": "https://elsewhere.example/?page=2"}}

    async with feedier_answering(answer) as backend:
        assert await backend.detail_choices("team") == (DetailChoice(1, "North"),)
        assert len(backend.exchanges()) == 2


async def test_a_new_segment_can_belong_to_the_teams_that_the_token_sees(box: FeedierSandbox) -> None:
    async with feedier_on(box, "branch") as backend:
        choices = await backend.detail_choices("team")
        assert await backend.detail_choices("description") == ()
    assert choices == (
        DetailChoice(5, "South"),
        DetailChoice(7, "Naples"),
        DetailChoice(11, "Palermo"),
        DetailChoice(12, "Bari"),
    )


async def test_the_reports_that_use_a_segment_are_named(box: FeedierSandbox) -> None:
    box.reports[407] = {**box.reports[401], "id": 407, "name": "\x1b[31mred"}
    async with feedier_on(box) as backend:
        uses = await backend.uses("902")
        assert await backend.uses("905") == ()
    assert uses == ("the report “Weekly promoters”", "the report “Monday stand-up”", "the report “\ufffd[31mred”")


async def test_a_greeting_names_the_teams_and_no_person(box: FeedierSandbox) -> None:
    async with feedier_on(box, "branch", project="7") as backend:
        greeting = await backend.check()
    assert (greeting.who, greeting.role, greeting.segment_count) == ("", "", None)
    assert [one.id for one in greeting.projects] == ["5", "7", "11", "12"]
    assert greeting.project is not None
    assert greeting.project.name == "Naples"


@pytest.mark.parametrize("status", [403, 404])
async def test_a_token_that_sees_no_teams_is_tried_on_segments(status: int) -> None:
    def answer(_method: str, path: str, _query: Any) -> Any:
        return {"data": []} if path.endswith("/segments") else (status, {"message": "No."})

    async with feedier_answering(answer) as backend:
        assert (await backend.check()).projects == ()
    async with feedier_answering(lambda *_: (status, {"message": "No."})) as backend:
        with pytest.raises((RightRefused, NotFound)):
            await backend.check()
