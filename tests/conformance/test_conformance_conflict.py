"""When somebody else is at the same segment, nothing of theirs is overwritten unseen."""

from dataclasses import replace

import pytest
from support.conformance.lacking import needs, needs_reading
from support.conformance.stage import SandboxStage, Stage, says
from support.workspaces import word_of

from segtui.backends.base import Ability
from segtui.domain.segments import SegmentDraft
from segtui.workspace.errors import ChangedMeanwhile
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_delete, plan_update


@needs(Ability.UPDATE)
async def test_a_change_of_theirs_since_loading_is_told_before_an_update(stage: Stage) -> None:
    segment = await stage.make()
    await stage.change_behind_your_back(segment)
    theirs = await stage.backend().segment(segment.id)
    with pytest.raises(ChangedMeanwhile) as told:
        await plan_update(stage.workspace(), segment, replace(SegmentDraft.of(segment), name=stage.name("Mine")))
    assert says(told.value.theirs) == says(theirs)
    assert [step.part for step in told.value.change.steps] == ["name"]
    assert says(await stage.backend().segment(segment.id)) == says(theirs)


@needs(Ability.UPDATE, Ability.DELETE)
async def test_a_change_of_theirs_since_loading_is_told_before_a_deletion(stage: Stage) -> None:
    segment = await stage.make()
    await stage.change_behind_your_back(segment)
    theirs = await stage.backend().segment(segment.id)
    with pytest.raises(ChangedMeanwhile):
        await plan_delete(stage.workspace(), segment)
    assert says(await stage.backend().segment(segment.id)) == says(theirs)


@needs(Ability.UPDATE)
async def test_a_change_of_theirs_while_the_plan_is_read_is_told(stage: Stage) -> None:
    segment = await stage.make()
    workspace = stage.workspace()
    plan = await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name=stage.name("Mine")))
    await stage.change_behind_your_back(segment)
    theirs = await stage.backend().segment(segment.id)
    with pytest.raises(ChangedMeanwhile):
        await carry_out(workspace, plan, word_of(plan))
    assert says(await stage.backend().segment(segment.id)) == says(theirs)


@needs(Ability.UPDATE)
async def test_ones_own_change_can_be_put_onto_theirs(stage: Stage) -> None:
    segment = await stage.make()
    workspace = stage.workspace()
    await stage.change_behind_your_back(segment)
    with pytest.raises(ChangedMeanwhile) as told:
        await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name=stage.name("Mine")))
    theirs = told.value.theirs
    plan = await plan_update(workspace, theirs, replace(SegmentDraft.of(theirs), name=stage.name("Mine")))
    assert (await carry_out(workspace, plan, word_of(plan))).ending is Ending.DONE
    assert says(await stage.backend().segment(segment.id)) == (stage.name("Mine"), theirs.rule)


@needs(Ability.UPDATE)
@needs_reading
async def test_a_change_of_theirs_right_after_ones_own_is_told_and_not_called_saved(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    workspace = sandbox.workspace()
    plan = await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name="Mine"))
    sandbox.forget()

    def change_before_it_is_read_back() -> None:
        sandbox.box.faults.run_before(lambda: sandbox.doors.change(segment.id), method="GET")

    sandbox.box.faults.run_before(change_before_it_is_read_back, method=sandbox.bench.writes[Write.UPDATE])
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE_DIFFERENTLY
    assert "Theirs" in outcome.says
    assert len(sandbox.writes()) == 1
