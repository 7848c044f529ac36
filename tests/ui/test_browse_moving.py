"""Moving through the list, filtering it, loading it anew, and looking at leads."""

import asyncio
import re

import pytest
from support.screens import PEOPLE, at_work, box_of, opener
from support.workspaces import Clock, asked, is_

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.browse import loading
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.lead import LeadDialog

CROWD = [{"fullname": f"Lead {number:03}", "city": "Rome", "email": f"l{number}@example.com"} for number in range(120)]


def of(box: TiledeskSandbox, name: str) -> re.Pattern[str]:
    """The requests for the leads of a segment."""
    key = next(key for key, one in box.project().segments.items() if one["name"] == name)
    return re.compile(f"leads.*segment={key}")


def asked_for(box: TiledeskSandbox) -> list[str]:
    """The names of the segments whose leads were asked for, in order."""
    segments = box.project().segments
    keys = [one.query["segment"] for one in asked(box, "leads") if "segment" in one.query]
    return [segments[key]["name"] for key in keys]


# Moving.


async def test_another_segment_shows_its_rule_at_once_and_its_leads_when_they_come() -> None:
    box = box_of()
    until = asyncio.Event()
    box.faults.add(Fault.hold(until), path=of(box, "VIP customers"))
    async with at_work(box) as person:
        await person.press("down")
        assert person.rule == ["tags is vip", "email is present"]
        assert person.screen.lead_pane.title == "3 Leads · …"
        await person.until(lambda: person.leads == [])
        assert person.screen.lead_pane.title == "3 Leads"
        until.set()
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Cem Can"]


async def test_holding_a_key_asks_for_leads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "DEBOUNCE", 1.0)
    box = box_of()
    async with at_work(box) as person:
        person.burst("down", "down", "down")
        await person.until(lambda: person.editing.draft.name == "Milan list")
        await person.leads_come()
        assert person.leads == ["Cem Can"]
    assert asked_for(box) == ["Romans", "Milan list"]


async def test_an_answer_that_comes_late_is_never_shown_for_another_segment() -> None:
    async with at_work(box_of()) as person:
        late = next(one for one in person.seen if isinstance(one, LoadingScreen.PreviewReady))
        await person.picks("Nordic list")
        person.screen.post_message(LoadingScreen.PreviewReady(late.key, late.editing, late.feed))
        await person.rest()
        assert person.leads == ["Dan Dor"]
        assert person.screen.lead_pane.title == "3 Leads · 1 of 4 · exact · server"


async def test_an_answer_for_the_rule_before_the_last_change_is_never_shown_for_the_new_one() -> None:
    async with at_work(box_of()) as person:
        late = next(one for one in person.seen if isinstance(one, LoadingScreen.PreviewReady))
        await person.press("2", "d")
        await person.leads_come()
        person.screen.post_message(LoadingScreen.PreviewReady(late.key, late.editing, late.feed))
        await person.rest()
        assert len(person.leads) == 4


async def test_the_older_request_is_given_up_when_another_segment_is_picked() -> None:
    box = box_of()
    box.faults.add(Fault.hang(), path=of(box, "VIP customers"))
    async with at_work(box) as person:
        await person.press("down")
        await person.until(lambda: "VIP customers" in asked_for(box))
        held = [worker for worker in person.app.workers if worker.group == "preview" and not worker.is_finished]
        await person.picks("Nordic list")
        assert [worker.is_cancelled for worker in held] == [True]
        assert person.said == ""
        assert person.screen.status.line().plain == ""


async def test_escape_stops_a_request_that_isnt_answered() -> None:
    box = box_of()
    box.faults.add(Fault.hang(), path=of(box, "VIP customers"))
    async with at_work(box) as person:
        await person.press("down")
        await person.until(lambda: "loading leads…" in person.screen.status.line().plain)
        assert "esc stops" in person.screen.status.line().plain
        await person.press("escape")
        await person.until(lambda: not person.screen.status.line().plain)
        assert person.rule == ["tags is vip", "email is present"]
        assert any("Stopped. r tries again." in line for line in person.drawn)


