"""What was typed in forms that nobody can open any more, and why a new segment wasn't made: told at the next start."""

import re
from pathlib import Path

import pytest
from support.list_screens import demo_opener, makes_a_list_that_is_refused, segmenter, told
from support.screens import Person, at_the_screen, at_work, box_of, memory_in
from support.workspaces import is_, named

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.workspace.unfinished import Form

SMALL = (80, 24)


def drawn(person: Person) -> str:
    return "\n".join(person.drawn)


async def type_a_condition(box: TiledeskSandbox, home: Path, words: str = "ville") -> None:
    """Type into the condition of the first segment, and leave it like that."""
    async with at_work(box, memory=memory_in(home)) as person:
        await person.goes_to_line((0,))
        await person.press("enter")
        await person.opens(ConditionDialog)
        await person.types(words)
        await person.press("escape")
        await person.closes()


def gone(box: TiledeskSandbox, name: str) -> None:
    del box.project().segments[named(box, name)]


async def test_what_was_typed_for_a_segment_that_is_gone_is_shown_under_its_name_until_it_is_dropped(
    tmp_path: Path,
) -> None:
    box = box_of()
    await type_a_condition(box, tmp_path)
    gone(box, "Romans")
    for _ in range(2):  # to leave the dialog keeps it
        async with at_the_screen(box, memory=memory_in(tmp_path), size=SMALL) as person:
            await person.opens(DraftsDialog)
            assert "● Romans" in drawn(person)
            assert "only typed" in drawn(person)
            assert "“Romans” isn't in the service's list any more." in drawn(person)
            assert "What you were typing, a condition:" in drawn(person)
            assert "  city is Romeville" in drawn(person)
            await person.press("enter")
            assert "it isn't there to go on with: ctrl+c copies what you typed" in drawn(person)
            await person.press("ctrl+c")
            assert person.app.clipboard == "city is Romeville"
            await person.leaves()
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        await person.press("d")
        assert "will be dropped" in drawn(person)
        await person.leaves()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        assert person.app.screen is person.screen
        assert "the last time" not in person.said


async def test_a_condition_that_somebody_else_has_taken_out_is_shown_and_its_segment_can_be_gone_on_with(
    tmp_path: Path,
) -> None:
    box = box_of()
    await type_a_condition(box, tmp_path)
    box.change_behind_your_back(named(box, "Romans"), filters=[is_("tags", "=", "vip")])
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        assert "“Romans”: That condition isn't in its rule any more." in drawn(person)
        await person.press("enter")
        await person.closes()
        assert person.editing.draft.name == "Romans"


@pytest.mark.parametrize(
    ("form", "typed", "lines"),
    [
        (Form.COPY.about(["feedier https://x 4", "rule"]), {"city": "Attribute.town"}, ["city: Attribute.town"]),
        (Form.SOURCE.name, ['[{"Form":\n {"$in": [11'], ['[{"Form":', ' {"$in": [11']),
        (Form.PERSON.about("5"), [None, "ann@", None], ["ann@"]),
        (Form.DETAILS.name, {"default": True, "team": 4}, ["default: yes", "team: 4"]),
        (Form.TEXT.name, "city is Rome and (", ["city is Rome and ("]),
    ],
)
async def test_every_kind_of_form_says_what_stands_in_it(
    tmp_path: Path, form: str, typed: object, lines: list[str]
) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        person.screen.desk.unfinished.keep(named(box, "Romans"), form, typed)  # type: ignore[arg-type]  # JSON
    gone(box, "Romans")
    async with at_the_screen(box, memory=memory_in(tmp_path), size=SMALL) as person:
        await person.opens(DraftsDialog)
        what = Form.words(form).partition(" (")[0]
        assert f"What you were typing, {what}" in drawn(person)
        assert all(f"  {line}" in drawn(person) for line in lines)


async def test_a_new_list_without_a_segment_that_was_typed_for_says_so_at_once(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("2", "t")
        await person.types(" and (")
        await person.press("escape")
        await person.closes()
        gone(box, "Romans")
        await person.press("r")
        await person.says("⚠ No longer in the service's list, or changed there: “Romans”.")
        assert "is kept, and shown at the next start." in person.said


async def test_what_was_typed_can_be_had_again_when_its_segment_is_listed_again(tmp_path: Path) -> None:
    box = box_of()
    await type_a_condition(box, tmp_path)
    romans = box.project().segments[named(box, "Romans")]
    gone(box, "Romans")
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        await person.leaves()
    box.project().segments[romans["_id"]] = romans
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.says("“Romans”: a condition (enter on its line)")


async def test_why_a_new_segment_was_refused_is_told_with_its_draft_at_the_next_start(tmp_path: Path) -> None:
    box = segmenter()
    async with at_work(demo_opener("segmenter", box), memory=memory_in(tmp_path)) as person:
        await makes_a_list_that_is_refused(person, box)
        await person.press("e")
        await person.opens(DetailsDialog)
        await person.types("er")  # what is changed since doesn't take the reason away
        await person.press("ctrl+s")
        await person.closes()
    async with at_the_screen(demo_opener("segmenter", box), memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        assert "Fresher" in drawn(person)
        assert "⚠ It wasn't made on " in drawn(person)
        await person.press("enter")
        await person.closes()
        assert "It wasn't made on " in told(person)


async def test_a_new_segment_with_a_rule_says_so_too(tmp_path: Path) -> None:
    box = box_of()
    async with at_work(box, memory=memory_in(tmp_path)) as person:
        await person.press("c")
        await person.opens(TextDialog)
        await person.press("enter")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        box.faults.add(Fault.status(400), method="POST", path=re.compile("segments/?$"))
        await person.press("y")
        await person.says("Nothing was changed.")
    async with at_the_screen(box, memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        assert "⚠ It wasn't made on " in drawn(person)
