"""The terminal shows what Textual would show, although it is sent a fraction: both are drawn, and compared."""

import random
from collections.abc import Sequence

import pyte
import pytest
from rich.console import RenderableType
from support.screens import box_of, in_utc, opener, resize
from support.seen import Picture, seen
from support.tiledesk import ODD_LEADS
from textual import events
from textual._compositor import CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.screen import Screen

from segtui.sandbox import TiledeskSandbox
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.screen import BrowseScreen

KEYS = (
    *("down", "up", "down", "j", "k", "pagedown", "pageup", "home", "end", "enter", "escape", "escape", "tab"),
    *(
        "1",
        "2",
        "3",
        "a",
        "d",
        "m",
        "f",
        "g",
        "n",
        "o",
        "t",
        "escape",
        "J",
        "K",
        "e",
        "z",
        "[",
        "]",
        "slash",
        "x",
        "漢",
        "\u0301",
        "backspace",
    ),
    *("left", "right", "question_mark", "ctrl+p", "ctrl+z", "ctrl+y", "ctrl+s", "c", "n", "D", "ctrl+l", "o", "s"),
)
"""Everything that draws something else; a change is never agreed to, and `q` isn't among them."""


class Display:
    """A terminal."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)

    def picture(self) -> Picture:
        """What is seen of it."""
        across = range(self.screen.columns)
        return seen([tuple(self.screen.buffer[y][x]) for x in across] for y in range(self.screen.lines))


class Doubled(SegtuiApp):
    """The app on two terminals: one is sent what the app sends, the other what Textual would send."""

    spared: Display
    full: Display
    sent: int = 0

    def resize_displays(self, columns: int, lines: int) -> None:
        """Begin anew, as a terminal of another size."""
        self.spared, self.full = Display(columns, lines), Display(columns, lines)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:  # noqa: ARG002 - Textual's
        if isinstance(renderable, LayoutUpdate):
            renderable.strips = [list(strips) for strips in renderable.strips]  # they can be read only once
        if isinstance(renderable, CompositorUpdate) and self._running and not self._closed and not self._batch_count:
            text = self._shown.changes(renderable, self.console)
            self.sent += len(text)
            self.spared.stream.feed(text)
            # The line feeds between lines would scroll the display at its end.
            self.full.stream.feed(renderable.render_segments(self.console).replace("\n", ""))


def box() -> TiledeskSandbox:
    """Names that terminals draw in several ways; of joined emoji pyte drops what follows, so none is here."""
    sandbox = box_of(people=ODD_LEADS)
    for name in ("漢字 list", "e\u0301vora", "\U0001f469 devs", "مرحبا", "\x1b[31mred"):
        sandbox.put_segment({"name": name, "match": "any", "filters": []})
    return sandbox


def assert_the_same(app: Doubled, keys: Sequence[str]) -> None:
    spared, full = app.spared.picture(), app.full.picture()
    wrong = [y for y, (one, other) in enumerate(zip(spared, full, strict=True)) if one != other]
    lines = [(app.spared.screen.display[y], app.full.screen.display[y]) for y in wrong]
    assert not wrong, (keys, lines)


@pytest.mark.parametrize(("size", "seed", "turns"), [((80, 24), 1, 12), ((120, 34), 2, 8), ((200, 50), 3, 5)])
async def test_a_walk_over_the_keyboard_shows_what_textual_would_show(
    size: tuple[int, int], seed: int, turns: int
) -> None:
    choices = random.Random(seed)  # noqa: S311 - a walk that is the same in every run
    app = Doubled(opener(box()), "acme")
    app.resize_displays(*size)
    pressed: list[str] = []
    with in_utc():
        async with app.run_test(size=size) as pilot:
            while not isinstance(app.screen, BrowseScreen):
                await pilot.pause()
            for _ in range(turns):
                keys = choices.choices(KEYS, k=5)
                pressed += keys
                await pilot.press(*keys)
                assert_the_same(app, pressed[-20:])
            app.resize_displays(size[0] - 10, size[1] - 2)
            await resize(pilot, size[0] - 10, size[1] - 2)
            await pilot.press("1", "down", "2")
            assert_the_same(app, ["resized"])
    if app.crash is not None:
        raise app.crash
    assert app.sent


async def test_what_is_drawn_for_the_former_size_when_the_terminal_has_another_already_doesnt_stay() -> None:
    app = Doubled(opener(box()), "acme")
    app.resize_displays(140, 40)
    with in_utc():
        async with app.run_test(size=(140, 40)) as pilot:
            while not (isinstance(app.screen, BrowseScreen) and app.screen.is_listed):
                await pilot.pause()
            app.resize_displays(100, 30)
            app.on_resize(events.Resize(Size(100, 30), Size(100, 30)))
            app.screen.refresh()
            app.screen._on_timer_update()
            await resize(pilot, 100, 30)
            await pilot.press("1", "down", "2")
            assert_the_same(app, ["resized"])
