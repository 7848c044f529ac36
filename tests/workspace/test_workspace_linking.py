"""Whom a segment is given to, on the small Feedier: seen, given and taken back, and read back after each."""

from dataclasses import replace

import pytest
from support.workspaces import IMPATIENT, NOON, open_on, small_box

from segtui.backends.errors import NotFound
from segtui.domain.segments import SegmentLink
from segtui.sandbox import Fault, FeedierSandbox
from segtui.store.profiles import Profile
from segtui.workspace.details import new_details
from segtui.workspace.editing import Editing
from segtui.workspace.errors import Unsafe
from segtui.workspace.linking import LinkTarget, give, link_targets, link_words, links_of, take_back, why_no_links
from segtui.workspace.opening import open_profile
from segtui.workspace.plans import Ending, Plan
from segtui.workspace.saving import carry_out, plan_create, plan_delete
from segtui.workspace.workspace import Workspace

PROMOTERS = "902"
NORTH = LinkTarget("team", "4", "North")


def feedier(*, read_only: bool = False) -> tuple[FeedierSandbox, Workspace]:
    box = FeedierSandbox(feedback_count=20, now=lambda: NOON)
    settings = {"service": "feedier", "base_url": "https://feedier.sandbox.invalid", "auth": "token", "secret": "ask"}

    async def token(_question: str) -> str:
        return box.accounts["owner"].token

    profile = Profile.checked({**settings, "read_only": read_only})
    return box, open_profile("feedback", profile, ask=token, app=box.app, limits=IMPATIENT)


async def test_a_segment_is_given_once_and_taken_back_by_the_links_own_id() -> None:
    box, workspace = feedier()
    segment = await workspace.segment(PROMOTERS)
    assert NORTH in await link_targets(workspace)
    given = await give(workspace, segment, NORTH)
    assert given.ending is Ending.DONE
    with pytest.raises(Unsafe, match="has “All promoters” already"):
        await give(workspace, segment, NORTH)
    link = next(one for one in await links_of(workspace, PROMOTERS) if one.target_id == NORTH.id)
    assert link_words(link) == "team North"
    taken = await take_back(workspace, segment, link)
    assert (taken.ending, [one.target_id for one in taken.links or ()]) == (Ending.DONE, ["1"])
    assert [one.method for one in box.requests if one.method != "GET"] == ["POST", "DELETE"]


async def test_an_answer_that_never_comes_is_settled_by_looking() -> None:
    box, workspace = feedier()
    segment = await workspace.segment(PROMOTERS)
    box.faults.add(Fault.hang(), method="POST", times=1)
    outcome = await give(workspace, segment, NORTH)
    assert outcome.ending is Ending.UNKNOWN
    assert "isn't given to the team “North”" in outcome.says
    assert [one.method for one in box.requests].count("POST") == 1


async def test_a_link_of_another_segment_is_refused_with_an_explanation() -> None:
    _box, workspace = feedier()
    segment = await workspace.segment(PROMOTERS)
    with pytest.raises(NotFound) as refused:
        await take_back(workspace, segment, SegmentLink("999999", "team", "4", "North"))
    assert "has no link with the id “999999”" in refused.value.message


async def test_a_read_only_profile_and_a_service_without_links_say_why_not() -> None:
    _, workspace = feedier(read_only=True)
    with pytest.raises(Unsafe, match="read-only"):
        await give(workspace, await workspace.segment(PROMOTERS), NORTH)
    tiledesk = open_on(small_box())
    assert why_no_links(tiledesk) == "Tiledesk's segments are for everybody in the project"
    with pytest.raises(Unsafe, match="for everybody in the project"):
        await links_of(tiledesk, "66a1f0c2b7d3e4a500000000")


