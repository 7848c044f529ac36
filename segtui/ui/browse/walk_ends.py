"""How a walk through a write can end."""

from typing import TypeAlias

from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.workspace.plans import Outcome, Plan


@record
class Saved:
    """A write was carried out."""

    plan: Plan
    outcome: Outcome


@record
class TookTheirs:
    """Nothing was written: the person took what somebody else had saved."""

    theirs: Segment


Ended: TypeAlias = Saved | TookTheirs | None
"""How the walk ended; None when the person went back."""
