"""ctrl+c copies what the cursor is on, cleaned, and never ends the program."""

from support.screens import HOSTILE, at_work, box_of
from support.workspaces import is_

from segtui.domain.text import printable
from segtui.ui import clipboard
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.widgets.pane import Pane


async def test_the_cell_under_the_cursor_is_copied_whole() -> None:
    long = "A name of many words " * 20
    async with at_work(box_of({long: []})) as person:
        await person.press("ctrl+c")
        assert person.app.clipboard == long.strip()
        assert person.said.startswith("name of this row was given to the terminal's clipboard")
        await person.press("3", "right", "ctrl+c")
        assert "@example.com" in person.app.clipboard


async def test_a_line_of_the_rule_and_a_lead_are_copied_as_they_are_drawn() -> None:
    async with at_work(box_of({"Romans": [is_("city", "=", "Rome")]})) as person:
        await person.press("2", "ctrl+c")
        assert person.app.clipboard.split() == ["1", "city", "is", "Rome"]
        await person.press("3", "enter")
        dialog = await person.opens(LeadDialog)
        await person.press("ctrl+c")
        assert "\n" in person.app.clipboard
        assert "Ann Alba" in person.app.clipboard
        assert "clipboard" in dialog.query_one(Pane).note


async def test_hostile_text_is_copied_cleaned() -> None:
    name = "".join(HOSTILE)
    async with at_work(box_of({name: []})) as person:
        await person.press("ctrl+c")
        assert person.app.clipboard == printable(name)
        person.app.copy_to_clipboard("")
        await person.press("e", "shift+home", "ctrl+c")
        assert person.app.clipboard == printable(name)
        await person.press("ctrl+x")
        assert person.value_of("LineInput") == ""
        assert person.app.clipboard == printable(name)


async def test_where_nothing_can_be_copied_that_is_said() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "a")
        dialog = await person.opens(ConditionDialog)
        await person.press("ctrl+c")
        assert person.app.is_running
        assert dialog.query_one(Pane).note == "There is nothing to copy here. ctrl+q quits."


async def test_what_is_too_long_for_a_clipboard_is_not_cut_silently() -> None:
    async with at_work(box_of()) as person:
        said = clipboard.copy(person.app, "x" * 50_001, "The text")
        assert "too long" in said
        assert person.app.clipboard == ""
