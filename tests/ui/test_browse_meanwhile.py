"""What a person does while a save is under way or a list is loaded: nothing of it is lost, or sent by accident."""

import asyncio

from support.screens import Person, at_work, box_of
from support.workspaces import is_, named, writes

from segtui.domain.rules import Combine
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.quitting import QuitDialog
from segtui.ui.dialogs.saving import PlanDialog

UNREAD = 3600
"""Seconds: longer than any test takes, so that nothing counts as read."""


def held(box: TiledeskSandbox, *, method: str | None = None, path: str = "") -> asyncio.Event:
    """Let requests wait for an event, and no longer for an earlier one."""
    release = asyncio.Event()
    box.faults.clear()
    box.faults.add(Fault.hold(release), method=method, path=path)
    return release


async def change_the_vips(person: Person) -> None:
    """Leave a change unsaved."""
    await person.picks("VIP customers")
    await person.goes_to_line((0,))
    await person.press("d")


# Edits while a save is under way.


async def test_an_edit_made_while_a_change_is_sent_stays_wanted() -> None:
    box = box_of()
    async with at_work(box) as person:
        await change_the_vips(person)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        answer = held(box, method="PUT")
        await person.press("y")
        await person.closes()
        await person.press("o")
        answer.set()
        await person.says("is saved")
        assert person.editing.is_changed
        assert person.editing.draft.rule.combine is Combine.ANY
        assert person.rule == ["email is present"]


async def test_an_edit_made_before_the_difference_is_shown_stays_wanted_and_is_not_sent() -> None:
    box = box_of()
    async with at_work(box) as person:
        await change_the_vips(person)
        answer = held(box, path="segments/")
        await person.press("ctrl+s", "o")
        answer.set()
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("is saved")
        assert [list(one.body) for one in writes(box) if isinstance(one.body, dict)] == [["filters"]]
        assert person.editing.is_changed
        assert person.editing.draft.rule.combine is Combine.ANY


async def test_a_new_segment_renamed_while_it_is_made_is_not_made_again() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("n")
        await person.opens(TextDialog)
        await person.types("Spaniards")
        await person.press("enter")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        answer = held(box, method="POST")
        await person.types("everybody")
        await person.press("enter")
        await person.closes()
        await person.press("e")
        await person.opens(TextDialog)
        answer.set()
        await person.says("is saved")
        await person.types("!")
        await person.press("enter")
        await person.closes()
        assert person.editing.stored is not None
        assert person.editing.stored.id == named(box, "Spaniards") == person.screen.current
        assert person.editing.draft.name == "Spaniards!"
        assert len(person.listed) == 6


async def test_a_condition_for_a_segment_that_goes_meanwhile_never_ends_in_another() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        answer = held(box, path="segments?")
        await person.press("r")
        del box.project().segments[named(box, "VIP customers")]
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("country")
        await person.press("enter", "enter")
        await person.types("Spain")
        answer.set()
        await person.until(lambda: "VIP customers" not in person.listed)
        await person.press("enter")
        await person.closes()
        lines = person.screen.desk.lines()
        assert [(one.name, one.is_gone) for one in lines if one.is_changed] == [("VIP customers", True)]
        assert len(lines) == 5
        assert "country is Spain" in person.rule


# What was typed into the dialog of a condition, and not taken.


async def test_what_was_typed_is_kept_however_often_it_is_looked_at() -> None:
    async with at_work(box_of()) as person:
        for typed in ("coun", "", ""):
            await person.press("2", "a")
            await person.opens(ConditionDialog)
            await person.types(typed)
            assert person.value_of("#field") == "coun"
            await person.leaves()


async def test_what_was_typed_for_one_condition_is_never_offered_for_another() -> None:
    rule = [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("note", "=", "x")]
    async with at_work(box_of({"A": rule})) as person:
        await person.goes_to_line((1,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.types("2")
        await person.leaves()
        await person.goes_to_line((0,))
        await person.press("d")
        for line, field, value in ((1, "note", "x"), (0, "tags", "vip2")):
            await person.goes_to_line((line,))
            await person.press("enter")
            await person.opens(ConditionDialog)
            assert (person.value_of("#field"), person.value_of("#value")) == (field, value)
            await person.leaves()


# A yes that was meant for something else.


async def test_a_held_key_is_no_yes_to_a_difference_that_has_only_just_been_shown() -> None:
    box = box_of()
    async with at_work(box, reading_seconds=UNREAD) as person:
        await change_the_vips(person)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press(*["y"] * 10)
        assert isinstance(person.app.screen, PlanDialog)
        assert any("Too soon: read what will be sent" in line for line in person.drawn)
    assert not writes(box)


async def test_the_letters_of_a_filter_are_no_yes_to_a_difference_that_comes_up_over_it() -> None:
    box = box_of()
    async with at_work(box, reading_seconds=UNREAD) as person:
        await change_the_vips(person)
        answer = held(box, path="segments/")
        await person.press("ctrl+s", "slash", *"it")
        answer.set()
        await person.opens(PlanDialog)
        await person.types("aly")
        assert isinstance(person.app.screen, PlanDialog)
    assert not writes(box)


async def test_quitting_is_not_agreed_to_while_a_change_is_sent() -> None:
    box = box_of()
    async with at_work(box) as person:
        await change_the_vips(person)
        look = held(box, path="segments/")
        await person.press("ctrl+s", "ctrl+q")
        await person.opens(QuitDialog)
        look.set()
        await person.opens(PlanDialog)
        answer = held(box, method="PUT")
        await person.press("y")
        await person.opens(QuitDialog)
        await person.press("y")
        await person.closes()
        await person.says("still being sent")
        answer.set()
        await person.says("is saved")
        assert len(writes(box)) == 1
