"""Writes as values: what is planned, and what came of it."""

from enum import StrEnum
from typing import TYPE_CHECKING

from segtui.backends.base import LinkTarget, Served
from segtui.domain.counting import Count
from segtui.domain.difference import Change
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft

if TYPE_CHECKING:
    from segtui.workspace.confirming import Confirmation
    from segtui.workspace.movement import Movement


class Write(StrEnum):
    """What a plan would do."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@record
class Plan:
    """A write, ready to be shown and then carried out."""

    write: Write
    draft: SegmentDraft
    """What will be sent, said as the service will hold it."""
    change: Change
    served: Served
    """What the service will make of the rule."""
    stored: Segment | None = None
    """The segment to change or delete, as it was just now."""
    like: Segment | None = None
    """For a duplicate: of which segment."""
    count: Count | None = None
    """How many leads the rule will select; None when that couldn't be found out."""
    movement: "Movement | None" = None
    """Who enters and who leaves; None when the rule stays as it is, or the segment is made or deleted."""
    confirmation: "Confirmation | None" = None
    """What must be typed before it is carried out; None when a plain yes is enough."""
    give_to: tuple[LinkTarget, ...] = ()
    """For a duplicate: whom it will be given to when it is made, each once, as the original is."""
    note: str = ""
    """What else is worth knowing, such as another segment of the same name."""


class Ending(StrEnum):
    """What is known of a write afterwards."""

    DONE = "done"
    DONE_DIFFERENTLY = "done differently"
    """It happened, but what the service has now isn't what was sent."""
    UNKNOWN = "unknown"

    @classmethod
    def worse_of(cls, first: "Ending", second: "Ending") -> "Ending":
        """How two writes ended that belong together: no better than either of them."""
        return max(first, second, key=list(cls).index)


@record
class Outcome:
    """How a write ended, as far as reading back could tell."""

    ending: Ending
    says: str
    """One or two sentences for a person."""
    segment: Segment | None = None
    """The segment as it was read back, a deleted one at least with its state; None when it wasn't found."""
