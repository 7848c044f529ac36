"""A deleted segment is gone, and nothing else is."""

import pytest
from support.conformance.lacking import needs
from support.conformance.stage import SandboxStage, Stage, all_segments, is_missing, says, uncounted
from support.workspaces import word_of

from segtui.backends.base import Ability
from segtui.backends.errors import ServiceError
from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment, SegmentState
from segtui.workspace.errors import ConfirmationMissing
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_delete


async def assert_gone(stage: Stage, segment: Segment) -> None:
    """Make sure that a segment isn't listed, and is read as deleted or not at all."""
    listed, _ = await all_segments(stage.backend())
    assert segment.id not in {one.id for one in listed}
    try:
        now = await stage.backend().segment(segment.id)
    except ServiceError as error:
        if not is_missing(error):
            raise
    else:
        assert now.state is SegmentState.DELETED


@needs(Ability.DELETE)
async def test_a_deleted_segment_is_gone(stage: Stage) -> None:
    segment, other = await stage.make(), await stage.make("Other")
    await stage.changer().delete(segment.id)
    await assert_gone(stage, segment)
    assert says(await stage.backend().segment(other.id)) == says(other)


@needs(Ability.DELETE)
async def test_a_deletion_is_sent_once_and_takes_no_other_segment_along(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    before, _ = await all_segments(sandbox.backend())
    sandbox.forget()
    await sandbox.changer().delete(segment.id)
    after, _ = await all_segments(sandbox.backend())
    [write] = sandbox.writes()
    assert write.method == sandbox.bench.writes[Write.DELETE]
    assert write.path.endswith(f"/{segment.id}")
    assert uncounted(after) == uncounted(one for one in before if one.id != segment.id)


@needs(Ability.DELETE)
async def test_a_planned_deletion_wants_a_word_and_is_read_back(stage: Stage) -> None:
    segment = await stage.make()
    workspace = stage.workspace()
    plan = await plan_delete(workspace, segment)
    with pytest.raises(ConfirmationMissing):
        await carry_out(workspace, plan)
    assert (await stage.backend().segment(segment.id)).state is SegmentState.ACTIVE
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    await assert_gone(stage, segment)


@needs(Ability.DELETE)
async def test_what_is_gone_or_was_never_there_is_not_deleted(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    await sandbox.changer().delete(segment.id)
    sandbox.forget()
    with pytest.raises(SegtuiError) as refused:
        await plan_delete(sandbox.workspace(), segment)
    assert refused.value.hint
    assert sandbox.writes() == []
