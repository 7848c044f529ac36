"""How long and how much a service is waited for. Apart from the transport, so that naming it costs no HTTP library."""

from dataclasses import replace

from segtui.domain.record import record

_CAREFUL = 2
"""Requests at the same time at a service of which nobody knows how many it takes."""


@record
class Limits:
    """How long and how much a transport waits for and takes. Times are in seconds.

    Attributes:
        connect: For a connection, encryption included.
        read: Between two pieces of an answer. In-process services know only `total`.
        total: For one attempt, redirects included.
        attempts: The most attempts of a read.
        first_wait: Before the second attempt, doubled for each after.
        longest_wait: The most that a service may ask to wait before it is given up.
        in_flight: Requests at the same time.
        keep_alive: For an idle connection; below the 5 s after which Tiledesk's server closes it.
        answer_bytes: The largest answer, unpacked.
    """

    connect: float = 5.0
    read: float = 15.0
    total: float = 20.0
    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 30.0
    in_flight: int = 4
    keep_alive: float = 4.0
    answer_bytes: int = 64 * 1024 * 1024

    def careful(self) -> "Limits":
        """The same, for a service of which it isn't known how many requests at the same time it takes."""
        return replace(self, in_flight=min(self.in_flight, _CAREFUL))
