"""Three panes on terminals of all sizes: how they stand, zoomed, in sizes of one's own, or not at all."""

import pytest
from support.screens import Person, at_work, box_of

from segtui.ui.browse.panes import Panes
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.too_small import TooSmallScreen
from segtui.ui.widgets.pane import Pane


def regions(person: Person) -> list[tuple[int, int, int, int]]:
    """Where the panes are: x, y, width, height of segments, rule and leads."""
    found = (person.screen.query_one(f"#{name}", Pane).region for name in ("segments", "rule", "leads"))
    return [(one.x, one.y, one.width, one.height) for one in found]


@pytest.mark.parametrize(
    ("size", "places"),
    [
        ((200, 50), [(0, 1, 42, 47), (42, 1, 63, 47), (105, 1, 95, 47)]),
        ((160, 24), [(0, 1, 42, 21), (42, 1, 47, 21), (89, 1, 71, 21)]),
        ((159, 40), [(0, 1, 42, 37), (42, 1, 117, 14), (42, 15, 117, 23)]),
        ((100, 30), [(0, 1, 42, 27), (42, 1, 58, 10), (42, 11, 58, 17)]),
        ((80, 24), [(0, 1, 80, 9), (0, 10, 80, 6), (0, 16, 80, 6)]),
        ((60, 15), [(0, 1, 60, 6), (0, 7, 60, 3), (0, 10, 60, 3)]),
    ],
)
async def test_the_panes_stand_as_there_is_room(size: tuple[int, int], places: list[tuple[int, int, int, int]]) -> None:
    async with at_work(box_of(), size=size) as person:
        assert regions(person) == places


async def test_stacked_the_pane_with_the_focus_has_the_room() -> None:
    async with at_work(box_of(), size=(80, 24)) as person:
        for key, heights in (("2", [3, 12, 6]), ("3", [3, 6, 12]), ("slash", [9, 6, 6])):
            await person.press(key)
            assert [height for _, _, _, height in regions(person)] == heights
        assert person.focus == "filter"


async def test_a_pane_is_zoomed_and_zoom_follows_the_focus() -> None:
    async with at_work(box_of(), size=(120, 34)) as person:
        before = regions(person)
        await person.press("2", "z")
        assert regions(person)[1] == (0, 1, 120, 31)
        assert [pane.display for pane in person.screen.query(Pane)] == [False, True, False]
        await person.press("3")
        assert regions(person)[2] == (0, 1, 120, 31)
        await person.press("slash")
        assert person.focus == "filter"
        assert regions(person)[0] == (0, 1, 120, 31)
        await person.press("escape", "z")
        assert regions(person) == before


@pytest.mark.parametrize(
    ("size", "pane", "key", "place", "change"),
    [
        ((80, 24), "2", "]", (1, 3), 1),
        ((80, 24), "2", "[", (2, 3), 1),
        ((120, 34), "1", "]", (0, 2), 2),
        ((120, 34), "2", "]", (1, 3), 1),
        ((120, 34), "3", "]", (2, 3), 2),
        ((200, 50), "3", "]", (2, 2), 8),
    ],
)
async def test_sizes_are_changed_with_keys_and_announced(
    size: tuple[int, int], pane: str, key: str, place: tuple[int, int], change: int
) -> None:
    async with at_work(box_of(), size=size) as person:
        await person.press(pane)
        index, side = place
        before = regions(person)[index][side]
        await person.press(key)
        assert regions(person)[index][side] == before + change
        assert [one for one in person.seen if isinstance(one, Panes.Resized)]


async def test_sizes_have_their_limits_and_no_pane_is_ever_lost() -> None:
    async with at_work(box_of(), size=(100, 24)) as person:
        for key in ("]", "["):
            await person.press("1", *[key] * 60, "2", *[key] * 60)
            assert all(width >= 20 and height >= 3 for _, _, width, height in regions(person))


async def test_remembered_sizes_that_make_no_sense_are_brought_to_sense() -> None:
    async with at_work(box_of(), size=(120, 34)) as person:
        panes = person.screen.query_one(Panes)
        sizes = {"two.segments": 10_000, "two.rule": -5, "nonsense": 1}
        wild = Panes(panes._segments, panes._rule, panes._leads, sizes=sizes)
        assert (wild._sizes["two.segments"], wild._sizes["two.rule"]) == (80, 20)
        assert "nonsense" not in wild._sizes


async def test_a_terminal_that_is_too_small_shows_what_is_needed_and_keeps_the_work() -> None:
    async with at_work(box_of(), size=(80, 24)) as person:
        await person.press("2", "o", "e")
        await person.opens(TextDialog)
        await person.types("!")
        await person.resize(59, 20)
        await person.opens(TooSmallScreen)
        assert "segtui needs 60x15." in "\n".join(person.drawn)
        await person.press("x", "enter", "escape", "d")
        await person.resize(60, 14)
        await person.until(lambda: "This terminal is 60x14." in "\n".join(person.drawn))
        await person.resize(60, 15)
        await person.opens(TextDialog)
        await person.press("enter")
        await person.closes()
        assert person.editing.is_changed
        assert person.editing.draft.name.endswith("!")
        assert person.rule == ["city is Rome"]


async def test_a_pane_that_is_alone_says_how_the_others_come_back_whatever_it_has_to_say_itself() -> None:
    async with at_work(box_of()) as person:
        await person.press("3", "z")
        assert any("z shows all panes" in line for line in person.drawn)
        await person.press("right", "s")
        assert any("sorted" in line and "z shows all panes" in line for line in person.drawn)
        await person.press("r")
        await person.leads_come()
        assert any("z shows all panes" in line for line in person.drawn)