async def test_the_size_of_a_segment_is_known_once_it_was_looked_at() -> None:
    async with at_work(box_of()) as person:
        await person.picks("Milan list")
        rows = person.screen.query_one("#segment-table")._rows  # type: ignore[attr-defined]
        assert [rows.cells(index)[1:] for index in range(4)] == [("2", "1d"), ("", "2d"), ("", "3d"), ("1", "4d")]


# The filter.


async def test_the_filter_narrows_the_list_with_each_letter() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        assert person.focus == "filter"
        await person.types("list")
        assert person.listed == ["Nordic list", "Milan list"]
        assert any("1 Segments · 2 of 5" in line for line in person.drawn)
        await person.until(lambda: person.editing.draft.name == "Nordic list")
        await person.types(" mil")
        assert person.listed == ["Milan list"]
        await person.leads_come()
        assert person.leads == ["Cem Can"]


async def test_several_words_are_looked_for_in_any_order_and_any_case() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("LIST nor")
        assert person.listed == ["Nordic list"]


async def test_escape_shows_all_again_and_goes_back_to_the_list() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("milan")
        await person.press("escape")
        assert len(person.listed) == 5
        assert person.focus == "segment-table"
        await person.until(lambda: person.editing.draft.name == "Milan list")


async def test_enter_keeps_the_filter_and_goes_to_the_list() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("list")
        await person.press("enter", "down")
        await person.until(lambda: person.editing.draft.name == "Milan list")
        assert person.listed == ["Nordic list", "Milan list"]


async def test_a_filter_that_finds_nothing_says_so_and_keeps_the_segment_open() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("zzz")
        assert person.listed == []
        assert any("No segment has all of this." in line for line in person.drawn)
        assert person.editing.draft.name == "Romans"


async def test_leads_that_come_bring_nothing_back_that_the_filter_has_left_out() -> None:
    box = box_of()
    until = asyncio.Event()
    box.faults.add(Fault.hold(until), path=of(box, "Nordic list"))
    async with at_work(box) as person:
        await person.press("slash")
        await person.types("nordic")
        await person.until(lambda: "Nordic list" in asked_for(box))
        await person.types("zzz")
        assert person.listed == []
        until.set()
        await person.leads_come()
        assert person.leads == ["Dan Dor"]
        assert person.listed == []


async def test_a_segment_that_is_renamed_stays_in_the_filtered_list() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("milan")
        await person.press("enter", "e")
        await person.opens(TextDialog)
        await person.press("ctrl+u")
        await person.types("Como")
        await person.press("enter")
        await person.closes()
        await person.leads_come()
        assert person.listed == ["Como"]


async def test_a_new_segment_is_listed_whatever_the_filter_says() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("milan")
        await person.press("enter", "n")
        await person.opens(TextDialog)
        await person.types("Fresh")
        await person.press("enter")
        await person.closes()
        assert person.listed == ["Fresh", "Milan list"]


async def test_letters_that_are_keys_elsewhere_are_only_letters_in_the_filter() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("nrcDq/?12")
        assert person.value_of("#filter") == "nrcDq/?12"
        assert person.app.screen is person.screen


# Loading anew.


async def test_refresh_shows_what_is_new_and_keeps_edits_and_the_place() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("Milan list")
        await person.press("2", "o")
        box.put_segment({"name": "Brand new", "match": "all", "filters": []})
        box.add_leads({"fullname": "Eva Eis", "city": "Milan"})
        await person.press("r")
        await person.until(lambda: "Brand new" in person.listed)
        await person.leads_come()
        assert person.editing.draft.name == "Milan list"
        assert person.editing.is_changed
        assert "● Milan list" in "\n".join(person.drawn)
        assert person.leads == ["Cem Can", "Eva Eis"]
        person.screen.query_one(SegmentList).table.cursor += 1
        person.screen.show_list()  # what was asked for comes before the screen has heard of the move
        await person.until(lambda: person.editing.draft.name == "Everyone")
        person.screen.query_one(SegmentList).table.cursor -= 1
        person.screen.go_to(next(key for key, one in person.screen.desk.segments.items() if one.name == "Romans"))
        await person.until(lambda: person.focus == "segment-table")
        assert person.editing.draft.name == "Romans"


