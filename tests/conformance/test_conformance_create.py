"""A new segment: made once, as it was meant."""

from dataclasses import replace

import pytest
from support.conformance.stage import SandboxStage, Stage, all_segments, says
from support.workspaces import word_of

from segtui.backends.errors import Unsendable
from segtui.workspace.errors import DetailMissing, RuleRefused, Unsafe
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_create


async def test_a_new_segment_is_what_the_draft_says(stage: Stage) -> None:
    backend = stage.backend()
    for rule in stage.bench.rules or (None,):
        draft = stage.draft("One", rule)
        made = await backend.create(draft)
        now = await backend.segment(made.id)
        assert says(now) == (draft.name, rule)
        assert made.id == now.id


async def test_a_new_segment_is_sent_once_by_the_method_that_makes_them(sandbox: SandboxStage) -> None:
    before, _ = await all_segments(sandbox.backend())
    await sandbox.backend().create(sandbox.draft("One"))
    after, _ = await all_segments(sandbox.backend())
    assert [one.method for one in sandbox.writes()] == [sandbox.bench.writes[Write.CREATE]]
    assert len(after) == len(before) + 1


async def test_a_duplicate_says_what_its_original_says(stage: Stage) -> None:
    original = await stage.make()
    backend = stage.backend()
    made = await backend.create(stage.draft("Two", original.rule), like=original)
    copy = await backend.segment(made.id)
    assert copy.id != original.id
    assert says(copy) == (stage.name("Two"), original.rule)
    assert says(await backend.segment(original.id)) == says(original)


async def test_a_planned_segment_is_read_back_as_it_was_planned(stage: Stage) -> None:
    workspace = stage.workspace()
    plan = await plan_create(workspace, stage.draft("New"))
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert says(outcome.segment) == (stage.name("New"), plan.draft.rule if stage.bench.has_rules else None)


async def test_a_segment_without_a_name_is_not_sent(sandbox: SandboxStage) -> None:
    with pytest.raises(Unsafe, match="needs a name"):
        await plan_create(sandbox.workspace(), replace(sandbox.draft("One"), name="  "))
    assert sandbox.writes() == []


async def test_a_segment_without_what_the_service_wants_of_it_is_not_sent(sandbox: SandboxStage) -> None:
    required = {detail.key for detail in sandbox.service.details if detail.required}
    assert required <= sandbox.draft("One").details.keys()
    for key in required:
        with pytest.raises(DetailMissing):
            await plan_create(sandbox.workspace(), replace(sandbox.draft("One"), details={key: None}))
    assert sandbox.writes() == []


async def test_a_rule_that_the_service_has_no_form_for_is_refused_and_not_sent(sandbox: SandboxStage) -> None:
    if (rule := sandbox.bench.unsendable) is None:
        assert not sandbox.bench.has_rules
        return
    draft = sandbox.draft("One", rule)
    assert sandbox.service.dialect.encode(rule).losses
    with pytest.raises(Unsendable) as refused:
        await sandbox.backend().create(draft)
    assert refused.value.hint
    with pytest.raises(RuleRefused):
        await plan_create(sandbox.workspace(), draft)
    assert sandbox.writes() == []
