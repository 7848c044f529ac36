"""Keys that come faster than they can be worked off, as over a slow line, end in the dialog they were meant for."""

from support.screens import at_work, box_of
from support.workspaces import named, writes

from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.saving import PlanDialog


async def test_a_whole_condition_typed_ahead_ends_in_the_rule() -> None:
    async with at_work(box_of()) as person:
        person.burst("2", "a", *"country", "enter", "enter", *"Italy", "enter", "o")
        await person.until(lambda: person.editing.draft.rule.combine == "any")
        assert person.rule == ["city is Rome", "country is Italy"]
        assert person.app.screen is person.screen


async def test_the_letters_of_a_new_segments_name_start_nothing_else() -> None:
    box = box_of()
    async with at_work(box) as person:
        person.burst("n", *"Drq nce", "enter", "a", *"tags", "enter", "enter", *"vip", "enter")
        await person.until(lambda: person.rule == ["tags is vip"])
        assert person.editing.draft.name == "Drq nce"
        assert person.listed[0] == "Drq nce"
    assert not writes(box)


async def test_a_filter_and_an_edit_typed_ahead_reach_the_segment_that_was_meant() -> None:
    async with at_work(box_of()) as person:
        person.burst("slash", *"milan", "enter", "enter", "a", *"tags", "enter", "enter", *"vip", "enter")
        await person.until(lambda: len(person.rule) == 2)
        assert person.editing.draft.name == "Milan list"
        assert person.rule == ["city is Milan", "tags is vip"]


async def test_an_edit_and_its_saving_typed_ahead_stop_at_the_difference() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.picks("VIP customers")
        person.burst("2", "d", "ctrl+s")
        await person.opens(PlanDialog)
        assert "- condition 1: tags is vip" in person.text_of("PlanDialog Scrolling > PlainText")
    assert not writes(box)


async def test_a_held_enter_never_gets_past_a_word_that_must_be_typed() -> None:
    box = box_of()
    async with at_work(box) as person:
        person.burst("D", *["enter"] * 20, *["y"] * 5, *["enter"] * 20)
        await person.opens(PlanDialog)
        await person.until(lambda: "isn't the word" in person.text_of("#complaint"))
        assert box.project().segments[named(box, "Romans")]["status"] == 100
    assert not writes(box)


async def test_escape_typed_ahead_leaves_the_dialog_that_it_was_meant_for_and_no_other() -> None:
    async with at_work(box_of()) as person:
        person.burst("2", "a", *"coun", "escape", "o", "a")
        await person.until(lambda: person.editing.draft.rule.combine == "any")
        await person.opens(ConditionDialog)
        await person.until(lambda: person.focus == "field")
        assert person.value_of("#field") == "coun"
        assert person.rule == ["city is Rome"]
