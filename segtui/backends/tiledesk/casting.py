"""What a value becomes on its way into Tiledesk's query: cast to the type that the lead model gives its field.

Text fields turn numbers and booleans into text; date fields take ISO text and milliseconds; an id must be 24 hex
digits. Whatever can't be cast, and any pattern that the database can't compile or apply, fails uncaught, and the
request for leads is never answered. Attributes, properties and unknown fields are compared as they are.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from segtui.backends.tiledesk.fields import field_type, holds_one_text_or_date, is_object_id, takes_patterns
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.operators import FieldType, Operator
from segtui.domain.patterns import InvalidPattern, compiled
from segtui.domain.rules import Condition
from segtui.domain.text import quoted
from segtui.domain.values import (
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    Scalar,
    TextValue,
    Value,
    scalar_from_json,
    scalar_to_json,
)
from segtui.domain.wording import value_words

_PATTERNS = frozenset({Operator.CONTAINS, Operator.MATCHES})

_BEGINNING_OF_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
"""A year or a month, which stands for its first day."""
_DAY_LENGTH = len("2024-01-01")
_LEAST_MILLISECONDS = 275_761
"""Digits below aren't taken for milliseconds but for a year, of which JavaScript reads only four digits as a date."""
_MOST_MILLISECONDS = 8.64e15
"""JavaScript's dates end there, some 270,000 years from now."""
_FIRST_MILLISECOND, _LAST_MILLISECOND = -62_135_596_800_000, 253_402_300_799_999
"""Of the years 1 to 9999, the calendar of ISO 8601; no lead is older or younger."""
_MOST_PLAIN_DIGITS = 21
"""JavaScript writes larger numbers with an exponent."""
_MOST_PLAIN_ZEROS = 6
"""Smaller ones too: `0.000001` has these before its first digit, one of them before the point."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Uncastable(ValueError):
    """A value with which the server never answers; the message is a sentence that says why."""


def cast(condition: Condition) -> Condition:
    """The condition with its value as the server compares it.

    Raises:
        Uncastable: The server would never answer.
    """
    if condition.field.startswith("$"):
        raise Uncastable(_no_field(condition.field))
    if condition.operator in {Operator.EXISTS, Operator.HAS_NO_VALUE}:
        return condition
    if condition.operator in _PATTERNS:
        return _cast_pattern(condition)
    value = condition.value
    if not isinstance(value, ListValue):
        if lacks_a_date(condition.field, value):
            return replace(condition, operator=Operator.HAS_NO_VALUE, value=NoValue())
        return replace(condition, value=_cast_value(condition.field, value))
    if condition.operator is not Operator.ONE_OF and holds_one_text_or_date(condition.field):
        raise Uncastable(_no_list(condition.field))
    items = (item for item in value.items if not lacks_a_date(condition.field, item))
    return replace(condition, value=ListValue(tuple(_cast_scalar(condition.field, item) for item in items)))


def why_never_answered(parts: Mapping[str, JsonValue]) -> str:
    """Why the server never answers a filter that no `Condition` can hold; empty when that isn't known of it.

    Args:
        parts: A stored filter.
    """
    field, operator, value = parts.get("field"), parts.get("operator"), parts.get("value")
    if operator == "contains" and not isinstance(value, str):
        return "A pattern must be a text."
    if not isinstance(field, str):
        return ""
    if field.startswith("$"):
        return _no_field(field)
    if field_type(field) is FieldType.ANY:
        return ""
    if isinstance(value, list) and operator != "=" and holds_one_text_or_date(field):
        return _no_list(field)
    members = value if isinstance(value, list) else [value]
    return next((why for why in (_why_uncastable(field, member) for member in members) if why), "")


def lacks_a_date(field: str, value: Value) -> bool:
    """Whether a value is or holds the empty text that the server takes for "no date" where it should be a date."""
    members = value.items if isinstance(value, ListValue) else (value,)
    return field_type(field) is FieldType.INSTANT and TextValue("") in members


def _why_uncastable(field: str, member: JsonValue) -> str:
    if isinstance(member, dict | list):
        return f"{field} can't be compared with {'an object' if isinstance(member, dict) else 'a list'}."
    scalar = scalar_from_json(member)
    try:
        if scalar is not None and not lacks_a_date(field, scalar):
            _cast_scalar(field, scalar)
    except Uncastable as why:
        return str(why)
    return ""


def _no_field(field: str) -> str:
    return f"{quoted(field)} is an operator of the database, not a field."


def _no_list(field: str) -> str:
    return f"{field} can't be compared with a list in this way."


def _cast_value(field: str, value: Value) -> Value:
    return _cast_scalar(field, value) if isinstance(value, Scalar) else value


def _cast_scalar(field: str, value: Scalar) -> Scalar:
    if field == "_id":
        if not isinstance(value, TextValue) or not is_object_id(value.text):
            raise Uncastable(f"{quoted(value_words(value))} is no id (24 digits 0-9 and a-f).")
        return TextValue(value.text.lower())
    match field_type(field):
        case FieldType.TEXT | FieldType.LIST:
            return _as_text(value)
        case FieldType.INSTANT:
            return _as_instant(field, value)
        case _:
            # JSON knows no dates: what isn't cast is compared as the text that was sent.
            return _as_text(value) if isinstance(value, DayValue | InstantValue) else value


def _as_text(value: Scalar) -> TextValue:
    if isinstance(value, TextValue):
        return value
    if isinstance(value, NumberValue):
        return TextValue(_number_text(float(value.number)))
    plain = scalar_to_json(value)
    return TextValue(plain if isinstance(plain, str) else json.dumps(plain))


def _number_text(number: float) -> str:
    """A number as the server's own language writes it (ECMA-262, Number::toString): 5, 0.1, 1e-7, 2.15e+21."""
    is_negative, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    figures, point = "".join(map(str, digits)), len(digits) + int(exponent)
    if not number:
        return "0"
    if len(figures) <= point <= _MOST_PLAIN_DIGITS:
        text = figures.ljust(point, "0")
    elif 0 < point <= _MOST_PLAIN_DIGITS:
        text = f"{figures[:point]}.{figures[point:]}"
    elif -_MOST_PLAIN_ZEROS < point <= 0:
        text = f"0.{'0' * -point}{figures}"
    else:
        text = f"{figures[0]}{'.' if figures[1:] else ''}{figures[1:]}e{point - 1:+d}"
    return f"-{text}" if is_negative else text


