"""FQL's words for a span of days."""

from datetime import UTC, datetime, timedelta, tzinfo

from segtui.backends.feedier import fields


def period(word: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """The days that a word stands for.

    Args:
        word: `date_last_day` (yesterday) or `date_last_month` (the calendar month before this one). Feedier has more,
            of which none is documented.
        now: The present moment, with its zone.
        zone: Where days begin.

    Returns:
        The beginning of the span and the moment right behind it, both in UTC; None for any other word.
    """
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    match word:
        case fields.YESTERDAY:
            begin, end = today - timedelta(days=1), today
        case fields.LAST_MONTH:
            end = today.replace(day=1)
            begin = (end - timedelta(days=1)).replace(day=1)
        case _:
            return None
    return begin.astimezone(UTC), end.astimezone(UTC)
