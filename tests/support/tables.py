"""A table on a screen of its own, with rows to show and a record of what it announces."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Button

from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.quiet_screen import QuietScreen
from segtui.ui.widgets.table import Table

COLUMNS = [Column("name", "Name"), Column("mail", "E-mail"), Column("city", "City")]


@dataclass
class FakeLeads:
    length: int
    asked: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return self.length

    def cells(self, index: int) -> Sequence[Cell]:
        if index >= self.length:
            raise IndexError(index)
        self.asked.append(index)
        return [f"Lead {index}", f"lead{index}@example.com", "Rome"]


@dataclass
class Listed:
    rows: list[Sequence[Cell]]

    def __len__(self) -> int:
        return len(self.rows)

    def cells(self, index: int) -> Sequence[Cell]:
        return self.rows[index]


class Page(QuietScreen[None]):
    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def compose(self) -> ComposeResult:
        yield self.table
        yield Button("Other")


class TableApp(App[None]):
    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.seen: list[Message] = []

    def get_default_screen(self) -> Page:
        return Page(self.table)

    def on_table_highlighted(self, message: Table.Highlighted) -> None:
        self.seen.append(message)

    def on_table_chosen(self, message: Table.Chosen) -> None:
        self.seen.append(message)

    def on_table_near_end(self, message: Table.NearEnd) -> None:
        self.seen.append(message)

    def indexes(self, kind: type[Table.Highlighted | Table.Chosen]) -> list[int]:
        return [message.index for message in self.seen if isinstance(message, kind)]

    def ends(self) -> list[int]:
        return [message.length for message in self.seen if isinstance(message, Table.NearEnd)]


def lines(table: Table) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]
