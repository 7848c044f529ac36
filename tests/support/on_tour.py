"""Begins tours: a plugin for pytest, named by the test modules that use it."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.screen import Screen

from segtui.sandbox import TiledeskSandbox
from segtui.store.memory import Memory
from segtui.ui.browse import lead_pane
from segtui.ui.widgets import plain
from segtui.workspace.profiles import ProfileShelf
from support.pictures import Camera, Svg
from support.screens import Opener, at_the_screen
from support.tours import SMALL, OnTour, Tour

_PICTURED_WITH = ("3.11", "8.2.8")
"""The Python and the Textual that the pictures were made with.

Another Textual may draw a line otherwise, and another Python knows other characters; whether that is better or worse is
for somebody who looks at the pictures, not for a test.
"""


@pytest.fixture
def camera(request: pytest.FixtureRequest, snapshot: SnapshotAssertion) -> Camera:
    """The camera of a test."""
    return Camera(request, snapshot.use_extension(Svg))


def _leave_undrawn(screen: Screen[object]) -> None:
    """Save the drawing between pictures, which is half of the time: each picture draws the whole terminal."""
    screen._dirty_widgets.clear()
    screen._compositor._dirty_regions.clear()


@pytest.fixture
def on_tour(camera: Camera) -> OnTour:
    """Pictures are beside the tests; `pytest -n0 --snapshot-update` makes them anew, to be looked at."""
    here = (f"{sys.version_info.major}.{sys.version_info.minor}", version("textual"))
    if here != _PICTURED_WITH:
        pytest.skip(f"the pictures are of Python and Textual {_PICTURED_WITH}, and these are {here}")

    @asynccontextmanager
    async def begin(
        open_workspace: Opener | TiledeskSandbox | None,
        *,
        size: tuple[int, int] = SMALL,
        memory: Memory | None = None,
        shelf: ProfileShelf | None = None,
    ) -> AsyncIterator[Tour]:
        with pytest.MonkeyPatch.context() as patch:
            # How long something runs is for a clock to say, and another machine would say otherwise.
            patch.setattr(plain, "_ANNOUNCED_AFTER", 3600)
            # So is whether leads go before others come; an emptied pane shows more of these at first, in wider columns.
            patch.setattr(lead_pane, "_CLEARED_AFTER", 3600)
            patch.setattr(Screen, "_compositor_refresh", _leave_undrawn)
            # A tour is short: what it leaves behind may wait until it is over.
            gc.disable()
            try:
                async with at_the_screen(open_workspace, size=size, memory=memory, shelf=shelf) as person:
                    yield Tour(person, camera, size)
            finally:
                gc.enable()
        if camera.different:
            pytest.fail("\n  ".join(["These pictures aren't as they were:", *camera.different]), pytrace=False)

    return begin
