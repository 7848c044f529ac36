"""Some people to choose one from: those of one name, or those whom the rule and the service don't agree on."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.dialogs.lead_orders import LeadOrders
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_MOST_ROWS = 13
_FEWEST_ROWS = 2
_LINES_AROUND = 4
"""The titles of the columns, and what is said below with a gap."""
_COLUMNS = (Column("note", ""), Column("name", "name", grow=True), Column("email", "e-mail"), Column("id", "id"))


@record
class Listed:
    """Somebody in the list."""

    lead: Lead
    note: str = ""


class LeadListRows:
    """People as rows."""

    def __init__(self, people: Sequence[Listed]) -> None:
        self._people = people

    def __len__(self) -> int:
        """How many there are."""
        return len(self._people)

    def cells(self, index: int) -> Sequence[Cell]:
        """One of them."""
        one = self._people[index]
        email = one.lead.raw.get("email")
        return (one.note, one.lead.name.strip() or "(no name)", email if isinstance(email, str) else "", one.lead.id)


class LeadListTable(Table):
    """Enter explains who is under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,x", "choose", "Why in or out", id="lead-list.why")]


class LeadListDialog(Dialog[None]):
    """Lists people; it stays while one of them is explained.

    Args:
        title: Who they are.
        says: What there is to say of them, below.
        people: They themselves.
        orders: What can be asked about one.
    """

    CSS_PATH = "lead_list.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "place", "In which segments", id="lead-list.segments")]

    def __init__(self, title: str, says: str, people: Sequence[Listed], orders: LeadOrders) -> None:
        super().__init__(title)
        self._says, self._people, self._orders = says, people, orders

    def content(self) -> ComposeResult:
        """The people, and what there is to say of them."""
        yield LeadListTable(show_header=True, id="lead-list")
        yield PlainText(self._says, id="says")

    def on_mount(self) -> None:
        """Show them."""
        table = self.query_one(Table)
        table.show(LeadListRows(self._people), _COLUMNS)
        table.focus()

    def on_resize(self) -> None:
        """Take as many lines as there are people, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        self.query_one(Table).styles.height = 1 + max(_FEWEST_ROWS, min(len(self._people), _MOST_ROWS, room))

    @on(Table.Chosen)
    def _explain(self, event: Table.Chosen) -> None:
        event.stop()
        self._orders.explain(self._people[event.index].lead)

    def action_place(self) -> None:
        """Say which segments the one under the cursor is in."""
        self._orders.place(self._people[self.query_one(Table).cursor].lead)
