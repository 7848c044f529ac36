"""One condition of FQL and one node of the neutral tree.

The newer form names a selector, `{"Form": {"$in": [11]}}`; the older one a field of the stored feedback, which may be
nested, `{"topics": {"id": {"$in": [9]}}}`. What isn't documented isn't read: it becomes `Opaque` and keeps its text.

- `$like` and `$nlike` take one value or several; several are a group of "contains", met by any of them.
- `$eq` and `$ne` take a word for a span of days where the field is a date; a day stands for the whole of it.
- `$btw` takes two days, and both belong to it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from segtui.backends.feedier.fields import ATTRIBUTE, OLD_ATTRIBUTE, field_type, is_newer
from segtui.backends.feedier.fql import Part, json_text
from segtui.backends.feedier.periods import LAST_MONTH
from segtui.domain.instants import parse_instant
from segtui.domain.operators import FieldType, Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.text import quoted
from segtui.domain.values import (
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    scalar_from_json,
    scalar_to_json,
)
from segtui.domain.wording import operator_words

_MEANINGS: dict[str, tuple[Operator, bool]] = {
    "$eq": (Operator.IS, False),
    "$ne": (Operator.IS, True),
    "$gt": (Operator.MORE_THAN, False),
    "$lt": (Operator.LESS_THAN, False),
    "$gte": (Operator.AT_LEAST, False),
    "$lte": (Operator.AT_MOST, False),
    "$like": (Operator.CONTAINS, False),
    "$nlike": (Operator.CONTAINS, True),
    "$in": (Operator.ONE_OF, False),
    "$nin": (Operator.ONE_OF, True),
    "$btw": (Operator.BETWEEN, False),
}
"""The documented operators."""

_SPELLINGS = {meaning: spelling for spelling, meaning in _MEANINGS.items()}
_SPELLINGS |= {(Operator.ON_DAY, False): "$eq", (Operator.ON_DAY, True): "$ne"}

_ORDERS = frozenset({Operator.MORE_THAN, Operator.LESS_THAN, Operator.AT_LEAST, Operator.AT_MOST})
_BEGINS_AT_DAY = frozenset({Operator.LESS_THAN, Operator.AT_LEAST})
"""Comparisons with a day that are the same as with the moment at which it begins."""

_DAY_LENGTH = len("2024-01-01")


class _NotUnderstood(Exception):
    """A condition that isn't documented so; the message is a clause that says why."""


def node(part: Part) -> Node:
    """A stored condition as a node of the tree."""
    if isinstance(part.value, list):
        return Opaque(part.source, _why_no_condition(part.value))
    try:
        return _understood(*_taken_apart(part.value))
    except _NotUnderstood as why:
        return Opaque(part.source, str(why))


def joining(value: JsonValue) -> set[str | None]:
    """What `$type` says in a condition, or in those of an inner list: `or`, `and`, or None where it is missing."""
    if isinstance(value, list):
        return {kind for one in value for kind in joining(one)}
    if isinstance(value, Mapping):
        kinds = [one.get("$type") for one in value.values() if isinstance(one, Mapping)]
        return {kind if kind is None or isinstance(kind, str) else json_text(kind) for kind in kinds} or {None}
    return {None}


def joined_by(value: JsonValue, kind: str | None) -> JsonValue:
    """A condition of the newer form with its `$type` set, or taken away."""
    if not isinstance(value, Mapping):
        return value
    ((selector, said),) = value.items()
    inner = {key: one for key, one in said.items() if key != "$type"} if isinstance(said, Mapping) else {}
    return {selector: {**inner, **({"$type": kind} if kind else {})}}


def condition_json(one: Condition | Group) -> JsonValue:
    """A node that has a form, in that form, without `$type`. See `reason_against`."""
    first = one.children[0] if isinstance(one, Group) else one
    assert isinstance(first, Condition)  # noqa: S101 - reason_against has seen to it
    negate = one.negate
    said = {_SPELLINGS[first.operator, negate]: _operand(one)}
    field = first.field
    if field.startswith(ATTRIBUTE):
        return {"Attribute": {**said, "name": field.removeprefix(ATTRIBUTE)}}
    if field.startswith(OLD_ATTRIBUTE):
        name = field.removeprefix(OLD_ATTRIBUTE)
        return {"attribute_values": {"attribute": {"name": {"$eq": name}}, "value": said}}
    if is_newer(field):
        return {field: said}
    found: JsonValue = said
    for step in reversed(field.split(".")):
        found = {step: found}
    return found


