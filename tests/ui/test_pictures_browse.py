"""Pictures of the main screen: the panes at three sizes, and what it says of rules that do something else."""

from collections.abc import Awaitable, Callable

import pytest
from support.screens import HOSTILE, Person, StillLife, box_of, opener
from support.workspaces import NOON, is_

from segtui.sandbox import TiledeskSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.themes import Themes

pytest_plugins = ("support.still_life",)

SMALL, MIDDLE, LARGE = (80, 24), (100, 30), (140, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE], ids=["80x24", "100x30", "140x40"])
TWO_SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["80x24", "100x30"])


def demo(lead_count: int = 400) -> TiledeskSandbox:
    """The demo's project with fewer leads, at a moment that never changes."""
    return TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)


async def begin(person: Person) -> None:
    """Wait for the first segment and its leads."""
    await person.opens(BrowseScreen)
    await person.leads_come()


def looking_at(name: str, *keys: str) -> Callable[[Person], Awaitable[None]]:
    """Pick a segment of the demo, then press keys and wait for the leads."""

    async def act(person: Person) -> None:
        await begin(person)
        await person.picks(name)
        for key in keys:
            await person.press(key)
        await person.leads_come()

    return act


# The panes.


@SIZES
def test_the_first_screen(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), begin, size)


@SIZES
def test_the_rule_in_focus(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Rome newsletter", "2", "down"), size)


@SIZES
def test_the_leads_in_focus(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Paying customers", "3", "down", "down"), size)


def test_more_columns_of_the_leads(still_life: StillLife) -> None:
    assert still_life(demo(), looking_at("Paying customers", "3", *["right"] * 5), SMALL)


@TWO_SIZES
def test_segments_and_leads_in_an_order_of_ones_own(still_life: StillLife, size: tuple[int, int]) -> None:
    keys = ("1", "right", "s", "s", "3", "right", "right", "right", "less_than_sign", "s", "down")
    assert still_life(demo(), looking_at("Joined since September", *keys), size)


@TWO_SIZES
def test_the_filter(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("slash")
        await person.types("customers")
        await person.until(lambda: "customers" in person.editing.draft.name.lower())
        await person.leads_come()

    assert still_life(demo(), act, size)


def test_a_filter_that_finds_nothing(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("slash")
        await person.types("zebra")
        await person.leads_come()

    assert still_life(demo(), act, MIDDLE)


def test_the_light_theme(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await looking_at("Rome or VIP", "2")(person)
        person.app.show_theme(Themes(None).shipped("segtui-light"))
        await person.rest()

    assert still_life(demo(), act, MIDDLE)


# What the service will do.


@SIZES
def test_any_is_ignored(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Rome or VIP", "2"), size)


@TWO_SIZES
def test_any_that_can_be_mended(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Big Italian cities", "2", "up"), size)


@TWO_SIZES
def test_a_rule_that_selects_everybody(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Low scores", "2"), size)


@TWO_SIZES
def test_a_rule_that_is_never_answered(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Call list A to C", "2"), size)


def test_two_conditions_on_one_field(still_life: StillLife) -> None:
    assert still_life(demo(), looking_at("Second quarter 2026", "2"), MIDDLE)


def test_a_line_that_isnt_understood(still_life: StillLife) -> None:
    assert still_life(demo(), looking_at("Looks like Acme", "2"), MIDDLE)


@TWO_SIZES
def test_a_change_that_isnt_saved(still_life: StillLife, size: tuple[int, int]) -> None:
    assert still_life(demo(), looking_at("Rome newsletter", "2", "down", "d"), size)


# Names, and few of them.


@TWO_SIZES
def test_hostile_names(still_life: StillLife, size: tuple[int, int]) -> None:
    people = [{"fullname": name, "city": name, "tags": [name]} for name in HOSTILE]
    box = box_of({name: [is_("city", "is not null"), is_(name, "=", name)] for name in HOSTILE}, people)
    assert still_life(box, begin, size)


def test_a_name_of_five_hundred_characters(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.picks(next(name for name in person.listed if len(name) == 500))
        await person.press("2")
        await person.leads_come()

    assert still_life(demo(), act, MIDDLE)


def test_a_project_without_segments(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await person.opens(BrowseScreen)
        await person.until(lambda: person.screen.is_listed)

    assert still_life(box_of({}), act, SMALL)


@TWO_SIZES
def test_a_read_only_profile(still_life: StillLife, size: tuple[int, int]) -> None:
    async def act(person: Person) -> None:
        await begin(person)
        await person.press("D")

    assert still_life(opener(demo(), read_only=True, environment="PROD"), act, size)


# The README's.


def test_readme_picture(still_life: StillLife) -> None:
    box = TiledeskSandbox(now=lambda: NOON)
    assert still_life(opener(box, name="demo"), looking_at("Rome or VIP", "2"), (120, 34))
