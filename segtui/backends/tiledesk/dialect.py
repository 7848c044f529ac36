"""Tiledesk's rule language: what it can say, what it stores, and what it does. Pure functions, gathered here."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from segtui.backends.base import Encoded, Field, OperatorChoice
from segtui.backends.tiledesk.casting import Uncastable, cast, lacks_a_date
from segtui.backends.tiledesk.codec import decode, encode, parts_of, reason_against
from segtui.backends.tiledesk.fields import ALWAYS_PRESENT, FIELDS, MEANINGS, OVERRIDDEN, field_label, field_type
from segtui.backends.tiledesk.served import served
from segtui.backends.tiledesk.ways_round import working
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.operators import OF_DATES, WORDINGS, FieldType, Operator, Takes
from segtui.domain.rules import Condition, Group, Node, Opaque, Path, node_at, walk
from segtui.domain.text import printable
from segtui.domain.values import JsonValue, ListValue, NoValue, TextValue, Value

_OFFERED: tuple[tuple[Operator, bool], ...] = (
    (Operator.IS, False),
    (Operator.IS, True),
    (Operator.ONE_OF, False),
    (Operator.CONTAINS, False),
    (Operator.STARTS_WITH, False),
    (Operator.ENDS_WITH, False),
    (Operator.MATCHES, False),
    (Operator.MORE_THAN, False),
    (Operator.AT_LEAST, False),
    (Operator.LESS_THAN, False),
    (Operator.AT_MOST, False),
    (Operator.WITHIN, False),
    (Operator.HAS_ANY, False),
    (Operator.EXISTS, False),
    (Operator.EXISTS, True),
    (Operator.ONE_OF, True),
    (Operator.CONTAINS, True),
    (Operator.STARTS_WITH, True),
    (Operator.HAS_ANY, True),
    (Operator.HAS_ALL, False),
    (Operator.BETWEEN, False),
    (Operator.ON_DAY, False),
    (Operator.HAS_NO_VALUE, False),
)
"""Operators that people look for, in the order in which they are shown."""

_INSTEAD = {
    (Operator.ONE_OF, True): "Use one “is not” for a value; a second one on the field would replace it.",
    (Operator.CONTAINS, True): "Say it the other way round in a segment of its own.",
    (Operator.STARTS_WITH, True): "Say it the other way round in a segment of its own.",
    (Operator.HAS_ANY, True): "Say it the other way round in a segment of its own.",
    (Operator.HAS_ALL, False): "It keeps one condition for each field: make a segment for each value.",
    (Operator.BETWEEN, False): "It keeps one condition for each field, and has no upper end.",
    (Operator.ON_DAY, False): "It keeps one condition for each field, and has no upper end.",
    (Operator.LESS_THAN, False): "Select the others, with “is at least”.",
    (Operator.AT_MOST, False): "Select the others, with “is more than”.",
}
"""The way round, in words, for what Tiledesk can't say: what to do instead, or why nothing helps."""

_LARGEST_RULE = 500_000
"""Bytes, as JSON in ASCII. A body may have 512,000, the name among them."""

_SOME_ID = "65f0aa11bb22cc33dd44ee55"
_SOME_DAY = "2024-01-01"
"""Values to try an operator with."""


class TiledeskDialect:
    """The `Dialect` of Tiledesk."""

    semantics = Semantics(unsure_when_empty=frozenset({"tags"}), always_present=ALWAYS_PRESENT)
    """MongoDB's: case and types matter, "is not" includes leads without the field, null counts as present. The list of
    leads shows absent tags as an empty list."""

    fields: Sequence[Field] = FIELDS

    meanings = MEANINGS

    decode = staticmethod(decode)
    encode = staticmethod(encode)
    served = staticmethod(served)
    field_type = staticmethod(field_type)
    field_label = staticmethod(field_label)

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> tuple[Diagnostic, ...]:
        """See `Dialect.problems`: no form, a value that is never answered, a part that a new segment can't hold."""
        found = [
            problem
            for path, node in walk(rule)
            for problem in ((*_incomplete(path, node),) if creating else ())
            + ((*_bad(path, node),) if isinstance(node, Condition) and node not in known else ())
        ]
        places = {problem.path for problem in found}
        encoded = encode(rule)
        losses = [one for one in encoded.losses if one.path not in places and node_at(rule, one.path) not in known]
        return (*losses, *found, *_too_large(encoded))

    def operators(self, path: str) -> Sequence[OperatorChoice]:
        """The operators that make sense for a field; what Tiledesk can't run comes last, with the reason."""
        holds = field_type(path)
        choices = [
            OperatorChoice(operator, negate, _why_not(path, operator, negate=negate))
            for operator, negate in _OFFERED
            if holds in WORDINGS[operator].types and (operator not in OF_DATES or holds is FieldType.INSTANT)
        ]
        return sorted(choices, key=lambda choice: bool(choice.why_not))

    def stored_words(self, node: Node) -> str:
        """A condition as Tiledesk stores it: `email contains ^ann`; empty when it has no form."""
        match encode(Group(children=(node,))).native["filters"]:
            case [{"field": str(field), "operator": "is null" | "is not null" as operator}]:
                return printable(f"{field} {operator}")
            case [{"field": str(field), "operator": str(operator), "value": value}]:
                return printable(f"{field} {operator} {value if isinstance(value, str) else json.dumps(value)}")
            case _:
                return ""


