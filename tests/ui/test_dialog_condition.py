"""The dialog for one condition: what is marked while typing, what is taken, and what is kept for later."""

from pathlib import Path

import pytest
from support.list_screens import demo_opener, small_chatbot
from support.screens import LONG_AGO, Person, at_the_screen, at_work, box_of, memory_in, opener
from support.workspaces import Clock, is_, writes
from textual import events
from textual.widgets import Input

from segtui.ui.dialogs.asking import LeaveDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.condition_inputs import OperatorTable
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.widgets.table import Table

TWO = {"Two": [is_("city", "=", "Rome"), is_("createdAt", ">=", "2026-01-01")], "Other": [is_("city", "=", "Oslo")]}


def verdict(person: Person) -> str:
    return person.text_of("#verdict")


def operators(person: Person) -> list[str]:
    """The operators that are offered, as drawn."""
    rows = person.app.screen.query_one("#operators", Table)._rows
    return [" ".join(str(cell) for cell in rows.cells(index)).strip() for index in range(len(rows))]


async def open_new(person: Person) -> None:
    await person.press("2", "a")
    await person.opens(ConditionDialog)


async def fill_in(person: Person, field: str, operator: str = "is", value: str = "") -> None:
    """Type a field, choose an operator, be it one in parentheses, and type a value; nothing is taken yet."""
    await person.types(field)
    await person.press("enter")
    await person.until(lambda: person.focus == "operators")
    offered = [one.removeprefix("(").partition(")")[0] for one in operators(person)]
    person.app.screen.query_one("#operators", Table).cursor = offered.index(operator)
    await person.press("enter")
    await person.types(value)


async def test_what_is_typed_is_said_in_words_and_as_it_will_be_stored() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        assert verdict(person) == "Type a field, or choose one below."
        await fill_in(person, "country", "is", "Italy")
        assert verdict(person) == "✓ country is Italy\n  stored as: country = Italy"
        await person.press("enter")
        await person.closes()
        assert person.rule[-1] == "country is Italy"


async def test_enter_takes_the_field_that_a_column_is_headed_by_and_tab_leaves_it() -> None:
    people = [{"fullname": "Ann", "city": "Rome", "attributes": {"source": "website"}}]
    async with at_work(box_of(people=people)) as person:
        await open_new(person)
        await fill_in(person, "source", "is", "website")
        assert verdict(person).startswith("✓ attributes.source is website")
        assert "source is attributes.source" in "\n".join(person.drawn)
        await person.leaves()
        await open_new(person)
        await person.press("ctrl+u")
        await person.types("source")
        await person.press("tab")
        assert verdict(person).startswith("✓ source is website")


async def test_a_pattern_is_not_said_to_be_nobodys_value() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "city", "matches pattern", "^R")
        await person.until(lambda: "2 of 4 looked at" in verdict(person))
        assert not any("None of the" in line for line in person.drawn)


async def test_ctrl_s_takes_the_condition_from_any_place_in_the_dialog() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "country", "is", "Italy")
        await person.press("shift+tab", "shift+tab")
        assert person.focus == "field"
        await person.press("ctrl+s")
        await person.closes()
        assert person.rule[-1] == "country is Italy"


async def test_a_field_is_completed_from_what_the_project_has() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await person.types("properties.shoe")
        await person.until(lambda: person.app.screen.query_one("#field", Input)._suggestion)
        await person.press("right")
        assert person.value_of("#field") == "properties.shoe_size"


async def test_a_field_is_completed_from_what_leads_were_seen_to_have() -> None:
    box = box_of()
    box.add_leads({"fullname": "Ada", "city": "Rome", "attributes": {"favourite": "blue"}})
    async with at_work(box) as person:
        await person.picks("Romans")
        await person.leads_come()
        await open_new(person)
        await person.types("attributes.fav")
        await person.until(lambda: person.app.screen.query_one("#field", Input)._suggestion)
        await person.press("right")
        assert person.value_of("#field") == "attributes.favourite"


@pytest.mark.parametrize(
    ("field", "operator", "value", "complaint"),
    [
        ("createdAt", "is after", "yesterdy", "“yesterdy” isn't a date. Write it as 2024-07-01"),
        ("createdAt", "is", "2026-02-30", "isn't in the calendar"),
        ("createdAt", "is after", "01/02/2024", "01/02/2024"),
        ("note", "matches pattern", "(", "pattern"),
        ("note", "matches pattern", "[a", "pattern"),
        ("country", "is", "", "A value is needed: a text."),
        ("tags", "is one of", "", "At least one value is needed."),
        ("note", "contains", '"a\\q"', "The quotes in"),
        ("status", "is", "100", "Tiledesk sets status itself"),
        ("a..b", "is", "x", "A condition needs a field: a name, or names joined by dots."),
    ],
)
async def test_what_cant_be_sent_is_marked_while_typing_and_not_taken(
    field: str, operator: str, value: str, complaint: str
) -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, field, operator, value)
        await person.until(lambda: complaint in verdict(person))
        assert verdict(person).startswith("✗")
        await person.press("enter", "ctrl+s")
        assert isinstance(person.app.screen, ConditionDialog)
        assert person.rule == ["city is Rome"]


