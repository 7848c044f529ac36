"""The pane of the leads: how many there are and how sure that is, then the leads themselves."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead, LeadColumns
from segtui.ui.browse.lead_columns import (
    LeadRows,
    SortedLeads,
    lead_columns,
    sort_title,
    sort_words,
    sorted_in_steps,
    sorted_leads,
    value_in_full,
)
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.column_choice import ColumnChoice, SortBy
from segtui.ui.widgets.column_pane import ColumnPane
from segtui.ui.widgets.column_table import ColumnTable
from segtui.ui.widgets.columns import Column
from segtui.ui.widgets.plain import BriefText, PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.feed import LeadFeed

_CLEARED_AFTER = 0.4
"""Seconds: what takes longer isn't taken for an answer to the last key."""

_SORTED_AT_ONCE = 5000
"""Leads up to which sorting takes no longer than drawing; more are sorted in steps."""


class LeadPane(ColumnPane):
    """Announces when more leads are needed, and which lead is to be shown whole.

    Args:
        word: What the service calls its leads.
        choice: Columns and order as they were chosen before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "screen.explain_lead", "Why in", id="leads.why"),
        Binding("w", "screen.place_lead", "In which segments", id="leads.segments"),
        Binding("M", "screen.show_apart", "Meant or selected", id="leads.apart"),
        # For services that take people into lists; elsewhere the screen leaves them out.
        Binding("space", "screen.pick_lead", "Pick", id="leads.pick"),
        Binding("d,delete", "screen.leave_out_lead", "Leave out", id="leads.leave_out"),
        Binding("P", "screen.add_to_segments", "Add to segments", id="leads.add"),
        Binding("W", "screen.replace_segments", "Replace segments…", id="leads.replace_segments"),
        # For lists that are sent whole; elsewhere the screen leaves them out.
        Binding("a", "screen.add_person", "Add", id="people.add"),
        Binding("d,delete", "screen.take_out_person", "Take out", id="people.remove"),
        Binding("m", "screen.move_person", "Move…", id="people.move"),
        Binding("I", "screen.import_people", "Import…", id="people.import"),
    ]

    class MoreWanted(Announcement):
        """The end of the leads fetched so far is near."""

        feed: LeadFeed

    class Opened(Announcement):
        """A lead is to be shown whole."""

        lead: Lead

    class _Sorted(Announcement):
        """Many leads were sorted."""

        feed: LeadFeed
        by: SortBy
        order: SortedLeads
        follow: bool

    def __init__(self, word: LeadWord, wanted: LeadColumns, choice: ColumnChoice | None = None) -> None:
        super().__init__(title=f"3 {word.title.capitalize()}", id="leads", choice=choice or ColumnChoice())
        self.lead_word = word
        """What the service calls them."""
        self._wanted = wanted
        self._feed: LeadFeed | None = None
        self._columns: Sequence[Column] = ()
        self._clearing: Timer | None = None
        self._is_of_earlier_run = False
        self._rows = LeadRows((), ())
        self._known = 0
        """How many leads of the feed have been asked for their fields."""
        self.marks: dict[str, str] = {}
        """The marks of leads by their ids: `●` for those who are picked, `✗` for those who are left out."""
        self._order: tuple[SortBy, SortedLeads] | None = None
        """The leads as they were sorted last."""

    def compose(self) -> ComposeResult:
        """What is said of the leads, and the table."""
        yield BriefText(id="lead-remarks")
        yield PlainText(id="people-problems")
        yield ColumnTable(id="lead-table")

    @property
    def columns(self) -> Sequence[Column]:
        """The name, and every field that the leads were seen to have."""
        return self._columns

    @property
    def feed(self) -> LeadFeed | None:
        """The leads that are shown; None while others are on their way, or none can be shown."""
        return self._feed

    @property
    def is_of_earlier_run(self) -> bool:
        """Whether the leads are those that an earlier run was told."""
        return self._is_of_earlier_run

    @property
    def picked(self) -> Lead | None:
        """The lead under the cursor."""
        cursor = self.table.cursor
        return self._rows.leads[cursor] if self._feed is not None and cursor < len(self._rows) else None

    @property
    def has_picks(self) -> bool:
        """Whether somebody who is shown is picked."""
        return any(self.marks.get(lead.id) == "●" for lead in self._rows.leads)

    @property
    def chosen(self) -> Sequence[Lead]:
        """Who is picked; where nobody is, everybody who is shown and not left out."""
        leads = self._feed.rows if self._feed is not None else ()
        picked = [lead for lead in leads if self.marks.get(lead.id) == "●"]
        return picked or [lead for lead in leads if lead.id not in self.marks]

    def mark(self, sign: str) -> None:
        """Give the lead under the cursor a mark, or take it away if it has it, and go on to the next."""
        lead, feed = self.picked, self._feed
        if lead is None or feed is None:
            return
        if self.marks.get(lead.id) == sign:
            del self.marks[lead.id]
        else:
            self.marks[lead.id] = sign
        self._show_in_order(feed, follow=True)
        self.table.action_move(1)

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
        self.title = f"3 {self.lead_word.title.capitalize()} · …"
        if self._clearing is None:
            self._clearing = self.set_timer(_CLEARED_AFTER, self._clear)

    def _clear(self) -> None:
        """Show no leads any more, unless those that were expected have come while the timer's call was on its way."""
        if self._clearing is not None:
            self.wait("…")

    def wait(self, why: str, count: str = "") -> None:
        """Show no leads while others are fetched, or because none can be.

        Args:
            why: Why, in place of the leads.
            count: How many there are all the same, for the title.
        """
        self._stop_clearing()
        self._take(None)
        self.title = f"3 {self.lead_word.title.capitalize()}{f' · {count}' if count else ''}"
        self._remark(why if count else "", is_alone=True)
        self.table.empty_text = "" if count else why
        self.table.show(self._rows, ())

    def outdate(self) -> None:
        """Say that the leads shown are those of the rule before the last change."""
        if self._feed is not None and not self._is_of_earlier_run:
            count = self._feed.count
            when = f"before the last change ({count.as_of.astimezone():%H:%M})"
            self.title = f"3 {self.lead_word.title.capitalize()} · {when}: {count}"

    def show(self, feed: LeadFeed, remarks: str, *, known_at: str = "", empty: str = "") -> None:
        """Show the leads of a feed.

        Args:
            feed: The leads and their count.
            remarks: What there is to say of them, on lines of its own.
            known_at: When they were true, if they come from an earlier run.
            empty: What to say where there is nobody; that nobody meets the rule without it.
        """
        self._is_of_earlier_run = bool(known_at)
        self._stop_clearing()
        self._take(feed)
        self.title = f"3 {self.lead_word.title.capitalize()} · {f'as of {known_at}: ' if known_at else ''}{feed.count}"
        self._remark(remarks)
        self.table.empty_text = empty or f"No {self.lead_word.several} meet this rule."
        self._show_in_order(feed, follow=False, steady=False)

    def _remark(self, text: str, *, is_alone: bool = False) -> None:
        """Say something above the leads, or alone in their place; nothing takes no line."""
        remarks = self.query_one("#lead-remarks", PlainText)
        remarks.say(text)
        remarks.set_class(is_alone, "-alone")

    def say_problems(self, text: str) -> None:
        """Say in a line what is wrong with the people of a list; nothing takes no line."""
        self.query_one("#people-problems", PlainText).say(text)

    def extended(self, feed: LeadFeed) -> None:
        """Take note that a feed has more leads now; the cursor stays with its lead."""
        if feed is not self._feed:
            return
        columns = lead_columns(feed.rows[self._known :], self._wanted, self._columns)
        self._known = len(feed.rows)
        if columns == self._columns and self._sort is None:
            self.table.extended()
        else:
            self._columns = columns
            self._show_in_order(feed, follow=True)

    def go_to(self, lead_id: str, line: int) -> None:
        """Move the cursor to a lead, or where there is none with this id, to a line."""
        place = next((place for place, lead in enumerate(self._rows.leads) if lead.id == lead_id), line)
        self.table.cursor = place

    def show_chosen(self) -> None:
        """Show leads and columns as they are chosen now; from the top, if nobody has left it."""
        if self._feed is not None:
            self._show_in_order(self._feed, follow=self.table.cursor > 0)

    def cell_in_full(self, index: int, key: str) -> tuple[str, str]:
        """Whose cell it is, and the value as the service sent it."""
        lead = self._rows.leads[index]
        return lead.called, value_in_full(lead, key)

    @property
    def _sort(self) -> SortBy | None:
        return self.choice.sort_of(self._columns)

    def _take(self, feed: LeadFeed | None) -> None:
        self._feed, self._order, self._rows = feed, None, LeadRows((), ())
        self._columns = lead_columns(feed.rows, self._wanted) if feed is not None else ()
        self._known = len(feed.rows) if feed is not None else 0
        self.note = ""

    def _show_in_order(self, feed: LeadFeed, *, follow: bool, steady: bool = True) -> None:
        """Show the leads in the order that is wanted, at once or as soon as they are sorted.

        Args:
            feed: The leads.
            follow: Keep the cursor on its lead, also when that is the first line.
            steady: Keep that lead on its line of the terminal.
        """
        sort = self._sort
        if sort is None:
            wanted = self.choice.sort
            note = (
                f"not sorted: {self.lead_word.none} has {sort_title(wanted)}"
                if wanted is not None and feed.rows
                else ""
            )
            self._show_leads(feed.rows, note, follow=follow, steady=steady)
            return
        if self._order is None or self._order[0] != sort or len(self._order[1].leads) != len(feed.rows):
            if len(feed.rows) > _SORTED_AT_ONCE:
                note = f"sorting by {sort_title(sort)} {sort.arrow}…"
                self._show_leads(self._rows.leads or feed.rows, note, follow=True, steady=steady)
                self._sort_in_steps(feed, tuple(feed.rows), sort, follow=follow)
                return
            self._order = sort, sorted_leads(feed.rows, sort)
        order = self._order[1]
        self._show_leads(order.leads, sort_words(feed, sort, order.kinds), follow=follow, steady=steady)

    def _show_leads(self, leads: Sequence[Lead], note: str, *, follow: bool, steady: bool) -> None:
        before = self._rows.leads[self.table.cursor] if follow and len(self._rows) else None
        place = next((place for place, lead in enumerate(leads) if lead is before), 0)
        columns = self.choice.drawn(self._columns)
        self._rows = LeadRows(leads, columns, self.marks)
        self.table.show(self._rows, columns, cursor=place, steady=steady)
        self.note = " · ".join(filter(None, (self._marked_words(leads), note)))

    def _marked_words(self, leads: Sequence[Lead]) -> str:
        """How many of some leads are marked; empty when nobody is."""
        signs = [self.marks[lead.id] for lead in leads if lead.id in self.marks] if self.marks else []
        picked, left_out = signs.count("●"), signs.count("✗")
        words = (f"{picked:,} picked" if picked else "", f"{left_out:,} left out" if left_out else "")
        return ", ".join(filter(None, words))

    # Without a description, Textual writes down all arguments, which are all leads.
    @work(exclusive=True, group="sort", description="sort leads")
    async def _sort_in_steps(self, feed: LeadFeed, leads: Sequence[Lead], by: SortBy, *, follow: bool) -> None:
        """Sort many leads without keeping the screen waiting; a newer wish ends this one."""
        self.post_message(self._Sorted(feed, by, await sorted_in_steps(leads, by), follow))

    @on(_Sorted)
    def _take_order(self, event: _Sorted) -> None:
        event.stop()
        if event.feed is self._feed and event.by == self._sort and len(event.order.leads) == len(event.feed.rows):
            self._order = event.by, event.order
            self._show_in_order(event.feed, follow=event.follow or self.table.cursor > 0)

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
        if event.index < len(self._rows):
            self.post_message(self.Opened(self._rows.leads[event.index]))
