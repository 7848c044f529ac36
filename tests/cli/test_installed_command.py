"""`segtui demo` as it is typed, in a terminal of its own: from the first screen to the shell again."""

import os
import re
import shutil
import signal
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.terminal import Terminal

from segtui.ui.dialogs.saving import READING_SECONDS

SEGTUI = shutil.which("segtui", path=sysconfig.get_path("scripts")) or ""

pytestmark = pytest.mark.skipif(not SEGTUI, reason="segtui isn't installed beside this Python")

CLIPBOARD = b"]52;c;"
"""Begins what a terminal puts on the clipboard; names in the demo hold it behind an escape character."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Variables that give a program an empty home."""
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    return {"HOME": str(tmp_path), **{name: str(tmp_path / name) for name in names}}


def demo(home: Mapping[str, str], **variables: str) -> Terminal:
    """The demo, 80 columns wide and 24 lines high."""
    return Terminal([SEGTUI, "demo"], columns=80, rows=24, env={**home, **variables})


def press(terminal: Terminal, *keys: str) -> None:
    """Press keys; what comes of them is for `wait_for` to see."""
    terminal.press(*keys, quiet=0.05)


def obeyed(log: bytes) -> list[bytes]:
    """What was sent that would reach for the clipboard, the title or the bell."""
    return re.findall(rb"\x1b\][^\x1b\x07]*|\x07", re.sub(rb"\x1b\]22;[^\x1b\x07]*(\x1b\\|\x07)", b"", log))


def assert_restored(terminal: Terminal) -> None:
    """Look whether the terminal is as it was: its own screen, a cursor, no mouse reports."""
    log = bytes(terminal.log)
    for mode in (b"1049", b"1000", b"1003", b"2004"):
        assert log.rfind(b"\x1b[?" + mode + b"l") > log.rfind(b"\x1b[?" + mode + b"h"), mode
    assert log.rfind(b"\x1b[?25h") > log.rfind(b"\x1b[?25l")


def test_a_segment_is_found_changed_and_saved_and_the_terminal_given_back(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("● connected")
        terminal.wait_for("Rome or VIP")
        terminal.wait_for("exact · server")
        press(terminal, "/", *"gmail")
        terminal.wait_for("1 of 52")
        terminal.wait_for("2 Rule · Gmail addresses")
        press(terminal, "enter", "enter")
        press(terminal, "a")
        terminal.wait_for("New condition")
        press(terminal, *"city", "enter", "enter", *"Rome", "enter")
        terminal.wait_for("2  city")
        terminal.wait_for("● not saved")
        press(terminal, "ctrl+s")
        terminal.wait_for("Save these changes?")
        terminal.wait_for("+ condition 2: city is Rome")
        terminal.wait_for("Type change and press enter")
        press(terminal, *"change")
        terminal.press("enter", quiet=2 * READING_SECONDS)
        terminal.wait_for("✓ “Gmail addresses” is saved; read back and checked.")
        press(terminal, "ctrl+q")
        assert terminal.wait_for_end() == 0
        assert_restored(terminal)


def test_nothing_of_the_hostile_names_reaches_the_terminal_unchanged(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("● connected")
        press(terminal, "/", *"aGVsbG8")
        terminal.wait_for("1 of 52")
        terminal.wait_for("]52;c;aGVsbG8=")
        press(terminal, "enter", "enter", "e")
        terminal.wait_for("Name of the segment")
        press(terminal, "x", "enter", "ctrl+s")
        terminal.wait_for("Save these changes?")
        press(terminal, "escape")
        terminal.wait_for("Nothing was sent")
        press(terminal, "/", "escape")
        terminal.wait_for("· 52")
        press(terminal, "end")
        press(terminal, "pageup")
        press(terminal, "ctrl+q")
        terminal.wait_for("aren't on the service yet")
        press(terminal, "y")
        assert terminal.wait_for_end() == 0
        log = bytes(terminal.log)
    assert CLIPBOARD in log
    assert b"\x1b" + CLIPBOARD not in log
    assert b"\x9b" not in re.sub(rb"[\xc2-\xf4][\x80-\xbf]+", b"", log)
    assert obeyed(log) == []
    assert "\u202e".encode() not in log


def test_a_whole_edit_sent_in_one_packet_ends_at_the_question_before_the_write(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("exact · server")
        terminal.send("/gmail\r\racity\r\rRome\r\x13")
        terminal.wait_for("Save these changes?")
        terminal.wait_for("+ condition 2: city is Rome")
        press(terminal, "escape", "ctrl+q")
        terminal.wait_for("aren't on the service yet")
        press(terminal, "y")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP)],
)
def test_an_edit_survives_the_end_of_the_program_however_it_ends(
    home: dict[str, str], number: signal.Signals, status: int
) -> None:
    folder = Path(home["XDG_CONFIG_HOME"]) / "segtui"
    folder.mkdir(parents=True, mode=0o700)
    profiles = folder / "profiles.toml"
    profiles.write_text("# mine\n", encoding="utf-8")
    profiles.chmod(0o600)
    with demo(home) as terminal:
        terminal.wait_for("Rome or VIP")
        press(terminal, "2", "o")
        terminal.wait_for("not saved")
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == status
        if number != signal.SIGKILL:
            assert_restored(terminal)
    assert profiles.read_text(encoding="utf-8") == "# mine\n"
    assert [one.name for one in folder.iterdir()] == ["profiles.toml"]
    with demo(home) as again:
        again.wait_for("Not saved the last time · 1")
        again.wait_for("~ match: any → all")
        press(again, "enter")
        again.wait_for("● not saved")
        press(again, "ctrl+z", "ctrl+q")
        assert again.wait_for_end() == 0


