"""Other processes on the same files, as a second segtui would be."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_BEGIN = """
import sys
from pathlib import Path
import segtui.store.drafts, segtui.store.database_file
from segtui.store.database import Database
from segtui.store.instances import Instance
from segtui.store.register import Register
from segtui.store.schemas import JOURNAL

def say(word):
    print(word, flush=True)

def wait():
    sys.stdin.readline()

say("ready")
wait()
"""

_END = """
wait()
"""


class OtherProcess:
    """A Python process that does what its code says once it is told to go on, then waits."""

    def __init__(self, code: str, arguments: Sequence[object]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN + code + _END, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def said(self) -> str:
        """The next line that it says; waits for it."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def go_on(self) -> None:
        """Let it go on from where it waits."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it as `kill -9` does: it isn't asked, and can't tidy up."""
        self._process.kill()
        self._process.communicate()

    def end(self) -> None:
        """Let it end, if it hasn't."""
        self._process.communicate()


@contextmanager
def started(code: str, arguments: Sequence[Sequence[object]]) -> Iterator[list[OtherProcess]]:
    """Start a process for each list of arguments, and let them run their code at the same moment.

    Args:
        code: What each does; it has `say`, `wait`, `sys.argv` and the stores.
        arguments: What each is given.
    """
    others = [OtherProcess(code, given) for given in arguments]
    try:
        for other in others:
            assert other.said() == "ready"
        for other in others:
            other.go_on()
        yield others
    finally:
        for other in others:
            other.end()
