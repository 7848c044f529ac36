"""Pictures of what goes wrong: before a profile is open, without a connection, and after a write without an answer."""

import pytest
from support.screens import Person, StillLife, box_of, opener, opener_with_secret
from support.workspaces import IMPATIENT, Clock

from segtui.sandbox import Fault
from segtui.ui.app import OpeningScreen
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.saving import PlanDialog

pytest_plugins = ("support.still_life",)

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])


async def begin(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.leads_come()


async def wait_for_trouble(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.until(lambda: person.said)


def test_a_profile_that_cant_be_opened(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await person.opens(OpeningScreen)
        await person.until(lambda: "couldn't" in "\n".join(person.drawn))

    assert still_life(opener(box_of(), project="nonsense"), act)


def test_a_secret_that_is_missing(still_life: StillLife, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_PASSWORD", raising=False)
    assert still_life(opener_with_secret(box_of(), "env:ACME_PASSWORD"), wait_for_trouble)


def test_the_secret_is_asked_for(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await person.opens(TextDialog)
        await person.types("hunter2")

    assert still_life(opener_with_secret(box_of(), "ask"), act)


@SIZES
def test_no_connection_from_the_start(still_life: StillLife, size: tuple[int, int]) -> None:
    box = box_of()
    box.faults.add(Fault.drop())
    assert still_life(box, wait_for_trouble, size)


@SIZES
def test_no_connection_any_more(still_life: StillLife, size: tuple[int, int]) -> None:
    box, clock = box_of(), Clock()

    async def act(person: Person) -> None:
        await begin(person)
        await person.press("2", "o")
        await person.leads_come()
        box.faults.add(Fault.html(502))
        clock.forward(hours=1)
        await person.press("r")
        await person.says("The segments couldn't be loaded.")

    assert still_life(opener(box, now=clock), act, size)


def test_a_wrong_password(still_life: StillLife) -> None:
    box = box_of()
    box.faults.add(Fault.status(401), path="signin")
    assert still_life(box, wait_for_trouble)


def test_a_role_that_is_too_low(still_life: StillLife) -> None:
    assert still_life(opener(box_of(), account="teammate"), wait_for_trouble)


def test_leads_that_dont_come(still_life: StillLife) -> None:
    box = box_of()

    async def act(person: Person) -> None:
        await begin(person)
        box.faults.add(Fault.status(500), path="leads")
        await person.press("down")
        await person.says("The leads couldn't be loaded.")

    assert still_life(box, act)


def test_a_write_without_an_answer(still_life: StillLife) -> None:
    box = box_of()
    box.faults.add(Fault.hang(), method="PUT")

    async def act(person: Person) -> None:
        await begin(person)
        await person.picks("VIP customers")
        await person.press("2", "d", "ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("No answer came to the change.")
        await person.leads_come()

    assert still_life(opener(box, limits=IMPATIENT), act)
