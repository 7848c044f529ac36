"""Moments in the one text form that every service writes: ISO 8601."""

import re
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
"""Calendar dates, alone or with a time. Compact and week forms are left out: services read them as something else."""

_FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def is_within_calendar(moment: datetime) -> bool:
    """Whether a moment with a zone has a date in every zone; on the calendar's first and last day it may have none."""
    return _FIRST <= moment <= _LAST


def parse_instant(text: str) -> datetime | None:
    """Read a moment such as `2024-07-20T09:00:00.000Z` or a day such as `2024-07-20`.

    Args:
        text: What a service sent or a person typed.

    Returns:
        The moment with its zone, UTC where none is written (as ECMAScript reads a date without a time), or None when
        the text isn't a date of the calendar in this form.
    """
    if _ISO.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter in the first and last hours of the calendar
        return None
    return moment


def local(moment: datetime) -> datetime:
    """A moment in this machine's zone; in its own where the calendar ends before it would have a date here."""
    return moment.astimezone() if is_within_calendar(moment) else moment


def local_minute(moment: datetime) -> str:
    """A moment to the minute in this machine's zone, for a person at this machine."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def utc_minute(moment: datetime) -> str:
    """A moment to the minute in UTC, for what is printed, kept, or passed on to others."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def iso_utc(moment: datetime) -> str:
    """Write a moment in UTC with milliseconds and `Z`, the form that the services themselves write.

    In the first and last hours of the calendar, where UTC has no date for it, it is written in its own zone.
    """
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
