"""The main screen: it holds what is picked and what is wanted, and gives the panes what they draw."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.errors import Trouble
from segtui.domain.rules import Group, Path
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.ui.browse.editing_screen import EditingScreen
from segtui.ui.browse.foot import Foot
from segtui.ui.browse.go_to import SegmentsByName
from segtui.ui.browse.header import Header, Link
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.loading import STOPPABLE, LoadingScreen
from segtui.ui.browse.panes import Panes
from segtui.ui.browse.preview_words import preview_words
from segtui.ui.browse.reasons import reasons
from segtui.ui.browse.rule_lines import Remarks
from segtui.ui.browse.rule_pane import RulePane
from segtui.ui.browse.saving import Saved, TookTheirs
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.table import Table
from segtui.workspace.editing import Editing
from segtui.workspace.saving import Ending, Plan, Write
from segtui.workspace.workspace import Workspace

_LINKS = {Trouble.NO_ANSWER: Link.DOWN, Trouble.DENIED: Link.DENIED}
_SIGNS = {Ending.DONE: "✓", Ending.DONE_DIFFERENTLY: "⚠", Ending.UNKNOWN: "✗"}


class BrowseScreen(EditingScreen):
    """The segments, the rule of one, and its leads, arranged as the terminal has room.

    Args:
        workspace: The open profile.
    """

    CSS_PATH = "browse.tcss"
    COMMANDS = {SegmentsByName}  # noqa: RUF012 - Textual declares it on the instance
    AUTO_FOCUS = "#segment-table"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pane('segments')", "Segments", show=False, id="pane.segments"),
        Binding("2", "pane('rule')", "Rule", show=False, id="pane.rule"),
        Binding("3", "pane('leads')", "Leads", show=False, id="pane.leads"),
        Binding("ctrl+s", "save", "Save", id="segment.save"),
        Binding("slash", "filter", "Filter", id="segments.filter"),
        Binding("n", "new", "New", id="segment.new"),
        Binding("c", "duplicate", "Duplicate", id="segment.duplicate"),
        Binding("D", "delete", "Delete…", id="segment.delete"),
        Binding("r", "refresh", "Refresh", id="segments.refresh"),
        Binding("escape", "stop", "Stop what runs", show=False, id="work.stop"),
        Binding("question_mark,f1", "help", "Help", show=False, id="help"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._words = ""
        self._filtered_out: str | None = None
        """The key of the segment that was picked when words came to be looked for that it hasn't."""
        self._is_listed = False
        self._is_denied = False
        self._is_down = False
        """Whether the line was down when something was asked last."""
        self._leads_of: str | None = None
        """The key of the segment whose leads are shown."""
        self._asked: tuple[str, Group, Segment | None] | None = None
        """What leads were last asked for: key, rule, and the segment as it was loaded."""

    def compose(self) -> ComposeResult:
        """Header, three panes, what is to be said, status and keys."""
        yield Header(self.workspace.profile)
        panes = (SegmentList(), RulePane(), LeadPane(self.workspace.lead_word[1]))
        if accent := self.workspace.profile.accent:
            for pane in panes:
                pane.styles.border = ("round", accent)
        yield Panes(*panes)
        yield Foot(self.status, always=("save", "help", "command_palette"))

    def on_mount(self) -> None:
        """Load what there is."""
        self._show_list()
        self._show_current()
        self.load_segments()

    @property
    def rule_pane(self) -> RulePane:
        """The pane of the rule."""
        return self.query_one(RulePane)

    @property
    def lead_pane(self) -> LeadPane:
        """The pane of the leads."""
        return self.query_one(LeadPane)

    def notice(self, text: str) -> None:
        """Say something until the next time."""
        self.query_one(Foot).say(text)

    # What has come.

    @on(LoadingScreen.Listed)
    def _take_list(self, event: LoadingScreen.Listed) -> None:
        if not self._is_listed:
            self.load_fields()
        if self._is_down:
            self.notice("")
        self.workers.cancel_group(self, "recovery")
        self._is_listed, self._is_denied, self._is_down = True, False, False
        self.desk.load(event.segments)
        self.query_one(Header).report(Link.UP, self.workspace.now())
        path: Path | None = None
        if self.editing is None:
            self.current = event.segments[0].id if event.segments else None
            path = (0,)
        self._asked = None
        self._show_list()
        self._show_current(path=path, at_once=True)

    @on(LoadingScreen.PreviewReady)
    def _take_preview(self, event: LoadingScreen.PreviewReady) -> None:
        editing = self.editing
        if event.key != self.current or editing is None or event.editing.draft.rule != editing.draft.rule:
            return
        self.query_one(Header).report(Link.UP)
        if editing.stored is not None and editing.draft.rule == editing.stored.rule:
            self.desk.counted(event.key, event.feed.count)
            self._show_list()
        words = preview_words(event.feed, self.remarks.diagnostics, self.workspace.title, self.workspace.lead_word[1])
        self.learn_fields(event.feed.rows)
        self._leads_of = event.key
        self.lead_pane.show(event.feed, words)

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
        self._asked = None
        self._is_denied = event.error.trouble is Trouble.DENIED
        self._is_down = event.error.may_pass
        if event.error.trouble in _LINKS:
            self.query_one(Header).report(_LINKS[event.error.trouble])
        if event.error.may_pass and event.again:
            self.recover()
        said = " ".join(part for part in (event.what, event.error.message, event.error.hint) if part)
        self.notice(f"✗ {said}{f' · {event.again}' if event.again else ''}")
        self._say_what_lacks("Not loaded: see below.")

    @on(LoadingScreen.WalkEnded)
    def _take_end_of_walk(self, event: LoadingScreen.WalkEnded) -> None:
        match event.ended:
            case Saved(plan, outcome):
                if outcome.segment is not None and outcome.ending is not Ending.UNKNOWN:
                    self._take_written(event, plan, outcome.segment, outcome.ending)
                self.notice(f"{_SIGNS[outcome.ending]} {outcome.says}")
            case TookTheirs(theirs):
                self.desk.take_theirs(event.key, theirs)
                self.notice(f"Took {quoted(theirs.name)} as the service has it; ctrl+z brings your changes back.")
            case None:
                self.notice("Nothing was sent; your changes are still here.")
        self._show_list()
        self._show_current(at_once=True)

    def _take_written(self, walk: LoadingScreen.WalkEnded, plan: Plan, segment: Segment, ending: Ending) -> None:
        key = walk.key
        if plan.write is not Write.DELETE or ending is not Ending.DONE:
            sent = None if plan.write is Write.DELETE else plan.draft
            self.desk.saved(key, segment, sent, asked=walk.begun.draft)
            self.current = segment.id if self.current == key else self.current
            return
        before = [entry.key for entry in self.desk.entries()]
        self.desk.removed(key)
        if self.current == key:
            self.current = _neighbour(key, before)

    # What the person picks.

    @on(SegmentList.Picked)
    def _pick(self, event: SegmentList.Picked) -> None:
        if event.key != self.current:
            self.current = event.key
            self.notice("")
            self._show_current(path=(0,))

    @on(SegmentList.Opened)
    def _open(self) -> None:
        self.action_pane("rule")

    @on(SegmentList.FilterChanged)
    def _filter(self, event: SegmentList.FilterChanged) -> None:
        self._words = event.words
        found = [entry.key for entry in self.desk.entries(self._words)]
        self._filtered_out = None if self.current in found else self.current
        self._show_list()

    @on(LeadPane.MoreWanted)
    def _fetch_more(self, event: LeadPane.MoreWanted) -> None:
        self.load_more(event.feed)

    @on(LeadPane.Opened)
    def _show_lead(self, event: LeadPane.Opened) -> None:
        self.app.push_screen(LeadDialog(event.lead, self.workspace.lead_word[0]))

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        pane = self.query_one(f"#{name}", Pane)
        self.query_one(Panes).open(pane)
        pane.query_one(Table).focus()

    def action_filter(self) -> None:
        """Type words to look for."""
        segments = self.query_one(SegmentList)
        self.query_one(Panes).open(segments)
        segments.focus_filter()

    def go_to(self, key: str) -> None:
        """Pick a segment, whether the filter shows it or not."""
        self.query_one(SegmentList).clear_filter()
        self.current = key
        self._show_list()
        self._show_current(path=(0,))
        self.action_pane("segments")

    def action_refresh(self) -> None:
        """Load list and leads anew; edits stay."""
        self.notice("")
        self.workspace.forget_counts()
        self.load_segments(reconnect=self._is_denied)

    def action_stop(self) -> None:
        """Stop what runs, but a change that is on its way."""
        for group in STOPPABLE if self.is_sending else (*STOPPABLE, "write"):
            self.workers.cancel_group(self, group)
        self.notice("")
        self._asked = None
        self._say_what_lacks("Stopped.")

    def action_help(self) -> None:
        """Explain what can be done here."""
        self.app.push_screen(HelpDialog(self, self._reasons()))

    # What is written.

    def action_new(self) -> None:
        """Begin a segment."""
        self._begin(Editing.new())

    def action_duplicate(self) -> None:
        """Begin a segment that says what this one says."""
        if self.editing is not None and self.editing.stored is not None:
            self._begin(Editing.duplicate(self.editing.stored))

    def action_save(self) -> None:
        """Show what would be sent, then send it."""
        editing = self.editing
        if self.current is None or editing is None:
            return
        self.notice("")
        if editing.draft.name.strip():
            self.walk_through_write(self.current, editing)
        else:
            self.notice("✗ A segment needs a name before it can be saved.")
            self.action_rename()

    def action_delete(self) -> None:
        """Delete the segment; one that isn't made yet is only forgotten."""
        editing = self.editing
        if self.current is None or editing is None:
            return
        self.notice("")
        if editing.stored is not None:
            self.walk_through_write(self.current, editing, delete=True)
        else:
            self._forget(self.current)

    def _forget(self, key: str) -> None:
        def take(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            if is_sure:
                before = [entry.key for entry in self.desk.entries()]
                self.desk.discard(key)
                self.current = _neighbour(key, before)
                self._show_list()
                self._show_current()

        question = SureDialog("Forget this new segment?", "It isn't saved anywhere, so it can't be brought back.")
        self.app.push_screen(question, take)

    def _begin(self, editing: Editing) -> None:
        self.current = self.desk.begin(editing)
        self._show_list()
        self._show_current()
        self.action_pane("rule")
        self.action_rename()

    # What can't be done now, and why.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Grey what can't be done now."""
        return None if self._reasons().get(action) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        reason = self._reasons().get(active.binding.action) if active and not active.enabled else None
        if active is not None and reason:
            event.stop()
            self.notice(f"{active.binding.description.rstrip('…')}: not now, because {reason}.")

    def _reasons(self) -> Mapping[str, str]:
        return reasons(self.workspace, self.editing, is_sending=self.is_sending)

    # What is shown.

    def show_edit(self, path: Path | None) -> None:
        """Show the list and the segment as they are wanted now."""
        self._show_list()
        self._show_current(path=path)

    def _show_list(self) -> None:
        """Show the list; a segment stays in it that has come to be called otherwise since it was found."""
        make = "" if self.workspace.why_not_create() else " n makes one."
        empty = "No segment has these words.\nesc shows all." if self._words else f"No segments yet.{make}"
        self.query_one(SegmentList).show(
            self.desk.entries(self._words, None if self.current == self._filtered_out else self.current),
            len(self.desk.entries()) if self._is_listed else None,
            self.current,
            self.workspace.now(),
            empty if self._is_listed else "Loading…",
        )

    def _say_what_lacks(self, why: str) -> None:
        """Say why list or leads aren't there, in their place; what is there stays."""
        if not self._is_listed:
            self.query_one(SegmentList).table.empty_text = f"{why}\nr tries again."
        if self._leads_of != self.current:
            self.lead_pane.wait(f"{why} r tries again.")

    def _show_current(self, *, path: Path | None = None, at_once: bool = False) -> None:
        editing = self.editing
        if self.current is None or editing is None:
            self.rule_pane.clear("Choose a segment." if self._is_listed else "")
            self.lead_pane.wait("")
            return
        rule = editing.draft.rule
        served = self.workspace.served(rule, editing.source)
        said = {one.message: one for one in (*self.workspace.problems(rule, editing.source), *served.differences)}
        self.remarks = Remarks(tuple(said.values()), served.everybody)
        self.rule_pane.show_segment(editing, self.remarks, path=path)
        self._ask_for_leads(self.current, editing, at_once=at_once)
        self.refresh_bindings()

    def _ask_for_leads(self, key: str, editing: Editing, *, at_once: bool) -> None:
        """Load the leads of what is shown, unless they are on their way; those of another segment go at once."""
        asked = (key, editing.draft.rule, editing.stored)
        if asked == self._asked:
            return
        self._asked = asked
        if self._leads_of == key:
            self.lead_pane.outdate()
        else:
            self._leads_of = None
            self.lead_pane.expect()
        self.load_preview(key, editing, at_once=at_once)


def _neighbour(key: str, keys: Sequence[str]) -> str | None:
    """The key after one that goes, or before it at the end."""
    place = keys.index(key)
    return next(iter((*keys[place + 1 : place + 2], *keys[max(0, place - 1) : place])), None)
