"""What segtui itself refuses, to keep people from harm."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from segtui.domain.diagnostics import Diagnostic
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.segments import Segment
from segtui.domain.text import quoted

if TYPE_CHECKING:
    from segtui.domain.difference import Change


class Unsafe(SegtuiError):
    """Something that segtui doesn't do, because it could hurt."""

    code = "unsafe"
    trouble = Trouble.UNSAFE


class SegmentIsDeleted(Unsafe):
    """A change of a segment that was deleted; the service would store it, but nothing brings the segment back."""

    code = "segment-deleted"

    def __init__(self, segment: Segment) -> None:
        super().__init__(
            f"The segment {quoted(segment.name)} has been deleted on the service, so nothing was changed.",
            hint="Nothing brings it back; duplicate it to have it again under a new id.",
        )


class ChangedMeanwhile(Unsafe):
    """Somebody else changed the segment since it was loaded.

    Attributes:
        theirs: The segment as it is now.
        change: What they changed.
    """

    code = "changed-meanwhile"

    def __init__(self, theirs: Segment, change: "Change") -> None:
        self.theirs = theirs
        self.change = change
        what = "; ".join(str(step) for step in change.steps) or "only its time of change differs"
        super().__init__(
            f"Somebody else has changed {quoted(theirs.name)} meanwhile, so nothing was changed: {what}.",
            hint="Look at the segment as it is now, then decide again.",
        )


class DetailMissing(Unsafe):
    """A new segment without something that the service wants.

    Attributes:
        key: The detail's.
        title: What it is called.
    """

    code = "detail-missing"

    def __init__(self, key: str, title: str, *, hint: str = "Choose one, then save again.") -> None:
        self.key, self.title = key, title
        super().__init__(f"A new segment needs a {title.lower()}.", hint=hint)


class RuleRefused(Unsafe):
    """A rule with parts that must be mended before it may be sent.

    Attributes:
        problems: What is wrong, each with its place.
    """

    code = "rule-refused"

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        self.problems = tuple(problems)
        fix = next((problem.fix for problem in problems if problem.fix), None)
        whole = [problem.message for problem in problems if not problem.path]
        parts = [f"Condition {problem.path[0] + 1}: {problem.message}" for problem in problems if problem.path]
        super().__init__(
            " ".join(("The rule can't be saved like this.", *whole, *parts)),
            hint=f"What would work is to {fix.says}." if fix else "Change the conditions named, then try again.",
        )


class NothingToChange(Unsafe):
    """A save that would change nothing; sending it would still move the time of change.

    Args:
        known: What nothing differs from, as a clause.
    """

    code = "nothing-to-change"

    def __init__(self, known: str = "what the service has") -> None:
        super().__init__(f"Nothing differs from {known}, so nothing was sent.")


class ConfirmationMissing(Unsafe):
    """A write that needs a confirmation it hasn't got."""

    code = "confirmation-missing"
