"""Changes and deletions of Feedier's segments, whatever is answered to them."""

import json
from typing import Any

import pytest
from support.feedier_backend import draft_of, feedier_answering, feedier_on, small_feedier, stored_as, writes_to

from segtui.backends.errors import OutcomeUnknown, RightRefused, Unsendable
from segtui.backends.missing import NoSuchSegment
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment
from segtui.domain.values import ListValue, NumberValue, TextValue
from segtui.sandbox import Fault, FeedierSandbox

PROMOTERS = Condition("Nps", Operator.ONE_OF, ListValue((TextValue("promoter"),)))
IN_FORM_11 = Condition("Form", Operator.ONE_OF, ListValue((NumberValue("11"),)))
SINGLE_QUOTED = "[{'Form': {'$in': [11, 12]}}]"


@pytest.fixture
def box() -> FeedierSandbox:
    return small_feedier()


# Changing


@pytest.mark.parametrize("bodies", ["form", "json"])
@pytest.mark.parametrize(
    ("changed", "form", "as_json"),
    [
        ({"name": "Milan fans"}, {"name": "Milan fans"}, {"name": "Milan fans"}),
        ({"details": {"description": None}}, {"description": ""}, {"description": None}),
        ({"details": {"default": True}}, {"is_default": "1"}, {"is_default": True}),
        ({"details": {"editable by": "admin", "team": 4}}, {"editable_by": "admin"}, {"editable_by": "admin"}),
        ({"rule": Group(children=(IN_FORM_11,))},) + ({"fql": '[{"Form":{"$in":[11]}}]'},) * 2,
        ({"rule": Group(children=(PROMOTERS,)), "written": ""},) + ({"fql": '[{"Nps": {"$in": ["promoter"]}}]'},) * 2,
    ],
)
async def test_only_what_changes_is_sent(
    box: FeedierSandbox, bodies: str, changed: dict[str, Any], form: dict[str, str], as_json: dict[str, Any]
) -> None:
    async with feedier_on(box, options={"bodies": bodies}) as backend:
        milan = await backend.segment("901")
        box.requests.clear()
        now = await backend.update(milan, draft_of(milan, **changed))
        assert now == await backend.segment("901")
    (sent,) = writes_to(box)
    assert (sent.method, sent.path, sent.body) == ("PUT", "/v3/segments/901", form if bodies == "form" else as_json)
    key = next(iter(form))
    assert box.segments[901][key] == as_json[key]
    assert now.updated_at != milan.updated_at


async def test_a_change_of_nothing_is_not_sent(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        for milan in (await backend.segment("901"), (await backend.segments()).rows[0]):
            assert await backend.update(milan, draft_of(milan)) is milan
            assert await backend.update(milan, draft_of(milan, written="", details={})) is milan
    assert not writes_to(box)


async def test_a_repaired_text_is_sent_and_a_mere_other_change_leaves_the_odd_text_alone(box: FeedierSandbox) -> None:
    odd = stored_as(box, SINGLE_QUOTED)
    async with feedier_on(box) as backend:
        stored = await backend.segment(odd)
        await backend.update(stored, draft_of(stored, name="Renamed"))
        assert box.segments[int(odd)]["fql"] == SINGLE_QUOTED
        stored = await backend.segment(odd)
        repaired = '[{"Form":{"$in":[11,12]}}]'
        await backend.update(stored, draft_of(stored, written=repaired))
    assert [one.body for one in writes_to(box)] == [{"name": "Renamed"}, {"fql": repaired}]


async def test_one_changed_condition_leaves_the_others_bytes_alone(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        milan = await backend.segment("901")
        assert milan.rule is not None
        kept = milan.rule.children[:2]
        now = await backend.update(milan, draft_of(milan, rule=Group(children=kept)))
    first, second, _ = json.loads(milan.written)
    assert now.written == f"[{json.dumps(first)},{json.dumps(second)}]"


async def test_a_segment_stays_with_its_team(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        milan = await backend.segment("901")
        with pytest.raises(Unsendable, match="stays with the team"):
            await backend.update(milan, draft_of(milan, details={"team": 5}))
        with pytest.raises(Unsendable, match="colour"):
            await backend.update(milan, draft_of(milan, details={"colour": "red"}))
    assert not writes_to(box)


async def test_a_change_that_was_made_is_told_even_when_reading_it_back_fails() -> None:
    box = small_feedier(lean_get=True)
    async with feedier_on(box) as backend:
        milan = (await backend.segments()).rows[0]
        box.faults.add(Fault.status(503), method="GET")
        now = await backend.update(milan, draft_of(milan, name="Milan fans", details={"default": True}))
        box.faults.clear()
        assert now.name == "Milan fans"
        assert now.details == {"team": 4, "default": True, "editable by": "assigned"}
        assert (await backend.segment("901")).details == now.details


async def test_the_parts_of_an_answer_to_a_change_are_merged_under_either_name() -> None:
    stored = {"id": 5, "name": "A", "editable_by": "admin", "fql": "[]", "updated_at": "2024-01-01T00:00:00Z"}
    answers: dict[str, Any] = {"GET": stored, "PUT": {"id": 5, "assigned_to": "assigned"}}

    async with feedier_answering(lambda method, *_: answers[method]) as backend:
        before = await backend.segment("5")
        answers["GET"] = (500, {"message": "Server Error"})
        after = await backend.update(before, draft_of(before, details={"editable by": "assigned"}))
    assert after.details["editable by"] == "assigned"
    assert (after.name, after.written) == ("A", "[]")


@pytest.mark.parametrize(("document", "is_open"), [(None, False), ({"id": 6}, True), ([], True)])
async def test_an_answer_about_another_segment_leaves_open_what_happened(
    document: Any,
    is_open: bool,  # noqa: FBT001 - a column
) -> None:
    def answer(method: str, *_: Any) -> Any:
        return document if method == "PUT" else {"id": 5, "name": "B", "fql": "[]"}

    async with feedier_answering(answer) as backend:
        stored = Segment("5", "A", Group(), written="[]", raw={"id": 5, "name": "A", "fql": "[]"})
        if is_open:
            with pytest.raises(OutcomeUnknown):
                await backend.update(stored, draft_of(stored, name="B"))
        else:
            assert (await backend.update(stored, draft_of(stored, name="B"))).name == "B"


async def test_a_right_that_is_missing_is_told(box: FeedierSandbox) -> None:
    async with feedier_on(box, "viewer") as backend:
        milan = await backend.segment("901")
        with pytest.raises(RightRefused) as caught:
            await backend.update(milan, draft_of(milan, name="Mine"))
    assert "This action is unauthorized." in caught.value.message
    assert "admins" in caught.value.hint


# Deleting


@pytest.mark.parametrize("way", ["null", "nothing", "204"])
async def test_a_segment_is_deleted_whatever_is_answered(way: str) -> None:
    box = small_feedier(deletes_with=way)
    async with feedier_on(box) as backend:
        await backend.delete("901")
        assert 901 not in box.segments
        with pytest.raises(NoSuchSegment):
            await backend.delete("901")


async def test_a_deletion_answered_with_no_json_is_settled_by_looking(box: FeedierSandbox) -> None:
    async with feedier_on(box) as backend:
        box.faults.add(Fault.status(200, body="deleted"), method="DELETE")
        with pytest.raises(OutcomeUnknown):
            await backend.delete("901")
        box.faults.run_before(lambda: box.segments.pop(901), method="DELETE")
        await backend.delete("901")
