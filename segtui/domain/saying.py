"""How else a condition can be said, for a service that can't say it as it stands: the nearest first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from segtui.domain.evaluation import Semantics
from segtui.domain.frozen import freeze_date
from segtui.domain.instants import parse_instant
from segtui.domain.operators import FieldType, Operator
from segtui.domain.record import record
from segtui.domain.rules import Condition
from segtui.domain.values import DayValue, InstantValue, ListValue, RangeValue, RelativeValue, TextValue
from segtui.domain.wording import value_words

_LITERAL = re.compile(r"(\^?)((?:[^\\^$.|?*+()\[\]{}]|\\[^\w\s])+)(\$?)", re.DOTALL)
"""A pattern that only looks for a text, at its place: letters as they are, signs behind a backslash."""

_OF_PLACE = {
    ("^", "$"): Operator.IS,
    ("^", ""): Operator.STARTS_WITH,
    ("", "$"): Operator.ENDS_WITH,
    ("", ""): Operator.CONTAINS,
}


@record
class Said:
    """One way of saying it."""

    condition: Condition
    why: tuple[str, ...] = ()
    """In what that is something else; sentences."""
    intent: str = ""
    """What was meant by a date that is a moment now."""


@record
class Moment:
    """When and where a translation is made: moving dates are told from there."""

    now: datetime
    zone: tzinfo


def ways_to_say(condition: Condition, holds: FieldType, moment: Moment) -> Iterator[Said]:
    """Ways to say a condition, the nearest first; the first is the condition itself.

    Args:
        condition: With its field as the target calls it.
        holds: What that field holds there.
        moment: See `Moment`.
    """
    condition = _as_date(condition) if holds is FieldType.INSTANT else condition
    yield Said(condition)
    if isinstance(condition.value, RelativeValue) and (found := freeze_date(condition, moment.now, moment.zone)):
        frozen, words = found
        yield Said(frozen, (f"The date is frozen: {words}, as of today, and doesn't move along.",), words)
    if (
        condition.operator is Operator.ONE_OF
        and isinstance(condition.value, ListValue)
        and len(condition.value.items) == 1
    ):
        yield Said(replace(condition, operator=Operator.IS, value=condition.value.items[0]))
    if (plain := _plain_text_test(condition)) is not None:
        yield Said(plain)
        condition = plain
    if condition.operator in {Operator.STARTS_WITH, Operator.ENDS_WITH} and not condition.negate:
        place = "beginning" if condition.operator is Operator.STARTS_WITH else "end"
        why = f"The text is found anywhere, not only at the {place}: it selects more."
        yield Said(replace(condition, operator=Operator.CONTAINS), (why,))


def _plain_text_test(condition: Condition) -> Condition | None:
    """A search for a pattern that is no more than a text, as the test of that text; None for other patterns."""
    if condition.operator is not Operator.MATCHES or not isinstance(condition.value, TextValue):
        return None
    found = _LITERAL.fullmatch(condition.value.text)
    if found is None:
        return None
    text = re.sub(r"\\(.)", r"\1", found[2], flags=re.DOTALL)
    return replace(condition, operator=_OF_PLACE[found[1], found[3]], value=TextValue(text))


def _as_date(condition: Condition) -> Condition:
    """A text that is a moment, as that moment."""
    match condition.value:
        case TextValue(text) if parse_instant(text) is not None:
            return replace(condition, value=InstantValue(text))
        case _:
            return condition


def is_word_for_days(condition: Condition, semantics: Semantics) -> bool:
    """Whether a date is compared with a word such as `date_last_month`, which other services take for a mere text."""
    value, fields = condition.value, semantics.period_fields
    is_of_dates = semantics.period is not None and (fields is None or condition.field in fields)
    return is_of_dates and isinstance(value, TextValue) and parse_instant(value.text) is None


def as_days(condition: Condition, semantics: Semantics, moment: Moment) -> Said | None:
    """A comparison with a word for a span of days as one with the days that these are now.

    Args:
        condition: With the word as its value.
        semantics: Of the service whose word it is.
        moment: See `Moment`.

    Returns:
        None where it isn't known which days are meant, or it isn't asked whether the date is one of them.
    """
    if semantics.period is None or condition.operator is not Operator.IS or not isinstance(condition.value, TextValue):
        return None
    span = semantics.period(condition.value.text, moment.now, semantics.zone)
    if span is None:
        return None
    first, last = span[0].date(), (span[1] - timedelta(microseconds=1)).date()
    days = replace(condition, operator=Operator.BETWEEN, value=RangeValue(DayValue(first), DayValue(last)))
    why = f"The dates are frozen: {value_words(condition.value)} is {first} to {last} today, and doesn't move along."
    return Said(days, (why,))
