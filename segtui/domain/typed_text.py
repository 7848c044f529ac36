"""What people type: values in the form, and whole conditions such as `city = Rome` on the command line."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from segtui.domain.errors import UnreadableInput
from segtui.domain.evaluation import Semantics
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes, typed_operators
from segtui.domain.record import record
from segtui.domain.rules import Condition
from segtui.domain.text import quoted
from segtui.domain.typed_dates import read_moment
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
    Unit,
    Value,
    is_number,
)

_ITEM = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,]*?)\s*(?:,|$)', re.DOTALL)
_RANGE = re.compile(r'("(?:[^"\\]|\\.)*"|.*?)\s+and\s+(.+)', re.DOTALL)
_SPAN = re.compile(r"(?:the )?(last|next) (\d{1,5}) (minute|hour|day|week|month|year)s?", re.IGNORECASE | re.ASCII)
_SPAN_OF_DAYS = re.compile(
    r"(\d{1,5}) (minute|hour|day|week|month|year)s? (before|after) today", re.IGNORECASE | re.ASCII
)
_SPLITS_A_LIST = re.compile(r'[,"\[\]]')
_SPLITS_A_RANGE = re.compile(r'"|\band\b')
"""What tears a bare text apart among several."""
_WORDS_OF_BOOL = {"yes": True, "true": True, "no": False, "false": False}


@record
class DateReading:
    """How dates are read as people say them. Without it, only ISO 8601 is, in UTC where no zone is written."""

    now: datetime
    zone: tzinfo = UTC
    """Where days begin."""
    keeps_relative: bool = False
    """Whether `3 weeks ago` stays what it is, where a value alone is wanted; else it becomes the moment it is now."""
    semantics: Semantics | None = None
    """Knows the service's own words for spans of time; such a word stays the text that it is, and so does what stands
    in quotes where a field is compared with them. None for a service without."""

    def keeps_texts(self, field: str) -> bool:
        """Whether a field of dates may be compared with a text."""
        return self.semantics is not None and self.semantics.has_periods(field)

    def is_word(self, field: str, text: str) -> bool:
        """Whether a text is one of the service's words for spans of time, in a field that knows them."""
        return self.semantics is not None and self.semantics.period_word(field, text) is not None


def read_value(
    typed: str, operator: Operator, field_type: FieldType, dates: DateReading | None = None, field: str = ""
) -> Value:
    """Read what was typed as the value of a condition.

    A text in double quotes is taken as it stands (with JSON's escapes), so that "5" can be told from 5 and blanks at
    the ends survive; without quotes the blanks around it are dropped.

    Args:
        typed: For example `Rome`, `5`, `"5"`, `2024-07-01`, `Rome, Milan`, `1 and 5`, `last 30 days`.
        operator: The operator it is for.
        field_type: What the field holds.
        dates: How to read dates such as `yesterday`; None for ISO 8601 alone.
        field: The path of the field, for services where some fields know words such as `date_last_month`.

    Raises:
        UnreadableInput: It is no value of that kind.
    """
    text = typed.strip()
    if field_type is FieldType.INSTANT and dates is not None and (word := _word(text, operator, dates, field)):
        return word
    match WORDINGS[operator].takes:
        case Takes.NOTHING:
            return NoValue()
        case Takes.ONE if operator is Operator.ON_DAY:
            return _day(text, dates)
        case Takes.ONE:
            holds = _type_for(operator, field_type)
            return _relative(text, holds, dates) or _scalar(text, holds, dates)
        case Takes.SEVERAL:
            return ListValue(tuple(_scalar(item, field_type, dates) for item in _items(text)))
        case Takes.TWO:
            ends = _RANGE.fullmatch(text)
            if ends is None:
                raise UnreadableInput("Two ends are needed.", hint="Write them as: 1 and 5")
            return RangeValue(_scalar(ends[1], field_type, dates), _scalar(ends[2], field_type, dates))
        case Takes.SPAN:
            return _span(text)


def typed_form(value: Value, field_type: FieldType, dates: DateReading | None = None, field: str = "") -> str:
    """The text that `read_value` reads as this value, to begin an edit with. For the arguments, see there."""
    match value:
        case NoValue():
            return ""
        case TextValue(text):
            among_dates = field_type is FieldType.INSTANT and dates is not None and dates.keeps_texts(field)
            is_word = dates is not None and dates.is_word(field, text)
            return _typed_text(text, field_type, quote=among_dates and not is_word)
        case NumberValue(written):
            return written
        case InstantValue():
            # With its zone: what is written without one means UTC, and would be read in the zone of whoever edits it.
            return value.written if value.written.endswith("Z") else iso_utc(value.at)
        case BoolValue(yes):
            return "yes" if yes else "no"
        case DayValue(day):
            return day.isoformat()
        case RelativeValue():
            return _typed_span(value)
        case ListValue(items):
            return ", ".join(_typed_part(item, field_type, _SPLITS_A_LIST) for item in items)
        case RangeValue(low, high):
            return " and ".join(_typed_part(end, field_type, _SPLITS_A_RANGE) for end in (low, high))


