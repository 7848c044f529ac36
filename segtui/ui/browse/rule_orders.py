"""What the keys of the rule pane do to a rule: functions from edit to edit."""

from dataclasses import dataclass

from segtui.domain.edits import combined, moved, removed
from segtui.domain.rules import Combine, Group, Path
from segtui.ui.browse.rule_lines import Remarks
from segtui.workspace.editing import Editing


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of an order."""

    editing: Editing
    path: Path
    """Where the cursor belongs afterwards."""
    says: str = ""
    """What was done, when it can't be seen."""


def carried_out(order: str, editing: Editing, path: Path, remarks: Remarks) -> Step | None:
    """Do to a rule what a key asked for.

    Args:
        order: `remove`, `fix`, `match`, `down` or `up`.
        editing: The edit.
        path: The place under the cursor.
        remarks: What there is to say of the rule, with its fixes.

    Returns:
        The next state, or None when the order has no sense at this place.
    """
    rule = editing.draft.rule
    if order == "match":
        other = Combine.ANY if rule.combine is Combine.ALL else Combine.ALL
        return Step(editing.with_rule(combined(rule, other)), path)
    if order == "fix":
        return _fixed(editing, path, remarks)
    if not _is_condition(rule, path):
        return None
    if order == "remove":
        return Step(editing.with_rule(removed(rule, path)), path, "Removed; ctrl+z brings it back.")
    step = 1 if order == "down" else -1
    place = max(0, min(len(rule.children) - 1, path[0] + step))
    return Step(editing.with_rule(moved(rule, path, step)), (place,))


def _fixed(editing: Editing, path: Path, remarks: Remarks) -> Step | None:
    """Mend what is said at a place; at a place without a remedy, what is said of the whole rule."""
    said = [*remarks.at(path), *(one for one in remarks.diagnostics if not one.path)]
    fix = next((one.fix for one in said if one.fix is not None), None)
    return Step(editing.with_rule(fix.rule), path, f"Done: {fix.says}; ctrl+z takes it back.") if fix else None


def _is_condition(rule: Group, path: Path) -> bool:
    return bool(path) and 0 <= path[0] < len(rule.children)
