"""Relative moments, resolved."""

import calendar
from datetime import UTC, datetime, timedelta, tzinfo

from segtui.domain.values import RelativeValue, Unit

_CLOCK = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_DAYS = {Unit.DAYS: timedelta(days=1), Unit.WEEKS: timedelta(weeks=1)}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def span_ends(value: RelativeValue, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The span between a relative moment and its anchor.

    Args:
        value: For example "30 days before now".
        now: The present moment, with its zone.
        zone: Where a day begins, for the anchor "today".

    Returns:
        The earlier and the later end; an end beyond the calendar is the calendar's own.
    """
    anchor = _anchor(value, now, zone)
    try:
        moment = _shifted(anchor, value)
    except (OverflowError, ValueError):
        moment = _FIRST if value.offset < 0 else _LAST
    return min(moment, anchor), max(moment, anchor)


def moment_of(value: RelativeValue, now: datetime, zone: tzinfo) -> datetime | None:
    """The relative moment itself, in the zone; None when it is beyond the calendar."""
    try:
        # By way of UTC: a time of day that the zone skips becomes the one that its clocks show.
        return _shifted(_anchor(value, now, zone), value).astimezone(UTC).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def _anchor(value: RelativeValue, now: datetime, zone: tzinfo) -> datetime:
    anchor = now.astimezone(zone)
    if value.anchor == "today":
        # A day whose midnight comes twice begins with the first.
        return anchor.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return anchor


def _shifted(anchor: datetime, value: RelativeValue) -> datetime:
    """Hours are counted on the clock that never changes, days and longer steps on the calendar of the zone."""
    if value.unit in _CLOCK:
        return anchor.astimezone(UTC) + value.offset * _CLOCK[value.unit]
    if value.unit in _DAYS:
        return anchor + value.offset * _DAYS[value.unit]
    return _months_later(anchor, value.offset * _MONTHS[value.unit])


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of that month when it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))