def _too_large(encoded: Encoded) -> Iterator[Diagnostic]:
    """What no request can hold; the server answers it with 413."""
    size = len(json.dumps(encoded.native))
    if size > _LARGEST_RULE:
        message = f"Tiledesk takes rules of at most {_LARGEST_RULE // 1000:,} kB, and this one has {size // 1000:,} kB."
        yield Diagnostic("too-large", Severity.REFUSE, (), message)


def _why_not(path: str, operator: Operator, *, negate: bool) -> str:
    """Why an operator can't be offered for a field; empty when it works, be it by another way of saying it."""
    if path in OVERRIDDEN:
        return f"Tiledesk sets {path} itself, so a condition on it has no effect."
    if operator is Operator.WITHIN:
        return ""  # stored as the moment that it is now, and kept account of
    reason = _why_not_run(path, operator, negate=negate)
    instead = _INSTEAD.get((operator, negate), "")
    return f"{reason} {instead}".strip() if reason else ""


def _why_not_run(path: str, operator: Operator, *, negate: bool) -> str:
    if operator in {Operator.LESS_THAN, Operator.AT_MOST}:
        return "Tiledesk stores this but skips it."
    text = TextValue(_SOME_ID if path == "_id" else _SOME_DAY)
    values: dict[Takes, Value] = {Takes.NOTHING: NoValue(), Takes.SEVERAL: ListValue((text,))}
    asked = Condition(path, operator, values.get(WORDINGS[operator].takes, text), negate)
    tried = working(asked) or asked
    if tried.operator is Operator.STARTS_WITH:
        return "Tiledesk stores this but can't run it."
    return reason_against(tried) or _why_uncastable(tried)


def _why_uncastable(condition: Condition) -> str:
    """Why the server never answers a condition because of its field or value; empty when it does."""
    try:
        cast(condition)
    except Uncastable as why:
        return str(why)
    return ""


def _incomplete(path: Path, node: Node) -> Iterator[Diagnostic]:
    """What creation refuses (500) and an update stores: filters without a part, objects with keys as in queries."""
    refused = isinstance(node, Condition) and node.operator is Operator.HAS_NO_VALUE
    if isinstance(node, Opaque):
        parts = parts_of(node)
        refused = not (parts.get("field") and parts.get("operator")) or parts.get("value") is None
        refused = refused or _has_query_key(parts.get("value"))
    if refused:
        message = "Tiledesk refuses to make a new segment with this line: a part of it is missing or can't be stored."
        yield Diagnostic("incomplete", Severity.REFUSE, path, message)


def _has_query_key(value: JsonValue) -> bool:
    """Whether an object anywhere inside has a key with a dot or a leading `$`."""
    match value:
        case Mapping():
            return any(key.startswith("$") or "." in key or _has_query_key(one) for key, one in value.items())
        case list():
            return any(_has_query_key(one) for one in value)
        case _:
            return False


def _bad(path: Path, condition: Condition) -> Iterator[Diagnostic]:
    """What keeps a condition that somebody has just written from being sent."""
    if not all(condition.field.split(".")):
        message = "A condition needs a field: a name, or names joined by dots."
        yield Diagnostic("no-field", Severity.REFUSE, path, message)
        return
    if condition.field in OVERRIDDEN:
        message = f"Tiledesk sets {condition.field} itself, so a condition on it has no effect."
        yield Diagnostic("field-overridden", Severity.REFUSE, path, message)
        return
    if reason_against(condition):
        return
    if lacks_a_date(condition.field, condition.value):
        yield Diagnostic("bad-value", Severity.REFUSE, path, f"{condition.field} needs a date.")
    elif why := _why_uncastable(condition):
        yield Diagnostic("bad-value", Severity.REFUSE, path, f"{why} Tiledesk would never answer.")
