"""Plans and writes on Feedier: its partial answers, its details, and a deletion that leaves nothing to read back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from support.feedier_backend import BASE_URL, PATIENT, small_feedier, writes_to

from segtui.domain.counting import Certainty
from segtui.domain.segments import SegmentDraft, SegmentState
from segtui.sandbox import Fault, FeedierSandbox
from segtui.workspace.details import new_details
from segtui.workspace.errors import DetailMissing
from segtui.workspace.opening import open_profile
from segtui.workspace.plans import Ending, Plan
from segtui.workspace.profiles import checked
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.workspace import Workspace

HABITS: list[dict[str, Any]] = [{}, {"lean_get": True, "wraps_one": True}, {"get_includes": True}]


@asynccontextmanager
async def workspace_on(box: FeedierSandbox, options: str | None = None) -> AsyncIterator[Workspace]:
    """A workspace on a sandbox, by way of a profile."""
    settings = {"service": "feedier", "base_url": BASE_URL, "secret": "ask", "read_only": False}
    profile = checked(settings | ({"options": options} if options else {}))

    async def tell(_question: str) -> str:
        return box.accounts["owner"].token

    workspace = open_profile("test", profile, ask=tell, app=box.app, limits=PATIENT)
    try:
        yield workspace
    finally:
        await workspace.close()


def word_for(plan: Plan) -> str:
    return plan.confirmation.word if plan.confirmation else ""


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("from_list", [True, False])
async def test_a_change_of_name_and_details_is_saved_and_read_back(
    habits: dict[str, Any],
    from_list: bool,  # noqa: FBT001 - a column
) -> None:
    box = small_feedier(20, **habits)
    async with workspace_on(box) as workspace:
        listed = next(one for one in await workspace.segments() if one.id == "901")
        loaded = listed if from_list else await workspace.segment("901")
        details = {**loaded.details, "default": True, "description": "For the winter."}
        draft = replace(SegmentDraft.of(loaded), name="Milan fans", details=details)
        plan = await plan_update(workspace, loaded, draft)
        assert {step.part for step in plan.change.steps} == {"name", "default", "description"}
        outcome = await carry_out(workspace, plan, word_for(plan))
    assert outcome.ending is Ending.DONE
    assert [one.body for one in writes_to(box)] == [
        {"name": "Milan fans", "is_default": "1", "description": "For the winter."}
    ]


async def test_details_that_a_change_does_not_name_stay() -> None:
    async with workspace_on(small_feedier()) as workspace:
        loaded = await workspace.segment("901")
        draft = replace(SegmentDraft.of(loaded), details={"description": "For the winter."})
        plan = await plan_update(workspace, loaded, draft)
    assert [step.part for step in plan.change.steps] == ["description"]
    assert plan.draft.details == {**loaded.details, "description": "For the winter."}


async def test_a_new_segment_without_a_team_is_not_planned() -> None:
    async with workspace_on(small_feedier()) as workspace:
        milan = await workspace.segment("901")
        with pytest.raises(DetailMissing, match="needs a team"):
            await plan_create(workspace, replace(SegmentDraft.of(milan), details=new_details(workspace.service)))


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("options", [None, "bodies=json new_rules=nested"])
async def test_a_new_segment_and_a_copy_are_made_and_read_back(habits: dict[str, Any], options: str | None) -> None:
    box = small_feedier(20, **habits)
    async with workspace_on(box, options) as workspace:
        milan = await workspace.segment("901")
        details = {**new_details(workspace.service), "team": 4}
        new = await plan_create(workspace, replace(SegmentDraft.of(milan), name="New", written="", details=details))
        copy = await plan_create(
            workspace, replace(SegmentDraft.of(milan), name="Copy", details={**milan.details, **details}), milan
        )
        for plan in (new, copy):
            outcome = await carry_out(workspace, plan, word_for(plan))
            assert outcome.ending is Ending.DONE
            assert outcome.segment is not None
    new_text, copied_text = (box.segments[key]["fql"] for key in sorted(box.segments)[-2:])
    assert copied_text == milan.written
    assert new_text.startswith("[[" if options else "[{")


async def test_a_deletion_leaves_nothing_to_read_and_is_done_all_the_same() -> None:
    box = small_feedier()
    async with workspace_on(box) as workspace:
        plan = await plan_delete(workspace, await workspace.segment("901"))
        outcome = await carry_out(workspace, plan, word_for(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.state is SegmentState.DELETED
    assert "deleted" in outcome.says


@pytest.mark.parametrize(("fault", "ending"), [(Fault.drop_after(), Ending.DONE), (Fault.drop(), Ending.UNKNOWN)])
async def test_a_deletion_without_an_answer_is_settled_by_looking(fault: Fault, ending: Ending) -> None:
    box = small_feedier()
    async with workspace_on(box) as workspace:
        plan = await plan_delete(workspace, await workspace.segment("901"))
        box.faults.add(fault, method="DELETE")
        outcome = await carry_out(workspace, plan, word_for(plan))
    assert outcome.ending is ending
    assert len(writes_to(box)) == 1


async def test_a_segment_made_without_an_answer_is_found_in_the_list() -> None:
    box = small_feedier()
    async with workspace_on(box) as workspace:
        milan = await workspace.segment("901")
        draft = replace(SegmentDraft.of(milan), name="New", details={**new_details(workspace.service), "team": 4})
        plan = await plan_create(workspace, draft)
        box.faults.add(Fault.drop_after(), method="POST")
        outcome = await carry_out(workspace, plan, word_for(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.id == str(max(box.segments))


async def test_feedback_is_counted_as_far_as_it_was_walked() -> None:
    box = small_feedier(120)
    async with workspace_on(box) as workspace:
        promoters = await workspace.segment("902")
        assert promoters.rule is not None
        feed = await workspace.preview(promoters.rule, promoters)
        while not feed.is_complete:
            await feed.more()
    visible = box.visible_feedback(box.accounts["owner"])
    assert len(feed.rows) == feed.count.value == sum(one["nps_profile"] == "positive" for one in visible)


async def test_a_plan_counts_to_the_end_whom_a_rule_would_select() -> None:
    box = small_feedier(300)
    async with workspace_on(box) as workspace:
        promoters = await workspace.segment("902")
        draft = replace(SegmentDraft.of(promoters), details={**new_details(workspace.service), "team": 4})
        plan = await plan_create(workspace, draft)
    visible = box.visible_feedback(box.accounts["owner"])
    assert plan.count is not None
    assert plan.count.certainty is Certainty.EXACT
    assert plan.count.value == sum(one["nps_profile"] == "positive" for one in visible)
