"""From one run to the next: unsaved edits, the last answers, where one was, how the panes stood."""

from datetime import timedelta
from pathlib import Path

import pytest
from support.earlier_runs import leave_answers, leave_unsaved
from support.screens import Person, at_the_screen, at_work, box_of, memory_in, opener
from support.workspaces import Clock, is_, named

from segtui.sandbox import Fault
from segtui.store.drafts import Drafts
from segtui.store.errors import FileTrouble
from segtui.ui.browse import loading
from segtui.ui.browse.header import Header
from segtui.ui.browse.panes import Panes
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.quitting import QuitDialog


async def offered(person: Person) -> list[str]:
    """The lines of the dialog that offers unsaved edits."""
    await person.opens(DraftsDialog)
    return person.drawn


async def test_what_wasnt_saved_is_offered_at_the_next_start_with_its_difference(tmp_path: Path) -> None:
    box = box_of()
    await leave_unsaved(box, tmp_path)
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        drawn = "\n".join(await offered(person))
        assert "Not saved the last time · 3" in drawn
        assert "A new segment, which isn't made yet:" in drawn
        await person.press("down")
        assert "  - condition 1: tags is vip" in "\n".join(person.drawn)
        await person.press("enter")
        await person.closes()
        await person.leads_come()
        assert person.editing.draft.name == "VIP customers"
        assert person.rule == ["email is present"]
        await person.press("ctrl+z")
        assert person.rule == ["tags is vip", "email is present"]
        marked = [line.name for line in person.screen.desk.lines() if line.is_changed]
        assert sorted(marked) == ["Romans!", "Spaniards"]
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        assert "Not saved the last time · 2" in "\n".join(await offered(person))


async def test_a_new_segment_with_nothing_in_it_is_said_to_be_empty(tmp_path: Path) -> None:
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await person.press("n")
    async with at_the_screen(box_of(), memory=memory_in(tmp_path)) as person:
        assert "A new segment, which isn't made yet, and still empty." in "\n".join(await offered(person))


async def test_a_draft_that_is_dropped_is_gone_and_leaving_the_dialog_keeps_the_rest(tmp_path: Path) -> None:
    box = box_of()
    await leave_unsaved(box, tmp_path)
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await offered(person)
        await person.press("d", "down", "d", "d")
        assert "✗ Spaniards" in "\n".join(person.drawn)
        await person.leaves()
        await person.closes()
        assert "● VIP customers" in "\n".join(person.drawn)
        assert "Spaniards" not in person.listed
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        assert "Not saved the last time · 2" in "\n".join(await offered(person))
        await person.press("d", "enter")  # to go on with it is to keep it
        await person.closes()
        assert person.editing.draft.name == "VIP customers"
        assert person.editing.is_changed


async def test_what_somebody_else_has_changed_since_is_told_and_saving_asks(tmp_path: Path) -> None:
    box = box_of()
    await leave_unsaved(box, tmp_path)
    box.change_behind_your_back(named(box, "Romans"), filters=[is_("city", "=", "Oslo")])
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await offered(person)
        await person.press("down", "down")
        drawn = "\n".join(person.drawn)
        assert "⚠ Somebody else has changed it since:" in drawn
        assert "~ condition 1: city is Rome → city is Oslo" in drawn


