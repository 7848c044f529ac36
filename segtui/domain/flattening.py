"""Rules said with fewer groups, for services that hold a flat list of conditions. The same leads meet them.

That holds where a lead without a field meets a negated condition on it (`Semantics.absent_meets_negation`): elsewhere
"is not" isn't the opposite of "is", and negation can't be moved.
"""

from dataclasses import replace

from segtui.domain.rules import Combine, Group, Node, Opaque


def flattened(rule: Group) -> Group:
    """The rule with as few groups, and as few negated ones, as can be.

    "Not any of these" is "none of them", "not all of these" is "any of them not": negation moves to the conditions,
    also where it can't be told whether a lead meets one (De Morgan's laws hold in Kleene's logic too). A group goes
    that has one part, or that asks of its parts what the group around it asks. A negated group with a part that isn't
    understood stays, since nobody knows that part's opposite.
    """
    node = _positive(rule, negate=False)
    whole = node if isinstance(node, Group) and not node.negate else Group(rule.combine, (node,))
    return _opened(whole)


def _positive(node: Node, *, negate: bool) -> Node:
    """A node, or its opposite, with negation at conditions only, where that can be done."""
    match node:
        case Group(combine=combine, children=children):
            turned = node.negate is not negate
            if turned and any(isinstance(child, Opaque) for child in _leaves(node)):
                kept = tuple(_positive(child, negate=False) for child in children)
                return Group(combine, kept, negate=True)
            other = Combine.ANY if combine is Combine.ALL else Combine.ALL
            parts = tuple(_positive(child, negate=turned) for child in children)
            return Group(other if turned else combine, parts)
        case Opaque():
            return node
        case _:
            return replace(node, negate=node.negate is not negate)


def _leaves(group: Group) -> list[Node]:
    return [leaf for child in group.children for leaf in (_leaves(child) if isinstance(child, Group) else [child])]


def _opened(group: Group) -> Group:
    """The group with its groups opened that might as well not be there."""
    parts: list[Node] = []
    for child in group.children:
        if not isinstance(child, Group):
            parts.append(child)
            continue
        inner = _opened(child)
        opens = not inner.negate and (inner.combine is group.combine or len(inner.children) == 1)
        if opens and inner.children:
            parts += inner.children
        else:
            parts.append(inner)
    if len(parts) == 1 and isinstance(only := parts[0], Group) and not only.negate and not group.negate:
        return only
    return replace(group, children=tuple(parts))
