"""Secrets that another program prints: a password manager, mostly."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Sequence

from segtui.domain.text import quoted
from segtui.store.errors import SecretUnavailable

COMMAND_SECONDS = 30.0
"""Long enough for a password manager that asks for a fingerprint, short enough for one that waits unseen."""

_LONGEST_LINE = 64 * 1024
"""No password is longer, and a program that prints without end must not fill the memory."""


async def first_line_of(words: Sequence[str]) -> str:
    """Run a program and return the first line it prints; bytes that are no UTF-8 become lone surrogates.

    No shell, no input, no terminal: it can't draw over the screen. What it prints beside that line is dropped
    unread, its errors too, for they may quote the secret. When its time is up or the caller is cancelled, it is
    killed with all the programs it started.

    Raises:
        SecretUnavailable: It can't be run, failed, or took too long.
    """
    output = _FirstLine()
    try:
        async with asyncio.timeout(COMMAND_SECONDS), _running(words, output) as process:
            status = await process.wait()
            await output.complete
    except TimeoutError:
        raise SecretUnavailable(
            f"The command {quoted(words[0])} was stopped: it gave no secret within {COMMAND_SECONDS:g} seconds.",
            hint="Run it yourself in a terminal: it may be waiting for an answer that it can't get here.",
        ) from None
    if status:
        ended = f"was ended by signal {-status}" if status < 0 else f"failed with exit status {status}"
        raise SecretUnavailable(
            f"The command {quoted(words[0])} {ended}, so there is no secret.",
            hint="Run it yourself in a terminal to see what it says.",
        )
    if output.is_too_long():
        raise SecretUnavailable(
            f"The command {quoted(words[0])} printed far more on one line than a secret has.",
            hint="Its first line must be the password or token alone.",
        )
    return output.line()


class _FirstLine(asyncio.Protocol):
    """Keeps the first line that comes through a pipe and lets the rest go by."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self.complete = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        if self.complete.done():
            return
        self._kept += data
        if b"\n" in self._kept or len(self._kept) > _LONGEST_LINE:
            self.complete.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if not self.complete.done():
            self.complete.set_result(None)

    def is_too_long(self) -> bool:
        return len(self._first()) > _LONGEST_LINE

    def line(self) -> str:
        return self._first().removesuffix(b"\r").decode("utf-8", "surrogateescape")

    def _first(self) -> bytes:
        return bytes(self._kept.partition(b"\n")[0])


@contextlib.asynccontextmanager
async def _running(words: Sequence[str], output: asyncio.Protocol) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program in a process group of its own, and leave nothing of it behind when the block is left early."""
    # An own pipe: asyncio's would make `wait` last until every program that inherited it has ended.
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb", buffering=0) as pipe:
        try:
            process = await _started(words, write_end)
        finally:
            os.close(write_end)
        try:
            transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: output, pipe)
            try:
                yield process
            finally:
                transport.close()
        except BaseException:
            # Also when the program itself has ended: one that it started may hold the pipe.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            raise


async def _started(words: Sequence[str], stdout: int) -> asyncio.subprocess.Process:
    nothing = asyncio.subprocess.DEVNULL
    try:
        return await asyncio.create_subprocess_exec(
            *words, stdin=nothing, stdout=stdout, stderr=nothing, start_new_session=True
        )
    except FileNotFoundError:
        what = "wasn't found"
    except PermissionError:
        what = "may not be run"
    except OSError as error:
        what = f"can't be run: {os.strerror(error.errno or 0)}"
    raise SecretUnavailable(
        f"The program {quoted(words[0])}, which should print this profile's secret, {what}.",
        hint="Check the spelling after command: in the profile; no shell is used, so give a full path if need be.",
    )