async def test_an_edit_that_the_service_has_by_now_is_not_offered(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.picks("VIP customers")
        await person.goes_to_line((0,))
        await person.press("d")
    box.change_behind_your_back(named(box, "VIP customers"), filters=[is_("email", "is not null")])
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert not [line for line in person.screen.desk.lines() if line.is_changed]
        assert person.app.screen is person.screen
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert person.app.screen is person.screen


async def test_quitting_says_that_what_isnt_saved_is_kept(tmp_path: Path) -> None:
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await person.press("2", "o", "ctrl+q")
        await person.opens(QuitDialog)
        assert "and offered again when their profile is opened next." in "\n".join(person.drawn)


async def test_edits_that_cant_be_kept_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a directory should be")
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        assert "Unsaved changes are lost when segtui ends." in person.said
        await person.press("2", "o", "ctrl+q")
        await person.opens(QuitDialog)
        assert "aren't saved and will be lost" in "\n".join(person.drawn)


async def test_a_disk_that_gets_full_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(*_anything: object) -> None:
        raise FileTrouble("The disk is full.", hint="Free some space.")

    monkeypatch.setattr(Drafts, "keep", keep)
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await person.press("2", "o")
        assert person.said == "⚠ The disk is full. Free some space."
        await person.press("o", "o")
        assert person.said == ""
        await person.press("ctrl+q")
        await person.opens(QuitDialog)
        assert "aren't saved and will be lost" in "\n".join(person.drawn)


async def test_a_journal_that_is_taken_away_is_begun_anew_with_all_that_isnt_saved(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("2", "o")
        for file in (tmp_path / "data").glob("journal.sqlite3*"):
            file.unlink()
        await person.picks("VIP customers")
        await person.press("2", "o")
        assert "was moved or deleted while segtui ran" in person.said
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        assert "Not saved the last time · 2" in "\n".join(await offered(person))


# The last answers.


async def test_the_last_list_and_leads_are_shown_at_once_with_their_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "RECOVERY_WAITS", (0.01,))
    box, clock = box_of(), Clock()
    real = opener(box, now=clock)
    await leave_answers(real, clock, tmp_path)
    clock.forward(days=1, hours=1)
    box.faults.add(Fault.drop())
    async with at_the_screen(real, memory=memory_in(tmp_path, clock)) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: person.listed)
        assert person.listed == ["Romans", "VIP customers", "Nordic list", "Milan list", "Everyone"]
        assert person.editing.draft.name == "VIP customers"
        await person.until(lambda: person.leads)
        assert person.leads == ["Ann Alba", "Cem Can"]
        assert person.screen.lead_pane.title == "3 Leads · as of yesterday 12:00: 2 of 4 · exact · server"
        await person.says("segtui goes on trying")
        assert person.screen.query_one(Header).line().plain.endswith("as of yesterday 12:00  ✗ no connection ")
        assert person.leads == ["Ann Alba", "Cem Can"]
        box.faults.clear()
        await person.until(lambda: person.screen.lead_pane.title == "3 Leads · 2 of 4 · exact · server")
        assert person.editing.draft.name == "VIP customers"


async def test_an_answer_that_came_first_isnt_replaced_by_an_older_one(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.until(lambda: list(tmp_path.rglob("segments.json")))
    box.change_behind_your_back(named(box, "Romans"), name="Romani")
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.until(lambda: not [one for one in person.app.workers if one.group == "recall"])
        assert "Romani" in person.listed


# Where one was, and how the panes stood.


async def test_the_segment_that_was_looked_at_and_the_sizes_are_remembered(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.picks("Milan list")
        await person.press("1", "]")
        width = person.screen.query_one("#segments").size.width
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert person.editing.draft.name == "Milan list"
        assert person.screen.query_one("#segments").size.width == width
        assert person.screen.query_one(Panes)._sizes["two.segments"] == 44


async def test_a_segment_that_is_gone_isnt_waited_for(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.picks("Milan list")
    box.change_behind_your_back(named(box, "Milan list"), status=0)
    async with at_work(box, memory=memory_in(tmp_path, Clock(Clock().at + timedelta(days=1)))) as person:
        assert person.editing.draft.name == "Romans"


async def test_that_another_segtui_edits_the_same_segment_is_said_when_an_edit_begins(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as other, at_work(box, memory=memory_in(tmp_path)) as person:
        await other.press("2", "o")
        assert "Another segtui" not in other.said
        await person.press("2", "o")
        assert person.said.startswith("⚠ Another segtui on this machine has unsaved changes of this segment too")
        await person.press("d")
        assert "Another segtui" not in person.said
        await person.picks("VIP customers")
        await person.press("2", "o")
        assert "Another segtui" not in person.said
