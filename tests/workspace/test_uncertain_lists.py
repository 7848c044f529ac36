"""A new list of which no answer came: somebody finds out what became of it, and tells it."""

from dataclasses import replace

import pytest
from support.segmenter_backend import ADA, NOAH, Desk, changed, draft, segmenter_desk, workspace_of

from segtui.backends.errors import NotFound, OutcomeUnknown, ReadOnlyProfile, ServiceError
from segtui.backends.segmenter.refusals import IdKnown, IdUnknown, NotItsId
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.sandbox import Fault
from segtui.workspace.desk import Desk as ScreenDesk
from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import look_at_list
from segtui.workspace.plans import Ending, Write
from segtui.workspace.saving import carry_out, plan_create, plan_update
from segtui.workspace.uncertain import tell_id, tell_not_made, what_is_known, why_not_change, why_not_tell


async def uncertain(desk: Desk, *, was_made: bool = True) -> Segment:
    """A list of which nobody was told whether it was made."""
    desk.box.faults.add(Fault.drop_after() if was_made else Fault.drop(), times=1)
    with pytest.raises(OutcomeUnknown):
        await desk.backend.create(draft(ADA, NOAH, name="Lost", segmentType="STATIC"))
    return (await desk.listed())[-1]


async def test_a_list_that_was_found_gets_its_id_and_is_sent_once_more() -> None:
    async with segmenter_desk() as desk:
        lost = await uncertain(desk)
        workspace = await workspace_of(desk)
        assert why_not_tell(workspace, lost) == ""
        assert why_not_change(workspace, lost) == "its id isn't known"
        with pytest.raises(IdUnknown):
            await desk.backend.update(lost, changed(lost, ADA))
        with pytest.raises(IdUnknown):
            await plan_update(workspace, lost, changed(lost, ADA))
        again = (await plan_create(workspace, draft(ADA, NOAH, name="Lost"))).confirmation
        assert again is not None
        assert (again.word, "it would be there twice" in again.reason) == ("twice", True)
        [real_id] = desk.box.segments
        sent = len(desk.sent)
        wrong = await tell_id(workspace, lost, "not-it")
        assert "“not-it” is what somebody typed here" in " ".join(
            (await look_at_list(workspace, Editing.of(wrong))).says
        )
        assert (
            "“not-it” is what somebody typed here."
            in (await plan_update(workspace, wrong, SegmentDraft.of(wrong))).note
        )
        with pytest.raises(NotFound):
            await desk.backend.update(wrong, SegmentDraft.of(wrong))
        wrong = await desk.backend.segment("not-it")
        assert why_not_tell(workspace, wrong) == ""
        found = await tell_id(workspace, wrong, f" {real_id} ")
        assert (found.id, found.state, found.people) == (real_id, SegmentState.UNCERTAIN, lost.people)
        assert [one.id for one in await desk.listed()] == [real_id]
        assert len(desk.sent) == sent + 1
        receipt = (await desk.backend.receipt(found)).says
        assert "Whether Segmenter has it like this isn't known: somebody found it there on 2026-11-22 12:00" in receipt
        outcome = await carry_out(workspace, await plan_update(workspace, found, SegmentDraft.of(found)))
        assert outcome.ending is Ending.DONE
        assert outcome.segment is not None
        assert why_not_tell(workspace, outcome.segment) == "its id is known"
        assert desk.first_names(real_id) == ["Ada", "Noah"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("a b", "blanks"),
        ("a\x1b]52;c;x\x07", "can't be shown"),
        ("\u202eabc", "can't be shown"),
        ("local-3f1c", "are made here"),
        ("x" * 201, "too long"),
        ("a1", "another list here has the id"),
    ],
)
async def test_what_cannot_be_its_id_is_refused_with_the_reason_and_nothing_changes(typed: str, why: str) -> None:
    async with segmenter_desk() as desk:
        desk.keeper.put("segment:a1", {"id": "a1", "name": "Old", "persons": [], "at": "2026-11-20T12:00:00+00:00"})
        lost = await uncertain(desk)
        before = await desk.listed()
        with pytest.raises(NotItsId) as caught:
            await desk.backend.told_id(lost.id, typed)
        assert why in caught.value.message
        assert await desk.listed() == before