def reason_against(one: Condition | Group) -> str:
    """Why FQL has no way to say a node; empty when it has one."""
    if isinstance(one, Group):
        return _reason_against_group(one)
    if reason := _why_no_field(one.field):
        return reason
    asked = f"“{operator_words(one)}”"
    if (one.operator, one.negate) not in _SPELLINGS:
        return f"FQL has no way to say {asked}."
    if field_type(one.field) is FieldType.INSTANT:
        return _reason_against_date(one)
    match one.operator, one.value:
        case Operator.BETWEEN, _:
            return _reason_against_between(one)
        case Operator.ONE_OF, ListValue(items) if all(isinstance(item, TextValue | NumberValue) for item in items):
            return ""
        case Operator.ONE_OF, _:
            return f"{asked} needs a list of texts and numbers in FQL."
        case Operator.ON_DAY, _:
            return f"FQL says {asked} only of dates, such as TimePeriod."
        case _, TextValue() | NumberValue():
            return ""
        case _:
            return f"{asked} needs a text or a number in FQL."


def _why_no_field(field: str) -> str:
    """Why a condition can't name a field; empty when it can."""
    if field in {ATTRIBUTE, ATTRIBUTE.rstrip("."), OLD_ATTRIBUTE, OLD_ATTRIBUTE.rstrip(".")}:
        return f"Which attribute? Write its name behind a dot, as in {ATTRIBUTE}market."
    if is_newer(field) or field.startswith(OLD_ATTRIBUTE):
        return ""
    if not all(field.split(".")) or any(step.startswith("$") for step in field.split(".")):
        return "A condition needs a field: a name, or names joined by dots."
    return ""


def _reason_against_group(group: Group) -> str:
    """A group has a form where it is met by any of several texts that one field contains."""
    parts = [child for child in group.children if isinstance(child, Condition)]
    if group.combine is not Combine.ANY or len(parts) < 2 or len(parts) != len(group.children):  # noqa: PLR2004
        return "FQL joins conditions on one level; this group doesn't fit into it."
    is_alike = all((one.field, one.operator, one.negate) == (parts[0].field, Operator.CONTAINS, False) for one in parts)
    if not is_alike:
        return "FQL joins conditions on one level; this group doesn't fit into it."
    return next((reason for one in parts if (reason := reason_against(one))), "")


def _reason_against_date(one: Condition) -> str:
    asked = f"“{operator_words(one)}”"
    match one.operator, one.value:
        case Operator.IS, TextValue(text) if parse_instant(text) is None:
            return ""
        case Operator.IS, TextValue() | InstantValue() | RelativeValue():
            return (
                f"FQL can't compare with one moment by {asked}, only with a whole day or with a word for a span of "
                f"days, such as {LAST_MONTH}."
            )
        case ((Operator.ON_DAY | Operator.IS), DayValue()):
            return ""
        case Operator.BETWEEN, _:
            return _reason_against_between(one)
        case operator, DayValue() if operator in _ORDERS:
            return "" if operator in _BEGINS_AT_DAY else f"FQL has no day that {asked} could end with, only moments."
        case operator, InstantValue() if operator in _ORDERS:
            return ""
        case operator, _ if operator in _ORDERS:
            return f"{asked} needs a date here."
        case _:
            return f"It isn't known that Feedier can say {asked} of a date."


def _reason_against_between(one: Condition) -> str:
    if not is_newer(one.field):
        return "The older form of FQL has no “is between”."
    if isinstance(one.value, RangeValue) and all(isinstance(end, DayValue) for end in (one.value.low, one.value.high)):
        return ""
    return "FQL says “is between” only with two days."


def _operand(one: Condition | Group) -> JsonValue:
    if isinstance(one, Group):
        return [_operand(child) for child in one.children if isinstance(child, Condition)]
    match one.value:
        case ListValue(items):
            return [scalar_to_json(item) for item in items]
        case RangeValue(low, high):
            return [scalar_to_json(low), scalar_to_json(high)]
        case TextValue() | NumberValue() | DayValue() | InstantValue() as value:
            return scalar_to_json(value)
        case _:
            return None


def _why_no_condition(inner: Sequence[JsonValue]) -> str:
    if len(inner) > 1:
        return "it isn't known how Feedier joins several conditions in an inner list"
    return "it holds no condition"


def _taken_apart(condition: JsonValue) -> tuple[str, str, JsonValue]:
    """The field, the operator and its value."""
    if not isinstance(condition, Mapping) or len(condition) != 1:
        raise _NotUnderstood("it doesn't name exactly one filter")
    ((selector, said),) = condition.items()
    if not selector or selector.startswith(("$", ATTRIBUTE)):
        raise _NotUnderstood(f"{quoted(selector)} is no name of a filter")
    if not isinstance(said, Mapping):
        raise _NotUnderstood("it has no operator")
    if is_newer(selector):
        return _newer(selector, said)
    if selector == "attribute_values":
        return _old_attribute(said)
    path, inner = [selector], said
    while len(inner) == 1 and not next(iter(inner)).startswith("$") and next(iter(inner)):
        ((step, deeper),) = inner.items()
        if not isinstance(deeper, Mapping):
            raise _NotUnderstood("it has no operator")
        path.append(step)
        inner = deeper
    if any("." in step for step in path):
        raise _NotUnderstood("a name in it has a dot")
    operator, operand = _only_operator(inner)
    return ".".join(path), operator, operand


