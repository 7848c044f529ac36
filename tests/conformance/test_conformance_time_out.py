"""A service that is silent, or whose line breaks off: nobody waits for ever, and no write is repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import pytest
from support.conformance.lacking import needs, needs_reading
from support.conformance.stage import SandboxStage, Stage, all_segments, says
from support.workspaces import word_of

from segtui.backends.base import Ability
from segtui.backends.errors import ConnectionLost, NoAnswer, OutcomeUnknown, ServiceError
from segtui.backends.limits import Limits
from segtui.domain.errors import Trouble
from segtui.domain.segments import Segment, SegmentDraft
from segtui.sandbox import Fault
from segtui.sandbox.serve import running
from segtui.workspace.plans import Ending, Outcome, Plan, Write
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update

QUICK = Limits(total=0.05, read=0.05, attempts=1, first_wait=0)
"""Long enough for one answer in process, short enough to be waited for."""

PATIENT = Limits(total=0.4, attempts=1, first_wait=0)
"""Long enough for every answer in process of a busy machine."""

SEND: Mapping[Write, Callable[[SandboxStage, Segment], Awaitable[object]]] = {
    Write.CREATE: lambda on, _: on.backend(limits=QUICK).create(on.draft("New")),
    Write.UPDATE: lambda on, one: on.changer(limits=QUICK).update(one, replace(SegmentDraft.of(one), name="New")),
    Write.DELETE: lambda on, one: on.changer(limits=QUICK).delete(one.id),
}
"""Each kind of write, straight to the backend."""

needs_all_writes = needs(Ability.UPDATE, Ability.DELETE)


async def planned(stage: SandboxStage, write: Write, segment: Segment) -> tuple[Callable[[], Awaitable[Outcome]], Plan]:
    """A write that is ready to be carried out, in a workspace that doesn't wait for long."""
    workspace = stage.workspace(limits=PATIENT)
    match write:
        case Write.CREATE:
            plan = await plan_create(workspace, stage.draft("New"))
        case Write.UPDATE:
            plan = await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name="New"))
        case _:
            plan = await plan_delete(workspace, segment)
    return lambda: carry_out(workspace, plan, word_of(plan)), plan


@needs_reading
async def test_a_service_that_is_not_waited_for_any_longer_is_told_of(stage: Stage) -> None:
    backend = stage.backend(limits=Limits(connect=0.001, read=0.001, total=0.001, attempts=1))
    if isinstance(stage, SandboxStage):
        stage.box.faults.add(Fault.hang())
    with pytest.raises(ServiceError) as silence:
        await backend.segments()
    assert silence.value.trouble is Trouble.NO_ANSWER
    assert silence.value.hint


@needs_reading
async def test_a_read_that_is_never_answered_ends_and_is_not_repeated(sandbox: SandboxStage) -> None:
    sandbox.box.faults.add(Fault.hang())
    backend = sandbox.backend(limits=replace(QUICK, attempts=3))
    with pytest.raises(NoAnswer, match=r"within 0\.05 seconds"):
        await backend.segments()
    assert len(sandbox.box.requests) == 1
    assert [one.outcome for one in backend.exchanges()] == [NoAnswer.code]


@needs_reading
async def test_after_a_silence_the_next_request_is_answered(sandbox: SandboxStage) -> None:
    made = await sandbox.make()
    sandbox.box.faults.add(Fault.hang(), times=1)
    backend = sandbox.backend(limits=PATIENT)
    with pytest.raises(NoAnswer):
        await backend.segment(made.id)
    assert says(await backend.segment(made.id)) == says(made)


@needs_all_writes
@pytest.mark.parametrize("fault", [Fault.hang(), Fault.hang_after()], ids=lambda fault: fault.name)
async def test_a_write_that_is_never_answered_has_an_unknown_outcome_and_is_sent_once(
    sandbox: SandboxStage, fault: Fault
) -> None:
    for write, send in SEND.items():
        segment = await sandbox.make()
        sandbox.forget()
        sandbox.box.faults.add(fault, method=sandbox.bench.writes[write])
        with pytest.raises(OutcomeUnknown) as unknown:
            await send(sandbox, segment)
        assert isinstance(unknown.value.cause, NoAnswer)
        assert len(sandbox.writes()) == 1
        sandbox.box.faults.clear()


@needs_all_writes
async def test_what_a_write_without_an_answer_did_is_found_by_reading(sandbox: SandboxStage) -> None:
    for write in Write:
        segment = await sandbox.make(f"For {write}")
        carry, plan = await planned(sandbox, write, segment)
        sandbox.forget()
        sandbox.box.faults.add(Fault.drop_after(), method=sandbox.bench.writes[write])
        outcome = await carry()
        sandbox.box.faults.clear()
        assert outcome.ending is Ending.DONE
        assert len(sandbox.writes()) == 1
        named = [one for one in (await all_segments(sandbox.backend()))[0] if one.name == plan.draft.name]
        assert len(named) == (0 if write is Write.DELETE else 1)
        for one in named:
            await sandbox.changer().delete(one.id)


@needs_all_writes
async def test_a_write_without_an_answer_that_cannot_be_found_is_not_called_done(sandbox: SandboxStage) -> None:
    for write in Write:
        segment = await sandbox.make()
        carry, _ = await planned(sandbox, write, segment)
        sandbox.forget()
        sandbox.box.faults.add(Fault.drop(), method=sandbox.bench.writes[write])
        outcome = await carry()
        sandbox.box.faults.clear()
        assert outcome.ending is Ending.UNKNOWN
        assert "look again before you repeat it" in outcome.says
        assert len(sandbox.writes()) == 1
        assert says(await sandbox.backend().segment(segment.id)) == says(segment)


@needs_reading
async def test_over_a_real_line_silence_and_hanging_up_are_told_apart_and_end(sandbox: SandboxStage) -> None:
    with running(sandbox.box) as base_url:
        backend = sandbox.backend(base_url=base_url, app=None, limits=replace(QUICK, read=0.2, total=5.0))
        made = await backend.create(sandbox.draft("Over a line"))
        assert says(await backend.segment(made.id)) == says(made)
        sandbox.box.faults.add(Fault.drop(), times=1)
        with pytest.raises(ConnectionLost):
            await backend.segments()
        sandbox.box.faults.add(Fault.hang(), times=2)
        sandbox.forget()
        async with asyncio.timeout(4):
            with pytest.raises(NoAnswer):
                await backend.segments()
            with pytest.raises(OutcomeUnknown):
                await backend.create(sandbox.draft("Never answered"))
        assert len(sandbox.writes()) == 1
        await backend.close()