def test_a_hang_up_in_the_middle_of_an_edit_loses_nothing_and_leaves_no_process(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("Rome or VIP")
        press(terminal, "2", "o")
        terminal.wait_for("not saved")
        assert terminal.hang_up() == 128 + signal.SIGHUP
    with demo(home) as again:
        again.wait_for("Not saved the last time · 1")
        press(again, "d", "escape")
        again.wait_until(lambda: "Not saved" not in again.text)
        press(again, "ctrl+q")
        assert again.wait_for_end() == 0


def test_a_signal_to_go_on_that_nobody_stopped_for_keeps_nothing_from_ending(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("exact · server")
        for _ in range(5):
            os.kill(terminal.pid, signal.SIGCONT)
            terminal.settle()
        press(terminal, "down")
        terminal.wait_for("2 Rule · Exactly five seats")
        press(terminal, "ctrl+q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    "variables",
    [{"TERM": "dumb"}, {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"NO_COLOR": "1"}],
    ids=["dumb", "without UTF-8", "without colours"],
)
def test_a_poor_terminal_is_no_reason_to_crash(home: dict[str, str], variables: dict[str, str]) -> None:
    with demo(home, **variables) as terminal:
        terminal.wait_for("Rome or VIP")
        press(terminal, "down", "2", "o")
        terminal.wait_for("not saved")
        press(terminal, "ctrl+z", "ctrl+q")
        assert terminal.wait_for_end() == 0
        assert "Traceback" not in terminal.text
        assert_restored(terminal)


def test_a_small_window_and_a_large_one_show_the_same_segment(home: dict[str, str]) -> None:
    with demo(home) as terminal:
        terminal.wait_for("Rome or VIP")
        press(terminal, "down")
        terminal.wait_for("2 Rule · Exactly five seats")
        terminal.resize(140, 40)
        terminal.wait_until(lambda: "2 Rule · Exactly five seats" in terminal.lines[1], "panes side by side")
        assert "1 Segments" in terminal.lines[1]
        terminal.resize(40, 12)
        terminal.settle()
        terminal.resize(80, 24)
        terminal.wait_for("2 Rule · Exactly five seats")
        press(terminal, "ctrl+q")
        assert terminal.wait_for_end() == 0
