"""How many requests a token may send in a minute."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

_MINUTE = timedelta(minutes=1)


class Allowance(NamedTuple):
    """What a request finds left.

    Attributes:
        limit: In a minute.
        remaining: After this request.
        retry_after: In how many seconds there is one again; None when this request is let through.
    """

    limit: int
    remaining: int
    retry_after: int | None

    def headers(self) -> dict[str, str]:
        """Write it as the service does."""
        wait = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        return {"x-ratelimit-limit": str(self.limit), "x-ratelimit-remaining": str(self.remaining), **wait}


class Throttle:
    """Counts requests.

    Args:
        now: The service's clock.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._passed: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def take(self, name: str, limit: int) -> Allowance:
        """Count a request of somebody, unless there were too many."""
        now = self._now()
        passed = self._passed[name]
        while passed and passed[0] <= now - _MINUTE:
            passed.popleft()
        if len(passed) < limit:
            passed.append(now)
            return Allowance(limit, limit - len(passed), None)
        oldest = passed[0] if passed else now
        return Allowance(limit, 0, max(1, math.ceil((oldest + _MINUTE - now).total_seconds())))
