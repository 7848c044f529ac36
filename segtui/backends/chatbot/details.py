"""What a new segment can be: a list that the service keeps, or a rule that is kept here."""

from dataclasses import replace

from segtui.backends.details import Detail, DetailChoice, DetailKind
from segtui.backends.errors import Unsendable
from segtui.domain.segments import SegmentDraft, SegmentKind

KEPT = "kept"
LIST, SELECTION = "list", "selection"

DETAILS = (
    Detail(
        KEPT,
        "Kept",
        DetailKind.CHOICE,
        help="A list has a name and the users who are put into it. A selection has a rule, and lives in segtui only.",
        choices=(
            DetailChoice(SELECTION, "here, as a selection"),
            DetailChoice(LIST, "on ChatBot.com, as a list"),
        ),
        only_new=True,
        required=True,
        initial=SELECTION,
    ),
)

_KINDS = {LIST: SegmentKind.REMOTE_LIST, SELECTION: SegmentKind.DYNAMIC}


def settled(draft: SegmentDraft) -> SegmentDraft:
    """A draft whose kind is what its detail says; a list whose detail says nothing gets it.

    Raises:
        Unsendable: It is to be a list, and has a rule, which a list can't hold; or it says something unknown.
    """
    kept = draft.details.get(KEPT)
    if kept is None and draft.kind is not SegmentKind.DYNAMIC:
        kept = LIST
    if kept is None:
        return draft
    kind = _KINDS.get(kept) if isinstance(kept, str) else None
    if kind is None:
        raise Unsendable(f"{KEPT} must be {LIST} or {SELECTION}.", hint=f"Say for example: {KEPT}={LIST}")
    if kind is SegmentKind.REMOTE_LIST and draft.rule.children:
        raise Unsendable(
            "A list on ChatBot.com holds users and no rule, so the rule would be lost.",
            hint="Keep it here as a selection; whom it selects can be added to a list.",
        )
    return replace(draft, kind=kind, details={**draft.details, KEPT: kept})
