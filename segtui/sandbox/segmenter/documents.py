"""What the service stores, and how it writes a time."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]
"""JSON values by key; times are texts made by `written`, so that their order is the order in time."""


def written(moment: datetime) -> str:
    """Write a moment as what is stored has it: ISO 8601 in UTC with milliseconds and a Z. No answer shows one."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
