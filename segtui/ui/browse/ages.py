"""How long ago, in four cells."""

from datetime import datetime

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
