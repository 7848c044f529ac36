"""Pictures of the screen: a plugin for pytest, named by the test modules that use it."""

import sys
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

import pytest
from textual.pilot import Pilot

from segtui.sandbox import TiledeskSandbox
from segtui.ui.app import SegtuiApp
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.widgets import plain
from segtui.workspace.profiles import ProfileShelf
from support.screens import Opener, Person, StillLife, in_utc, opener, read_within

_PICTURED_WITH = ("3.11", "8.2.8")
"""The Python and the Textual that the pictures were made with.

Another Textual may draw a line otherwise, and another Python knows other characters; whether that is better or worse is
for somebody who looks at the pictures, not for a test.
"""


_JUDGING = {"judge", "learn", "more", "lint"}
"""Work that says more of what is shown already, each of which may begin another."""

_ROUNDS = 3


@pytest.fixture
def still_life(request: pytest.FixtureRequest) -> StillLife:
    """Pictures are beside the tests; `pytest -n0 --snapshot-update` makes them anew, to be looked at."""
    here = (f"{sys.version_info.major}.{sys.version_info.minor}", version("textual"))
    if here != _PICTURED_WITH:
        pytest.skip(f"the pictures are of Python and Textual {_PICTURED_WITH}, and these are {here}")
    compare: Callable[..., bool] = request.getfixturevalue("snap_compare")

    def taken(
        open_workspace: Opener | TiledeskSandbox | None,
        act: Callable[[Person], Awaitable[object]],
        size: tuple[int, int] = (80, 24),
        *,
        shelf: ProfileShelf | None = None,
    ) -> bool:
        how = opener(open_workspace) if isinstance(open_workspace, TiledeskSandbox) else open_workspace
        app = SegtuiApp(how, "acme", find_shelf=None if shelf is None else lambda: shelf)

        async def act_first(pilot: Pilot[Any]) -> None:
            person = Person(pilot, app)
            await act(person)
            # Loading waits for the answer to a question for the secret.
            await person.until(lambda: person.has_all() or isinstance(app.screen, TextDialog))
            for _ in range(_ROUNDS):
                await person.until(lambda: all(one.is_finished for one in app.workers if one.group in _JUDGING))
                await person.rest()

        with in_utc(), read_within(0), pytest.MonkeyPatch.context() as patch:
            # How long something runs is for a clock to say, and another machine would say otherwise.
            patch.setattr(plain, "_ANNOUNCED_AFTER", 3600)
            return compare(app, terminal_size=size, run_before=act_first)

    return taken
