"""The rule as one line of text: explained while it is typed, taken when it can be read."""

import pytest
from rich.cells import cell_len
from support.screens import Person, at_work, box_of
from support.workspaces import is_, writes

from segtui.domain.rules import Combine
from segtui.ui.dialogs.rule_text import RuleTextDialog, pointed_at
from segtui.ui.widgets.line_input import LineInput

RULES = {"Romans": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}


async def opened(person: Person) -> RuleTextDialog:
    """Open the rule under edit as text."""
    await person.press("2", "t")
    return await person.opens(RuleTextDialog)


async def typed(person: Person, text: str) -> None:
    """Type another rule in place of the one that is there."""
    await person.press("ctrl+u")
    await person.types(text)


def drawn(person: Person) -> str:
    return "\n".join(person.drawn)


async def test_the_rule_is_shown_as_text_and_as_a_sentence() -> None:
    async with at_work(box_of(RULES)) as person:
        await opened(person)
        assert "city is Rome and tags is vip" in drawn(person)
        assert "People whose city is Rome and who are tagged vip." in drawn(person)


async def test_what_is_typed_becomes_the_rule_and_can_be_undone() -> None:
    box = box_of(RULES)
    async with at_work(box) as person:
        await opened(person)
        await typed(person, "city is one of [Rome, Milan] or email contains gmail")
        assert "or whose e-mail contains gmail." in drawn(person)
        await person.press("enter")
        await person.closes()
        assert person.rule == ["city is one of [Rome, Milan]", "email contains gmail"]
        assert person.editing.draft.rule.combine is Combine.ANY
        await person.press("ctrl+z")
        assert person.rule == ["city is Rome", "tags is vip"]
        assert not person.editing.is_changed
    assert not writes(box)


async def test_a_mistake_is_pointed_at_and_nothing_is_lost_by_enter() -> None:
    async with at_work(box_of(RULES)) as person:
        await opened(person)
        await typed(person, "city iz Rome")
        await person.press("enter")
        assert isinstance(person.app.screen, RuleTextDialog)
        lines = person.drawn
        place = next(index for index, line in enumerate(lines) if "^" in line and "palette" not in line.lower())
        assert lines[place - 1][lines[place].index("^") :].startswith("iz Rome")
        await person.press("escape")
        await person.closes()
        assert person.rule == ["city is Rome", "tags is vip"]


async def test_an_untouched_text_changes_nothing() -> None:
    async with at_work(box_of(RULES)) as person:
        await opened(person)
        await person.press("enter")
        await person.closes()
        assert not person.editing.is_changed


async def test_parts_that_arent_understood_stay_in_the_text_and_go_back_as_they_came() -> None:
    odd = {"field": "city", "operator": "=", "value": {"a": 1}}
    async with at_work(box_of({"Odd": [is_("city", "=", "Rome"), odd]})) as person:
        before = person.editing.draft.rule
        await opened(person)
        await person.press("home")
        await person.types("tags is vip and ")
        await person.press("enter")
        await person.closes()
        assert person.editing.draft.rule.children[1:] == before.children


@pytest.mark.parametrize("text", ["x" * 200 + "!" + "y" * 200, "名" * 200 + "!" + "古" * 200, "a!", "!"])
def test_the_mark_stays_under_its_place(text: str) -> None:
    shown, mark = pointed_at(text, text.index("!"), 40).splitlines()
    before = shown[: shown.index("!")]
    assert cell_len(before) == len(mark) - 1
    assert cell_len(shown) <= 40


async def test_a_text_that_is_too_long_to_be_explained_is_still_taken() -> None:
    async with at_work(box_of(RULES)) as person:
        dialog = await opened(person)
        dialog.query_one(LineInput).value = " and ".join(["city is Rome"] * 2000)
        await person.rest()
        assert "too long to be explained" in drawn(person)
        await person.press("enter")
        await person.closes()
        assert len(person.editing.draft.rule.children) == 2000


async def test_text_that_was_left_unfinished_is_there_again() -> None:
    async with at_work(box_of(RULES)) as person:
        await opened(person)
        await typed(person, "city is one of [Rome,")
        await person.leaves()
        assert person.said == "What you typed is kept; t goes on with it."
        await opened(person)
        assert person.value_of("LineInput") == "city is one of [Rome,"
        await person.types(" Milan]")
        await person.press("enter")
        await person.closes()
        assert person.rule == ["city is one of [Rome, Milan]"]
        await opened(person)
        assert person.value_of("LineInput") == "city is one of [Rome, Milan]"
