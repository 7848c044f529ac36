"""Changes: only what was meant, sent once, read back."""

from dataclasses import replace

import pytest
from support.conformance.lacking import needs
from support.conformance.stage import SandboxStage, Stage, all_segments, says, uncounted
from support.workspaces import word_of

from segtui.backends.base import Ability
from segtui.backends.details import DetailKind
from segtui.backends.errors import ServiceError
from segtui.domain.segments import SegmentDraft
from segtui.workspace.errors import NothingToChange
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_update


@needs(Ability.UPDATE)
async def test_a_new_name_leaves_the_rest_as_it_stands(stage: Stage) -> None:
    segment = await stage.make()
    renamed = replace(SegmentDraft.of(segment), name=stage.name("Another"))
    answered = await stage.changer().update(segment, renamed)
    now = await stage.backend().segment(segment.id)
    assert says(now) == says(answered) == (stage.name("Another"), segment.rule)
    if now.rule is not None:
        encode = stage.service.dialect.encode
        assert encode(now.rule, now.raw) == encode(now.rule, segment.raw)


@needs(Ability.UPDATE)
async def test_a_new_rule_is_stored_as_it_was_meant(stage: Stage) -> None:
    segment = await stage.make()
    for rule in stage.bench.rules[1:]:
        await stage.changer().update(segment, replace(SegmentDraft.of(segment), rule=rule))
        segment = await stage.backend().segment(segment.id)
        assert says(segment) == (stage.name("One"), rule)


@needs(Ability.UPDATE)
async def test_a_detail_that_is_changed_leaves_the_rest_as_it_stands(stage: Stage) -> None:
    segment = await stage.make()
    assert set(segment.details) <= {detail.key for detail in stage.service.details}
    for detail in stage.service.details:
        if detail.kind is not DetailKind.TEXT or detail.only_new:
            continue
        details = {**segment.details, detail.key: "What [it] is\nfor, \x1b[31m“fully”"}
        await stage.changer().update(segment, replace(SegmentDraft.of(segment), details=details))
        now = await stage.backend().segment(segment.id)
        assert now.details == details
        assert says(now) == says(segment)
        segment = now


@needs(Ability.UPDATE)
async def test_a_change_is_sent_once_to_its_segment_and_to_no_other(sandbox: SandboxStage) -> None:
    segment, other = await sandbox.make(), await sandbox.make("Other")
    before, _ = await all_segments(sandbox.backend())
    sandbox.forget()
    await sandbox.changer().update(segment, replace(SegmentDraft.of(segment), name="Another"))
    [write] = sandbox.writes()
    after, _ = await all_segments(sandbox.backend())
    assert write.method == sandbox.bench.writes[Write.UPDATE]
    assert segment.id in write.path
    stayed = [one for one in uncounted(after) if one in uncounted(before)]
    changed = {one.id for one in after} - {one.id for one in stayed}
    assert changed == {segment.id}
    assert says(await sandbox.backend().segment(other.id)) == says(other)


@needs(Ability.UPDATE)
async def test_a_change_of_nothing_is_not_sent(sandbox: SandboxStage) -> None:
    segment = await sandbox.make()
    sandbox.forget()
    assert says(await sandbox.changer().update(segment, SegmentDraft.of(segment))) == says(segment)
    with pytest.raises(NothingToChange):
        await plan_update(sandbox.workspace(), segment, SegmentDraft.of(segment))
    assert sandbox.writes() == []


@needs(Ability.UPDATE)
async def test_a_planned_change_is_read_back_as_it_was_planned(stage: Stage) -> None:
    segment = await stage.make()
    workspace = stage.workspace()
    draft = replace(SegmentDraft.of(segment), name=stage.name("Another"))
    if stage.bench.has_rules:
        draft = replace(draft, rule=stage.bench.rules[1])
    plan = await plan_update(workspace, segment, draft)
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert says(outcome.segment) == (draft.name, draft.rule if stage.bench.has_rules else None)


@needs(Ability.UPDATE)
async def test_a_segment_that_is_not_there_is_not_changed(sandbox: SandboxStage) -> None:
    nowhere = replace(await sandbox.make(), id=sandbox.bench.unknown_id)
    sandbox.forget()
    with pytest.raises(ServiceError) as refused:
        await plan_update(sandbox.workspace(), nowhere, sandbox.draft("Another"))
    assert refused.value.hint
    assert sandbox.writes() == []
