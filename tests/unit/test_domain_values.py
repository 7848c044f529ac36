"""Values of conditions, and the moments in them."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.strategies import json_scalars, json_values, moments

from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NumberValue,
    TextValue,
    is_number,
    scalar_from_json,
    scalar_to_json,
    value_from_json,
)


def as_json(value: JsonValue) -> str:
    """Tells 1 from True and from 1.0, which `==` doesn't."""
    return json.dumps(value)


@given(json_scalars())
def test_a_json_scalar_comes_back_as_it_was(scalar: str | float | bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    value = scalar_from_json(scalar)
    assert value is not None
    assert as_json(scalar_to_json(value)) == as_json(scalar)


@given(json_values())
def test_only_scalars_and_lists_of_them_are_values(form: JsonValue) -> None:
    value = value_from_json(form)
    if isinstance(form, list):
        fits = all(isinstance(item, str | int | float) for item in form)
        assert isinstance(value, ListValue) if fits else value is None
        assert not isinstance(value, ListValue) or as_json([scalar_to_json(one) for one in value.items]) == as_json(
            form
        )
    else:
        assert (value is None) == (form is None or isinstance(form, dict))


def test_a_boolean_is_no_number_and_digits_are_no_number_either() -> None:
    forms: list[JsonValue] = [True, 1, "1"]
    assert [scalar_from_json(form) for form in forms] == [BoolValue(yes=True), NumberValue("1"), TextValue("1")]


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan"), 10**400])
def test_a_number_that_no_double_holds_is_no_value(number: float) -> None:
    assert scalar_from_json(number) is None


def test_days_and_instants_become_their_text() -> None:
    assert scalar_to_json(DayValue(date(2024, 7, 1))) == "2024-07-01"
    assert scalar_to_json(InstantValue("2024-07-01T00:00Z")) == "2024-07-01T00:00Z"


@pytest.mark.parametrize("text", ["0", "-0", "5", "-2.5", "1e5", "1.50", "1E-7"])
def test_a_number_keeps_how_it_was_written(text: str) -> None:
    assert NumberValue(text).written == text
    assert NumberValue(text).number == float(text)


def test_a_whole_number_stays_exact() -> None:
    assert NumberValue("-12345678901234567890").number == -12345678901234567890
    assert NumberValue("9" * 300).number == int("9" * 300)
    assert isinstance(NumberValue("1.0").number, float)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 5",
        "5 ",
        "+5",
        "05",
        ".5",
        "5.",
        "1,5",
        "1_000",
        "0x10",
        "NaN",
        "Infinity",
        "1e",
        "1e400",
        "9" * 5000,
        "1\u0663",
        "\uff15",
    ],
)
def test_what_json_would_not_call_a_number_is_none(text: str) -> None:
    assert not is_number(text)
    with pytest.raises(ValueError, match="not a JSON number"):
        NumberValue(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-07-20", datetime(2024, 7, 20, tzinfo=UTC)),
        ("2024-07-20T09:30", datetime(2024, 7, 20, 9, 30, tzinfo=UTC)),
        ("2024-07-20 09:30:05", datetime(2024, 7, 20, 9, 30, 5, tzinfo=UTC)),
        ("2024-07-20T09:30:05.120Z", datetime(2024, 7, 20, 9, 30, 5, 120_000, tzinfo=UTC)),
        ("2024-07-20T09:30:05,5+02:00", datetime(2024, 7, 20, 7, 30, 5, 500_000, tzinfo=UTC)),
        ("2024-07-20T09:30:05.123456789Z", datetime(2024, 7, 20, 9, 30, 5, 123_456, tzinfo=UTC)),
        ("2024-07-20T09:30-0230", datetime(2024, 7, 20, 12, 0, tzinfo=UTC)),
        ("2024-07-20T09:30+02", datetime(2024, 7, 20, 7, 30, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_these_forms_are_moments(text: str, moment: datetime) -> None:
    assert parse_instant(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "20240720",
        "20240720T093000Z",
        "2024-W29-6",
        "2024-202",
        "2024-7-1",
        "2024-07",
        "2024",
        "2023-02-29",
        "2024-04-31",
        "2024-13-01",
        "2024-07-20T25:00Z",
        "2024-07-20T09:60Z",
        "2024-07-20T",
        "2024-07-20T09:30:05.Z",
        "2024-07-20Z",
        "2024-07-20T09:30 Z",
        " 2024-07-20",
        "2024-07-20\n",
        "0000-01-01",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:30:00-01:00",
        "\uff12\uff10\uff12\uff14-07-20",
        "yesterday",
        "1721466000000",
        "",
    ],
)
def test_these_are_no_moments(text: str) -> None:
    assert parse_instant(text) is None
    with pytest.raises(ValueError, match="not an ISO 8601 instant"):
        InstantValue(text)


@given(moments())
def test_a_moment_survives_being_written(moment: datetime) -> None:
    written = iso_utc(moment)
    assert parse_instant(written) == moment
    assert (len(written), written[10], written[19], written[-1]) == (24, "T", ".", "Z")


def test_a_moment_is_written_in_utc_with_milliseconds() -> None:
    assert iso_utc(datetime(2024, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "2024-06-30T23:30:00.000Z"


@given(st.datetimes(timezones=st.timezones() | st.sampled_from([timezone(timedelta(hours=h)) for h in (-14, 14)])))
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))
@example(datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14))))
def test_every_moment_can_be_written(moment: datetime) -> None:
    written = datetime.fromisoformat(iso_utc(moment))
    assert timedelta(0) <= moment - written < timedelta(milliseconds=1)


@given(st.datetimes(timezones=st.timezones()) | st.text())
def test_whatever_is_read_as_a_moment_can_be_written_in_utc(what: datetime | str) -> None:
    moment = parse_instant(what if isinstance(what, str) else what.isoformat())
    assert moment is None or iso_utc(moment).endswith("Z")


def test_an_instant_keeps_its_text_and_knows_its_moment() -> None:
    value = InstantValue("2024-07-01T02:00:00+02:00")
    assert value.written == "2024-07-01T02:00:00+02:00"
    assert value.at == datetime(2024, 7, 1, tzinfo=UTC)
