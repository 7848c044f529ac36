"""Lists of ChatBot.com at the screen: people of a file, taking somebody out, what is left of an addition, deletions."""

from pathlib import Path

import pytest
from support.list_screens import adds_into, demo_opener, goes_to, small_chatbot
from support.screens import Person, at_work

from segtui.cli.demos import known_of
from segtui.sandbox import ChatBotSandbox, Fault
from segtui.store.register import MemoryRegister
from segtui.ui.dialogs.adding import AdditionDialog, IntoDialog
from segtui.ui.dialogs.deleted import DeletedDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.members_file import MembersFileDialog
from segtui.ui.dialogs.people_rows import RowsDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import ConfirmDialog, PlanDialog

LIST = "Regulars"
ALLOWED = "remove_members=on set_segments_body=bare"


def members(box: ChatBotSandbox, name: str = LIST) -> list[str]:
    return box.members_of(next(one["id"] for one in box.segments.values() if one["name"] == name))


def drawn(person: Person) -> str:
    return " ".join(" ".join(person.drawn).split())


async def test_users_of_a_file_are_matched_shown_and_added_to_the_list(tmp_path: Path) -> None:
    box = small_chatbot()
    new = [one for one in box.users if one not in members(box)][:2]
    codes = [box.users[one]["userId"] for one in new]
    file = tmp_path / "vip.csv"
    file.write_text(f"Nick;Code\nA;{codes[0]}\nB;{codes[1]}\nC;no[/]body\nD;{codes[0]}\n")
    async with at_work(demo_opener("chatbot", box), size=(80, 24)) as person:
        await goes_to(person, LIST)
        await person.press("I")  # from whatever pane
        dialog = await person.opens(MembersFileDialog)
        await person.press("ctrl+s")
        assert "enter reads the file" in person.text_of("#sums")
        await person.types(str(file))
        await person.press("enter")
        await person.until(lambda: "Which column names them?" in person.text_of("#sums"))
        assert "esc stops" not in drawn(person)
        await person.press("down", "enter")
        await person.until(lambda: "Found: 2 users of 40 looked at." in person.text_of("#sums"))
        assert "Not taken: 1 unknown, 1 named again" in person.text_of("#sums")
        await person.press("b")
        await person.opens(RowsDialog)
        assert "4 no user has it no[/]body" in drawn(person)
        assert "5 named before" in drawn(person)
        await person.press("escape", "p")
        await person.opens(RowsDialog)
        assert "Found: 2" in drawn(person)
        await person.press("escape", "ctrl+s")
        await person.opens(IntoDialog)
        assert dialog not in person.app.screen_stack
        assert f"Into 1: “{LIST}”" in person.text_of("#chosen")
        assert not [one for one in box.requests if one.method == "POST"]
        await person.press("ctrl+s")
        await person.opens(AdditionDialog)
        await person.press("y")
        await person.says(f"✓ 2 users added to “{LIST}”, in 1 request.")
    assert set(new) <= set(members(box))


async def test_escape_stops_reading_users_and_a_service_that_fails_is_told_in_the_dialog(tmp_path: Path) -> None:
    box = small_chatbot()
    file = tmp_path / "ids.txt"
    file.write_text("\n".join(box.users))
    async with at_work(demo_opener("chatbot", box)) as person:
        await goes_to(person, LIST)
        await person.press("3", "I")
        await person.opens(MembersFileDialog)
        person.screen.workspace.forget_counts()
        box.faults.add(Fault.hang(), path="/users?", times=1)
        await person.types(str(file))
        await person.press("enter")
        await person.until(lambda: "looking for 40" in drawn(person))
        await person.press("p")
        assert person.text_of("#sums") == "Not yet: the file is still being looked at. esc stops."
        await person.press("escape", "p")
        assert "weren't looked at to the end" in person.text_of("#sums")
        box.faults.clear()
        box.faults.add(Fault.status(403), path="/users?")
        await person.press("shift+tab", "enter")
        await person.until(lambda: "✗" in person.text_of("#sums") and "403" in person.text_of("#sums"))
        await person.leaves()


