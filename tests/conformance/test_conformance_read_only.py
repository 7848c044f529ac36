"""A read-only profile reads, and nothing that it is asked for is written."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from support.conformance.lacking import needs
from support.conformance.stage import SandboxStage, Stage, all_segments, says

from segtui.backends.base import Ability
from segtui.backends.errors import ReadOnlyProfile
from segtui.domain.segments import SegmentDraft
from segtui.workspace.errors import Unsafe
from segtui.workspace.saving import plan_create, plan_delete, plan_update


async def test_a_read_only_profile_makes_no_segment(stage: Stage) -> None:
    draft = stage.draft("New")
    with pytest.raises(ReadOnlyProfile) as refused:
        await stage.backend(read_only=True).create(draft)
    assert refused.value.hint
    listed, _ = await all_segments(stage.backend(read_only=True))
    assert draft.name not in {one.name for one in listed}


@needs(Ability.UPDATE, Ability.DELETE)
async def test_a_read_only_profile_changes_and_deletes_no_segment(stage: Stage) -> None:
    segment = await stage.make()
    reader = stage.changer(read_only=True)
    writes: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: reader.update(segment, replace(SegmentDraft.of(segment), name=stage.name("Another"))),
        lambda: reader.delete(segment.id),
    )
    for write in writes:
        with pytest.raises(ReadOnlyProfile):
            await write()
    assert says(await stage.backend(read_only=True).segment(segment.id)) == says(segment)


@needs(Ability.UPDATE, Ability.DELETE)
async def test_a_read_only_profile_sends_no_write(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    reader = sandbox.changer(read_only=True)
    sandbox.forget()
    with pytest.raises(ReadOnlyProfile):
        await sandbox.backend(read_only=True).create(sandbox.draft("New"))
    with pytest.raises(ReadOnlyProfile):
        await reader.update(segment, replace(SegmentDraft.of(segment), name="Another"))
    with pytest.raises(ReadOnlyProfile):
        await reader.delete(segment.id)
    assert sandbox.writes() == []


async def test_with_a_read_only_profile_nothing_is_planned_and_the_reason_is_told(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    workspace = sandbox.workspace(read_only=True)
    sandbox.forget()
    reasons = (workspace.why_not_create(), workspace.why_not_update(), workspace.why_not_delete())
    assert all("read-only" in reason for reason in reasons)
    with pytest.raises(Unsafe, match="read-only"):
        await plan_create(workspace, sandbox.draft("New"))
    with pytest.raises(Unsafe, match="read-only"):
        await plan_update(workspace, segment, sandbox.draft("Another"))
    with pytest.raises(Unsafe, match="read-only"):
        await plan_delete(workspace, segment)
    assert list(sandbox.box.requests) == []
