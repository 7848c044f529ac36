"""The neutral JSON form of a rule, for files, scripts and drafts.

`{"match": "all", "children": [{"field": "city", "operator": "is", "value": "Rome"}]}`. Texts, numbers, booleans and
lists are plain JSON; an instant is `{"instant": "2024-07-01T00:00:00Z"}`, a day `{"day": "2024-07-01"}`, a relative
moment `{"relative": [-30, "days", "now"]}`, a range `{"range": [1, 5]}`. A number that would lose the way it is
written is `{"number": "1.50"}`. A part that isn't understood is `{"opaque": "<its JSON>", "reason": "…"}`.
`"not": true` turns a condition or a group round; `"muted": true` sets a part aside, so that it doesn't count.
"""

import json
from collections.abc import Iterator, Mapping
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
    TextValue,
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
    form: dict[str, JsonValue] = {}
    if isinstance(node, Opaque):
        form = {"opaque": node.written, "reason": node.reason}
    elif isinstance(node, Group):
        form = {"match": node.combine.value, "children": [rule_to_json(child) for child in node.children]}
    else:
        form = {"field": node.field, "operator": node.operator.value}
        if not isinstance(node.value, NoValue):
            form["value"] = _value_to_json(node.value)
    negate = {"not": True} if not isinstance(node, Opaque) and node.negate else {}
    return {**form, **negate, **({"muted": True} if node.muted else {})}


def rule_from_json(form: JsonValue) -> Group:
    """Read a whole rule.

    Raises:
        UnreadableRule: It isn't a rule in this form.
    """
    try:
        node = _node_from_json(form)
    except RecursionError:
        raise UnreadableRule("The rule is nested too deeply.") from None
    except _Wrong as wrong:
        raise UnreadableRule(f"rule{wrong.place} {wrong.what}.", hint=wrong.hint) from None
    if not isinstance(node, Group):
        raise UnreadableRule(
            "The rule is a single condition, not a group.",
            hint='Put it into {"match": "all", "children": [ … ]}.',
        )
    return node


class _Wrong(Exception):
    """Something that can't be read, told from the part that was being read: whoever reads what is around adds its own.

    Args:
        place: Where it stands, seen from that part.
        what: What is wrong, as the rest of a sentence that begins with the place.
        hint: What to do.
    """

    def __init__(self, place: str, what: str, hint: str = "") -> None:
        super().__init__(place, what)
        self.place = place
        self.what = what
        self.hint = hint

    def inside(self, place: str) -> "_Wrong":
        return _Wrong(f"{place}{self.place}", self.what, self.hint)


_OPAQUE_KEYS = frozenset({"opaque", "reason", "muted"})
_CONDITION_KEYS = frozenset({"field", "operator", "value", "not", "muted"})
_GROUP_KEYS = frozenset({"match", "children", "not", "muted"})
_OPERATORS = {operator.value: (operator, WORDINGS[operator].takes is Takes.NOTHING) for operator in Operator}
"""Each with whether it takes no value."""


def _node_from_json(form: JsonValue) -> Node:
    if not isinstance(form, Mapping):
        raise _Wrong("", f"should be an object, not {quoted(json.dumps(form))}")
    known = _OPAQUE_KEYS if "opaque" in form else _CONDITION_KEYS if "field" in form else _GROUP_KEYS
    if not form.keys() <= known:
        unknown = min(form.keys() - known)
        raise _Wrong("", f"has the unknown key {quoted(unknown)}", f"Known here: {', '.join(sorted(known))}.")
    negate, muted = _switch(form, "not"), _switch(form, "muted")
    if known is _OPAQUE_KEYS:
        return Opaque(_json_text(form), _text(form.get("reason", ""), ".reason"), muted)
    if known is _CONDITION_KEYS:
        operator, takes_nothing = _operator(form.get("operator"))
        value = _no_value(form, operator) if takes_nothing else _operand(form, operator)
        return Condition(_text(form["field"], ".field"), operator, value, negate, muted)
    return Group(_combine(form.get("match", "all")), tuple(_children(form.get("children", []))), negate, muted)


def _switch(form: Mapping[str, JsonValue], key: str) -> bool:
    is_on = form.get(key, False)
    if not isinstance(is_on, bool):
        raise _Wrong(f".{key}", "should be true or false")
    return is_on


def _children(forms: JsonValue) -> Iterator[Node]:
    if not isinstance(forms, list | tuple):
        raise _Wrong(".children", "should be a list")
    for index, form in enumerate(forms):
        try:
            yield _node_from_json(form)
        except _Wrong as wrong:
            raise wrong.inside(f".children[{index}]") from None


def _operator(word: JsonValue) -> tuple[Operator, bool]:
    found = _OPERATORS.get(_text(word, ".operator"))
    if found is None:
        what = f"is {quoted(str(word))}, which is no operator"
        raise _Wrong(".operator", what, f"Known: {', '.join(_OPERATORS)}.")
    return found


def _combine(word: JsonValue) -> Combine:
    try:
        return Combine(_text(word, ".match"))
    except ValueError:
        raise _Wrong(".match", f"should be all or any, not {quoted(str(word))}") from None


def _text(form: JsonValue, place: str) -> str:
    if not isinstance(form, str):
        raise _Wrong(place, f"should be a text, not {quoted(json.dumps(form))}")
    return form


def _json_text(form: Mapping[str, JsonValue]) -> str:
    text = _text(form["opaque"], ".opaque")
    try:
        json.loads(text)
    except ValueError:
        raise _Wrong(".opaque", "should hold JSON as a text") from None
    return text


def _no_value(form: Mapping[str, JsonValue], operator: Operator) -> NoValue:
    if "value" in form:
        raise _Wrong(".value", f"has no place beside {quoted(operator.value)}")
    return NoValue()


def _operand(form: Mapping[str, JsonValue], operator: Operator) -> Value:
    if "value" not in form:
        raise _Wrong("", f"has no value, but {quoted(operator.value)} needs one")
    try:
        return _value_from_json(form["value"])
    except _Wrong as wrong:
        raise wrong.inside(".value") from None


def _value_to_json(value: Value) -> JsonValue:
    if isinstance(value, TextValue):
        return value.text
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


def _value_from_json(form: JsonValue) -> Value:
    if isinstance(form, str):
        return TextValue(form)
    match form:
        case list() | tuple():
            return ListValue(tuple(_scalar(item, f"[{index}]") for index, item in enumerate(form)))
        case {"range": [low, high], **rest} if not rest:
            return RangeValue(_scalar(low, ".range[0]"), _scalar(high, ".range[1]"))
        case {"relative": [int(offset), str(unit), "now" | "today" as anchor], **rest} if not rest:
            try:
                return RelativeValue(offset, Unit(unit), anchor)
            except ValueError:
                raise _Wrong("", f"has the unknown unit {quoted(unit)}") from None
        case _:
            return _scalar(form, "")


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
        raise _Wrong(place, f"isn't a date: {error}", "Write it as 2024-07-01T00:00:00Z.") from None
    scalar = scalar_from_json(form)
    if scalar is None:
        raise _Wrong(place, f"is {quoted(json.dumps(form))}, which is no value of a rule")
    return scalar
