"""A span of days in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from segtui.domain.spoken import days_words

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2026-11-21", "2026-11-22", "21 November 2026"),
        ("2026-10-01", "2026-11-01", "1 to 31 October 2026"),
        ("2026-10-26", "2026-11-02", "26 October to 1 November 2026"),
        ("2026-12-28", "2027-01-04", "28 December 2026 to 3 January 2027"),
    ],
)
def test_a_span_names_its_first_and_its_last_day_and_nothing_twice(begin: str, end: str, words: str) -> None:
    for zone in (UTC, ROME):
        ends = [datetime.fromisoformat(day).replace(tzinfo=zone) for day in (begin, end)]
        assert days_words(ends[0].astimezone(UTC), ends[1].astimezone(UTC), zone) == words