def read_condition(typed: str, field_type: Callable[[str], FieldType], dates: DateReading | None = None) -> Condition:
    """Read a whole condition, `FIELD OPERATOR VALUE`.

    Args:
        typed: For example `city = Rome`, `tags is one of vip, beta`, `"two words" exists`.
        field_type: Tells what a field holds, by its path.
        dates: As for `read_value`.

    Raises:
        UnreadableInput: It can't be read; the message names the place.
    """
    head = _FIELD.match(typed)
    if head is None:
        raise UnreadableInput(f"{quoted(typed)} doesn't begin with a field.", hint=_EXAMPLE)
    field = _unquoted(head[1]) if head[1].startswith('"') else head[1]
    found = _OPERATOR.match(typed, head.end())
    if found is None:
        place = f"at character {head.end() + 1} of {quoted(typed)}"
        raise UnreadableInput(f"An operator was expected {place}.", hint=_EXAMPLE)
    operator, negate = _OPERATORS[" ".join(found[1].lower().split())]
    rest = typed[found.end() :]
    if WORDINGS[operator].takes is Takes.NOTHING:
        if rest.strip():
            raise UnreadableInput(
                f"Nothing was expected after {quoted(found[1])}, but there is {quoted(rest.strip())}."
            )
        return Condition(field, operator, negate=negate)
    if not rest.strip():
        raise UnreadableInput(f"A value was expected at the end of {quoted(typed)}.", hint=_EXAMPLE)
    return Condition(field, operator, read_value(rest, operator, field_type(field), dates, field), negate)


def read_meant_condition(
    typed: str, field_type: Callable[[str], FieldType], dates: DateReading
) -> tuple[Condition, Sequence[tuple[Scalar, str]]]:
    """As `read_condition`, with what `meant_words` tells."""
    condition = read_condition(typed, field_type, dates)
    head = _FIELD.match(typed)
    found = _OPERATOR.match(typed, head.end()) if head is not None else None
    return condition, meant_words(typed[found.end() :], condition.value, dates) if found is not None else ()


def meant_words(typed: str, value: Value, dates: DateReading) -> Sequence[tuple[Scalar, str]]:
    """The moments and days that dates have become, with the words that were typed: "start of this month".

    Args:
        typed: What `read_value` was given.
        value: What it has made of it.
        dates: What it was given too.

    Returns:
        Those that will be other dates another day, alone or among several.
    """
    return [
        (one, words)
        for text, one in _parts(typed.strip(), value)
        if isinstance(one, InstantValue | DayValue) and (words := read_moment(text, dates.now, dates.zone).words)
    ]


