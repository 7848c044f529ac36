"""What is known of a project's fields: who has them, and what is in them. Told from leads, without asking again."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property

from segtui.domain.instants import parse_instant
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.values import JsonValue


class ValueKind(StrEnum):
    """What a value is, as far as comparing goes."""

    TEXT = "text"
    DATE = "date"
    """A text that is a date or a moment."""
    NUMBER = "number"
    BOOL = "yes/no"
    NULL = "null"
    OBJECT = "object"


@record
class Seen:
    """What the leads have in one field."""

    path: str
    leads: int
    """How many leads have the field."""
    of: int
    """How many were looked at."""
    kinds: Mapping[ValueKind, int]
    """Leads by the kind of their value; one with several kinds in a list counts for each."""
    values: Mapping[str, int]
    """Texts, dates among them, with the number of leads that have them."""
    lists: int
    """Leads that hold a list here, or several values."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Numbers as they are written, with the number of leads that have them."""

    @property
    def main_kind(self) -> ValueKind | None:
        """What most leads hold here, null apart; None when nobody has a value."""
        kinds = [(count, kind) for kind, count in self.kinds.items() if kind is not ValueKind.NULL]
        return max(kinds, key=lambda one: one[0])[1] if kinds else None


class Facts:
    """What leads tell about their fields.

    Args:
        leads: Those that were looked at.
        declared: Fields that the service says there are, whether or not a lead has them.
        is_everybody: Whether these are all leads of the project, so that what isn't seen isn't there.
    """

    def __init__(self, leads: Sequence[Lead], declared: Iterable[str] = (), *, is_everybody: bool = False) -> None:
        self._leads = leads
        self._declared = frozenset(declared)
        self._seen: dict[str, Seen] = {}
        self.is_everybody = is_everybody

    @property
    def looked_at(self) -> int:
        """How many leads were looked at."""
        return len(self._leads)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every field that is declared, or that a lead has."""
        return self._declared | {path for lead in self._leads for path in _paths(lead.fields, "")}

    def seen(self, path: str) -> Seen:
        """What the leads have in a field, which may be one that nobody has."""
        if path not in self._seen:
            self._seen[path] = _seen(path, self._leads)
        return self._seen[path]


def _kind_of(value: JsonValue) -> ValueKind:
    """What a single value is."""
    match value:
        case None:
            return ValueKind.NULL
        case bool():
            return ValueKind.BOOL
        case int() | float():
            return ValueKind.NUMBER
        case str():
            return ValueKind.TEXT if parse_instant(value) is None else ValueKind.DATE
        case _:
            return ValueKind.OBJECT


def _seen(path: str, leads: Sequence[Lead]) -> Seen:
    kinds: Counter[ValueKind] = Counter()
    values: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    having = lists = 0
    for lead in leads:
        found = lead.found(path)
        if not found:
            continue
        having += 1
        lists += len(found) > 1 or isinstance(found[0], list | tuple)
        members = list(_members(found))
        kinds.update({_kind_of(member) for member in members})
        values.update({member for member in members if isinstance(member, str)})
        numbers.update(
            {json.dumps(one) for one in members if isinstance(one, int | float) and not isinstance(one, bool)}
        )
    return Seen(path, having, len(leads), kinds, values, lists, numbers)


def _members(found: Iterable[JsonValue]) -> Iterator[JsonValue]:
    """The values themselves, and those in lists."""
    for value in found:
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield value


def _paths(value: JsonValue, prefix: str) -> Iterator[str]:
    """Every path that leads to something in an object; lists are entered, as `values_at` does."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{prefix}{key}"
            if not isinstance(inner, str):
                yield from _paths(inner, f"{prefix}{key}.")
    elif isinstance(value, list | tuple):
        for member in value:
            if isinstance(member, Mapping):
                yield from _paths(member, prefix)
