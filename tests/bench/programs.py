"""The programs that are measured."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from segtui.cli.session import Session
from segtui.sandbox import TiledeskSandbox
from segtui.store.demos import DEMO
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.screen import BrowseScreen
from segtui.workspace.workspace import Ask, Workspace

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Deed:
    """Something that people do all day."""

    key: str
    """What is pressed for it, again and again; a name that `support.terminal.KEYS` has, or a character."""
    before: Sequence[str] = ()
    """What is pressed once, to get there."""


DOWN, LETTER = "down a list", "a letter"


@dataclass(frozen=True)
class Program:
    """A program for the terminal."""

    name: str
    command: Sequence[str]
    ready: str
    """What it sends when a person can begin to read, as one piece: no style begins or ends within it."""
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    is_floor: bool = False
    prepare: Callable[[Path], None] | None = None
    """Puts into its home what it begins with."""
    is_started_before: bool = False
    """Whether it is run once before in the same home, so that it knows again what it showed."""
    env: Mapping[str, str] = field(default_factory=dict)


async def widgets_of_the_demo() -> int:
    """Count the widgets of segtui's first screen."""
    session = Session()
    name, profile = session.chosen(DEMO)

    def open_workspace(ask: Ask) -> Workspace:
        return session.open_profile(name, profile, ask)

    app = SegtuiApp(open_workspace, name)
    async with app.run_test(size=(200, 50)) as pilot:
        while not (isinstance(app.screen, BrowseScreen) and app.screen.is_listed):
            await pilot.pause()
        return len(app.screen.walk_children())


_SECRET = "SEGTUI_BENCH_SECRET"


def _keep_profile(box: TiledeskSandbox, url: str, home: Path) -> None:
    """Write the profile of a sandbox that is served."""
    facts = box.facts()
    settings = {"service": box.service, "base_url": url, "project": facts["project"], "email": facts["email"]}
    lines = (f'{key} = "{value}"' for key, value in {**settings, "secret": f"env:{_SECRET}"}.items())
    file = home / "segtui" / "profiles.toml"
    file.parent.mkdir(mode=0o700)
    file.write_text("\n".join(("[profiles.bench]", *lines, "")))
    file.chmod(0o600)


def programs(widgets: int, box: TiledeskSandbox, url: str) -> Sequence[Program]:
    """All of them.

    Args:
        widgets: How many the floor has.
        box: What a profile leads to that was open before.
        url: Where that is served.
    """
    return (
        Program(
            "floor",
            (sys.executable, str(ROOT / "tests" / "bench" / "floor.py"), str(widgets)),
            "ready",
            {DOWN: Deed("down"), LETTER: Deed("e", ("/",))},
            is_floor=True,
        ),
        Program(
            "segtui",
            (sys.executable, "-m", "segtui", "demo"),
            "Enterprise",
            {DOWN: Deed("down"), LETTER: Deed("e", ("/",))},
        ),
        Program(
            "segtui again",
            (sys.executable, "-m", "segtui", "-p", "bench"),
            "Enterprise",
            prepare=partial(_keep_profile, box, url),
            is_started_before=True,
            env={_SECRET: box.facts()["password"]},
        ),
        # A collection that is empty has no list to go down.
        Program("posting", ("posting",), "Collection", {LETTER: Deed("e", ("ctrl+l",))}),
        Program("harlequin", ("harlequin", ":memory:"), "Catalog", {LETTER: Deed("e")}),
    )
