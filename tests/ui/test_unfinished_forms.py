"""What stood in an open form when segtui was ended: there again, in each of the forms of a segment."""

import signal
from pathlib import Path

import pytest
from support.feedier_screens import feedier_box, feedier_opener
from support.screens import Person, at_the_screen, at_work, box_of, memory_in

from segtui.sandbox import FeedierSandbox, TiledeskSandbox
from segtui.ui.browse.rule_lines import MATCH
from segtui.ui.dialogs import base
from segtui.ui.dialogs.asking import LeaveDialog, MessageDialog, TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.rule_text import RuleTextDialog
from segtui.ui.dialogs.service_text import ServiceTextDialog
from segtui.ui.widgets.text_editor import TextEditor
from segtui.workspace.unfinished import Form


async def hang_up(person: Person) -> None:
    """The line is gone."""
    person.app._end_by_signal(signal.SIGHUP)
    await person.until(lambda: not person.app.is_running)


async def keep_the_edit(person: Person) -> None:
    """An edit that was left unsaved is offered; it stays one."""
    await person.opens(DraftsDialog)
    await person.leaves()
    await person.leads_come()


async def source(person: Person) -> TextEditor:
    await person.goes_to_line(MATCH)
    await person.press("T")
    return (await person.opens(ServiceTextDialog)).query_one(TextEditor)


async def test_a_text_of_the_service_and_details_are_told_and_there_again_until_they_are_taken(tmp_path: Path) -> None:
    box: FeedierSandbox = feedier_box({"name": "One", "team_id": 4, "description": "Old."})
    async with at_work(feedier_opener(box), memory=memory_in(tmp_path)) as person:
        editor = await source(person)
        editor.replace_all('[{"Form": {"$in": [11, 12')
        await hang_up(person)
    async with at_work(feedier_opener(box), memory=memory_in(tmp_path)) as person:
        assert "“One”: the service's text of the rule (T)" in person.said
        editor = await source(person)
        assert editor.value == '[{"Form": {"$in": [11, 12'
        assert "what you had typed is here again" in "\n".join(person.drawn)
        editor.replace_all('[{"Form": {"$in": [11, 12]}}]')
        await person.press("ctrl+s")
        await person.closes()
        assert person.rule == ["Form is one of [11, 12]"]
        await person.press("e")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        form._set("description", "New and long.")
        form._set("default", value=True)
        await hang_up(person)
    async with at_the_screen(feedier_opener(box), memory=memory_in(tmp_path)) as person:
        await keep_the_edit(person)
        assert "“One”: its details (e)" in person.said
        await person.press("e")
        form = await person.opens(DetailsDialog)
        assert (form._now["description"], form._now["default"]) == ("New and long.", True)
        assert "team" not in form._changes()
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.press("y")
        await person.closes()
        await person.press("e")
        form = await person.opens(DetailsDialog)
        assert not form.has_typed


async def test_a_condition_a_line_of_text_and_a_name_are_there_again(tmp_path: Path) -> None:
    box: TiledeskSandbox = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("2", "t")
        await person.opens(RuleTextDialog)
        await person.press("end")
        await person.types(" and (")
        await hang_up(person)
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("2", "t")
        await person.opens(RuleTextDialog)
        assert person.value_of("LineInput") == "city is Rome and ("
        await person.press("escape")  # left like this it is kept as well
        await person.closes()
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.types("ville")
        await hang_up(person)
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert "a condition (enter on its line)" in person.said
        assert "the rule as text (t)" in person.said
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        assert person.value_of("#value") == "Romeville"
        await person.press("ctrl+s")
        await person.closes()
        assert person.rule == ["city is Romeville"]
        await person.press("e")
        await person.opens(TextDialog)
        await person.types("!")
        await hang_up(person)
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await keep_the_edit(person)
        await person.press("e")
        await person.opens(TextDialog)
        assert person.value_of("LineInput") == "Romans!"
        await person.press("enter")
        await person.closes()
        assert person.editing.draft.name == "Romans!"


async def test_it_is_kept_while_it_is_typed_and_not_after_quitting_with_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "KEEPING_SECONDS", 0.01)
    box: TiledeskSandbox = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("e")
        dialog = await person.opens(TextDialog)
        await person.types("!")
        unfinished = person.screen.desk.unfinished
        await person.until(lambda: unfinished._typed)
        assert dialog.kept_in is not None
        assert dialog.kept_in.typed == ["Romans!"]
        await person.press("ctrl+q")
        await person.opens(LeaveDialog)
        await person.press("y")
        await person.until(lambda: not person.app.is_running)
        assert not unfinished._typed
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert "the last time" not in person.said


async def test_it_is_not_kept_at_each_letter_nor_once_more_when_it_was_taken_beneath_another_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "KEEPING_SECONDS", 60)
    async with at_work(box_of()) as person:
        await person.press("e")
        dialog = await person.opens(TextDialog)
        await person.types("!")
        waits = dialog._keeping
        await person.types("!")
        assert dialog._keeping is waits is not None
        await person.app.push_screen(MessageDialog("Above", "…"))
        dialog.dismiss(None)
        dialog.keep_typed()  # as the timer would have it
        assert not person.screen.desk.unfinished.all
        await person.press("escape")
        await person.closes()


async def test_what_fits_no_form_stays_away_and_what_was_taken_back_is_kept_no_more() -> None:
    async with at_work(box_of()) as person:
        unfinished = person.screen.desk.unfinished
        unfinished.keep(str(person.screen.current), Form.NAME.name, ["of", "another form"])
        await person.press("e")
        dialog = await person.opens(TextDialog)
        assert person.value_of("LineInput") == "Romans"
        for key, kept in (("!", [["Romans!"]]), ("backspace", [])):
            await person.press(key)
            dialog.keep_typed()
            assert [one.typed for one in unfinished.all] == kept


async def test_a_text_of_many_lines_is_kept_while_it_is_typed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "KEEPING_SECONDS", 0.01)
    async with at_work(feedier_opener(feedier_box({"name": "One", "team_id": 4}))) as person:
        await source(person)
        await person.press("x")
        await person.until(lambda: bool(person.screen.desk.unfinished.all))