def _parts(text: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Each of the values that a text was read as, with its own part of the text."""
    match value:
        case ListValue(items):
            yield from zip(_items(text), items, strict=True)
        case RangeValue(low, high):
            ends = _RANGE.fullmatch(text)
            if ends is not None:
                yield from ((ends[1], low), (ends[2], high))
        case _:
            yield text, value


def _word(text: str, operator: Operator, dates: DateReading, field: str) -> TextValue | None:
    """A word of the service for a span of days, or any other text in quotes; None for what may be a date."""
    is_word = dates.is_word(field, text)
    if is_word and operator in {Operator.ON_DAY, Operator.WITHIN}:
        is_what = "one day" if operator is Operator.ON_DAY else "a span of your own"
        raise UnreadableInput(f"{quoted(text)} isn't {is_what} but a word of the service.", hint="Use “is” with it.")
    if WORDINGS[operator].takes is not Takes.ONE or operator is Operator.ON_DAY:
        return None
    in_quotes = len(text) > 1 and text.startswith('"') and text.endswith('"') and dates.keeps_texts(field)
    return TextValue(_unquoted(text) if in_quotes else text) if is_word or in_quotes else None


def _type_for(operator: Operator, field_type: FieldType) -> FieldType:
    """Parts of texts and patterns are texts, whatever the field holds."""
    of_text = {Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES}
    return FieldType.TEXT if operator in of_text else field_type


def _relative(text: str, field_type: FieldType, dates: DateReading | None) -> RelativeValue | None:
    if dates is None or not dates.keeps_relative or field_type is not FieldType.INSTANT:
        return None
    return read_moment(text, dates.now, dates.zone).intent


def _scalar(text: str, field_type: FieldType, dates: DateReading | None) -> Scalar:
    if len(text) > 1 and text.startswith('"') and text.endswith('"') and field_type is not FieldType.INSTANT:
        return TextValue(_unquoted(text))
    match field_type:
        case FieldType.TEXT | FieldType.LIST:
            return TextValue(text)
        case FieldType.INSTANT:
            return _instant(text, dates)
        case FieldType.NUMBER:
            if not is_number(text):
                raise UnreadableInput(f"{quoted(text)} isn't a number.", hint="Write it as 5 or -2.5.")
            return NumberValue(text)
        case FieldType.BOOL:
            if text.lower() not in _WORDS_OF_BOOL:
                raise UnreadableInput(f"{quoted(text)} is neither yes nor no.")
            return BoolValue(_WORDS_OF_BOOL[text.lower()])
        case FieldType.ANY:
            if text.lower() in _WORDS_OF_BOOL:
                return BoolValue(_WORDS_OF_BOOL[text.lower()])
            return NumberValue(text) if is_number(text) else TextValue(text)


def _instant(text: str, dates: DateReading | None) -> InstantValue:
    if dates is not None:
        return InstantValue(iso_utc(read_moment(text, dates.now, dates.zone).instant))
    moment = parse_instant(text)
    if moment is None:
        raise UnreadableInput(f"{quoted(text)} isn't a date.", hint="Write it as 2024-07-01 or 2024-07-01T09:30Z.")
    return InstantValue(iso_utc(moment))


def _day(text: str, dates: DateReading | None) -> DayValue:
    if dates is not None:
        return DayValue(read_moment(text, dates.now, dates.zone).instant.astimezone(dates.zone).date())
    moment = parse_instant(text)
    if moment is None:
        raise UnreadableInput(f"{quoted(text)} isn't a day.", hint="Write it as 2024-07-01.")
    return DayValue(moment.date())


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        raise UnreadableInput(
            f"The quotes in {quoted(text)} don't fit together.",
            hint=r"Inside quotes, write \" for a quote and \\ for a backslash.",
        ) from None


def _items(text: str) -> list[str]:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    items = [found[1].strip() for found in _ITEM.finditer(inner) if found[1].strip()]
    if not items:
        raise UnreadableInput("At least one value is needed.", hint="Write several with commas: Rome, Milan")
    return items


def _span(text: str) -> RelativeValue:
    found = _SPAN.fullmatch(text)
    if found is None and (aside := _SPAN_OF_DAYS.fullmatch(text)) is not None:
        offset = int(aside[1]) * (-1 if aside[3].lower() == "before" else 1)
        return RelativeValue(offset, Unit(f"{aside[2].lower()}s"), "today")
    if found is None:
        raise UnreadableInput(f"{quoted(text)} isn't a span of time.", hint="Write it as: last 30 days")
    amount = int(found[2])
    return RelativeValue(-amount if found[1].lower() == "last" else amount, Unit(f"{found[3].lower()}s"))


def _typed_span(value: RelativeValue) -> str:
    amount = f"{abs(value.offset)} {value.unit}"
    if value.anchor == "today":
        return f"{amount} {'before' if value.offset < 0 else 'after'} today"
    return f"{'last' if value.offset < 0 else 'next'} {amount}"


def _typed_text(text: str, field_type: FieldType, *, quote: bool = False) -> str:
    taken_otherwise = field_type in {FieldType.NUMBER, FieldType.BOOL} or (
        field_type is FieldType.ANY and (is_number(text) or text.lower() in _WORDS_OF_BOOL)
    )
    quotes = len(text) > 1 and text.startswith('"') and text.endswith('"')
    needs_quotes = quote or not text or text != text.strip() or taken_otherwise or quotes
    return json.dumps(text, ensure_ascii=False) if needs_quotes else text


def _typed_part(part: Scalar, field_type: FieldType, splits: re.Pattern[str]) -> str:
    """One of several values, quoted when a bare text would be split."""
    typed = typed_form(part, field_type)
    bare = isinstance(part, TextValue) and typed == part.text
    return json.dumps(typed, ensure_ascii=False) if bare and splits.search(typed) else typed


_FIELD = re.compile(r'\s*("(?:[^"\\]|\\.)+"|[^\s"=!<>]+)\s*')

_OPERATORS = {operator.value: (operator, False) for operator in Operator} | typed_operators()

_OPERATOR = re.compile(
    "("
    + "|".join(
        f"(?a:{re.escape(words)})".replace(r"\ ", r"\s+") + (r"(?!\S)" if words[0].isalpha() else "(?![=<>!])")
        for words in sorted(_OPERATORS, key=len, reverse=True)
    )
    + ")",
    re.IGNORECASE,
)

_EXAMPLE = "Write it as FIELD OPERATOR VALUE, for example: city = Rome"
