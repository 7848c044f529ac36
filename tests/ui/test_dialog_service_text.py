"""The rule as the service's own text, beside the form: read while it is typed, taken, repaired, and saved unread."""

from support.feedier_backend import small_feedier, stored_as, writes_to
from support.feedier_workspace import feedier_workspace
from support.screens import Person, at_the_screen, at_work, box_of

from segtui.sandbox import FeedierSandbox
from segtui.ui.browse.rule_lines import MATCH
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.dialogs.service_text import ServiceTextDialog
from segtui.ui.widgets.text_editor import TextEditor

QUOTED = "[{'Form': {'$in': [11, 12]}}]"


def box_with(fql: str) -> FeedierSandbox:
    """A Feedier with one segment and a few pieces of feedback."""
    box = small_feedier(20, counts_feedback=True)
    box.segments.clear()
    stored_as(box, fql)
    return box


async def opened(person: Person) -> TextEditor:
    """Open the rule under edit as text."""
    await person.goes_to_line(MATCH)
    await person.press("T")
    return (await person.opens(ServiceTextDialog)).query_one(TextEditor)


def drawn(person: Person) -> str:
    return "\n".join(person.drawn)


async def test_a_text_is_explained_while_it_is_typed_and_becomes_the_rule_in_one_step() -> None:
    box = box_with('[{"Form": {"$in": [11]}}]')
    async with at_work(lambda _ask: feedier_workspace(box), size=(80, 24)) as person:
        editor = await opened(person)
        assert "Reads as: Feedback whose form is 11." in drawn(person)
        assert '2    {"Form": {"$in": [11]}}' in drawn(person)
        await person.press("ctrl+s")
        await person.closes()
        assert not person.editing.is_changed
        editor = await opened(person)
        await person.press("down", "end", *["left"] * 3)
        await person.types("x")
        assert "✗ Line 2, column 23: A comma or a closing bracket was expected here." in drawn(person)
        await person.press("home", "ctrl+g")
        assert editor.cursor_location == (1, 22)
        await person.press("delete")
        await person.types(", 12")
        assert "Reads as: Feedback whose form is 11 or 12." in drawn(person)
        await person.press("ctrl+s")
        await person.closes()
        assert person.editing.draft.written == '[{"Form":{"$in":[11,12]}}]'
        assert person.rule == ["Form is one of [11, 12]"]
        await person.press("ctrl+z")
        assert not person.editing.is_changed


async def test_single_quotes_are_shown_and_repaired_only_when_asked_and_escape_asks_first() -> None:
    box = box_with(QUOTED)
    async with at_the_screen(lambda _ask: feedier_workspace(box), size=(80, 24)) as person:
        await person.says("Feedier refused what was sent")  # single quotes are no JSON, so it doesn't preview them
        editor = await opened(person)
        assert editor.value == QUOTED
        assert "It is written in single quotes, which is no JSON." in drawn(person)
        await person.press("ctrl+r")
        assert '{"Form": {"$in": [11, 12]}}' in drawn(person)
        await person.press("ctrl+z")
        assert editor.value == QUOTED
        await person.press("ctrl+r", "escape")
        await person.opens(SureDialog)
        await person.press("escape")
        await person.opens(ServiceTextDialog)
        await person.press("ctrl+s")
        await person.closes()
        assert person.editing.draft.written == '[{"Form":{"$in":[11,12]}}]'
        assert person.rule == ["Form is one of [11, 12]"]
        await person.leads_come()
        assert "exact · server" in person.screen.lead_pane.title


async def test_what_nobody_understands_is_read_only_in_the_form_and_saved_after_a_word() -> None:
    box = box_with('[{"Form":{"$in":[11]}}]')
    async with at_work(lambda _ask: feedier_workspace(box)) as person:
        editor = await opened(person)
        editor.replace_all("all who complained")
        await person.press("ctrl+s")
        await person.closes()
        await person.says("Feedier refused what was sent")  # the preview of what nobody understands
        assert "This FQL isn't understood: T edits it as text" in drawn(person)
        for key in ("a", "d", "enter", "o", "J", "E"):
            await person.goes_to_line((0,))
            await person.press(key)
            assert "because this FQL isn't understood; T edits it as text" in person.said
        assert person.rule == ['not understood: "all who complained"']
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert "doesn't understand this FQL" in drawn(person)
        await person.types("text")
        await person.press("enter")
        await person.closes()
        await person.until(lambda: not person.editing.is_changed)
        assert [one["fql"] for one in box.segments.values()] == ["all who complained"]
        assert len(writes_to(box)) == 1


async def test_a_service_without_texts_has_no_key_for_them() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "T")
        assert person.app.screen is person.screen
        assert "T" not in person.screen.active_bindings
