"""One lead, whole."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from segtui.domain.leads import Lead
from segtui.domain.text import printable, shortened
from segtui.domain.values import JsonValue
from segtui.ui.dialogs.asking import MessageDialog
from segtui.ui.dialogs.lead_orders import LeadOrders

_LONGEST_VALUE = 4000
"""Characters of a value that are shown; some notes hold a book."""


class LeadDialog(MessageDialog):
    """Every field that a lead has, one below the other.

    Args:
        lead: The lead.
        word: What the service calls it.
        orders: What can be asked about it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "explain", "Why in", id="lead.why"),
        Binding("w", "place", "In which segments", id="lead.segments"),
    ]

    def __init__(self, lead: Lead, word: str, orders: LeadOrders) -> None:
        super().__init__(f"{word.capitalize()} · {lead.called}", "\n".join(_lines(lead)))
        self._lead, self._orders = lead, orders

    def action_explain(self) -> None:
        """Say why the lead is in the segment or isn't."""
        self._orders.explain(self._lead)

    def action_place(self) -> None:
        """Say which segments the lead is in."""
        self._orders.place(self._lead)


def _lines(lead: Lead) -> Iterator[str]:
    width = min(28, max((len(printable(path)) for path in lead.values), default=0))
    for path, value in lead.values.items():
        if members := _members(value):
            yield printable(path)
            yield from (f"  {line}" for line in shortened("\n".join(members), _LONGEST_VALUE).splitlines())
            continue
        first, *rest = shortened(_in_line(value), _LONGEST_VALUE).splitlines() or [""]
        yield f"{printable(path):<{width}}  {first}"
        yield from (f"{'':<{width}}  {line}" for line in rest)


def _members(value: JsonValue) -> Sequence[str]:
    """A line for each member of a value that has parts with names; nothing of any other."""
    match value:
        case list() | tuple() if any(isinstance(one, Mapping) for one in value):
            return [_in_line(one) for one in value]
        case Mapping():
            return [f"{name}: {_in_line(one)}" for name, one in value.items()]
        case _:
            return ()


def _in_line(value: JsonValue) -> str:
    """A value as people read it."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(_in_line(one) for one in value)
        case Mapping():
            return " · ".join(f"{name}: {_in_line(one)}" for name, one in value.items())
        case _:
            return json.dumps(value, ensure_ascii=False)
