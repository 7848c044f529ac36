"""Who is in a segment: by the server where it can say exactly, else counted here, and never without saying which."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from support.workspaces import (
    IMPATIENT,
    Clock,
    any_of,
    asked,
    every,
    is_,
    named,
    open_on,
    rule_of,
    small_box,
    stored,
)

from segtui.backends.errors import NoAnswer, ServiceFault
from segtui.domain.counting import Certainty, Source
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.values import NumberValue, TextValue
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.workspace.feed import LeadFeed

PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"fullname": "Ann", "email": "ann@example.com", "city": "Rome", "tags": ["vip"], "attributes": {"score": 10}},
    {"fullname": "Bea", "email": "bea@example.com", "city": "Rome", "tags": [], "attributes": {"score": 50}},
    {"fullname": "Cem", "city": "Milan", "tags": ["vip", "beta"], "attributes": {"score": 90}},
    {"fullname": "Dan", "email": "dan@example.com", "city": "Oslo", "tags": ["beta"], "attributes": {}},
)
ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
BETA = Condition("tags", Operator.IS, TextValue("beta"))
CALLED_A = Condition("fullname", Operator.STARTS_WITH, TextValue("A"))
LOW = Condition("attributes.score", Operator.LESS_THAN, NumberValue("30"))
TYPING = Condition("createdAt", Operator.MORE_THAN, TextValue("yester"))


def box_of_four() -> TiledeskSandbox:
    box = small_box()
    box.add_leads(*PEOPLE)
    return box


def names(feed: LeadFeed) -> set[str]:
    return {lead.name for lead in feed.rows}


def sample_requests(box: TiledeskSandbox) -> list[dict[str, str]]:
    return [one.query for one in asked(box, "leads") if one.query["limit"] == "200"]


# Saved segments


async def test_a_saved_segment_is_counted_by_the_server_exactly() -> None:
    box = box_of_four()
    segment_id = stored(box, is_("city", "=", "Rome"))
    clock = Clock()
    workspace = open_on(box, now=clock)
    segment = await workspace.segment(segment_id)
    feed = await workspace.preview(rule_of(segment), segment)
    assert names(feed) == {"Ann", "Bea"}
    assert (feed.count.value, feed.count.of) == (2, 4)
    assert (feed.count.certainty, feed.count.source) == (Certainty.EXACT, Source.SERVER)
    assert feed.count.as_of == clock.at
    assert (feed.note, feed.comparison) == ("", None)
    assert {"segment": segment_id}.items() <= asked(box, "leads")[0].query.items()
    assert not sample_requests(box)


async def test_a_saved_segment_whose_rule_is_being_changed_is_no_longer_asked_for_by_its_id() -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    feed = await workspace.preview(every(VIP), segment)
    assert names(feed) == {"Ann", "Cem"}
    assert not any("segment" in one.query for one in asked(box, "leads"))


async def test_the_sample_can_be_asked_for_even_where_the_server_could_answer() -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    feed = await workspace.preview(rule_of(segment), segment, only_sample=True)
    assert names(feed) == {"Ann", "Bea"}
    assert feed.count.source is Source.HERE
    assert feed.note == ""  # the count says it all
    assert not any("segment" in one.query for one in asked(box, "leads"))


# Rules that aren't saved


@pytest.mark.parametrize(
    ("rule", "parameters", "selected"),
    [
        (every(), {}, {"Ann", "Bea", "Cem", "Dan"}),
        (every(VIP), {"tags": "vip"}, {"Ann", "Cem"}),
        (every(Condition("email", Operator.IS, TextValue("bea@example.com"))), {"email": "bea@example.com"}, {"Bea"}),
        (every(Condition("email", Operator.EXISTS), BETA), {"with_email": "true", "tags": "beta"}, {"Dan"}),
        (any_of(VIP), {"tags": "vip"}, {"Ann", "Cem"}),
    ],
)
async def test_a_rule_that_parameters_can_say_is_counted_by_the_server(
    rule: Group, parameters: dict[str, str], selected: set[str]
) -> None:
    box = box_of_four()
    workspace = open_on(box)
    feed = await workspace.preview(rule)
    assert names(feed) == selected
    assert (feed.count.value, feed.count.of) == (len(selected), 4)
    assert (feed.count.certainty, feed.count.source, feed.note) == (Certainty.EXACT, Source.SERVER, "")
    first = asked(box, "leads")[0].query
    assert {key: first[key] for key in first.keys() - {"page", "limit", "sort", "direction"}} == parameters


async def test_any_other_rule_is_counted_on_the_sample_which_says_so() -> None:
    box = box_of_four()
    workspace = open_on(box)
    feed = await workspace.preview(every(ROME))
    assert names(feed) == {"Ann", "Bea"}
    assert feed.note == "The service can't preview a rule that isn't saved: counted here on all 4 leads."
    assert feed.is_complete


async def test_a_sample_that_holds_the_whole_project_is_exact() -> None:
    workspace = open_on(box_of_four())
    count = (await workspace.preview(every(ROME))).count
    assert (count.value, count.of, count.certainty) == (2, 4, Certainty.EXACT)
    assert str(count) == "2 of 4 · exact · counted here"


async def test_a_lead_of_which_it_cannot_be_told_keeps_the_count_from_being_exact() -> None:
    workspace = open_on(box_of_four())
    count = (await workspace.preview(every(Condition("tags", Operator.EXISTS)))).count
    assert (count.value, count.unsure, count.certainty) == (3, 1, Certainty.SAMPLE)


# The sample


async def test_the_sample_is_a_thousand_leads_in_five_requests_in_an_order_without_ties() -> None:
    box = small_box(lead_count=1300)
    workspace = open_on(box)
    told: list[tuple[int, int | None]] = []
    feed = await workspace.preview(every(ROME), progress=lambda come, of: told.append((come, of)))
    total = (await workspace.preview(every())).count.value
    assert total is not None
    assert total > 1000
    assert feed.count.of == 1000
    assert feed.count.certainty is Certainty.SAMPLE
    assert "on the first 1,000 leads" in feed.note
    order = {"limit": "200", "sort": "_id", "direction": "1"}
    assert sample_requests(box) == [{"page": str(page), **order} for page in range(5)]
    assert told == [(come, total) for come in (200, 400, 600, 800, 1000)]


async def test_the_sample_is_fetched_once_until_counts_are_forgotten() -> None:
    box = box_of_four()
    workspace = open_on(box)
    await workspace.preview(every(ROME))
    box.add_leads({"fullname": "Eva", "city": "Rome"})
    feed = await workspace.preview(every(ROME))
    assert len(sample_requests(box)) == 1
    assert feed.count.value == 2
    workspace.forget_counts()
    feed = await workspace.preview(every(ROME))
    assert len(sample_requests(box)) == 2
    assert (feed.count.value, feed.count.of) == (3, 5)


async def test_a_lead_that_shifts_the_pages_of_the_sample_is_counted_once_and_nothing_is_called_exact() -> None:
    box = small_box(lead_count=300)
    first = {"_id": "0" * 24, "fullname": "Shifting", "city": "Rome"}
    box.faults.run_before(lambda: box.project().leads.insert(0, {**box.project().leads[0], **first}), path="page=1")
    workspace = open_on(box)
    feed = await workspace.preview(every(Condition("lead_id", Operator.EXISTS), LOW))
    ids = [lead.id for lead in feed.rows]
    assert len(ids) == len(set(ids))
    assert feed.count.certainty is Certainty.SAMPLE


async def test_a_lead_that_is_deleted_while_the_sample_is_read_keeps_it_from_being_called_exact() -> None:
    box = small_box(lead_count=300)
    box.faults.run_before(lambda: box.project().leads.pop(0), path="page=1")
    workspace = open_on(box)
    assert (await workspace.preview(every(ROME))).count.certainty is Certainty.SAMPLE
    workspace.forget_counts()
    assert (await workspace.preview(every(ROME))).count.certainty is Certainty.EXACT


@pytest.mark.parametrize(("count", "requests"), [(200, 2), (1500, 1)])
async def test_a_server_that_knows_no_pages_gives_a_sample_of_a_thousand_at_most(count: int, requests: int) -> None:
    box = small_box()
    rows = [{"_id": f"{number:024x}", "city": "Rome"} for number in range(count)]
    box.faults.add(Fault.status(200, body=rows), path="/leads")
    workspace = open_on(box)
    feed = await workspace.preview(every(ROME))
    assert feed.count.value == feed.count.of == min(count, 1000)
    assert feed.count.certainty is Certainty.SAMPLE
    assert len(sample_requests(box)) == requests


async def test_a_sample_that_cannot_be_fetched_is_an_error_and_the_next_try_begins_anew() -> None:
    box = box_of_four()
    box.faults.add(Fault.status(500), path="limit=200", times=1)
    workspace = open_on(box)
    with pytest.raises(ServiceFault):
        await workspace.preview(every(ROME))
    assert names(await workspace.preview(every(ROME))) == {"Ann", "Bea"}


# Rules that aren't sent


async def test_a_saved_segment_that_would_never_be_answered_is_not_asked_for() -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("fullname", "starts with", "A")))
    await workspace.sample()
    already = len(box.requests)
    feed = await workspace.preview(rule_of(segment), segment)
    assert len(box.requests) == already
    assert names(feed) == {"Ann"}
    assert feed.count.source is Source.HERE
    note = "The service would never answer this rule, so it was not asked: counted here on all 4 leads."
    assert feed.note == note


@pytest.mark.parametrize("rule", [every(CALLED_A), any_of(CALLED_A, ROME), every(VIP, CALLED_A)])
async def test_an_unsaved_rule_that_would_never_be_answered_sends_nothing_but_the_sample(rule: Group) -> None:
    box = box_of_four()
    workspace = open_on(box)
    feed = await workspace.preview(rule)
    assert [one.query for one in asked(box, "leads")] == sample_requests(box)
    assert feed.note.startswith("The service would never answer this rule")
    assert "Ann" in names(feed)


async def test_a_rule_that_must_be_mended_first_is_not_sent() -> None:
    box = box_of_four()
    workspace = open_on(box)
    await workspace.sample()
    already = len(box.requests)
    feed = await workspace.preview(every(VIP, TYPING))
    assert len(box.requests) == already
    assert feed.note.startswith("This rule can't be sent as it is: counted here on all 4 leads")


async def test_what_a_saved_segment_holds_already_is_not_called_unsendable() -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("status", "=", 1000), is_("city", "=", "Rome")))
    feed = await workspace.preview(rule_of(segment), segment)
    assert names(feed) == {"Ann", "Bea"}
    assert feed.count.source is Source.SERVER


# Meant and done


@pytest.mark.parametrize(
    ("filters", "match", "meant", "done"),
    [
        ([is_("city", "=", "Rome"), is_("tags", "=", "vip")], "any", 3, 1),
        ([is_("city", "!=", "Oslo"), is_("city", "!=", "Rome")], "all", 1, 2),
        ([is_("attributes.score", "<", 30)], "all", 1, 4),
        ([is_("attributes.score", "<", 30), is_("city", "=", "Rome")], "all", 1, 2),
    ],
)
async def test_what_a_rule_means_is_counted_beside_what_the_service_selects(
    filters: list[dict[str, Any]], match: str, meant: int, done: int
) -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, *filters, match=match))
    saved = await workspace.preview(rule_of(segment), segment)
    typed = await workspace.preview(rule_of(segment))
    for feed in (saved, typed):
        assert feed.count.value == len(feed.rows) == done
        assert feed.comparison is not None
        assert (feed.comparison.meant.value, feed.comparison.served.value) == (meant, done)
        assert feed.comparison.meant.source is Source.HERE
    assert (saved.count.source, len(sample_requests(box))) == (Source.SERVER, 1)


async def test_nothing_is_compared_where_both_select_the_same_leads() -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Oslo"), is_("fullname", "=", "Dan"), match="any"))
    feed = await workspace.preview(rule_of(segment), segment)
    assert any(one.code == "any-ignored" for one in workspace.served(rule_of(segment), segment).differences)
    assert names(feed) == {"Dan"}
    assert feed.comparison is None


# Totals and counts


async def test_the_number_of_all_leads_is_asked_for_once_a_minute() -> None:
    box = box_of_four()
    clock = Clock()
    workspace = open_on(box, now=clock)

    async def total() -> int | None:
        return (await workspace.preview(every(VIP))).count.of

    def times() -> int:
        return sum(one.query["limit"] == "1" for one in asked(box, "leads"))

    assert (await total(), times()) == (4, 1)
    box.add_leads({"fullname": "Eva"})
    clock.forward(seconds=60)
    assert (await total(), times()) == (4, 1)
    clock.forward(seconds=1)
    assert (await total(), times()) == (5, 2)
    box.add_leads({"fullname": "Fay"})
    workspace.forget_counts()
    assert (await total(), times()) == (6, 3)


async def test_a_service_that_does_not_say_how_many_is_counted_by_its_rows() -> None:
    box = box_of_four()
    box.faults.add(Fault.status(200, body=box.project().leads[:2]), path="/leads")
    workspace = open_on(box)
    feed = await workspace.preview(every(VIP))
    assert len(feed.rows) == 2
    assert (feed.count.value, feed.count.of, feed.count.certainty) == (2, None, Certainty.EXACT)


# Trouble on the way


async def test_a_server_that_falls_silent_is_an_error_and_the_workspace_goes_on() -> None:
    box = box_of_four()
    box.faults.add(Fault.hang(), path="segment=", times=1)
    workspace = open_on(box, limits=IMPATIENT)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    with pytest.raises(NoAnswer):
        await workspace.preview(rule_of(segment), segment)
    assert names(await workspace.preview(rule_of(segment), segment)) == {"Ann", "Bea"}


@pytest.mark.parametrize("stopped_at", ["segment=", "limit=1&", "limit=200"])
async def test_a_preview_that_is_cancelled_in_the_middle_leaves_the_workspace_usable(stopped_at: str) -> None:
    box = box_of_four()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome"), is_("tags", "=", "vip"), match="any"))
    arrived = asyncio.Event()
    box.faults.run_before(arrived.set, path=stopped_at)
    box.faults.add(Fault.hold(asyncio.Event()), path=stopped_at, times=1)
    preview = asyncio.create_task(workspace.preview(rule_of(segment), segment))
    async with asyncio.timeout(5):
        await arrived.wait()
    preview.cancel()
    with pytest.raises(asyncio.CancelledError):
        await preview
    feed = await workspace.preview(rule_of(segment), segment)
    assert names(feed) == {"Ann"}
    assert feed.comparison is not None


async def test_one_lead_comes_with_all_that_the_service_knows() -> None:
    box = box_of_four()
    workspace = open_on(box)
    [ann] = (await workspace.preview(every(Condition("email", Operator.IS, TextValue("ann@example.com"))))).rows
    lead: Lead = await workspace.lead(ann.id)
    assert lead == ann
    assert lead.values["attributes.score"] == 10


async def test_a_hostile_name_reaches_nobody_unclean_in_the_notes_of_a_preview() -> None:
    box = small_box(lead_count=40)
    workspace = open_on(box)
    segment = await workspace.segment(named(box, "\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m"))
    feed = await workspace.preview(every(*rule_of(segment).children, ROME), segment)
    assert feed.note.isprintable()
