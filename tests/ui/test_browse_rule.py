"""Changing a rule with the keys of its pane: every one of them, and the way back without limit."""

import asyncio

import pytest
from support.screens import Person, at_the_screen, at_work, box_of
from support.workspaces import asked, is_, writes

from segtui.domain.rules import Combine
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.browse import loading
from segtui.ui.browse.rule_lines import NAME
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.saving import PlanDialog

THREE = [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")]


def box_of_three() -> TiledeskSandbox:
    return box_of({"Three": THREE, "Other": []})


async def add(person: Person, field: str, value: str) -> None:
    """Add a condition, `field is value`, below the cursor."""
    await person.press("a")
    await person.opens(ConditionDialog)
    await person.types(field)
    await person.press("enter", "enter")
    await person.types(value)
    await person.press("enter")
    await person.closes()


async def test_a_adds_a_condition_below_the_cursor_and_puts_the_cursor_on_it() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await add(person, "country", "Italy")
        assert person.rule == ["city is Rome", "country is Italy", "tags is vip", "email is present"]
        assert person.screen.rule_pane.path == (1,)


async def test_enter_on_the_last_line_adds_a_condition_at_the_end() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((3,))
        await person.press("enter")
        dialog = await person.opens(ConditionDialog)
        assert any("New condition" in line for line in person.drawn), dialog


async def test_enter_edits_the_condition_under_the_cursor() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        assert (person.value_of("#field"), person.value_of("#value")) == ("city", "Rome")
        assert person.focus == "value"
        await person.press("ctrl+u")
        await person.types("Milan")
        await person.press("enter")
        await person.closes()
        assert person.rule == ["city is Milan", "tags is vip", "email is present"]
        assert any("● Three" in line for line in person.drawn)


@pytest.mark.parametrize("key", ["d", "delete"])
async def test_a_condition_is_removed_and_the_way_back_is_said(key: str) -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((1,))
        await person.press(key)
        assert person.rule == ["city is Rome", "email is present"]
        assert person.said == "Removed; ctrl+z brings it back."
        assert person.screen.rule_pane.path == (1,)
        await person.press("ctrl+z")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]


async def test_conditions_are_moved_up_and_down_and_the_cursor_goes_with_them() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("J", "J")
        assert person.rule == ["tags is vip", "email is present", "city is Rome"]
        assert person.screen.rule_pane.path == (2,)
        await person.press("K")
        assert person.rule == ["tags is vip", "city is Rome", "email is present"]
        assert person.screen.rule_pane.path == (1,)


async def test_a_condition_at_the_end_cant_be_moved_further() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((2,))
        await person.press("J")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]
        assert not person.editing.is_changed


@pytest.mark.parametrize("line", [(), (0,)])
async def test_o_changes_between_all_and_any_wherever_the_cursor_is(line: tuple[int, ...]) -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line(line)
        await person.press("o")
        assert person.editing.draft.rule.combine is Combine.ANY
        assert any("( ) all conditions  (•) any condition" in text for text in person.drawn)
        assert any("Tiledesk ignores “any”" in text for text in person.drawn)
        await person.press("o")
        assert not person.editing.is_changed


async def test_enter_on_the_match_line_changes_it_and_on_the_name_asks_for_another() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line(())
        await person.press("enter")
        assert person.editing.draft.rule.combine is Combine.ANY
        await person.goes_to_line(NAME)
        await person.press("enter")
        await person.opens(TextDialog)
        assert person.value_of("LineInput") == "Three"


async def test_f_mends_what_is_said_below_the_line_and_says_what_it_did() -> None:
    box = box_of({"Cities": [is_("city", "=", "Rome"), is_("city", "=", "Milan")]}, match="any")
    async with at_work(box) as person:
        await person.goes_to_line(())
        assert "f say it as: city is one of [Rome, Milan]" in "\n".join(person.drawn)
        await person.press("f")
        assert person.rule == ["city is one of [Rome, Milan]"]
        assert person.editing.draft.rule.combine is Combine.ALL
        assert "Done: say it as: city is one of [Rome, Milan]; ctrl+z takes it back." in person.said
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Bea Boll", "Cem Can"]
        assert "⚠" not in "\n".join(person.drawn)


async def test_f_where_nothing_is_wrong_says_so() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("f")
        assert person.said == "There is nothing to mend."


