"""Rules that say the same, written in another order or with groups that change nothing."""

from collections.abc import Mapping
from dataclasses import field

from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.values import ListValue

SAME_RULE = "same-rule"
"""The code under which lint tells of another segment whose rule says the same."""

_ANY_ORDER = frozenset({Operator.ONE_OF, Operator.HAS_ANY, Operator.HAS_ALL})
"""Operators whose values may stand in any order."""


def likeness(rule: Group) -> str:
    """A text that two rules share when they say the same: neither order nor repetition nor idle groups matter.

    Rules that say the same in other words, such as "not any" and "none", may still have different ones.
    """
    return _part(rule).text


@record
class _Part:
    """A part of a rule; thousands are made when somebody looks for rules that say the same."""

    text: str
    """What it shares with all parts that say the same; no two others have it."""
    opens: Combine | None = None
    """How a group combines that makes no difference inside of one that combines alike; None for all else."""
    inner: Mapping[str, "_Part"] = field(default_factory=dict)
    """What is in it, by text."""


def _part(node: Node) -> _Part:
    match node:
        case Group():
            return _group(node)
        case Condition(path, operator, value):
            if isinstance(value, ListValue) and operator in _ANY_ORDER:
                value = ListValue(tuple(sorted(dict.fromkeys(value.items), key=repr)))
            return _Part(f"{path!r} {_turned(node)}{operator.value} {value!r}")
        case Opaque(written):
            return _Part(f"opaque {_turned(node)}{written!r}")


def _group(group: Group) -> _Part:
    parts: dict[str, _Part] = {}
    for child in group.children:
        part = _part(child)
        parts.update(part.inner if part.opens is group.combine else {part.text: part})
    turned = _turned(group)
    if len(parts) == 1 and not turned:
        return next(iter(parts.values()))
    # Of a single part it makes no difference whether all or any must hold.
    combine = Combine.ALL if len(parts) == 1 else group.combine
    text = f"{turned}{combine.value}({', '.join(sorted(parts))})"
    return _Part(text, group.combine if parts and not turned else None, parts)


def _turned(node: Node) -> str:
    negate = "not " if not isinstance(node, Opaque) and node.negate else ""
    return f"muted {negate}" if node.muted else negate