def _newer(selector: str, said: Mapping[str, Any]) -> tuple[str, str, JsonValue]:
    if (kind := said.get("$type", "and")) not in ("and", "or"):
        raise _NotUnderstood(f"its $type is {quoted(json_text(kind))}")
    rest = {key: value for key, value in said.items() if key != "$type"}
    field = selector
    if selector == "Attribute":
        name = rest.pop("name", None)
        if not isinstance(name, str) or not name:
            raise _NotUnderstood("it names no attribute")
        field = f"{ATTRIBUTE}{name}"
    return field, *_only_operator(rest)


def _old_attribute(said: Mapping[str, Any]) -> tuple[str, str, JsonValue]:
    match said:
        case {"attribute": {"name": {"$eq": str(name), **more}, **others}, "value": Mapping() as inner, **rest} if (
            name and not more and not others and not rest
        ):
            return f"{OLD_ATTRIBUTE}{name}", *_only_operator(inner)
        case _:
            raise _NotUnderstood("it isn't the documented form for an attribute's name and value")


def _only_operator(said: Mapping[str, Any]) -> tuple[str, JsonValue]:
    if "" in said:
        raise _NotUnderstood("an operator in it has no name: a shell may have replaced “$in” by nothing")
    if len(said) != 1:
        unknown = [key for key in said if key not in _MEANINGS]
        raise _NotUnderstood(
            f"{quoted(unknown[0])} isn't known there" if unknown else "it doesn't have exactly one operator"
        )
    ((operator, operand),) = said.items()
    if operator not in _MEANINGS:
        raise _NotUnderstood(f"{quoted(operator)} is no operator of FQL")
    return operator, operand


def _understood(field: str, spelling: str, operand: JsonValue) -> Node:
    operator, negate = _MEANINGS[spelling]
    if operator is Operator.CONTAINS and isinstance(operand, list):
        parts = tuple(_condition(field, spelling, one) for one in operand)
        if not parts:
            raise _NotUnderstood(f"{spelling} has an empty list")
        return Group(Combine.ANY, parts, negate) if len(parts) > 1 else _negated(parts[0], negate=negate)
    return _negated(_condition(field, spelling, operand), negate=negate)


def _negated(one: Condition, *, negate: bool) -> Condition:
    return Condition(one.field, one.operator, one.value, negate)


def _condition(field: str, spelling: str, operand: JsonValue) -> Condition:
    """The condition without its negation, which is checked to have a form again."""
    operator, negate = _MEANINGS[spelling]
    is_date = field_type(field) is FieldType.INSTANT
    if operator is Operator.BETWEEN:
        found = Condition(field, operator, _two_days(operand))
    elif operator is Operator.ONE_OF:
        if not isinstance(operand, list):
            raise _NotUnderstood(f"{spelling} has no list")
        found = Condition(field, operator, ListValue(tuple(_scalar(spelling, one) for one in operand)))
    else:
        value = _scalar(spelling, operand)
        if is_date and isinstance(value, TextValue):
            found = _of_date(field, operator, value)
        else:
            found = Condition(field, operator, value)
    if reason := reason_against(_negated(found, negate=negate)):
        raise _NotUnderstood(reason.rstrip("."))
    return found


def _scalar(spelling: str, operand: JsonValue) -> Scalar:
    value = scalar_from_json(operand)
    if not isinstance(value, TextValue | NumberValue):
        raise _NotUnderstood(f"{spelling} is documented only for texts and numbers")
    return value


def _of_date(field: str, operator: Operator, value: TextValue) -> Condition:
    if operator is Operator.IS and (day := _day(value.text)) is not None:
        return Condition(field, Operator.ON_DAY, DayValue(day))
    if operator in _ORDERS and parse_instant(value.text) is not None:
        return Condition(field, operator, InstantValue(value.text))
    return Condition(field, operator, value)


def _two_days(operand: JsonValue) -> RangeValue:
    if isinstance(operand, list) and len(operand) == 2:  # noqa: PLR2004 - the first and the last day
        low, high = (_day(one) if isinstance(one, str) else None for one in operand)
        if low is not None and high is not None:
            return RangeValue(DayValue(low), DayValue(high))
    raise _NotUnderstood("$btw is documented only for two dates")


def _day(text: str) -> date | None:
    """A day as `2024-07-01`."""
    moment = parse_instant(text) if len(text) == _DAY_LENGTH else None
    return moment.date() if moment is not None else None
