"""The main screen: it holds what is picked and what is wanted, and gives the panes what they draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from segtui.domain.errors import Trouble
from segtui.domain.rules import Path
from segtui.domain.text import quoted
from segtui.store.drafts import KeptDraft
from segtui.store.memory import Memory
from segtui.ui.actions import actions_of, describe, description_of, keys_of
from segtui.ui.browse.adding_screen import AddingScreen
from segtui.ui.browse.copying_screen import CopyingScreen
from segtui.ui.browse.deleted_screen import DeletedScreen
from segtui.ui.browse.details_screen import DetailsScreen
from segtui.ui.browse.forgetting_screen import ForgettingScreen
from segtui.ui.browse.header import Header, Link
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.loading import STOPPABLE, LoadingScreen
from segtui.ui.browse.members_screen import MembersScreen
from segtui.ui.browse.moving_screen import MovingScreen
from segtui.ui.browse.panes import Panes
from segtui.ui.browse.people_screen import PeopleScreen
from segtui.ui.browse.reasons import reasons
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.browse.telling_screen import TellingScreen
from segtui.ui.browse.why_screen import WhyScreen
from segtui.ui.choices import Choice
from segtui.ui.widgets.column_pane import ColumnPane
from segtui.ui.widgets.unscrolled import Unscrolled
from segtui.workspace.desk import Desk
from segtui.workspace.feed import LeadFeed
from segtui.workspace.member_reasons import rule_word
from segtui.workspace.uncertain import takes_word, what_is_known
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.ui.browse.left_over import LeftOver

_MOST_FOUND = 50
"""Segments in the palette: whoever sees more than that types another letter."""

_LINKS = {Trouble.NO_ANSWER: Link.DOWN, Trouble.DENIED: Link.DENIED}


class BrowseScreen(
    DeletedScreen,
    MembersScreen,
    AddingScreen,
    CopyingScreen,
    ForgettingScreen,
    TellingScreen,
    MovingScreen,
    PeopleScreen,
    WhyScreen,
    DetailsScreen,
    Unscrolled,
):
    """The segments, the rule of one, and its leads, arranged as the terminal has room.

    What can be done stands side by side: each part needs no more than what it derives from. Where several have to do
    with the same action, the one further up has the last word, and may call the others.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    CSS_PATH = "browse.tcss"
    AUTO_FOCUS = "#segment-table"
    BLANK = True
    """Its parts cover all of it, so what is below them isn't worked out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pane('segments')", "Segments", show=False, id="pane.segments"),
        Binding("2", "pane('rule')", "Rule", show=False, id="pane.rule"),
        Binding("3", "pane('leads')", "Leads", show=False, id="pane.leads"),
        Binding("ctrl+s", "save", "Save", id="segment.save"),
        Binding("slash", "filter", "Filter", id="segments.filter"),
        Binding("n", "new", "New", id="segment.new"),
        Binding("c", "duplicate", "Duplicate", id="segment.duplicate"),
        Binding("D", "delete", "Delete…", id="segment.delete"),
        # For services of lists, from whatever pane; the leads show these keys.
        Binding("P", "add_to_segments", "Add to segments", show=False, id="leads.add"),
        Binding("I", "import_people", "Import…", show=False, id="people.import"),
        Binding("r", "refresh", "Refresh", id="segments.refresh"),
        Binding("L", "requests", "Requests", show=False, id="requests"),
        Binding("escape", "stop", "Stop what runs", show=False, id="work.stop"),
        Binding("question_mark,f1", "help", "Help", show=False, id="help"),
    ]

    def __init__(self, workspace: Workspace, desk: Desk, memory: Memory | None = None) -> None:
        super().__init__(workspace, desk, memory)
        describe(self, "pane('leads')", workspace.lead_word.title.capitalize())
        describe(self, "pane('rule')", rule_word(workspace))
        self._restored: Sequence[KeptDraft] = ()
        """What earlier runs have left unsaved, until it was offered."""
        self._offers_left: LeftOver | None = None
        self._is_denied = False
        self._is_down = False
        """Whether the line was down when something was asked last."""

    def on_mount(self) -> None:
        """Show what is known, and load what there is."""
        found = self.desk.restore()
        self._restored = found.drafts
        self.desk.unfinished.restore()
        notices = self.memory.take_notices() if self.memory is not None else []
        if found.unreadable:
            notices.append(
                f"{found.unreadable} unsaved changes are of a newer segtui or damaged; they stay as they are."
            )
        if notices:
            self.notice("⚠ " + "\n⚠ ".join(notices))
        # Of a profile that was open before in this run, the segments are on the desk already.
        path = self._pick_first()
        self.show_list()
        self.show_current(path=path)
        self.recall()
        self.load_segments()

    # What has come.

    @on(LoadingScreen.Listed)
    def _take_list(self, event: LoadingScreen.Listed) -> None:
        is_first = not self.is_listed
        if self._is_down:
            self.notice("")
        self.workers.cancel_group(self, "recovery")
        self.is_listed, self.is_recalled, self._is_denied, self._is_down = True, False, False, False
        left = self._left_over
        lost = left.lost if left is not None else ()
        self.desk.load(event.segments)
        self.keep_list(event.segments)
        self.query_one(Header).report(Link.UP, self.workspace.now())
        path = self._pick_first()
        self.ask_anew()
        self.show_list()
        self.draw_now()
        self.tell_when_drawn(path)
        if is_first:
            describe(self, "revert", f"Back to {what_is_known(self.workspace)}")
            if takes_word(self.workspace):
                describe(self, "show_deleted", "Forgotten here…")
            self.load_fields()
            self.look_for_rest()
            if left is not None:
                left.offer(self._restored)
            self._restored = ()
        elif left is not None:
            left.tell_lost_since(lost)

    @on(LoadingScreen.Recalled)
    def _take_recalled(self, event: LoadingScreen.Recalled) -> None:
        """Show what was known last, until the service says what there is now."""
        if self.is_listed:
            return
        self.is_recalled = True
        self.desk.load(event.known.segments)
        self.query_one(Header).report(None, event.known.as_of)
        path = self._pick_first()
        self.show_list()
        self.draw_now()
        self.tell_when_drawn(path, event.leads)

    @on(LoadingScreen.ListDrawn)
    def _show_rest(self, event: LoadingScreen.ListDrawn) -> None:
        """Show the rule and ask for the leads of the segment that is picked; until the list comes, those of before."""
        self.show_current(path=event.path, at_once=self.is_listed)
        leads = event.leads
        if self.is_listed:
            return
        if leads is not None and self.current == leads.segment_id and self.editing and not self.editing.is_changed:
            self.show_leads(leads.segment_id, LeadFeed(leads.count, leads.leads), known_at=leads.as_of)

    def _pick_first(self) -> Path | None:
        """Pick the segment that was looked at last, or the first, if none is picked.

        Returns:
            Where the cursor of its rule belongs; None where it is.
        """
        if self.editing is not None:
            return None
        last = self.memory.state.last_segment.get(self.workspace.profile.place) if self.memory is not None else None
        listed = list(self.desk.segments)
        self.current = last if last in self.desk.segments else next(iter(listed), None)
        return (0,)

    @property
    def _left_over(self) -> "LeftOver | None":
        """Offers what was left unsaved or typed; None as long as there is nothing."""
        if self._offers_left is None and (self._restored or self.desk.unfinished.all):
            from segtui.ui.browse.left_over import LeftOver  # noqa: PLC0415 - loaded when something was left

            self._offers_left = LeftOver(self)
        return self._offers_left

    @on(DetailsScreen.NamesKnown)
    def _name_in_drafts(self) -> None:
        if self._offers_left is not None:
            self._offers_left.show_names()

    @on(LoadingScreen.PreviewReady)
    def _take_preview(self, event: LoadingScreen.PreviewReady) -> None:
        editing = self.editing
        if event.key != self.current or editing is None or event.editing.selects_by != editing.selects_by:
            return
        self.query_one(Header).report(Link.UP)
        if editing.stored is not None and editing.selects_by == (editing.stored.rule, editing.stored.written):
            self.desk.counted(event.key, event.feed.count)
            self.show_list()
            self.keep_leads(event.key, event.feed)
        self.show_leads(event.key, event.feed)
        self.rule_pane.say_details(editing)  # the segment was read by itself on the way, which may tell more of it

    @on(LoadingScreen.ChangedElsewhere)
    def _take_change(self, event: LoadingScreen.ChangedElsewhere) -> None:
        editing, theirs = self.desk.editing(event.key), event.change.theirs
        name = quoted(theirs.name)
        if editing is None or editing.is_changed:
            self.lead_pane.wait("Somebody else has changed this segment: ctrl+s shows what, and asks what to do.")
            self.notice(f"⚠ Somebody else has changed {name} since you loaded it.")
            return
        self.desk.discard(event.key)
        self.desk.replace(theirs)
        self.show_edit(None)
        self.notice(f"Somebody else has changed {name}; this is how it is now.")

    @on(LoadingScreen.MoreReady)
    def _take_more(self, event: LoadingScreen.MoreReady) -> None:
        self.lead_pane.extended(event.feed)

    @on(LoadingScreen.Failed)
    def _take_failure(self, event: LoadingScreen.Failed) -> None:
        self.ask_anew()
        self._is_denied = event.error.trouble is Trouble.DENIED
        self._is_down = event.error.may_pass
        if event.error.trouble in _LINKS:
            self.query_one(Header).report(_LINKS[event.error.trouble])
        if event.error.may_pass and event.again:
            self.recover()
        why = f"{event.error.message} {event.error.hint}".rstrip()
        said = why if event.what in why else f"{event.what} {why}"
        self.notice(f"✗ {said}{f' · {event.again}' if event.again else ''}")
        self.say_what_lacks("Not loaded: see below.")
        self.refresh_bindings()  # they were greyed while it was sent

    # What the person picks.

    @on(SegmentList.Picked)
    def _pick(self, event: SegmentList.Picked) -> None:
        self.query_one(SegmentList).heard(event.key)
        if event.key != self.current:
            self.current = event.key
            self.notice("")
            self.show_current(path=(0,))

    @on(SegmentList.Opened)
    def _open(self) -> None:
        self.action_pane("rule")

    @on(SegmentList.FilterChanged)
    def _filter(self, event: SegmentList.FilterChanged) -> None:
        self.look_for(event.words)

    @on(Panes.Resized)
    def _remember_sizes(self, event: Panes.Resized) -> None:
        if self.memory is not None:
            self.memory.remember(lambda state: replace(state, sizes=event.sizes))

    def on_unmount(self) -> None:
        """Remember which segment was looked at last."""
        key, place = self.current, self.workspace.profile.place
        if self.memory is not None and key in self.desk.segments:
            self.memory.remember(lambda state: replace(state, last_segment={**state.last_segment, place: str(key)}))

    @on(LeadPane.MoreWanted)
    def _fetch_more(self, event: LeadPane.MoreWanted) -> None:
        self.load_more(event.feed)

    @on(ColumnPane.ColumnsWanted)
    def _offer_columns(self, event: ColumnPane.ColumnsWanted) -> None:
        from segtui.ui.dialogs.columns import ColumnsDialog  # noqa: PLC0415 - as above

        pane = event.pane
        self.app.push_screen(ColumnsDialog(pane.columns, pane.choice), pane.choose)

    @on(ColumnPane.CellWanted)
    def _show_cell(self, event: ColumnPane.CellWanted) -> None:
        from segtui.ui.dialogs.asking import MessageDialog  # noqa: PLC0415 - as above

        self.app.push_screen(MessageDialog(event.title, event.text))

    @on(ColumnPane.Told)
    def _pass_on(self, event: ColumnPane.Told) -> None:
        self.notice(event.text)

    @on(ColumnPane.ColumnsChanged)
    def _remember_columns(self, event: ColumnPane.ColumnsChanged) -> None:
        if self.memory is not None:
            table, choice = str(event.pane.id), event.choice.to_json()
            self.memory.remember(lambda state: replace(state, columns={**state.columns, table: choice}))

    def action_filter(self) -> None:
        """Type words to look for."""
        segments = self.query_one(SegmentList)
        self.query_one(Panes).open(segments)
        segments.focus_filter()
        self.read_rules()

    def find(self, words: str) -> Sequence[Choice]:
        """Segments that have all of some words in their name or id, for the palette."""
        found = self.desk.lines(words)[:_MOST_FOUND]
        return [Choice(f"→ {line.name}", "segment", partial(self.go_to, line.key)) for line in found]

    def elsewhere(self) -> Iterator[Choice]:
        """What keys do in the other panes, and what can't be done now: chosen, that says why."""
        reasons = self.reasons()
        for action in actions_of(self):
            if not action.enabled and not action.is_movement:
                reason = reasons.get(action.name.removeprefix("screen."), "")
                says = f"{action.description.rstrip('…')}: not now, because {reason}."
                yield Choice(f"({action.description})", "not now", partial(self.call_later, self.notice, says))
        for number, name, pane in self._panes:
            if not pane.has_focus_within:
                for key, description in keys_of(pane).items():
                    run = partial(self.call_later, self._press_in, name, key)
                    yield Choice(description, f"{number}, then {self.app.get_key_display(Binding(key, ''))}", run)

    def _press_in(self, name: str, key: str) -> None:
        self.action_pane(name)
        # By the app, behind its move of the focus: a key that a screen sends goes up no further than to that screen. It
        # mustn't answer a question that has come meanwhile.
        self.app.call_later(lambda: self.app.simulate_key(key) if self.is_active else None)

    @property
    def _panes(self) -> Sequence[tuple[str, str, Widget]]:
        """The panes with the keys that go to them, and by their names."""
        return (
            ("1", "segments", self.query_one(SegmentList)),
            ("2", "rule", self.rule_pane),
            ("3", "leads", self.lead_pane),
        )

    def go_to(self, key: str) -> None:
        """Pick a segment, whether the filter shows it or not."""
        self.query_one(SegmentList).clear_filter()
        self.current = key
        self.show_list()
        self.show_current(path=(0,))
        self.action_pane("segments")

    def action_refresh(self) -> None:
        """Load list and leads anew; edits stay."""
        self.notice("")
        self.workspace.forget_counts()
        self.book.forget()
        self.load_segments(reconnect=self._is_denied)

    def action_stop(self) -> None:
        """Stop what runs, but a change that is on its way; in the list, where nothing runs, show all again."""
        segments = self.query_one(SegmentList)
        if self.words and segments.has_focus_within and not self.status.is_busy:
            segments.clear_filter()
            return
        for group in STOPPABLE if self.is_sending else (*STOPPABLE, "write"):
            self.workers.cancel_group(self, group)
        self.notice("")
        self.stop_adding()
        self.stop_linting()
        self.ask_anew()
        self.say_what_lacks("Stopped.")

    def action_requests(self) -> None:
        """Show what was asked of the service."""
        from segtui.ui.requests.dialog import RequestsDialog  # noqa: PLC0415 - as above

        workspace = self.workspace
        self.app.push_screen(RequestsDialog(lambda: workspace.exchanges, workspace.profile.origin))

    # What can't be done now, or here, and why.

    def pane_of(self, key: str) -> str:
        """Name the pane that a key belongs to."""
        for number, _name, pane in self._panes:
            if description := description_of(pane, key):
                return f"{description.rstrip('…')}: not in this pane, press {number} first."
        return ""

    def reasons(self) -> Mapping[str, str]:
        """Why actions can't be done now."""
        return {**reasons(self.workspace, self.editing, is_sending=self.is_sending), **super().reasons()}
