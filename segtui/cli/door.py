"""The way of every command: parse what was typed, run it, turn what went wrong into words and an exit code."""

from collections.abc import Coroutine, Sequence
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any

from segtui.cli.output import Output, OutputClosed, forget_output, never_fail_to_encode
from segtui.cli.parser import parsed
from segtui.cli.session import Call, CommandFunction, Session
from segtui.domain.errors import SegtuiError, Trouble

EXIT_CODES = {
    Trouble.FAILURE: 1,
    Trouble.USAGE: 2,
    Trouble.UNSAFE: 3,
    Trouble.UNKNOWN_OUTCOME: 4,
    Trouble.NO_ANSWER: 5,
    Trouble.DENIED: 6,
}

_CRASHED = EXIT_CODES[Trouble.FAILURE]
_INTERRUPTED = 130
"""As shells report a program that ctrl+c has ended: 128 and the signal's number."""
_NOBODY_READS = 141
"""The same for SIGPIPE, which Python programs don't die of."""


def enter(arguments: Sequence[str], session: Session | None = None) -> int:
    """Run one command.

    Args:
        arguments: What was typed behind `segtui`.
        session: For tests: other places, another sandbox.

    Returns:
        The exit status.
    """
    never_fail_to_encode()
    output = Output(as_json="--json" in arguments)
    try:
        return _run(arguments, session or Session(), output)
    except OutputClosed:
        forget_output()
        return _NOBODY_READS


def _run(arguments: Sequence[str], session: Session, output: Output) -> int:
    doing = "reading the command line"
    try:
        args = parsed(arguments)
        if args is None:
            return 0
        doing = args.run
        command: CommandFunction = resolve_name(args.run)
        result = command(Call(args, session, output))
        return result if isinstance(result, int) else _awaited(result)
    except SegtuiError as error:
        output.error(error.code, error.message, error.hint)
        return EXIT_CODES[error.trouble]
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OutputClosed:
        raise
    except Exception as bug:  # noqa: BLE001 - the crash boundary, the one place where anything is caught
        return _crashed(bug, session, output, doing)


def _awaited(result: Coroutine[Any, Any, int]) -> int:
    import asyncio  # noqa: PLC0415 - 35 ms that `--help` must not cost

    return asyncio.run(result)


def _crashed(bug: Exception, session: Session, output: Output, doing: str) -> int:
    """Say that segtui has a bug, without the details: they may hold a secret or a lead."""
    from segtui.cli.crash import record  # noqa: PLC0415 - hardly ever needed

    log = None
    with suppress(OSError, ImportError, RuntimeError):
        log = record(bug, session.places, doing)
    told = f" Where it happened in the code is written down in {log}." if log else ""
    output.error(
        "crash",
        f"Something went wrong inside segtui itself ({type(bug).__name__}).{told}",
        "If a change was being saved, look whether it happened before you repeat it. The file holds no secrets and no "
        "leads; send it to whoever maintains segtui."
        if log
        else "If a change was being saved, look whether it happened before you repeat it.",
    )
    return _CRASHED
