"""The lines of the segment list, as the desk hands them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from segtui.domain.counting import Count
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.ordering import natural
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.workspace.editing import Editing

if TYPE_CHECKING:
    from segtui.domain.searching import Terms


@dataclass(frozen=True)
class SegmentLine:
    """One line of the segment list; the same object as long as nothing of it changes."""

    key: str
    """The segment's id; for one that isn't made yet, a key of its own."""
    name: str
    """The name as it is wanted now, clean; a segment without one is named by its id."""
    searched: str
    """What a filter looks for words in."""
    segment: Segment | None
    """The segment as the list has it; None when it isn't made yet, or no longer listed."""
    editing: Editing | None
    """What somebody has begun to change; None when nobody has."""
    size: Count | None = None

    @property
    def is_changed(self) -> bool:
        """Whether there is something that isn't saved."""
        return self.editing is not None and self.editing.is_changed

    @property
    def is_gone(self) -> bool:
        """Whether it was edited here and is no longer in the service's list."""
        return self.segment is None and self.editing is not None and self.editing.stored is not None

    @property
    def is_new(self) -> bool:
        """Whether it isn't made yet."""
        return self.segment is None and not self.is_gone

    @property
    def rule(self) -> Group | None:
        """The rule as it is wanted now; None for a list of people."""
        if self.editing is not None:
            return None if self.editing.is_list else self.editing.draft.rule
        return self.segment.rule if self.segment is not None else None

    @cached_property
    def terms(self) -> "Terms":
        """What of the rule can be looked for."""
        from segtui.domain.searching import terms_of  # noqa: PLC0415 - loaded when somebody looks for something

        return terms_of(self.rule)

    @cached_property
    def likeness(self) -> str:
        """What this rule shares with others that say the same; empty where it says nothing."""
        from segtui.domain.likeness import likeness  # noqa: PLC0415 - as above

        return likeness(self.rule) if self.rule is not None and self.rule.children else ""

    def read_rule(self) -> None:
        """Find out now what of the rule can be looked for, and remember it."""
        _ = self.terms, self.likeness

    @cached_property
    def name_order(self) -> str:
        """What to compare names by."""
        return natural(self.name)


LintOf: TypeAlias = Callable[[SegmentLine], Sequence[Diagnostic] | None]
"""What lint says of the rule of a line, dates that stand still apart; None while that isn't known."""
