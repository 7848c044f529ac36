"""How the server turns a segment's filters into a query, with all that goes wrong on the way."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from segtui.sandbox.tiledesk.documents import written
from segtui.sandbox.tiledesk.errors import Uncaught
from segtui.sandbox.tiledesk.paging import js_number
from segtui.sandbox.tiledesk.patterns import searcher
from segtui.sandbox.tiledesk.query import Condition

_TEXT_FIELDS = frozenset(
    (
        "lead_id", "fullname", "email", "phone", "company", "note", "streetAddress", "city", "region", "zipcode",
        "country", "createdBy", "id_project",
    )
)  # fmt: skip
_OPERATORS = {"=": "$eq", "!=": "$ne", ">": "$gt", ">=": "$gte", "contains": "$regex"}
_EXISTENCE = {"is null": False, "is not null": True}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
_MOST_MILLISECONDS = 8.64e15
"""JavaScript's dates end there."""
_DIGITS_ARE_MILLISECONDS = 275_761
"""Digits from there on are milliseconds since 1970 to the server's date cast; smaller ones are a year."""
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
)


def conditions_of(filters: Iterable[Mapping[str, Any]] | None) -> dict[str, Condition]:
    """Turn filters into conditions, one for each field: the last filter on a field wins, unknown operators are skipped.

    Raises:
        Uncaught: One filter's operator is `starts with`, for which the server calls a method that there is not.
    """
    conditions: dict[str, Condition] = {}
    for entry in filters or ():
        # A field left out or null is JavaScript's name for either.
        field = "null" if (given := entry.get("field", "undefined")) is None else given
        operator = entry.get("operator")
        if operator == "starts with":
            raise Uncaught("no such method")
        if operator in _EXISTENCE:
            conditions[field] = Condition(field, "$exists", _EXISTENCE[operator])
        elif operator in _OPERATORS:
            conditions[field] = Condition(field, _OPERATORS[operator], entry.get("value"))
    return conditions


def cast(condition: Condition) -> Condition:
    """Fit a condition's value to the type of the lead's own fields, and compile a pattern.

    Attributes and unknown fields take any value as it is.

    Raises:
        Uncaught: The value can't be made the field's type, or the database can't run the condition.
    """
    path, operator, value = condition.path, condition.operator, condition.value
    if path.startswith("$"):
        # The database takes these for operators of its own. The ones it knows aren't reproduced.
        raise Uncaught(f"unknown top level operator: {path}")
    if operator == "$exists":
        return condition
    if operator == "$regex":
        return Condition(path, operator, searcher(_pattern(path, value)))
    if path == "tags":
        return Condition(path, operator, [as_text(tag) for tag in value] if isinstance(value, list) else as_text(value))
    fit = _cast_of(path)
    if fit is None:
        return condition
    if operator == "$eq" and isinstance(value, list):
        return Condition(path, "$in", [fit(choice) for choice in value])
    return Condition(path, operator, fit(value))


def _cast_of(path: str) -> Callable[[Any], Any] | None:
    if path in _TEXT_FIELDS:
        return as_text
    if path in ("createdAt", "updatedAt"):
        return as_date
    if path == "_id":
        return _as_id
    return _as_number if path in ("status", "__v") else None


def _pattern(path: str, value: Any) -> str:
    if path in ("createdAt", "updatedAt", "_id", "status", "__v"):
        raise Uncaught(f"can't use $regex with {path}")
    pattern = as_text(value) if path in _TEXT_FIELDS or path == "tags" else value
    if not isinstance(pattern, str):
        raise Uncaught("$regex has to be a string")
    return pattern


def as_text(value: Any) -> str | None:
    """Make a value text as the server does, or fail for lists and objects."""
    if isinstance(value, list | dict):
        raise Uncaught("cast to string failed")
    if isinstance(value, bool):
        return str(value).lower()
    return _js_text(value) if isinstance(value, int | float) else value


def _js_text(number: float) -> str:
    """Write a number as JavaScript does: an exponent only below a millionth and from 1e21 on, never a lone `.0`."""
    number = float(number)
    shortest = repr(number)
    mantissa, _, exponent = shortest.partition("e")
    if 1e-6 <= abs(number) < 1e21:  # noqa: PLR2004 - the language's limits
        shortest = f"{Decimal(shortest):f}" if exponent else shortest
        return shortest.removesuffix(".0")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+}" if exponent else "0"


def _as_number(value: Any) -> float | None:
    """Make a value a number, or fail."""
    number = js_number(value) if isinstance(value, str) and value else value
    if number is None or number == "":
        return None
    if isinstance(number, list | dict) or number != number:  # noqa: PLR0124 - NaN is not itself
        raise Uncaught("cast to number failed")
    return float(number)


def as_date(value: Any) -> str | None:
    """Make a value a time, written as the leads' are, or fail."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | dict):
        raise Uncaught("cast to date failed")
    number = js_number(value) if isinstance(value, str) else float(value)
    if not isinstance(value, str) or number >= _DIGITS_ARE_MILLISECONDS:
        return written(_from_milliseconds(number))
    return written(_from_text(value))


def _from_milliseconds(milliseconds: float) -> datetime:
    if abs(milliseconds) > _MOST_MILLISECONDS:
        raise Uncaught("cast to date failed")
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return _LAST if milliseconds > 0 else datetime.min.replace(tzinfo=UTC)


def _from_text(text: str) -> datetime:
    parts = _DATE.fullmatch(text.strip())
    if parts is None:
        raise Uncaught("cast to date failed")
    year, month, day, clock, zone = parts.groups()
    try:
        return datetime.fromisoformat(
            f"{year}-{month or '01'}-{day or '01'}T{clock or '00:00'}{zone or 'Z'}"
        ).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Uncaught("cast to date failed") from error


def _as_id(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch("[0-9a-fA-F]{24}", value):
        return value.lower()
    raise Uncaught("cast to ObjectId failed")
