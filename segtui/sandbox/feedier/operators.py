"""FQL's operators: what a condition makes of the values that it finds.

A condition may find several values, such as those of an attribute given twice: one that fits is enough, except that
`$ne`, `$nin` and `$nlike` want none that their opposite would take.
"""

import operator as op
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

from segtui.sandbox.feedier.errors import BadFql

Matcher: TypeAlias = Callable[[Sequence[Any]], bool]
_One: TypeAlias = Callable[[Any], bool]

_OPPOSITES = {"$ne": "$eq", "$nin": "$in", "$nlike": "$like"}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"$gt": op.gt, "$lt": op.lt, "$gte": op.ge, "$lte": op.le}
_DAY = timedelta(days=1)


def matcher(operator: str, operand: Any) -> Matcher:
    """Make sense of an operator on numbers and texts.

    Raises:
        BadFql: There is no such operator, or it can't have this value.
    """
    if operator in _OPPOSITES:
        return _none_of(_one_value(_OPPOSITES[operator], operand))
    return _any_of(_one_value(operator, operand))


def time_matcher(operator: str, operand: Any, *, now: datetime, has_between: bool) -> Matcher:
    """Make sense of an operator on times.

    Args:
        operator: As stored.
        operand: A word for a period, a date, a moment, or two dates.
        now: What "last month" is counted from.
        has_between: Whether this dialect knows `$btw`.

    Raises:
        BadFql: There is no such operator on times, or it can't have this value.
    """
    if operator == "$btw" and has_between:
        return _any_of(_within(*_two_days(operand)))
    if operator == "$eq":
        return _any_of(_within(*_period(operand, now)))
    if operator == "$ne":
        return _none_of(_within(*_period(operand, now)))
    if operator in _COMPARISONS:
        compare, bound = _COMPARISONS[operator], _moment(operand)
        return _any_of(lambda value: compare(datetime.fromisoformat(value), bound))
    raise BadFql(f"The operator {operator} is invalid for a date.")


def _any_of(fits: _One) -> Matcher:
    return lambda values: any(fits(value) for value in values if value is not None)


def _none_of(fits: _One) -> Matcher:
    return lambda values: not any(fits(value) for value in values if value is not None)


def _one_value(operator: str, operand: Any) -> _One:
    match operator:
        case "$eq":
            wanted = _scalar(operator, operand)
            return lambda value: _is_same(value, wanted)
        case "$in":
            choices = _scalars(operator, operand)
            return lambda value: any(_is_same(value, choice) for choice in choices)
        case "$like":
            given = _scalars(operator, operand) if isinstance(operand, list) else [_scalar(operator, operand)]
            parts = [str(part).casefold() for part in given]
            return lambda value: any(part in str(value).casefold() for part in parts)
        case "$gt" | "$lt" | "$gte" | "$lte":
            compare, bound = _COMPARISONS[operator], _scalar(operator, operand)
            return lambda value: _is_text(value) == _is_text(bound) and compare(value, bound)
    raise BadFql(f"The operator {operator} is invalid.")


def _is_same(value: Any, wanted: Any) -> bool:
    """Compare strictly: 11 isn't "11"."""
    return bool(_is_text(value) == _is_text(wanted) and value == wanted)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _scalar(operator: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadFql(f"The value of {operator} must be a number or a text.")
    return value


def _scalars(operator: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadFql(f"The value of {operator} must be a list.")
    return [_scalar(operator, one) for one in value]


def _within(start: datetime, end: datetime) -> _One:
    return lambda value: start <= datetime.fromisoformat(value) < end


def _period(word: Any, now: datetime) -> tuple[datetime, datetime]:
    """Read a word for a period, or a date for its day."""
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    month = today.replace(day=1)
    match word:
        case "date_last_day":
            return today - _DAY, today
        case "date_last_month":
            return (month - _DAY).replace(day=1), month
    day = _day(word)
    return day, day + _DAY


def _two_days(operand: Any) -> tuple[datetime, datetime]:
    if not isinstance(operand, list) or len(operand) != 2:  # noqa: PLR2004 - the first and the last day
        raise BadFql("The value of $btw must be two dates.")
    return _day(operand[0]), _day(operand[1]) + _DAY


def _day(text: Any) -> datetime:
    return datetime.combine(_moment(text).date(), time(), UTC)


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    # The day after has to be a date too.
    if not isinstance(text, str) or moment is None or moment.year == date.max.year:
        raise BadFql("The value is not a valid date.")
    return moment
