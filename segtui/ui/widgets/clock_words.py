"""Moments in few cells: how long ago, and when."""

from datetime import datetime, timedelta

from segtui.domain.instants import local

_STEPS = ((60, 60, "m"), (3600, 24, "h"), (86_400, 14, "d"), (7 * 86_400, 9, "w"), (30 * 86_400, 24, "mo"))


def age(moment: datetime | None, now: datetime) -> str:
    """The time from a moment until now: `now`, `5m`, `3h`, `2d`, `6w`, `11mo`, `4y`; empty for none."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < 60:  # noqa: PLR2004 - a minute
        return "now"
    for unit, most, letter in _STEPS:
        if seconds < unit * most:
            return f"{int(seconds // unit)}{letter}"
    return f"{int(seconds // (365 * 86_400))}y"


def clock_words(moment: datetime, now: datetime) -> str:
    """When something was, in this machine's zone: `14:02`, `yesterday 14:02`, `20 Nov 14:02`, `2025-11-20 14:02`."""
    at, today = local(moment), now.astimezone().date()
    if at.date() == today:
        return f"{at:%H:%M}"
    if at.date() == today - timedelta(days=1):
        return f"yesterday {at:%H:%M}"
    return f"{at.day} {at:%b %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"
