"""A tree as one line of text."""

import json

from segtui.domain.operators import Operator
from segtui.domain.rule_text.words import is_bare_field, is_bare_instant, is_bare_text
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
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
    TextValue,
    Value,
)
from segtui.domain.wording import operator_words


def rule_text(tree: Group) -> str:
    """A rule as text that `read_rule_text` reads as the same rule.

    Args:
        tree: Any rule.

    Returns:
        One line. Characters that a terminal obeys or hides are written as JSON escapes them, so the text may be shown
        anywhere.
    """
    if not tree.children and not tree.negate:
        return "everybody" if tree.combine is Combine.ALL else "nobody"
    if tree.negate or (
        len(tree.children) == 1 and (tree.combine is Combine.ANY or isinstance(tree.children[0], Group))
    ):
        return _group(tree)
    return _joined(tree)


def _joined(group: Group) -> str:
    return f" {'and' if group.combine is Combine.ALL else 'or'} ".join(map(_node, group.children))


def _group(group: Group) -> str:
    several = len(group.children) > 1
    inner = f"({_joined(group)})" if several else f"{group.combine}({_joined(group)})"
    return f"not {inner}" if group.negate else inner


def _node(node: Node) -> str:
    match node:
        case Group():
            return _group(node)
        case Opaque(written):
            return f"not-understood {_quoted(written)}"
        case Condition(field, operator, value):
            name = field if is_bare_field(field) else _quoted(field)
            parts = (name, operator_words(node), _value(value, operator))
            return " ".join(part for part in parts if part)


def _value(value: Value, operator: Operator) -> str:
    match value:
        case NoValue():
            return ""
        case TextValue(text):
            return text if is_bare_text(text) else _quoted(text)
        case NumberValue(written):
            return written
        case BoolValue(yes):
            return "yes" if yes else "no"
        case DayValue() | InstantValue() | RelativeValue():
            return _time(value, operator)
        case ListValue(items):
            return f"[{', '.join(_value(item, operator) for item in items)}]"
        case RangeValue(low, high):
            return f"{_value(low, operator)} to {_value(high, operator)}"


def _time(value: DayValue | InstantValue | RelativeValue, operator: Operator) -> str:
    match value:
        case DayValue(day):
            return day.isoformat() if operator is Operator.ON_DAY else f"day {day.isoformat()}"
        case InstantValue(written):
            is_bare = is_bare_instant(written) and operator is not Operator.ON_DAY
            return written if is_bare else f"instant {_quoted(written)}"
        case RelativeValue(offset, unit, anchor):
            if anchor == "now" and offset and operator is Operator.WITHIN:
                return f"{'last' if offset < 0 else 'next'} {abs(offset)} {unit}"
            return f"{abs(offset)} {unit} {'before' if offset < 0 else 'after'} {anchor}"


def _quoted(text: str) -> str:
    """As JSON writes it, with escapes for what a terminal would obey or hide."""
    return "".join(_escaped(one) for one in json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    return character if printable(character) == character else json.dumps(character)[1:-1]
