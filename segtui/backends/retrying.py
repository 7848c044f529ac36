"""What is repeated by itself, and after which wait.

Only reads come here. The decision is a pure function; `stamina` turns the crank and sleeps.
"""

from collections.abc import Awaitable, Callable
from functools import partial

import stamina
import stamina.instrumentation

from segtui.backends.errors import (
    ConnectionLost,
    ServiceError,
    TooManyRequests,
    Unavailable,
    Unreachable,
)

# By default stamina logs every wait as a warning, which without a log handler lands on stderr: in the middle of the
# screen. Done once, at import, so that whoever adds hooks of their own later keeps them.
stamina.instrumentation.set_on_retry_hooks(())


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
    on_wait: Callable[[float], None] | None = None,
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
    # No jitter: one person's few requests are no herd, and so the wait that is announced is the wait that is kept.
    turns = stamina.retry_context(
        decide, attempts, timeout=None, wait_initial=first_wait, wait_max=longest_wait, wait_jitter=0
    )
    async for turn in turns:
        with turn:
            try:
                return await attempt(turn.num)
            except ServiceError as error:
                wait = decide(error)
                if on_wait is not None and wait is not False and turn.num < attempts:
                    on_wait(turn.next_wait if wait is True else wait)
                raise
    raise AssertionError("stamina ends with a result or an exception")
