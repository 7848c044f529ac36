"""The app from its start to its end: opening a profile, the secret, the palette, quitting."""

import pytest
from support.screens import at_the_screen, at_work, box_of, opener, opener_with_secret
from support.workspaces import writes
from textual.worker import WorkerFailed

from segtui.sandbox import Fault
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import LeaveDialog, SureDialog, TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.palette import PaletteDialog

# Opening.


async def test_the_first_segment_is_shown_with_its_rule_its_leads_and_their_number() -> None:
    async with at_work(box_of()) as person:
        assert person.listed == ["Romans", "VIP customers", "Nordic list", "Milan list", "Everyone"]
        assert person.editing.draft.name == "Romans"
        assert person.rule == ["city is Rome"]
        assert person.leads == ["Ann Alba", "Bea Boll"]
        assert person.screen.lead_pane.title == "3 Leads · 2 of 4 · exact · server"
        assert person.focus == "segment-table"
        assert person.said == ""


async def test_the_header_says_profile_service_environment_and_rights_in_words() -> None:
    async with at_work(opener(box_of(), environment="PROD", read_only=True)) as person:
        header = person.drawn[0].split()
        assert header == ["segtui", "acme", "tiledesk", "PROD", "read-only", "as", "of", "12:00", "●", "connected"]


async def test_a_project_without_segments_names_the_next_step() -> None:
    async with at_the_screen(box_of({})) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: any("No segments yet. n makes one." in line for line in person.drawn))
        assert person.screen.current is None
        # The rule is drawn behind the names.
        await person.until(lambda: any("Choose a segment." in line for line in person.drawn))


async def test_a_missing_secret_is_told_and_r_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_PASSWORD", raising=False)
    box = box_of()
    async with at_the_screen(opener_with_secret(box, "env:ACME_PASSWORD")) as person:
        await person.opens(BrowseScreen)
        await person.says("ACME_PASSWORD")
        assert not box.requests
        await person.press("r")
        await person.until(lambda: len(person.failures) == 2)
        monkeypatch.setenv("ACME_PASSWORD", box.accounts["owner"].password)
        await person.press("r")
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Bea Boll"]


async def test_q_ends_the_program_when_the_profile_cant_be_opened() -> None:
    async with at_the_screen(opener(box_of(), project="nonsense")) as person:
        await person.until(lambda: "couldn't be opened" in "\n".join(person.drawn))
        await person.press("q")
        await person.until(lambda: not person.app.is_running)


# The secret.


async def test_a_secret_that_is_asked_for_is_never_seen_on_any_screen() -> None:
    box = box_of()
    secret = box.accounts["owner"].password
    async with at_the_screen(opener_with_secret(box, "ask")) as person:
        await person.opens(TextDialog)
        await person.types(secret)
        assert person.value_of("LineInput") == secret
        assert f"Secret    {'•' * len(secret)}" in "\n".join(person.drawn)
        assert secret not in "\n".join(person.drawn)
        await person.press("enter")
        await person.opens(BrowseScreen)
        await person.leads_come()
        assert secret not in "\n".join(person.drawn)
        assert secret not in repr(person.screen.workspace.exchanges)
        assert not [screen for screen in person.app.screen_stack if isinstance(screen, TextDialog)]


async def test_escape_at_the_question_for_the_secret_says_what_is_missing_and_r_asks_again() -> None:
    box = box_of()
    async with at_the_screen(opener_with_secret(box, "ask")) as person:
        await person.opens(TextDialog)
        await person.press("escape")
        await person.says("The password or token that was typed")
        assert not box.requests
        await person.press("r")
        await person.opens(TextDialog)
        await person.types(box.accounts["owner"].password)
        await person.press("enter")
        await person.leads_come()


# Quitting.


async def test_quitting_with_nothing_unsaved_asks_nothing() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+q")
        await person.until(lambda: not person.app.is_running)


async def test_quitting_names_what_isnt_saved_and_escape_stays() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "o")
        await person.picks("Milan list")
        await person.press("ctrl+q")
        await person.opens(SureDialog)
        assert any("● Romans" in line for line in person.drawn)
        assert not any("● Milan list" in line for line in person.drawn)
        await person.leaves()
        assert person.app.is_running
        assert person.screen.desk.unsaved == [person.screen.desk.lines("Romans")[0].key]


async def test_quitting_with_unsaved_changes_ends_after_a_yes() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("2", "o", "ctrl+q")
        await person.opens(SureDialog)
        await person.press("y")
        await person.until(lambda: not person.app.is_running)
    assert not writes(box)


async def test_asking_to_quit_twice_asks_once() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "o", "ctrl+q")
        await person.opens(SureDialog)
        await person.press("ctrl+q")
        await person.leaves()
        assert person.app.screen is person.screen


