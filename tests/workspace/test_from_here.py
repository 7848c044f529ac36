"""What was done from here to lists is known afterwards, however segtui ended."""

import asyncio

import pytest
from support.chatbot_backend import A_SELECTION, chatbot_workspace, put_users, small_chatbot
from support.lists import FakeLists, a_list, person, workspace_on
from support.workspaces import NOON

from segtui.backends.errors import NoAnswer, OutcomeUnknown, Refused
from segtui.backends.limits import Limits
from segtui.domain.segments import Segment
from segtui.sandbox import ChatBotSandbox, Fault
from segtui.store.register import MemoryRegister
from segtui.workspace.additions import drop_addition, unfinished_additions
from segtui.workspace.editing import Editing
from segtui.workspace.from_here import FromHere, Member, PutInto, from_here
from segtui.workspace.list_looks import look_at_list
from segtui.workspace.member_sets import carry_out_member_set, plan_member_set
from segtui.workspace.members import carry_out_addition, plan_addition
from segtui.workspace.memberships import memberships
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

PEOPLE = [person(number) for number in range(5)]
ROME = a_list("a", "Rome")
ALLOWED = {"remove_members": "on", "set_segments_body": "bare"}


class Killed(FakeLists):
    """A service whose program is killed while its second request is on its way."""

    async def add_members(self, segment_ids: object, lead_ids: object) -> None:
        await super().add_members(segment_ids, lead_ids)  # type: ignore[arg-type] # as it is handed on
        if len(self.requests) == 2:
            raise asyncio.CancelledError


async def added(workspace: Workspace, *segments: Segment) -> None:
    await carry_out_addition(workspace, await plan_addition(workspace, segments, PEOPLE))


async def test_of_an_addition_that_was_killed_it_is_known_what_was_sent_and_it_is_gone_on_with() -> None:
    keeper = MemoryRegister()
    service = Killed((ROME,), selected={"a": ()})
    with pytest.raises(asyncio.CancelledError):
        await added(workspace_on(service, keeper=keeper), ROME)

    workspace = workspace_on(service, keeper=keeper)
    [report] = unfinished_additions(workspace, {"a": ROME})
    assert report.ending is Ending.UNKNOWN
    assert "begun on 2026-11-22" in report.says
    assert "3 users left, 1 of 3 requests done. The next one was sent, and whether it was done isn't" in report.says
    assert [one.id for one in from_here(workspace).members_of("a")] == [one.id for one in PEOPLE[:2]]
    look = await look_at_list(workspace, Editing.of(ROME))
    assert any("isn't finished" in paragraph for paragraph in look.says)

    again = await carry_out_addition(workspace, report.rest)
    assert again.ending is Ending.DONE
    assert service.members["a"] == {one.id for one in PEOPLE}
    assert unfinished_additions(workspace, {}) == []
    assert len(from_here(workspace).members_of("a")) == len(PEOPLE)
    assert set(keeper.documents()) == set(keeper.documents("added:"))


@pytest.mark.parametrize(
    ("failure", "ending"),
    [(Refused(400), Ending.DONE_DIFFERENTLY), (OutcomeUnknown(NoAnswer(15)), Ending.UNKNOWN)],
)
async def test_one_that_failed_is_kept_until_it_is_done_or_dropped(
    failure: Refused | OutcomeUnknown, ending: Ending
) -> None:
    service = FakeLists((ROME,), failures={2: failure})
    workspace = workspace_on(service)
    await added(workspace, ROME)
    [report] = unfinished_additions(workspace, {})
    assert (report.ending, [one.name for one in report.rest.segments]) == (ending, ["Rome"])
    assert ("whether it was done isn't known" in report.says) is (ending is Ending.UNKNOWN)
    drop_addition(workspace, report.rest)
    assert unfinished_additions(workspace, {}) == []


