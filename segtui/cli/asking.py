"""Questions on the terminal of a headless command."""

import getpass
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from segtui.cli.output import asked
from segtui.domain.text import printable
from segtui.store.errors import SecretUnavailable


def somebody_is_there() -> bool:
    """Whether questions can be answered: standard input is a terminal."""
    return is_terminal(sys.stdin)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; None is one that was closed by whoever started us."""
    return stream is not None and stream.isatty()


async def ask_unseen(question: str) -> str:
    """Ask for a secret; what is typed isn't shown.

    Raises:
        SecretUnavailable: The terminal can't hide what is typed.
    """

    def ask() -> str:
        with warnings.catch_warnings():
            # Without a terminal to switch, getpass warns and then shows what is typed.
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(f"{question}: ")

    try:
        return _asked(ask)
    except getpass.GetPassWarning:
        raise SecretUnavailable(
            "The secret can't be asked for here: this terminal would show what is typed.",
            hint="Point the profile at env:NAME, command:… or keyring: instead.",
        ) from None


def ask_line(question: str) -> str:
    """Ask for a line of text; the end of the input is an empty one."""

    def ask() -> str:
        asked(f"{printable(question)} ")
        return sys.stdin.readline()

    return _asked(ask).strip()


def _asked(ask: Callable[[], str]) -> str:
    """Wait for an answer with nothing else going on: a thread left waiting couldn't be ended by ctrl+c."""
    with _interrupted_at_once():
        try:
            return ask()
        except EOFError:
            raise KeyboardInterrupt from None


@contextmanager
def _interrupted_at_once() -> Iterator[None]:
    """Let ctrl+c end the wait; asyncio would only take note of it until the answer has come."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
