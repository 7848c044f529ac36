"""The time zone of this machine, with its name and its rules: an offset alone would be wrong half of the year."""

import os
from datetime import UTC, tzinfo
from pathlib import Path

_SYSTEM = Path("/etc/localtime")
_DATABASE = "zoneinfo"


def local_zone() -> tzinfo:
    """The zone that TZ names, or the system's; UTC where neither can be read."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if name and (named := zone_named(Path(name).as_posix().partition(f"/{_DATABASE}/")[2] or name)) is not None:
        return named
    try:
        parts = _SYSTEM.resolve(strict=True).parts
        inside = parts[parts.index(_DATABASE) + 1 :] if _DATABASE in parts else ()
        # Where it is a copy instead of a link, its rules are there, but nothing says what it is called.
        return (zone_named("/".join(inside)) if inside else None) or _unnamed()
    except (OSError, ValueError):
        return UTC


def zone_named(name: str) -> tzinfo | None:
    """The zone of that name, as `zone_name` gives it; None when this machine knows none."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - 3 ms that the first frame doesn't wait for

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # the last is ZoneInfoNotFoundError; a directory is an OSError
        return None


def _unnamed() -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    with _SYSTEM.open("rb") as file:
        return ZoneInfo.from_file(file, key="local time")
