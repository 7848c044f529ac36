"""Making, changing and deleting segments: what is shown first, what is sent, and what is said after."""

import asyncio
from typing import Any

from support.screens import Person, at_work, box_of, opener
from support.workspaces import IMPATIENT, is_, named, writes

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.dialogs.asking import SureDialog, TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.saving import PlanDialog


def stored(box: TiledeskSandbox, name: str) -> dict[str, Any]:
    """A segment as the service holds it."""
    return box.project().segments[named(box, name)]


def plan(person: Person) -> str:
    """What the dialog says will happen."""
    return person.text_of("PlanDialog Scrolling > PlainText")


async def change_rule(person: Person) -> None:
    """Remove the first condition of the segment that is picked."""
    await person.goes_to_line((0,))
    await person.press("d")


async def ask_to_save(person: Person) -> None:
    await person.press("ctrl+s")
    await person.opens(PlanDialog)


# Changing.


async def test_the_difference_is_shown_before_anything_is_sent_and_escape_sends_nothing() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        assert plan(person).splitlines() == [
            "“VIP customers”",
            "  - condition 1: tags is vip",
            "Leads it will select: 3 of 4 · exact · server",
            "Who enters and who leaves (2 before, 3 after) · exact:",
            "  1 enters: Bea Boll",
            "  nobody leaves",
        ]
        assert not writes(box)
        await person.leaves()
        await person.says("Nothing was sent; your changes are still here.")
        assert person.editing.is_changed
    assert not writes(box)


async def test_a_change_is_sent_once_read_back_and_said() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.says("✓ “VIP customers” is saved; read back and checked.")
        assert [one.method for one in writes(box)] == ["PUT"]
        assert stored(box, "VIP customers")["filters"] == [is_("email", "is not null")]
        assert not person.editing.is_changed
        assert person.listed[0] == "VIP customers"
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Bea Boll", "Cem Can"]


async def test_what_was_saved_can_be_undone_and_saved_again() -> None:
    box = box_of()
    before = stored(box, "VIP customers")["filters"]
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.says("✓ “VIP customers” is saved; read back and checked.")
        await person.press("ctrl+z")
        assert person.rule == ["tags is vip", "email is present"]
        assert person.editing.is_changed
        await ask_to_save(person)
        assert "  + condition 1: tags is vip" in plan(person)
        await person.press("y")
        await person.says("✓ “VIP customers” is saved; read back and checked.")
    assert [one.method for one in writes(box)] == ["PUT", "PUT"]
    assert stored(box, "VIP customers")["filters"] == before


async def test_a_rename_sends_the_name_and_leaves_the_rule_as_it_was_stored() -> None:
    odd = [{"field": "company", "operator": "~~", "value": {"a": [1]}}, is_("city", "=", "Rome")]
    box = box_of({"Odd one": odd})
    async with at_work(box) as person:
        await person.press("e")
        await person.opens(TextDialog)
        await person.press("ctrl+u")
        await person.types("Even one")
        await person.press("enter")
        await person.closes()
        assert not writes(box)
        await ask_to_save(person)
        assert "  ~ name: Odd one → Even one" in plan(person)
        await person.press("y")
        await person.says("“Even one” is saved")
        assert stored(box, "Even one")["filters"] == odd


async def test_a_name_of_blanks_is_not_taken() -> None:
    async with at_work(box_of()) as person:
        await person.press("e")
        await person.opens(TextDialog)
        await person.press("ctrl+u")
        await person.types("   ")
        await person.press("enter")
        await person.closes()
        assert person.editing.draft.name == "Romans"


async def test_a_rule_that_the_service_refuses_is_not_sent_and_the_place_is_said() -> None:
    box = box_of({"Draft": [is_("city", "=", "Rome"), {"field": "company"}]})
    async with at_work(box) as person:
        await person.press("c")
        await person.opens(TextDialog)
        await person.press("enter")
        await person.closes()
        await person.press("ctrl+s")
        await person.says("✗ The rule can't be saved like this. Condition 2: Tiledesk refuses")
        assert person.editing.draft.name == "Draft (copy)"
    assert not writes(box)


async def test_two_names_unsaved_are_saved_one_by_one() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await person.picks("Milan list")
        await person.press("2", "o")
        await ask_to_save(person)
        assert plan(person).startswith("“Milan list”")
        await person.press("y")
        await person.says("“Milan list” is saved")
        assert [one.name for one in person.screen.desk.lines() if one.is_changed] == ["VIP customers"]


# Making.


async def test_a_new_segment_is_named_given_a_condition_shown_and_made() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("n")
        await person.opens(TextDialog)
        await person.types("Spaniards")
        await person.press("enter")
        await person.closes()
        assert person.listed[0] == "Spaniards"
        assert person.focus == "rule-table"
        await person.press("a")
        await person.opens(ConditionDialog)
        await person.types("country")
        await person.press("enter", "enter")
        await person.types("Spain")
        await person.press("enter")
        await person.closes()
        await ask_to_save(person)
        assert plan(person).splitlines()[:2] == ["New segment “Spaniards”", "  ~ name: (none) → Spaniards"]
        await person.press("y")
        await person.says("✓ “Spaniards” is saved")
        assert stored(box, "Spaniards")["filters"] == [is_("country", "=", "Spain")]
        assert person.screen.current == named(box, "Spaniards")
        assert person.listed.count("Spaniards") == 1
    assert [one.method for one in writes(box)] == ["POST"]