async def test_quitting_asks_before_it_loses_what_stands_in_a_form() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "a")
        form = await person.opens(ConditionDialog)
        await person.types("city")
        await person.press("ctrl+q")
        await person.opens(LeaveDialog)
        await person.press("ctrl+q")
        await person.leaves()
        assert person.app.screen is form
        assert person.value_of("#field") == "city"
        await person.press("ctrl+q")
        await person.opens(LeaveDialog)
        await person.press("y")
        await person.until(lambda: not person.app.is_running)


async def test_ctrl_c_doesnt_quit_but_says_what_does() -> None:
    async with at_the_screen(box_of({})) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: person.screen.is_listed)
        await person.press("ctrl+c")
        assert person.app.is_running
        assert person.said == "There is nothing to copy here. ctrl+q quits."


# Help and palette.


async def test_the_palette_lists_only_what_can_be_done_now() -> None:
    async with at_work(opener(box_of(), read_only=True)) as person:
        await person.press("ctrl+p")
        palette = await person.opens(PaletteDialog)
        titles = {choice.title for choice in palette._found}
        assert {"Filter", "Refresh", "Rename", "Theme", "Quit"} <= titles
        assert not titles & {"New", "Duplicate", "Delete…", "Save", "Undo", "Next row", "Next"}


async def test_the_palette_runs_an_action_of_the_place_it_was_opened_from() -> None:
    async with at_work(box_of()) as person:
        await person.press("2", "ctrl+p")
        await person.opens(PaletteDialog)
        await person.types("allany")
        await person.press("enter")
        await person.closes()
        await person.until(lambda: person.editing.draft.rule.combine == "any")


async def test_a_whole_use_of_the_palette_sent_in_one_packet_does_what_it_says() -> None:
    async with at_work(box_of()) as person:
        person.burst("ctrl+p", "pagedown", "pageup", "down", "up", *"milan", "enter")
        await person.closes()
        await person.until(lambda: person.editing.draft.name == "Milan list")


async def test_the_palette_goes_to_a_segment_that_the_filter_hides() -> None:
    async with at_work(box_of()) as person:
        await person.press("slash")
        await person.types("romans")
        assert person.listed == ["Romans"]
        await person.press("ctrl+p")
        palette = await person.opens(PaletteDialog)
        await person.types("nordic list")
        assert palette._found[0].title == "→ Nordic list"
        await person.press("enter")
        await person.closes()
        await person.leads_come()
        assert person.editing.draft.name == "Nordic list"
        assert len(person.listed) == 5


async def test_the_palette_says_when_nothing_has_these_letters() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+p")
        await person.opens(PaletteDialog)
        await person.types("qqqq")
        assert "Nothing has these letters." in "\n".join(person.drawn)
        await person.press("enter")
        await person.leaves()
        await person.closes()


async def test_the_help_explains_the_pane_and_says_why_something_cant_be_done() -> None:
    async with at_work(opener(box_of(), read_only=True)) as person:
        await person.press("2", "question_mark")
        await person.opens(HelpDialog)
        text = person.text_of("Scrolling > PlainText")
        assert "The rule as you mean it" in text
        assert "Save  (not now: the profile acme is read-only)" in text
        await person.leaves()
        assert person.focus == "rule-table"
        await person.press("1", "question_mark")
        await person.opens(HelpDialog)
        text = person.text_of("Scrolling > PlainText")
        assert "New  (not now: the profile acme is read-only)" in text
        await person.leaves()


async def test_quitting_while_something_loads_ends_without_a_crash() -> None:
    box = box_of()
    box.faults.add(Fault.hang(), path="segments")
    async with at_the_screen(box) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: "loading segments…" in person.screen.status.line().plain)
        await person.press("ctrl+q")
        await person.until(lambda: not person.app.is_running)


def test_of_a_worker_that_fails_the_bug_itself_is_what_is_written_down() -> None:
    app, bug = SegtuiApp(None, "acme"), ValueError("a bug")
    app._handle_exception(WorkerFailed(bug))
    assert app.crash is bug


async def test_the_palette_finds_by_words_what_other_panes_do_and_goes_there_to_do_it() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+p")
        palette = await person.opens(PaletteDialog)
        await person.types("mute")
        assert [(one.title, one.note) for one in palette._found] == [("Mute", "2, then m")]
        await person.press("enter")
        await person.closes()
        await person.says("Muted: it doesn't count")
        assert person.focus == "rule-table"


async def test_the_palette_says_why_something_cant_be_done_now() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+p")
        palette = await person.opens(PaletteDialog)
        await person.types("undo")
        assert [(one.title, one.note) for one in palette._found] == [("(Undo)", "not now")]
        await person.press("enter")
        await person.says("Undo: not now, because there is nothing to undo.")
