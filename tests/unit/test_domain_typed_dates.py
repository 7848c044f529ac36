"""Dates as people type them: what each form means, what can be read in two ways, and what clocks do in between."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from support.strategies import HOSTILE_TEXTS, outside_text

from segtui.domain.errors import UnreadableInput
from segtui.domain.operators import FieldType, Operator
from segtui.domain.typed_dates import ReadMoment, moment_words, read_moment, relative_words, zone_name
from segtui.domain.typed_text import DateReading, read_condition, read_value, typed_form
from segtui.domain.values import DayValue, InstantValue, RangeValue, RelativeValue, Unit

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 10, 27, 11, 12, 13, 456_789, tzinfo=UTC)
"""A Tuesday, 12:12:13 in Rome."""
ZONES = [UTC, ROME, timezone(timedelta(hours=5, minutes=30)), *map(ZoneInfo, ("America/New_York", "Asia/Kathmandu"))]
EDGES = [ZoneInfo(name) for name in ("America/Havana", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe")]


def reads(text: str, zone: ZoneInfo = ROME, now: datetime = NOW) -> str:
    return moment_words(read_moment(text, now, zone), zone)


def refusal(text: str, zone: ZoneInfo = ROME, now: datetime = NOW) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_moment(text, now, zone)
    return f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-10-27", "2026-10-27 00:00 Europe/Rome = 2026-10-26T23:00Z"),
        ("2024-07-01", "2024-07-01 00:00 Europe/Rome = 2024-06-30T22:00Z"),
        ("2024-07-01 9:30", "2024-07-01 09:30 Europe/Rome = 2024-07-01T07:30Z"),
        ("2024-07-01 at 09:30:05", "2024-07-01 09:30:05 Europe/Rome = 2024-07-01T07:30:05Z"),
        ("2024-07-01T09:30Z", "2024-07-01 11:30 Europe/Rome = 2024-07-01T09:30Z"),
        ("2024-07-01t09:30z", "2024-07-01 11:30 Europe/Rome = 2024-07-01T09:30Z"),
        ("2024-07-01 09:30 UTC", "2024-07-01 11:30 Europe/Rome = 2024-07-01T09:30Z"),
        ("2024-07-01 09:30 +0530", "2024-07-01 06:00 Europe/Rome = 2024-07-01T04:00Z"),
        ("2024-07-01 09:30 europe/rome", "2024-07-01 09:30 Europe/Rome = 2024-07-01T07:30Z"),
        ("2024-07-01T09:30:00.123456Z", "2024-07-01 11:30:00.123 Europe/Rome = 2024-07-01T09:30:00.123Z"),
        ("today", "2026-10-27 00:00 Europe/Rome = 2026-10-26T23:00Z"),
        (" Yesterday ", "2026-10-26 00:00 Europe/Rome = 2026-10-25T23:00Z"),
        ("tomorrow", "2026-10-28 00:00 Europe/Rome = 2026-10-27T23:00Z"),
        ("now", "2026-10-27 12:12:13 Europe/Rome = 2026-10-27T11:12:13Z"),
        ("monday", "2026-10-26 00:00 Europe/Rome = 2026-10-25T23:00Z"),
        ("Tuesday", "2026-10-27 00:00 Europe/Rome = 2026-10-26T23:00Z"),
        ("on wed", "2026-10-21 00:00 Europe/Rome = 2026-10-20T22:00Z"),
        ("last monday", "2026-10-26 00:00 Europe/Rome = 2026-10-25T23:00Z"),
        ("Last  Tuesday", "2026-10-20 00:00 Europe/Rome = 2026-10-19T22:00Z"),
        ("the past Sunday", "2026-10-25 00:00 Europe/Rome = 2026-10-24T22:00Z"),
        ("next tuesday", "2026-11-03 00:00 Europe/Rome = 2026-11-02T23:00Z"),
        ("next Wednesday", "2026-10-28 00:00 Europe/Rome = 2026-10-27T23:00Z"),
        ("last thurs at 9:30", "2026-10-22 09:30 Europe/Rome = 2026-10-22T07:30Z"),
        ("3 weeks ago", "2026-10-06 12:12:13 Europe/Rome = 2026-10-06T10:12:13Z"),
        ("an hour ago", "2026-10-27 11:12:13 Europe/Rome = 2026-10-27T10:12:13Z"),
        ("in  2   days", "2026-10-29 12:12:13 Europe/Rome = 2026-10-29T11:12:13Z"),
        ("2 days from now", "2026-10-29 12:12:13 Europe/Rome = 2026-10-29T11:12:13Z"),
        ("2 days before today", "2026-10-25 00:00 Europe/Rome = 2026-10-24T22:00Z"),
        ("last 30 days", "2026-09-27 12:12:13 Europe/Rome = 2026-09-27T10:12:13Z"),
        ("the past 12 months", "2025-10-27 12:12:13 Europe/Rome = 2025-10-27T11:12:13Z"),
        ("next 1 year", "2027-10-27 12:12:13 Europe/Rome = 2027-10-27T10:12:13Z"),
        ("start of this week", "2026-10-26 00:00 Europe/Rome = 2026-10-25T23:00Z"),
        ("start of last week", "2026-10-19 00:00 Europe/Rome = 2026-10-18T22:00Z"),
        ("beginning of the month", "2026-10-01 00:00 Europe/Rome = 2026-09-30T22:00Z"),
        ("start of last month", "2026-09-01 00:00 Europe/Rome = 2026-08-31T22:00Z"),
        ("start of next month", "2026-11-01 00:00 Europe/Rome = 2026-10-31T23:00Z"),
        ("Start of last year", "2025-01-01 00:00 Europe/Rome = 2024-12-31T23:00Z"),
        ("1 July 2024", "2024-07-01 00:00 Europe/Rome = 2024-06-30T22:00Z"),
        ("1st jul 2024 at 9:30", "2024-07-01 09:30 Europe/Rome = 2024-07-01T07:30Z"),
        ("July 1, 2024", "2024-07-01 00:00 Europe/Rome = 2024-06-30T22:00Z"),
        ("25/12/2024", "2024-12-25 00:00 Europe/Rome = 2024-12-24T23:00Z"),
        ("12/25/2024", "2024-12-25 00:00 Europe/Rome = 2024-12-24T23:00Z"),
        ("5.5.2024", "2024-05-05 00:00 Europe/Rome = 2024-05-04T22:00Z"),
        ("0999-01-01 00:00Z", "0999-01-01 00:49:56 Europe/Rome = 0999-01-01T00:00Z"),
    ],
)
def test_each_form_names_one_moment(typed: str, shown: str) -> None:
    assert reads(typed) == shown


@pytest.mark.parametrize(
    ("typed", "intent", "words"),
    [
        ("2024-07-01", None, ""),
        ("2024-07-01 09:30", None, ""),
        ("1 July 2024", None, ""),
        ("now", RelativeValue(0, Unit.MINUTES), "now"),
        ("Today", RelativeValue(0, Unit.DAYS, "today"), "today"),
        ("yesterday", RelativeValue(-1, Unit.DAYS, "today"), "yesterday"),
        ("3 Weeks  ago", RelativeValue(-3, Unit.WEEKS), "3 weeks ago"),
        ("The last 30 days", RelativeValue(-30, Unit.DAYS), "last 30 days"),
        ("in a month", RelativeValue(1, Unit.MONTHS), "in a month"),
        ("2 hours after today", RelativeValue(2, Unit.HOURS, "today"), "2 hours after today"),
        ("start of this week", None, "start of this week"),
        ("MONDAY", None, "Monday"),
        ("last tues", None, "last Tuesday"),
        ("next sun 18:00", None, "next Sunday at 18:00"),
    ],
)
def test_what_was_meant_is_told_with_the_moment(
    typed: str,
    intent: RelativeValue | None,
    words: str,
) -> None:
    read = read_moment(typed, NOW, ROME)
    assert (read.intent, read.words, read.moves) == (intent, words, bool(words))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("01/02/2024", ("1 February 2024", "2 January 2024", "2024-02-01 or 2024-01-02")),
        ("1.2.2024", ("1 February 2024", "2 January 2024")),
        ("last month", ("start of last month, or 1 month ago",)),
        ("next week", ("start of next week, or in 1 week",)),
        ("this year", ("Write start of this year.",)),
        ("last day", ("Write 1 day ago.",)),
        ("this friday", ("isn't one day", "Write last Friday, or next Friday.")),
        ("mond", ("isn't a date", "last Monday")),
        ("monday 2024-07-01", ("isn't a date",)),
        ("sunday 02:30", ("comes twice", "for the first")),
        ("", ("A date is needed", "3 weeks ago")),
        ("may", ("isn't a date", "1 July 2024", "last 30 days")),
        ("in 3", ("isn't a date",)),
        ("01/02/24", ("isn't a date",)),
        ("2024-02-30", ("isn't in the calendar",)),
        ("31/02/2024", ("isn't in the calendar",)),
        ("31 June 2024", ("isn't in the calendar",)),
        ("2024-07-01 25:00", ("isn't in the calendar",)),
        ("99999 years ago", ("isn't in the calendar",)),
        ("0001-01-01", ("isn't in the calendar",)),
        ("2024-07-01 09:30 Mars/Olympus", ("“Mars/Olympus”", "Europe/Rome", "+02:00")),
        ("today = tomorrow", ("names two moments",)),
        ("\u0661 days ago", ("isn't a date",)),
    ],
)
def test_what_is_no_one_moment_is_refused_with_what_to_write(typed: str, told: tuple[str, ...]) -> None:
    says = refusal(typed)
    assert [part for part in told if part not in says] == []


def test_a_time_that_the_clocks_skip_or_show_twice_is_refused_with_the_two_ways_out() -> None:
    assert "put forward" in refusal("2026-03-29 02:30")
    assert "2026-03-29 03:30" in refusal("2026-03-29 02:30")
    twice = refusal("2026-10-25 02:30")
    assert "2026-10-25T02:30+02:00 for the first" in twice
    assert "2026-10-25T02:30+01:00 for the second" in twice
    assert reads("2026-10-25T02:30+02:00") == "2026-10-25 02:30+02:00 Europe/Rome = 2026-10-25T00:30Z"
    assert reads("2026-10-25T02:30+01:00") == "2026-10-25 02:30+01:00 Europe/Rome = 2026-10-25T01:30Z"
    assert reads("2026-10-25 02:30+01:00 Europe/Rome").endswith("= 2026-10-25T01:30Z")


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00Z"),  # 00:00 is skipped
        ("America/Havana", "2026-11-01", "2026-11-01T04:00Z"),  # 00:00 comes twice
        ("Europe/Rome", "2026-10-25", "2026-10-24T22:00Z"),
    ],
)
def test_a_day_begins_with_its_first_moment(zone: str, day: str, begins: str) -> None:
    assert reads(day, ZoneInfo(zone)).endswith(f"= {begins}")
    noon = datetime.fromisoformat(f"{day}T18:00Z")
    assert reads("today", ZoneInfo(zone), noon).endswith(f"= {begins}")


def test_today_in_the_second_of_two_equal_hours_begins_with_the_first() -> None:
    second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert reads("today", ZoneInfo("America/Havana"), second).endswith("= 2026-11-01T04:00Z")


def test_a_day_that_a_zone_skips_is_refused() -> None:
    assert "There is no 2011-12-30 in Pacific/Apia" in refusal("2011-12-30", ZoneInfo("Pacific/Apia"))


def test_hours_pass_on_the_clock_and_days_on_the_calendar() -> None:
    after_change = datetime(2026, 10, 25, 11, 0, tzinfo=UTC)
    assert reads("24 hours ago", now=after_change).startswith("2026-10-24 13:00")
    assert reads("1 day ago", now=after_change).startswith("2026-10-24 12:00")


@pytest.mark.parametrize(
    ("now", "typed", "day"),
    [
        ("2026-03-31", "1 month ago", "2026-02-28"),
        ("2024-03-31", "1 month ago", "2024-02-29"),
        ("2024-02-29", "1 year ago", "2023-02-28"),
        ("2026-12-31", "in 2 months", "2027-02-28"),
        ("2026-01-15", "start of last month", "2025-12-01"),
        ("2026-12-15", "start of next month", "2027-01-01"),
        ("2026-11-01", "start of this week", "2026-10-26"),
        ("2026-01-01", "yesterday", "2025-12-31"),
    ],
)
def test_months_end_where_they_end(now: str, typed: str, day: str) -> None:
    noon = datetime.fromisoformat(f"{now}T12:00Z")
    assert read_moment(typed, noon, UTC).instant.date() == date.fromisoformat(day)


def moments_and_zones() -> SearchStrategy[tuple[datetime, ZoneInfo]]:
    seconds = st.integers(-2_000_000_000, 4_000_000_000)
    instants = st.builds(datetime.fromtimestamp, seconds.map(lambda one: one + 0.007 * (one % 3)), st.just(UTC))
    return st.tuples(instants, st.sampled_from([*ZONES, *EDGES]))


@settings(max_examples=300)
@given(moments_and_zones())
@example((datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ROME))
@example((datetime(2026, 10, 25, 1, 30, tzinfo=UTC), ROME))
@example((datetime(2026, 4, 4, 15, 15, tzinfo=UTC), ZoneInfo("Australia/Lord_Howe")))
def test_what_is_shown_is_read_as_the_same_moment(case: tuple[datetime, ZoneInfo]) -> None:
    moment, zone = case
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    shown = moment_words(ReadMoment(exact), zone)
    for part in (shown, *shown.split(" = ")):
        assert read_moment(part, NOW, zone).instant == exact


FORMS = [
    "now", "today", "yesterday", "tomorrow", "3 weeks ago", "in 5 hours", "last 30 days", "next 2 months",
    "start of this week", "start of last month", "start of next year", "2 days before today",
    "2024-07-01", "1 July 2024", "Monday", "last Friday", "next Sunday", "last Wednesday at 23:45",
]  # fmt: skip


@settings(max_examples=300)
@given(moments_and_zones(), st.sampled_from(FORMS))
def test_what_is_read_can_be_shown_and_read_again(case: tuple[datetime, ZoneInfo], typed: str) -> None:
    now, zone = case
    try:
        read = read_moment(typed, now, zone)
    except UnreadableInput as refused:
        # The one day that isn't in Apia, and a time that the clocks skip or show twice.
        assert re.search("the calendar skips it|the clocks are put", refused.message)  # noqa: PT017 - as said
        return
    shown = moment_words(read, zone)
    assert read_moment(shown, now, zone).instant == read.instant
    if read.moves:
        assert read_moment(read.words, now, zone) == read
    if read.intent is not None:
        assert read_moment(relative_words(read.intent), now, zone).instant == read.instant


DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@settings(max_examples=300)
@given(moments_and_zones(), st.sampled_from(DAYS), st.sampled_from(["", "last ", "next "]))
@example((datetime(2026, 10, 25, 23, 30, tzinfo=UTC), ROME), "Monday", "last ")
def test_a_weekday_is_that_day_within_a_week_of_today(case: tuple[datetime, ZoneInfo], name: str, which: str) -> None:
    now, zone = case
    today = now.astimezone(zone).date()
    try:
        read = read_moment(f"{which}{name}", now, zone)
    except UnreadableInput as refused:
        assert "the calendar skips it" in refused.message  # noqa: PT017 - the one day that isn't in Apia
        return
    day = read.instant.astimezone(zone).date()
    ahead = (day - today).days
    assert f"{day:%A}" == name
    assert ahead in {"": range(-6, 1), "last ": range(-7, 0), "next ": range(1, 8)}[which]
    assert read.instant == read_moment(day.isoformat(), now, zone).instant
    for shown in (moment_words(read, zone), read.words.upper()):
        assert read_moment(shown, now, zone).instant == read.instant


@given(st.integers(-99_999, 99_999), st.sampled_from(Unit), st.sampled_from(["now", "today"]))
def test_a_relative_value_has_words_of_its_own(offset: int, unit: Unit, anchor: str) -> None:
    value = RelativeValue(offset, unit, "today" if anchor == "today" else "now")
    try:
        read = read_moment(relative_words(value), NOW, ROME)
    except UnreadableInput as refused:
        assert "calendar" in refused.message  # noqa: PT017 - far out
        return
    assert read.intent == value or not offset


@settings(max_examples=300)
@given(
    st.one_of(outside_text(40), st.sampled_from(HOSTILE_TEXTS), st.text("0123456789-/.: =T+Zagoinlstdy", max_size=24))
)
def test_whatever_is_typed_is_a_moment_or_a_complaint_that_can_be_shown(typed: str) -> None:
    try:
        read = read_moment(typed, NOW, ROME)
    except UnreadableInput as refused:
        assert refused.hint  # noqa: PT017 - either is fine
        return
    assert moment_words(read, ROME).isprintable()


def test_a_zone_without_a_name_of_its_own_is_named_by_its_offset() -> None:
    assert zone_name(ZONES[2]) == "UTC+05:30"
    assert read_moment("2024-07-01 09:30 UTC+05:30", NOW, ZONES[2]).instant == datetime(2024, 7, 1, 4, tzinfo=UTC)


DATES = DateReading(NOW, ROME)
RELATIVE = DateReading(NOW, ROME, keeps_relative=True)


def test_values_of_date_fields_are_read_as_people_say_them() -> None:
    date_field = FieldType.INSTANT
    assert read_value("today", Operator.AT_LEAST, date_field, DATES) == InstantValue("2026-10-26T23:00:00.000Z")
    assert read_value("yesterday", Operator.ON_DAY, date_field, DATES) == DayValue(date(2026, 10, 26))
    assert read_value("last 30 days", Operator.WITHIN, date_field, DATES) == RelativeValue(-30, Unit.DAYS)
    assert read_value("1 July 2024 and today", Operator.BETWEEN, date_field, DATES) == RangeValue(
        InstantValue("2024-06-30T22:00:00.000Z"), InstantValue("2026-10-26T23:00:00.000Z")
    )
    with pytest.raises(UnreadableInput):
        read_value("today", Operator.AT_LEAST, date_field)


def test_a_relative_date_stays_one_where_that_is_wanted() -> None:
    condition = read_condition("createdAt is after 3 weeks ago", lambda _: FieldType.INSTANT, RELATIVE)
    assert condition.value == RelativeValue(-3, Unit.WEEKS)
    absolute = read_condition("createdAt is after 2024-07-01", lambda _: FieldType.INSTANT, RELATIVE)
    assert absolute.value == InstantValue("2024-06-30T22:00:00.000Z")


@pytest.mark.parametrize("written", ["2024-07-01", "2024-07-01 09:30", "2024-07-01T09:30:00+02:00"])
def test_an_edit_that_changes_nothing_leaves_the_moment_where_it_is(written: str) -> None:
    typed = typed_form(InstantValue(written), FieldType.INSTANT)
    again = read_value(typed, Operator.AT_LEAST, FieldType.INSTANT, DATES)
    assert isinstance(again, InstantValue)
    assert again.at == InstantValue(written).at


def test_a_span_told_from_today_can_be_edited() -> None:
    value = RelativeValue(-3, Unit.DAYS, "today")
    assert read_value(typed_form(value, FieldType.INSTANT), Operator.WITHIN, FieldType.INSTANT) == value
