"""What the whole suite shares.

Laws are tried on the same examples each time, so that a failure can be seen again. To look for new ones:
`pytest --hypothesis-profile=explore`.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support.command_line import CommandLine

from segtui.sandbox.serve import running

pytest_plugins = ("support.conformance.fixtures",)

# Some hundred programs are started, and each of several workers reads every file: they shall find what others have
# compiled, also where the environment asks to leave nothing compiled behind.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Looking for garbage after every 700 objects takes a good part of the time of tests that draw whole screens.
gc.set_threshold(50_000, 20, 20)

# No deadline: how long an example takes says more about the machine than about the law.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("same")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests on a terminal wait for it more than they work."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look for what was lost and never closed, once and thoroughly, and not the five times that pytest would."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def segtui(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command, on a small sandbox and in an empty home, 80 columns wide."""
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(tmp_path, capsys, monkeypatch)


@pytest.fixture
def address(segtui: CommandLine) -> Iterator[str]:
    """Where the same sandbox is served on a loopback port, for profiles of one's own."""
    with running(segtui.box) as base_url:
        yield base_url
