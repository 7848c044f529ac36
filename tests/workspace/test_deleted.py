"""What was last known of a deleted segment stays known, and nothing is deleted where it can't be kept."""

from collections.abc import Mapping

import pytest
from support.chatbot_backend import A_SELECTION, ROME, chatbot_workspace, put_users, small_chatbot, writes_to
from support.lists import a_list
from support.workspaces import open_on, small_box

from segtui.backends.base import ChangesSegments
from segtui.backends.errors import NotFound, Refused
from segtui.backends.limits import Limits
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.values import JsonValue
from segtui.sandbox import ChatBotSandbox, Fault
from segtui.store.errors import FileTrouble
from segtui.store.register import MemoryRegister
from segtui.workspace.deleted import (
    DeletedSegment,
    deleted_lines,
    deleted_segments,
    known_members,
    last_state_kept,
    made_again,
)
from segtui.workspace.members import carry_out_addition, plan_addition
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_create, plan_delete
from segtui.workspace.workspace import Workspace


def a_box() -> tuple[ChatBotSandbox, str, Segment]:
    box = small_chatbot()
    [user] = put_users(box, "Rome")
    made = box.put_segment({"name": "[/red] Old"})
    return box, user, a_list(made["id"], made["name"])


async def deletes(workspace: Workspace, segment: Segment) -> Ending:
    plan = await plan_delete(workspace, await workspace.segment(segment.id))
    return (await carry_out(workspace, plan, "delete")).ending


async def present(workspace: Workspace) -> Mapping[str, Segment]:
    return {one.id: one for one in await workspace.segments()}


async def test_of_a_list_its_name_count_dates_and_who_was_added_from_here_stay_known() -> None:
    box, user, old = a_box()
    workspace = chatbot_workspace(box)
    ann = await workspace.lead(user)
    await carry_out_addition(workspace, await plan_addition(workspace, [old], [ann]))
    plan = await plan_delete(workspace, await workspace.segment(old.id))
    assert plan.confirmation is not None
    assert "Made again it is empty" in plan.confirmation.reason
    assert plan.count is not None
    assert plan.count.value == 1
    assert (await carry_out(workspace, plan, "delete")).ending is Ending.DONE

    [deleted] = deleted_segments(workspace, await present(workspace))
    assert (deleted.segment.id, deleted.segment.name) == (old.id, old.name)
    text = "\n".join(deleted_lines(workspace, deleted))
    assert "1 · exact · server" in text
    assert "created" in text
    assert f"Added from here, and not taken out again: 1 user\n  {user}" in text
    assert [one.id for one in known_members(workspace, deleted.segment)] == [user]
    again = made_again(workspace, deleted.segment)
    assert (again.draft.name, again.draft.kind) == (old.name, SegmentKind.REMOTE_LIST)
    made = await carry_out(workspace, await plan_create(workspace, again.draft))
    assert made.ending is Ending.DONE
    await workspace.close()


async def test_a_selection_and_a_rule_of_tiledesk_can_be_made_again_as_they_were() -> None:
    workspace = chatbot_workspace(small_chatbot(), keeper=MemoryRegister())
    made = await (await workspace.connected()).create(A_SELECTION)
    assert await deletes(workspace, made) is Ending.DONE
    [deleted] = deleted_segments(workspace, await present(workspace))
    assert made_again(workspace, deleted.segment).draft.rule == ROME
    assert any("Rome" in line for line in deleted_lines(workspace, deleted))
    await workspace.close()

    desk = open_on(small_box())
    first = (await desk.segments())[0]
    assert await deletes(desk, first) is Ending.DONE
    [deleted] = deleted_segments(desk, await present(desk))
    again = made_again(desk, deleted.segment)
    assert (again.draft.name, again.draft.rule, again.stored) == (first.name, first.rule, None)


async def test_what_was_refused_is_no_deletion_and_one_without_an_answer_is_told_only_if_it_is_gone() -> None:
    box, _, old = a_box()
    workspace = chatbot_workspace(box, limits=Limits(total=0.1, first_wait=0))
    box.faults.add(Fault.status(403), method="DELETE", times=1)
    with pytest.raises(Refused):
        await deletes(workspace, old)
    assert deleted_segments(workspace, {}) == ()
    box.faults.add(Fault.hang(), method="DELETE", times=1)
    assert await deletes(workspace, old) is Ending.UNKNOWN
    assert deleted_segments(workspace, await present(workspace)) == ()
    assert len(deleted_segments(workspace, {})) == 1
    await workspace.close()


class FullDisk(MemoryRegister):
    """Keeps nothing."""

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:  # noqa: ARG002 - as the other's
        raise FileTrouble("The disk is full.")


async def test_nothing_is_deleted_where_its_last_state_cannot_be_kept() -> None:
    box, _, old = a_box()
    workspace = chatbot_workspace(box, keeper=FullDisk())
    with pytest.raises(FileTrouble, match="disk is full"):
        await deletes(workspace, old)
    assert writes_to(box) == []
    await workspace.close()


def test_what_cannot_be_read_is_passed_over() -> None:
    workspace = chatbot_workspace(small_chatbot(), keeper=MemoryRegister({"deleted:1": {"segment": {"new": 1}}}))
    assert deleted_segments(workspace, {}) == ()


async def test_of_two_segtui_that_delete_the_same_the_one_that_comes_too_late_forgets_nothing() -> None:
    box, _, old = a_box()
    keeper = MemoryRegister()
    first, second = (chatbot_workspace(box, keeper=keeper) for _ in range(2))
    backend = await second.connected()
    assert isinstance(backend, ChangesSegments)

    async def comes_too_late() -> None:
        with last_state_kept(second, old):
            assert await deletes(first, old) is Ending.DONE
            await backend.delete(old.id)

    with pytest.raises(NotFound):
        await comes_too_late()
    assert [one.segment.id for one in deleted_segments(second, await present(second))] == [old.id]
    await first.close()
    await second.close()


async def test_a_refusal_forgets_nothing_of_an_earlier_deletion_that_got_no_answer() -> None:
    box, _, old = a_box()
    workspace = chatbot_workspace(box, limits=Limits(total=0.1, first_wait=0))
    box.faults.add(Fault.hang(), method="DELETE", times=1)
    assert await deletes(workspace, old) is Ending.UNKNOWN
    box.faults.add(Fault.status(403), method="DELETE", times=1)
    with pytest.raises(Refused):
        await deletes(workspace, old)
    assert len(deleted_segments(workspace, {})) == 1
    await workspace.close()


async def test_no_name_passes_for_a_line_of_its_own() -> None:
    workspace = chatbot_workspace(small_chatbot(), keeper=MemoryRegister())
    people = (Lead("1\nOn it: 9,999 users", "Ann\nid        42\x1b[31m", {}),)
    listed = Segment(
        "a\nid        42", "Weekly\nid        42", None, SegmentKind.STATIC, people=people, created_by="x\ny"
    )
    lines = list(deleted_lines(workspace, DeletedSegment(listed, None)))
    assert "".join(lines).isprintable()
    assert [line.split()[0] for line in lines if line] == ["“Weekly�id", "id", "by", "On", "Ann�id"]
    await workspace.close()
