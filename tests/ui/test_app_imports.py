"""What is on the screen is there before anything is imported that only comes later."""

import subprocess
import sys
from collections.abc import Sequence

BACKENDS = (
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


def test_a_command_that_asks_a_service_needs_nothing_of_the_clients_own_command_line() -> None:
    assert imported(A_COMMAND, ("httpx", "click", "pygments")) == ["httpx"]


def test_the_start_is_not_searched_for_rubbish() -> None:
    code = "import gc; from segtui.__main__ import main; assert main(['segments', '--help']) == 0; print(); "
    said = subprocess.run(
        [sys.executable, "-c", code + "print(gc.get_threshold()[0])"], capture_output=True, text=True, check=True
    )
    assert int(said.stdout.split()[-1]) > 180_000
