"""Numbers that say where they come from and how sure they are."""

from datetime import datetime
from enum import StrEnum

from segtui.domain.record import record


class Certainty(StrEnum):
    """How far a number can be trusted."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    SAMPLE = "sample"
    """Counted in a part of the leads only."""
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Who counted."""

    SERVER = "server"
    LOCAL_COPY = "local copy"
    SAMPLE = "sample"
    HERE = "counted here"
    """By segtui, on everybody."""


@record
class Count:
    """How many leads, by whom it was counted, and when."""

    value: int | None
    """None when it is unknown."""
    certainty: Certainty
    source: Source
    as_of: datetime
    of: int | None = None
    """Out of how many: all leads of the project, or of the sample; None when that is unknown."""
    unsure: int = 0
    """Leads of which it can't be told; they are not in `value`."""

    def __str__(self) -> str:
        """Such as `1,284 of 9,870 · exact · server` or `≈ 37 of the first 1,000 · sample`."""
        if self.value is None:
            return f"unknown · {self.source}"
        if self.certainty is Certainty.SAMPLE and self.source is Source.SAMPLE:
            return f"≈ {self._range()} of the first {self.of or 0:,} · sample"
        more = {Certainty.AT_LEAST: "at least ", Certainty.SAMPLE: "≈ "}.get(self.certainty, "")
        whole = f" of {self.of:,}" if self.of is not None else ""
        sure = "" if more else f" · {self.certainty}"
        return f"{more}{self._range()}{whole}{sure} · {self.source}"

    def _range(self) -> str:
        low = self.value or 0
        return f"{low:,} to {low + self.unsure:,}" if self.unsure else f"{low:,}"
