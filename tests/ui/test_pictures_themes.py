"""Pictures of the themes: the first screen in each, and how one is chosen."""

import pytest
from support.places import PLACES, SEGMENTS
from support.screens import Person, StillLife, box_of, opener
from support.workspaces import NOON

from segtui.sandbox import TiledeskSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.theme import ThemeDialog
from segtui.ui.themes import Themes

pytest_plugins = ("support.still_life",)

SMALL, MIDDLE = (80, 24), (100, 30)
OTHERS = [one.name for one in Themes(None).all() if not one.name.startswith("segtui-")]
"""The dark and the light one are in the pictures of the panes."""


def demo() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=400, now=lambda: NOON)


async def begin(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.leads_come()


@pytest.mark.parametrize("name", OTHERS)
def test_the_first_screen(still_life: StillLife, name: str) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        person.app.show_theme(Themes(None).shipped(name))
        await person.rest()

    assert still_life(demo(), act, MIDDLE)


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["80x24", "100x30"])
def test_choosing_a_theme(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        person.app.action_change_theme()
        await person.opens(ThemeDialog)
        await person.press("home", "down", "down")

    assert still_life(demo(), act, size)


def test_choosing_a_theme_without_colours(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        person.app.action_change_theme()
        await person.opens(ThemeDialog)
        await person.press("home", "down", "down", "down", "down")

    assert still_life(demo(), act, SMALL)


@pytest.mark.parametrize("name", PLACES)
def test_every_place_in_daylight(still_life: StillLife, name: str) -> None:
    box = box_of(SEGMENTS)

    async def act(person: Person) -> None:
        await PLACES[name](person, box)
        person.app.show_theme(Themes(None).shipped("segtui-light"))
        await person.rest()

    assert still_life(opener(box, environment="PROD"), act, MIDDLE)
