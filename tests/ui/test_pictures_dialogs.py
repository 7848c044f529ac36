"""Pictures of the dialogs, on small and middle screens."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.screens import HOSTILE, PEOPLE, Person, StillLife, box_of
from support.workspaces import NOON, is_, named

from segtui.sandbox import TiledeskSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import MessageDialog, SureDialog, TextDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.widgets.table import Table

pytest_plugins = ("support.still_life",)

SMALL, MIDDLE, LARGE = (80, 24), (100, 30), (140, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["80x24", "100x30"])

SEGMENTS: Mapping[str, list[dict[str, Any]]] = {
    "VIP customers in Rome": [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")],
    "Romans": [is_("city", "=", "Rome")],
    "Call list": [is_("fullname", "starts with", "Ann"), is_("createdAt", ">=", "2026-09-01")],
}


def box() -> TiledeskSandbox:
    return box_of(SEGMENTS)


async def begin(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.leads_come()


async def open_condition(person: Person, field: str, operator: int, value: str) -> None:
    await begin(person)
    await person.press("2", "a")
    await person.opens(ConditionDialog)
    await person.types(field)
    await person.press("enter")
    person.app.screen.query_one("#operators", Table).cursor = operator
    await person.press("enter")
    await person.types(value)


# A condition.


@SIZES
def test_a_new_condition(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "a")
        await person.opens(ConditionDialog)

    assert still_life(box(), act, size)


@SIZES
def test_a_condition_that_is_stored_otherwise(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await open_condition(person, "fullname", 4, "Ann")

    assert still_life(box(), act, size)


@SIZES
def test_a_condition_with_a_mistake(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await open_condition(person, "createdAt", 3, "last tuesday")

    assert still_life(box(), act, size)


def test_operators_that_dont_work(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("attributes.score")
        await person.press("enter", "end")

    assert still_life(box(), act, SMALL)


# Before a write.


@SIZES
def test_a_change_before_it_is_sent(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "d", "o", "ctrl+s")
        await person.opens(PlanDialog)

    assert still_life(box(), act, size)


@SIZES
def test_a_rule_for_everybody_wants_a_word(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.picks("Romans")
        await person.press("2", "d", "ctrl+s")
        await person.opens(PlanDialog)
        await person.types("yes")
        await person.press("enter")

    assert still_life(box(), act, size)


def test_deleting(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("D")
        await person.opens(PlanDialog)

    assert still_life(box(), act, SMALL)


@SIZES
def test_somebody_else_was_faster(still_life: StillLife, size: tuple[int, int]) -> None:
    shared = box()

    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "d")
        shared.change_behind_your_back(named(shared, "VIP customers in Rome"), name="VIPs", match="any")
        await person.press("ctrl+s")
        await person.opens(ConflictDialog)

    assert still_life(shared, act, size)


def test_a_hostile_change_before_it_is_sent(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "d", "ctrl+s")
        await person.opens(PlanDialog)

    assert still_life(box_of({"".join(HOSTILE): [is_(name, "=", name) for name in HOSTILE]}), act, SMALL)


# The others.


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
def test_a_lead(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("3", "down", "enter")
        await person.opens(LeadDialog)

    assert still_life(TiledeskSandbox(lead_count=200, now=lambda: NOON), act, size)


@SIZES
def test_the_columns(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("3", "right", "right", "s", "o")
        await person.opens(ColumnsDialog)
        await person.press("down", "space", "down", "J")

    assert still_life(TiledeskSandbox(lead_count=200, now=lambda: NOON), act, size)


def test_a_cell_in_full(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("3", "down", "right", "v")
        await person.opens(MessageDialog)

    assert still_life(TiledeskSandbox(lead_count=200, now=lambda: NOON), act, SMALL)


@SIZES
def test_the_help(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "question_mark")
        await person.opens(HelpDialog)

    assert still_life(box(), act, size)


def test_the_palette(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "ctrl+p")
        await person.opens(PaletteDialog)
        await person.types("re")

    assert still_life(box_of(people=PEOPLE), act, SMALL)


def test_a_name(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("c")
        await person.opens(TextDialog)

    assert still_life(box(), act, SMALL)


def test_quitting_with_changes(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "d", "ctrl+q")
        await person.opens(SureDialog)

    assert still_life(box(), act, SMALL)
