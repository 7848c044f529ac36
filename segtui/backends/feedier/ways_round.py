"""Other ways of saying the same, for what FQL can't hold as it is said."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta

from segtui.backends.feedier.conditions import reason_against
from segtui.backends.feedier.fields import ALWAYS_PRESENT, ATTRIBUTE, OLD_ATTRIBUTE, PROFILES, field_type
from segtui.domain.operators import FieldType, Operator
from segtui.domain.rules import Condition, Group, Node
from segtui.domain.values import DayValue, InstantValue, ListValue, RangeValue, Scalar, TextValue, Value

NEWER = {"carrier_id": "Form", "created_at": "TimePeriod", "nps_profile": "Nps"}
"""Fields of the older form, and the selectors of the newer one that test the same."""

_OPPOSITES = {
    Operator.MORE_THAN: Operator.AT_MOST,
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE_THAN,
}

_BEHIND_DAY = {Operator.MORE_THAN: Operator.AT_LEAST, Operator.AT_MOST: Operator.LESS_THAN}


def working(one: Condition) -> Node | None:
    """What says the same as a condition that FQL can't hold, and can be held; None when nothing does.

    A group may come out of it, whose conditions can be held where the rule around it joins them in the same way.
    """
    found = _other_way(one)
    parts = found.children if isinstance(found, Group) else (found,)
    can_be_held = all(isinstance(part, Condition) and not reason_against(part) for part in parts)
    return found if can_be_held else None


def in_newer_form(one: Condition) -> Condition | None:
    """A condition of the older form with the selector of the newer one, and its words; None when there is none."""
    if one.field.startswith(OLD_ATTRIBUTE):
        return replace(one, field=f"{ATTRIBUTE}{one.field.removeprefix(OLD_ATTRIBUTE)}")
    if one.field not in NEWER:
        return None
    if one.field == "nps_profile" and one.operator not in {Operator.IS, Operator.ONE_OF}:
        return None  # parts and order of one vocabulary's words mean nothing in the other
    value = with_words(one.value, PROFILES) if one.field == "nps_profile" else one.value
    return replace(one, field=NEWER[one.field], value=value)


def with_words(value: Value, words: dict[str, str]) -> Value:
    """A text, or the texts of a list, in other words where there are such."""
    match value:
        case TextValue(text):
            return TextValue(words.get(text, text))
        case ListValue(items):
            return ListValue(
                tuple(TextValue(words.get(i.text, i.text)) if isinstance(i, TextValue) else i for i in items)
            )
        case _:
            return value


def _other_way(one: Condition) -> Node | None:
    is_date = field_type(one.field) is FieldType.INSTANT
    match one:
        case Condition(operator=operator, negate=True) if operator in _OPPOSITES and one.field in ALWAYS_PRESENT:
            return replace(one, operator=_OPPOSITES[operator], negate=False)
        case Condition(operator=Operator.HAS_ANY, value=ListValue()):
            return replace(one, operator=Operator.ONE_OF)
        case Condition(operator=Operator.HAS_ALL, value=ListValue(items), negate=False) if items:
            return Group(children=tuple(replace(one, operator=Operator.IS, value=item) for item in items))
        case Condition(operator=Operator.BETWEEN, value=RangeValue(low, high), negate=False):
            ends = _bounded(one, Operator.AT_LEAST, low), _bounded(one, Operator.AT_MOST, high)
            return in_newer_form(one) or Group(children=ends)
        case Condition(operator=operator, value=DayValue() as day, negate=False) if is_date and operator in _OPPOSITES:
            return _bounded(one, operator, day)
        case Condition(operator=Operator.IS, value=InstantValue() as moment) if is_date:
            at = moment.at.astimezone(UTC)
            return replace(one, operator=Operator.ON_DAY, value=DayValue(at.date())) if at.time() == time() else None
        case _:
            return None


def _bounded(one: Condition, operator: Operator, end: Scalar) -> Condition:
    """A comparison; one that a whole day ends is one with the beginning of the next day."""
    if isinstance(end, DayValue) and operator in _BEHIND_DAY and end.day < date.max:
        operator, end = _BEHIND_DAY[operator], DayValue(end.day + timedelta(days=1))
    return replace(one, operator=operator, value=end)
