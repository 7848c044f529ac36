"""Values and fields' names as they stand in a sentence, so that none can be taken for the sentence's own words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from segtui.domain.text import printable
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Value,
)
from segtui.domain.wording import value_words

_WORD = re.compile(r"[\w@+/%&#*^$\\|~=<>-](?:[\w@+/%&#*^$\\|~=<>.:?!'-]*[\w@+/%&#*^$\\|~=<>-])?")
"""What may stand without quotes: no blanks, brackets, commas or quotes, and no full stop at the end."""

_NAME = re.compile(r"\w+(?:[.-]\w+)*")

_OWN_WORDS = frozenset(
    {
        *("ago", "among", "and", "both", "but", "either", "everybody", "except", "neither", "no", "nobody", "none"),
        *("nor", "not", "null", "now", "or", "people", "that", "today", "true", "false", "utc", "who", "whose", "yes"),
    }
)
"""Words that join a sentence or stand for a value: a text that is one of them, or has one among others, is quoted."""

_VERBS = frozenset({"are", "contains", "does", "has", "have", "is", "was", "were"})
"""Words that end a field's name."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def spoken(value: Value) -> str:
    """A value as a sentence says it: dates in words, texts of several words mostly in quotes."""
    match value:
        case TextValue(text):
            return _text(value, text)
        case DayValue(day):
            return _day(day)
        case InstantValue():
            return _moment(value)
        case RelativeValue():
            return _relative(value)
        case ListValue(items):
            return f"the list [{', '.join(map(spoken, items))}]"
        case RangeValue(low, high):
            return f"{spoken(low)} and {spoken(high)}"
        case NumberValue() | BoolValue() | NoValue():
            return value_words(value)


def enumerated(items: Sequence[Scalar], last: str) -> str:
    """Values one after the other: `vip, beta or gold`, where `last` is "or"."""
    said = [spoken(item) for item in items] or ["an empty list"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {last} {said[-1]}"


def days_words(begin: datetime, end: datetime, zone: tzinfo) -> str:
    """A span of whole days: `21 November 2026`, `1 to 31 October 2026`, `31 December 2026 to 6 January 2027`.

    Args:
        begin: Its first moment.
        end: The first moment behind it.
        zone: Where days begin.
    """
    first = begin.astimezone(zone).date()
    last = (end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    if first >= last:
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)} to {_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {_day(last)}"
    return f"{first.day} to {_day(last)}"


def is_midnight(value: Value) -> bool:
    """Whether a value is the very beginning of a day in UTC, so that "before" and "on or after" can name the day."""
    return isinstance(value, InstantValue) and value.at.astimezone(UTC).time() == time()


def day_of(value: Value) -> str:
    """The day, in UTC, that a moment lies in."""
    return _day(value.at.astimezone(UTC).date()) if isinstance(value, InstantValue) else spoken(value)


def span(value: RelativeValue) -> str:
    """The time between a relative moment and its anchor, such as "in the last 30 days"."""
    much = _much(value)
    match value.anchor, value.offset:
        case "now", 0:
            return "exactly now"
        case "today", 0:
            return "at the start of today"
        case "now", offset:
            return f"in the {'last' if offset < 0 else 'next'} {much}"
        case _, offset:
            return f"in the {much} {'before' if offset < 0 else 'after'} the start of today"


def _relative(value: RelativeValue) -> str:
    match value.anchor, value.offset:
        case "now", 0:
            return "now"
        case "today", 0:
            return "the start of today"
        case "now", offset:
            return f"{_much(value)} {'ago' if offset < 0 else 'from now'}"
        case _, offset:
            return f"{_much(value)} {'before' if offset < 0 else 'after'} the start of today"


def _much(value: RelativeValue) -> str:
    amount = abs(value.offset)
    return f"{amount} {value.unit.removesuffix('s') if amount == 1 else value.unit}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(value: InstantValue) -> str:
    at = value.at.astimezone(UTC)
    precision = "microseconds" if at.microsecond % 1000 else "milliseconds" if at.microsecond else "seconds"
    clock = at.time().isoformat(timespec=precision if at.microsecond or at.second else "minutes")
    return f"{_day(at.date())} at {clock} UTC"


def _text(value: TextValue, text: str) -> str:
    if value_words(value) == text and _stands_alone(text):
        return text
    return in_quotes(text)


def _stands_alone(text: str) -> bool:
    words = text.split(" ")
    if not all(_WORD.fullmatch(word) and word.casefold() not in _OWN_WORDS for word in words):
        return False
    # New York is a name; "pro plan" could be the sentence going on.
    return len(words) == 1 or all(word[0].isupper() for word in words)


def in_quotes(text: str) -> str:
    """A text in double quotes, with those inside it marked, so that it is plain where it ends."""
    return '"{}"'.format(printable(text).replace("\\", "\\\\").replace('"', '\\"'))


class Names:
    """What fields are called in a sentence: each by a name that no other has.

    Args:
        labels: The English name of each path, as far as there is one. They may come from outside too.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._uses = Counter(labels.values())

    def of(self, path: str) -> str:
        """The field's name; a path in quotes where that could be read as something else."""
        label = self._labels.get(path, "")
        if self._uses[label] == 1 and _is_name(label):
            return label
        # A misspelt path that is another field's name mustn't read like that field.
        return path if _is_name(path) and path not in self._uses else in_quotes(path)

    def verb(self, path: str) -> str:
        """The verb that says a date better than the field's name, such as "created"; empty when there is none."""
        name = self.of(path)
        if name == path:
            label = _VERBS_OF_PATHS.get(path, "")
            return "" if label in self._uses else _VERBS_OF_NAMES.get(label, "")
        return _VERBS_OF_NAMES.get(name, "")

    def noun(self, path: str) -> str:
        """The field's name as a thing that somebody may be without."""
        return _NOUNS.get(self.verb(path), self.of(path))


_NOUNS = {
    "created": "a date of creation",
    "last updated": "a date of the last update",
    "given": "a date",
    "completed": "a date of completion",
}
_VERBS_OF_NAMES = {"created": "created", "updated": "last updated", "given": "given", "completed": "completed"}
_VERBS_OF_PATHS = {"createdAt": "created", "updatedAt": "updated"}


def _is_name(text: str) -> bool:
    return all(_NAME.fullmatch(word) and word.casefold() not in _OWN_WORDS | _VERBS for word in text.split(" "))
