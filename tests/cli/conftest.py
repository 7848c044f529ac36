"""What the tests of the command line share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine

from segtui.sandbox.serve import running


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