def _as_instant(field: str, value: Scalar) -> InstantValue:
    """Dates are ISO texts, the day or the month left out if you like, or milliseconds since 1970, also in digits."""
    match value:
        case InstantValue():
            return value
        case DayValue(day):
            return InstantValue(f"{day.isoformat()}T00:00:00.000Z")
        case TextValue(text) if parse_instant(text) is not None:
            return InstantValue(text)
        case TextValue(text) if _BEGINNING_OF_DATE.fullmatch(text):
            return InstantValue(f"{text}-01-01"[:_DAY_LENGTH])
        case NumberValue(written):
            milliseconds = float(written)
        case TextValue(text) if text.isascii() and text.isdigit() and float(text) >= _LEAST_MILLISECONDS:
            milliseconds = float(text)
        case _:
            raise Uncastable(f"{field} holds dates, and {quoted(value_words(value))} is none.")
    if abs(milliseconds) > _MOST_MILLISECONDS:
        raise Uncastable(f"{field} holds dates, and {quoted(value_words(value))} is too far from now for one.")
    within_calendar = min(max(milliseconds, _FIRST_MILLISECOND), _LAST_MILLISECOND)
    return InstantValue(iso_utc(_EPOCH + timedelta(milliseconds=within_calendar)))


def _cast_pattern(condition: Condition) -> Condition:
    if not takes_patterns(condition.field):
        raise Uncastable(f"{condition.field} can't be searched for a text.")
    if isinstance(condition.value, Scalar) and field_type(condition.field) in {FieldType.TEXT, FieldType.LIST}:
        condition = replace(condition, value=_as_text(condition.value))
    if not isinstance(condition.value, TextValue):
        raise Uncastable(f"A pattern must be a text, and {quoted(value_words(condition.value))} is none.")
    if condition.operator is Operator.MATCHES:
        try:
            compiled(condition.value.text)
        except InvalidPattern as why:
            raise Uncastable(f"{quoted(condition.value.text)} is no valid pattern: {why}.") from why
    return condition
