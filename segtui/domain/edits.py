"""Edits of a rule: functions from tree to tree, so that undo is the list of earlier trees.

Each raises `LookupError` when its path leads nowhere. Untouched branches are shared, not copied.
"""

from collections.abc import Callable
from dataclasses import replace

from segtui.domain.rules import Combine, Group, Node, Opaque, Path, node_at


def replaced(tree: Group, path: Path, node: Node) -> Group:
    """The tree with another node at a path; at the root only a group can stand.

    Raises:
        ValueError: Anything but a group is put at the root.
    """
    if not path:
        if not isinstance(node, Group):
            raise ValueError("the root of a rule is a group")
        return node
    return _with_children(tree, path, lambda children, index: (*children[:index], node, *children[index + 1 :]))


def inserted(tree: Group, path: Path, node: Node) -> Group:
    """The tree with a node more, which then stands at the path; the ones behind move up."""
    above, index = _place(path)
    group = _group_at(tree, above)
    if not 0 <= index <= len(group.children):
        raise LookupError(f"no place at {path}")
    children = (*group.children[:index], node, *group.children[index:])
    return replaced(tree, above, replace(group, children=children))


def removed(tree: Group, path: Path) -> Group:
    """The tree without the node at a path."""
    return _with_children(tree, path, lambda children, index: (*children[:index], *children[index + 1 :]))


def moved(tree: Group, path: Path, step: int) -> Group:
    """The tree with a node moved among its siblings, at most to their ends.

    Args:
        tree: The rule.
        path: The node to move.
        step: How many places: negative towards the first.
    """

    def shifted(children: tuple[Node, ...], index: int) -> tuple[Node, ...]:
        others = [*children[:index], *children[index + 1 :]]
        others.insert(max(0, min(len(others), index + step)), children[index])
        return tuple(others)

    return _with_children(tree, path, shifted)


def stepped(tree: Group, path: Path, *, down: bool) -> tuple[Group, Path]:
    """The tree with a node one step further in reading order, and where it stands then.

    A condition goes into a group that it meets, and at a group's end out of it; a group that loses its last node by
    that goes too. A group changes its place with what stands beside it.
    """
    node = node_at(tree, path)
    above, index = _place(path)
    siblings = _group_at(tree, above).children
    beside = index + 1 if down else index - 1
    if 0 <= beside < len(siblings):
        neighbour = siblings[beside]
        if isinstance(node, Group) or not isinstance(neighbour, Group):
            return moved(tree, path, 1 if down else -1), (*above, beside)
        inside = (*above, beside, 0 if down else len(neighbour.children))
        place = (*above, index, 0) if down else inside
        return removed(inserted(tree, inside, node), path), place
    if not above:
        return tree, path
    out, at = above[:-1], above[-1]
    if len(siblings) == 1:
        return replaced(tree, above, node), above
    if down:
        return inserted(removed(tree, path), (*out, at + 1), node), (*out, at + 1)
    return inserted(removed(tree, path), above, node), above


def taken_out(tree: Group, path: Path) -> Group:
    """The tree without the node at a path, and without the groups that would be empty then."""
    while len(path) > 1 and len(_group_at(tree, path[:-1]).children) == 1:
        path = path[:-1]
    return removed(tree, path)


def wrapped(tree: Group, path: Path, combine: Combine) -> Group:
    """The tree with a new group around the node at a path."""
    return replaced(tree, path, Group(combine, (node_at(tree, path),)))


def negated(tree: Group, path: Path) -> Group:
    """The tree with the switch "not" of a condition or group turned.

    Raises:
        ValueError: The node is opaque: nobody knows what its opposite is.
    """
    node = node_at(tree, path)
    if isinstance(node, Opaque):
        raise ValueError("a part that isn't understood can't be negated")
    return replaced(tree, path, replace(node, negate=not node.negate))


def combined(tree: Group, combine: Combine, path: Path = ()) -> Group:
    """The tree with a group's all/any set."""
    return replaced(tree, path, replace(_group_at(tree, path), combine=combine))


def _group_at(tree: Group, path: Path) -> Group:
    group = node_at(tree, path)
    if not isinstance(group, Group):
        raise LookupError(f"no group at {path}")
    return group


def _with_children(tree: Group, path: Path, change: Callable[[tuple[Node, ...], int], tuple[Node, ...]]) -> Group:
    node_at(tree, path)
    above, index = _place(path)
    group = _group_at(tree, above)
    return replaced(tree, above, replace(group, children=change(group.children, index)))


def _place(path: Path) -> tuple[Path, int]:
    """Split a path into its group and the index in it."""
    if not path:
        raise LookupError("the root stands in no group")
    return path[:-1], path[-1]
