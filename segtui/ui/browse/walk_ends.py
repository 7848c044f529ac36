"""How a walk through a write can end."""

from dataclasses import dataclass
from typing import TypeAlias

from segtui.domain.segments import Segment
from segtui.workspace.plans import Outcome, Plan


@dataclass(frozen=True, slots=True)
class Saved:
    """A write was carried out."""

    plan: Plan
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TookTheirs:
    """Nothing was written: the person took what somebody else had saved."""

    theirs: Segment


Ended: TypeAlias = Saved | TookTheirs | None
"""How the walk ended; None when the person went back."""
