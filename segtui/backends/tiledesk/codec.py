"""Tiledesk's form of a rule, `{"match": "all", "filters": [{"field", "operator", "value"}, …]}`, and the neutral tree.

The two forms correspond one to one as far as the server can tell rules apart:

- `contains` is a regular expression there. One that is just an (escaped) text becomes "contains", any other "matches".
- `starts with`, `<` and `<=` have a spelling, so they are kept; what the server makes of them is `served`'s business.
- `is null` asks whether the field is absent, and needs a value that isn't looked at.
- a list as the value of `=` means "one of" for the lead's own single-value fields, and exactly that list elsewhere.

A filter that isn't understood, or lacks a part (an update stores anything), becomes `Opaque`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

from segtui.backends.base import Encoded
from segtui.backends.tiledesk.fields import field_type, holds_one_text_or_date
from segtui.backends.tiledesk.ways_round import any_of_one_field, working
from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.flattening import flattened
from segtui.domain.operators import FieldType, Operator
from segtui.domain.patterns import escaped, literal_text
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path
from segtui.domain.text import quoted
from segtui.domain.unchanged import unchanged
from segtui.domain.values import (
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NumberValue,
    Scalar,
    TextValue,
    Value,
    scalar_to_json,
    value_from_json,
)
from segtui.domain.wording import condition_words, node_words, operator_words

_COMPARISONS: dict[str, tuple[Operator, bool]] = {
    "=": (Operator.IS, False),
    "!=": (Operator.IS, True),
    ">": (Operator.MORE_THAN, False),
    ">=": (Operator.AT_LEAST, False),
    "<": (Operator.LESS_THAN, False),
    "<=": (Operator.AT_MOST, False),
    "starts with": (Operator.STARTS_WITH, False),
}
KNOWN_OPERATORS = ("=", "!=", ">", ">=", "contains", "starts with", "is null", "is not null")
"""The operators of the server; any other is stored and skipped."""

_PRESENCE: dict[str, tuple[Operator, bool]] = {
    "is not null": (Operator.EXISTS, False),
    "is null": (Operator.EXISTS, True),
}
_SPELLINGS = {meaning: spelling for spelling, meaning in {**_COMPARISONS, **_PRESENCE}.items()}

_LARGEST_EXACT = 2**53
"""Whole numbers below it are exact in JavaScript."""

_STORED_FOR_PRESENCE = True
"""What `is null` and `is not null` are given, because a filter without a value is refused on creation (500)."""


@record
class PlacedFilter:
    """A filter and the node of the tree that it stands for."""

    path: Path
    filter: JsonValue


def decode(native: Mapping[str, JsonValue]) -> Group:
    """The tree of a stored rule; `filters` may be null or a single object, `match` any text in any case."""
    return Group(_combine(native.get("match")), tuple(_node(one) for one in stored_filters(native)))


def parts_of(opaque: Opaque) -> Mapping[str, JsonValue]:
    """The parts of a filter that isn't understood, as far as it is a filter at all."""
    stored = json.loads(opaque.written)
    return stored if isinstance(stored, dict) else {}


def stored_filters(native: Mapping[str, JsonValue]) -> list[JsonValue]:
    """The filters of a stored rule as a list, whatever was stored."""
    filters = native.get("filters")
    if filters is None:
        return []
    return list(filters) if isinstance(filters, list | tuple) else [filters]