async def test_a_list_that_is_not_there_is_sent_as_a_new_one_once_somebody_says_so() -> None:
    async with segmenter_desk() as desk:
        lost = await uncertain(desk, was_made=False)
        workspace = await workspace_of(desk)
        wrong = await tell_id(workspace, lost, "somebody-elses")
        unsent = await tell_not_made(workspace, wrong)
        assert (unsent.state, unsent.people) == (SegmentState.UNSENT, lost.people)
        assert unsent.id.startswith("local-")
        assert await desk.listed() == [unsent]
        assert desk.box.segments == {}
        look = " ".join((await look_at_list(workspace, Editing.of(unsent))).says)
        assert "and didn't arrive: somebody looked on 2026-11-22 12:00 UTC and didn't find it." in look
        assert "ctrl+s sends it as a new segment" in look
        assert why_not_change(workspace, unsent) == "it isn't sent yet"
        assert why_not_change(workspace, replace(unsent, people=None)) == "who is on it isn't known here"
        assert what_is_known(workspace) == "what was sent last"
        plan = await plan_update(workspace, unsent, changed(unsent, ADA, name="Found"))
        # Nobody leaves a list that isn't there, and it isn't its own namesake.
        assert (plan.write, plan.confirmation, plan.movement) == (Write.CREATE, None, None)
        assert plan.note.endswith(
            "POST https://segmenter.sandbox.invalid/segments, once: a second time makes a second segment."
        )
        assert "already a segment" not in (await plan_update(workspace, unsent, SegmentDraft.of(unsent))).note
        outcome = await carry_out(workspace, plan)
        [(real_id, stored)] = desk.box.segments.items()
        assert (outcome.ending, outcome.segment and outcome.segment.id) == (Ending.DONE, real_id)
        assert (stored["name"], stored["segmentType"], desk.first_names(real_id)) == ("Found", "STATIC", ["Ada"])
        assert [one.id for one in await desk.listed()] == [real_id]


@pytest.mark.parametrize(
    ("fault", "state"), [(Fault.status(400), SegmentState.UNSENT), (Fault.drop(), SegmentState.UNCERTAIN)]
)
async def test_a_second_try_that_fails_leaves_the_list_as_it_was_or_uncertain_again(
    fault: Fault, state: SegmentState
) -> None:
    async with segmenter_desk() as desk:
        lost = await uncertain(desk, was_made=False)
        unsent = await desk.backend.told_not_made(lost.id)
        desk.box.faults.add(fault, times=1)
        with pytest.raises(ServiceError):
            await desk.backend.update(unsent, changed(unsent, ADA))
        [kept] = await desk.listed()
        assert (kept.id, kept.state) == (lost.id, state)
        assert desk.backend.lacks_id(kept) is (state is SegmentState.UNCERTAIN)


async def test_of_a_list_whose_id_is_known_or_with_a_profile_that_only_reads_nothing_is_told() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        with pytest.raises(IdKnown, match="its own answer said so"):
            await desk.backend.told_not_made(made.id)
        lost = await uncertain(desk)
        keeper = desk.keeper
    async with segmenter_desk(keeper=keeper, read_only=True) as reader:
        assert why_not_tell(await workspace_of(reader, read_only=True), lost) == "the profile desk is read-only"
        for told in (reader.backend.told_id(lost.id, "real"), reader.backend.told_not_made(lost.id)):
            with pytest.raises(ReadOnlyProfile):
                await told


async def test_a_list_under_another_id_stands_in_the_same_place_with_its_edits() -> None:
    async with segmenter_desk() as desk:
        lost = await uncertain(desk)
        on_screen = ScreenDesk()
        on_screen.load([lost])
        on_screen.put(lost.id, Editing.of(lost).with_name("Mine"))
        found = await desk.backend.told_id(lost.id, "real")
        on_screen.saved(lost.id, found)
        assert list(on_screen.segments) == ["real"]
        assert on_screen.present_key(lost.id) == "real"
        editing = on_screen.editing("real")
        assert editing is not None
        assert (editing.draft.name, editing.stored) == ("Mine", found)
        assert replace(editing.draft, name=lost.name) == SegmentDraft.of(found)