async def test_f_says_where_it_works_and_where_no_key_does() -> None:
    box = box_of({"Mixed": [is_("city", "=", "Rome"), is_("email", "starts with", "ann")]}, match="any")
    async with at_work(box) as person:
        await person.goes_to_line((0,))
        await person.press("f")
        assert person.said == "Nothing is mended here: go to a line that has an f below it."
        await person.goes_to_line((1,))
        await person.press("f")
        await person.goes_to_line((0,))
        await person.press("f")
        assert person.said == "No key mends what is said here: change the rule, or leave it so."


@pytest.mark.parametrize("key", ["d", "J", "K"])
async def test_a_key_that_needs_a_condition_says_so_on_other_lines(key: str) -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line(NAME)
        await person.press(key)
        assert person.said == "Move to a condition first."
        assert not person.editing.is_changed


async def test_undo_and_redo_know_no_limit() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((1,))
        steps = 60
        person.burst("J", *"m" * steps)
        await person.until(lambda: len(person.editing.history.past) == steps + 1)
        person.burst(*["ctrl+z"] * (steps + 5))
        await person.until(lambda: not person.editing.history.past)
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]
        assert not person.editing.is_changed
        person.burst(*["ctrl+y"] * (steps + 5))
        await person.until(lambda: not person.editing.history.future)
        assert person.rule == ["city is Rome", "email is present", "tags is vip"]
        assert len(person.editing.history.past) == steps + 1


async def test_revert_shows_what_the_service_has_and_can_be_undone() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("d", "d")
        assert person.rule == ["email is present"]
        await person.press("ctrl+r")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]
        assert not person.editing.is_changed
        assert "ctrl+z brings your changes back" in person.said
        await person.press("ctrl+z")
        assert person.rule == ["email is present"]


async def test_an_edit_stays_while_one_looks_at_other_segments() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("d")
        await person.picks("Other")
        assert person.rule == []
        assert any("● Three" in line for line in person.drawn)
        await person.picks("Three")
        assert person.rule == ["tags is vip", "email is present"]
        await person.press("ctrl+z")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]


async def test_editing_sends_nothing_that_changes_anything() -> None:
    box = box_of_three()
    async with at_work(box) as person:
        await person.goes_to_line((0,))
        await person.press("d", "m", "J", "ctrl+z", "ctrl+y", "ctrl+r")
        await person.leads_come()
    assert not writes(box)


async def test_the_leads_of_an_edited_rule_are_those_of_the_rule_on_the_screen() -> None:
    box = box_of_three()
    until = asyncio.Event()
    async with at_work(box) as person:
        assert person.leads == ["Ann Alba"]
        box.faults.add(Fault.hold(until), path="leads")
        await person.goes_to_line((0,))
        await person.press("d")
        assert "before the last change (12:00): 1 of 4" in person.screen.lead_pane.title
        assert person.leads == ["Ann Alba"]
        until.set()
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Cem Can"]


async def test_a_held_key_in_the_rule_asks_for_leads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "DEBOUNCE", 1.0)
    box = box_of_three()
    async with at_work(box) as person:
        await person.goes_to_line((0,))
        before = len(asked(box, "leads"))
        person.burst("d", "d", "d")
        await person.until(lambda: not person.rule)
        await person.leads_come()
        assert len(person.leads) == 4
        assert len(asked(box, "leads")) == before + 1


async def test_a_line_that_isnt_understood_is_kept_and_moved_but_not_edited() -> None:
    box = box_of({"Strange": [is_("company", "~~", "Acme"), is_("city", "=", "Rome")]})
    async with at_work(box) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        assert "can only be kept as it is, moved or removed" in person.said
        assert person.app.screen is person.screen
        await person.press("J")
        assert person.rule[0] == "city is Rome"
        assert "~~" in person.rule[1]
        await person.press("K")
        assert not person.editing.is_changed


async def test_keys_of_the_rule_do_nothing_while_no_segment_is_picked() -> None:
    box = box_of({})
    async with at_the_screen(box) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: "connected" in person.drawn[0])
        await person.press("2", "a", "d", "m", "f", "J", "enter", "ctrl+z", "e")
        assert person.app.screen is person.screen
        assert not writes(box)


def outline(person: Person) -> list[str]:
    """The lines of the pane between the match and "add", without messages."""
    lines = person.screen.rule_pane._rows.lines
    return [line.content.plain.rstrip() for line in lines if not line.is_message][2:-1]


