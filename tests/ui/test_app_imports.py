"""What is on the screen is there before anything is imported that only comes later."""

import subprocess
import sys
from collections.abc import Sequence

BACKENDS = (
    "pydantic",
    "httpx",
    "starlette",
    "stamina",
    "sqlite3",
    "tomlkit",
    "keyring",
    "importlib.metadata",
    "email",
    "regex",
)

NEVER_AT_THE_START = (
    "regex",
    "tomlkit",
    "keyring",
    "uvicorn",
    "sniffio",
    "stamina",
    "h11",
    "segtui.ui.browse.saving",
    "segtui.workspace.importing",
    "segtui.workspace.people_mapping",
)

BEHIND_THE_NAMES = (
    "segtui.domain.difference",
    "segtui.domain.frozen",
    "segtui.domain.likeness",
    "segtui.domain.lint.dates",
    "segtui.domain.lint.linting",
    "segtui.domain.merging",
    "segtui.domain.people",
    "segtui.domain.phrase",
    "segtui.domain.searching",
    "segtui.domain.segment_json",
    "segtui.domain.typed_dates",
    "segtui.domain.working",
    "segtui.store.last_known",
    "segtui.ui.browse.copying",
    "segtui.ui.browse.preview_words",
    "segtui.ui.browse.rule_orders",
    "segtui.ui.browse.saving",
    "segtui.ui.browse.walk_ends",
    "segtui.ui.dialogs.asking",
    "segtui.ui.dialogs.base",
    "segtui.ui.dialogs.typed",
    "segtui.ui.ending_signs",
    "segtui.workspace.confirming",
    "segtui.workspace.judging",
    "segtui.workspace.linking",
    "segtui.workspace.linting",
    "segtui.workspace.members",
    "segtui.workspace.movement",
    "segtui.workspace.people_editing",
    "segtui.workspace.plans",
    "segtui.workspace.sample",
)
"""What rules, leads and keys need; none of it is there when the names are drawn."""

THE_NAMES_ON_THE_SCREEN = """
import asyncio, sys
from functools import partial
from textual._compositor import LayoutUpdate
from segtui.cli.session import Session
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.screen import BrowseScreen

session = Session()
drawn, whole = [], []

class Watched(SegtuiApp):
    def _display(self, screen, renderable):
        if isinstance(renderable, LayoutUpdate) or {y for y, *_ in getattr(renderable, "spans", ())} >= set(range(50)):
            whole.append(renderable)
        if not drawn and isinstance(screen, BrowseScreen) and screen.is_listed:
            drawn.append(set(sys.modules))
        super()._display(screen, renderable)

async def watch():
    name, profile = session.chosen("demo")
    app = Watched(partial(session.open_profile, name, profile), name)
    async with app.run_test(size=(200, 50)) as pilot:
        while not drawn:
            await pilot.pause()

asyncio.run(watch())
print(len(whole), *(set({names!r}) & drawn[0]))
"""
THE_SEGMENTS = """
import asyncio, segtui.ui.app
from segtui.cli.session import Session
session = Session()
workspace = session.open_profile(*session.chosen("demo"), None)
assert asyncio.run(workspace.segments())
"""

A_COMMAND = """
from contextlib import redirect_stdout
from io import StringIO
from segtui.__main__ import main
with redirect_stdout(StringIO()):
    assert main(["-p", "demo", "segments", "list", "--json"]) == 0
"""


def imported(code: str, names: Sequence[str]) -> list[str]:
    """Which of some modules are there when a program has run."""
    code += f"\nimport sys; print(*(set({names!r}) & sys.modules.keys()))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_the_first_frame_needs_no_library_of_the_backends() -> None:
    assert imported("import segtui.ui.app", BACKENDS) == []


def test_the_names_of_the_demos_segments_need_nothing_that_only_a_few_people_use() -> None:
    assert imported(THE_SEGMENTS, NEVER_AT_THE_START) == []


def test_what_rules_leads_and_keys_need_is_imported_behind_the_names_and_the_screen_is_drawn_once() -> None:
    code = THE_NAMES_ON_THE_SCREEN.replace("{names!r}", repr(BEHIND_THE_NAMES))
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1"]


def test_a_command_that_asks_a_service_needs_nothing_of_the_clients_own_command_line() -> None:
    assert imported(A_COMMAND, ("httpx", "click", "pygments")) == ["httpx"]


def test_the_start_is_not_searched_for_rubbish_nor_the_packages_for_plugins() -> None:
    code = "import gc; from segtui.__main__ import main; assert main(['segments', '--help']) == 0; print(); "
    code += "import sys; from pydantic import BaseModel; type('M', (BaseModel,), {}); "
    said = subprocess.run(
        [sys.executable, "-c", code + "print(gc.get_threshold()[0], 'importlib.metadata' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    threshold, looks_for_plugins = said.stdout.split()[-2:]
    assert int(threshold) > 180_000
    assert looks_for_plugins == "False"
