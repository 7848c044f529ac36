"""What a condition compares with.

Every value keeps what was written: a number its digits, an instant its text, so that a rule that nobody touched goes
back to its service as it came.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from segtui.domain.instants import parse_instant
from segtui.domain.record import record

JsonValue: TypeAlias = bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
"""What JSON can hold, read-only."""

_JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


@record
class NoValue:
    """For operators that need none, such as "exists"."""


@record
class TextValue:
    """A text, compared as it stands."""

    text: str


@record
class NumberValue:
    """A number as JSON writes it.

    Raises:
        ValueError: The text isn't a JSON number.
    """

    written: str

    def __post_init__(self) -> None:
        if not is_number(self.written):
            raise ValueError(f"not a JSON number: {self.written!r}")

    @property
    def number(self) -> int | float:
        """The number that is meant: whole when it is written so."""
        return int(self.written) if self.written.lstrip("-").isdigit() else float(self.written)


@record
class BoolValue:
    """Yes or no."""

    yes: bool


@record
class DayValue:
    """A whole day of the calendar, in the time zone of whoever evaluates it."""

    day: date


@record
class InstantValue:
    """A moment, in the ISO 8601 form it was written in.

    Raises:
        ValueError: The text isn't an instant that `parse_instant` reads.
    """

    written: str

    def __post_init__(self) -> None:
        if parse_instant(self.written) is None:
            raise ValueError(f"not an ISO 8601 instant: {self.written!r}")

    @property
    def at(self) -> datetime:
        """The moment itself, with its zone."""
        moment = parse_instant(self.written)
        assert moment is not None  # noqa: S101 - __post_init__ has seen to it
        return moment


class Unit(StrEnum):
    """Steps of the calendar and the clock."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@record
class RelativeValue:
    """A moment told from now or from the beginning of today; a negative offset lies in the past."""

    offset: int
    unit: Unit
    anchor: Literal["now", "today"] = "now"


@record
class ListValue:
    """Several values, in the order they were written."""

    items: tuple["Scalar", ...]


@record
class RangeValue:
    """From the low to the high end, both included."""

    low: "Scalar"
    high: "Scalar"


Scalar: TypeAlias = TextValue | NumberValue | BoolValue | DayValue | InstantValue
Value: TypeAlias = NoValue | Scalar | RelativeValue | ListValue | RangeValue


def is_number(text: str) -> bool:
    """Whether a text is a number as JSON writes it (RFC 8259, section 6), within what a double can hold."""
    return _JSON_NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def scalar_from_json(json: JsonValue) -> Scalar | None:
    """The value a plain JSON text, number or boolean stands for; None for null, lists, objects and infinities."""
    if isinstance(json, bool):
        return BoolValue(json)
    if isinstance(json, int | float):
        return NumberValue(repr(json)) if is_number(repr(json)) else None
    return TextValue(json) if isinstance(json, str) else None


def value_from_json(json: JsonValue) -> Value | None:
    """The value a JSON scalar or a list of scalars stands for.

    Returns:
        The value; None for null, objects, and lists that hold anything but scalars.
    """
    if not isinstance(json, list | tuple):
        return scalar_from_json(json)
    items = [scalar_from_json(item) for item in json]
    whole = [item for item in items if item is not None]
    return ListValue(tuple(whole)) if len(whole) == len(items) else None


def scalar_to_json(value: Scalar) -> str | int | float | bool:
    """The JSON form of a value, the inverse of `scalar_from_json`; days and instants become their text."""
    match value:
        case TextValue(text):
            return text
        case NumberValue():
            return value.number
        case BoolValue(yes):
            return yes
        case DayValue(day):
            return day.isoformat()
        case InstantValue(written):
            return written
