"""Frozen dates: a service holds the 3rd of August where somebody meant "the last 30 days".

What was meant is kept locally, and told as long as the date stands where it was put.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import TypeAlias

from segtui.domain.errors import UnreadableInput
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, Path, walk
from segtui.domain.typed_dates import ReadMoment, moment_words, read_moment, relative_words
from segtui.domain.values import (
    DayValue,
    InstantValue,
    ListValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Unit,
    Value,
)

DateKey: TypeAlias = tuple[str, str]
"""A field, and a moment in UTC or a whole day as text: by these a frozen date is known again, however the service
writes it, alone or among others."""

_OF_THE_CLOCK = {Unit.MINUTES, Unit.HOURS}
_CLOCK = re.compile(r"\d:\d")


@record
class Frozen:
    """Where a date comes from, and what has become of it."""

    intent: str
    """What was meant, in words that `read_moment` reads: "last 30 days"."""
    at: datetime
    """When it was frozen, or set to the day of that time."""
    age_days: int
    """How many midnights ago that was."""
    today: datetime
    """The moment that the same words mean now, in UTC."""
    shown: str
    """That moment for people: its day, or with its time where that matters."""

    @property
    def day(self) -> date:
        """The day of that moment, where it was meant."""
        return date.fromisoformat(self.shown[: len("2024-07-01")])


FrozenDates: TypeAlias = Mapping[DateKey, Frozen]
"""What is known of the dates of one segment."""

NOTHING_FROZEN: FrozenDates = {}


def date_keys(condition: Condition) -> Sequence[DateKey]:
    """What the dates of a condition are known by, in the order in which they stand there."""
    keys = (date_key(condition.field, one) for one in _scalars(condition.value))
    return [key for key in keys if key is not None]


def date_key(field: str, value: Value) -> DateKey | None:
    """What one date is known by; None for what is none."""
    match value:
        case InstantValue(written) | TextValue(written):
            moment = parse_instant(written)
            return (field, iso_utc(moment)) if moment is not None else None
        case DayValue(day):
            return field, day.isoformat()
        case _:
            return None


def _scalars(value: Value) -> Sequence[Value]:
    match value:
        case ListValue(items):
            return items
        case RangeValue(low, high):
            return low, high
        case _:
            return (value,)


def frozen_date(intent: str, at: datetime, now: datetime, zone: tzinfo) -> Frozen | None:
    """What has become of a date.

    Args:
        intent: What was meant.
        at: When it was frozen.
        now: The present moment.
        zone: The zone it was meant in.

    Returns:
        None when nothing else would come out of these words another day, or they can't be read.
    """
    try:
        read = read_moment(intent, now, zone)
    except UnreadableInput:
        return None
    if not read.moves:
        return None
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    return Frozen(read.words, at, max(0, days), read.instant, _shown(read, zone))


def frozen_in(tree: Group, dates: FrozenDates) -> Iterator[tuple[Path, Condition, FrozenDates]]:
    """The conditions of a rule that have frozen dates, with what is known of those."""
    for path, node in walk(tree) if dates else ():
        if isinstance(node, Condition):
            found = {key: dates[key] for key in date_keys(node) if key in dates}
            if found:
                yield path, node, found


def set_to_today(condition: Condition, dates: FrozenDates) -> Condition:
    """The condition with what its frozen dates are today, a text where it is one."""
    match condition.value:
        case ListValue(items):
            return replace(condition, value=ListValue(tuple(_today(condition.field, one, dates) for one in items)))
        case RangeValue(low, high):
            ends = (_today(condition.field, one, dates) for one in (low, high))
            return replace(condition, value=RangeValue(*ends))
        case TextValue() | InstantValue() | DayValue() as one:
            return replace(condition, value=_today(condition.field, one, dates))
        case _:
            return condition


def _today(field: str, value: Scalar, dates: FrozenDates) -> Scalar:
    key = date_key(field, value)
    frozen = dates.get(key) if key is not None else None
    if frozen is None:
        return value
    if isinstance(value, DayValue):
        return DayValue(frozen.day)
    written = iso_utc(frozen.today)
    return TextValue(written) if isinstance(value, TextValue) else InstantValue(written)


def freeze_date(condition: Condition, now: datetime, zone: tzinfo) -> tuple[Condition, str] | None:
    """A condition on a relative date, with the moment that it is now in its place.

    "Within the last 30 days" becomes "at or after" the day 30 days ago. A span that lies ahead has two ends, and stays.

    Returns:
        The condition and what was meant; None when it can't be said with one date.
    """
    value = condition.value
    if not isinstance(value, RelativeValue):
        return None
    words = relative_words(value)
    if condition.operator is Operator.WITHIN:
        if value.offset >= 0 or value.anchor != "now":
            return None
        condition, words = replace(condition, operator=Operator.AT_LEAST), f"last {abs(value.offset)} {value.unit}"
    try:
        read = read_moment(words, now, zone)
    except UnreadableInput:  # beyond the calendar
        return None
    return replace(condition, value=InstantValue(iso_utc(read.instant))), words


def _shown(read: ReadMoment, zone: tzinfo) -> str:
    words = moment_words(read, zone).partition(" = ")[0]
    of_the_clock = read.intent is not None and read.intent.unit in _OF_THE_CLOCK
    return words if of_the_clock or _CLOCK.search(read.words) else words.partition(" ")[0]
