"""In which order segments and leads stand, and what is said about it."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from segtui.backends.registry import service
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment
from segtui.ui.browse import segment_order
from segtui.ui.browse.lead_columns import lead_columns, sort_words, sorted_leads, value_in_full
from segtui.ui.browse.segment_list import dates_in_full
from segtui.ui.widgets.column_choice import SortBy
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.feed import LeadFeed
from segtui.workspace.segment_lines import SegmentLine

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
COLUMNS = service("tiledesk").lead_columns
COUNT = Count(3, Certainty.EXACT, Source.SERVER, AT)


def lead(name: str, **fields: Any) -> Lead:
    return Lead(name, name, {"fullname": name, **fields})


def names(leads: list[Lead], key: str, *, descending: bool = False) -> str:
    return " ".join(one.name for one in sorted_leads(leads, SortBy(key, descending)).leads)


async def fetched(_cursor: str | None) -> Page[Lead]:
    raise NotImplementedError


# Segments


def desk() -> Desk:
    """Four segments as the service gives them, and two edits."""
    desk = Desk()
    dates = {"segment 10": 1, "Segment 9": 2, "Apples": 3, "Zoo": None}
    desk.load(
        [
            Segment(f"{place}", name, Group(), updated_at=AT - timedelta(days=days) if days else None)
            for place, (name, days) in enumerate(dates.items())
        ]
    )
    desk.counted("0", Count(5, Certainty.EXACT, Source.SERVER, AT))
    desk.counted("2", Count(12, Certainty.EXACT, Source.SERVER, AT))
    desk.begin(Editing.new("Fresh"))
    desk.put("gone", Editing.of(Segment("gone", "Middle", Group())).with_name("Mine"))
    return desk


@pytest.mark.parametrize(
    ("zone", "end"),  # zones as POSIX signs them: the first is ahead of UTC
    [("XXX-14", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)), ("XXX+12", datetime(1, 1, 1, tzinfo=UTC))],
)
def test_a_date_at_the_end_of_the_calendar_is_told_in_every_zone(zone: str, end: datetime) -> None:
    with ExitStack() as then:
        then.callback(time.tzset)
        then.enter_context(pytest.MonkeyPatch.context()).setenv("TZ", zone)
        time.tzset()
        told = dates_in_full(SegmentLine("s", "Old", "old", Segment("s", "Old", Group(), created_at=end), None))
    assert told == f"made {end:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("name", "Apples Mine Segment 9 segment 10 Zoo", "Zoo segment 10 Segment 9 Mine Apples"),
        ("size", "segment 10 Apples Mine Segment 9 Zoo", "Apples segment 10 Mine Segment 9 Zoo"),
        ("age", "segment 10 Segment 9 Apples Mine Zoo", "Apples Segment 9 segment 10 Mine Zoo"),
    ],
)
def test_drafts_stay_on_top_and_what_isnt_known_comes_last(key: str, up: str, down: str) -> None:
    for descending, expected in ((False, up), (True, down)):
        lines = segment_order.in_order(desk().lines(), SortBy(key, descending))
        assert " ".join(line.name for line in lines) == f"Fresh {expected}"


def test_it_is_said_how_many_sizes_a_list_was_sorted_by() -> None:
    lines = desk().lines()
    assert segment_order.sort_words(lines, SortBy("size")) == "by size ▲ · 2 of 5 were known"
    assert segment_order.sort_words(lines, SortBy("age", descending=True)) == "by age ▼ · 3 of 5 were known"
    assert segment_order.sort_words(lines, SortBy("name")) == "by name ▲"


# Leads


def test_leads_without_the_field_come_last_in_both_directions() -> None:
    leads = [lead("a"), lead("b", city="rome"), lead("c", city=None), lead("d", city="Milan"), lead("e", city="")]
    assert names(leads, "city") == "d b e c a"
    assert names(leads, "city", descending=True) == "b d e c a"
    assert names(leads, "") == "a b c d e"


def test_a_field_with_a_dotted_path_is_found_wherever_it_is() -> None:
    leads = [
        lead("a", attributes={"shop": {"orders": 3}}),
        lead("b", attributes={"shop.orders": 1}),
        lead("c", **{"attributes.shop": {"orders": 2}}),
        lead("d", attributes={"shop": []}),
    ]
    assert names(leads, "attributes.shop.orders") == "b c a d"


def test_what_is_said_of_an_order() -> None:
    rows = [lead("a", seats=5), lead("b", seats="many"), lead("c", seats=[1])]
    complete = LeadFeed(COUNT, rows)
    mixed = sorted_leads(rows, SortBy("seats")).kinds
    assert sort_words(complete, SortBy("seats"), mixed) == "sorted by seats ▲ (numbers, then texts, then lists)"
    assert sort_words(complete, SortBy(""), sorted_leads(rows, SortBy("")).kinds) == "sorted by name ▲"
    many = LeadFeed(Count(1284, Certainty.EXACT, Source.SERVER, AT), rows, fetch=fetched, cursor="2")
    assert sort_words(many, SortBy("attributes.city"), []) == "sorted by city ▲ · 3 of 1,284 loaded"
    unknown = LeadFeed(Count(None, Certainty.UNKNOWN, Source.SERVER, AT), rows, fetch=fetched, cursor="2")
    long = "sorted by " + "x" * 23 + "… ▼ · 3 loaded"
    assert sort_words(unknown, SortBy("x" * 90, descending=True), []) == long


def test_fields_that_later_leads_have_stand_behind_the_known_columns() -> None:
    first = lead_columns([lead("a", city="Rome", createdAt="2026")], COLUMNS)
    later = lead_columns([lead("b", zip="1", city="Oslo", email="b@example.com")], COLUMNS, first)
    assert [column.key for column in later if not column.is_extra] == ["", "city", "createdAt", "email", "zip"]
    assert lead_columns([lead("c", city="Bonn")], COLUMNS, later) == later


def test_fourteen_fields_are_shown_and_the_others_can_be() -> None:
    columns = lead_columns([lead("a", **{f"field{number:02}": number for number in range(20)}, _id="x")], COLUMNS)
    assert len([column for column in columns if not column.is_extra]) == 15
    assert {column.key for column in columns if column.is_extra} >= {"_id", "fullname", "field19"}
    more = lead_columns([lead("b", other=1)], COLUMNS, columns)
    assert more[-1].key == "other"
    assert more[-1].is_extra


def test_a_value_in_full_is_what_the_service_sent() -> None:
    one = lead("a", note="line one\nline two", tags=["vip"], city=None)
    assert value_in_full(one, "note") == "line one\nline two"
    assert value_in_full(one, "tags") == '[\n  "vip"\n]'
    assert (value_in_full(one, "city"), value_in_full(one, "")) == ("null", "a")
    assert "no such field" in value_in_full(one, "plan")
