"""Terminals that lack colours or characters, and send what is no text: the screen stays readable and doesn't end."""

import shlex
import sys
import sysconfig
from pathlib import Path

import pytest
from support.terminal import Terminal

SEGTUI = Path(sysconfig.get_path("scripts")) / "segtui"

pytestmark = pytest.mark.skipif(not SEGTUI.exists(), reason="segtui isn't installed beside this Python")

ASCII = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def home_in(path: Path) -> dict[str, str]:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    return {name: str(path / name) for name in names}


def demo_in(home: Path, **env: str) -> Terminal:
    command = ["sh", "-c", f"exec {shlex.quote(str(SEGTUI))} demo 2>${{ERRORS:-/dev/tty}}"]
    return Terminal(command, columns=80, rows=24, env={**home_in(home), **env})


def test_without_utf_8_the_screen_is_drawn_with_what_there_is(tmp_path: Path) -> None:
    with demo_in(tmp_path, **ASCII) as demo:
        demo.wait_for("33 of 4,964")
        demo.settle()
        assert demo.log.isascii()
        assert "\\u" not in demo.text
        first, last = demo.lines[1], demo.lines[9]
        assert first.startswith("+-  1 Segments . 52  ---")
        assert last == f"+{'-' * 78}+"
        assert all(line[0] == line[-1] == "|" for line in demo.lines[2:9])


def test_without_utf_8_it_can_be_worked_with_and_left(tmp_path: Path) -> None:
    with demo_in(tmp_path, **ASCII) as demo:
        demo.wait_for("33 of 4,964")
        for keys in ("j", "2", "a"):
            demo.press(keys)
        demo.wait_for("New condition")
        demo.leave("New condition")
        demo.press("?")
        demo.wait_for("-  Help  -")
        demo.leave("-  Help  -")
        demo.press("ctrl+q")
        assert demo.wait_for_end() == 0
        assert b"Traceback" not in demo.log


@pytest.mark.parametrize("term", ["dumb", "unknown-to-all", ""])
def test_a_terminal_that_says_it_can_do_nothing_is_written_to_all_the_same(tmp_path: Path, term: str) -> None:
    errors = tmp_path / "errors"
    with demo_in(tmp_path, TERM=term, COLORTERM="", ERRORS=str(errors)) as demo:
        demo.wait_for("33 of 4,964")
        demo.press("ctrl+q")
        assert demo.wait_for_end() == 0
    assert errors.read_bytes() == b""


IMPOSSIBLE = {
    "a key beyond all characters": "\x1b[1114112u",
    "a key beyond all numbers": "\x1b[99999999999u",
    "a key of two numbers": "\x1b[97:65u",
    "a click in a window without pixels": "\x1b[48;24;80;0;0t\x1b[<0;5;5M",
}


@pytest.mark.parametrize("sent", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
def test_keys_and_clicks_that_there_cannot_be_are_passed_over(tmp_path: Path, sent: str) -> None:
    with demo_in(tmp_path) as demo:
        demo.wait_for("33 of 4,964")
        demo.settle()
        demo.send(sent)
        demo.settle()
        demo.send("?")
        demo.wait_for("─  Help  ─")
        demo.leave("─  Help  ─")
        demo.press("ctrl+q")
        assert demo.wait_for_end() == 0
        assert b"Traceback" not in demo.log


def test_a_long_paste_with_bytes_that_are_no_text_stays_a_paste(tmp_path: Path) -> None:
    with demo_in(tmp_path) as demo:
        demo.wait_for("33 of 4,964")
        demo.press("/")
        demo.send(b"\x1b[200~" + b"x" * 6000 + b"caf\xe9\x11\x1b[201~")
        demo.wait_for("0 of 52")
        demo.wait_for("xcaf\N{REPLACEMENT CHARACTER}")


DRAGGED_ON = """
import fcntl, struct, sys, termios
from textual.drivers.linux_driver import LinuxDriver
from segtui.cli.door import enter

read = LinuxDriver._get_terminal_size

def read_and_drag_on(driver):
    size = read(driver)
    if size == (100, 30):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 35, 110, 0, 0))
    return size

LinuxDriver._get_terminal_size = read_and_drag_on
sys.exit(enter(["demo"]))
"""
"""The demo, in a window that has its next size as soon as 100x30 is known, and before it is told."""


def test_of_two_sizes_that_come_in_one_moment_the_last_is_drawn(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", DRAGGED_ON], columns=80, rows=24, env=home_in(tmp_path)) as demo:
        demo.wait_for("33 of 4,964")
        demo.settle()
        demo.resize(100, 30)
        demo.settle()
        demo.resize(110, 35)  # which it has already; only what the test reads the screen with is told
        demo.press("ctrl+l")
        demo.wait_until(lambda: demo.lines[0].find("● connected") > 90)


@pytest.mark.parametrize("sent", [b"\xe9", b"\xff\xfe\x80", b"\xc3(", b"\x1b[\xff", b"\x1b[200~caf\xe9\x1b[201~"])
def test_bytes_that_are_no_text_are_passed_over(tmp_path: Path, sent: bytes) -> None:
    with demo_in(tmp_path) as demo:
        demo.wait_for("33 of 4,964")
        demo.settle()
        demo.send(sent)
        demo.settle(0.5)
        demo.send("?")
        demo.wait_for("Help")
        assert b"Traceback" not in demo.log
