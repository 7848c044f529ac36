"""Words that must be typed before a dangerous write, and what happens when somebody else was faster."""

from typing import Any

import pytest
from support.screens import Person, at_work, box_of
from support.workspaces import is_, named, writes

from segtui.domain.rules import Combine
from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs import saving
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog

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
        assert "Nothing was sent" in person.said
    assert not writes(box)
    assert stored(box, "Romans")["status"] == 100


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
