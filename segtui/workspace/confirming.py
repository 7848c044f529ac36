"""Which writes need a word typed by hand, and why."""

from collections.abc import Iterable, Mapping

from segtui.backends.base import Served
from segtui.backends.details import Detail
from segtui.domain.counting import Certainty, Count
from segtui.domain.lead_word import LeadWord
from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.workspace.movement import Movement, first_looked_at


@record
class Confirmation:
    """A word that a person must type, so that a held key or a habit can't do it."""

    word: str
    reason: str
    """Why it is asked, one or two sentences."""

    def is_met_by(self, typed: str) -> bool:
        """Whether what was typed is the word, in any case."""
        return typed.strip().lower() == self.word


EVERYBODY = "everybody"
NEVER = "never"
NOBODY = "nobody"
CHANGE = "change"
TEXT = "text"
TWICE = "twice"


def confirmation_for(
    served: Served, count: Count | None, lead_word: LeadWord, movement: Movement | None = None
) -> Confirmation | None:
    """What must be typed before a rule is saved.

    Args:
        served: What the service would make of it.
        count: How many leads it would select, if that is known.
        lead_word: What the service calls its leads.
        movement: For the change of a segment: who enters and who leaves.
    """
    if served.rule is None:
        return Confirmation(NEVER, "The service would never answer this rule: whoever uses the segment gets nothing.")
    if served.everybody:
        return Confirmation(EVERYBODY, served.everybody)
    # More than all: leads have come since all were counted.
    if count is not None and count.value and count.of is not None and count.value >= count.of:
        counted = "all" if count.certainty is Certainty.EXACT else "every one of the first"
        return Confirmation(EVERYBODY, f"This rule selects {counted} {count.of:,} {lead_word.several}.")
    if movement is None:
        return None
    return _for_nobody(count, movement, lead_word) or _for_change(movement, lead_word)


def confirmation_of_text(confirmation: Confirmation | None, unread: str, refused: str) -> Confirmation | None:
    """What must be typed before a rule's own text is saved of which nobody can tell what it selects.

    Args:
        confirmation: What is asked for besides.
        unread: What of it isn't understood here, as a sentence; empty when all is.
        refused: What the service says against previewing it, as a sentence; empty when nothing.
    """
    against = [unread] if unread else []
    if refused:
        against.append(f"The service doesn't preview it: {refused} It may store the text all the same.")
    if not against:
        return confirmation
    also = [confirmation.reason] if confirmation is not None else []
    return Confirmation(confirmation.word if confirmation is not None else TEXT, " ".join((*against, *also)))


def confirmation_with(
    confirmation: Confirmation | None,
    details: Iterable[Detail],
    before: Mapping[str, JsonValue],
    after: Mapping[str, JsonValue],
) -> Confirmation | None:
    """What must be typed before a segment is saved, for its rule and for details that others will notice.

    Args:
        confirmation: What the rule asks for.
        details: Those of the service.
        before: What they are.
        after: What they shall be.
    """
    for one in details:
        if not one.confirm or not after.get(one.key) or before.get(one.key) == after[one.key]:
            continue
        if confirmation is None:
            confirmation = Confirmation(one.key, one.confirm)
        else:
            confirmation = Confirmation(confirmation.word, f"{confirmation.reason} {one.confirm}")
    return confirmation


def _for_nobody(count: Count | None, movement: Movement, lead_word: LeadWord) -> Confirmation | None:
    """For a segment that has people and would have none."""
    counted = count.value if count is not None and count.certainty is Certainty.EXACT else None
    had = movement.held or movement.before
    gets = movement.after if counted is None else counted
    if not had or gets or (counted is None and movement.unsure):
        return None
    is_sure = counted is not None and (movement.held or movement.certainty is Certainty.EXACT)
    looked_at = "" if is_sure else f" ({first_looked_at(movement, lead_word)})"
    return Confirmation(NOBODY, f"The segment has {lead_word.counted(had)} and would have none{looked_at}.")


def _for_change(movement: Movement, lead_word: LeadWord) -> Confirmation | None:
    """For a segment that loses more than half of its people, or gets more than half as many new ones."""
    had, gone, come = movement.before or 0, len(movement.leaving), len(movement.entering)
    if not had or max(gone, come) * 2 <= had:
        return None
    looked_at = "" if movement.certainty is Certainty.EXACT else f" ({first_looked_at(movement, lead_word)})"
    return Confirmation(
        CHANGE, f"The segment has {lead_word.counted(had)}; {gone:,} would leave it and {come:,} enter it{looked_at}."
    )
