"""Dialogs ask before they let typed text go, and name what they speak of."""

import pytest
from support.feedier_screens import feedier_box, feedier_opener
from support.screens import Person, at_work, box_of
from support.workspaces import every, open_on, small_box

from segtui.ui.dialogs.asking import LeaveDialog, TextDialog, would_lose
from segtui.ui.dialogs.base import Dialog
from segtui.ui.dialogs.rule_text import RuleTextDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog


async def renaming(person: Person) -> TextDialog:
    await person.press("e")
    return await person.opens(TextDialog)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_line_that_was_typed_is_given_up_only_after_a_yes(key: str) -> None:
    async with at_work(box_of()) as person:
        dialog = await renaming(person)
        await person.types("!")
        await person.press(key)
        question = await person.opens(LeaveDialog)
        await person.press("enter")
        assert question.is_active
        await person.press("escape")
        assert person.app.screen is dialog
        await person.press("enter")
        await person.closes()
        assert person.editing.draft.name == "Romans!"


async def test_what_was_not_typed_or_is_no_work_is_left_at_once() -> None:
    async with at_work(box_of()) as person:
        await renaming(person)
        await person.types("!")
        await person.press("backspace")
        await person.leaves()
        await person.press("D")
        await person.opens(PlanDialog)
        await person.types("no")
        await person.leaves()
        await person.app.push_screen(TextDialog("A secret", "Secret", password=True))
        await person.types("x")
        secret = person.app.screen
        assert isinstance(secret, Dialog)
        assert not secret.has_typed


def test_into_a_dialog_that_is_not_there_yet_nobody_has_typed() -> None:
    assert not would_lose(RuleTextDialog(open_on(small_box()), every()))


async def test_a_conflict_names_teams() -> None:
    box = feedier_box({"name": "One", "team_id": 4})
    async with at_work(feedier_opener(box)) as person:
        person.screen._change_begun(str(person.screen.current), person.editing, lambda now: now.with_name("Two"), None)
        (segment_id,) = box.segments
        box.change_behind_your_back(segment_id, team_id=6)
        await person.press("ctrl+s")
        await person.opens(ConflictDialog)
        assert "~ team: North → Milan" in person.text_of("ConflictDialog Scrolling > PlainText")