async def test_refresh_says_when_an_edited_segment_is_gone_from_the_service() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("2", "o")
        key = person.screen.current
        box.project().segments.pop(str(key))
        await person.press("r")
        await person.until(lambda: any("✗ Romans" in line for line in person.drawn))
        assert person.screen.current == key
        assert person.editing.is_changed


async def test_the_time_in_the_header_is_that_of_the_last_loading() -> None:
    clock = Clock()
    async with at_work(opener(box_of(), now=clock)) as person:
        assert "as of 12:00" in person.drawn[0]
        clock.forward(minutes=25)
        await person.press("r")
        await person.until(lambda: "as of 12:25" in person.drawn[0])


# Leads.


async def test_further_leads_come_as_one_scrolls_each_once() -> None:
    box = box_of({"Romans": [is_("city", "=", "Rome")]}, CROWD)
    async with at_work(box) as person:
        assert person.screen.lead_pane.title == "3 Leads · 120 of 120 · exact · server"
        assert len(person.leads) == 50
        await person.press("3", "end")
        await person.until(lambda: len(person.leads) == 100)
        await person.press("end")
        await person.until(lambda: len(person.leads) == 120)
        assert sorted(person.leads) == [one["fullname"] for one in CROWD]
        await person.press("end")
        assert "Lead 119" in person.drawn[-4]


async def test_a_page_that_fails_is_told_and_the_leads_before_it_stay() -> None:
    box = box_of({"Romans": [is_("city", "=", "Rome")]}, CROWD)
    async with at_work(box) as person:
        box.faults.add(Fault.status(500), path="leads")
        await person.press("3", "end")
        await person.says("No more leads could be loaded.")
        assert len(person.leads) == 50


async def test_enter_shows_a_lead_whole() -> None:
    attributes = {"plan": "pro", "trial": False, "shops": [{"id": 7, "tags": ["new", "big"]}, {"id": 8}]}
    note = {"note": "line one\nline two", "tags": ["vip", "beta"], "attributes": attributes}
    box = box_of(people=[{**PEOPLE[0], **note}])
    async with at_work(box) as person:
        await person.press("3", "enter")
        await person.opens(LeadDialog)
        text = person.text_of("Scrolling > PlainText")
        assert "ann@example.com" in text
        assert "line one\n" in text
        rows = {line.split()[0]: " ".join(line.split()[1:]) for line in text.splitlines() if line.strip()}
        assert (rows["attributes.plan"], rows["attributes.trial"], rows["tags"]) == ("pro", "no", "vip, beta")
        assert "attributes.shops\n  id: 7 · tags: new, big\n  id: 8\n" in f"{text}\n"
        await person.leaves()
        assert person.focus == "lead-table"


async def test_a_rule_that_nobody_meets_says_so() -> None:
    box = box_of({"Nobody": [is_("city", "=", "Atlantis")]})
    async with at_work(box) as person:
        assert person.screen.lead_pane.title == "3 Leads · 0 of 4 · exact · server"
        assert any("No leads meet this rule." in line for line in person.drawn)


async def test_the_columns_of_all_rows_stand_in_line_after_a_pane_has_grown() -> None:
    plans = ["pro"] * 6 + ["enterprise with all there is"] * 6
    people = [
        {"fullname": f"Lead {number}", "attributes": {"plan": plan, "seats": 5}} for number, plan in enumerate(plans)
    ]
    async with at_work(box_of({"Everyone": []}, people), size=(80, 24)) as person:
        await person.press("3", "down", "down", "up")
        table = person.screen.lead_pane.table
        assert [table._drawn[y].text for y in range(table.size.height)] == [
            table._line(y).text for y in range(table.size.height)
        ]
        columns = {line.index(" 5 ") for line in person.drawn if "Lead 1 " in line or "Lead 8 " in line}
        assert len(columns) == 1


async def test_leads_that_have_come_stay_when_the_call_to_clear_the_earlier_ones_was_on_its_way() -> None:
    async with at_work(box_of()) as person:
        pane, before = person.screen.lead_pane, person.leads
        feed = pane._feed
        assert feed is not None
        pane.expect()
        timer = pane._clearing
        assert timer is not None
        assert timer._callback is not None
        pane.show(feed, "")
        timer._callback()
        await person.rest()
        assert person.leads == before != []
