"""Words that must be typed before a dangerous write, and what happens when somebody else was faster."""

from dataclasses import replace
from typing import Any

import pytest
from support.lists import FakeKept, workspace_on
from support.screens import HOSTILE, Person, at_work, box_of
from support.workspaces import is_, named, writes

from segtui.domain.people import Person as PersonOnList
from segtui.domain.people import leads_of
from segtui.domain.rules import Combine
from segtui.domain.segments import Segment, SegmentKind
from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs import saving
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.movement import PeopleDialog, RulesBeside
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog, plan_lines
from segtui.workspace.editing import Editing
from segtui.workspace.saving import plan_update

TRAPS = {
    "Romans": [is_("city", "=", "Rome")],
    "Low scores": [is_("attributes.score", "<", 30)],
    "Call list": [is_("fullname", "starts with", "Ann"), is_("city", "=", "Rome")],
}


async def ask_to_save(person: Person) -> None:
    await person.press("ctrl+s")
    await person.opens(PlanDialog)


async def empty_rule(person: Person) -> None:
    await person.goes_to_line((0,))
    await person.press("d")


async def rename(person: Person, name: str) -> None:
    await person.press("e")
    await person.opens(TextDialog)
    await person.press("ctrl+u")
    await person.types(name)
    await person.press("enter")
    await person.closes()


def stored(box: TiledeskSandbox, name: str) -> dict[str, Any]:
    return box.project().segments[named(box, name)]


# Words that must be typed.


async def test_a_rule_that_selects_everybody_is_loud_in_the_rule_above_the_leads_and_before_the_write() -> None:
    async with at_work(box_of(TRAPS)) as person:
        await empty_rule(person)
        await person.leads_come()
        assert any("⚠ EVERYBODY: Without conditions, Tiledesk selects every lead." in line for line in person.drawn)
        assert "⚠ EVERYBODY is selected." in person.text_of("#lead-remarks")
        await ask_to_save(person)
        text = "\n".join(person.drawn)
        assert "Without conditions, Tiledesk selects every lead." in text
        assert "Type everybody and press enter to go on." in text


@pytest.mark.parametrize("typed", ["", "y", "yes", "everybod", "everybody!", "never", "delete"])
async def test_another_word_than_everybody_sends_nothing_and_says_so(typed: str) -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await empty_rule(person)
        await ask_to_save(person)
        await person.types(typed)
        await person.press("enter")
        assert isinstance(person.app.screen, PlanDialog)
        assert person.text_of("#complaint") == "✗ That isn't the word “everybody”."
    assert not writes(box)


async def test_the_word_may_be_typed_in_any_case_and_the_rule_is_saved() -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await empty_rule(person)
        await ask_to_save(person)
        await person.types(" Everybody ")
        await person.press("enter")
        await person.says("✓ “Romans” is saved")
    assert stored(box, "Romans")["filters"] == []


async def test_a_y_outside_the_input_is_not_enough_where_a_word_is_needed() -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await empty_rule(person)
        await ask_to_save(person)
        await person.press("tab")
        assert person.focus != "confirmation"
        await person.press("y", "enter")
        assert isinstance(person.app.screen, PlanDialog)
        assert not any("Yes, send it" in line for line in person.drawn)
    assert not writes(box)


async def test_a_rule_whose_every_line_is_skipped_needs_the_word_too() -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await person.picks("Low scores")
        await person.press("c")
        await person.opens(TextDialog)
        await person.press("enter")
        await person.closes()
        await ask_to_save(person)
        assert "Type everybody" in "\n".join(person.drawn)
        await person.press("y")
        assert isinstance(person.app.screen, PlanDialog)
    assert not writes(box)


async def test_a_rule_that_is_never_answered_isnt_previewed_and_needs_the_word_never() -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await person.picks("Call list")
        assert "· The service would never answer this rule" in person.text_of("#lead-remarks")
        assert person.leads == ["Ann Alba"]
        call_list = named(box, "Call list")
        assert not [one for one in box.requests if one.query.get("segment") == call_list]
        await person.goes_to_line((1,))
        await person.press("d")
        await ask_to_save(person)
        assert "Type never and press enter" in "\n".join(person.drawn)
        await person.types("everybody")
        await person.press("enter")
        assert not writes(box)
        await person.press("ctrl+u")
        await person.types("never")
        await person.press("enter")
        await person.says("is saved")
    assert stored(box, "Call list")["filters"] == [is_("fullname", "starts with", "Ann")]


@pytest.mark.parametrize("typed", ["y", "yes", "Romans", "everybody"])
async def test_another_word_than_delete_deletes_nothing(typed: str) -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await person.press("D")
        await person.opens(PlanDialog)
        await person.types(typed)
        await person.press("enter")
        assert isinstance(person.app.screen, PlanDialog)
        await person.leaves()
        await person.says("Nothing was sent.")
        assert "your changes" not in person.said
    assert not writes(box)
    assert stored(box, "Romans")["status"] == 100


# Who enters and who leaves.