async def test_nobody_is_taken_out_unless_the_profile_says_so() -> None:
    async with at_work(demo_opener("chatbot", small_chatbot())) as person:
        await person.picks("Talked often, not seen this year")
        await person.press("3", "W")
        assert person.said.startswith("Replace segments: not now, because ChatBot.com can only replace all segments")
        assert "remove_members=on and set_segments_body=bare" in person.said
        await person.press("X")
        await person.leaves()


async def test_somebody_is_put_into_just_the_lists_that_are_marked_by_their_number() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box, options=ALLOWED), size=(80, 24)) as person:
        await person.picks("Talked often, not seen this year")
        lead = person.screen.lead_pane.picked
        assert lead is not None
        await person.press("3", "W")
        await person.opens(IntoDialog)
        assert "doesn't tell which these are" in drawn(person)
        assert "not known" in drawn(person)
        await person.types(LIST)
        await person.press("enter", "ctrl+s")
        await person.opens(ConfirmDialog)
        assert f"PUT /users/{lead.id}/segments" in drawn(person)
        await person.leaves()
        await person.says("Nothing was sent")
        assert not [one for one in box.requests if one.method == "PUT"]

        await person.press("W")
        await person.opens(IntoDialog)
        await person.types(LIST)
        await person.press("enter", "ctrl+s")
        await person.opens(ConfirmDialog)
        await person.press("2", "enter")
        assert "That isn't the number" in person.text_of("#complaint")
        await person.press("backspace", "1", "enter")
        await person.says(f"is now in “{LIST}”, and in no other segment. ChatBot.com counts now: “{LIST}” ")
        await person.press("W")
        await person.opens(IntoDialog)
        assert "added from here 2026-11-22" in drawn(person)
    assert [name for name in {one["name"] for one in box.segments.values()} if lead.id in members(box, name)] == [LIST]


async def test_what_is_left_of_an_addition_is_offered_at_the_next_start() -> None:
    box = small_chatbot()
    keeper = MemoryRegister(known_of("chatbot", box))
    async with at_work(demo_opener("chatbot", box, keeper=keeper)) as person:
        await person.picks("Talked often, not seen this year")
        count = len(person.leads)
        box.faults.add(Fault.status(400), method="POST", times=1)
        await person.press("3", "P")
        await adds_into(person, LIST)
        await person.press("y")
        await person.until(lambda: "Go on?" in drawn(person))
    async with at_work(demo_opener("chatbot", box, keeper=keeper, read_only=True)) as person:
        await person.says("isn't finished.")
        assert "goes on with" not in person.said
        await person.press("3", "P")
        assert "read-only" in person.said
    async with at_work(demo_opener("chatbot", box, keeper=keeper)) as person:
        await person.says("isn't finished.")
        assert "P goes on with what is left." in person.said
        await person.press("3", "P")
        await person.opens(AdditionDialog)
        await person.press("y")
        await person.says(f"✓ {count} users added to “{LIST}”, in 1 request.")
    async with at_work(demo_opener("chatbot", box, keeper=keeper)) as person:
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "recall-addition"))
        assert "isn't finished" not in person.said


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_deleted_list_stays_known_and_can_be_made_again(*, read_only: bool) -> None:
    box = small_chatbot()
    keeper = MemoryRegister(known_of("chatbot", box))
    async with at_work(demo_opener("chatbot", box, keeper=keeper)) as person:
        await person.press("B")
        assert person.said == "No segment was deleted from here yet."
        await goes_to(person, LIST)
        await person.press("D")
        await person.opens(PlanDialog)
        assert "Made again it is empty" in drawn(person)
        await person.types("delete")
        await person.press("enter")
        await person.says("B shows what was known of it.")
    async with at_work(demo_opener("chatbot", box, keeper=keeper, read_only=read_only)) as person:
        await person.press("B")
        await person.opens(PickDialog)
        await person.press("enter")
        await person.opens(DeletedDialog)
        assert f"“{LIST}”" in drawn(person)
        await person.press("P")
        assert "not now: " in drawn(person)
        await person.press("n")
        if read_only:
            assert "read-only" in drawn(person)
            await person.leaves()
            return
        await person.opens(DetailsDialog)
        assert person.editing.draft.name == LIST
        assert person.editing.stored is None
