"""The pane of the leads: how many there are and how sure that is, then the leads themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from segtui.domain.leads import Lead
from segtui.ui.browse.lead_columns import LeadRows, lead_columns
from segtui.ui.widgets.columns import Column
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.feed import LeadFeed

_CLEARED_AFTER = 0.4
"""Seconds: what takes longer isn't taken for an answer to the last key."""


class LeadPane(Pane):
    """Announces when more leads are needed, and which lead is to be shown whole."""

    HELP = (
        "The people whom the service selects by the rule. The title says how many, how sure that is, and who counted. "
        "Enter shows one of them whole; left and right show more columns."
    )

    @dataclass
    class MoreWanted(Message):
        """The end of the leads fetched so far is near."""

        feed: LeadFeed

    @dataclass
    class Opened(Message):
        """A lead is to be shown whole."""

        lead: Lead

    def __init__(self, word: str) -> None:
        super().__init__(title=f"3 {word.capitalize()}", id="leads")
        self._word = word.capitalize()
        self._feed: LeadFeed | None = None
        self._columns: Sequence[Column] = ()
        self._clearing: Timer | None = None
        self._is_of_earlier_run = False

    def compose(self) -> ComposeResult:
        """What is said of the leads, and the table."""
        yield PlainText(id="lead-remarks")
        yield Table(id="lead-table", show_header=True)

    @property
    def table(self) -> Table:
        """The leads."""
        return self.query_one(Table)

    @property
    def is_at_rest(self) -> bool:
        """Whether there is room for a few lines only: then what is said above the leads has two."""
        return self.query_one("#lead-remarks").has_class("-at-rest")

    @is_at_rest.setter
    def is_at_rest(self, is_at_rest: bool) -> None:
        self.query_one("#lead-remarks").set_class(is_at_rest, "-at-rest")

    def expect(self) -> None:
        """Say that other leads are on their way. Those shown go when the others come, or after a moment.

        Most come within that moment, and a pane that is emptied and filled again is sent twice.
        """
        self._feed = None
        self.title = f"3 {self._word} · …"
        if self._clearing is None:
            self._clearing = self.set_timer(_CLEARED_AFTER, partial(self.wait, "…"))

    def wait(self, why: str) -> None:
        """Show no leads while others are fetched, or because none can be."""
        self._stop_clearing()
        self._feed = None
        self.title = f"3 {self._word}"
        self.remark("")
        self.table.empty_text = why
        self.table.show(LeadRows((), ()), ())

    def outdate(self) -> None:
        """Say that the leads shown are those of the rule before the last change."""
        if self._feed is not None and not self._is_of_earlier_run:
            count = self._feed.count
            self.title = f"3 {self._word} · before the last change ({count.as_of.astimezone():%H:%M}): {count}"

    def show(self, feed: LeadFeed, remarks: str, *, known_at: str = "") -> None:
        """Show the leads of a feed.

        Args:
            feed: The leads and their count.
            remarks: What there is to say of them, on lines of its own.
            known_at: When they were true, if they come from an earlier run.
        """
        self._is_of_earlier_run = bool(known_at)
        self._stop_clearing()
        self._feed = feed
        self._columns = lead_columns(feed.rows)
        self.title = f"3 {self._word} · {f'as of {known_at}: ' if known_at else ''}{feed.count}"
        self.remark(remarks)
        self.table.empty_text = f"No {self._word.lower()} meet this rule."
        self.table.show(LeadRows(feed.rows, self._columns), self._columns)

    def remark(self, text: str) -> None:
        """Say something above the leads; nothing takes no line."""
        remarks = self.query_one("#lead-remarks", PlainText)
        remarks.update(text)
        remarks.display = bool(text)

    def extended(self, feed: LeadFeed) -> None:
        """Take note that a feed has more leads now."""
        if feed is self._feed:
            self.table.extended()

    def _stop_clearing(self) -> None:
        if self._clearing is not None:
            self._clearing.stop()
            self._clearing = None

    @on(Table.NearEnd)
    def _ask_for_more(self, event: Table.NearEnd) -> None:
        event.stop()
        if self._feed is not None and not self._feed.is_complete:
            self.post_message(self.MoreWanted(self._feed))

    @on(Table.Highlighted)
    def _keep_to_itself(self, event: Table.Highlighted) -> None:
        event.stop()

    @on(Table.Chosen)
    def _announce_opening(self, event: Table.Chosen) -> None:
        event.stop()
        if self._feed is not None and event.index < len(self._feed.rows):
            self.post_message(self.Opened(self._feed.rows[event.index]))
