"""What is printed, for people and for scripts."""

import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from segtui.domain.errors import SegtuiError
from segtui.domain.text import printable

_LOOK = "If a change was being saved, look whether it happened before you repeat it."


class OutputClosed(Exception):
    """Whoever read our output has gone, as `head` does when it has seen enough."""


class OutputLost(SegtuiError):
    """The output can't be written, such as to a full disk."""

    code = "output"


class Output:
    """Prints what a command has to say.

    Lines for people are cleaned here once more: whoever forgot it of one id would let a stranger act on the terminal.

    Args:
        as_json: Results and errors as JSON, for scripts.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, form: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Print a command's result, in the one form or the other."""
        if self.as_json:
            _print(sys.stdout, json_text(form))
        else:
            _print(sys.stdout, _clean(lines))

    def told(self, lines: Iterable[str]) -> None:
        """Print what a person should read on the way to the result; it isn't part of the JSON."""
        _print(sys.stderr if self.as_json else sys.stdout, _clean(lines))

    def warned(self, text: str) -> None:
        """Say aloud what shouldn't be overlooked."""
        _say(json_text({"warning": text}) if self.as_json else f"segtui: warning: {printable(text)}\n")

    def error(self, code: str, message: str, hint: str = "") -> None:
        """Say what went wrong; both texts must be clean already."""
        if self.as_json:
            _say(json_text({"error": {"code": code, "message": message, "hint": hint}}))
        else:
            _say(f"segtui: {message}\n" + (f"  {hint}\n" if hint else ""))


def json_text(form: Mapping[str, Any], *, indent: int | None = 2) -> str:
    """JSON in ASCII, so that nothing in it acts on a terminal, with a line's end."""
    # DEL is the one control character that JSON in ASCII leaves as it is.
    return json.dumps(form, indent=indent).replace("\x7f", r"\u007f") + "\n"


def never_fail_to_encode() -> None:
    """Write what the terminal's encoding lacks as escapes: with LANG=C, a typographic quote would be an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def forget_output() -> None:
    """Let nothing more be written: at its end, Python flushes once again and would complain."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def printed(text: str) -> None:
    """Print a result that has one form only."""
    _print(sys.stdout, text)


def asked(question: str) -> None:
    """Print a question, where no result can be that goes into a file."""
    _print(sys.stderr, question)


def _clean(lines: Iterable[str]) -> str:
    return "".join(f"{printable(line)}\n" for line in lines)


def _say(text: str) -> None:
    """Print beside the result, if that is possible; a command doesn't fail because nobody hears its errors."""
    with suppress(OutputClosed, OutputLost):
        _print(sys.stderr, text)


def _print(stream: TextIO | None, text: str) -> None:
    """Print at once: what comes before a write to a service must have been shown by then."""
    if stream is None:  # closed by whoever started us
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise OutputClosed from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise OutputLost(f"The output can't be written: {reason}.", hint=_LOOK) from error
