"""What details are called and may be, and what other answers have told of them."""

from dataclasses import replace

import pytest
from support.feedier_screens import feedier_box, feedier_workspace
from support.segmenter_backend import segmenter_desk, workspace_of

from segtui.backends.errors import InvalidFields, Unsendable
from segtui.domain.difference import Sort, Step
from segtui.domain.errors import SegtuiError
from segtui.sandbox import Fault
from segtui.workspace.detail_book import Detail, DetailBook, refused_fields
from segtui.workspace.errors import DetailMissing


def detail(book: DetailBook, key: str) -> Detail:
    return next(one for one in book.details if one.key == key)


async def test_teams_are_asked_for_once_and_anew_after_they_were_forgotten() -> None:
    box = feedier_box()
    book = DetailBook(feedier_workspace(box))
    team = detail(book, "team")
    assert list(book.unasked) == [team]
    assert book.words(team, 4) == "4"
    await book.ask(team)
    assert book.words(team, 4) == "North"
    asked = len(box.requests)
    await book.ask(team)
    assert (len(box.requests), list(book.unasked)) == (asked, [])
    book.forget()
    assert (book.words(team, 4), list(book.unasked)) == ("North", [team])
    await book.ask(team)
    assert len(box.requests) > asked
    assert not book.unasked


async def test_teams_of_one_name_are_told_apart_by_their_numbers() -> None:
    box = feedier_box()
    box.teams[5]["name"] = "North"
    book = DetailBook(feedier_workspace(box))
    await book.ask(detail(book, "team"))
    assert [book.words(detail(book, "team"), number) for number in (4, 5, 6)] == ["North (4)", "North (5)", "Milan"]
    assert book.step_words(Step(Sort.CHANGED, "team", "5", "6")) == "~ team: North (5) → Milan"


async def test_teams_that_couldnt_be_loaded_are_asked_for_again() -> None:
    box = feedier_box()
    book = DetailBook(feedier_workspace(box))
    box.faults.add(Fault.status(403, body={"message": "no"}), path="teams", times=1)
    with pytest.raises(SegtuiError):
        await book.ask(detail(book, "team"))
    assert [one.label for one in await book.ask(detail(book, "team"))][:2] == ["Casa Aurora", "North"]


def test_details_are_said_in_one_line_and_what_is_empty_or_off_is_left_out() -> None:
    book = DetailBook(feedier_workspace(feedier_box()))
    said = book.summary({"team": 4, "description": "For\x1b[2J us", "default": True, "editable by": "admin"})
    assert said == "team 4 · “For\ufffd[2J us” · default · editable by admins only"
    assert book.summary({"team": None, "description": "", "default": False}) == ""


def test_a_value_that_nobody_knows_is_shown_as_it_is() -> None:
    book = DetailBook(feedier_workspace(feedier_box()))
    assert book.words(detail(book, "editable by"), "[/red]\x1b") == "[/red]\ufffd"
    assert book.words(detail(book, "default"), "maybe") == "maybe"
    assert book.words(detail(book, "editable by"), {"who": ["x"]}) == '{"who": ["x"]}'


async def test_what_a_list_leaves_out_is_known_once_the_segment_was_read_unless_it_has_changed_since() -> None:
    box = feedier_box({"name": "One", "description": "Why"})
    workspace = feedier_workspace(box)
    book = DetailBook(workspace)
    (listed,) = await workspace.segments()
    assert "description" not in book.of(listed)
    assert book.lacks(listed)
    assert (await book.read(listed))["description"] == "Why"
    assert not book.lacks(listed)
    assert "description" not in book.of(replace(listed, name="Another by now"))


def test_only_errors_about_fields_name_some() -> None:
    assert refused_fields(InvalidFields(422, fields={"team": ["a", "b"], "rule": []})) == {
        "team": "a b",
        "rule": "The service refused it.",
    }
    missing = refused_fields(DetailMissing("team", "Team"))
    assert missing == {"team": "A new segment needs a team."}
    assert refused_fields(Unsendable("no")) == {}


async def test_a_step_calls_a_detail_as_its_form_does() -> None:
    async with segmenter_desk() as desk:
        book = DetailBook(await workspace_of(desk))
        assert book.step_words(Step(Sort.CHANGED, "segmentType", "(none)", "STATIC")) == "~ type: (none) → STATIC"
        assert book.step_words(Step(Sort.ADDED, "people", "", "2")) == "+ people: 2"
