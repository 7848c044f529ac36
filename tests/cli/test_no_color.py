"""With NO_COLOR, or in a terminal without colours, no colour is sent (no-color.org)."""

import re
import sysconfig
from pathlib import Path

import pytest
from support.terminal import Terminal

SEGTUI = Path(sysconfig.get_path("scripts")) / "segtui"

pytestmark = pytest.mark.skipif(not SEGTUI.exists(), reason="segtui isn't installed beside this Python")

_STYLES = re.compile(rb"\x1b\[([\d;]*)m")
_COLOURS = {str(code) for code in (*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108))}
"""Codes that choose a colour; 39 and 49 go back to the terminal's own."""


def colours_in(log: bytes | bytearray) -> set[str]:
    return {code for codes in _STYLES.findall(bytes(log)) for code in codes.decode().split(";")} & _COLOURS


def demo_in(home: Path, **env: str) -> Terminal:
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {"HOME": str(home), **{name: str(home / name) for name in names}}
    return Terminal([str(SEGTUI), "demo"], columns=100, rows=30, env={**places, **env})


def test_no_colour_is_sent_where_none_is_wanted(tmp_path: Path) -> None:
    with demo_in(tmp_path, NO_COLOR="1") as demo:
        demo.wait_for("exact · server")
        demo.press("j", "2", "down")
        demo.press("ctrl+p")
        demo.wait_for("What do you want to do?")
        assert colours_in(demo.log) == set()
        # What the cursor is on is reversed.
        assert b"\x1b[1;7m" in demo.log


def test_a_terminal_of_sixteen_colours_is_sent_no_others(tmp_path: Path) -> None:
    with demo_in(tmp_path, TERM="linux", COLORTERM="") as demo:
        demo.wait_for("exact · server")
        demo.press("j", "2", "down")
        demo.press("ctrl+p")
        demo.wait_for("What do you want to do?")
        sent = colours_in(demo.log)
        assert {"97", "40"} <= sent
        assert not {"38", "48"} & sent
