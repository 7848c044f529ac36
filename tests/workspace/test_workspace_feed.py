"""Leads page by page: each once, in the service's order, to the end."""

import asyncio

import pytest
from support.workspaces import NOON, asked, every, is_, open_on, rule_of, small_box, stored

from segtui.backends.errors import ServiceFault
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.segments import Page
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.workspace.feed import LeadFeed


def box_with(count: int) -> TiledeskSandbox:
    """A sandbox whose leads are named by numbers in the order of their ids."""
    box = small_box()
    box.add_leads(*({"_id": f"{number:024x}", "fullname": f"{number:03}"} for number in range(100, 100 + count)))
    return box


def earlier(number: int) -> dict[str, str]:
    """A lead that comes before those of `box_with`."""
    return {"_id": f"{number:024x}", "fullname": f"{number:03}"}


def names(feed: LeadFeed) -> list[str]:
    return [lead.name for lead in feed.rows]


async def test_further_pages_are_fetched_as_far_as_somebody_looks() -> None:
    box = box_with(120)
    feed = await (open_on(box)).preview(every())
    sizes = [len(feed.rows)]
    while not feed.is_complete:
        await feed.more()
        sizes.append(len(feed.rows))
    assert sizes == [50, 100, 120]
    assert names(feed) == [f"{number:03}" for number in range(100, 220)]
    already = len(box.requests)
    await feed.more()
    assert len(box.requests) == already


async def test_further_pages_of_a_saved_segment_are_of_the_same_segment() -> None:
    box = box_with(60)
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("fullname", "contains", "^1[0-5]")))
    feed = await workspace.preview(rule_of(segment), segment)
    await feed.more()
    assert len(feed.rows) == 60
    pages = [one.query for one in asked(box, "leads") if one.query["limit"] == "50"]
    assert [one["page"] for one in pages] == ["0", "1"]
    assert {one["segment"] for one in pages} == {segment.id}


@pytest.mark.parametrize("count", [0, 1, 50])
async def test_leads_that_fit_on_a_page_are_complete_at_once(count: int) -> None:
    feed = await (open_on(box_with(count))).preview(every())
    assert feed.is_complete
    assert len(feed.rows) == count


async def test_leads_that_a_shifting_page_repeats_come_once() -> None:
    box = box_with(80)
    feed = await (open_on(box)).preview(every())
    box.add_leads(*(earlier(number) for number in range(7)))
    await feed.more()
    assert names(feed) == [f"{number:03}" for number in range(100, 180)]
    assert feed.is_complete


async def test_a_page_of_nothing_but_known_leads_is_passed_over() -> None:
    box = box_with(80)
    feed = await (open_on(box)).preview(every())
    box.add_leads(*(earlier(number) for number in range(50)))
    await feed.more()
    assert names(feed) == [f"{number:03}" for number in range(100, 180)]


async def test_leads_that_are_gone_meanwhile_end_the_feed() -> None:
    box = box_with(80)
    feed = await (open_on(box)).preview(every())
    del box.project().leads[40:]
    await feed.more()
    assert feed.is_complete
    assert len(feed.rows) == 50


async def test_a_page_that_fails_can_be_asked_for_again() -> None:
    box = box_with(60)
    feed = await (open_on(box)).preview(every())
    box.faults.add(Fault.status(500), path="page=1", times=1)
    with pytest.raises(ServiceFault):
        await feed.more()
    assert (len(feed.rows), feed.is_complete) == (50, False)
    await feed.more()
    assert (len(feed.rows), feed.is_complete) == (60, True)


async def test_a_server_that_knows_no_pages_is_not_asked_for_ever() -> None:
    box = box_with(0)
    box.faults.add(Fault.status(200, body=[earlier(number) for number in range(50)]), path="/leads")
    feed = await (open_on(box)).preview(every())
    await feed.more()
    assert (len(feed.rows), feed.is_complete) == (50, True)


async def test_the_count_stays_the_one_of_the_first_page() -> None:
    box = box_with(60)
    feed = await (open_on(box)).preview(every())
    box.add_leads(earlier(1))
    await feed.more()
    assert feed.count.value == 60


async def test_where_nobody_says_how_many_there_are_those_that_came_are_counted() -> None:
    leads = [Lead(str(number), "", {}) for number in range(5)]

    async def fetch(_cursor: str | None) -> Page[Lead]:
        return Page(tuple(leads[3:]), None, None)

    feed = LeadFeed(Count(None, Certainty.AT_LEAST, Source.SERVER, NOON), leads[:3], fetch=fetch, cursor="2")
    assert str(feed.count) == "at least 3 · server"
    await feed.more()
    assert str(feed.count) == "5 · exact · server"


async def test_two_who_want_more_at_once_get_a_page_each_and_nobody_is_left_out() -> None:
    leads = [Lead(str(number), "", {}) for number in range(40)]

    async def fetch(cursor: str | None) -> Page[Lead]:
        first = int(cursor or 0)
        await asyncio.sleep(0)
        return Page(tuple(leads[first : first + 10]), 40, str(first + 10) if first < 30 else None)

    feed = LeadFeed(Count(40, Certainty.EXACT, Source.SERVER, NOON), leads[:10], fetch=fetch, cursor="10")
    await asyncio.gather(feed.more(), feed.more())
    assert (len(feed.rows), feed.is_complete) == (30, False)
    await asyncio.gather(feed.more(), feed.more())
    assert [one.id for one in feed.rows] == [one.id for one in leads]
    assert feed.is_complete
