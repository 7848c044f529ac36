"""What a running Tiledesk server was seen to do with requests, its answers, and how a client gets past them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tiledesk import (
    NOON,
    PATIENT,
    PROJECT,
    backend_answered,
    backend_on,
    connection,
    filter_,
    stored_in,
)

from segtui.backends.errors import (
    OutcomeUnknown,
    Refused,
    RightRefused,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.tiledesk.backend import TiledeskBackend, changed_keys
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.errors import Trouble
from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.values import BoolValue, ListValue, NumberValue, TextValue, Value
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.sandbox.serve import running

DIALECT = TiledeskDialect()
ROME = Condition("city", Operator.IS, TextValue("Rome"))


@pytest.fixture
def box() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=60, now=lambda: NOON)


async def test_observed_09_nothing_is_sent_when_nothing_changed(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, filter_("city", "=", "Rome"))
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert await backend.update(segment, SegmentDraft.of(segment)) is segment
    assert [one.method for one in box.requests] == ["GET"]


def test_observed_09_only_what_changed_is_sent() -> None:
    raw: Any = {"name": "A", "match": "all", "filters": [filter_("city", "=", "Rome")]}
    segment = Segment("a" * 24, "A", DIALECT.decode(raw), raw=raw)
    assert changed_keys(segment, SegmentDraft("B", Group(children=(ROME,)))) == {"name": "B"}
    assert changed_keys(segment, SegmentDraft("A", Group(Combine.ANY, (ROME,)))) == {"match": "any"}
    assert changed_keys(segment, SegmentDraft("A", EVERYBODY)) == {"filters": []}


@pytest.mark.parametrize("body", [{"_id": "x", "message": "deleted", "success": True}, [], None])
async def test_observed_10_a_deletion_counts_whatever_its_answer_says(body: Any) -> None:
    async with backend_answered({"a" * 24: body}) as backend:
        await backend.delete("a" * 24)


async def test_observed_10_a_deletion_changes_the_state(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box)
    async with backend_on(box) as backend:
        await backend.delete(segment_id)
        assert (await backend.segment(segment_id)).state is SegmentState.DELETED


async def test_observed_11_leads_are_asked_for_in_our_project_only(box: TiledeskSandbox) -> None:
    async with backend_on(box) as backend:
        await backend.leads(segment_id=next(iter(box.project().segments)))
    assert [one.path for one in box.requests] == [f"/v3/{PROJECT}/leads"]


@pytest.mark.parametrize(
    ("count", "rows", "more"), [(41, 40, True), (40, 40, False), (None, 40, True), (None, 39, False), (99, 0, False)]
)
async def test_observed_12_a_page_is_the_last_when_it_is_short_or_reaches_the_total(
    count: int | None, rows: int, *, more: bool
) -> None:
    leads = [{"_id": f"{number:024x}"} for number in range(rows)]
    async with backend_answered({"/leads": {"count": count, "leads": leads}}) as backend:
        page = await backend.leads(limit=40)
    assert page.total == count
    assert (page.cursor is not None) is more


@pytest.mark.parametrize("count", ["12", -1, True, None, 1.5])
async def test_observed_12_a_total_that_is_no_count_is_unknown(count: Any) -> None:
    async with backend_answered({"/leads": {"count": count, "leads": []}}) as backend:
        assert (await backend.leads()).total is None


async def test_observed_13_pages_neither_overlap_nor_leave_leads_out(box: TiledeskSandbox) -> None:
    box.add_leads(*({"fullname": f"Imported {n}", "createdAt": "2026-01-01T00:00:00.000Z"} for n in range(100)))
    seen: list[str] = []
    cursor: str | None = None
    async with backend_on(box) as backend:
        while True:
            page = await backend.leads(cursor=cursor, limit=30)
            seen += [lead.id for lead in page.rows]
            cursor = page.cursor
            if cursor is None:
                break
    assert len(seen) == len(set(seen)) == page.total


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (403, {"success": False, "msg": "No way."}, "No way."),
        (400, {"success": False, "message": "Tags are required"}, "Tags are required"),
        (404, {"success": False, "error": "Lead not found"}, "Lead not found"),
        (500, {"err": "error"}, "error"),
        (422, {"errors": [{"value": "x", "msg": "Invalid value", "param": "email"}]}, "Invalid value"),
        (400, "Bad words", "Bad words"),
        (413, {"err": "Request entity too large", "limit": 512000}, "Request entity too large"),
    ],
)
async def test_observed_14_every_kind_of_error_body_is_quoted(
    box: TiledeskSandbox, status: int, body: Any, words: str
) -> None:
    box.faults.add(Fault.status(status, body=body))
    async with backend_on(box) as backend:
        with pytest.raises(Refused) as caught:
            await backend.segments()
    assert (caught.value.status, caught.value.detail) == (status, words)
    assert words in caught.value.message


@pytest.mark.parametrize(("who", "words"), [("teammate", "role"), ("stranger", "member"), ("disabled", "member")])
async def test_observed_14_too_low_a_role_and_no_membership_are_told_apart(
    box: TiledeskSandbox, who: str, words: str
) -> None:
    async with backend_on(box, who) as backend:
        with pytest.raises(RightRefused) as caught:
            await backend.segments()
    assert words in caught.value.message
    assert caught.value.trouble is Trouble.DENIED


async def test_observed_16_a_broken_connection_is_repeated_for_reads_only(box: TiledeskSandbox) -> None:
    box.faults.add(Fault.drop(), method="GET", path="/leads", times=2)
    box.faults.add(Fault.drop_after(), method="POST", path="/segments")
    with running(box) as base_url:
        async with backend_on(box, app=None, base_url=base_url) as backend:
            assert (await backend.leads(limit=1)).total is not None
            with pytest.raises(OutcomeUnknown):
                await backend.create(SegmentDraft("Once", Group(children=(ROME,))))
    assert [one.method for one in box.requests] == ["GET", "GET", "GET", "POST"]
    assert PATIENT.keep_alive < 5


async def test_observed_17_a_rule_that_is_too_large_is_refused_in_words(box: TiledeskSandbox) -> None:
    rule = Group(children=(Condition("note", Operator.IS, TextValue("x" * 512_000)),))
    async with backend_on(box) as backend:
        with pytest.raises(Refused) as caught:
            await backend.create(SegmentDraft("Large", rule))
    assert "too large" in caught.value.message


@pytest.mark.parametrize("name", ["n" * 20_000, "   ", "[/red] VIP", "\x1b]52;c;aGk=\x07", "\u202egnp.exe", "五🇮🇹"])
async def test_observed_18_any_name_comes_back_as_it_was_sent(box: TiledeskSandbox, name: str) -> None:
    async with backend_on(box) as backend:
        made = await backend.create(SegmentDraft(name, EVERYBODY))
        assert (await backend.segment(made.id)).name == made.name == name


@pytest.mark.parametrize(("name", "read"), [(5, "5"), (None, ""), ("\ud83d half", "\ud83d half"), (["a"], '["a"]')])
async def test_observed_18_a_name_that_is_no_text_can_be_read(name: Any, read: str) -> None:
    segment = {"_id": "a" * 24, "name": name, "id_project": PROJECT}
    async with backend_answered({"/segments": [segment, {"_id": "b" * 24}], "a" * 24: segment}) as backend:
        assert [one.name for one in (await backend.segments()).rows] == [read, ""]
        assert (await backend.segment("a" * 24)).raw["name"] == name


async def test_observed_18_half_a_character_is_sent_as_it_was_read() -> None:
    segment = {"_id": "a" * 24, "id_project": PROJECT, "filters": [filter_("city", "=", "\ud83d")], "match": "all"}
    async with backend_answered({"a" * 24: segment}) as backend:
        read = await backend.segment("a" * 24)
        assert read.rule == Group(children=(Condition("city", Operator.IS, TextValue("\ud83d")),))
        assert (await backend.update(read, SegmentDraft("\udc00", read.rule))).id == read.id


@pytest.mark.parametrize("value", [{"$gt": 1}, {"a.b": 1}, [{"a": {"$x": 1}}], [[{"b.": 1}]]])
def test_observed_19_a_new_segment_cannot_have_what_only_an_update_stores(value: Any) -> None:
    rule = DIALECT.decode({"filters": [filter_("attributes.x", "=", value)]})
    assert [one.code for one in DIALECT.problems(rule, known=rule.children, creating=True)] == ["incomplete"]
    assert DIALECT.problems(rule, known=rule.children) == ()


async def test_observed_20_leads_are_read_whatever_they_lack(box: TiledeskSandbox) -> None:
    box.add_leads({"attributes": "a text"}, {"attributes": [1], "fullname": None, "email": "e@example.com"})
    async with backend_on(box) as backend:
        found = {lead.id: lead for lead in (await backend.leads(limit=200)).rows}
        last = list(found.values())[-1]
        assert (await backend.lead(last.id)).raw == last.raw
    assert (last.name, last.raw["attributes"]) == ("e@example.com", [1])


def previewed(value: Value) -> bool:
    backend = TiledeskBackend(connection(TiledeskSandbox(lead_count=0)))
    return backend.previews_rule(Group(children=(Condition("email", Operator.IS, value),)))


@given(st.text(st.characters(codec="utf-8"), max_size=6))
def test_observed_21_no_parameter_is_left_empty(text: str) -> None:
    assert previewed(TextValue(text)) is (text != "")


@pytest.mark.parametrize(
    "value", [NumberValue("5"), BoolValue(yes=True), ListValue((TextValue("a"),)), TextValue("\ud83d")]
)
def test_observed_21_only_texts_are_asked_for_by_parameters(value: Value) -> None:
    assert not previewed(value)


async def test_a_rule_that_cannot_be_written_is_not_sent_in_part(box: TiledeskSandbox) -> None:
    lossy = Group(children=(ROME, Condition("city", Operator.CONTAINS, TextValue("x"), negate=True)))
    segment_id = stored_in(box)
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        for write in (backend.create(SegmentDraft("New", lossy)), backend.update(segment, SegmentDraft("A", lossy))):
            with pytest.raises(Unsendable):
                await write
        assert [one.method for one in box.requests] == ["GET"]


@pytest.mark.parametrize("answer", [[], {}, {"_id": None}, {"_id": "a", "status": []}, "text", 5, None])
async def test_an_answer_to_a_write_that_cannot_be_read_leaves_the_outcome_open(answer: Any) -> None:
    async with backend_answered({"/segments": answer, "a" * 24: answer}) as backend:
        with pytest.raises(OutcomeUnknown):
            await backend.create(SegmentDraft("A", EVERYBODY))
        with pytest.raises(UnexpectedReply):
            await backend.segment("a" * 24)
