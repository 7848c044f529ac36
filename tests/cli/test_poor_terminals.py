"""Terminals that lack colours or characters, and send what is no text: the screen stays readable and doesn't end."""

import shlex
import sysconfig
from pathlib import Path

import pytest
from support.terminal import Terminal

SEGTUI = Path(sysconfig.get_path("scripts")) / "segtui"

pytestmark = pytest.mark.skipif(not SEGTUI.exists(), reason="segtui isn't installed beside this Python")

ASCII = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def demo_in(home: Path, **env: str) -> Terminal:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {name: str(home / name) for name in names}
    command = ["sh", "-c", f"exec {shlex.quote(str(SEGTUI))} demo 2>${{ERRORS:-/dev/tty}}"]
    return Terminal(command, columns=80, rows=24, env={**places, **env})


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
