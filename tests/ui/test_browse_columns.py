"""Columns and orders of the two tables, as somebody uses them on the main screen."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from support.screens import PEOPLE, Person, at_work, box_of
from support.workspaces import NOON, is_
from textual.app import App, ComposeResult

from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.sandbox import Fault
from segtui.ui.browse import lead_pane
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.asking import MessageDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.widgets.column_choice import ColumnChoice, SortBy
from segtui.ui.widgets.column_pane import ColumnPane
from segtui.workspace.desk import Desk

CITIES = ("Turin", "Rome", "Bari", "Asti", "Como", "Pisa")
CROWD = [
    {"fullname": f"Lead {number:03}", "city": CITIES[number % 6], "email": f"l{number}@example.com"}
    for number in range(120)
]


class OnePane(App[None]):
    def __init__(self, pane: SegmentList) -> None:
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        yield self._pane


def titles(person: Person) -> list[str]:
    """The columns of the leads, as they stand above them."""
    return [column.title for column in person.screen.lead_pane.table._layout.columns]


def under_cursor(person: Person) -> str:
    """The name of the lead under the cursor."""
    return person.leads[person.screen.lead_pane.table.cursor]


def choices(person: Person) -> list[ColumnPane.ColumnsChanged]:
    return list({id(one): one for one in person.seen if isinstance(one, ColumnPane.ColumnsChanged)}.values())


# Leads.


async def test_leads_are_sorted_up_down_and_back_and_enter_opens_the_one_that_is_shown() -> None:
    async with at_work(box_of({"Everyone": []})) as person:
        assert person.leads == ["Ann Alba", "Bea Boll", "Cem Can", "Dan Dor"]
        await person.press("3", "right", "s")
        assert titles(person)[:2] == ["name", "email ▲"]
        await person.press("s")
        assert person.leads == ["Cem Can", "Bea Boll", "Ann Alba", "Dan Dor"]
        assert "sorted by email ▼" in "\n".join(person.drawn)
        await person.press("enter")
        await person.opens(LeadDialog)
        assert "Cem Can" in "\n".join(person.drawn)
        await person.leaves()
        await person.press("s")
        assert person.leads == ["Ann Alba", "Bea Boll", "Cem Can", "Dan Dor"]
        assert person.screen.lead_pane.note == ""


async def test_an_order_of_leads_that_arent_all_loaded_says_so_and_leads_that_come_are_merged_in() -> None:
    box = box_of({"All": []}, CROWD)
    until = asyncio.Event()
    async with at_work(box) as person:
        await person.press("3", "right", "right", "s")
        pane = person.screen.lead_pane
        assert pane.note == "sorted by city ▲ · 50 of 120 loaded"
        box.faults.add(Fault.hold(until), path="leads")
        await person.press("end", "up", "up", "up")
        before, line = under_cursor(person), pane.table.cursor - round(pane.table.scroll_y)
        until.set()
        await person.until(lambda: len(person.leads) == 100)
        assert under_cursor(person) == before
        assert pane.table.cursor > 49
        assert pane.table.cursor - round(pane.table.scroll_y) == line
        assert pane.note == "sorted by city ▲ · 100 of 120 loaded"
        cities = [pane._rows.cells(index)[2] for index in range(100)]
        assert cities == sorted(str(city) for city in cities)
        await person.press("end")
        await person.until(lambda: len(person.leads) == 120)
        assert pane.note == "sorted by city ▲"


async def test_sorted_leads_are_fetched_as_far_as_somebody_goes_and_not_all_at_once() -> None:
    box = box_of({"All": []}, [{**CROWD[0], "fullname": f"Lead {number:03}"} for number in range(300)])
    async with at_work(box) as person:
        await person.press("3", "s", "s", "end")
        await person.until(lambda: len(person.leads) == 100)
        await person.until(lambda: all(worker.is_finished for worker in person.app.workers))
        assert len(person.leads) == 100
        assert person.leads == sorted(person.leads, reverse=True)


async def test_many_leads_are_sorted_in_steps_and_an_order_that_comes_late_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lead_pane, "_SORTED_AT_ONCE", 2)
    async with at_work(box_of({"Everyone": [], "Nobody": [is_("city", "=", "Bonn")]})) as person:
        await person.press("3", "s", "s")
        await person.until(lambda: person.leads == ["Dan Dor", "Cem Can", "Bea Boll", "Ann Alba"])
        assert person.screen.lead_pane.note == "sorted by name ▼"
        person.burst("s", "right", "s", "s")
        await person.rest()
        await person.until(lambda: person.leads == ["Cem Can", "Bea Boll", "Ann Alba", "Dan Dor"])
        late = next(one for one in person.seen if isinstance(one, lead_pane.LeadPane._Sorted))
        assert late.by == SortBy("")
        person.screen.lead_pane.post_message(lead_pane.LeadPane._Sorted(late.feed, late.by, late.order, follow=True))
        await person.rest()
        assert person.leads[0] == "Cem Can"


async def test_an_order_that_cant_be_had_for_other_leads_is_said_and_kept_for_the_next_ones() -> None:
    async with at_work(box_of()) as person:
        await person.press("3", "right", "s", "s")
        assert person.leads == ["Bea Boll", "Ann Alba"]
        await person.picks("Nordic list")
        assert person.screen.lead_pane.note == "not sorted: nobody has email"
        await person.picks("VIP customers")
        assert person.leads == ["Cem Can", "Ann Alba"]


async def test_columns_are_moved_and_hidden_and_stay_so_for_other_segments() -> None:
    async with at_work(box_of()) as person:
        await person.press("3", "right", "right", "less_than_sign", "minus")
        assert titles(person)[:3] == ["name", "email", "tags"]
        assert "The column “city” is hidden; o shows a list to bring it back." in person.said
        await person.press("greater_than_sign", "home")
        assert titles(person)[:3] == ["name", "tags", "email"]
        await person.picks("VIP customers")
        assert titles(person)[:3] == ["name", "tags", "email"]
        assert [one.choice for one in choices(person)][-1] == person.screen.lead_pane.choice
        assert len(choices(person)) == 3
        assert choices(person)[0].control is person.screen.lead_pane
        await person.press("left", "left", "minus")
        assert person.said == "The column “name” can't be hidden: it is what tells one line from another."


async def test_hidden_columns_come_back_from_a_list_of_all_fields() -> None:
    async with at_work(box_of()) as person:
        await person.press("3", "right", "minus", "o")
        await person.opens(ColumnsDialog)
        await person.press("down", "space", "J", "end", "space", "enter")
        await person.closes()
        assert titles(person) == ["name", "city", "email", "tags", "createdAt", "updatedAt", "status"]
        assert person.focus == "lead-table"


@pytest.mark.parametrize(
    "note",
    ["x" * 5000 + " end", "one\ntwo\nthe end", "[@click=app.quit]\x1b]52;c;aGk=\x07 end"],
    ids=["long", "lines", "hostile"],
)
async def test_a_cell_is_shown_in_full(note: str) -> None:
    box = box_of({"All": []}, [{**PEOPLE[0], "note": note}])
    async with at_work(box) as person:
        await person.press("3", "right", "right", "right", "v")
        await person.opens(MessageDialog)
        assert "note · Ann Alba" in "\n".join(person.drawn)
        text = person.text_of("Scrolling > PlainText")
        assert (len(text), text[-4:]) == (len(note), " end")
        assert "\x1b" not in text
        await person.leaves()


async def test_a_cell_as_long_as_books_is_cut_and_says_so() -> None:
    box = box_of({"All": []}, [{**PEOPLE[0], "note": "x" * 1_020_000}])
    async with at_work(box) as person:
        await person.press("3", "right", "right", "right", "v")
        await person.opens(MessageDialog)
        assert person.text_of("Scrolling > PlainText").endswith("x…\n\n(1,000,000 more characters aren't shown.)")


async def test_fields_that_only_later_leads_have_become_columns() -> None:
    people: list[Mapping[str, Any]] = [*CROWD[:60], {"fullname": "Zoe", "attributes": {"plan": "pro"}}]
    box = box_of({"All": []}, people)
    async with at_work(box) as person:
        first = titles(person)
        assert "plan" not in first
        await person.press("3", "right", "end")
        await person.until(lambda: len(person.leads) == 61)
        assert titles(person) == [*first, "plan"]
        assert person.screen.lead_pane.table.column == 1


# Segments.


async def test_the_list_is_sorted_by_name_and_the_picked_segment_stays_picked() -> None:
    async with at_work(box_of()) as person:
        await person.press("down", "s")
        assert person.listed == ["Everyone", "Milan list", "Nordic list", "Romans", "VIP customers"]
        assert person.editing.draft.name == "VIP customers"
        assert "by name ▲" in "\n".join(person.drawn)
        await person.press("up")
        await person.until(lambda: person.editing.draft.name == "Romans")
        await person.press("slash")
        await person.types("list")
        assert person.listed == ["Milan list", "Nordic list"]


async def test_a_size_that_comes_while_one_rests_on_a_segment_moves_nothing() -> None:
    async with at_work(box_of()) as person:
        await person.press("right", "s", "s")
        order = person.listed
        segments = person.screen.query_one(SegmentList)
        assert segments.note == "by size ▼ · 1 of 5 were known"
        await person.picks("Everyone")
        assert person.listed == order
        assert any("Everyone" in line and " 4 " in line for line in person.drawn)
        await person.press("r")
        await person.until(lambda: person.listed[0] == "Everyone")
        assert segments.note == "by size ▼ · 2 of 5 were known"


async def test_a_new_segment_stays_on_top_of_a_sorted_list_and_the_cursor_goes_on_to_its_neighbour() -> None:
    async with at_work(box_of()) as person:
        await person.press("s", "n")
        await person.until(lambda: person.app.screen is not person.screen)
        await person.types("Zebra")
        await person.press("enter")
        await person.closes()
        assert person.listed[:2] == ["Zebra", "Everyone"]
        await person.press("1", "D", "y")
        await person.closes()
        await person.until(lambda: person.editing.draft.name == "Everyone")


async def test_the_cells_of_the_list_tell_all_that_is_known() -> None:
    async with at_work(box_of()) as person:
        said = []
        for _ in range(3):
            await person.press("v")
            await person.opens(MessageDialog)
            said.append(person.text_of("Scrolling > PlainText"))
            await person.leaves()
            await person.press("right")
        assert said[0] == "Romans"
        assert said[1] == "2 of 4 · exact · server\nas of 2026-11-22 12:00"
        assert "made 2026-11-21 12:00:00" in said[2]


async def test_a_choice_of_an_earlier_time_is_taken_up() -> None:
    pane = SegmentList(ColumnChoice(hidden=frozenset({"size"}), sort=SortBy("name", descending=True)))
    desk = Desk()
    desk.load([Segment("1", "Ann", Group()), Segment("2", "Bea", Group())])
    async with OnePane(pane).run_test(size=(40, 8)):
        pane.show(desk.lines(), 2, None, NOON, "")
        assert [line.name for line in pane._rows.lines] == ["Bea", "Ann"]
        assert [column.title for column in pane.table._layout.columns] == ["name ▼", "age"]
