"""A list of which a change was refused: that is noted with it, and it is sent again as ever."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from support.segmenter_backend import ADA, NOAH, Desk, changed, draft, of, segmenter_desk, workspace_of

from segtui.backends.errors import OutcomeUnknown, ServiceError
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.sandbox import Fault
from segtui.ui.browse.reasons import reasons
from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import look_at_list, noted_with
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_update
from segtui.workspace.workspace import Workspace


@asynccontextmanager
async def refused() -> AsyncIterator[tuple[Desk, Workspace, Segment, Segment]]:
    """A list as it was before a change was refused, and as it is afterwards."""
    async with segmenter_desk() as desk:
        before = await desk.backend.create(draft(ADA))
        workspace = await workspace_of(desk)
        desk.box.faults.add(Fault.status(400, body={"message": "no\x1b[2J such tag"}), times=1)
        with pytest.raises(ServiceError):
            await carry_out(workspace, await plan_update(workspace, before, changed(before, ADA, NOAH)))
        now = await noted_with(workspace, before)
        assert now is not None
        yield desk, workspace, before, now


async def test_a_refused_change_is_kept_with_the_list_with_its_time_and_its_reason_and_goes_with_the_next_success() -> (
    None
):
    async with refused() as (desk, workspace, _, now):
        assert (now.state, now.people) == (SegmentState.FAILED, of(ADA))
        says = " ".join((await look_at_list(workspace, Editing.of(now))).says)
        assert "A change on 2026-11-22 12:00 UTC wasn't taken: " in says
        assert "no\ufffd[2J such tag" in says
        [form] = desk.backend.exported()
        assert form["outcome"] == "failed"
        outcome = await carry_out(workspace, await plan_update(workspace, now, changed(now, ADA, NOAH)))
        assert (outcome.ending, outcome.segment and outcome.segment.state) == (Ending.DONE, SegmentState.ACTIVE)
        [form] = desk.backend.exported()
        assert (form["outcome"], "failure" in form) == ("sent", False)


async def test_what_was_begun_before_a_refusal_is_sent_after_it_as_if_nothing_had_changed() -> None:
    async with refused() as (desk, workspace, before, _):
        assert before.state is SegmentState.ACTIVE
        outcome = await carry_out(workspace, await plan_update(workspace, before, changed(before, ADA, NOAH)))
        assert outcome.ending is Ending.DONE
        assert desk.first_names(before.id) == ["Ada", "Noah"]


async def test_a_failed_list_can_be_sent_once_more_as_it_stands() -> None:
    async with refused() as (desk, workspace, _, now):
        assert reasons(workspace, Editing.of(now), is_sending=False)["save"] == ""
        sent = len(desk.sent)
        outcome = await carry_out(workspace, await plan_update(workspace, now, SegmentDraft.of(now)))
        assert (outcome.ending, len(desk.sent)) == (Ending.DONE, sent + 1)


async def test_a_refused_second_try_leaves_what_is_uncertain_uncertain() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        for fault, kind in ((Fault.drop_after(), OutcomeUnknown), (Fault.status(400), ServiceError)):
            desk.box.faults.add(fault, times=1)
            with pytest.raises(kind):
                await desk.backend.update(made, changed(made, ADA, NOAH))
        [kept] = await desk.listed()
        assert kept.state is SegmentState.UNCERTAIN
        assert "wasn't taken" in (await desk.backend.receipt(kept)).says
