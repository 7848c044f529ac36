"""What the service stores, and the two ways in which it writes a time."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]
"""JSON values by key."""


def stamped(moment: datetime) -> str:
    """Write a moment as acknowledgements do: ISO 8601 in UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def spaced(moment: datetime) -> str:
    """Write a moment as segments and users do: the same with a blank in place of the T."""
    return stamped(moment).replace("T", " ")
