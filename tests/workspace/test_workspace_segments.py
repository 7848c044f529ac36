"""The list of segments: all pages, each segment once, whatever happens meanwhile."""

import asyncio

import pytest
from support.workspaces import NOON, asked, is_, open_on, small_box, stored

from segtui.backends.errors import RightRefused, ServiceFault
from segtui.backends.limits import Limits
from segtui.domain.lead_word import LEADS
from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import SegmentState
from segtui.domain.values import InstantValue
from segtui.sandbox import Fault, TiledeskSandbox


def box_with(count: int) -> TiledeskSandbox:
    """A sandbox whose project has only segments of the same moment, named by numbers in the order of their ids."""
    box = small_box()
    box.project().segments.clear()
    for number in range(count):
        stored(box, is_("city", "=", "Rome"), name=f"{number:03}")
    return box


async def test_all_active_segments_come_and_deleted_ones_do_not() -> None:
    box = small_box()
    workspace = open_on(box)
    listed = await workspace.segments()
    active = {key for key, one in box.project().segments.items() if one["status"] == 100}
    assert {one.id for one in listed} == active
    assert {one.state for one in listed} == {SegmentState.ACTIVE}


async def test_the_latest_change_comes_first_and_equal_moments_keep_one_order() -> None:
    box = box_with(6)
    changed = list(box.project().segments)[3]
    box.change_behind_your_back(changed, match="any")
    workspace = open_on(box)
    listed = [one.id for one in await workspace.segments()]
    assert listed[0] == changed
    assert listed[1:] == sorted(listed[1:])
    assert [one.id for one in await workspace.segments()] == listed


async def test_a_segment_without_moments_comes_last() -> None:
    box = box_with(2)
    box.put_segment({"name": "no moments", "match": "all", "filters": [], "createdAt": None, "updatedAt": None})
    workspace = open_on(box)
    assert (await workspace.segments())[-1].name == "no moments"


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (100, 1), (101, 2), (230, 3)])
async def test_every_page_is_read_once(count: int, pages: int) -> None:
    box = box_with(count)
    workspace = open_on(box)
    listed = await workspace.segments()
    assert sorted(one.name for one in listed) == [f"{number:03}" for number in range(count)]
    assert [one.query["page"] for one in asked(box, "segments")] == [str(page) for page in range(pages)]


async def test_a_segment_that_is_made_while_pages_are_read_comes_once() -> None:
    box = box_with(150)
    first = {"_id": "0" * 24, "name": "made meanwhile", "match": "all", "filters": []}
    box.faults.run_before(lambda: box.put_segment(first), path="page=1")
    workspace = open_on(box)
    names = [one.name for one in await workspace.segments()]
    assert len(names) == len(set(names)) == 151


async def test_a_segment_that_is_deleted_while_pages_are_read_takes_no_other_along() -> None:
    box = box_with(150)
    first = next(iter(box.project().segments))
    box.faults.run_before(lambda: box.change_behind_your_back(first, status=0), path="page=1")
    workspace = open_on(box)
    names = sorted(one.name for one in await workspace.segments())
    assert names == [f"{number:03}" for number in range(1, 150)]


async def test_a_page_that_fails_is_an_error_and_no_shorter_list() -> None:
    box = box_with(150)
    box.faults.add(Fault.status(500), path="page=1", times=1)
    workspace = open_on(box)
    with pytest.raises(ServiceFault):
        await workspace.segments()
    assert len(await workspace.segments()) == 150


async def test_a_server_that_lists_without_a_total_is_read_to_its_end() -> None:
    box = box_with(0)
    rows = [{"_id": f"{number:024x}", "name": str(number), "filters": []} for number in range(130)]
    for page in range(2):
        body = rows[page * 100 : (page + 1) * 100]
        box.faults.add(Fault.status(200, body=body), path=f"page={page}")
    workspace = open_on(box)
    assert len(await workspace.segments()) == 130


async def test_a_server_that_knows_no_pages_is_not_asked_for_ever() -> None:
    box = box_with(0)
    rows = [{"_id": f"{number:024x}", "name": str(number), "filters": []} for number in range(100)]
    box.faults.add(Fault.status(200, body=rows), path="/segments")
    workspace = open_on(box)
    assert len(await workspace.segments()) == 100
    assert len(asked(box, "segments")) == 2


async def test_one_segment_comes_as_it_is_now() -> None:
    box = box_with(1)
    workspace = open_on(box)
    [listed] = await workspace.segments()
    box.change_behind_your_back(listed.id, name="renamed", status=0)
    now = await workspace.segment(listed.id)
    assert (now.name, now.state) == ("renamed", SegmentState.DELETED)
    assert now.updated_at is not None
    assert now.updated_at > NOON


@pytest.mark.parametrize("account", ["teammate", "stranger", "disabled"])
async def test_who_may_not_look_is_told_so(account: str) -> None:
    workspace = open_on(small_box(), account=account)
    with pytest.raises(RightRefused) as caught:
        await workspace.segments()
    assert caught.value.hint


async def test_the_fields_of_the_project_are_the_services_and_its_own() -> None:
    workspace = open_on(small_box())
    fields = [field.path for field in await workspace.fields()]
    assert {"email", "createdAt", "properties.shoe_size"} <= set(fields)
    assert len(fields) == len(set(fields))


async def test_fields_are_called_by_a_name_that_no_other_field_has() -> None:
    workspace = open_on(small_box())
    rule = Group(children=(Condition("attributes.plan", Operator.EXISTS), Condition("plan", Operator.EXISTS)))
    names = workspace.field_names(Group(children=rule.children[:1]))
    assert (names["attributes.plan"], names["email"], names["createdAt"]) == ("plan", "e-mail", "created")
    assert "attributes.plan" not in workspace.field_names(rule)
    assert "attributes.plan" not in workspace.field_names(Group(children=rule.children[:1]), ["properties.plan"])
    assert "attributes.city" not in workspace.field_names(Group(), ["attributes.city"])
    semantics = workspace.dialect.semantics
    assert phrase(rule, names, semantics, word=LEADS) == (
        'People who have the field plan (even if it is empty) and who have the field "plan" (even if it is empty).'
    )
    early = Condition("createdAt", Operator.LESS_THAN, InstantValue("2024-07-01"))
    assert (
        phrase(Group(children=(early,)), names, semantics, word=LEADS) == "People who were created before 1 July 2024."
    )


async def test_while_a_busy_service_is_waited_for_it_is_told_when_it_is_asked_again() -> None:
    box = small_box()
    workspace = open_on(box, limits=Limits())
    assert workspace.delay() == ""
    await workspace.segments()
    box.faults.add(Fault.status(429, headers={"Retry-After": "29"}))
    asking = asyncio.create_task(workspace.segments())
    while not workspace.delay():  # noqa: ASYNC110 - nobody tells when
        await asyncio.sleep(0)
    assert workspace.delay() == "reads again in 29 s"
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert workspace.delay() == ""
