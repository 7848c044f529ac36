"""The part of the main screen that draws: which panes there are, and what they show of the facts it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.worker import Worker

from segtui.domain.diagnostics import Diagnostic
from segtui.domain.instants import local_minute
from segtui.domain.rules import Path
from segtui.domain.search_forms import FORMS
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.store.memory import Memory
from segtui.ui.browse.detail_columns import DetailColumns
from segtui.ui.browse.editing_screen import EditingScreen
from segtui.ui.browse.foot import Foot
from segtui.ui.browse.header import Header, Link
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.panes import Panes
from segtui.ui.browse.rule_lines import Remarks
from segtui.ui.browse.rule_pane import RulePane
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.column_choice import ColumnChoice
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.table import Table
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.feed import LeadFeed
from segtui.workspace.links_shown import why_no_links
from segtui.workspace.list_looks import what_it_is
from segtui.workspace.member_reasons import has_rules
from segtui.workspace.segment_lines import SegmentLine
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.workspace.judging import Judgement

_NOTHING_FOUND = "No segment has all of this.\nesc shows all."
_LINT_STOPPED = "Not all rules have been looked at, so segments may be missing here; change the filter to go on."


class DrawingScreen(EditingScreen):
    """Shows the segments, the rule of one, and its leads, arranged as the terminal has room.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    def __init__(self, workspace: Workspace, desk: Desk, memory: Memory | None) -> None:
        super().__init__(workspace, desk, memory)
        self.words = ""
        """The words that are looked for."""
        self._filtered_out: str | None = None
        """The key of the segment that was picked when words came to be looked for that it hasn't."""
        self._lint: Worker[None] | None = None
        """Looks at all rules, or did so last, for somebody who looks for what lint says."""
        self._is_lint_stopped = False
        """Whether somebody has stopped that, and looks for the same still."""
        self._asks_lint = False
        """Whether somebody looks for what lint says."""
        self._why_no_leads = ""
        """Why the rules were looked at without the leads the last time; empty when they weren't."""
        self.is_listed = False
        """Whether the service has given its list in this run."""
        self.is_recalled = False
        """Whether the list is the one that was known last."""
        self._look: LoadingScreen.ListLooked | None = None
        """What was found out last of a list of people."""
        self._leads_of: str | None = None
        """The key of the segment whose leads are shown."""
        self._asked: tuple[str, object, Segment | None] | None = None
        """What leads were last asked for: key, rule with its text or people, and the segment as it was loaded."""

    def compose(self) -> ComposeResult:
        """Header, three panes, what is to be said, status and keys."""
        yield Header(self.workspace.profile, self.workspace.now)
        with_links = not why_no_links(self.workspace)
        details = DetailColumns(self.book, with_links=with_links) if self.book.details or with_links else None
        panes = (
            SegmentList(self._choice_of("segments"), details),
            RulePane(self.workspace, self.book),
            LeadPane(self.workspace.lead_word, self.workspace.service.lead_columns, self._choice_of("leads")),
        )
        if accent := self.workspace.profile.accent:
            for pane in panes:
                pane.styles.border = ("round", accent)
        sizes: Mapping[str, int] = self.memory.state.sizes if self.memory is not None else {}
        yield Panes(*panes, sizes=sizes)
        yield Foot(self.status, always=("save", "help", "command_palette"))

    def help_of(self, part: DOMNode) -> str:
        """What the help says of a pane."""
        from segtui.ui.browse.pane_help import pane_help  # noqa: PLC0415 - loaded when somebody asks for help

        return pane_help(part, self.workspace, self.editing)

    def _choice_of(self, table: str) -> ColumnChoice:
        """The columns of a table as they were chosen last."""
        known = self.memory.state.columns.get(table) if self.memory is not None else None
        return ColumnChoice.from_json(known) if known is not None else ColumnChoice()

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

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        pane = self.query_one(f"#{name}", Pane)
        self.query_one(Panes).open(pane)
        pane.query_one(Table).focus()

    def show_edit(self, path: Path | None) -> None:
        """Show the list and the segment as they are wanted now."""
        self.show_list()
        self.show_current(path=path)

    def show_uses(self, field: str) -> None:
        """List the segments that use a field."""
        from segtui.domain.searching import field_search  # noqa: PLC0415 - loaded when somebody looks for something

        words = field_search(field)
        self.query_one(SegmentList).look_for(words)
        uses = len(self.desk.lines(words))
        self.action_pane("segments")
        self.notice(f"{uses} segment{'s' if uses != 1 else ''} with {quoted(field)} in the rule; esc shows all.")

    @work(exclusive=True, group="search", description="read the rules")
    async def read_rules(self) -> None:
        """Get ready for somebody who looks inside of rules."""
        await self.desk.read_rules()

    def look_for(self, words: str) -> None:
        """Show only segments that have all this, and the one that is picked."""
        from segtui.domain.searching import Place, read_search  # noqa: PLC0415 - as above

        self.words = words
        self._is_lint_stopped = False
        self._asks_lint = read_search(words).asks(Place.LINT)
        if not self._asks_lint:
            self.workers.cancel_group(self, "lint")
        lines, unknown = self._lines(None)
        self._filtered_out = None if any(line.key == self.current for line in lines) else self.current
        self._show_lines(lines, is_unsure=unknown)

    def _said(self, line: SegmentLine) -> Sequence[Diagnostic] | None:
        return self.lint_book.of(line.rule, self._stored(line))

    def _stored(self, line: SegmentLine) -> Segment | None:
        return line.editing.source if line.editing is not None else line.segment

    def show_list(self) -> None:
        """Show the list; a segment stays in it that has come to be called otherwise since it was found."""
        lines, unknown = self._lines(None if self.current == self._filtered_out else self.current)
        self._show_lines(lines, is_unsure=unknown)

    def _lines(self, kept: str | None) -> tuple[Sequence[SegmentLine], bool]:
        """The lines that have what is looked for, or a certain key; and whether lint has something to say yet."""
        unknown: list[SegmentLine] = []

        def said(line: SegmentLine) -> Sequence[Diagnostic] | None:
            found = self._said(line)
            if found is None:
                unknown.append(line)
            return found

        return self.desk.lines(self.words, kept, said), bool(unknown)

    def _show_lines(self, lines: Sequence[SegmentLine], *, is_unsure: bool) -> None:
        if is_unsure:
            self._lint_all()
        is_known = self.is_listed or self.is_recalled
        self.query_one(SegmentList).show(
            lines,
            self.desk.total if is_known else None,
            self.current,
            self.workspace.now(),
            self._why_empty(is_unsure=is_unsure) if is_known else "Loading…",
        )

    def _why_empty(self, *, is_unsure: bool) -> str:
        """Why the list shows nothing; never that there is nothing, as long as that isn't known."""
        if is_unsure:
            return _LINT_STOPPED if self._is_lint_stopped else "Looking at the rules…"
        if self.words:
            forms = f" Inside rules: {FORMS}" if has_rules(self.workspace) else ""
            return f"{_NOTHING_FOUND}{forms}\n{self._what_lint_lacks()}".rstrip()
        return f"No segments yet.{'' if self.workspace.why_not_create() else ' n makes one.'}"

    def _lint_all(self) -> None:
        """Find out what lint says of all rules, unless that is on its way, or somebody has stopped it."""
        is_on_its_way = self._lint is not None and not self._lint.is_finished and not self._lint.is_cancelled
        if not is_on_its_way:
            self._begin_lint()

    def _begin_lint(self) -> None:
        if not self._is_lint_stopped:
            rules = [(line.rule, self._stored(line)) for line in self.desk.lines()]
            self._lint = self.lint_rules(rules, with_leads=self.is_listed)

    @on(LoadingScreen.Listed)
    @on(LoadingScreen.Learned)
    def _lint_with_leads(self) -> None:
        """Look at the rules anew, for somebody who looks for what lint says, by leads that it doesn't know yet."""
        if self._asks_lint and (self.judge.can_learn or self.lint_book.looked is not self.judge.looked):
            self._begin_lint()

    def _what_lint_lacks(self) -> str:
        """What of lint can't be found, and why; empty when all can be, or nobody looks for it."""
        if not self._asks_lint or not self._why_no_leads or not has_rules(self.workspace):
            return ""
        leads = self.workspace.lead_word.several
        return f"What lint says by the {leads} looked at isn't known: {self._why_no_leads}"

    @on(LoadingScreen.RulesLinted)
    def _take_linted(self, event: LoadingScreen.RulesLinted) -> None:
        """Show what is found; what somebody works on stays, even if it is found no more."""
        self._why_no_leads = event.why_no_leads
        if lacks := self._what_lint_lacks():
            self.notice(lacks)
        if self.current == self._filtered_out:
            self.look_for(self.words)
        else:
            self.show_list()

    def stop_linting(self) -> None:
        """Look at no more rules until something else is looked for, and say what that means."""
        if self._lint is None or self._lint.is_finished:
            return
        self._lint.cancel()
        self._is_lint_stopped = True
        self.notice(_LINT_STOPPED)
        self.show_list()

    def say_what_lacks(self, why: str) -> None:
        """Say why list or leads aren't there, in their place; what is there stays."""
        if not self.is_listed and not self.is_recalled:
            self.query_one(SegmentList).table.empty_text = f"{why}\nr tries again."
        if self.current is not None and self._leads_of != self.current:
            self.lead_pane.wait(f"{why} r tries again.")

    def show_current(self, *, path: Path | None = None, at_once: bool = False) -> None:
        """Show the rule of the segment that is picked, and ask for its leads.

        Args:
            path: Where the cursor belongs; where it is without one.
            at_once: Ask now, since nobody is moving through the list.
        """
        editing = self.editing
        if self.current is None or editing is None:
            self.rule_pane.clear("Choose a segment." if self.is_listed else "")
            self.lead_pane.wait("")
            self._asked = self._leads_of = None
            return
        if editing.is_list:
            self._show_people(self.current, editing)
        else:
            self._show_judgement(editing, self.judge.at_once(editing.draft.rule, editing.source), path)
            self.judge_rule(self.current, editing)
        self._ask_for_leads(self.current, editing, at_once=at_once)
        self.refresh_bindings()

    def _show_people(self, key: str, editing: Editing) -> None:
        """Show a list of people, with what is known of it already: nothing is judged, for there is no rule."""
        self.remarks = Remarks(())
        known = self._look if self._look is not None and self._look.key == key else None
        says = known.look.says[1:] if known is not None and known.editing.stored == editing.stored else ()
        texts = (what_it_is(self.workspace, editing), self.desk.why_not_made(key), *says)
        self.rule_pane.show_people(editing, [text for text in texts if text])

    @on(LoadingScreen.NotMade)
    def _take_not_made(self, event: LoadingScreen.NotMade) -> None:
        """Let a new segment say for as long as it isn't made why it isn't: other news soon stands below."""
        event.stop()
        why = f"It wasn't made on {local_minute(self.workspace.now())}: {event.why}"
        self.desk.note_not_made(event.key, why)
        editing = self.editing
        if event.key == self.current and editing is not None and editing.is_list:
            self._show_people(event.key, editing)

    @on(LoadingScreen.ListLooked)
    def _take_look(self, event: LoadingScreen.ListLooked) -> None:
        """Show what was found out of a list of people, and who is on it."""
        editing = self.editing
        if event.key != self.current or editing is None or not editing.is_list:
            return
        self._look = event
        self._show_people(event.key, editing)
        self.query_one(Header).report(Link.UP)
        if event.look.feed is not None:
            self.show_leads(event.key, event.look.feed)
            return
        self._leads_of = event.key
        size = editing.stored.size if editing.stored is not None else "not made yet"
        self.lead_pane.wait(event.look.why_nobody, str(size) if size is not None else "")

    def _show_judgement(self, editing: Editing, judgement: "Judgement", path: Path | None = None) -> None:
        from segtui.domain.lint.dates import frozen_diagnostics  # noqa: PLC0415 - loaded with the first rule

        # Beside what is remembered of the rule: what a date would be today changes with the day.
        frozen = frozen_diagnostics(editing.draft.rule, self.desk.intents.of(self.current or ""))
        judgement = replace(judgement, diagnostics=(*judgement.diagnostics, *frozen))
        self.remarks = Remarks.of(judgement, editing.sketch.rule)
        self.rule_pane.show_segment(editing, self.remarks, path=path)

    @on(LoadingScreen.Judged)
    def _take_judgement(self, event: LoadingScreen.Judged) -> None:
        editing = self.editing
        if event.key == self.current and editing is not None and editing.draft.rule == event.editing.draft.rule:
            self._show_judgement(editing, event.judgement)

    @on(LoadingScreen.Learned)
    def _judge_anew(self) -> None:
        if self.current is not None and self.editing is not None and not self.editing.is_list:
            self.judge_rule(self.current, self.editing)

    @on(RulePane.Entered)
    def learn(self) -> None:
        """Look at the leads that rules are judged by, if that tells anything new."""
        if self.is_listed and self.judge.can_learn and not (self.editing is not None and self.editing.is_list):
            self.learn_facts()

    def ask_anew(self) -> None:
        """Take what was asked for leads as forgotten, so that they are asked for again."""
        self._asked = None

    def show_leads(self, key: str, feed: LeadFeed, *, known_at: datetime | None = None) -> None:
        """Show the leads of a segment.

        Args:
            key: Whose they are.
            feed: The leads and their count.
            known_at: When they were true, if they come from an earlier run.
        """
        from segtui.ui.browse.preview_words import preview_words  # noqa: PLC0415 - loaded with the first leads

        word = self.workspace.lead_word
        editing = self.desk.editing(key)
        is_list = editing is not None and editing.is_list
        differs = (
            self.workspace.served(editing.draft.rule, editing.source).differences
            if editing is not None and not is_list
            else ()
        )
        words = preview_words(feed, differs, self.workspace.title, word)
        if not is_list:  # no rule will name their fields, and to look at thousands takes long
            self.learn_fields(feed.rows)
        self._leads_of = key
        at = clock_words(known_at, self.workspace.now()) if known_at is not None else ""
        self.lead_pane.show(feed, words, known_at=at, empty="Nobody is on this list." if is_list else "")

    def _ask_for_leads(self, key: str, editing: Editing, *, at_once: bool) -> None:
        """Load the leads of what is shown, unless they are on their way; those of another segment go soon."""
        wanted = (editing.draft.kind, editing.draft.people) if editing.is_list else editing.selects_by
        asked = (key, wanted, editing.stored)
        if asked == self._asked or not self.is_listed:
            return
        self._asked = asked
        if self._leads_of == key:
            self.lead_pane.outdate()
        else:
            self._leads_of = None
            self.lead_pane.expect()
        self.load_preview(key, editing, at_once=at_once)
