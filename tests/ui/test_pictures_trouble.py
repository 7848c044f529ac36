"""Pictures of what goes wrong: before a profile is open, without a connection, and after a write without an answer."""

import pytest
from support.screens import Person, box_of, opener, opener_with_secret
from support.tours import HIGH_CONTRAST, MONO, OnTour
from support.workspaces import IMPATIENT, Clock

from segtui.sandbox import Fault
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.opening import OpeningScreen

pytest_plugins = ("support.on_tour",)


async def wait_for_trouble(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.until(lambda: person.said)


async def test_a_profile_that_cant_be_opened(on_tour: OnTour) -> None:
    async with on_tour(opener(box_of(), project="nonsense")) as tour:
        await tour.person.opens(OpeningScreen)
        await tour.person.until(lambda: "couldn't" in "\n".join(tour.person.drawn))
        await tour.look("says why", also_in=[HIGH_CONTRAST], is_last=True)


async def test_secrets(on_tour: OnTour) -> None:
    async with on_tour(opener_with_secret(box_of(), "ask")) as tour:
        await tour.person.opens(TextDialog)
        await tour.person.types("hunter2")
        await tour.look("asked for", also_in=[HIGH_CONTRAST])
        await tour.person.press("enter")
        await wait_for_trouble(tour.person)
        await tour.look("refused", is_last=True)


async def test_a_secret_that_is_missing(on_tour: OnTour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_PASSWORD", raising=False)
    async with on_tour(opener_with_secret(box_of(), "env:ACME_PASSWORD")) as tour:
        await wait_for_trouble(tour.person)
        await tour.look("says where it was looked for", is_last=True)


async def test_no_connection(on_tour: OnTour) -> None:
    box, clock = box_of(), Clock()
    box.faults.add(Fault.drop())
    async with on_tour(opener(box, now=clock)) as tour:
        person = tour.person
        await wait_for_trouble(person)
        await tour.look("from the start", also_in=[MONO])
        box.faults.clear()
        await person.press("r")
        await tour.begin()
        await person.press("2", "o")
        await person.leads_come()
        box.faults.add(Fault.html(502))
        clock.forward(hours=1)
        await person.press("r")
        await person.says("The segments couldn't be loaded.")
        await tour.look("any more", is_last=True)


async def test_a_role_that_is_too_low(on_tour: OnTour) -> None:
    async with on_tour(opener(box_of(), account="teammate")) as tour:
        await wait_for_trouble(tour.person)
        await tour.look("says so", is_last=True)


async def test_leads_that_dont_come(on_tour: OnTour) -> None:
    box = box_of()
    async with on_tour(box) as tour:
        await tour.begin()
        box.faults.add(Fault.status(500), path="leads")
        await tour.person.press("down")
        await tour.person.says("The leads couldn't be loaded.")
        await tour.look("are told of in their place", is_last=True)


async def test_a_write_without_an_answer(on_tour: OnTour) -> None:
    box = box_of()
    box.faults.add(Fault.hang(), method="PUT")
    async with on_tour(opener(box, limits=IMPATIENT)) as tour:
        person = tour.person
        await tour.begin()
        await person.picks("VIP customers")
        await person.press("2", "d", "ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("No answer came to the change.")
        await person.leads_come()
        await tour.look("says that it is not known", is_last=True)