ROMANS = [{"fullname": f"Person {place}", "city": "Rome", "tags": ["vip"] if place < 2 else []} for place in range(12)]
VIP_ROMANS = {"VIP Romans": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}


async def drop_second(person: Person) -> None:
    await person.goes_to_line((1,))
    await person.press("d")
    await ask_to_save(person)


async def test_a_change_that_lets_many_in_names_eight_and_wants_the_word_change() -> None:
    box = box_of(VIP_ROMANS, [*ROMANS, {"fullname": "Otto", "city": "Oslo"}])
    async with at_work(box) as person:
        await drop_second(person)
        text = person.text_of("PlanDialog Scrolling > PlainText")
        assert "Who enters and who leaves (2 before, 12 after) · exact:" in text
        assert "  10 enter: Person 2, Person 3" in text
        assert "Person 9, and 2 more" in text
        assert "tab, then p, shows all of them" in text
        assert "Type change and press enter" in "\n".join(person.drawn)
        await person.press("y", "enter")
        assert not writes(box)
        await person.press("ctrl+u")
        await person.types("change")
        await person.press("enter")
        await person.says("✓ “VIP Romans” is saved")
    assert stored(box, "VIP Romans")["filters"] == [is_("city", "=", "Rome")]


async def test_p_shows_everybody_who_enters_or_leaves_and_escape_goes_back_to_the_question() -> None:
    box = box_of(VIP_ROMANS, [*ROMANS, {"fullname": "Otto", "city": "Oslo"}])
    async with at_work(box) as person:
        await drop_second(person)
        await person.press("p")
        assert person.value_of("#confirmation") == "p"
        await person.press("tab", "p")
        await person.opens(PeopleDialog)
        text = person.text_of("PeopleDialog Scrolling > PlainText")
        assert [f"  Person {place} · " in text for place in range(12)] == [False] * 2 + [True] * 10
        assert "nobody leaves" in text
        assert any("esc Back" in line for line in person.drawn)
        await person.leaves()
        assert isinstance(person.app.screen, PlanDialog)
    assert not writes(box)


async def test_p_is_a_key_where_a_plain_yes_is_enough() -> None:
    people = [{"fullname": name, "city": "Rome", "tags": ["vip"] * (name != "Eva")} for name in ("Ann", "Bea", "Eva")]
    async with at_work(box_of(VIP_ROMANS, [*people, {"fullname": "Otto", "city": "Oslo"}])) as person:
        await drop_second(person)
        assert "  1 enters: Eva\n" in person.text_of("PlanDialog Scrolling > PlainText")
        assert any("p Who enters and leaves" in line for line in person.drawn)
        await person.press("p")
        await person.opens(PeopleDialog)


async def test_p_does_nothing_where_nobody_moves() -> None:
    async with at_work(box_of()) as person:
        await rename(person, "Another")
        await ask_to_save(person)
        assert not any("Who enters and leaves" in line for line in person.drawn)
        await person.press("p")
        assert isinstance(person.app.screen, PlanDialog)


@pytest.mark.parametrize(("width", "beside"), [(100, True), (99, False)])
async def test_the_rule_before_and_after_stand_side_by_side_where_there_is_room(width: int, *, beside: bool) -> None:
    box = box_of(VIP_ROMANS, [*ROMANS, {"fullname": "Otto", "city": "Oslo"}])
    async with at_work(box, size=(width, 40)) as person:
        await drop_second(person)
        before, after = (person.app.screen.query_one(f"#rule-{which}").region for which in ("before", "after"))
        assert (before.y == after.y) is beside
        assert (before.x == after.x) is not beside
        assert "tags is vip" in person.text_of("#rule-before")
        assert "tags is vip" not in person.text_of("#rule-after")


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_the_word_to_type_and_the_keys_are_in_sight_on_a_low_terminal(size: tuple[int, int]) -> None:
    box = box_of(VIP_ROMANS, [*ROMANS, {"fullname": "Otto", "city": "Oslo"}])
    async with at_work(box, size=size) as person:
        await drop_second(person)
        await person.press("x", "enter")
        text = "\n".join(person.drawn)
        assert "Type change and press enter" in text
        assert "✗ That isn't the word" in text
        assert "esc Back" in text


async def test_a_mere_new_name_shows_no_rules_and_nobody_moving() -> None:
    async with at_work(box_of()) as person:
        await rename(person, "Another")
        await ask_to_save(person)
        assert not person.app.screen.query(RulesBeside)
        assert "Who enters" not in "\n".join(person.drawn)


async def test_hostile_names_of_people_are_drawn_clean() -> None:
    people = [{"fullname": name, "city": "Rome", "tags": []} for name in HOSTILE]
    box = box_of(VIP_ROMANS, [*people, {"fullname": "Otto", "city": "Oslo", "tags": ["vip"]}])
    async with at_work(box) as person:
        await drop_second(person)
        await person.press("p")
        await person.opens(PeopleDialog)
        assert all(line.isprintable() for line in person.drawn)
        assert "[/red] VIP" in "\n".join(person.drawn)


