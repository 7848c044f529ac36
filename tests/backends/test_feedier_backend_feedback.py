"""Feedback through Feedier's backend: of everybody, of saved segments, of rules that aren't saved, page by page."""

import json
from typing import Any

import pytest
from support.feedier_backend import NOON, feedier_answering, feedier_on, small_feedier, stored_as

from segtui.backends.errors import InvalidFields, NotFound, Refused, UnexpectedReply
from segtui.backends.feedier.backend import FeedierBackend
from segtui.backends.feedier.codec import decode, encode
from segtui.backends.feedier.feedback import MOST_IN_ADDRESS, length_in_address
from segtui.backends.feedier.refusals import RuleTooLong
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group
from segtui.domain.values import ListValue, NumberValue, TextValue
from segtui.sandbox import FeedierSandbox
from segtui.sandbox.feedier.fql import rule_test

HABITS: list[dict[str, Any]] = [
    {},
    {"counts_feedback": True},
    {"bare_feedback": True},
    {"heeds_order": True},
    {"links_base": "https://elsewhere.example"},
]


@pytest.fixture(scope="module")
def box() -> FeedierSandbox:
    """Shared: nothing here changes it, and its feedback takes time to make."""
    return small_feedier(230)


async def walked(backend: FeedierBackend, limit: int = 100, **which: Any) -> list[Lead]:
    """All pages of a list."""
    found: list[Lead] = []
    cursor: str | None = None
    while True:
        page = await backend.leads(cursor=cursor, limit=limit, **which)
        found += page.rows
        cursor = page.cursor
        if cursor is None:
            return found


def selected(box: FeedierSandbox, text: str) -> list[str]:
    """The ids of the feedback that the service's own evaluator takes, the newest first."""
    test = rule_test(text, now=NOON)
    return [str(one["id"]) for one in reversed(box.visible_feedback(box.accounts["owner"])) if test(one)]


def has_city(*cities: str) -> Group:
    """A rule on as many cities as needed."""
    return Group(children=(Condition("Attribute.city", Operator.ONE_OF, ListValue(tuple(map(TextValue, cities)))),))


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("limit", [100, 7, 1000, 0])
async def test_all_feedback_is_walked_through_each_once(
    box: FeedierSandbox, habits: dict[str, Any], limit: int
) -> None:
    few = small_feedier(**habits)
    few.add_feedback(*box.feedback[: 20 if limit < 10 else 230])
    async with feedier_on(few) as backend:
        rows = await walked(backend, limit)
        first = await backend.leads(limit=limit)
    assert [row.id for row in rows] == selected(few, "[]")
    assert first.total == (len(rows) if "counts_feedback" in habits else None)
    assert {one.query["per_page"] for one in few.requests} == {str(max(1, min(limit, 100)))}
    assert all(one.query["include"] == "attributes,answers" for one in few.requests)


@pytest.mark.parametrize(
    "name",
    ["Milan promoters", "Store visits or promoters", "Italian detractors of the last month", "About staff (old rule)"],
)
async def test_a_saved_segment_and_its_unsaved_rule_give_what_the_service_selects(
    box: FeedierSandbox, name: str
) -> None:
    stored = next(one for one in box.segments.values() if one["name"] == name)
    rule = decode(stored)
    async with feedier_on(box) as backend:
        of_segment = [row.id for row in await walked(backend, 20, segment_id=str(stored["id"]))]
        assert backend.previews_rule(rule)
        of_rule = [row.id for row in await walked(backend, 20, rule=rule)]
    assert of_segment == of_rule == selected(box, stored["fql"])


async def test_all_pages_of_a_segment_are_of_the_rule_that_the_first_was_of(box: FeedierSandbox) -> None:
    text = '[{"Form":{"$nin":[]}}]'
    odd = stored_as(box, text)
    async with feedier_on(box) as backend:
        first = await backend.leads(segment_id=odd, limit=100)
        box.segments[int(odd)]["fql"] = "[{'broken'"
        box.requests.clear()
        second = await backend.leads(segment_id=odd, cursor=first.cursor, limit=100)
    assert [one.query["fql"] for one in box.requests] == [text]
    assert [row.id for row in (*first.rows, *second.rows)] == selected(box, text)[:200]


async def test_a_segment_without_a_rule_is_not_taken_for_everybody() -> None:
    async with feedier_answering(lambda *_: {"id": 5, "name": "A", "fql": " "}) as backend:
        with pytest.raises(UnexpectedReply, match="no rule"):
            await backend.leads(segment_id="5")
        assert not backend.previews_rule(decode({"fql": " "}))
        assert backend.previews_rule(EVERYBODY)


async def test_a_rule_that_feedier_cannot_evaluate_is_told_in_its_words(box: FeedierSandbox) -> None:
    broken = next(str(key) for key, one in box.segments.items() if one["name"] == "Broken off")
    async with feedier_on(box) as backend:
        with pytest.raises(InvalidFields) as caught:
            await backend.leads(segment_id=broken)
    assert caught.value.fields == {"rule": ("The fql field must be a valid JSON string.",)}
    assert "valid JSON string" in caught.value.message


