"""A terminal for tests: runs a program in a pty, presses its keys, counts what it sends and reads its screen.

What a program sends for one key is the same in every run on every machine, so byte budgets are fit for CI; times are
not. The terminal answers the questions Textual asks, as a modern one does, and keeps every byte it was sent.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "f1": "\x1bOP",
    **{f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""Names of keys, as Textual has them, and what a terminal sends for them. Other keys are single characters."""

_QUESTIONS: Mapping[re.Pattern[bytes], bytes] = {
    re.compile(rb"\x1b\[\?2026\$p"): b"\x1b[?2026;2$y",
    re.compile(rb"\x1b\[c"): b"\x1b[?62;22c",
    re.compile(rb"\x1b\[6n"): b"\x1b[1;1R",
}
"""Synchronised output (known, off), kind of terminal, place of the cursor; and the answers."""

_LONGEST_QUESTION = 16

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[(?:[<>=][\d;]*[A-Za-z]|\?\d+\$p)|\x1b\]22;[^\x1b\x07]*(?:\x1b\\|\x07)")
"""Keyboard protocols, questions about modes and pointer shapes: pyte would print parts of them."""

_UNFINISHED = re.compile(rb"\x1b(?:\[[^@-~]*|\][^\x07\x1b]*)?\Z")

_OWN_THE_TERMINAL = (
    "import fcntl,os,sys,termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Run by the child first: only a controlling terminal's program is told when its window changes size."""

_LONGEST_ANSWER_SECONDS = 20

_CHANGES_THE_PICTURE = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM_PROGRAM")


@dataclass(frozen=True, slots=True)
class Burst:
    """What a program sent, from one moment until it fell silent."""

    data: bytes
    settled: float
    """Seconds until the last byte; 0 when none came."""

    @property
    def size(self) -> int:
        """How many bytes."""
        return len(self.data)


class Terminal:
    """A program running in a terminal of its own; use as a context manager, which ends the program.

    Args:
        command: The program and its arguments.
        columns: Width in cells.
        rows: Height in lines.
        env: Variables over those of this process; what would change the picture is left out of the latter.
        cwd: Where the program starts.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 200,
        rows: int = 50,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        self.log = bytearray()
        """Every byte the program sent."""
        self._display = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._display)
        self._drawn = 0
        self._searched = 0
        self._last_byte = time.monotonic()
        self._end, inner = os.openpty()
        os.set_blocking(self._end, False)
        self._set_size(columns, rows)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-c", _OWN_THE_TERMINAL, *command],
                stdin=inner,
                stdout=inner,
                stderr=inner,
                start_new_session=True,
                env={**_plain_environment(), **(env or {})},
                cwd=cwd,
            )
        finally:
            os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._end)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        """The screen as it stands, a string per line."""
        end = len(self.log)
        if unfinished := _UNFINISHED.search(self.log, self._drawn):
            end = unfinished.start()
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", bytes(self.log[self._drawn : end])))
        self._drawn = end
        # Not pyte's own `display`, which fails on a wide character that is half overwritten.
        width, rows = self._display.columns, self._display.buffer
        return ["".join(rows[line][column].data for column in range(width)) for line in range(self._display.lines)]

    @property
    def picture(self) -> list[list[tuple[object, ...]]]:
        """The screen as it stands, a list per line, and for each cell its character and how it looks."""
        across = range(self._display.columns)
        return [[tuple(self._display.buffer[y][x]) for x in across] for y, _ in enumerate(self.lines)]

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(self.lines)

    def send(self, keys: str | bytes) -> None:
        """Send text or raw bytes, as if they came from the keyboard."""
        os.write(self._end, keys if isinstance(keys, bytes) else keys.encode())

    def press(self, *keys: str, quiet: float = 0.2) -> Burst:
        """Wait for silence, press keys (names of `KEYS`, or characters), and count until silence again."""
        self.settle(quiet)
        self.send("".join(KEYS.get(key, key) for key in keys))
        return self.settle(quiet)

    def leave(self, shown: str) -> None:
        """Press escape and wait until a text has gone: a key that comes too soon makes another one of it."""
        self.press("escape")
        self.wait_until(lambda: shown not in self.text, f"{shown!r} to go")

    def answer_to(self, *keys: str, quiet: float = 0.3) -> Burst:
        """The same for keys that something must come of, however busy the machine is."""
        self.settle(quiet)
        self.send("".join(KEYS.get(key, key) for key in keys))
        return self.answer(quiet)

    def answer(self, quiet: float = 0.3) -> Burst:
        """Wait for something to come, and count it until silence."""
        start, begin = time.monotonic(), len(self.log)
        while len(self.log) == begin and time.monotonic() - start < _LONGEST_ANSWER_SECONDS:
            self._read(0.05)
        self.settle(quiet)
        return Burst(bytes(self.log[begin:]), self._last_byte - start)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the program is told."""
        self._display.resize(rows, columns)
        self._set_size(columns, rows)

    def settle(self, quiet: float = 0.2, *, timeout: float = 20) -> Burst:
        """Read until nothing has come for `quiet` seconds."""
        start, begin = time.monotonic(), len(self.log)
        while time.monotonic() - start < timeout and self._read(quiet):
            pass
        data = bytes(self.log[begin:])
        return Burst(data, self._last_byte - start if data else 0.0)

    def wait_for(self, text: str, *, timeout: float = 20) -> None:
        """Read until the screen shows a text.

        Raises:
            AssertionError: It didn't, or the program ended; the message has the screen.
        """
        self.wait_until(lambda: text in self.text, f"{text!r} on the screen", timeout=timeout)

    def wait_until(self, fact: Callable[[], bool], name: str = "it", *, timeout: float = 20) -> None:
        """Read until something is so.

        Raises:
            AssertionError: It didn't come to be, or the program ended; the message has the screen.
        """
        end = time.monotonic() + timeout
        while not fact():
            ended = self._process.poll() is not None
            came = self._read(0.05)
            if (ended and not came and not fact()) or time.monotonic() > end:
                raise AssertionError(f"waited for {name}, but the screen says:\n{self.text}")

    def wait_for_end(self, *, timeout: float = 20) -> int:
        """Read until the program has ended.

        Returns:
            Its exit code, negative for a signal.

        Raises:
            AssertionError: It is still running.
        """
        end = time.monotonic() + timeout
        while self._process.poll() is None:
            self._read(0.05)
            if time.monotonic() > end:
                raise AssertionError(f"still running:\n{self.text}")
        while self._read(0.05):
            pass
        return self._process.wait()

    def hang_up(self, *, timeout: float = 20) -> int:
        """Take the terminal away, as a broken line does.

        Returns:
            The program's exit code, negative for a signal.
        """
        os.close(self._end)
        self._end = os.open(os.devnull, os.O_RDWR)
        return self._process.wait(timeout)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, wait: float) -> bool:
        """Take what comes within a time; False when nothing came or nothing can come any more."""
        readable, _, _ = select.select([self._end], [], [], wait)
        if not readable:
            return False
        try:
            data = os.read(self._end, 1 << 16)
        except OSError:  # Linux says EIO when the program has closed its side
            return False
        self._last_byte = time.monotonic()
        self.log += data
        self._answer()
        return bool(data)

    def _answer(self) -> None:
        for question, answer in _QUESTIONS.items():
            for asked in question.finditer(self.log, max(0, self._searched - _LONGEST_QUESTION)):
                if asked.end() > self._searched:
                    self.send(answer)
        self._searched = len(self.log)


def _plain_environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _CHANGES_THE_PICTURE and not name.startswith("TEXTUAL")
    }
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