# Somebody else was faster.


async def conflict(person: Person, box: TiledeskSandbox, **changes: Any) -> None:
    """Rename a segment, let a colleague change it, and try to save."""
    await rename(person, "Romans of mine")
    box.change_behind_your_back(named(box, "Romans"), **changes)
    await person.press("ctrl+s")
    await person.opens(ConflictDialog)


async def test_a_conflict_shows_both_sides_and_escape_sends_nothing() -> None:
    box = box_of()
    async with at_work(box) as person:
        await conflict(person, box, filters=[is_("city", "=", "Milan")])
        text = person.text_of("ConflictDialog Scrolling > PlainText")
        assert "They changed:\n  ~ condition 1: city is Rome → city is Milan" in text
        assert "You want:\n  ~ name: Romans → Romans of mine" in text
        await person.leaves()
        await person.says("Nothing was sent; your changes are still here.")
        assert person.editing.draft.name == "Romans of mine"
    assert not writes(box)


async def test_t_takes_theirs_and_undo_brings_mine_back() -> None:
    box = box_of()
    async with at_work(box) as person:
        await conflict(person, box, filters=[is_("city", "=", "Milan")])
        await person.press("t")
        await person.says("Took “Romans” as the service has it; ctrl+z brings your changes back.")
        assert person.rule == ["city is Milan"]
        assert not person.editing.is_changed
        await person.leads_come()
        assert person.leads == ["Cem Can"]
        await person.press("ctrl+z")
        assert person.editing.draft.name == "Romans of mine"
        assert person.rule == ["city is Rome"]
    assert not writes(box)


async def test_m_puts_mine_on_top_of_theirs_and_shows_the_new_difference_first() -> None:
    box = box_of()
    async with at_work(box) as person:
        await conflict(person, box, match="any", filters=[is_("city", "=", "Milan")])
        await person.press("m")
        await person.opens(PlanDialog)
        assert "  ~ name: Romans → Romans of mine" in person.text_of("PlanDialog Scrolling > PlainText")
        assert not writes(box)
        await person.press("y")
        await person.says("✓ “Romans of mine” is saved")
        assert person.rule == ["city is Milan"]
    saved = stored(box, "Romans of mine")
    assert (saved["match"], saved["filters"]) == ("any", [is_("city", "=", "Milan")])
    assert [one.method for one in writes(box)] == ["PUT"]


async def test_m_shows_what_of_theirs_it_would_replace() -> None:
    box = box_of()
    async with at_work(box) as person:
        await conflict(person, box, name="Romans of theirs")
        await person.press("m")
        await person.opens(PlanDialog)
        text = person.text_of("PlanDialog Scrolling > PlainText")
        assert "  ~ name: Romans of theirs → Romans of mine" in text
        await person.leaves()
    assert not writes(box)


async def test_a_change_between_the_question_and_the_yes_is_noticed() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("2", "o")
        await ask_to_save(person)
        box.change_behind_your_back(named(box, "Romans"), filters=[is_("city", "=", "Oslo")])
        await person.press("y")
        await person.opens(ConflictDialog)
        assert not writes(box)
        await person.press("t")
        await person.says("Took “Romans”")
        assert person.rule == ["city is Oslo"]
        assert person.editing.draft.rule.combine is Combine.ALL


async def test_a_segment_that_was_changed_before_deleting_is_not_deleted() -> None:
    box = box_of()
    async with at_work(box) as person:
        box.change_behind_your_back(named(box, "Romans"), name="Romans and friends")
        await person.press("D")
        await person.says("✗ Somebody else has changed “Romans and friends” meanwhile")
        assert person.app.screen is person.screen
    assert not writes(box)


async def test_a_word_that_was_pasted_with_its_line_break_confirms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    box = box_of(TRAPS)
    async with at_work(box) as person:
        await empty_rule(person)
        await ask_to_save(person)
        monkeypatch.setattr(saving, "PASTED_SECONDS", 3600)
        await person.press(*"everybody", "enter", "enter")
        assert isinstance(person.app.screen, PlanDialog)
        assert "Too soon: read what will be sent, then press enter." in "\n".join(person.drawn)
        assert not writes(box)
        monkeypatch.setattr(saving, "PASTED_SECONDS", 0)
        await person.press("enter")
        await person.closes()
        await person.says("✓")


async def test_a_note_can_not_pass_for_another_line() -> None:
    stored = Segment("w", "Weekly", None, SegmentKind.STATIC, people=())
    workspace = workspace_on(FakeKept((stored,)))
    draft = replace(Editing.of(stored).draft, people=leads_of([PersonOnList("", "Bob", "", "bob@example.com", "")]))
    plan = replace(await plan_update(workspace, stored, draft), note="It goes to x\n+ Ada\x1b[2J")
    assert "⚠ It goes to x\ufffd+ Ada\ufffd[2J" in plan_lines(plan, workspace.lead_word)
