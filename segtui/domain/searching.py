"""What a person looks for among segments: words of a name, and what is inside of rules.

`rome field:country value:"North America" op:contains -field:tags lint:warn same:` - all of it must hold.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Protocol

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.likeness import SAME_RULE
from segtui.domain.operators import Operator, operator_phrase
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, Opaque, walk
from segtui.domain.values import (
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Value,
)
from segtui.domain.wording import value_words


class Place(StrEnum):
    """Where something is looked for."""

    NAME = "name"
    """In the segment's name or id."""
    FIELD = "field"
    VALUE = "value"
    OPERATOR = "op"
    LINT = "lint"
    """Among the severities and codes of what lint says of the rule."""
    SAME = "same"
    """Whether another segment's rule says the same."""


@record
class Wanted:
    """One thing that must be there, or must not."""

    place: Place
    text: str
    """What is looked for, casefolded."""
    is_whole: bool = False
    """Whether it must be all of it, not a part: `field:=city`."""
    is_unwanted: bool = False


@record
class Search:
    """Everything that must hold."""

    wanted: tuple[Wanted, ...] = ()

    def asks(self, place: Place) -> bool:
        """Whether anything is looked for in a place."""
        return any(one.place is place for one in self.wanted)


@record
class Terms:
    """What of a rule can be looked for, casefolded, each once."""

    fields: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()


class Searched(Protocol):
    """A segment as far as it is searched; terms are asked for only when something is looked for in them."""

    @property
    def searched(self) -> str:
        """Name and id, casefolded."""

    @property
    def terms(self) -> Terms:
        """What of its rule can be looked for."""


_PART = re.compile(
    r"""(?P<unwanted>-?)(?:(?P<place>field|value|op|lint|same):(?P<whole>=?))?(?:"(?P<quoted>(?:[^"]|"")*)(?P<end>"?)|(?P<bare>\S*))""",
    re.IGNORECASE,
)


def read_search(text: str) -> Search:
    """Read what somebody has typed; whatever it is, it means something."""
    wanted = []
    for found in _PART.finditer(text):
        if not found[0]:
            continue
        sought = found["quoted"].replace('""', '"') if found["quoted"] is not None else found["bare"]
        place = Place(found["place"].lower()) if found["place"] else Place.NAME
        unwanted = bool(found["unwanted"])
        if place is Place.NAME and unwanted and found["quoted"] is None:
            sought, unwanted = f"-{sought}", False  # a dash in a name
        is_nameless = bool(found["whole"] and found["end"])  # `field:=""`: a condition without a field
        if not sought and place is not Place.SAME and not is_nameless:
            continue  # still being typed
        wanted.append(Wanted(place, sought.casefold(), bool(found["whole"]), unwanted))
    return Search(tuple(wanted))


def field_search(field: str) -> str:
    """What to type to find the segments that use a field: whatever it is called, this one and no other."""
    return 'field:="{}"'.format(field.replace('"', '""'))


def terms_of(rule: Group | None) -> Terms:
    """What of a rule can be looked for, groups inside included; in parts that aren't understood, their whole text."""
    fields: dict[str, None] = {}
    values: dict[str, None] = {}
    operators: dict[str, None] = {}
    for _, node in walk(rule) if rule is not None else ():
        match node:
            case Condition(field, operator, value, negate):
                fields[field.casefold()] = None
                operators[_operator_term(operator, negate, isinstance(value, _DATES))] = None
                for text in _texts(value):
                    values[text.casefold()] = None
            case Opaque(written):
                values[written.casefold()] = None
    return Terms(tuple(fields), tuple(values), tuple(operators))


_DATES = (InstantValue, DayValue, RelativeValue)


@cache
def _operator_term(operator: Operator, negate: bool, of_dates: bool) -> str:  # noqa: FBT001 - keys of the cache
    """The words of a condition's operator; there are few, and a long list asks for them 100,000 times."""
    return operator_phrase(operator, negate=negate, of_dates=of_dates).casefold()


def _texts(value: Value) -> list[str]:
    match value:
        case NoValue():
            return []
        case TextValue(text):
            return [text]
        case ListValue(items):
            return [text for item in items for text in _texts(item)]
        case RangeValue(low, high):
            return [*_texts(low), *_texts(high)]
        case _:
            return [value_words(value)]


def is_found(
    search: Search, segment: Searched, said: Sequence[Diagnostic] | None = None, *, has_twin: bool = False
) -> bool:
    """Whether a segment has everything that is looked for.

    Args:
        search: What is looked for.
        segment: Where.
        said: What lint says of its rule; None while that isn't known: then nothing about it holds.
        has_twin: Whether another segment's rule says the same.
    """
    return all(_has(one, segment, said, has_twin=has_twin) for one in search.wanted)


def _has(one: Wanted, segment: Searched, said: Sequence[Diagnostic] | None, *, has_twin: bool) -> bool:
    if one.place is Place.LINT and said is None:
        return False
    return _is_there(one, segment, said or (), has_twin=has_twin) is not one.is_unwanted


def _is_there(one: Wanted, segment: Searched, said: Sequence[Diagnostic], *, has_twin: bool) -> bool:
    match one.place:
        case Place.NAME:
            return one.text in segment.searched
        case Place.SAME:
            return has_twin
        case Place.LINT:
            told = [(each.severity, each.code) for each in said]
            twins = [(Severity.NOTE, SAME_RULE)] if has_twin else []
            return any(one.text == severity or one.text in code for severity, code in (*told, *twins))
        case Place.FIELD:
            return _is_among(one, segment.terms.fields)
        case Place.VALUE:
            return _is_among(one, segment.terms.values)
        case Place.OPERATOR:
            return _is_among(one, segment.terms.operators)


def _is_among(one: Wanted, texts: Sequence[str]) -> bool:
    return one.text in texts if one.is_whole else any(one.text in text for text in texts)