def encode(rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Encoded:
    """Tiledesk's form of a tree.

    Args:
        rule: Any tree. Only one level can be held; groups inside are opened where that changes nothing.
        stored: The rule as it is stored now. Filters whose condition nobody touched are taken from it verbatim.

    Returns:
        The form, and a diagnostic for each node that it can't hold. Such nodes are not in the form.
    """
    placed, losses = placed_filters(rule, stored)
    match = stored.get("match") if stored else None
    if _combine(match) is not rule.combine or not isinstance(match, str):
        match = rule.combine.value
    return Encoded({"match": match, "filters": [one.filter for one in placed]}, tuple(losses))


def placed_filters(
    rule: Group, stored: Mapping[str, JsonValue] | None = None
) -> tuple[list[PlacedFilter], list[Diagnostic]]:
    """The filters of a tree with the place of each, and what can't be held."""
    placed: list[PlacedFilter] = []
    losses: list[Diagnostic] = []
    flat = cache(partial(_flat_way_round, rule))  # found out once, however many groups are in the way
    if rule.negate:
        losses.append(_loss((), "Tiledesk can't turn a whole rule round with “not”.", flat()))
    nodes = list(_flat(rule, rule.combine, ()))
    filters = stored_filters(stored or {})
    verbatim = unchanged([node for _, node in nodes], [_node(one) for one in filters])
    for position, (path, node) in enumerate(nodes):
        if position in verbatim:
            placed.append(PlacedFilter(path, filters[verbatim[position]]))
        elif isinstance(node, Opaque):
            placed.append(PlacedFilter(path, json.loads(node.written)))
        elif isinstance(node, Group):
            losses.append(_loss(path, _group_words(node), flat()))
        elif reason := reason_against(node):
            losses.append(_loss(path, reason, _way_round(rule, path, node)))
        else:
            placed.append(PlacedFilter(path, _filter(node)))
    return placed, losses


def reason_against(condition: Condition) -> str:
    """Why Tiledesk has no way to write a condition; empty when it has one."""
    operator, value = condition.operator, condition.value
    asked = f"“{operator_words(condition)}”"
    match operator:
        case Operator.CONTAINS | Operator.MATCHES if not condition.negate:
            return "" if isinstance(value, TextValue) else f"{asked} needs a text."
        case Operator.ONE_OF if not condition.negate:
            if not holds_one_text_or_date(condition.field):
                return f"Tiledesk knows {asked} only for the lead's own fields, such as city or e-mail."
            return "" if isinstance(value, ListValue) and value.items else f"{asked} needs at least one value."
    if (operator, condition.negate) not in _SPELLINGS:
        return f"Tiledesk has no way to say {asked}."
    if operator is not Operator.EXISTS and not isinstance(value, Scalar | ListValue):
        return f"{asked} needs a value that Tiledesk can hold."
    if (
        isinstance(value, ListValue)
        and operator is Operator.IS
        and not condition.negate
        and holds_one_text_or_date(condition.field)
    ):
        return "With a list, Tiledesk reads “is” as “is one of” here."
    return ""


def _combine(match: JsonValue) -> Combine:
    return Combine.ANY if isinstance(match, str) and match.strip().lower() == "any" else Combine.ALL


def _node(stored: JsonValue) -> Node:
    """One stored filter as a node of the tree."""
    if not isinstance(stored, Mapping):
        return _opaque(stored, "it isn't a filter")
    field, operator = stored.get("field"), stored.get("operator")
    if not isinstance(field, str) or not field:
        return _opaque(stored, "it names no field")
    if not isinstance(operator, str) or not operator:
        return _opaque(stored, "it has no operator")
    if operator in _PRESENCE:
        meaning, negate = _PRESENCE[operator]
        return Condition(field, meaning, negate=negate)
    if operator != "contains" and operator not in _COMPARISONS:
        return _opaque(stored, f"Tiledesk doesn't know the operator {quoted(operator)}")
    if "value" not in stored:
        return _opaque(stored, "it has no value")
    if stored["value"] is None and operator in {"=", "!="}:
        return Condition(field, Operator.HAS_NO_VALUE, negate=operator == "!=")
    value = value_from_json(stored["value"])
    if value is None:
        return _opaque(stored, "its value is no text, number, yes/no or list of these")
    if operator == "contains":
        return _contains(field, value)
    meaning, negate = _COMPARISONS[operator]
    return _comparison(field, meaning, value, negate)


def _comparison(field: str, operator: Operator, value: Value, negate: bool) -> Condition:  # noqa: FBT001 - as in Condition
    if isinstance(value, ListValue):
        one_of = operator is Operator.IS and not negate and holds_one_text_or_date(field)
        items = tuple(_as_read(field, item) for item in value.items)
        return Condition(field, Operator.ONE_OF if one_of else operator, ListValue(items), negate)
    if isinstance(value, Scalar):
        return Condition(field, operator, _as_read(field, value), negate)
    return Condition(field, operator, value, negate)


def _as_read(field: str, value: Scalar) -> Scalar:
    """A stored value: a text that is a date where the field holds dates, a number in the server's way of writing it."""
    if isinstance(value, NumberValue):
        return NumberValue(json.dumps(_scalar_to_json(field, value)))
    if field_type(field) is not FieldType.INSTANT or not isinstance(value, TextValue):
        return value
    try:
        return InstantValue(value.text)
    except ValueError:
        return value


def _contains(field: str, value: Value) -> Condition:
    text = literal_text(value.text) if isinstance(value, TextValue) else None
    if text is None:
        return Condition(field, Operator.MATCHES, value)
    return Condition(field, Operator.CONTAINS, TextValue(text))


def _opaque(stored: JsonValue, reason: str) -> Opaque:
    return Opaque(json.dumps(stored), reason)


def _flat(group: Group, combine: Combine, path: Path) -> Iterator[tuple[Path, Node]]:
    """The nodes of a group, with groups inside opened where all their conditions could as well stand here."""
    for index, child in enumerate(group.children):
        place = (*path, index)
        opens = isinstance(child, Group) and not child.negate and (child.combine is combine or len(child.children) == 1)
        if isinstance(child, Group) and opens and child.children:
            yield from _flat(child, combine, place)
        else:
            yield place, child


def _filter(condition: Condition) -> dict[str, JsonValue]:
    """A condition that has a form, in that form."""
    operator = Operator.IS if condition.operator is Operator.ONE_OF else condition.operator
    spelling = _SPELLINGS.get((operator, condition.negate), "contains")
    return {"field": condition.field, "operator": spelling, "value": _stored_value(condition)}


def _stored_value(condition: Condition) -> JsonValue:
    match condition:
        case Condition(operator=Operator.EXISTS):
            return _STORED_FOR_PRESENCE
        case Condition(operator=Operator.CONTAINS, value=TextValue(text)):
            return escaped(text)
        case Condition(field, value=ListValue(items)):
            return [_scalar_to_json(field, item) for item in items]
        case Condition(field, value=value):
            return _scalar_to_json(field, value) if isinstance(value, Scalar) else None


def _scalar_to_json(field: str, value: Scalar) -> str | int | float | bool:
    if isinstance(value, DayValue) and field_type(field) is FieldType.INSTANT:
        return f"{value.day.isoformat()}T00:00:00.000Z"
    plain = scalar_to_json(value)
    if isinstance(plain, float) and plain.is_integer() and abs(plain) < _LARGEST_EXACT:
        # A JavaScript server knows one kind of number and gives 5.0 back as 5.
        return int(plain)
    return plain


def _way_round(rule: Group, path: Path, condition: Condition) -> Fix | None:
    one = working(condition)
    return Fix(f"say it as: {condition_words(one)}", replaced(rule, path, one)) if one else None


def _group_words(group: Group) -> str:
    """Why a group can't be held, and what to do where it has no flat way round."""
    keeps = "Tiledesk keeps a flat list of conditions; this group doesn't fit into it."
    if group.combine is Combine.ANY and not group.negate and len(group.children) > 1:
        return f"{keeps} What it says takes {len(group.children)} segments, each with one of its lines in its place."
    return keeps


def _flat_way_round(rule: Group) -> Fix | None:
    """The rule without groups, if it can be said so; then the whole of it, since several groups may be in the way."""
    flat = flattened(rule)
    parts = tuple(
        any_of_one_field(child.children) or child
        if isinstance(child, Group) and child.combine is Combine.ANY and not child.negate
        else child
        for child in flat.children
    )
    flat = replace(flat, children=parts)
    fits = all(not isinstance(part, Group) and _is_holdable(part) for part in parts) and not flat.negate
    # "Any" is stored and then ignored: to lead from a refusal to that would be no help.
    if not fits or flat == rule or (flat.combine is Combine.ANY and len(parts) > 1):
        return None
    return Fix(f"say it without groups: {node_words(flat, 120)}", flat)


def _is_holdable(node: Node) -> bool:
    return not isinstance(node, Condition) or not reason_against(node) or working(node) is not None


def _loss(path: Path, message: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic("not-expressible", Severity.REFUSE, path, message, fix)
