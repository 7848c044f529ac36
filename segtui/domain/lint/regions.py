"""Which values meet a condition, as sets that can be compared: is one inside another, do two overlap?

Everything here is careful: "no" also stands for "that can't be told". The sets are those of `evaluation.Evaluator`,
value by value; what a list or a missing value does to a condition is `logic`'s business.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, TypeAlias

from segtui.domain.evaluation import Semantics
from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Condition
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NumberValue,
    RangeValue,
    Scalar,
    TextValue,
    Value,
    is_number,
)


class Sort(Enum):
    """What can be compared with each other."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "yes/no"
    MOMENT = "moment"


@record
class Points:
    """Some single values."""

    sort: Sort
    keys: frozenset[Any]


@record
class Span:
    """All values between two ends; an end that is None isn't there."""

    sort: Sort
    low: Any = None
    high: Any = None
    with_low: bool = False
    with_high: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no value can be in it."""
        if self.low is None or self.high is None:
            return False
        return bool(self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high)))

    def holds(self, key: Any) -> bool:
        """Whether a value is in it."""
        after = self.low is None or key > self.low or (self.with_low and key == self.low)
        before = self.high is None or key < self.high or (self.with_high and key == self.high)
        return bool(after and before)


@record
class Written:
    """All texts with something at their beginning, at their end, or anywhere."""

    operator: Operator
    text: str
    sort: Sort = Sort.TEXT

    def holds(self, key: str) -> bool:
        """Whether a text is in it."""
        match self.operator:
            case Operator.STARTS_WITH:
                return key.startswith(self.text)
            case Operator.ENDS_WITH:
                return key.endswith(self.text)
            case _:
                return self.text in key


Part: TypeAlias = Points | Span | Written
Region: TypeAlias = tuple[Part, ...]
"""Values that are in any of the parts; without parts there are none."""

_WRITTEN = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH})
_SEVERAL = frozenset({Operator.ONE_OF, Operator.HAS_ANY})
_DAY = timedelta(days=1)


def region(condition: Condition, semantics: Semantics) -> Region | None:
    """The values that meet a condition, its "not" left aside.

    Returns:
        The region, of which membership is certain for every value; None when it can't be told.
    """
    parts = _region(condition.operator, condition.value, semantics)
    if parts is None:
        return None
    return tuple(part for part in parts if not _is_empty(part))


def _region(operator: Operator, value: Value, semantics: Semantics) -> Region | None:
    match value:
        case ListValue(items) if operator in _SEVERAL:
            found = [_region(Operator.IS, item, semantics) for item in items]
            known = [parts for parts in found if parts is not None]
            return tuple(part for parts in known for part in parts) if len(known) == len(found) else None
        case RangeValue(low, high) if operator is Operator.BETWEEN:
            return _between(low, high, semantics)
        case TextValue(text) if operator in _WRITTEN:
            return (Written(operator, _folded(text, semantics)),)
        case DayValue() if operator is Operator.ON_DAY:
            return _ordered(Operator.IS, value, semantics)
        case TextValue() | NumberValue() | BoolValue() | DayValue() | InstantValue():
            return _ordered(operator, value, semantics)
        case _:
            return None


def _between(low: Scalar, high: Scalar, semantics: Semantics) -> Region | None:
    match _ordered(Operator.AT_LEAST, low, semantics), _ordered(Operator.AT_MOST, high, semantics):
        case (Span() as one,), (Span() as other,) if one.sort is other.sort:
            return (Span(one.sort, one.low, other.high, one.with_low, other.with_high),)
        case _:
            return None


def _ordered(operator: Operator, value: Scalar, semantics: Semantics) -> Region | None:
    if isinstance(value, DayValue):
        return _of_day(operator, value, semantics)
    keyed = _key(value, semantics)
    if keyed is None:
        return None
    sort, key = keyed
    match operator:
        case Operator.IS:
            return (Points(sort, frozenset({key})),)
        case Operator.MORE_THAN:
            return (Span(sort, low=key),)
        case Operator.AT_LEAST:
            return (Span(sort, low=key, with_low=True),)
        case Operator.LESS_THAN:
            return (Span(sort, high=key),)
        case Operator.AT_MOST:
            return (Span(sort, high=key, with_high=True),)
        case _:
            return None


def _key(value: Scalar, semantics: Semantics) -> tuple[Sort, Any] | None:
    """What a value is compared by; None where it is compared in two ways."""
    match value:
        case TextValue(text):
            # Where types needn't agree, a text of digits is compared with numbers too.
            both_ways = not semantics.types_must_agree and is_number(text)
            return None if both_ways else (Sort.TEXT, _folded(text, semantics))
        case NumberValue():
            return Sort.NUMBER, value.number
        case BoolValue(yes):
            return Sort.BOOL, yes
        case InstantValue():
            return Sort.MOMENT, value.at
        case _:
            return None


def _of_day(operator: Operator, value: DayValue, semantics: Semantics) -> Region | None:
    """A day as the moments in it. Only in UTC, where every day begins at midnight and has 24 hours."""
    if semantics.zone is not UTC:
        return None
    begin = datetime(value.day.year, value.day.month, value.day.day, tzinfo=UTC)
    try:
        end = begin + _DAY
    except OverflowError:
        return None
    match operator:
        case Operator.IS:
            return (Span(Sort.MOMENT, begin, end, with_low=True),)
        case Operator.MORE_THAN:
            return (Span(Sort.MOMENT, low=end, with_low=True),)
        case Operator.AT_LEAST:
            return (Span(Sort.MOMENT, low=begin, with_low=True),)
        case Operator.LESS_THAN:
            return (Span(Sort.MOMENT, high=begin),)
        case Operator.AT_MOST:
            return (Span(Sort.MOMENT, high=end),)
        case _:
            return None


def _folded(text: str, semantics: Semantics) -> str:
    return text if semantics.case_matters else text.casefold()


def _is_empty(part: Part) -> bool:
    return isinstance(part, Span) and part.is_empty


def is_inside(one: Region, other: Region) -> bool:
    """Whether every value of one region is certainly in the other."""
    return all(_is_part_inside(part, other) for part in one)


def _is_part_inside(part: Part, region: Region) -> bool:
    alike = [other for other in region if other.sort is part.sort]
    if isinstance(part, Points):
        return all(any(_holds(other, key) for other in alike) for key in part.keys)
    return any(_covers(other, part) for other in alike)


def _holds(part: Part, key: Any) -> bool:
    return key in part.keys if isinstance(part, Points) else part.holds(key)


def _covers(big: Part, small: Span | Written) -> bool:
    match small, big:
        case Span(), Span():
            return _begins_no_later(big, small) and _ends_no_sooner(big, small)
        case Written(operator, text), Written():
            return operator is big.operator and big.holds(text) if big.operator in _AT_AN_END else big.holds(text)
        case _:
            return False


_AT_AN_END = frozenset({Operator.STARTS_WITH, Operator.ENDS_WITH})


def _begins_no_later(big: Span, small: Span) -> bool:
    if big.low is None:
        return True
    if small.low is None:
        return False
    return bool(big.low < small.low or (big.low == small.low and (big.with_low or not small.with_low)))


def _ends_no_sooner(big: Span, small: Span) -> bool:
    if big.high is None:
        return True
    if small.high is None:
        return False
    return bool(big.high > small.high or (big.high == small.high and (big.with_high or not small.with_high)))


def are_apart(one: Region, other: Region, semantics: Semantics) -> bool:
    """Whether certainly no value is in both regions."""
    return all(_are_parts_apart(part, another, semantics) for part in one for another in other)


def _are_parts_apart(one: Part, other: Part, semantics: Semantics) -> bool:
    if one.sort is not other.sort:
        return _are_sorts_apart({one.sort, other.sort}, semantics)
    match one, other:
        case Points(_, keys), _:
            return not any(_holds(other, key) for key in keys)
        case _, Points():
            return _are_parts_apart(other, one, semantics)
        case Span(), Span():
            return _ends_before(one, other) or _ends_before(other, one)
        case Written(), Written() if one.operator is other.operator and one.operator in _AT_AN_END:
            return not one.holds(other.text) and not other.holds(one.text)
        case _:
            return False


def _are_sorts_apart(sorts: Iterable[Sort], semantics: Semantics) -> bool:
    """A date is a text too; and where types needn't agree, so may a number be."""
    sorts = set(sorts)
    return Sort.BOOL in sorts or (Sort.NUMBER in sorts and semantics.types_must_agree)


def _ends_before(one: Span, other: Span) -> bool:
    if one.high is None or other.low is None:
        return False
    return bool(one.high < other.low or (one.high == other.low and not (one.with_high and other.with_low)))
