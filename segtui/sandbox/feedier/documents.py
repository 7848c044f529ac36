"""What the service stores, and how it writes a time."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]
"""JSON values by key; times are texts made by `written`, so that their order is the order in time."""


def written(moment: datetime) -> str:
    """Write a moment as most answers do: ISO 8601 in UTC with microseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def written_for_users(stamp: str) -> str:
    """Write a stored time as the users' list does: whole seconds, and an offset in place of the Z."""
    return datetime.fromisoformat(stamp).isoformat(timespec="seconds")
