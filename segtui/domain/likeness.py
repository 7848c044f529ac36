"""Rules that say the same, written in another order or with groups that change nothing."""

import json
from dataclasses import replace

from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node
from segtui.domain.tree_json import rule_to_json
from segtui.domain.values import ListValue

_ANY_ORDER = frozenset({Operator.ONE_OF, Operator.HAS_ANY, Operator.HAS_ALL})
"""Operators whose values may stand in any order."""


def likeness(rule: Group) -> str:
    """A text that two rules share when they say the same: neither order nor repetition nor idle groups matter.

    Rules that say the same in other words, such as "not any" and "none", may still have different ones.
    """
    return json.dumps(_form(_plain(rule)), sort_keys=True)


def _plain(node: Node) -> Node:
    match node:
        case Group():
            return _plain_group(node)
        case Condition(operator=operator, value=ListValue(items)) if operator in _ANY_ORDER:
            unique = sorted(dict.fromkeys(items), key=repr)
            return replace(node, value=ListValue(tuple(unique)))
        case _:
            return node


def _plain_group(group: Group) -> Node:
    parts: list[Node] = []
    for child in group.children:
        part = _plain(child)
        opens = isinstance(part, Group) and not part.negate and part.combine is group.combine and part.children
        parts += part.children if isinstance(part, Group) and opens else [part]
    unique = sorted(dict.fromkeys(parts), key=lambda part: json.dumps(_form(part), sort_keys=True))
    if len(unique) == 1 and not group.negate:
        return unique[0]
    # Of a single part it makes no difference whether all or any must hold.
    combine = Combine.ALL if len(unique) == 1 else group.combine
    return Group(combine, tuple(unique), group.negate)


def _form(node: Node) -> object:
    return rule_to_json(node)
