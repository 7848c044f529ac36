"""The last requests to the service, the newest first; one of them in full, or copied as a command."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.exchanges import Exchange, as_curl
from segtui.domain.text import printable
from segtui.ui.clipboard import copy
from segtui.ui.dialogs.asking import MessageDialog
from segtui.ui.dialogs.base import Dialog
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_LOOKED_AT_EVERY = 1.0
"""Seconds. Nothing is drawn when there is nothing new."""

_LONG_ID = re.compile(r"\b([0-9a-f]{4})[0-9a-f]{20}\b")
"""Would fill the column with what is the same in each row; a request is shown in full on enter."""

_COLUMNS = (
    Column("at", "time", width=8),
    Column("method", "method"),
    Column("status", "status", align_right=True),
    Column("seconds", "took", align_right=True),
    Column("attempt", "try", align_right=True),
    Column("outcome", "outcome"),
    Column("path", "path", grow=True),
)


class ExchangeRows:
    """Requests as rows, the newest first."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges = tuple(reversed(exchanges))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.exchanges)

    def cells(self, index: int) -> Sequence[Cell]:
        """One request."""
        one = self.exchanges[index]
        took, attempt = f"{one.seconds:.2f} s", str(one.attempt) if one.attempt > 1 else ""
        status = str(one.status) if one.status is not None else "none"
        at = f"{one.at.astimezone():%H:%M:%S}"
        return (at, one.method, status, took, attempt, one.outcome_words, _LONG_ID.sub(r"\1…", one.path_with_query))


class RequestsDialog(Dialog[None]):
    """The request log of one open profile; it follows what happens while it is open.

    Args:
        exchanges: Gives the last requests, oldest first.
        origin: Scheme, host and port of the service.
    """

    CSS_PATH = "requests.tcss"

    HELP = (
        "What was asked of the service since this profile was opened. Kept in memory only, and without bodies, headers "
        "or secrets."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy as curl", id="requests.copy"),
    ]

    def __init__(self, exchanges: Callable[[], Sequence[Exchange]], origin: str) -> None:
        super().__init__("Requests")
        self._exchanges = exchanges
        self._origin = origin
        self._rows = ExchangeRows(())

    def content(self) -> ComposeResult:
        """The table, and what isn't in it."""
        yield Table(show_header=True, empty_text="Nothing was asked of the service yet.", id="requests")
        yield PlainText("The newest first; enter shows one in full. Bodies, headers and secrets aren't kept.")

    def on_mount(self) -> None:
        """Show what there is, and look for more."""
        self._look()
        self.set_interval(_LOOKED_AT_EVERY, self._look)

    def _look(self) -> None:
        """Show what is new; the cursor stays at its request, or at the top if it is there."""
        rows, table = ExchangeRows(self._exchanges()), self.query_one(Table)
        if rows.exchanges == self._rows.exchanges and self._rows.exchanges:
            return
        picked = self._picked if table.cursor else None
        place = next((index for index, one in enumerate(rows.exchanges) if one is picked), 0)
        self._rows = rows
        table.show(rows, _COLUMNS, cursor=place, steady=picked is not None)

    @property
    def _picked(self) -> Exchange | None:
        cursor = self.query_one(Table).cursor
        return self._rows.exchanges[cursor] if cursor < len(self._rows) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Nothing can be done with a request where there is none."""
        return action != "copy" or self._picked is not None

    @on(Table.Chosen)
    def _show(self) -> None:
        """Show one request in full."""
        if (picked := self._picked) is not None:
            self.app.push_screen(ExchangeDialog(picked, self._origin))

    def action_copy(self) -> None:
        """Copy the command that repeats a request."""
        if (picked := self._picked) is not None:
            self.note(copy(self.app, as_curl(picked, self._origin), "The command"))


class ExchangeDialog(MessageDialog):
    """One request in full.

    Args:
        exchange: The request.
        origin: Scheme, host and port of the service.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", "Copy as curl", id="request.copy")]

    def __init__(self, exchange: Exchange, origin: str) -> None:
        self._command = as_curl(exchange, origin)
        super().__init__(f"{exchange.method} · {exchange.outcome_words}", "\n".join(_lines(exchange, self._command)))

    def action_copy(self) -> None:
        """Copy the command."""
        self.note(copy(self.app, self._command, "The command"))


def _lines(one: Exchange, command: str) -> Iterator[str]:
    yield f"sent     {one.at.astimezone():%Y-%m-%d %H:%M:%S}"
    yield f"path     {printable(one.path_with_query)}"
    yield f"status   {one.status if one.status is not None else 'none: no answer came'}"
    yield f"took     {one.seconds:.3f} s"
    yield f"attempt  {one.attempt}"
    yield f"outcome  {one.outcome_words}"
    yield ""
    yield "To repeat it by hand, put the credentials into the variable AUTHORIZATION first:"
    yield ""
    yield command
    if "@body.json" in command:
        yield ""
        yield "What was sent with it isn't kept; put it into the file body.json. It would change things again."
