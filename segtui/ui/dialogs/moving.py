"""The dialog before somebody goes from one list to another: both lists as they will be, and both requests."""

from collections.abc import Iterator

from segtui.domain.lead_word import LeadWord
from segtui.domain.text import quoted
from segtui.ui.dialogs.saving import ConfirmDialog, plan_lines
from segtui.workspace.moving import Move
from segtui.workspace.plans import Plan

_LONGEST_NAME = 40


class MoveDialog(ConfirmDialog):
    """Shows both changes of a move before the first is sent; what is typed agrees to both.

    Args:
        move: The two changes.
        lead_word: What the service calls its people.
    """

    def __init__(self, move: Move, lead_word: LeadWord) -> None:
        text = "\n".join(_move_lines(move, lead_word))
        super().__init__("Move to another list?", text, move.first.confirmation)


def _move_lines(move: Move, lead_word: LeadWord) -> Iterator[str]:
    """Who, and what becomes of each list, in the order in which they are sent."""
    who = quoted(move.person.name, _LONGEST_NAME)
    if move.arriving is None:
        yield f"{who} is on {move.new_list} already, so one request is enough: off {move.old_list}."
        yield f"1 · off {move.old_list}: {_sizes(move.leaving)}"
        yield ""
    else:
        yield f"{who} goes onto the one list first and, when that is done, off the other: two requests."
        yield f"1 · onto {move.new_list}: {_sizes(move.arriving)}"
        yield f"2 · off {move.old_list}: {_sizes(move.leaving)}"
        yield ""
        yield "1 · onto"
        yield from plan_lines(move.arriving, lead_word)
        yield ""
        yield "2 · off"
    yield from plan_lines(move.leaving, lead_word)


def _sizes(plan: Plan) -> str:
    """How many are on a list then and now."""
    now = len(plan.stored.people or ()) if plan.stored is not None else 0
    return f"{len(plan.draft.people or ()):,} on it then, {now:,} now"
