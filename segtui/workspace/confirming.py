"""Which writes need a word typed by hand, and why."""

from dataclasses import dataclass

from segtui.backends.base import Served
from segtui.domain.counting import Certainty, Count


@dataclass(frozen=True, slots=True)
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


def confirmation_for(served: Served, count: Count | None, lead_word: tuple[str, str]) -> Confirmation | None:
    """What must be typed before a rule is saved.

    Args:
        served: What the service would make of it.
        count: How many leads it would select, if that is known.
        lead_word: What the service calls its people, one and several.
    """
    if served.rule is None:
        return Confirmation(NEVER, "The service would never answer this rule: whoever uses the segment gets nothing.")
    if served.everybody:
        return Confirmation(EVERYBODY, served.everybody)
    # More than all: leads have come since all were counted.
    if count is not None and count.value and count.of is not None and count.value >= count.of:
        counted = "all" if count.certainty is Certainty.EXACT else "every one of the first"
        return Confirmation(EVERYBODY, f"This rule selects {counted} {count.of:,} {lead_word[1]}.")
    return None