async def test_g_puts_a_line_into_a_group_lines_move_into_it_and_g_dissolves_it() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((1,))
        await person.press("g")
        assert outline(person)[1:3] == [" 2  any of these:", "     a  tags   is          vip"]
        await person.goes_to_line((2,))
        await person.press("K")
        assert person.screen.rule_pane.path == (1, 1)
        assert person.rule == ["city is Rome", "(tags is vip or email is present)"]
        await person.goes_to_line((1,))
        await person.press("o")
        assert person.rule[1] == "(tags is vip and email is present)"
        await person.press("g")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]
        assert not person.editing.is_changed


async def test_a_condition_is_added_to_the_group_under_the_cursor() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((1,))
        await person.press("g")
        await add(person, "country", "Italy")
        assert person.rule[1] == "(country is Italy or tags is vip)"
        assert person.screen.rule_pane.path == (1, 0)
        await person.press("d", "d")
        assert person.rule == ["city is Rome", "email is present"]


async def test_n_turns_a_line_a_group_and_the_whole_rule_round() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await person.press("n")
        assert person.rule[0] == "city is not Rome"
        await person.press("n", "g", "n")
        assert person.rule[0] == "not (city is Rome)"
        await person.goes_to_line(())
        await person.press("n")
        assert person.editing.draft.rule.negate
        await person.until(lambda: any("Match  NOT  (•) all conditions" in line for line in person.drawn))
        assert any("can't turn a whole rule round" in line for line in person.drawn)


async def test_a_muted_line_stays_on_the_screen_and_counts_for_nothing() -> None:
    box = box_of_three()
    async with at_work(box) as person:
        await person.goes_to_line((2,))
        await person.press("m")
        assert person.rule == ["city is Rome", "tags is vip"]
        assert outline(person)[2].endswith("(muted)")
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.until(lambda: "is saved" in person.said)
        kept = next(one for one in box.project().segments.values() if one["name"] == "Three")
        assert [one["field"] for one in kept["filters"]] == ["city", "tags"]
        assert outline(person)[2].endswith("(muted)")
        await person.press("m")
        assert person.rule == ["city is Rome", "tags is vip", "email is present"]


async def test_muting_alone_is_nothing_to_save_and_says_so() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((0,))
        await add(person, "country", "Italy")
        await person.press("m", "ctrl+s")
        assert "only muted lines differ" in person.said


async def test_a_muted_line_is_edited_and_stays_muted() -> None:
    async with at_work(box_of_three()) as person:
        await person.goes_to_line((1,))
        await person.press("m", "enter")
        await person.opens(ConditionDialog)
        await person.press("ctrl+u")
        await person.types("beta")
        await person.press("enter")
        await person.closes()
        assert outline(person)[1].split() == ["2", "tags", "is", "beta", "(muted)"]
        assert person.rule == ["city is Rome", "email is present"]


async def test_what_lint_finds_is_at_its_line_with_counts_once_the_pane_is_entered() -> None:
    async with at_work(box_of({"Twice": [is_("city", "=", "Rome"), is_("city", "!=", "Rome")]})) as person:
        await person.press("2")
        await person.until(lambda: any("No lead can meet" in line for line in person.drawn))
        lines = person.screen.rule_pane
        await person.until(lambda: [line.count for line in lines._rows.lines if line.count] == ["of 4", "2", "2"])


async def test_the_sentence_is_in_view_and_says_what_counts() -> None:
    async with at_work(box_of_three()) as person:
        assert "vip" in person.text_of("#sentence")
        await person.goes_to_line((1,))
        await person.press("m")
        assert "vip" not in person.text_of("#sentence")


async def test_what_is_said_of_the_line_under_the_cursor_is_in_view() -> None:
    many = [is_(f"attributes.a{index}", "=", "x") for index in range(12)]
    box = box_of({"Long": [*many, is_("attributes.age", "<", 30)]})
    async with at_work(box, size=(80, 24)) as person:
        await person.goes_to_line((0,))
        await person.until(lambda: person.screen.remarks.looked_at)
        await person.press("home")
        while person.screen.rule_pane.path != (12,):
            await person.press("down")
        table, lines = person.screen.rule_pane.table, person.screen.rule_pane._rows.lines
        of_the_line = [place for place, line in enumerate(lines) if line.path == (12,)]
        in_view = range(round(table.scroll_y), round(table.scroll_y) + table._visible_rows)
        assert len(of_the_line) > 1
        assert of_the_line[0] in in_view
        assert of_the_line[-1] in in_view
