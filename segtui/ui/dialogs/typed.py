"""What stands in the dialog of a condition; the main screen takes it, or keeps it for the next time."""

from collections.abc import Sequence
from dataclasses import asdict

from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.values import JsonValue
from segtui.workspace.intents import Meant


@record
class Typed:
    """What stands in the dialog, finished or not."""

    field: str = ""
    operator: Operator = Operator.IS
    negate: bool = False
    value: str = ""


def typed_to_json(typed: Typed) -> JsonValue:
    """What stands in the dialog, to be kept."""
    return {**asdict(typed), "operator": typed.operator.value}


def typed_from_json(form: JsonValue) -> Typed | None:
    """What stood in the dialog; None for what isn't that."""
    match form:
        case {"field": str(field), "operator": str(word), "negate": bool(negate), "value": str(value)}:
            operator = next((one for one in Operator if one.value == word), None)
            return Typed(field, operator, negate, value) if operator is not None else None
        case _:
            return None


@record
class Unfinished:
    """The dialog was left before its condition was done; what was typed is kept."""

    typed: Typed


@record
class Taken:
    """The dialog was left with its condition done."""

    rule: Group
    """The whole rule with it."""
    meant: Sequence[Meant] = ()
    """Dates that stand still, with what was meant by them."""