async def test_a_mistake_that_is_mended_is_no_longer_marked() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.goes_to_line((1,))
        await person.press("enter", "ctrl+u")
        await person.types("2026-13-01")
        await person.until(lambda: "isn't in the calendar" in verdict(person))
        await person.press("ctrl+u")
        await person.types("2026-12-01")
        await person.until(lambda: verdict(person).startswith("✓ createdAt is at or after 2026-12-01"))


async def test_starts_with_is_stored_as_the_pattern_that_works_and_says_so() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "fullname", "starts with", "Ann (A")
        assert verdict(person) == "✓ fullname matches pattern ^Ann \\(A\n  stored as: fullname contains ^Ann \\(A"
        await person.press("enter")
        await person.closes()
        assert person.rule[-1] == "fullname matches pattern ^Ann \\(A"


async def test_any_of_some_tags_is_stored_as_one_pattern() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "tags", "is one of", "vip, beta")
        assert "stored as: tags contains ^(vip|beta)$" in verdict(person)
        await person.press("enter")
        await person.closes()
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Bea Boll"]


async def test_an_operator_that_the_service_skips_stands_last_with_its_reason_and_is_not_taken() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await person.types("attributes.score")
        works = [not one.startswith("(") for one in operators(person)]
        assert works == sorted(works, reverse=True)
        assert any(one.startswith("(is at most) Tiledesk stores this but skips it.") for one in operators(person))
        await fill_in(person, "", "is less than", "30")
        assert verdict(person) == "✗ Tiledesk stores this but skips it. Select the others, with “is at least”."
        await person.press("enter")
        assert isinstance(person.app.screen, ConditionDialog)


async def test_a_number_in_quotes_is_a_text() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "attributes.seats", "is", '"5"')
        assert verdict(person).startswith('✓ attributes.seats is "5"')


async def test_an_operator_without_a_value_closes_the_value() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "company", "is present")
        await person.closes()
        assert person.rule[-1] == "company is present"


async def test_what_was_typed_and_not_taken_is_there_again() -> None:
    async with at_work(box_of(TWO)) as person:
        await open_new(person)
        await fill_in(person, "country", "is not", "Ita")
        await person.leaves()
        assert not person.editing.is_changed
        assert "What you typed is kept" in person.said
        await person.picks("Other")
        await person.picks("Two")
        await open_new(person)
        assert (person.value_of("#field"), person.value_of("#value")) == ("country", "Ita")
        assert verdict(person).startswith("✓ country is not Ita")


async def test_what_was_typed_for_one_condition_doesnt_show_up_at_another() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.types(" and more")
        await person.leaves()
        await person.press("down", "enter")
        await person.opens(ConditionDialog)
        assert person.value_of("#field") == "createdAt"
        await person.leaves()
        await person.picks("Other")
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        assert person.value_of("#value") == "Oslo"


async def test_escape_without_a_change_keeps_nothing_and_says_nothing() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.leaves()
        assert person.said == ""
        assert not person.editing.is_changed


async def test_taking_a_condition_as_it_was_changes_nothing() -> None:
    box = box_of(TWO)
    async with at_work(box) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.press("enter")
        await person.closes()
        assert not person.editing.is_changed
    assert not writes(box)


async def test_letters_that_are_keys_elsewhere_are_only_letters_in_the_dialog() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await person.types("qnrDy123")
        assert person.value_of("#field") == "qnrDy123"
        await person.press("ctrl+q")
        await person.opens(LeaveDialog)
        assert person.app.is_running


def offered(person: Person) -> list[str]:
    """What is offered below, the cells of a line with blanks between."""
    rows = person.app.screen.query_one("#offers", Table)._rows
    return [" ".join(filter(None, map(str, rows.cells(index)))) for index in range(len(rows))]


async def test_fields_are_offered_with_what_they_hold_and_taken_with_down_and_enter() -> None:
    async with at_work(box_of()) as person:
        await person.press("2")
        await person.until(lambda: person.screen.judge.facts)
        await person.press("a")
        await person.opens(ConditionDialog)
        await person.types("ci")
        assert offered(person) == ["city text 100 % Rome"]
        await person.press("down", "enter")
        assert (person.value_of("#field"), person.focus) == ("city", "operators")


