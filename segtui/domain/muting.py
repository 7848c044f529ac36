"""Muted parts of a rule: set aside for a try, so that one sees who would be selected without them.

They stay in the rule that a person edits, the sketch. What is counted, checked, explained and sent is the sketch
without them, with paths of its own; the functions here lead from one to the other.
"""

from dataclasses import replace

from segtui.domain.edits import inserted, replaced
from segtui.domain.rules import Group, Path, node_at, walk


def unmuted(sketch: Group) -> Group:
    """The rule that counts: the sketch without its muted parts; the sketch itself when it has none."""
    children = tuple(
        unmuted(child) if isinstance(child, Group) else child for child in sketch.children if not child.muted
    )
    same = len(children) == len(sketch.children) and all(
        new is old for new, old in zip(children, sketch.children, strict=True)
    )
    return sketch if same else replace(sketch, children=children)


def turned(sketch: Group, path: Path) -> Group:
    """The sketch with a part muted, or heard again.

    Raises:
        LookupError: There is no such part, or it is the whole rule.
    """
    if not path:
        raise LookupError("a whole rule can't be muted")
    node = node_at(sketch, path)
    return replaced(sketch, path, replace(node, muted=not node.muted))


def is_silent(sketch: Group, path: Path) -> bool:
    """Whether a part is muted, itself or with a group around it."""
    return heard(sketch, path) is not sketch


def heard(sketch: Group, path: Path) -> Group:
    """The sketch with nothing muted on the way to a part, nor the part itself."""
    for depth in range(len(path)):
        way = path[: depth + 1]
        if _is_there(sketch, way) and node_at(sketch, way).muted:
            sketch = turned(sketch, way)
    return sketch


def heard_place(sketch: Group, path: Path) -> Path | None:
    """Where a part of the sketch stands in the rule that counts, or where a new one there would come to stand.

    Returns:
        The path in `unmuted(sketch)`; None inside of a muted group.
    """
    place: Path = ()
    for depth, index in enumerate(path):
        group = node_at(sketch, path[:depth])
        if not isinstance(group, Group) or group.muted:
            return None
        place = (*place, sum(not child.muted for child in group.children[:index]))
    return place


def sketched_place(sketch: Group, path: Path) -> Path:
    """Where a part of the rule that counts stands in the sketch; the inverse of `heard_place`.

    Raises:
        LookupError: There is no such part.
    """
    place: Path = ()
    for index in path:
        group = node_at(sketch, place)
        heard = [at for at, child in enumerate(group.children) if not child.muted] if isinstance(group, Group) else []
        if not 0 <= index < len(heard):
            raise LookupError(f"no node at {path}")
        place = (*place, heard[index])
    return place


def with_muted_of(sketch: Group, rule: Group) -> Group:
    """Another rule with the muted parts of a sketch, each as near to its place as there is one.

    Args:
        sketch: Where the muted parts stand.
        rule: What `unmuted(sketch)` was changed into.
    """
    result = rule
    for path, node in walk(sketch):
        if not node.muted or is_silent(sketch, path[:-1]):
            continue
        group = _group_for(result, path[:-1])
        holder = node_at(result, group)
        last = len(holder.children) if isinstance(holder, Group) else 0
        at = min(path[-1], last) if group == path[:-1] else last
        result = inserted(result, (*group, at), node)
    return result


def _group_for(rule: Group, path: Path) -> Path:
    """The innermost group on the way to a path that counts."""
    for depth in range(len(path), 0, -1):
        way = path[:depth]
        if _is_there(rule, way) and isinstance(node_at(rule, way), Group) and not is_silent(rule, way):
            return way
    return ()


def _is_there(rule: Group, path: Path) -> bool:
    try:
        node_at(rule, path)
    except LookupError:
        return False
    return True
