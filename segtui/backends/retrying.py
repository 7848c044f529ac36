"""What is repeated by itself, and after which wait.

Only reads come here. The decision is a pure function; `stamina` turns the crank and sleeps. It is loaded with the first
read that fails, so that no start waits for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from segtui.backends.errors import (
    ConnectionLost,
    ServiceError,
    TooManyRequests,
    Unavailable,
    Unreachable,
)

if TYPE_CHECKING:
    from stamina import Attempt


def wait_before_retry(error: BaseException, longest_wait: float) -> bool | float:
    """Decide whether to repeat a read.

    `NoAnswer` is not repeated: on a running server its cause was always in the data or the address, so the second
    request hangs like the first. A 500 isn't either, being how some services refuse.

    Args:
        error: What the attempt ended with.
        longest_wait: The most seconds a service may ask for; above that a person should decide.

    Returns:
        The seconds that the service asked for, True to wait a little longer each time, or False to give up.
    """
    match error:
        case TooManyRequests() | Unavailable() if error.retry_after is not None:
            return error.retry_after if error.retry_after <= longest_wait else False
        case Unreachable() | ConnectionLost() | TooManyRequests() | Unavailable():
            return True
        case _:
            return False


async def repeated(
    attempt: Callable[[int], Awaitable[object]],
    *,
    attempts: int,
    first_wait: float,
    longest_wait: float,
    on_wait: Callable[[float], None],
) -> object:
    """Run a read until it succeeds or repeating makes no sense.

    Args:
        attempt: The read; it is told which attempt it is, from 1.
        attempts: The most attempts.
        first_wait: Seconds before the second attempt, doubled for each one after, unless the service names its own.
        longest_wait: The most seconds of any wait.
        on_wait: Told the seconds when a wait begins.

    Returns:
        What the first successful attempt returned.

    Raises:
        ServiceError: What the last attempt ended with.
    """
    decide = partial(wait_before_retry, longest_wait=longest_wait)
    try:
        return await attempt(1)
    except ServiceError as error:
        if decide(error) is False:
            raise
        first = error

    async def result_of(number: int) -> object:
        if number == 1:
            raise first
        return await attempt(number)

    async for turn in _turns(decide, attempts, first_wait, longest_wait):
        with turn:
            try:
                return await result_of(turn.num)
            except ServiceError as error:
                wait = decide(error)
                if wait is not False and turn.num < attempts:
                    on_wait(turn.next_wait if wait is True else wait)
                raise
    raise AssertionError("stamina ends with a result or an exception")


def _turns(
    decide: Callable[[BaseException], bool | float], attempts: int, first_wait: float, longest_wait: float
) -> "AsyncIterator[Attempt]":
    import stamina  # noqa: PLC0415 - 8 ms

    _wait_without_a_word()
    # No jitter: one person's few requests are no herd, and so the wait that is announced is the wait that is kept.
    turns = stamina.retry_context(
        decide, attempts, timeout=None, wait_initial=first_wait, wait_max=longest_wait, wait_jitter=0
    )
    return aiter(turns)


def _wait_without_a_word() -> None:
    """Keep stamina from logging every wait as a warning, which would land on stderr: in the middle of the screen."""
    import stamina.instrumentation  # noqa: PLC0415 - as above

    stamina.instrumentation.set_on_retry_hooks(())