async def test_values_are_offered_with_how_many_have_them_and_make_a_list() -> None:
    async with at_work(box_of()) as person:
        await person.press("2")
        await person.until(lambda: person.screen.judge.facts)
        await open_new(person)
        await fill_in(person, "city", "is one of", "")
        assert offered(person) == ["Rome 2", "Milan 1", "Oslo 1"]
        await person.press("down", "enter")
        await person.types(", mi")
        assert offered(person) == ["Milan 1"]
        await person.press("down", "enter")
        assert person.value_of("#value") == "Rome, Milan"
        assert person.text_of("#reading") == "2 of them: [Rome] [Milan]"
        await person.until(lambda: "3 of 4 looked at" in verdict(person))


async def test_a_pasted_list_becomes_values_after_showing_how_it_was_read() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await fill_in(person, "city", "is", "")
        person.app.screen.query_one("#value", Input).post_message(events.Paste("Rome\nReggio, Emilia\n\nRome\n"))
        await person.rest()
        assert person.value_of("#value") == 'Rome, "Reggio, Emilia"'
        assert person.text_of("#reading") == '2 of them: [Rome] ["Reggio, Emilia"]'
        assert any("Read as 2 values, separated by line breaks, 1 of them twice" in line for line in person.drawn)
        assert isinstance(person.app.screen, ConditionDialog)
        await person.press("enter")
        await person.closes()
        assert person.rule[-1] == 'city is one of [Rome, "Reggio, Emilia"]'


async def test_a_date_is_typed_as_people_say_it_and_stays_what_was_meant(tmp_path: Path) -> None:
    box, clock = box_of(), Clock()
    async with at_work(opener(box, now=clock), memory=memory_in(tmp_path, clock)) as person:
        await open_new(person)
        await fill_in(person, "createdAt", "is within", "last 30 days")
        assert person.text_of("#reading") == "2026-10-23 12:00 UTC"
        assert "Stored as the moment that this is now; it won't move along." in verdict(person)
        await person.press("enter")
        await person.closes()
        assert person.rule[-1] == "createdAt is at or after 2026-10-23T12:00:00Z"
        assert any("Frozen today from “last 30 days”" in line for line in person.drawn)
    clock.forward(days=9)
    async with at_the_screen(opener(box, now=clock), memory=memory_in(tmp_path, clock)) as person:
        await person.opens(DraftsDialog)
        await person.leaves()
        await person.press("2")
        assert any("Frozen 9 days ago from “last 30 days”" in line for line in person.drawn)
        await person.goes_to_line((1,))
        await person.press("f")
        assert person.rule[-1] == "createdAt is at or after 2026-11-01T12:00:00Z"
        assert any("Frozen today from “last 30 days”" in line for line in person.drawn)


async def test_dates_among_others_say_before_and_afterwards_what_becomes_of_them() -> None:
    clock = Clock()
    async with at_work(demo_opener("chatbot", small_chatbot(), now=clock)) as person:
        await open_new(person)
        await fill_in(person, "createdAt", "is between", "last Monday at 9:30 and today")
        assert person.text_of("#reading") == "From 2026-11-16 09:30 UTC to 2026-11-22 00:00 UTC"
        told = person.text_of("#verdict")
        assert "Stored as what “last Monday at 9:30” and “today” are now; they won't move along." in told
        await person.press("enter")
        await person.closes()
        await person.until(lambda: any("Frozen today from “today”" in line for line in person.drawn))
        clock.forward(days=9)
        await person.press("1", "down", "up")
        await person.until(lambda: any("Frozen 9 days ago from “last Monday" in line for line in person.drawn))
        await person.goes_to_line((1,))
        await person.press("f")
        assert "createdAt is between 2026-11-30T09:30:00Z and 2026-12-01" in " ".join(person.rule)
        assert any("Frozen today from “last Monday at 9:30”" in line for line in person.drawn)


async def test_letters_go_to_the_operator_that_has_them() -> None:
    async with at_work(box_of()) as person:
        await open_new(person)
        await person.types("tags")
        await person.press("enter")
        table = person.app.screen.query_one("#operators", OperatorTable)
        for letters, operator in (("has a", "has any of"), ("z", None), ("j", None)):
            await person.types(letters)
            table._last_typed = LONG_AGO
            assert operator is None or operators(person)[table.cursor].startswith(operator)
        await person.types("cont")
        assert operators(person)[table.cursor] == "contains"
        await person.press("enter")
        assert person.focus == "value"
