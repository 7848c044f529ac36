"""Pictures of the dialogs for rules and for writing."""

from collections.abc import Mapping
from typing import Any

from support.screens import HOSTILE, Person, box_of
from support.tours import HIGH_CONTRAST, MONO, OnTour
from support.workspaces import NOON, is_, named

from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs.asking import LeaveDialog, SureDialog, TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.movement import PeopleDialog
from segtui.ui.dialogs.rule_text import RuleTextDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.widgets.table import Table

pytest_plugins = ("support.on_tour",)

SEGMENTS: Mapping[str, list[dict[str, Any]]] = {
    "VIP customers in Rome": [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")],
    "Romans": [is_("city", "=", "Rome")],
    "Call list": [is_("fullname", "starts with", "Ann"), is_("createdAt", ">=", "2026-09-01")],
}


def box() -> TiledeskSandbox:
    return box_of(SEGMENTS)


async def chooses(person: Person, field: str, operator: int, value: str) -> None:
    """Open a new condition and fill it in."""
    await person.press("2", "a")
    await person.opens(ConditionDialog)
    # What was typed before and not taken is there again.
    await person.press("ctrl+u")
    await person.types(field)
    await person.press("enter")
    person.app.screen.query_one("#operators", Table).cursor = operator
    await person.press("enter", "ctrl+u")
    await person.types(value)


async def goes_back(person: Person) -> None:
    """Leave a dialog and what it asks then."""
    await person.leaves()
    while person.app.screen is not person.screen:
        await person.press("y" if isinstance(person.app.screen, LeaveDialog) else "escape")


# A rule.


async def test_a_condition(on_tour: OnTour) -> None:
    async with on_tour(TiledeskSandbox(lead_count=200, now=lambda: NOON)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await tour.look("new", also_in=[HIGH_CONTRAST])
        await person.types("attributes.score")
        await person.press("enter", "end")
        await tour.look("operators that do not work")
        await goes_back(person)
        await chooses(person, "fullname", 4, "Ann")
        await tour.look("stored otherwise")
        await goes_back(person)
        await chooses(person, "createdAt", 3, "this tuesday")
        await tour.look("a mistake")
        await goes_back(person)
        await chooses(person, "city", 0, "")
        await tour.look("values that there are", is_last=True)


async def test_the_rule_as_text(on_tour: OnTour) -> None:
    async with on_tour(box()) as tour:
        person = tour.person
        await tour.begin()
        await person.press("2", "t")
        await person.opens(RuleTextDialog)
        await tour.look("as it is", also_in=[HIGH_CONTRAST])
        await person.types(" an")
        await tour.look("a mistake", is_last=True)


# Before a write.


async def test_saving(on_tour: OnTour) -> None:
    async with on_tour(box()) as tour:
        person = tour.person
        await tour.begin()
        await person.press("2", "d", "o", "ctrl+s")
        await person.opens(PlanDialog)
        await tour.look("the difference", also_in=[MONO])
        await goes_back(person)
        await person.press("ctrl+r")
        await person.until(lambda: not person.editing.is_changed)
        await person.picks("Romans")
        await person.press("2", "d", "ctrl+s")
        await person.opens(PlanDialog)
        await person.types("yes")
        await person.press("enter")
        await tour.look("everybody wants a word")
        await person.press("tab", "p")
        await person.opens(PeopleDialog)
        await tour.look("who enters and leaves", also_in=[HIGH_CONTRAST], is_last=True)


async def test_somebody_else_was_faster(on_tour: OnTour) -> None:
    shared = box()
    async with on_tour(shared) as tour:
        person = tour.person
        await tour.begin()
        await person.press("2", "d")
        shared.change_behind_your_back(named(shared, "VIP customers in Rome"), name="VIPs", match="any")
        await person.press("ctrl+s")
        await person.opens(ConflictDialog)
        await tour.look("theirs and mine", also_in=[MONO], is_last=True)


async def test_a_hostile_change(on_tour: OnTour) -> None:
    async with on_tour(box_of({"".join(HOSTILE): [is_(name, "=", name) for name in HOSTILE]})) as tour:
        await tour.begin()
        await tour.person.press("2", "d", "ctrl+s")
        await tour.person.opens(PlanDialog)
        await tour.look("before it is sent", is_last=True)


async def test_names_deleting_and_quitting(on_tour: OnTour) -> None:
    async with on_tour(box()) as tour:
        person = tour.person
        await tour.begin()
        await person.press("D")
        await person.opens(PlanDialog)
        await tour.look("deleting wants a word")
        await person.types("delete")
        await person.press("enter")
        await person.says("✓")
        await tour.look("deleting is done")
        await person.press("c")
        await person.opens(TextDialog)
        await tour.look("the name of a duplicate", also_in=[HIGH_CONTRAST])
        await person.press("enter")
        await person.closes()
        await person.press("ctrl+q")
        await person.opens(SureDialog)
        await tour.look("quitting with changes asks first", also_in=[HIGH_CONTRAST], is_last=True)
