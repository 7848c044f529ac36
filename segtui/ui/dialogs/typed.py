"""What stands in the dialog of a condition; the main screen keeps it for the next time."""

from dataclasses import dataclass

from segtui.domain.operators import Operator


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
