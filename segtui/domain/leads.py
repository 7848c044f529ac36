"""Leads: the people a service keeps, as it sent them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from segtui.domain.ordering import MISSING, Missing
from segtui.domain.record import record
from segtui.domain.values import JsonValue


@dataclass(frozen=True)
class Lead:
    """One person of a service."""

    id: str
    name: str
    """What the service would call this person on its own screen; may be empty."""
    raw: Mapping[str, JsonValue]
    """The object as the service sent it."""
    named: Mapping[str, JsonValue] | None = None
    """What rules can name of it, where they have other names for it than `raw` has."""

    @property
    def called(self) -> str:
        """What to call this person: the name, or the id of somebody without one. Not cleaned."""
        return self.name.strip() or self.id

    @property
    def fields(self) -> Mapping[str, JsonValue]:
        """Every field that a rule can name."""
        return self.raw if self.named is None else self.named

    def found(self, path: str) -> Sequence[JsonValue]:
        """Everything that a rule finds in a field, as `values_at` does; empty when the lead hasn't got it."""
        values = values_at(self.fields, path)
        # A service that gives fields names of its own may have dots in them.
        return values if values or self.named is None else _found(self.named, path)

    @cached_property
    def values(self) -> Mapping[str, JsonValue]:
        """Every value by its dotted path, lists whole: `{"city": "Rome", "attributes.plan": "pro", "tags": []}`."""
        return dict(_flat(self.fields, ""))

    def value(self, path: str) -> JsonValue | Missing:
        """What `values` has for a path, without making the rest: sorting asks thousands of leads for one field."""
        found = _found(self.fields, path)
        # A key may have dots in it, so that two lead to one path; which one counts is told by their order.
        return self.values[path] if len(found) > 1 else found[0] if found else MISSING


@record
class LeadColumns:
    """Which fields of its leads a service's people look at, for tables."""

    first: tuple[str, ...] = ()
    """Those to begin with, in this order."""
    last: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """What is shown only when it is asked for; with a dot at the end, all that begins so."""

    def is_extra(self, path: str) -> bool:
        """Whether a field is shown only when it is asked for."""
        return any(path == one or (one.endswith(".") and path.startswith(one)) for one in self.extra)


def _found(mapping: Mapping[str, JsonValue], path: str) -> list[JsonValue]:
    value = mapping.get(path, MISSING)
    found = [] if isinstance(value, Missing) or _is_inner(value) else [value]
    place = path.find(".")
    while place >= 0:
        inner = mapping.get(path[:place])
        if _is_inner(inner):
            found += _found(inner, path[place + 1 :])
        place = path.find(".", place + 1)
    return found


def _is_inner(value: JsonValue) -> TypeGuard[Mapping[str, JsonValue]]:
    return not isinstance(value, str) and isinstance(value, Mapping) and bool(value)


_LONGEST_INDEX = 9
"""Digits of a member's number. A field's name can be any length, and thousands of digits can't be made a number."""


def _flat(mapping: Mapping[str, JsonValue], prefix: str) -> Iterator[tuple[str, JsonValue]]:
    for key, value in mapping.items():
        if _is_inner(value):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def values_at(document: JsonValue, path: str) -> list[JsonValue]:
    """Everything that stands at a dotted path.

    A list on the way is entered: each member is asked, and a number names a member. This is how MongoDB reads a path,
    and a superset of how the others do.

    Args:
        document: A lead as the service sent it.
        path: For example `attributes.shop.last_order`.

    Returns:
        The values, `null` included; empty when the lead hasn't got the field.
    """
    found: list[JsonValue] = [document]
    for step in path.split("."):
        found = [value for holder in found for value in _entered(holder, step)]
    return found


def _entered(holder: JsonValue, step: str) -> Iterator[JsonValue]:
    if isinstance(holder, Mapping):
        if step in holder:
            yield holder[step]
    elif isinstance(holder, list | tuple):
        if step.isdecimal() and len(step) <= _LONGEST_INDEX and int(step) < len(holder):
            yield holder[int(step)]
        for member in holder:
            if isinstance(member, Mapping) and step in member:
                yield member[step]
