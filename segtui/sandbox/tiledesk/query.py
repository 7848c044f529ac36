"""The database in small: conditions on documents, which documents meet them, and their order.

Semantics are MongoDB's: a condition on a list also looks at its members, a path goes through lists of objects, and only
values of one type are compared.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from segtui.sandbox.tiledesk.documents import Document

Test: TypeAlias = Callable[[Any], bool]


class Condition(NamedTuple):
    """What one path of a document must meet.

    Attributes:
        path: Keys joined by dots.
        operator: "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$exists" or "$regex".
        value: A JSON value; for "$regex" a function that searches a text.
    """

    path: str
    operator: str
    value: Any


_WORD = re.compile(r"\w+")

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


def test_of(condition: Condition) -> Test:
    """Make a condition a question to a document."""
    parts = condition.path.split(".")
    value = condition.value
    match condition.operator:
        case "$exists":
            return lambda document: bool(reach(document, parts)) == value
        case "$eq":
            return _equals(parts, value)
        case "$ne":
            equals = _equals(parts, value)
            return lambda document: not equals(document)
        case "$in":
            choices = [_equals(parts, choice) for choice in value]
            return lambda document: any(chosen(document) for chosen in choices)
        case "$regex":
            return _any_at(parts, lambda text: isinstance(text, str) and value(text))
        case comparison:
            return _compares(parts, _COMPARISONS[comparison], value, or_equal=comparison.endswith("e"))


def reach(value: Any, parts: Sequence[str]) -> list[Any]:
    """Find every value at a path: none when it is absent, several where it goes through a list of objects."""
    for depth, part in enumerate(parts):
        if isinstance(value, list):
            return _reach_in_list(value, parts[depth:])
        if not isinstance(value, dict) or part not in value:
            return []
        value = value[part]
    return [value]


def _reach_in_list(members: list[Any], parts: Sequence[str]) -> list[Any]:
    found = [value for member in members if isinstance(member, dict) for value in reach(member, parts)]
    if re.fullmatch("[0-9]{1,9}", parts[0]) and int(parts[0]) < len(members):
        found += reach(members[int(parts[0])], parts[1:])
    return found


def _any_at(parts: Sequence[str], accepts: Test) -> Test:
    """Ask of the values at a path, and of their members where they are lists, whether one is accepted."""

    def test(document: Document) -> bool:
        for value in reach(document, parts):
            if accepts(value) or (isinstance(value, list) and any(map(accepts, value))):
                return True
        return False

    return test


def _equals(parts: Sequence[str], wanted: Any) -> Test:
    if isinstance(wanted, str):
        return _any_at(parts, lambda value: bool(value == wanted))
    if wanted is None:
        is_null = _any_at(parts, lambda value: value is None)
        return lambda document: is_null(document) or not reach(document, parts)
    rank = order(wanted)
    return _any_at(parts, lambda value: order(value) == rank)


def _compares(parts: Sequence[str], holds: Callable[[Any, Any], bool], bound: Any, *, or_equal: bool) -> Test:
    if bound is None:
        return _equals(parts, None) if or_equal else lambda _document: False
    if isinstance(bound, str):
        return _any_at(parts, lambda value: isinstance(value, str) and holds(value, bound))
    kind, limit = order(bound)

    def within(value: Any) -> bool:
        value_kind, rank = order(value)
        return value_kind == kind and holds(rank, limit)

    return _any_at(parts, within)


Order: TypeAlias = tuple[int, Any]

_RANKS = {type(None): 1, int: 2, float: 2, str: 3, dict: 4, list: 5, bool: 8}
"""The order of types in the database."""


def order(value: Any) -> Order:
    """Rank a value among all others, by its type first. Equal ranks are equal values."""
    kind = type(value)
    if kind is dict:
        return 4, [(key, order(member)) for key, member in value.items()]
    if kind is list:
        return 5, [order(member) for member in value]
    return _RANKS[kind], 0 if value is None else value


def sort_key(path: str, *, descending: bool) -> Callable[[Document], Order]:
    """Rank documents by a path. A list counts as its smallest member, or as its largest when descending."""
    parts = path.split(".")
    extreme = max if descending else min

    def key(document: Document) -> Order:
        values = reach(document, parts)
        if len(values) == 1 and not isinstance(values[0], list):
            return order(values[0])
        members = [member for value in values for member in (value if isinstance(value, list) else [value])]
        return extreme(map(order, members), default=order(None))

    return key


def text_search(query: str, paths: Iterable[str]) -> Test:
    """Make a word search: whole words without regard to case and accents, any of them, "a phrase", -without."""
    fields = list(paths)
    phrases = [_folded(phrase).strip() for phrase in re.findall(r'"([^"]*)"', query)]
    words = re.sub(r'"[^"]*"', " ", query).split()
    unwanted = {part for word in words if word.startswith("-") for part in _words(_folded(word))}
    wanted = {part for word in words if not word.startswith("-") for part in _words(_folded(word))}

    def test(document: Document) -> bool:
        text = _folded("\n".join(document.get(field) or "" for field in fields))
        present = _words(text)
        if not unwanted.isdisjoint(present) or not all(phrase in text for phrase in phrases):
            return False
        return bool(phrases) or not wanted.isdisjoint(present)

    return test


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(folded: str) -> list[str]:
    return _WORD.findall(folded)