async def test_a_segment_without_a_name_is_asked_for_one_before_it_is_saved() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("n")
        await person.opens(TextDialog)
        await person.press("enter")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(TextDialog)
        await person.leaves()
        assert "A segment needs a name" in person.said
        assert person.listed[0] == "(no name)"
    assert not writes(box)


async def test_a_new_segment_that_is_left_at_once_leaves_nothing_behind() -> None:
    async with at_work(box_of()) as person:
        await person.picks("VIP customers")
        await person.press("n")
        await person.opens(TextDialog)
        await person.leaves()
        assert person.said == "Nothing was begun."
        assert not person.screen.desk.unsaved
        assert (person.editing.draft.name, len(person.listed)) == ("VIP customers", 5)


async def test_a_new_segment_that_isnt_saved_is_only_forgotten() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("n")
        await person.opens(TextDialog)
        await person.types("Mistake")
        await person.press("enter")
        await person.closes()
        await person.press("D")
        await person.opens(SureDialog)
        await person.press("y")
        await person.closes()
        assert "Mistake" not in person.listed
        await person.leads_come()
        assert person.editing.draft.name == "Romans"
    assert not writes(box)


async def test_a_duplicate_says_what_the_other_says_under_another_name_and_says_of_namesakes() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await person.press("c")
        await person.opens(TextDialog)
        assert person.value_of("LineInput") == "VIP customers (copy)"
        await person.press("ctrl+u")
        await person.types("VIP customers")
        await person.press("enter")
        await person.closes()
        await ask_to_save(person)
        assert "⚠ There is already a segment called “VIP customers”." in plan(person)
        await person.press("y")
        await person.says("is saved")
        assert person.listed.count("VIP customers") == 2
        twins = [one for one in box.project().segments.values() if one["name"] == "VIP customers"]
        assert twins[0]["filters"] == twins[1]["filters"]


# Deleting.


async def test_deleting_needs_the_word_and_goes_on_to_the_next_segment() -> None:
    box = box_of()
    async with at_work(box) as person:
        gone = named(box, "Romans")
        await person.press("D")
        await person.opens(PlanDialog)
        assert plan(person).startswith("Delete “Romans”")
        await person.types("delete")
        assert not writes(box)
        await person.press("enter")
        await person.says("✓ “Romans” is deleted; read back and checked.")
        assert "Romans" not in person.listed
        assert person.editing.draft.name == "VIP customers"
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Cem Can"]
    assert [(one.method, one.path.rpartition("/")[2]) for one in writes(box)] == [("DELETE", gone)]


async def test_a_segment_that_was_deleted_meanwhile_is_not_written() -> None:
    box = box_of()
    async with at_work(box) as person:
        await change_rule(person)
        box.change_behind_your_back(named(box, "Romans"), status=0)
        await person.press("ctrl+s")
        await person.says("has been deleted on the service, so nothing was changed")
        assert person.editing.is_changed
    assert not writes(box)


# Answers that don't come.


async def test_a_change_without_an_answer_that_happened_is_found_and_said() -> None:
    box = box_of()
    box.faults.add(Fault.hang_after(), method="PUT")
    async with at_work(opener(box, limits=IMPATIENT)) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.says("✓ “VIP customers” is saved; read back and checked.")
        assert not person.editing.is_changed
    assert [one.method for one in writes(box)] == ["PUT"]


async def test_a_change_without_an_answer_that_isnt_there_is_unknown_and_never_repeated() -> None:
    box = box_of()
    box.faults.add(Fault.hang(), method="PUT")
    async with at_work(opener(box, limits=IMPATIENT)) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.says("✗ No answer came to the change.")
        assert "It may still happen: look again before you repeat it." in person.said
        assert person.editing.is_changed
    assert [one.method for one in writes(box)] == ["PUT"]


async def test_while_a_change_is_on_its_way_nothing_stops_it_and_quitting_waits() -> None:
    box = box_of()
    until = asyncio.Event()
    box.faults.add(Fault.hold(until), method="PUT")
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.until(lambda: writes(box))
        await person.press("escape")
        assert person.screen.is_sending
        await person.press("ctrl+q")
        assert person.app.is_running
        assert person.said == "A change is still being sent; quit when its outcome is known."
        await person.press("ctrl+s")
        assert person.said == "Save: not now, because a change is still being sent."
        until.set()
        await person.says("✓ “VIP customers” is saved; read back and checked.")
        assert not person.screen.is_sending
    assert [one.method for one in writes(box)] == ["PUT"]


async def test_keys_that_were_greyed_while_something_was_sent_come_back_when_it_was_refused() -> None:
    box, answer, refusal = box_of(), asyncio.Event(), Fault.status(403)

    async def refused_late(app: Any, scope: Any, receive: Any, send: Any) -> None:
        await answer.wait()
        await refusal.play(app, scope, receive, send)

    box.faults.add(Fault("refused late", refused_late), method="PUT")
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.until(lambda: "(^s Save)" in person.drawn[-1])
        answer.set()
        await person.says("✗ Nothing was changed.")
        assert "(^s Save)" not in person.drawn[-1]


async def test_a_refusal_is_said_and_what_was_wanted_is_kept() -> None:
    box = box_of()
    box.faults.add(Fault.status(403), method="PUT")
    async with at_work(box) as person:
        await person.picks("VIP customers")
        await change_rule(person)
        await ask_to_save(person)
        await person.press("y")
        await person.says("✗ Nothing was changed.")
        assert person.rule == ["email is present"]
        assert person.editing.is_changed
        await person.press("ctrl+z")
        assert person.rule == ["tags is vip", "email is present"]