async def test_the_same_addition_begun_anew_takes_its_own_place() -> None:
    service = FakeLists((ROME,), failures={2: Refused(400), 4: Refused(400)})
    workspace = workspace_on(service)
    await added(workspace, ROME)
    await added(workspace, ROME)
    assert len(unfinished_additions(workspace, {})) == 1
    await added(workspace, ROME)
    assert unfinished_additions(workspace, {}) == []


async def test_what_a_newer_segtui_has_kept_otherwise_is_left_alone() -> None:
    keeper = MemoryRegister({"addition:1": {"at": "2026-11-22T12:00:00.000Z", "most": "all"}})
    assert unfinished_additions(workspace_on(FakeLists(), keeper=keeper), {}) == []
    assert keeper.documents("addition:")


def a_box() -> tuple[ChatBotSandbox, list[str], list[Segment]]:
    box = small_chatbot()
    users = put_users(box, "Rome", "Oslo")
    return box, users, [a_list(box.put_segment({"name": name})["id"], name) for name in "AB"]


async def test_whoever_was_put_into_other_lists_only_is_known_to_be_out_of_those_before() -> None:
    box, users, [first, second] = a_box()
    workspace = chatbot_workspace(box, options=ALLOWED)
    people = [await workspace.lead(one) for one in users]
    await carry_out_addition(workspace, await plan_addition(workspace, [first], people))
    planned = await plan_member_set(workspace, users[0], [second])
    assert [one.name for one in planned.leaving] == ["A"]
    await carry_out_member_set(workspace, planned, "1")
    known = from_here(workspace)
    assert known.lists_of(users[0]).keys() == {second.id}
    assert [one.id for one in known.members_of(first.id)] == users[1:]
    look = await look_at_list(workspace, Editing.of(first))
    assert any("Taken out from here on 2026-11-22" in paragraph for paragraph in look.says)
    told = await memberships(workspace, people[0], [first, second])
    assert [(one.segment.id, one.note) for one in told] == [
        (second.id, "added from here on 2026-11-22 12:00"),
        (first.id, "a list of people, which has no rule to look at"),
    ]
    await workspace.close()


async def test_a_set_that_was_refused_is_not_known_and_one_without_an_answer_is_unsure() -> None:
    box, users, [first, second] = a_box()
    workspace = chatbot_workspace(box, options=ALLOWED, limits=Limits(total=0.1, first_wait=0))
    people = [await workspace.lead(one) for one in users]
    await carry_out_addition(workspace, await plan_addition(workspace, [first], people))
    planned = await plan_member_set(workspace, users[0], [second])
    box.faults.add(Fault.status(403), method="PUT", times=1)
    with pytest.raises(Refused):
        await carry_out_member_set(workspace, planned, "1")
    assert from_here(workspace).put == ()
    box.faults.add(Fault.hang(), method="PUT", times=1)
    await carry_out_member_set(workspace, planned, "1")
    [put] = from_here(workspace).out_of(first.id)
    assert not put.is_sure
    assert any(
        "into just 1 segment, this one among them" in one
        for one in (await look_at_list(workspace, Editing.of(second))).says
    )
    assert from_here(workspace).lists_of(users[0]).keys() == {first.id}
    await workspace.close()


def test_what_has_no_readable_moment_comes_first() -> None:
    ann = Member("1", "Ann")
    known = FromHere(
        (), (PutInto(NOON, frozenset("b"), ann, is_sure=True), PutInto(None, frozenset("a"), ann, is_sure=True))
    )
    assert known.lists_of("1") == {"b": NOON}


async def test_a_selection_is_used_when_it_is_looked_at_and_not_by_a_dry_run() -> None:
    workspace = chatbot_workspace(small_chatbot())
    kept = await (await workspace.connected()).create(A_SELECTION)
    assert kept.rule is not None
    for is_dry in (True, False):
        workspace.only_plans = is_dry
        await workspace.preview(kept.rule, kept)
        assert ((await workspace.segment(kept.id)).used_at is None) is is_dry
