"""Relative moments, resolved."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import relatives

from segtui.domain.spans import span_ends
from segtui.domain.values import RelativeValue, Unit

NOW = datetime(2024, 3, 31, 12, 30, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")
"""In Rome the clocks went from 2:00 to 3:00 that night."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("value", "begin", "end"),
    [
        (RelativeValue(-90, Unit.MINUTES), "2024-03-31T11:00Z", "2024-03-31T12:30Z"),
        (RelativeValue(2, Unit.HOURS), "2024-03-31T12:30Z", "2024-03-31T14:30Z"),
        (RelativeValue(-30, Unit.DAYS), "2024-03-01T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(-1, Unit.WEEKS), "2024-03-24T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(-1, Unit.MONTHS), "2024-02-29T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(-13, Unit.MONTHS), "2023-02-28T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(1, Unit.MONTHS), "2024-03-31T12:30Z", "2024-04-30T12:30Z"),
        (RelativeValue(9, Unit.MONTHS), "2024-03-31T12:30Z", "2024-12-31T12:30Z"),
        (RelativeValue(-3, Unit.MONTHS), "2023-12-31T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(-1, Unit.YEARS), "2023-03-31T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(0, Unit.DAYS), "2024-03-31T12:30Z", "2024-03-31T12:30Z"),
        (RelativeValue(-1, Unit.DAYS, "today"), "2024-03-30T00:00Z", "2024-03-31T00:00Z"),
        (RelativeValue(1, Unit.DAYS, "today"), "2024-03-31T00:00Z", "2024-04-01T00:00Z"),
    ],
)
def test_a_span_lies_between_a_moment_and_its_anchor(value: RelativeValue, begin: str, end: str) -> None:
    assert span_ends(value, NOW, UTC) == (at(begin), at(end))


def test_a_year_before_the_29th_of_february_ends_on_the_28th() -> None:
    begin, _ = span_ends(RelativeValue(-1, Unit.YEARS), at("2024-02-29T00:00Z"), UTC)
    assert begin == at("2023-02-28T00:00Z")


def test_days_are_those_of_the_zone_and_hours_those_of_the_clock() -> None:
    day_begin, _ = span_ends(RelativeValue(-1, Unit.DAYS), NOW, ROME)
    assert day_begin == at("2024-03-30T13:30Z")
    today, _ = span_ends(RelativeValue(1, Unit.DAYS, "today"), NOW, ROME)
    assert today == at("2024-03-30T23:00Z")
    hour_begin, hour_end = span_ends(RelativeValue(-1, Unit.HOURS), at("2024-03-31T01:30Z"), ROME)
    assert (hour_begin, hour_end) == (at("2024-03-31T00:30Z"), at("2024-03-31T01:30Z"))


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.MONTHS, Unit.YEARS])
@pytest.mark.parametrize("far", [99_999_999, 10**30])
def test_a_span_ends_where_the_calendar_ends(unit: Unit, far: int) -> None:
    assert span_ends(RelativeValue(-far, unit), NOW, ROME) == (at("0001-01-01T00:00Z"), NOW)
    assert span_ends(RelativeValue(far, unit), NOW, ROME) == (NOW, at("9999-12-31T23:59:59.999999Z"))


@given(relatives(), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants them bare
def test_the_earlier_end_comes_first_and_the_anchor_is_one_of_them(value: RelativeValue, now: datetime) -> None:
    begin, end = span_ends(value, now, ROME)
    assert begin <= end
    anchor = end if value.offset < 0 else begin
    assert anchor == now or (value.anchor == "today" and anchor <= now)
