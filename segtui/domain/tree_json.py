"""The neutral JSON form of a rule, for files, scripts and drafts.

`{"match": "all", "children": [{"field": "city", "operator": "is", "value": "Rome"}]}`. Texts, numbers, booleans and
lists are plain JSON; an instant is `{"instant": "2024-07-01T00:00:00Z"}`, a day `{"day": "2024-07-01"}`, a relative
moment `{"relative": [-30, "days", "now"]}`, a range `{"range": [1, 5]}`. A number that would lose the way it is
written is `{"number": "1.50"}`. A part that isn't understood is `{"opaque": "<its JSON>", "reason": "…"}`.
`"not": true` turns a condition or a group round.
"""

import json
from collections.abc import Mapping
from datetime import date

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.operators import WORDINGS, Operator, Takes
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.text import quoted
from segtui.domain.values import (
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    Unit,
    Value,
    is_number,
    scalar_from_json,
    scalar_to_json,
)


class UnreadableRule(SegtuiError):
    """A rule in JSON that can't be read; the message names the place."""

    code = "unreadable-rule"
    trouble = Trouble.USAGE


def rule_to_json(node: Node) -> dict[str, JsonValue]:
    """The JSON form of a rule or a part of one."""
    if isinstance(node, Opaque):
        return {"opaque": node.written, "reason": node.reason}
    form: dict[str, JsonValue] = {}
    if isinstance(node, Group):
        form = {"match": node.combine.value, "children": [rule_to_json(child) for child in node.children]}
    else:
        form = {"field": node.field, "operator": node.operator.value}
        if not isinstance(node.value, NoValue):
            form["value"] = _value_to_json(node.value)
    return {**form, "not": True} if node.negate else form


def rule_from_json(form: JsonValue) -> Group:
    """Read a whole rule.

    Raises:
        UnreadableRule: It isn't a rule in this form.
    """
    try:
        node = _node_from_json(form, "rule")
    except RecursionError:
        raise UnreadableRule("The rule is nested too deeply.") from None
    if not isinstance(node, Group):
        raise UnreadableRule(
            "The rule is a single condition, not a group.",
            hint='Put it into {"match": "all", "children": [ … ]}.',
        )
    return node


def _node_from_json(form: JsonValue, place: str) -> Node:
    if not isinstance(form, Mapping):
        raise UnreadableRule(f"{place} should be an object, not {quoted(json.dumps(form))}.")
    _refuse_unknown_keys(form, place)
    negate = form.get("not", False)
    if not isinstance(negate, bool):
        raise UnreadableRule(f"{place}.not should be true or false.")
    if "opaque" in form:
        return Opaque(_json_text(form["opaque"], f"{place}.opaque"), _text(form.get("reason", ""), f"{place}.reason"))
    if "field" in form:
        operator = _operator(form.get("operator"), f"{place}.operator")
        return Condition(_text(form["field"], f"{place}.field"), operator, _operand(form, operator, place), negate)
    children = form.get("children", [])
    if not isinstance(children, list | tuple):
        raise UnreadableRule(f"{place}.children should be a list.")
    nodes = tuple(_node_from_json(child, f"{place}.children[{index}]") for index, child in enumerate(children))
    return Group(_combine(form.get("match", "all"), f"{place}.match"), nodes, negate)


def _refuse_unknown_keys(form: Mapping[str, JsonValue], place: str) -> None:
    known = (
        {"opaque", "reason"}
        if "opaque" in form
        else {"field", "operator", "value", "not"}
        if "field" in form
        else {"match", "children", "not"}
    )
    if unknown := sorted(form.keys() - known):
        raise UnreadableRule(
            f"{place} has the unknown key {quoted(unknown[0])}.", hint=f"Known here: {', '.join(sorted(known))}."
        )


def _operator(word: JsonValue, place: str) -> Operator:
    try:
        return Operator(_text(word, place))
    except ValueError:
        known = ", ".join(operator.value for operator in Operator)
        raise UnreadableRule(
            f"{place} is {quoted(str(word))}, which is no operator.", hint=f"Known: {known}."
        ) from None


def _combine(word: JsonValue, place: str) -> Combine:
    try:
        return Combine(_text(word, place))
    except ValueError:
        raise UnreadableRule(f"{place} should be all or any, not {quoted(str(word))}.") from None


def _text(form: JsonValue, place: str) -> str:
    if not isinstance(form, str):
        raise UnreadableRule(f"{place} should be a text, not {quoted(json.dumps(form))}.")
    return form


def _json_text(form: JsonValue, place: str) -> str:
    text = _text(form, place)
    try:
        json.loads(text)
    except ValueError:
        raise UnreadableRule(f"{place} should hold JSON as a text.") from None
    return text


def _operand(form: Mapping[str, JsonValue], operator: Operator, place: str) -> Value:
    if WORDINGS[operator].takes is Takes.NOTHING:
        if "value" in form:
            raise UnreadableRule(f"{place}.value has no place beside {quoted(operator.value)}.")
        return NoValue()
    if "value" not in form:
        raise UnreadableRule(f"{place} has no value, but {quoted(operator.value)} needs one.")
    return _value_from_json(form["value"], f"{place}.value")


def _value_to_json(value: Value) -> JsonValue:
    match value:
        case NoValue():
            return None
        case ListValue(items):
            return [_value_to_json(item) for item in items]
        case RangeValue(low, high):
            return {"range": [_value_to_json(low), _value_to_json(high)]}
        case RelativeValue(offset, unit, anchor):
            return {"relative": [offset, unit.value, anchor]}
        case InstantValue(written):
            return {"instant": written}
        case DayValue(day):
            return {"day": day.isoformat()}
        case NumberValue(written) if repr(value.number) != written:
            return {"number": written}
        case _:
            return scalar_to_json(value)


def _value_from_json(form: JsonValue, place: str) -> Value:
    match form:
        case list() | tuple():
            return ListValue(tuple(_scalar(item, f"{place}[{index}]") for index, item in enumerate(form)))
        case {"range": [low, high], **rest} if not rest:
            return RangeValue(_scalar(low, f"{place}.range[0]"), _scalar(high, f"{place}.range[1]"))
        case {"relative": [int(offset), str(unit), "now" | "today" as anchor], **rest} if not rest:
            try:
                return RelativeValue(offset, Unit(unit), anchor)
            except ValueError:
                raise UnreadableRule(f"{place} has the unknown unit {quoted(unit)}.") from None
        case _:
            return _scalar(form, place)


def _scalar(form: JsonValue, place: str) -> Scalar:
    try:
        match form:
            case {"instant": str(written), **rest} if not rest:
                return InstantValue(written)
            case {"day": str(written), **rest} if not rest:
                return DayValue(date.fromisoformat(written))
            case {"number": str(written), **rest} if not rest and is_number(written):
                return NumberValue(written)
    except ValueError as error:
        raise UnreadableRule(f"{place} isn't a date: {error}.", hint="Write it as 2024-07-01T00:00:00Z.") from None
    scalar = scalar_from_json(form)
    if scalar is None:
        raise UnreadableRule(f"{place} is {quoted(json.dumps(form))}, which is no value of a rule.")
    return scalar
