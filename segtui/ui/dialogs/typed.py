"""What stands in the dialog of a condition; the main screen takes it, or keeps it for the next time."""

from collections.abc import Sequence
from dataclasses import dataclass

from segtui.domain.operators import Operator
from segtui.domain.rules import Group
from segtui.workspace.intents import Meant


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the dialog, finished or not."""

    field: str = ""
    operator: Operator = Operator.IS
    negate: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The dialog was left before its condition was done; what was typed is kept."""

    typed: Typed


@dataclass(frozen=True, slots=True)
class Taken:
    """The dialog was left with its condition done."""

    rule: Group
    """The whole rule with it."""
    meant: Sequence[Meant] = ()
    """Dates that stand still, with what was meant by them."""
