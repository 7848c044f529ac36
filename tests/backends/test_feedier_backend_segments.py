"""Feedier's segments through its backend: listed, read, made, changed, deleted, whatever the service's habits are."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.feedier_backend import (
    BASE_URL,
    all_segments,
    draft_of,
    feedier_answering,
    feedier_on,
    small_feedier,
    writes_to,
)

from segtui.backends.base import ChangesSegments, LinksSegments, ShowsLeads, TellsUses, WritesNewRules
from segtui.backends.details import OffersDetails
from segtui.backends.errors import InvalidFields, OutcomeUnknown, UnexpectedReply, Unsendable
from segtui.backends.feedier.bodies import as_form
from segtui.backends.feedier.codec import decode
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.backends.registry import service
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue, ListValue, NumberValue, TextValue
from segtui.sandbox import FeedierSandbox

PROMOTERS = Condition("Nps", Operator.ONE_OF, ListValue((TextValue("promoter"),)))
IN_FORM_11 = Condition("Form", Operator.ONE_OF, ListValue((NumberValue("11"),)))
SINGLE_QUOTED = "[{'Form': {'$in': [11, 12]}}]"


@pytest.fixture
def box() -> FeedierSandbox:
    return small_feedier()


# Listing


@pytest.mark.parametrize(
    "habits",
    [{}, {"heeds_segment_limit": True}, {"sends_segment_meta": True}, {"links_base": "https://elsewhere.example"}],
)
async def test_every_segment_is_listed_once_however_pages_are_made(habits: dict[str, Any]) -> None:
    box = small_feedier(**habits)
    mine = [str(one["id"]) for one in box.segments.values() if one["team_id"] != 90]
    async with feedier_on(box) as backend:
        first = await backend.segments()
        listed = await all_segments(backend)
    assert [one.id for one in listed] == mine
    assert first.total == (len(mine) if "sends_segment_meta" in habits else None)
    assert {one.authorized_as for one in box.requests} == {"owner"}


async def test_a_page_is_asked_for_by_its_number_and_a_foreign_address_never_gets_the_token() -> None:
    box = small_feedier(links_base="https://elsewhere.example")
    async with feedier_on(box) as backend:
        await all_segments(backend)
        assert all(one.path_with_query.startswith("/v3/segments?") for one in backend.exchanges())
    pages = [one.query for one in box.requests]
    assert pages[:2] == [{"include": "links.linkable", "page": str(page), "limit": "100"} for page in (1, 2)]
    assert len(pages) == -(-sum(one["team_id"] != 90 for one in box.segments.values()) // 10)


async def test_a_list_without_a_word_about_pages_ends_with_an_empty_one() -> None:
    def answer(_method: str, _path: str, query: Any) -> Any:
        return [{"id": int(query["page"])}] if int(query["page"]) <= 3 else []

    async with feedier_answering(answer) as backend:
        assert [one.id for one in await all_segments(backend)] == ["1", "2", "3"]


async def test_a_listed_segment_is_read_with_all_that_is_shown_of_it(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        milan = (await backend.segments()).rows[0]
    assert (milan.id, milan.name) == ("901", "Milan promoters")
    assert milan.written == box.segments[901]["fql"]
    assert milan.rule == decode({"fql": milan.written})
    assert milan.details == {"team": 4, "default": False, "editable by": "assigned"}
    assert milan.created_at == datetime.fromisoformat(box.segments[901]["created_at"])
    assert milan.links is not None
    assert [(one.id, one.kind, one.target_id, one.name) for one in milan.links] == [
        ("310", "team", "4", "North"),
        ("311", "team", "6", "Milan"),
        ("312", "user", "23", "Chiara Conti <chiara@example.com>"),
    ]


async def test_links_to_kinds_nobody_told_of_and_to_what_is_gone_are_listed_too(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        by_name = {one.name: one for one in await all_segments(backend)}
    odd, gone = by_name["Given to a kind of its own"].links, by_name["Given to a team that is gone"].links
    assert odd is not None
    assert gone is not None
    assert [(one.kind, one.target_id, one.name) for one in odd] == [
        ("Workspace", "3", ""),
        ("user", "24", "Theo Marsh <theo@example.com>"),
    ]
    assert [(one.kind, one.target_id, one.name) for one in gone] == [("team", "3", "")]


@pytest.mark.parametrize("key", ["editable_by", "assigned_to"])
async def test_who_may_edit_is_read_under_both_names(key: str) -> None:
    async with feedier_answering(lambda *_: {"data": [{"id": 5, key: "assigned"}]}) as backend:
        assert (await backend.segments()).rows[0].details == {"editable by": "assigned"}


async def test_of_a_segment_only_the_id_has_to_be_there() -> None:
    async with feedier_answering(lambda *_: {"data": [{"id": 5}]}) as backend:
        (bare,) = (await backend.segments()).rows
    assert (bare.id, bare.name, bare.written, bare.details, bare.links) == ("5", "", "", {}, None)


async def test_a_rule_that_came_as_a_document_is_kept_as_its_text() -> None:
    async with feedier_answering(lambda *_: {"data": [{"id": 5, "fql": [{"Form": {"$in": [11]}}]}]}) as backend:
        (one,) = (await backend.segments()).rows
    assert one.written == '[{"Form":{"$in":[11]}}]'
    assert one.rule == Group(children=(IN_FORM_11,))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-09-02T08:15:00.000000Z", datetime(2024, 9, 2, 8, 15, tzinfo=UTC)),
        ("2024-09-02T10:15:00+02:00", datetime(2024, 9, 2, 8, 15, tzinfo=UTC)),
        ("soon", None),
        (5, None),
    ],
)
async def test_dates_are_read_in_both_forms(written: Any, moment: datetime | None) -> None:
    async with feedier_answering(lambda *_: {"data": [{"id": 5, "updated_at": written}]}) as backend:
        assert (await backend.segments()).rows[0].updated_at == moment


@pytest.mark.parametrize(("sent", "read"), [(1, True), ("0", False), (False, False), ("maybe", None), ([], None)])
async def test_flags_are_read_in_any_form(sent: Any, read: bool | None) -> None:  # noqa: FBT001 - a column
    async with feedier_answering(lambda *_: {"data": [{"id": 5, "is_default": sent}]}) as backend:
        assert (await backend.segments()).rows[0].details.get("default") is read


@pytest.mark.parametrize("document", [None, "no", {"data": None}, {"data": [5]}, {"data": [{"name": "no id"}]}])
async def test_what_is_no_list_of_segments_is_said_so(document: Any) -> None:
    async with feedier_answering(lambda *_: document) as backend:
        with pytest.raises(UnexpectedReply):
            await backend.segments()


# Reading one


@pytest.mark.parametrize("habits", [{}, {"wraps_one": True}, {"get_includes": True}])
async def test_one_segment_is_read_wrapped_or_bare(habits: dict[str, Any]) -> None:
    async with feedier_on(small_feedier(**habits)) as backend:
        milan = await backend.segment("901")
    assert milan.details["description"] == "For the monthly letter of thanks."
    assert milan.links is None or [one.target_id for one in milan.links] == ["4", "6", "23"]
    assert (milan.links is not None) == ("get_includes" in habits)


async def test_what_a_lean_answer_leaves_out_is_known_from_an_earlier_one_of_the_same_state() -> None:
    box = small_feedier(lean_get=True)
    async with feedier_on(box) as backend:
        assert (await backend.segment("901")).details == {"team": 4}
        listed = (await backend.segments()).rows[0]
        again = await backend.segment("901")
        assert again.details == listed.details
        assert again.links is None  # they may have changed without a trace
        box.change_behind_your_back(901, is_default=True)
        assert (await backend.segment("901")).details == {"team": 4}


@pytest.mark.parametrize("text", ["", "abc", "9o1", "-1", "٣", "1/2", "901 ", "1" * 19])
async def test_an_id_that_is_no_whole_number_is_never_sent(box: FeedierSandbox, text: str) -> None:
    async with feedier_on(box) as backend:
        milan = (await backend.segments()).rows[0]
        box.requests.clear()
        odd = Segment(text, milan.name, milan.rule, written=milan.written)
        for asked in (
            backend.segment(text),
            backend.delete(text),
            backend.uses(text),
            backend.lead(text),
            backend.leads(segment_id=text),
            backend.unlink("901", text),
            backend.update(odd, draft_of(odd, name="Other")),
        ):
            with pytest.raises(MalformedId):
                await asked
    assert not box.requests


async def test_a_segment_that_is_not_there_may_be_one_that_the_token_does_not_see(box: FeedierSandbox) -> None:
    async with feedier_on(box, "branch") as backend:
        for asked in (backend.segment("901"), backend.delete("901"), backend.links("901")):
            with pytest.raises(NoSuchSegment) as caught:
                await asked
            assert "may see" in caught.value.message


# Making


@pytest.mark.parametrize("bodies", ["form", "json"])
@pytest.mark.parametrize("habits", [{}, {"wraps_one": True, "created_status": 200}, {"checks_fql": True}])
async def test_a_segment_is_made_with_its_details(bodies: str, habits: dict[str, Any]) -> None:
    box = small_feedier(**habits)
    details: dict[str, JsonValue] = {"team": 4, "description": "", "default": True, "editable by": "assigned"}
    async with feedier_on(box, options={"bodies": bodies}) as backend:
        made = await backend.create(SegmentDraft("Zoë & co", Group(children=(PROMOTERS,)), details=details))
    (sent,) = writes_to(box)
    text = '[{"Nps":{"$in":["promoter"]}}]'
    assert (sent.method, sent.path) == ("POST", "/v3/segments")
    assert sent.body == {
        "team_id": "4" if bodies == "form" else 4,
        "name": "Zoë & co",
        "fql": text,
        "description": "" if bodies == "form" else None,
        "is_default": "1" if bodies == "form" else True,
        "editable_by": "assigned",
    }
    assert made.written == box.segments[int(made.id)]["fql"] == text
    assert made.details == {**details, "description": ""}
    assert made.rule == Group(children=(PROMOTERS,))


async def test_a_copy_has_the_rule_exactly_as_it_stands(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        milan = await backend.segment("901")
        made = await backend.create(draft_of(milan, written="", name="Copy"), like=milan)
    assert made.written == milan.written


async def test_a_new_rule_is_nested_where_the_profile_says_so(box: FeedierSandbox) -> None:
    draft = SegmentDraft("New", Group(children=(PROMOTERS, IN_FORM_11)), details={"team": 4})
    async with feedier_on(box, options={"new_rules": "nested"}) as backend:
        made = await backend.create(draft)
        milan = await backend.segment("901")
        copy = await backend.create(draft_of(milan, written=""), like=milan)
        empty = await backend.create(SegmentDraft("Empty", Group(), details={"team": 4}))
    assert empty.written == "[]"
    assert made.written == '[[{"Nps":{"$in":["promoter"]}}],[{"Form":{"$in":[11]}}]]'
    assert made.rule == draft.rule
    assert copy.written == milan.written


async def test_the_profiles_project_is_the_team_of_new_segments(box: FeedierSandbox) -> None:
    draft = SegmentDraft("New", Group(children=(PROMOTERS,)))
    async with feedier_on(box, project="13") as backend:
        assert (await backend.create(draft)).details["team"] == 13
    async with feedier_on(box) as backend:
        with pytest.raises(Unsendable, match="needs a team"):
            await backend.create(draft)


@pytest.mark.parametrize("old", [True, False])
async def test_what_is_wrong_with_a_new_segment_is_told_field_by_field(old: bool) -> None:  # noqa: FBT001 - a column
    box = small_feedier(old_errors=old)
    details: dict[str, JsonValue] = {"team": 90, "editable by": "nobody"}
    async with feedier_on(box) as backend:
        with pytest.raises(InvalidFields) as caught:
            await backend.create(SegmentDraft("", Group(children=(PROMOTERS,)), details=details))
    assert set(caught.value.fields) == (set() if old else {"name", "editable by"})
    assert "The name field is required." in caught.value.message
    if not old:
        assert caught.value.fields["editable by"] == ("The selected editable by is invalid.",)


async def test_details_that_feedier_does_not_have_are_not_dropped(box: FeedierSandbox) -> None:
    draft = SegmentDraft("New", Group(children=(PROMOTERS,)), details={"team": 4, "colour": "red"})
    async with feedier_on(box) as backend:
        with pytest.raises(Unsendable, match="colour"):
            await backend.create(draft)
    assert not box.requests


async def test_a_rule_that_would_lose_a_part_is_not_sent(box: FeedierSandbox) -> None:
    odd = Group(children=(Condition("Form", Operator.MATCHES, TextValue("^1")),))
    async with feedier_on(box) as backend:
        milan = await backend.segment("901")
        with pytest.raises(Unsendable):
            await backend.create(SegmentDraft("New", odd, details={"team": 4}))
        with pytest.raises(Unsendable):
            await backend.update(milan, draft_of(milan, rule=odd))
        assert not backend.previews_rule(odd)
        with pytest.raises(ValueError, match="listed exactly"):
            await backend.leads(rule=odd)
    assert not writes_to(box)


@pytest.mark.parametrize("document", [None, [], {"name": "no id"}, "made"])
async def test_an_answer_to_a_write_that_cannot_be_read_leaves_open_what_happened(document: Any) -> None:
    async with feedier_answering(lambda *_: document) as backend:
        with pytest.raises(OutcomeUnknown):
            await backend.create(SegmentDraft("New", Group(children=(PROMOTERS,)), details={"team": 4}))


# The service


async def test_the_backend_is_what_the_service_opens(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        assert isinstance(backend, ChangesSegments)
        assert isinstance(backend, ShowsLeads)
        assert isinstance(backend, LinksSegments)
        assert isinstance(backend, OffersDetails)
        assert isinstance(backend, TellsUses)
        assert isinstance(backend, WritesNewRules)
        assert await backend.fields() == service("feedier").dialect.fields
    known = service("feedier")
    assert (known.title, known.auth_kinds, known.lead_word.title) == ("Feedier", ("token",), "feedback")
    assert [one.key for one in known.details if one.required and one.only_new and one.asks_service] == ["team"]
    assert [one.key for one in known.details if one.confirm] == ["default"]
    assert all(option.initial in option.choices for option in known.options)
    assert not known.check_settings({"project": "4"})
    assert known.check_settings({"project": "north"})


async def test_the_version_may_be_part_of_the_base_url(box: FeedierSandbox) -> None:
    for base_url in (f"{BASE_URL}/v3", f" {BASE_URL}/v3/ ", f"{BASE_URL}/"):
        async with feedier_on(box, base_url=base_url) as backend:
            assert (await backend.segment("901")).name == "Milan promoters"


def test_a_form_is_all_text() -> None:
    fields = {"a": True, "b": False, "c": None, "d": 5, "e": "ü", "f": [1]}
    assert as_form(fields).fields == {"a": "1", "b": "0", "c": "", "d": "5", "e": "ü", "f": "[1]"}