async def test_a_rule_that_fits_into_no_address_is_told_and_not_sent(box: FeedierSandbox) -> None:
    rule, longer = (has_city(*("Bologna" for _ in range(count))) for count in (300, 500))
    text, long_text = (str(encode(one).native["fql"]) for one in (rule, longer))
    assert length_in_address(text) < MOST_IN_ADDRESS < length_in_address(long_text)
    long_id = stored_as(box, long_text)
    async with feedier_on(box) as backend:
        assert backend.previews_rule(rule)
        assert not backend.previews_rule(longer)
        await backend.leads(rule=rule)
        with pytest.raises(RuleTooLong, match="6,000"):
            await backend.leads(segment_id=long_id)
        with pytest.raises(ValueError, match="listed exactly"):
            await backend.leads(rule=longer)


async def test_every_mark_of_a_rule_arrives_as_it_is() -> None:
    hostile = 'R&D "50%" #1 [x]{$}+,;é\u202e\x1b'
    rule = Group(Combine.ANY, (*has_city(hostile).children, Condition("Form", Operator.IS, NumberValue("1.50"))))
    text = encode(rule).native["fql"]
    seen: list[Any] = []

    def answer(_method: str, _path: str, query: Any) -> Any:
        seen.append(query["fql"])
        return []

    async with feedier_answering(answer) as backend:
        await backend.leads(rule=rule)
    assert seen == [text]
    assert hostile in json.loads(seen[0])[0]["Attribute"]["$in"]


async def test_one_feedback_is_found_by_its_id(box: FeedierSandbox) -> None:
    entry = box.feedback[7]
    async with feedier_on(box) as backend:
        lead = await backend.lead(str(entry["id"]))
        with pytest.raises(NotFound) as caught:
            await backend.lead("1")
    assert lead.id == str(entry["id"])
    name = next(one["value"] for one in entry["attributes"] if one["name"] == "name")
    assert lead.name == name
    assert lead.raw["carrier_id"] == lead.fields["Form"] == entry["carrier_id"]
    assert list(lead.found("Attribute.name")) == [name]
    assert "feedback" in caught.value.message


async def test_a_service_that_ignores_the_rule_gives_nobody_elses_feedback() -> None:
    async with feedier_answering(lambda *_: [{"id": 6}, {"id": 7}]) as backend:
        assert (await backend.lead("7")).name == ""
        with pytest.raises(NotFound):
            await backend.lead("8")


async def test_a_service_that_knows_other_relations_is_asked_without() -> None:
    asked: list[Any] = []

    def answer(_method: str, _path: str, query: Any) -> Any:
        asked.append(query.get("include"))
        return (400, {"message": "Requested include(s) `answers` are not allowed."}) if asked[-1] else [{"id": 6}]

    async with feedier_answering(answer) as backend:
        for _ in range(2):
            (lead,) = (await backend.leads()).rows
            assert "Attribute" not in lead.fields
    assert asked == ["attributes,answers", None, None]


async def test_another_refusal_is_not_taken_for_one_of_relations() -> None:
    async with feedier_answering(lambda *_: (400, {"message": "Bad search_after."})) as backend:
        with pytest.raises(Refused, match="search_after"):
            await backend.leads()
        assert len(backend.exchanges()) == 1


def pages_of(*pages: list[int], **more: Any) -> Any:
    """A service with these pages, one behind the last id of the other, whatever size was asked for."""

    def answer(_method: str, _path: str, query: Any) -> Any:
        after = query.get("search_after")
        place = next((place + 1 for place, page in enumerate(pages) if after == str(page[-1])), 0) if after else 0
        rows = [{"id": one} for one in (pages[place] if place < len(pages) else [])]
        return {"data": rows, **more}

    return answer


@pytest.mark.parametrize(
    ("pages", "more", "found"),
    [
        ([[9, 8], [7]], {}, "987"),  # a short page is the last
        ([[9, 8], [7, 6]], {}, "9876"),  # an empty one is, too
        ([[9], [8]], {}, "9"),
        ([[9], [8]], {"links": {"next": "https://elsewhere.example/"}}, "98"),
        ([[9], [8]], {"meta": {"per_page": 1}}, "98"),
        ([[9], [8]], {"meta": {"total": 2}}, "98"),
        ([[9, 8], [7, 6]], {"meta": {"total": 2}}, "98"),
        ([[9, 8], [7, 6]], {"meta": {"total": "many"}}, "9876"),
        ([[9, 8], [8, 7], [7]], {}, "987"),  # behind and including the last id
    ],
)
async def test_a_list_of_feedback_ends_where_there_is_no_more(pages: Any, more: dict[str, Any], found: str) -> None:
    async with feedier_answering(pages_of(*pages, **more)) as backend:
        assert "".join(row.id for row in await walked(backend, 2)) == found


async def test_a_page_that_comes_again_for_ever_is_told_and_not_taken_for_the_end() -> None:
    async with feedier_answering(lambda *_: [{"id": 9}, {"id": 8}]) as backend:
        with pytest.raises(UnexpectedReply, match="same page"):
            await walked(backend, 2)
        assert len(backend.exchanges()) == 2


@pytest.mark.parametrize("document", [None, "x", {}, {"data": {}}, [5], [{"carrier_id": 1}]])
async def test_what_is_no_list_of_feedback_is_said_so(document: Any) -> None:
    async with feedier_answering(lambda *_: document) as backend:
        with pytest.raises(UnexpectedReply):
            await backend.leads()
