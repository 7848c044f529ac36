"""FQL's words for a span of days."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

YESTERDAY, LAST_MONTH = "date_last_day", "date_last_month"
"""The two that are documented."""

_WORD = re.compile(r"date_\w+", re.ASCII)
"""How all of them look, as far as is known."""

_SAYS = {YESTERDAY: "yesterday", LAST_MONTH: "last month"}

PERIODS = {says: word for word, says in _SAYS.items()}
"""The words for what people say."""


def period_says(word: str) -> str | None:
    """What people say for a word: "last month".

    Returns:
        Empty for a word of which it isn't known what it stands for; None for what is no such word.
    """
    return _SAYS.get(word, "" if _WORD.fullmatch(word) else None)


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
    if word == YESTERDAY:
        begin, end = today - timedelta(days=1), today
    elif word == LAST_MONTH:
        end = today.replace(day=1)
        begin = (end - timedelta(days=1)).replace(day=1)
    else:
        return None
    return begin.astimezone(UTC), end.astimezone(UTC)
