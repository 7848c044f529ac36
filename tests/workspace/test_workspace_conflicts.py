"""When somebody else is at the same segment: before the plan, while it is read, during the write, and after it."""

import pytest
from support.workspaces import every, is_, open_on, rule_of, small_box, stored, word_of, writes
from workspace_writes import VIP, Case, Planner, box_of_three, deleted, loaded, renamed

from segtui.backends.missing import NoSuchSegment
from segtui.domain.segments import SegmentDraft
from segtui.sandbox import Fault
from segtui.workspace.editing import Editing
from segtui.workspace.errors import ChangedMeanwhile, SegmentIsDeleted
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_update

# Before the write


@pytest.mark.parametrize("plan", [renamed, deleted])
async def test_a_change_by_somebody_else_since_loading_is_told_and_nothing_is_written(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    box.change_behind_your_back(segment.id, name="Theirs", filters=[is_("city", "=", "Oslo")])
    with pytest.raises(ChangedMeanwhile) as caught:
        await plan(workspace, segment)
    assert caught.value.theirs.name == "Theirs"
    assert [str(step) for step in caught.value.change.steps] == [
        "~ name: A rule → Theirs",
        "~ condition 1: city is Rome → city is Oslo",
    ]
    assert "city is Oslo" in caught.value.message
    assert writes(box) == []


@pytest.mark.parametrize("plan", [renamed, deleted])
async def test_a_change_by_somebody_else_while_the_plan_is_read_is_told_and_nothing_is_written(plan: Planner) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    made = await plan(workspace, segment)
    box.faults.run_before(lambda: box.change_behind_your_back(segment.id, match="any"), path=segment.id)
    with pytest.raises(ChangedMeanwhile) as caught:
        await carry_out(workspace, made, word_of(made))
    assert [str(step) for step in caught.value.change.steps] == ["~ match: all → any"]
    assert writes(box) == []


async def test_a_change_that_shows_only_in_its_time_counts_too() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    box.change_behind_your_back(segment.id)
    with pytest.raises(ChangedMeanwhile, match="only its time of change differs"):
        await renamed(workspace, segment)


async def test_keeping_ones_own_wishes_saves_them_onto_theirs_and_leaves_the_rest_as_it_stands() -> None:
    box = box_of_three()
    theirs = [is_("email", "is not null", "-"), is_("attributes.score", ">=", 5), {"field": "note", "operator": "?"}]
    workspace, segment = await loaded(box, *theirs[:2])
    editing = Editing.of(segment).with_rule(every(*rule_of(segment).children, VIP)).with_name("Mine")
    box.change_behind_your_back(segment.id, name="Theirs", match="ALL", filters=theirs)
    assert editing.stored is not None
    with pytest.raises(ChangedMeanwhile) as caught:
        await plan_update(workspace, editing.stored, editing.draft)

    mine = editing.onto(caught.value.theirs)
    assert mine.stored is not None
    plan = await plan_update(workspace, mine.stored, mine.draft)
    assert str(plan.change.steps[0]) == "~ name: Theirs → Mine"
    assert (await carry_out(workspace, plan)).ending is Ending.DONE
    [write] = writes(box)
    assert write.body == {"name": "Mine", "filters": [*theirs[:2], is_("tags", "=", "vip"), theirs[2]]}


# During the write, and after it


async def test_two_new_segments_alike_leave_open_which_is_ones_own() -> None:
    case = await Case.of("create")
    alike = {"name": "New", "match": "all", "filters": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}
    case.box.faults.run_before(lambda: case.box.put_segment(alike), method="POST", path="/segments")
    case.box.faults.add(Fault.hang_after(), method="POST")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "2 new segments say what was sent" in outcome.says
    assert all(one["_id"] in outcome.says for one in case.of_this_name())


async def test_a_segment_alike_that_somebody_made_while_the_plan_was_read_is_not_taken_for_ones_own() -> None:
    case = await Case.of("create")
    alike = {"name": "New", "match": "all", "filters": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}
    case.box.put_segment(alike)
    case.box.faults.add(Fault.drop(), method="POST")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "there is no new “New” in the list" in outcome.says


async def test_a_segment_of_the_same_name_with_another_rule_is_not_taken_for_ones_own() -> None:
    case = await Case.of("create")
    other = {"name": "New", "match": "all", "filters": []}
    case.box.faults.run_before(lambda: case.box.put_segment(other), method="POST", path="/segments")
    case.box.faults.add(Fault.drop(), method="POST")
    assert (await case.carried_out()).ending is Ending.UNKNOWN


async def test_a_change_that_slips_in_before_the_write_is_told_afterwards() -> None:
    case = await Case.of("update")
    case.plan = await plan_update(case.workspace, case.segment, SegmentDraft("Old", every(VIP)))
    case.box.faults.run_before(lambda: case.box.change_behind_your_back(case.segment.id, name="Theirs"), method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert "~ name: Old → Theirs" in outcome.says
    assert outcome.segment is not None
    assert outcome.segment.rule == every(VIP)


async def test_a_change_that_slips_in_after_the_write_is_told_too() -> None:
    case = await Case.of("update")
    change = {"filters": [is_("city", "=", "Oslo")]}
    case.box.faults.run_before(
        lambda: case.box.faults.run_before(
            lambda: case.box.change_behind_your_back(case.segment.id, **change), method="GET"
        ),
        method="PUT",
    )
    outcome = await case.carried_out()
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert "city is Oslo" in outcome.says


async def test_without_an_answer_somebody_elses_change_is_not_taken_for_ones_own() -> None:
    case = await Case.of("update")
    case.box.faults.run_before(lambda: case.box.change_behind_your_back(case.segment.id, name="Theirs"), method="PUT")
    case.box.faults.add(Fault.hang(), method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is Ending.UNKNOWN
    assert "No answer came" in outcome.says
    assert "~ name: New → Theirs" in outcome.says


@pytest.mark.parametrize(("fault", "ending"), [(None, Ending.DONE_DIFFERENTLY), (Fault.drop_after(), Ending.UNKNOWN)])
async def test_a_change_of_a_segment_that_is_deleted_meanwhile_is_not_called_saved(
    fault: Fault | None, ending: Ending
) -> None:
    case = await Case.of("update")
    case.box.faults.run_before(lambda: case.box.change_behind_your_back(case.segment.id, status=0), method="PUT")
    if fault is not None:
        case.box.faults.add(fault, method="PUT")
    outcome = await case.carried_out()
    assert outcome.ending is ending
    assert "it has been deleted" in outcome.says


async def test_a_segment_that_vanishes_in_the_last_moment_is_told_by_the_ghost_in_the_answer() -> None:
    case = await Case.of("update")
    case.box.faults.run_before(lambda: case.box.project().segments.pop(case.segment.id), method="PUT")
    with pytest.raises(NoSuchSegment):
        await case.carried_out()


# Before its leads are shown


async def test_leads_of_a_rule_that_somebody_has_changed_are_not_shown_as_those_of_the_old_one() -> None:
    box = small_box(lead_count=20)
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    box.change_behind_your_back(segment.id, filters=[is_("city", "=", "Milan")])
    with pytest.raises(ChangedMeanwhile) as caught:
        await workspace.preview(rule_of(segment), segment)
    assert caught.value.theirs.rule != segment.rule


async def test_the_leads_of_a_segment_that_was_deleted_are_not_shown() -> None:
    box = small_box(lead_count=20)
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    box.change_behind_your_back(segment.id, status=0)
    with pytest.raises(SegmentIsDeleted):
        await workspace.preview(rule_of(segment), segment)
