"""Before a write: what is looked at, what is refused, and what must be typed. Nothing of it writes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.workspaces import any_of, every, is_, named, open_on, rule_of, small_box, stored, word_of, writes
from workspace_writes import CALLED_A, ROME, VIP, Planner, box_of_three, created, deleted, loaded, renamed

from segtui.backends.errors import ServiceError, ServiceFault
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.backends.tiledesk.refusals import ForeignSegment
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import DayValue, InstantValue, TextValue
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.workspace.editing import Editing
from segtui.workspace.errors import (
    NothingToChange,
    RuleRefused,
    SegmentIsDeleted,
    Unsafe,
)
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update

# What a plan says


async def test_a_plan_to_change_says_what_differs_and_whom_it_will_select() -> None:
    workspace, segment = await loaded(box_of_three(), is_("city", "=", "Rome"))
    plan = await plan_update(workspace, segment, SegmentDraft("Renamed", every(ROME, VIP)))
    assert plan.write is Write.UPDATE
    assert [str(step) for step in plan.change.steps] == ["~ name: A rule → Renamed", "+ condition 2: tags is vip"]
    assert plan.count is not None
    assert (plan.count.value, plan.count.of) == (0, 3)
    assert plan.served.rule == every(ROME, VIP)
    assert word_of(plan) == "nobody"
    assert plan.stored == segment


async def test_a_plan_to_make_one_names_a_segment_of_the_same_name() -> None:
    box = box_of_three()
    workspace = open_on(box)
    plan = await plan_create(workspace, SegmentDraft("VIP customers", every(VIP)))
    assert plan.write is Write.CREATE
    assert "already a segment called “VIP customers”" in plan.note
    assert (await plan_create(workspace, SegmentDraft("VIP customers 2", every(VIP)))).note == ""


async def test_a_plan_to_delete_wants_a_word_and_says_that_nothing_brings_it_back() -> None:
    workspace, segment = await loaded(box_of_three(), is_("city", "=", "Rome"))
    plan = await plan_delete(workspace, segment)
    assert [str(step) for step in plan.change.steps] == ["- condition 1: city is Rome"]
    assert plan.confirmation is not None
    assert plan.confirmation.word == "delete"
    assert "can't be brought back" in plan.confirmation.reason


@pytest.mark.parametrize("plan", [renamed, created, deleted])
async def test_planning_writes_nothing(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    await plan(workspace, segment)
    assert writes(box) == []


async def test_a_count_that_cannot_be_had_keeps_nobody_from_saving() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    box.faults.add(Fault.status(500), path="/leads")
    plan = await renamed(workspace, segment)
    assert plan.count is None
    assert (await carry_out(workspace, plan)).ending is Ending.DONE


@pytest.mark.parametrize(
    ("written", "held"),
    [
        (
            Condition("city", Operator.MATCHES, TextValue("Rome")),
            Condition("city", Operator.CONTAINS, TextValue("Rome")),
        ),
        (Group(Combine.ALL, (ROME,)), ROME),
        (
            Condition("createdAt", Operator.AT_LEAST, DayValue(date(2026, 7, 1))),
            Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-07-01T00:00:00.000Z")),
        ),
    ],
)
async def test_what_the_service_says_in_another_way_is_shown_so_before_it_is_sent(
    written: Condition | Group, held: Condition
) -> None:
    workspace, segment = await loaded(box_of_three())
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(VIP, written)))
    assert plan.draft.rule == every(VIP, held)
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.rule == every(VIP, held)


async def test_what_is_muted_is_never_sent() -> None:
    workspace, segment = await loaded(box_of_three())
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(VIP, replace(ROME, muted=True))))
    assert plan.draft.rule == every(VIP)


# Nothing to change


@pytest.mark.parametrize("name", [one["name"] for one in small_box().project().segments.values() if one["status"]])
async def test_an_untouched_segment_is_nothing_to_change_whatever_it_holds(name: str) -> None:
    box = small_box()
    workspace = open_on(box)
    segment = await workspace.segment(named(box, name))
    with pytest.raises(NothingToChange):
        await plan_update(workspace, segment, SegmentDraft.of(segment))
    assert writes(box) == []


async def test_another_way_to_write_the_same_is_nothing_to_change() -> None:
    workspace, segment = await loaded(box_of_three(), is_("city", "=", "Rome"), is_("city", "contains", "om"))
    nested = Group(Combine.ALL, (Group(Combine.ALL, rule_of(segment).children),))
    with pytest.raises(NothingToChange):
        await plan_update(workspace, segment, SegmentDraft(segment.name, nested))


# Refusals


@pytest.mark.parametrize("plan", [renamed, created, deleted])
async def test_a_read_only_profile_plans_nothing(plan: Planner) -> None:
    box = box_of_three()
    workspace = open_on(box, read_only=True)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    already = len(box.requests)
    with pytest.raises(Unsafe, match="read-only") as caught:
        await plan(workspace, segment)
    assert caught.value.trouble is Trouble.UNSAFE
    assert len(box.requests) == already


@pytest.mark.parametrize("plan", [renamed, created, deleted])
async def test_a_plan_of_another_profile_is_refused_by_a_read_only_one(plan: Planner) -> None:
    box = box_of_three()
    writing, segment = await loaded(box, is_("city", "=", "Rome"))
    made = await plan(writing, segment)
    reading = open_on(box, read_only=True)
    with pytest.raises(SegtuiError, match="read-only"):
        await carry_out(reading, made, word_of(made))
    assert writes(box) == []


GHOST = "00000000000000000000beef"
FOREIGN = next(iter(small_box().project(TiledeskSandbox.other_project_id).segments))


@pytest.mark.parametrize(
    ("segment_id", "refusal"),
    [
        (GHOST, NoSuchSegment),
        ("ffffffffffffffffffffffff", NoSuchSegment),
        (FOREIGN, ForeignSegment),
        ("not-an-id", MalformedId),
        ("", MalformedId),
        ("../leads", MalformedId),
        ("twelve chars", MalformedId),
    ],
)
@pytest.mark.parametrize("plan", [renamed, deleted])
async def test_an_id_that_leads_elsewhere_is_refused_before_anything_is_written(
    plan: Planner, segment_id: str, refusal: type[SegtuiError]
) -> None:
    box = box_of_three()
    box.ghosts[GHOST] = {"_id": GHOST, "name": "A rule", "createdAt": box.stamp(), "__v": 0}
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    with pytest.raises(refusal) as caught:
        await plan(workspace, replace(segment, id=segment_id))
    assert caught.value.trouble is Trouble.UNSAFE
    assert writes(box) == []


@pytest.mark.parametrize("plan", [renamed, deleted])
async def test_a_deleted_segment_is_refused_before_anything_is_written(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    box.change_behind_your_back(segment.id, status=0)
    with pytest.raises(SegmentIsDeleted, match="“A rule” has been deleted"):
        await plan(workspace, segment)
    assert writes(box) == []


@pytest.mark.parametrize("plan", [renamed, deleted])
async def test_a_segment_that_is_deleted_while_the_plan_is_read_is_refused(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    made = await plan(workspace, segment)
    box.change_behind_your_back(segment.id, status=0)
    with pytest.raises(SegmentIsDeleted):
        await carry_out(workspace, made, word_of(made))
    assert writes(box) == []


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\N{NO-BREAK SPACE}"])
async def test_a_segment_needs_a_name(name: str) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    with pytest.raises(Unsafe, match="needs a name"):
        await plan_create(workspace, SegmentDraft(name, every(ROME)))
    with pytest.raises(Unsafe, match="needs a name"):
        await plan_update(workspace, segment, SegmentDraft(name, every(ROME)))
    assert writes(box) == []


async def test_a_segment_that_never_had_a_name_can_be_changed_without_giving_it_one() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"), name="")
    plan = await plan_update(workspace, segment, SegmentDraft("", every(VIP)))
    assert (await carry_out(workspace, plan, word_of(plan))).ending is Ending.DONE
    assert "name" not in writes(box)[0].body


async def test_a_duplicate_of_a_segment_without_a_name_needs_one() -> None:
    workspace, segment = await loaded(box_of_three(), is_("city", "=", "Rome"), name="")
    with pytest.raises(Unsafe, match="needs a name"):
        await plan_create(workspace, SegmentDraft("", every(ROME)), segment)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            every(VIP, Condition("createdAt", Operator.MORE_THAN, TextValue("yesterday"))),
            "Condition 2: createdAt holds",
        ),
        (every(Condition("note", Operator.MATCHES, TextValue(":("))), "no valid pattern"),
        (every(Condition("", Operator.IS, TextValue("x"))), "needs a field"),
        (every(Condition("fullname", Operator.ENDS_WITH, TextValue("a"))), "no way to say"),
        (every(ROME, any_of(VIP, CALLED_A)), "Condition 2: Tiledesk keeps a flat list"),
        (Group(Combine.ALL, (ROME,), negate=True), "whole rule"),
    ],
)
async def test_a_rule_that_must_be_mended_first_is_refused_with_the_place(rule: Group, words: str) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Milan"))
    for planned in (
        plan_create(workspace, SegmentDraft("New", rule)),
        plan_update(workspace, segment, SegmentDraft("A rule", rule)),
    ):
        with pytest.raises(RuleRefused) as caught:
            await planned
        assert words in caught.value.message
        assert "  " not in caught.value.message
        assert caught.value.problems
    assert writes(box) == []


async def test_a_refusal_names_what_would_work() -> None:
    workspace = open_on(box_of_three())
    ends = Condition("fullname", Operator.ENDS_WITH, TextValue("a"))
    with pytest.raises(RuleRefused) as caught:
        await plan_create(workspace, SegmentDraft("New", every(ends)))
    assert "fullname matches pattern a$" in caught.value.hint


@pytest.mark.parametrize("filter_", [is_("city", "=", None), is_("city", "contains", 5)])
async def test_a_condition_that_can_only_be_kept_is_never_lost_when_it_is_copied(filter_: dict[str, Any]) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, filter_)
    [kept] = rule_of(segment).children
    with pytest.raises(RuleRefused, match="Condition 2"):
        await plan_update(workspace, segment, SegmentDraft("A rule", every(kept, kept)))
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(VIP, kept)))
    assert (await carry_out(workspace, plan, word_of(plan))).ending is Ending.DONE
    assert writes(box)[0].body["filters"] == [is_("tags", "=", "vip"), filter_]


async def test_a_duplicate_that_the_service_would_refuse_is_refused_here_with_the_reason() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, {"field": "city"})
    draft = Editing.duplicate(segment).draft
    with pytest.raises(RuleRefused, match="refuses to make a new segment with this line"):
        await plan_create(workspace, draft, segment)
    assert writes(box) == []


@pytest.mark.parametrize("changes", [{"name": "Theirs"}, {"filters": [is_("city", "=", "Oslo")]}, {"status": 0}])
async def test_a_duplicate_can_be_made_whatever_has_become_of_the_original(changes: Mapping[str, Any]) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"), is_("company", "is null"))
    duplicate = Editing.duplicate(segment)
    box.change_behind_your_back(segment.id, **changes)
    feed = await workspace.preview(duplicate.draft.rule, like=duplicate.like)
    assert [lead.name for lead in feed.rows] == ["Ann", "Bea", "Cem"]
    plan = await plan_create(workspace, duplicate.draft, duplicate.like)
    assert plan.count is not None
    assert plan.count.value == len(feed.rows)
    assert (await carry_out(workspace, plan, word_of(plan))).ending is Ending.DONE


async def test_what_a_segment_holds_already_can_stay_beside_a_change() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, {"field": "city"}, is_("company", "~~", "Acme"))
    assert all(isinstance(node, Opaque) for node in rule_of(segment).children)
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(*rule_of(segment).children, VIP)))
    assert (await carry_out(workspace, plan, word_of(plan))).ending is Ending.DONE
    stored_now = box.stored_segment(segment.id)
    assert stored_now is not None
    assert stored_now["filters"] == [{"field": "city"}, is_("company", "~~", "Acme"), is_("tags", "=", "vip")]


@pytest.mark.parametrize("plan", [renamed, created, deleted])
async def test_a_service_that_cannot_be_looked_at_is_an_error_and_nothing_is_written(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    box.faults.add(Fault.status(500), path="/segments")
    with pytest.raises(ServiceFault):
        await plan(workspace, segment)
    box.faults.clear()
    made = await plan(workspace, segment)
    box.faults.add(Fault.status(500), method="GET", path="/segments")
    with pytest.raises(ServiceError):
        await carry_out(workspace, made, word_of(made))
    assert writes(box) == []
