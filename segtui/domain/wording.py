"""Rules in words. Outside text is cleaned here, so that the result may be shown anywhere."""

import json
from collections.abc import Mapping

from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.operators import operator_phrase
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.text import printable, shortened
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Value,
    is_number,
)


def value_words(value: Value) -> str:
    """A value as it is shown: a text that could be mistaken for something else is quoted."""
    match value:
        case NoValue():
            return ""
        case TextValue(text):
            return f'"{printable(text)}"' if _needs_quotes(text) else printable(text)
        case NumberValue(written):
            return written
        case BoolValue(yes):
            return "yes" if yes else "no"
        case DayValue(day):
            return day.isoformat()
        case InstantValue():
            return iso_utc(value.at).removesuffix("T00:00:00.000Z").replace(".000Z", "Z")
        case RelativeValue(offset, unit, anchor):
            return f"{abs(offset)} {unit} {'before' if offset < 0 else 'after'} {anchor}"
        case ListValue(items):
            return f"[{', '.join(value_words(item) for item in items)}]"
        case RangeValue(low, high):
            return f"{value_words(low)} and {value_words(high)}"


def _needs_quotes(text: str) -> bool:
    return (
        not text
        or text != text.strip()
        or is_number(text)
        or parse_instant(text) is not None
        or text in {"yes", "no", "true", "false", "null"}
        or text[0] in "[\"'"
        or "," in text
    )


def value_text(value: JsonValue) -> str:
    """A lead's value as a person would write it: lists with commas, `null` as a dash. Not cleaned."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case list() | tuple() if value and not any(isinstance(item, Mapping | list | tuple) for item in value):
            return ", ".join(value_text(item) for item in value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def condition_words(condition: Condition) -> str:
    """One condition as a clause: `city is Rome`, `createdAt is after 2024-07-01`."""
    parts = (printable(condition.field) or '""', operator_words(condition), value_words(condition.value))
    return " ".join(part for part in parts if part)


def operator_words(condition: Condition) -> str:
    """The words between a condition's field and its value."""
    of_dates = isinstance(condition.value, InstantValue | DayValue | RelativeValue)
    return operator_phrase(condition.operator, negate=condition.negate, of_dates=of_dates)


def node_words(node: Node, length: int = 200) -> str:
    """Any node as one line, cut after `length` characters."""
    words = _words(node, length)
    return shortened(f"(muted) {words}", length) if node.muted else words


def _words(node: Node, length: int) -> str:
    match node:
        case Condition():
            return shortened(condition_words(node), length)
        case Opaque(written):
            return shortened(f"not understood: {printable(written)}", length)
        case Group():
            inner = f" {'and' if node.combine is Combine.ALL else 'or'} ".join(
                node_words(child, length) for child in node.children
            )
            nothing = "everybody" if node.combine is Combine.ALL else "nobody"
            return shortened(f"{'not ' if node.negate else ''}({inner or nothing})", length)
