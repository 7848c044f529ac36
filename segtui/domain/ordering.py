"""In which order values stand when somebody sorts by them.

Values of any types have one order: numbers, yes and no, texts, lists, objects. What says nothing comes last in both
directions, because nobody sorts to look at it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from enum import Enum, IntEnum

from segtui.domain.record import record
from segtui.domain.values import JsonValue, is_number

_DIGITS = re.compile(r"[0-9]+")
_DIGIT = frozenset("0123456789")
_written = json.JSONEncoder(ensure_ascii=False).encode

_LONGEST_NUMBER = 40
"""Characters of a text that is read as a number: thousands of digits can't be made one."""


class Kind(IntEnum):
    """What a value is to somebody who sorts; in this order."""

    NUMBER = 0
    """Also a text that reads as one, since both look the same in a table."""
    YES_NO = 1
    TEXT = 2
    LIST = 3
    OBJECT = 4
    EMPTY = 5
    """A text or list with nothing in it, or what isn't a number."""
    NULL = 6
    MISSING = 7


KIND_WORDS = {
    Kind.NUMBER: "numbers",
    Kind.YES_NO: "yes and no",
    Kind.TEXT: "texts",
    Kind.LIST: "lists",
    Kind.OBJECT: "objects",
}
"""What people call the kinds that say something."""


class Missing(Enum):
    """Instead of a value."""

    MISSING = "missing"
    """There is none, not even `null`."""


MISSING = Missing.MISSING


@record
class Sorting:
    """Values in order."""

    places: Sequence[int]
    """Where the first one stood, then the second one, and so on."""
    kinds: Sequence[Kind]
    """What there is among them that says something, in order."""


def natural(text: str) -> str:
    """What to compare a name by, so that case doesn't matter and `Lead 9` comes before `Lead 10`."""
    return _DIGITS.sub(_with_their_number, text.casefold())


class Ordering:
    """Takes values, as many at a time as suits, and sorts them."""

    def __init__(self) -> None:
        self._found: dict[Kind, list[int]] = {kind: [] for kind in Kind}
        self._numbers: dict[int, int | float] = {}
        self._texts: dict[int, str] = {}
        self._length = 0

    def add(self, values: Iterable[JsonValue | Missing]) -> None:
        """Take further values."""
        place = self._length
        for place, value in enumerate(values, self._length + 1):
            kind, key = _compared(value)
            self._found[kind].append(place - 1)
            if isinstance(key, str):
                self._texts[place - 1] = key
            else:
                self._numbers[place - 1] = key
        self._length = place

    def sorted(self, *, descending: bool = False) -> Sorting:
        """Sort all values; those that compare as the same keep their order.

        Args:
            descending: The last first. What says nothing comes last all the same.
        """
        telling = [kind for kind in KIND_WORDS if self._found[kind]]
        for kind in telling:
            if kind in (Kind.NUMBER, Kind.YES_NO):
                self._found[kind].sort(key=self._numbers.__getitem__, reverse=descending)
            else:
                self._found[kind].sort(key=self._texts.__getitem__, reverse=descending)
        if descending:
            telling.reverse()
        kinds = (*telling, Kind.EMPTY, Kind.NULL, Kind.MISSING)
        return Sorting([place for kind in kinds for place in self._found[kind]], telling)


def _compared(value: JsonValue | Missing) -> tuple[Kind, int | float | str]:
    """What a value is, and what to compare it with others of its kind by."""
    if isinstance(value, str):
        number = _number_in(value)
        if number is not None:
            return Kind.NUMBER, number
        return (Kind.TEXT if value else Kind.EMPTY), value.casefold()
    if value is None:
        return Kind.NULL, 0
    if isinstance(value, Missing):
        return Kind.MISSING, 0
    if isinstance(value, bool):
        return Kind.YES_NO, value
    if isinstance(value, int | float):
        return (Kind.NUMBER if value == value else Kind.EMPTY), value  # noqa: PLR0124 - NaN differs from itself
    if not value:
        return Kind.EMPTY, 0
    kind = Kind.LIST if isinstance(value, Sequence) else Kind.OBJECT
    return kind, _written(value).casefold()


def _number_in(text: str) -> int | float | None:
    if text[-1:] not in _DIGIT or len(text) > _LONGEST_NUMBER or not is_number(text):
        return None
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _with_their_number(digits: re.Match[str]) -> str:
    """Digits behind how many they are: a number with more of them is larger."""
    written = digits[0].lstrip("0")
    return f"{len(written):06}{written}"
