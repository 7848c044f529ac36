"""Pictures of ChatBot.com: lists whose people nobody tells, selections kept here, and adding users to lists."""

import pytest
from support.list_screens import demo_opener, goes_to, small_chatbot
from support.tours import HIGH_CONTRAST, MONO, OnTour, StoppedClock

from segtui.sandbox import Fault
from segtui.ui.dialogs.adding import AdditionDialog, IntoDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.picking import PickDialog

pytest_plugins = ("support.on_tour",)


@pytest.fixture(autouse=True)
def _same_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segtui.backends.chatbot.backend.datetime", StoppedClock)


async def test_segments(on_tour: OnTour) -> None:
    async with on_tour(demo_opener("chatbot", small_chatbot())) as tour:
        person = tour.person
        await tour.begin()
        await goes_to(person, "Regulars")
        await tour.look("a list")
        await person.press("2", "a")
        await tour.look("a list has no rule")
        await goes_to(person, "Romans with an e-mail")
        await person.until(lambda: "last used " in person.text_of("#details"))
        await person.leads_come()
        await tour.look("a selection")
        await person.press("1", "n")
        await person.opens(DetailsDialog)
        await person.types("Fresh")
        await tour.look("a new one")
        await person.press("tab", "enter")
        await person.opens(PickDialog)
        await tour.look("a list or a selection", is_last=True)


async def test_adding(on_tour: OnTour) -> None:
    box = small_chatbot()
    async with on_tour(demo_opener("chatbot", box)) as tour:
        person = tour.person
        await tour.begin()
        await person.picks("Talked often, not seen this year")
        await person.press("3", "d", "space")
        await tour.look("picked and left out", also_in=[MONO])
        await person.press("P")
        await person.opens(IntoDialog)
        await tour.look("into which", also_in=[HIGH_CONTRAST])
        await person.types("regulars")
        await person.press("enter")
        await tour.look("one marked")
        await person.press("ctrl+s")
        await person.opens(AdditionDialog)
        await tour.look("before it is sent")
        box.faults.add(Fault.status(400), method="POST", times=1)
        await person.press("y")
        await person.until(lambda: isinstance(person.app.screen, AdditionDialog) and person.app.screen._before)
        await tour.look("a request that failed", also_in=[MONO])
        await person.press("y")
        await person.says("added to “Regulars”, in 1 request.")
        await tour.look("done")
        await goes_to(person, "Regulars")
        await tour.look("a list with those who were added", is_last=True)


async def test_a_read_only_profile(on_tour: OnTour) -> None:
    async with on_tour(demo_opener("chatbot", small_chatbot(), read_only=True)) as tour:
        await tour.begin()
        await tour.person.picks("Talked often, not seen this year")
        await tour.person.press("3", "P")
        await tour.look("says why nobody is added", is_last=True)