async def test_a_duplicate_goes_to_all_who_have_the_original_and_is_no_default() -> None:
    box, workspace = feedier()
    box.segments[902]["is_default"] = True
    segment = await workspace.segment(PROMOTERS)
    editing = Editing.duplicate(segment, new_details(workspace.service, segment))
    plan = await plan_create(workspace, editing.draft, segment)
    outcome = await carry_out(workspace, plan, plan.confirmation.word if plan.confirmation else "")
    assert outcome.segment is not None
    assert outcome.says.endswith("It is given to the team “Casa Aurora”, as the original.")
    made = box.segments[int(outcome.segment.id)]
    assert ([one["linkable_id"] for one in made["links"]], made["is_default"]) == ([1], False)


async def duplicate_of_promoters(workspace: Workspace) -> Plan:
    segment = await workspace.segment(PROMOTERS)
    editing = Editing.duplicate(segment, new_details(workspace.service, segment))
    return await plan_create(workspace, editing.draft, segment)


async def test_whom_a_duplicate_goes_to_is_planned_each_once_and_read_back() -> None:
    box, workspace = feedier()
    box.put_link(902, "team", 4)
    box.put_link(902, "team", 4)
    plan = await duplicate_of_promoters(workspace)
    assert plan.note == "It will be given to the team “Casa Aurora” and the team “North”, as the original."
    outcome = await carry_out(workspace, plan)
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert [one.name for one in outcome.segment.links or ()] == ["Casa Aurora", "North"]
    assert outcome.segment.links == tuple(await links_of(workspace, outcome.segment.id))
    # Giving it has moved its date, so that it would look as if somebody else had changed it.
    assert (await workspace.unchanged(outcome.segment)).id == outcome.segment.id


@pytest.mark.parametrize(
    ("fault", "ending", "says"),
    [
        (Fault.status(403), Ending.DONE_DIFFERENTLY, "It isn't given to all who have the original: "),
        (Fault.drop(), Ending.UNKNOWN, "It isn't given to all who have the original: No answer came, and so far "),
    ],
)
async def test_a_duplicate_that_is_not_given_is_not_simply_done(fault: Fault, ending: Ending, says: str) -> None:
    box, workspace = feedier()
    box.put_link(902, "team", 4)
    plan = await duplicate_of_promoters(workspace)
    box.faults.add(fault, method="POST", path="links")
    outcome = await carry_out(workspace, plan)
    assert (outcome.ending, outcome.segment is not None) == (ending, True)
    assert says in outcome.says
    assert outcome.says.endswith("Nothing was sent for the team “North”.")
    assert len([one for one in box.requests if one.method == "POST"]) == 2


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault.drop_after(), "It is given to the team “Casa Aurora”, as the original."),
        (Fault.drop(), "It wasn't given to anybody who has the original."),
    ],
)
async def test_a_duplicate_that_nobody_answered_for_is_given_if_it_is_found(fault: Fault, says: str) -> None:
    box, workspace = feedier()
    plan = await duplicate_of_promoters(workspace)
    box.faults.add(fault, method="POST", path="segments", times=1)
    outcome = await carry_out(workspace, plan)
    assert outcome.says.endswith(says)


async def test_links_of_the_original_that_cannot_be_read_are_said_before() -> None:
    box, workspace = feedier()
    segment = replace(await workspace.segment(PROMOTERS), links=None)
    box.faults.add(Fault.status(500), method="GET", path=f"segments/{PROMOTERS}")
    plan = await plan_create(workspace, Editing.duplicate(segment).draft, segment)
    assert plan.note.startswith("Whom the original is given to couldn't be read: ")
    assert plan.give_to == ()


async def test_what_uses_a_segment_is_said_before_it_is_deleted() -> None:
    box, workspace = feedier()
    plan = await plan_delete(workspace, await workspace.segment(PROMOTERS))
    assert "the report “Weekly promoters”" in plan.note
    assert "the team “Casa Aurora”" in plan.note
    box.faults.add(Fault.status(500), path="/reports")
    plan = await plan_delete(workspace, await workspace.segment(PROMOTERS))
    assert plan.note.startswith("What uses this segment couldn't be found out")
