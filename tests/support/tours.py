"""Tours: one start of the app, and pictures at each place of a story."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from textual.geometry import Size
from textual.message_pump import MessagePump

from segtui.sandbox import TiledeskSandbox
from segtui.store.memory import Memory
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.themes import Themes
from segtui.workspace.profiles import ProfileShelf
from support.pictures import Camera
from support.screens import Opener, Person, are_fitted, begin
from support.workspaces import NOON

SMALL, MIDDLE, LARGE = (80, 24), (100, 30), (140, 40)
HIGH_CONTRAST, MONO = "high-contrast", "monochrome"


class StoppedClock(datetime):
    """In place of a module's `datetime`, for what a service's backend writes down with the time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # the moment is a plain one
        """Always the same."""
        return NOON.astimezone(tz)


_SAYING_MORE = {"judge", "learn", "more", "lint"}
"""Work that says more of what is shown already, each of which may begin another."""


@dataclass
class Tour:
    """A story with pictures.

    Args:
        person: Who goes through it.
        camera: What compares the pictures.
        size: Of the terminal that the story is lived on.
    """

    person: Person
    camera: Camera
    size: tuple[int, int]

    async def begin(self) -> None:
        """Wait for the main screen and all that is said of the first segment: later it would move what is below."""
        await begin(self.person)
        await self.settle()

    async def look(
        self,
        state: str,
        *,
        sizes: Sequence[tuple[int, int]] = (SMALL, MIDDLE, LARGE),
        also_in: Sequence[str] = (),
        is_last: bool = False,
    ) -> None:
        """Take a picture of what is there at each size, and go on with the story's own.

        Args:
            state: What is to be seen, as part of the picture's name.
            sizes: Columns and lines.
            also_in: The names of other themes for one more picture each, at the story's own size.
            is_last: Whether the story ends here, and needs its own size no more.
        """
        await self._look_in(state, also_in)
        for size in sizes:
            await self._resize(size)
            self.camera.take(self.person.app, f"{state} {_words(size)}")
        if not is_last:
            await self._resize(self.size)

    async def _look_in(self, state: str, themes: Sequence[str]) -> None:
        app = self.person.app
        before = app.current_theme
        for name in themes:
            app.show_theme(Themes(None).shipped(name))
            await self.settle()
            self.camera.take(app, f"{state} {_words(self.size)} {name}")
        if app.current_theme is not before:
            app.show_theme(before)

    async def _resize(self, size: tuple[int, int]) -> None:
        if self.person.app.size != Size(*size):
            await self.person.resize(*size)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing more is to come."""
        while True:
            await self.person.comes(self._is_still)
            await self._rest_below()
            await self.person.rest()
            # What the work has brought may have begun more of it.
            if self._is_still():
                return

    def _is_still(self) -> bool:
        """Whether all screens have the terminal's size, and all work is done that says more of what they show."""
        app = self.person.app
        if not are_fitted(app):
            return False
        if any(one.group in _SAYING_MORE and not one.is_finished for one in app.workers):
            return False
        # Loading waits for the answer to a question for the secret.
        return self.person.has_all() or isinstance(app.screen, TextDialog)

    async def _rest_below(self) -> None:
        """Wait for the screens that a dialog covers: they are seen beside it."""
        for screen in self.person.app.screen_stack[:-1]:
            await _reach(screen.walk_children(with_self=True))
            screen._on_timer_update()


async def _reach(widgets: Iterable[MessagePump]) -> None:
    """Wait until each has done what it was told before."""
    left = [one for one in widgets if one.is_running]
    done = asyncio.Event()

    def arrive() -> None:
        left.pop()
        if not left:
            done.set()

    for one in tuple(left):
        if not one.call_later(arrive):
            arrive()
    await done.wait()


def _words(size: tuple[int, int]) -> str:
    return "x".join(str(part) for part in size)


class OnTour(Protocol):
    """Begins a tour; at its end the test fails when a picture isn't as it was."""

    def __call__(
        self,
        open_workspace: Opener | TiledeskSandbox | None,
        *,
        size: tuple[int, int] = SMALL,
        memory: Memory | None = None,
        shelf: ProfileShelf | None = None,
    ) -> AbstractAsyncContextManager[Tour]:
        """Start the app, as `at_the_screen` does."""
