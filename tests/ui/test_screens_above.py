"""Screens above others: what comes to its end beneath, and what there is no room for."""

import asyncio
from pathlib import Path

from support.earlier_runs import leave_unsaved
from support.screens import at_the_screen, at_work, box_of, memory_in

from segtui.sandbox import Fault
from segtui.ui.dialogs.asking import MessageDialog, SureDialog, TextDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.quitting import QuitDialog
from segtui.ui.too_small import TooSmallScreen


async def test_a_dialog_that_opens_where_there_is_no_room_waits_until_there_is(tmp_path: Path) -> None:
    box = box_of()
    await leave_unsaved(box, tmp_path)
    async with at_the_screen(box, memory=memory_in(tmp_path), size=(50, 10)) as person:
        await person.until(lambda: any(isinstance(one, DraftsDialog) for one in person.app.screen_stack))
        await person.opens(TooSmallScreen)
        await person.press("d", "escape")
        await person.resize(80, 24)
        await person.opens(DraftsDialog)
        assert "Not saved the last time · 3" in "\n".join(person.drawn)
        assert "✗" not in "\n".join(person.drawn)
        await person.leaves()
        await person.closes()
        assert not any(isinstance(one, TooSmallScreen) for one in person.app.screen_stack)


async def test_where_there_is_no_room_the_question_before_the_end_can_be_answered_all_the_same() -> None:
    async with at_work(box_of(), size=(80, 24)) as person:
        await person.press("2", "o")
        await person.resize(59, 20)
        await person.opens(TooSmallScreen)
        await person.press("q")
        await person.opens(QuitDialog)
        await person.press("escape")
        await person.opens(TooSmallScreen)


async def test_a_dialog_that_ends_beneath_another_goes_when_that_is_gone_and_answers_once() -> None:
    async with at_work(box_of()) as person:
        answers: list[str | None] = []
        beneath = TextDialog("A name", "Name")
        await person.app.push_screen(beneath, answers.append)
        await person.app.push_screen(MessageDialog("Above", "…"))
        for answer in ("first", "second"):
            beneath.dismiss(answer)
        await person.rest()
        assert isinstance(person.app.screen, MessageDialog)
        assert answers == []
        await person.press("escape")
        await person.closes()
        assert answers == ["first"]


async def test_a_dialog_that_is_left_twice_in_one_breath_takes_nothing_else_along() -> None:
    async with at_work(box_of()) as person:
        await person.press("question_mark")
        help_text = await person.opens(HelpDialog)
        above = MessageDialog("Above", "…")
        await person.app.push_screen(above)
        above.dismiss()
        above.dismiss()
        await person.rest()
        assert person.app.screen is help_text


async def test_somebody_who_is_found_while_something_is_typed_is_told_and_not_put_before_it() -> None:
    box, until = box_of(), asyncio.Event()
    async with at_work(box) as person:
        box.faults.add(Fault.hold(until))
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("Ann Alba")
        await person.press("enter")
        await person.closes()
        await person.press("2", "e")
        typing = await person.opens(TextDialog)
        until.set()
        await person.until(lambda: "“Ann Alba” was found; X shows why." in person.said)
        assert person.app.screen is typing


async def test_a_key_that_the_palette_presses_answers_no_question_that_has_come_meanwhile() -> None:
    async with at_work(box_of()) as person:
        answers: list[bool | None] = []
        person.screen._press_in("leads", "y")
        await person.app.push_screen(SureDialog("Really?", "…"), answers.append)
        await person.rest()
        assert isinstance(person.app.screen, SureDialog)
        assert answers == []
