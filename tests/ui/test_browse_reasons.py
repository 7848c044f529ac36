"""What can't be done now: greyed, with its reason when pressed, and nothing is sent."""

import pytest
from support.screens import Person, at_the_screen, at_work, box_of, opener
from support.workspaces import asked, writes

from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.condition import ConditionDialog


def keys(person: Person) -> str:
    """The line of keys at the bottom."""
    return person.drawn[-1]


@pytest.mark.parametrize(("key", "what"), [("n", "New"), ("c", "Duplicate"), ("D", "Delete"), ("ctrl+s", "Save")])
async def test_a_read_only_profile_greys_every_write_and_says_why(key: str, what: str) -> None:
    box = box_of()
    async with at_work(opener(box, read_only=True)) as person:
        assert "read-only" in person.drawn[0]
        await person.press(key)
        assert person.said == f"{what}: not now, because the profile acme is read-only."
        assert person.app.screen is person.screen
        assert person.listed == ["Romans", "VIP customers", "Nordic list", "Milan list", "Everyone"]
    assert not writes(box)


async def test_a_read_only_profile_can_try_a_rule_and_see_its_leads_but_not_save_it() -> None:
    box = box_of()
    async with at_work(opener(box, read_only=True)) as person:
        await person.goes_to_line((0,))
        await person.press("d")
        await person.leads_come()
        assert len(person.leads) == 4
        await person.press("ctrl+s")
        assert person.said == "Save: not now, because the profile acme is read-only."
        assert person.editing.is_changed
    assert not writes(box)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ctrl+s", "Save: not now, because nothing differs from what the service has."),
        ("ctrl+z", "Undo: not now, because there is nothing to undo."),
        ("ctrl+y", "Redo: not now, because there is nothing to redo."),
        ("ctrl+r", "Back to what the service has: not now, because nothing differs from what the service has."),
        ("a", "Add: not in this pane, press 2 first."),
        ("x", "Why in: not in this pane, press 3 first."),
    ],
)
async def test_a_key_that_has_nothing_to_do_says_so_and_asks_the_service_nothing(key: str, said: str) -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.until(lambda: asked(box, "properties"))
        before = len(box.requests)
        await person.press(key)
        assert person.said == said
        assert len(box.requests) == before


async def test_keys_that_need_a_segment_say_that_none_is_picked() -> None:
    async with at_the_screen(box_of({})) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: person.screen.is_listed)
        for key, what in (("ctrl+s", "Save"), ("c", "Duplicate"), ("e", "Rename"), ("D", "Delete")):
            await person.press(key)
            assert person.said == f"{what}: not now, because no segment is picked."


async def test_a_new_segment_can_neither_be_duplicated_nor_set_back() -> None:
    async with at_work(box_of()) as person:
        await person.press("n")
        await person.until(lambda: person.app.screen is not person.screen)
        await person.types("Fresh")
        await person.press("enter")
        await person.closes()
        await person.press("c")
        assert person.said == "Duplicate: not now, because it isn't saved yet."
        await person.press("ctrl+r")
        assert "because it isn't saved yet" in person.said


async def test_what_cant_be_done_stands_in_parentheses_and_stops_doing_so_when_it_can() -> None:
    async with at_work(box_of()) as person:
        assert "(^s Save)" in keys(person)
        await person.press("2", "o")
        assert "(^s Save)" not in keys(person)
        assert "^s Save" in keys(person)
        await person.press("ctrl+z")
        assert "(^s Save)" in keys(person)


async def test_the_notice_goes_with_the_next_thing_that_is_done() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+z")
        assert person.said
        await person.press("down")
        assert person.said == ""
        await person.press("ctrl+z")
        await person.press("2", "o")
        assert person.said == ""


async def test_a_greyed_key_is_only_a_letter_in_an_input() -> None:
    async with at_work(opener(box_of(), read_only=True)) as person:
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("nDc")
        assert person.value_of("#field") == "nDc"
        assert person.said == ""
