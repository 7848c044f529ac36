"""Storms: the window dragged about, and keys that come faster than the service answers. The last word wins."""

import asyncio
import random

import pytest
from support.screens import Person, at_work, box_of
from support.workspaces import writes
from textual import events
from textual.geometry import Size

from segtui.sandbox import Fault
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.help import HelpDialog


def resize(person: Person, columns: int, lines: int) -> None:
    """Change the window's size and wait for nothing."""
    person.app.post_message(events.Resize(Size(columns, lines), Size(columns, lines)))


@pytest.mark.parametrize("seed", range(3))
async def test_a_window_dragged_about_while_keys_are_pressed_ends_in_the_last_size(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same storm in every run, and no secret
    async with at_work(box_of()) as person:
        for _ in range(40):
            resize(person, chance.randint(1, 240), chance.randint(1, 70))
            person.burst(*chance.choices(["1", "2", "3", "down", "up", "J", "right", "left", "end", "home", "z"], k=3))
            if chance.random() < 0.3:
                await asyncio.sleep(0)
        resize(person, 100, 30)
        await person.until(lambda: person.app.size == Size(100, 30))
        await person.until(lambda: len(person.drawn) == 30 and len(person.drawn[0]) == 100)
        await person.leads_come()
        await person.until(lambda: all(worker.is_finished for worker in person.app.workers))
        after_the_storm = person.drawn
        await person.resize(140, 40)
        await person.resize(100, 30)
        await person.rest()
        assert person.drawn == after_the_storm


@pytest.mark.parametrize("keys", [("2", "a"), ("question_mark",)])
async def test_a_dialog_outlives_a_window_that_has_no_room_for_it(keys: tuple[str, ...]) -> None:
    async with at_work(box_of()) as person:
        await person.press(*keys)
        top = await person.opens(ConditionDialog if "a" in keys else HelpDialog)
        for columns, lines in [(1, 1), (300, 90), (12, 3), (60, 15), (2, 80), (80, 24)] * 5:
            resize(person, columns, lines)
        await person.until(lambda: person.app.size == Size(80, 24))
        assert person.app.screen is top
        await person.leaves()


async def test_the_leads_are_those_of_the_last_segment_come_to_whatever_is_answered_last() -> None:
    box = box_of()
    async with at_work(box) as person:
        release = asyncio.Event()
        box.faults.add(Fault.hold(release), path="leads")
        person.burst(*["down", "up"] * 20, "down", "down", "down")
        await person.until(lambda: person.editing.draft.name == "Milan list")
        release.set()
        await person.leads_come()
        await person.until(lambda: person.leads == ["Cem Can"])


async def test_reloading_held_down_while_the_service_is_slow_ends_in_one_whole_list() -> None:
    box = box_of()
    async with at_work(box) as person:
        release = asyncio.Event()
        box.faults.add(Fault.hold(release), path="segments")
        person.burst(*["r", "down"] * 30)
        await person.rest()
        release.set()
        await person.until(person.has_all)
        assert person.listed == ["Romans", "VIP customers", "Nordic list", "Milan list", "Everyone"]
        await person.leads_come()
    assert not writes(box)


@pytest.mark.parametrize("seed", range(3))
async def test_keys_pressed_at_random_while_the_service_fails_now_and_then_write_nothing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same storm in every run, and no secret
    box = box_of()
    async with at_work(box, reading_seconds=3600) as person:
        box.faults.add(Fault.html(502), path="leads")
        keys = [
            "1",
            "2",
            "3",
            "a",
            "d",
            "m",
            "g",
            "n",
            "r",
            "s",
            "o",
            "v",
            "escape",
            "enter",
            "tab",
            "down",
            "up",
            "slash",
            "y",
        ]
        for _ in range(15):
            person.burst(*chance.choices(keys, k=12))
            await asyncio.sleep(0)
        await person.rest()
        assert person.app.is_running
    assert not writes(box)


async def test_what_opens_while_somebody_looks_into_another_window_can_be_typed_into() -> None:
    async with at_work(box_of()) as person:
        person.app.post_message(events.AppBlur())
        await person.rest()
        person.app.push_screen(TextDialog("Who?", "Name"))
        await person.opens(TextDialog)
        person.app.post_message(events.AppFocus())
        await person.types("rom")
        assert person.value_of("LineInput") == "rom"


async def test_a_click_from_a_window_that_was_larger_leaves_the_focus_where_it_is() -> None:
    async with at_work(box_of()) as person:
        click = events.MouseDown(None, 130, 10, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=130, screen_y=10)
        person.app.post_message(click)
        await person.rest()
        assert person.focus == "segment-table"


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_pressed_next_can_be_gone_on_from(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same walk in every run, and no secret
    box = box_of()
    async with at_work(box, reading_seconds=3600) as person:
        await person.press("2", "o")
        app = person.app
        for _ in range(120):
            if chance.random() < 0.15:
                await person.resize(*chance.choice([(59, 20), (80, 24), (120, 34)]))
            keys = {*app.screen.active_bindings, "enter", "escape", "q", *"rome"} - {"ctrl+q", "y", "E"}
            await person.press(chance.choice(sorted(keys)))
            if not app.is_running:
                break  # there was nothing unsaved any more when q was pressed
            assert app.screen.focused is not None or not app.screen.focus_chain
    assert not writes(box)
