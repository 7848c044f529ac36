"""Selections: rules over ChatBot.com's users that are kept here, and the users whom they are about."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import SecretStr
from support.chatbot_backend import (
    A_SELECTION,
    NOON,
    ROME,
    chatbot_on,
    put_users,
    small_chatbot,
    writes_to,
)
from support.strategies import rules

from segtui.backends.base import Ability, Connection
from segtui.backends.chatbot.backend import ChatBotBackend
from segtui.backends.chatbot.dialect import ChatBotDialect
from segtui.backends.chatbot.fields import user_fields
from segtui.backends.chatbot.service import SERVICE
from segtui.backends.errors import NotFound, ReadOnlyProfile, ServiceError, UnexpectedReply, Unsendable
from segtui.backends.missing import NoSuchSegment
from segtui.domain.counting import Certainty
from segtui.domain.evaluation import Evaluator
from segtui.domain.leads import Lead
from segtui.domain.operators import OF_DATES, FieldType, Operator
from segtui.domain.rules import Condition, Group, Opaque
from segtui.domain.segments import SegmentDraft, SegmentKind
from segtui.domain.values import BoolValue, JsonValue, ListValue, NumberValue, TextValue
from segtui.store.errors import FileTrouble
from segtui.store.register import MemoryRegister
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.workspace import OpenProfile, Workspace

DIALECT = ChatBotDialect()
OSLO = Group(children=(Condition("default_city", Operator.IS, TextValue("Oslo")),))


def workspace_on(backend: ChatBotBackend) -> Workspace:
    async def connect() -> ChatBotBackend:
        return backend

    return Workspace(SERVICE, OpenProfile("demo-chatbot", "chatbot", read_only=False), connect, now=lambda: NOON)


def meets(rule: Condition, **attributes: Any) -> bool | None:
    lead = Lead("1", "", {}, user_fields({"id": "1", "attributes": attributes}))
    return Evaluator(DIALECT.semantics, now=NOON).answer(rule, lead)


async def test_a_selection_is_kept_here_and_never_sent() -> None:
    box = small_chatbot()
    keeper = MemoryRegister()
    async with chatbot_on(box, keeper=keeper) as backend:
        made = await backend.create(A_SELECTION)
        assert (made.kind, made.rule, made.created_at) == (SegmentKind.DYNAMIC, ROME, NOON)
        changed = await backend.update(made, replace(A_SELECTION, name="Norwegians", rule=OSLO))
        assert await backend.update(changed, SegmentDraft.of(changed)) is changed
    async with chatbot_on(box, keeper=keeper) as another:
        assert await another.segment(made.id) == changed
        assert [one.name for one in (await another.segments()).rows if one.rule is not None] == ["Norwegians"]
        await another.delete(made.id)
        for gone in (another.segment(made.id), another.delete(made.id), another.update(changed, A_SELECTION)):
            with pytest.raises(NoSuchSegment):
                await gone
    assert keeper.documents() == {}
    assert writes_to(box) == []


async def test_a_rule_that_cannot_be_read_here_survives_a_new_name_and_a_duplicate() -> None:
    condition: dict[str, JsonValue] = {"field": "plan", "operator": "sounds like", "value": "pro"}
    newer: dict[str, JsonValue] = {"match": "all", "children": [condition]}
    keeper = MemoryRegister()
    keeper.put("selection:01", {"name": "Newer", "rule": newer, "created_at": None, "updated_at": None})
    async with chatbot_on(small_chatbot(), keeper=keeper) as backend:
        kept = await backend.segment("selection-01")
        renamed = await backend.update(kept, replace(SegmentDraft.of(kept), name="Renamed"))
        twin = await backend.create(replace(SegmentDraft.of(renamed), name="Twin"), renamed)
    assert keeper.documents()["selection:01"]["name"] == "Renamed"
    assert [one.raw["rule"] for one in (renamed, twin)] == [newer, newer]
    assert keeper.documents()["selection:01"]["rule"] == newer


async def test_a_profile_that_only_reads_keeps_nothing_and_one_without_a_place_says_so() -> None:
    box = small_chatbot()
    keeper = MemoryRegister()
    async with chatbot_on(box, keeper=keeper) as backend:
        made = await backend.create(A_SELECTION)
    async with chatbot_on(box, keeper=keeper, read_only=True) as reader:
        for write in (reader.create(A_SELECTION), reader.update(made, replace(A_SELECTION, rule=OSLO))):
            with pytest.raises(ReadOnlyProfile):
                await write
        with pytest.raises(ReadOnlyProfile):
            await reader.delete(made.id)
        assert await reader.segment(made.id) == made
    async with chatbot_on(box, keeper=None) as backend:
        assert all(one.kind is SegmentKind.REMOTE_LIST for one in (await backend.segments()).rows)
        with pytest.raises(Unsendable, match="no place"):
            await backend.create(A_SELECTION)


@settings(max_examples=60)
@given(rule=rules())
def test_every_rule_is_kept_as_it_is(rule: Group) -> None:
    encoded = DIALECT.encode(rule)
    assert encoded.losses == ()
    assert DIALECT.decode(encoded.native) == rule
    assert DIALECT.served(rule).rule == rule


def test_what_is_kept_and_cannot_be_read_stays_and_selects_nobody_surely() -> None:
    rule = DIALECT.decode({"rule": {"match": "some"}})
    [part] = rule.children
    assert isinstance(part, Opaque)
    assert Evaluator(DIALECT.semantics).answer(rule, Lead("1", "", {})) is None
    assert [one.code for one in DIALECT.problems(rule)] == ["not-understood"]
    assert DIALECT.problems(rule, known=rule.children) == ()
    assert DIALECT.decode({}) == Group()


@pytest.mark.parametrize(
    ("condition", "attributes", "answer"),
    [
        (Condition("plan", Operator.IS, TextValue("pro")), {"plan": "pro"}, True),
        (Condition("plan", Operator.IS, TextValue("pro")), {"plan": "Pro"}, False),
        (Condition("plan", Operator.EXISTS), {"plan": None}, False),
        (Condition("plan", Operator.IS, TextValue("pro"), negate=True), {"plan": None}, True),
        (Condition("seats", Operator.MORE_THAN, NumberValue("5")), {"seats": "12"}, True),
        (Condition("seats", Operator.MORE_THAN, NumberValue("5")), {"seats": 12}, True),
        (Condition("seats", Operator.IS, TextValue("12")), {"seats": 12}, True),
        (Condition("newsletter", Operator.IS, BoolValue(yes=True)), {"newsletter": True}, True),
        (Condition("plan.name", Operator.IS, TextValue("pro")), {"plan.name": "pro"}, True),
        (Condition("order.number", Operator.IS, TextValue("A-1")), {"order": {"number": "A-1"}}, True),
        (Condition("tags", Operator.HAS_ANY, ListValue((TextValue("vip"),))), {"tags": ["vip"]}, True),
        (Condition("attributes.id", Operator.IS, TextValue("x")), {"id": "x"}, True),
        (Condition("id", Operator.IS, TextValue("1")), {"id": "x"}, True),
    ],
)
def test_attributes_are_compared_as_the_texts_that_they_are(
    condition: Condition,
    attributes: dict[str, Any],
    answer: bool,  # noqa: FBT001 - of a table
) -> None:
    assert meets(condition, **attributes) is answer


def test_what_cannot_be_compared_is_refused_before_it_is_kept() -> None:
    wrong = (
        Condition("plan", Operator.ONE_OF, TextValue("pro")),
        Condition("plan", Operator.CONTAINS, NumberValue("5")),
        Condition("plan", Operator.BETWEEN, NumberValue("5")),
        Condition(" ", Operator.EXISTS),
    )
    assert [one.path for one in DIALECT.problems(Group(children=wrong))] == [(0,), (1,), (2,), (3,)]
    assert DIALECT.problems(Group(children=(*ROME.children, *OSLO.children))) == ()


def test_everything_that_can_be_evaluated_is_offered() -> None:
    for path in ("default_city", "createdAt", "banned", "conversations", "plan"):
        choices = DIALECT.operators(path)
        assert choices
        assert not any(one.why_not for one in choices)
    assert {one.operator for one in DIALECT.operators("plan")} > {Operator.MATCHES, Operator.HAS_ALL, Operator.WITHIN}
    assert (DIALECT.field_type("plan"), DIALECT.field_label("default_city")) == (FieldType.ANY, "city")


def test_a_selection_without_conditions_is_said_to_be_everybody() -> None:
    assert DIALECT.served(Group()).everybody
    assert not DIALECT.served(ROME).everybody
    assert not DIALECT.served(Group(), {"id": "66b3", "name": "A list"}).everybody
    assert not DIALECT.served(Group(negate=True)).everybody


@pytest.mark.parametrize("habits", [{}, {"count_is": "page"}, {"bare_users": True}])
async def test_everybody_is_read_page_by_page_in_whatever_form(habits: dict[str, Any]) -> None:
    box = small_chatbot(**habits)
    who = put_users(box, *["Rome"] * 85)
    async with chatbot_on(box) as backend:
        sample = await workspace_on(backend).sample()
        alone = await backend.lead(who[0])
    assert [lead.id for lead in sample.leads] == who[::-1]
    assert sample.is_everybody
    assert len(box.requests) == 4
    assert (alone.id, alone.fields) == (who[0], sample.leads[-1].fields)


async def test_a_full_last_page_is_the_end_where_the_number_of_all_is_told() -> None:
    box = small_chatbot()
    put_users(box, *["Rome"] * 40)
    async with chatbot_on(box) as backend:
        first = await backend.leads(limit=20)
        second = await backend.leads(cursor=first.cursor, limit=20)
    assert (first.total, len(second.rows), second.cursor) == (40, 20, None)


async def test_conversations_are_a_number_in_the_list_and_alone() -> None:
    box = small_chatbot(user_count=30)
    async with chatbot_on(box) as backend:
        for lead in (await backend.leads()).rows:
            alone = await backend.lead(lead.id)
            assert (alone.name, alone.fields) == (lead.name, lead.fields)
        for text in ("crm-1", "", "../segments", "g" * 24):
            with pytest.raises(ServiceError):
                await backend.lead(text)


async def test_a_service_that_gives_one_page_for_ever_is_not_asked_for_ever_nor_called_complete() -> None:
    box = small_chatbot(heeds_after=False, count_is="page")
    put_users(box, *["Rome"] * 50)
    async with chatbot_on(box) as backend:
        sample = await workspace_on(backend).sample()
        assert (len(sample.leads), sample.is_everybody) == (40, False)
        made = await backend.create(replace(A_SELECTION, rule=OSLO))
        with pytest.raises(UnexpectedReply, match="again and again"):
            await backend.leads(segment_id=made.id)
    assert len(box.requests) == 4


async def test_a_list_of_users_that_lost_its_place_says_so() -> None:
    box = small_chatbot()
    put_users(box, *["Rome"] * 50)
    async with chatbot_on(box) as backend:
        page = await backend.leads()
        box.delete_user(page.rows[-1].id)
        with pytest.raises(NotFound, match="deleted meanwhile"):
            await backend.leads(cursor=page.cursor)


async def test_whom_a_selection_has_is_found_by_asking_for_everybody() -> None:
    box = small_chatbot()
    put_users(box, *["Oslo", None, "Rome"] * 30)
    async with chatbot_on(box) as backend:
        made = await backend.create(A_SELECTION)
        first = await backend.leads(segment_id=made.id, limit=20)
        second = await backend.leads(segment_id=made.id, cursor=first.cursor, limit=20)
    found = [*first.rows, *second.rows]
    assert (len({one.id for one in found}), len(found), second.cursor) == (30, 30, None)
    assert {one.fields["default_city"] for one in found} == {"Rome"}


class FullKeeper(MemoryRegister):
    """Keeps a use of nothing, as a full disk."""

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        if key.startswith("used:"):
            raise FileTrouble("No space left.")
        super().put(key, document)


async def test_a_selection_is_counted_on_all_users_and_that_it_was_used_is_remembered() -> None:
    box = small_chatbot()
    put_users(box, *["Oslo", None, "Rome"] * 30)
    async with chatbot_on(box) as backend:
        workspace = workspace_on(backend)
        made = await backend.create(A_SELECTION)
        assert made.used_at is None
        unsaved = await workspace.preview(OSLO, made)
        assert (await backend.segment(made.id)).used_at is None
        feed = await workspace.preview(ROME, made)
        assert (feed.count.value, feed.count.certainty, len(feed.rows)) == (30, Certainty.EXACT, 30)
        assert (unsaved.count.value, feed.note) == (30, "")
        used = await backend.segment(made.id)
        assert (used.used_at, used.raw) == (NOON, made.raw)
        assert (await workspace.unchanged(made)).id == made.id
        assert (await backend.update(used, replace(A_SELECTION, name="Again"))).used_at == NOON


async def test_noting_a_use_touches_nothing_else_and_is_no_reason_to_count_nobody() -> None:
    box = small_chatbot()
    put_users(box, "Rome")
    keeper = MemoryRegister()
    async with chatbot_on(box, keeper=keeper) as backend:
        made = await backend.create(A_SELECTION)
        await backend.update(made, replace(A_SELECTION, name="Renamed meanwhile"))
        kept = keeper.documents("selection:")
        backend.note_used(made.id)
        assert keeper.documents("selection:") == kept
        assert len(keeper.documents("used:")) == 1
    only_read = MemoryRegister(kept)
    async with chatbot_on(box, keeper=only_read, read_only=True) as reader:
        assert (await workspace_on(reader).preview(ROME, made)).count.value == 1
    assert only_read.documents() == kept
    async with chatbot_on(box, keeper=FullKeeper(kept)) as full:
        assert (await workspace_on(full).preview(ROME, made)).count.value == 1


async def test_as_many_users_as_fill_one_page_are_everybody() -> None:
    box = small_chatbot()
    put_users(box, *["Rome"] * 40)
    async with chatbot_on(box) as backend:
        feed = await workspace_on(backend).preview(ROME)
    assert str(feed.count) == "40 of 40 · exact · counted here"


async def test_no_more_users_are_fetched_than_the_service_allows_and_the_cap_is_said() -> None:
    box = small_chatbot()
    put_users(box, *["Rome"] * 100)
    assert SERVICE.sample_size == 20_000
    async with chatbot_on(box) as backend:
        workspace = workspace_on(backend)
        workspace.service = replace(SERVICE, sample_size=60)
        feed = await workspace.preview(ROME)
    assert (feed.count.value, feed.count.certainty) == (60, Certainty.SAMPLE)
    assert str(feed.count).endswith("of the first 60 · sample")
    assert len(box.requests) == 2


async def test_a_selection_is_planned_shown_and_saved_like_any_rule() -> None:
    box = small_chatbot()
    put_users(box, "Oslo", "Rome", "Rome")
    async with chatbot_on(box) as backend:
        workspace = workspace_on(backend)
        plan = await plan_create(workspace, A_SELECTION)
        made = (await carry_out(workspace, plan)).segment
        assert made is not None
        assert plan.count is not None
        assert (plan.count.value, made.rule) == (2, ROME)
        change = await plan_update(workspace, made, replace(SegmentDraft.of(made), rule=OSLO))
        assert change.movement is not None
        assert (len(change.movement.entering), len(change.movement.leaving)) == (1, 2)
        outcome = await carry_out(workspace, change, change.confirmation.word if change.confirmation else "")
        assert outcome.ending is Ending.DONE
        assert outcome.segment is not None
        deletion = await plan_delete(workspace, outcome.segment)
        assert (await carry_out(workspace, deletion, "delete")).ending is Ending.DONE
    assert writes_to(box) == []


async def test_the_users_of_a_list_are_not_taken_for_everybody() -> None:
    box = small_chatbot()
    async with chatbot_on(box) as backend:
        listed = (await backend.segments()).rows[0]
        with pytest.raises(ServiceError, match="doesn't tell who is in a list"):
            await workspace_on(backend).preview(Group(), listed)


def test_what_a_profile_says_and_what_the_service_lacks_is_told_with_reasons() -> None:
    assert SERVICE.check_settings({}) == ""
    assert SERVICE.check_settings({"project": "1"}).startswith("project ")
    assert set(SERVICE.abilities.why_not) == {Ability.LINKS, Ability.PREVIEW_RULE}
    assert isinstance(
        SERVICE.open(Connection("https://api.chatbot.com", SecretStr("Bearer  abc"), "token")), ChatBotBackend
    )


def test_operators_of_dates_come_last_where_a_field_seldom_holds_one() -> None:
    of_any, of_dates = (
        [choice.operator for choice in ChatBotDialect().operators(field)] for field in ("plan", "createdAt")
    )
    assert set(of_any[-3:]) == OF_DATES == {*of_any} & OF_DATES
    assert of_dates[-1] not in OF_DATES
