"""One lead, whole."""

import json
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from segtui.domain.leads import Lead
from segtui.domain.text import printable, shortened
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
    width = max((len(printable(path)) for path in lead.values), default=0)
    for path, value in lead.values.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        first, *rest = shortened(text, _LONGEST_VALUE).splitlines() or [""]
        yield f"{printable(path):<{min(width, 28)}}  {first}"
        yield from (f"{'':<{min(width, 28)}}  {line}" for line in rest)
