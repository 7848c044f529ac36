"""After a write: one was sent, never two, and what is said of it is what reading showed."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from support.workspaces import asked, every, is_, open_on, rule_of, small_box, writes
from workspace_writes import KINDS, METHODS, ROME, VIP, Case

from segtui.backends.errors import Refused, ServiceFault, TooManyRequests, Unavailable
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.segments import SegmentDraft, SegmentState
from segtui.domain.values import NumberValue
from segtui.sandbox import Fault
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update

DONE_UNSEEN = (Fault.hang_after(), Fault.drop_after(), Fault.half_json())
"""The service does what it is asked, and its answer gets lost."""

LOST = (
    Fault.hang(),
    Fault.drop(),
    Fault.html(502),
    Fault.status(504),
    Fault.html(200),
    Fault.status(200, body="OK"),
)
"""The service does nothing, and no answer says so."""

REFUSED = (
    (Fault.status(500, body={"success": False, "msg": "Error updating object."}), ServiceFault),
    (Fault.html(500), ServiceFault),
    (Fault.status(503), Unavailable),
    (Fault.status(429), TooManyRequests),
    (Fault.status(413), Refused),
)
"""The service says that it did nothing."""


def faults(*those: Fault) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", those, ids=lambda fault: fault.name)


# All goes well


async def test_a_new_segment_is_made_once_and_read_back() -> None:
    case = await Case.of("create")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert outcome.says == "“New” is saved; read back and checked."
    assert outcome.segment is not None
    assert SegmentDraft.of(outcome.segment) == case.plan.draft
    assert [one["_id"] for one in case.of_this_name()] == [outcome.segment.id]
    assert outcome.segment.id in asked(case.box, "segments")[-1].path


@pytest.mark.parametrize(
    ("draft", "body"),
    [
        (SegmentDraft("New", every(ROME)), {"name": "New"}),
        (SegmentDraft("Old", every(ROME, VIP)), {"filters": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}),
        (SegmentDraft("New", every(VIP)), {"name": "New", "filters": [is_("tags", "=", "vip")]}),
    ],
)
async def test_of_a_changed_segment_only_what_differs_is_sent(draft: SegmentDraft, body: dict[str, Any]) -> None:
    case = await Case.of("update")
    case.plan = await plan_update(case.workspace, case.segment, draft)
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert SegmentDraft.of(outcome.segment) == draft
    assert writes(case.box)[0].body == body


async def test_a_deleted_segment_is_read_back_as_deleted() -> None:
    case = await Case.of("delete")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.state is SegmentState.DELETED
    assert case.segment.id not in {one.id for one in await case.workspace.segments()}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_segment_is_looked_at_right_before_and_right_after_it_is_written(kind: str) -> None:
    case = await Case.of(kind)
    already = len(case.box.requests)
    await case.carried_out()
    methods = [one.method for one in list(case.box.requests)[already:]]
    assert methods == ["GET", METHODS[kind], "GET"]


# The answer is lost


@faults(*DONE_UNSEEN)
async def test_a_change_whose_answer_is_lost_is_found_by_reading(fault: Fault) -> None:
    case = await Case.of("update")
    case.box.faults.add(fault, method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert SegmentDraft.of(outcome.segment) == case.plan.draft


@faults(*DONE_UNSEEN)
async def test_a_new_segment_whose_answer_is_lost_is_found_in_the_list(fault: Fault) -> None:
    case = await Case.of("create")
    case.box.faults.add(fault, method="POST")
    outcome = await case.carried_out()
    [made] = case.of_this_name()
    assert outcome.ending is Ending.DONE
    assert outcome.says == "No answer came, but “New” was made; found in the list."
    assert outcome.segment is not None
    assert outcome.segment.id == made["_id"]


@faults(*DONE_UNSEEN)
async def test_a_deletion_whose_answer_is_lost_is_found_by_reading(fault: Fault) -> None:
    case = await Case.of("delete")
    case.box.faults.add(fault, method="DELETE")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert case.stored()["status"] == 0


@faults(*LOST, Fault.status(200, body={}))
async def test_a_change_that_shows_nowhere_is_unknown(fault: Fault) -> None:
    case = await Case.of("update")
    case.box.faults.add(fault, method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "“Old” is unchanged on the service" in outcome.says
    assert "look again before you repeat it" in outcome.says
    assert outcome.segment == case.segment
    assert case.stored()["name"] == "Old"


@faults(*LOST, Fault.status(200, body={}))
async def test_a_new_segment_that_shows_nowhere_is_unknown(fault: Fault) -> None:
    case = await Case.of("create")
    case.box.faults.add(fault, method="POST")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "there is no new “New” in the list" in outcome.says
    assert outcome.segment is None
    assert case.of_this_name() == []


@faults(*LOST)
async def test_a_deletion_that_shows_nowhere_is_unknown(fault: Fault) -> None:
    case = await Case.of("delete")
    case.box.faults.add(fault, method="DELETE")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "“Old” is still there" in outcome.says
    assert case.stored()["status"] == 100


# The service says no


@pytest.mark.parametrize(("fault", "refusal"), REFUSED, ids=lambda value: getattr(value, "name", ""))
@pytest.mark.parametrize("kind", KINDS)
async def test_a_refused_write_is_an_error_and_is_not_repeated(kind: str, fault: Fault, refusal: type[Refused]) -> None:
    case = await Case.of(kind)
    before = dict(case.stored())
    case.box.faults.add(fault, method=METHODS[kind])
    with pytest.raises(refusal):
        await case.carried_out()
    assert case.stored() == before
    assert case.of_this_name() == ([before] if kind == "delete" else [])


async def test_a_write_with_worn_out_credentials_is_done_once_with_new_ones() -> None:
    case = await Case.of("create")
    case.box.faults.run_before(lambda: case.box.revoke("owner"), method="POST", path="/segments")
    outcome = await carry_out(case.workspace, case.plan)
    assert outcome.ending is Ending.DONE
    assert [one.authorized_as for one in writes(case.box)] == ["owner", "owner"]
    assert len(case.of_this_name()) == 1


async def test_a_yes_of_the_service_that_changed_nothing_is_not_believed() -> None:
    case = await Case.of("delete")
    case.box.faults.add(Fault.status(200, body={"success": True}), method="DELETE")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert outcome.says == "The service said yes, but “Old” is still there."


async def test_an_answer_that_shows_a_change_that_was_not_made_is_not_believed() -> None:
    case = await Case.of("update")
    answer = {**case.stored(), "name": "New", "filters": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}
    case.box.faults.add(Fault.status(200, body=answer), method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert "~ name: New → Old" in outcome.says
    assert "- condition 2: tags is vip" in outcome.says


# Reading back fails


@pytest.mark.parametrize("fault", [None, Fault.drop_after()], ids=["answered", "answer lost"])
async def test_a_deleted_segment_that_the_service_does_not_have_any_more_is_deleted(fault: Fault | None) -> None:
    case = await Case.of("delete")
    if fault is not None:
        case.box.faults.add(fault, method="DELETE")
    case.before_read_back(Fault.status(404))
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE
    assert outcome.says == "“Old” is deleted; the service has it no more."
    assert outcome.segment == replace(case.segment, state=SegmentState.DELETED)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        *((kind, fault) for kind in KINDS for fault in (Fault.hang(), Fault.status(500), Fault.html(200))),
        *((kind, Fault.status(404)) for kind in KINDS if kind != "delete"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
async def test_a_write_that_cannot_be_read_back_is_unknown(kind: str, fault: Fault) -> None:
    case = await Case.of(kind)
    case.before_read_back(fault)
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "couldn't be read back" in outcome.says
    assert "Look at it again before you repeat anything." in outcome.says
    assert outcome.segment is None


@pytest.mark.parametrize("kind", KINDS)
async def test_a_write_without_an_answer_that_cannot_be_read_back_is_unknown(kind: str) -> None:
    case = await Case.of(kind)
    case.box.faults.add(Fault.drop_after(), method=METHODS[kind])
    case.before_read_back(Fault.status(500))
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "be read" in outcome.says
    assert "Look at it again before you repeat anything." in outcome.says


async def test_what_the_service_stores_in_another_way_is_named() -> None:
    case = await Case.of("update")
    large = Condition("attributes.score", Operator.IS, NumberValue("9007199254740993"))
    case.plan = await plan_update(case.workspace, case.segment, SegmentDraft("Old", every(large)))
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert "attributes.score is 9007199254740993 → attributes.score is 9007199254740992" in outcome.says


async def test_hostile_names_are_clean_in_everything_that_is_said() -> None:
    box = small_box()
    workspace = open_on(box)
    name = "\x1b]52;c;aGk=\x07[/red]\u202egnp.exe"
    plan = await plan_create(workspace, SegmentDraft(name, every(ROME)))
    outcome = await carry_out(workspace, plan)
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.name == name
    deletion = await plan_delete(workspace, outcome.segment)
    gone = await carry_out(workspace, deletion, "delete")
    for said in (outcome.says, gone.says, str(plan.change.steps[0])):
        assert said.isprintable()
        assert "gnp.exe" in said


# Cancelled


@pytest.mark.parametrize("kind", KINDS)
async def test_a_write_that_is_cancelled_in_the_middle_leaves_the_workspace_usable(kind: str) -> None:
    case = await Case.of(kind)
    arrived = asyncio.Event()
    case.box.faults.run_before(arrived.set, method=METHODS[kind], path="/segments")
    case.box.faults.add(Fault.hold(asyncio.Event()), method=METHODS[kind], path="/segments", times=1)
    write = asyncio.create_task(case.carried_out())
    async with asyncio.timeout(5):
        await arrived.wait()
    write.cancel()
    with pytest.raises(asyncio.CancelledError):
        await write
    now = await case.workspace.segment(case.segment.id)
    again = await plan_update(case.workspace, now, SegmentDraft("Again", rule_of(now)))
    assert (await carry_out(case.workspace, again)).ending is Ending.DONE
