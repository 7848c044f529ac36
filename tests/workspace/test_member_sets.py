"""Somebody is put into just some lists, where the profile allows it and the number of lists was typed."""

from dataclasses import replace

import pytest
from support.chatbot_backend import A_SELECTION, NOON, chatbot_workspace, put_users, small_chatbot, writes_to
from support.lists import FakeLists, a_list, person, workspace_on

from segtui.backends.errors import Refused
from segtui.backends.limits import Limits
from segtui.domain.segments import Segment
from segtui.sandbox import ChatBotSandbox, Fault
from segtui.workspace.errors import ConfirmationMissing, Unsafe
from segtui.workspace.explaining import NoSuchLead
from segtui.workspace.from_here import Member, from_here
from segtui.workspace.member_sets import carry_out_member_set, plan_member_set
from segtui.workspace.plans import Ending

ALLOWED = {"remove_members": "on", "set_segments_body": "bare"}


def a_box() -> tuple[ChatBotSandbox, str, list[Segment]]:
    """A small service, a user in the first and last of three lists, and the lists."""
    box = small_chatbot()
    [user] = put_users(box, "Rome")
    lists = [box.put_segment({"name": name}, [user] if name != "B" else []) for name in "ABC"]
    return box, user, [a_list(one["id"], one["name"]) for one in lists]


async def test_somebody_is_afterwards_in_just_the_lists_that_are_named() -> None:
    box, user, lists = a_box()
    workspace = chatbot_workspace(box, options=ALLOWED)
    planned = await plan_member_set(workspace, user, [*lists[:2], lists[0]])
    assert (planned.confirmation.word, planned.person.id) == ("2", user)
    assert "doesn't tell which segments" in planned.confirmation.reason
    assert writes_to(box) == []
    report = await carry_out_member_set(workspace, planned, "2")
    assert report.ending is Ending.DONE
    assert report.says.endswith("is now in “A”, “B”, and in no other segment.")
    assert [box.members_of(one.id) for one in lists] == [[user], [user], []]
    assert report.counts is not None
    assert {key: count.value for key, count in report.counts.items() if count} == {one.id: 1 for one in lists[:2]}
    assert [one.people for one in from_here(workspace).into(lists[1].id)] == [(Member(user, planned.person.name),)]
    assert from_here(workspace).lists_of(user) == {one.id: NOON for one in lists[:2]}
    assert planned.request == f'PUT /users/{user}/segments\n["{lists[0].id}", "{lists[1].id}"]'
    await workspace.close()


async def test_somebody_is_found_by_whatever_a_person_knows_of_them() -> None:
    box, user, lists = a_box()
    box.users[user]["userId"] = "crm-7"
    box.users[user]["attributes"]["default_email"] = "Ada@example.com"
    workspace = chatbot_workspace(box, options=ALLOWED)
    for text in ("crm-7", "ada@EXAMPLE.com"):
        assert (await plan_member_set(workspace, text, lists[:1])).person.id == user
    await workspace.close()


@pytest.mark.parametrize("typed", ["", "1", "3", "yes"])
async def test_nothing_is_sent_without_the_number_of_lists(typed: str) -> None:
    box, user, lists = a_box()
    workspace = chatbot_workspace(box, options=ALLOWED)
    planned = await plan_member_set(workspace, user, lists[:2])
    with pytest.raises(ConfirmationMissing, match="nobody can say afterwards"):
        await carry_out_member_set(workspace, planned, typed)
    assert writes_to(box) == []
    await workspace.close()


async def test_what_cannot_be_or_is_not_allowed_is_refused_with_the_reason() -> None:
    box, user, lists = a_box()
    for changed, says in (
        ({}, "remove_members=on"),
        ({"options": {"remove_members": "on"}}, "must say bare or object"),
        ({"options": ALLOWED, "read_only": True}, "read-only"),
    ):
        workspace = chatbot_workspace(box, **changed)
        with pytest.raises(Unsafe, match=says):
            await plan_member_set(workspace, user, lists)
        await workspace.close()
    workspace = chatbot_workspace(box, options=ALLOWED)
    selection = await (await workspace.connected()).create(A_SELECTION)
    for segments, who, error in (
        ([], user, Unsafe),
        ([lists[0], selection], user, Unsafe),
        (lists, "nobody@example.com", NoSuchLead),
    ):
        with pytest.raises(error):
            await plan_member_set(workspace, who, segments)
    assert writes_to(box) == []
    await workspace.close()
    with pytest.raises(Unsafe, match="no way to replace all segments"):
        await plan_member_set(workspace_on(FakeLists((a_list("a"),), users=(person(1),))), person(1).id, [a_list("a")])


@pytest.mark.parametrize("fault", [Fault.hang(), Fault.status(500)], ids=lambda fault: fault.name)
async def test_a_silence_or_a_fault_leaves_it_open_and_nothing_is_sent_twice(fault: Fault) -> None:
    box, user, lists = a_box()
    workspace = chatbot_workspace(box, options=ALLOWED, limits=Limits(total=0.1, first_wait=0))
    planned = await plan_member_set(workspace, user, lists[:1])
    box.faults.add(fault, method="PUT", times=1)
    report = await carry_out_member_set(workspace, planned, "1")
    assert report.ending is Ending.UNKNOWN
    assert "whether it was done isn't known" in report.says
    assert len(writes_to(box)) == 1
    await workspace.close()


async def test_what_the_service_refuses_has_changed_nothing() -> None:
    box, user, lists = a_box()
    workspace = chatbot_workspace(box, options={**ALLOWED, "set_segments_body": "object"})
    planned = await plan_member_set(workspace, user, lists[:1])
    with pytest.raises(Refused) as refused:
        await carry_out_member_set(workspace, planned, "1")
    assert "set_segments_body=bare" in refused.value.hint
    assert [bool(box.members_of(one.id)) for one in lists] == [True, False, True]
    await workspace.close()


async def test_many_lists_are_counted_and_not_all_named() -> None:
    box, user, lists = a_box()
    many = [replace(lists[0], id=box.put_segment({"name": f"L{place}"})["id"]) for place in range(9)]
    workspace = chatbot_workspace(box, options=ALLOWED)
    report = await carry_out_member_set(workspace, await plan_member_set(workspace, user, many), "9")
    assert "is now in the 9 segments, and in no other" in report.says
    await workspace.close()
