"""What the keys of the rule pane do to a rule: functions from edit to edit."""

from collections.abc import Callable, Mapping

from segtui.domain.edits import combined, inserted, negated, removed, stepped, taken_out, wrapped
from segtui.domain.muting import is_silent, turned
from segtui.domain.record import record
from segtui.domain.rules import Combine, Group, Node, Opaque, Path, node_at
from segtui.ui.browse.rule_lines import Remarks
from segtui.workspace.editing import Editing


@record
class Step:
    """What comes of an order."""

    editing: Editing
    path: Path
    """Where the cursor belongs afterwards."""
    says: str = ""
    """What was done, when it can't be seen."""


def carried_out(order: str, editing: Editing, path: Path, remarks: Remarks) -> Step | str:
    """Do to a rule what a key asked for.

    Args:
        order: `remove`, `fix`, `match`, `not`, `group`, `mute`, `down` or `up`.
        editing: The edit.
        path: The place under the cursor.
        remarks: What there is to say of the rule, with its fixes.

    Returns:
        The next state, or why the order has no sense at this place.
    """
    sketch = editing.sketch.rule
    node = part_at(sketch, path)
    match order:
        case "fix":
            return _fixed(editing, path, remarks)
        case "match":
            return _matched(editing, path if isinstance(node, Group) else path[:-1] if node is not None else ())
        case "not" if isinstance(node, Opaque):
            return "This line isn't understood, so nobody knows its opposite."
        case "not" if node is not None or path == ():
            return Step(editing.with_sketch(negated(sketch, path)), path)
    if node is None:
        return "Move to a condition first."
    return _ORDERS[order](editing, path, node)


def _matched(editing: Editing, path: Path) -> Step | str:
    """All turned to any, or back, in the group at a place."""
    sketch = editing.sketch.rule
    group = node_at(sketch, path)
    combine = group.combine if isinstance(group, Group) else sketch.combine
    other = Combine.ANY if combine is Combine.ALL else Combine.ALL
    return Step(editing.with_sketch(combined(sketch, other, path)), path)


def _removed(editing: Editing, path: Path, _node: Node) -> Step:
    sketch = taken_out(editing.sketch.rule, path)
    return Step(editing.with_sketch(sketch), _nearest(sketch, path), "Removed; ctrl+z brings it back.")


def _nearest(sketch: Group, path: Path) -> Path:
    """The place itself if there is a part now, else the one before it or around it."""
    while len(path) > 1 and part_at(sketch, path) is None:
        before = (*path[:-1], path[-1] - 1)
        path = before if path[-1] and part_at(sketch, before) is not None else path[:-1]
    return path


def _muted(editing: Editing, path: Path, node: Node) -> Step | str:
    sketch = editing.sketch.rule
    if not node.muted and is_silent(sketch, path):
        return "It is in a group that is muted: press m on the group."
    is_muted = not node.muted
    says = "Muted: it doesn't count, and is left out when you save. m brings it back." if is_muted else ""
    return Step(editing.with_sketch(turned(sketch, path)), path, says)


def _grouped(editing: Editing, path: Path, node: Node) -> Step:
    """A condition put into a group of its own; a group dissolved into its parts."""
    sketch = editing.sketch.rule
    if not isinstance(node, Group):
        above = node_at(sketch, path[:-1])
        is_all = isinstance(above, Group) and above.combine is Combine.ALL
        grouped = wrapped(sketch, path, Combine.ANY if is_all else Combine.ALL)
        return Step(
            editing.with_sketch(grouped),
            path,
            "A group: J and K move lines into it and out, a adds one, g dissolves it.",
        )
    dissolved = removed(sketch, path)
    for child in reversed(node.children):
        dissolved = inserted(dissolved, path, child)
    return Step(editing.with_sketch(dissolved), path, "The group is dissolved; ctrl+z brings it back.")


def _moved(editing: Editing, path: Path, *, down: bool) -> Step:
    sketch, place = stepped(editing.sketch.rule, path, down=down)
    return Step(editing.with_sketch(sketch), place)


_ORDERS: Mapping[str, Callable[[Editing, Path, Node], Step | str]] = {
    "remove": _removed,
    "mute": _muted,
    "group": _grouped,
    "down": lambda editing, path, _node: _moved(editing, path, down=True),
    "up": lambda editing, path, _node: _moved(editing, path, down=False),
}


def _fixed(editing: Editing, path: Path, remarks: Remarks) -> Step | str:
    """Mend what is said at a place; at a place without a remedy, what is said of what is around it."""
    said = [one for depth in range(len(path), -1, -1) for one in remarks.at(path[:depth])]
    fix = next((one.fix for one in said if one.fix is not None), None)
    if fix is None:
        if any(one.fix is not None for one in remarks.diagnostics):
            return "Nothing is mended here: go to a line that has an f below it."
        return (
            "No key mends what is said here: change the rule, or leave it so." if said else "There is nothing to mend."
        )
    return Step(editing.with_rule(fix.rule), path, f"Done: {fix.says}; ctrl+z takes it back.")


def place_below(sketch: Group, path: Path) -> Path:
    """Where a new condition goes that is asked for at a place: first in a group, below a condition, else at the end."""
    part = part_at(sketch, path)
    if isinstance(part, Group):
        return (*path, 0)
    return (*path[:-1], path[-1] + 1) if part is not None else (len(sketch.children),)


def part_at(sketch: Group, path: Path) -> Node | None:
    """The part at a place; None where there is none: the name, all/any, the place for a new one."""
    if not path:
        return None
    try:
        return node_at(sketch, path)
    except LookupError:
        return None
