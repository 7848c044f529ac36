"""The part of the main screen that says why somebody is in a segment, and in which segments somebody is."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.leads import Lead
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.store.memory import Memory
from segtui.ui.actions import describe
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.dialogs.lead_orders import LeadOrders
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.desk import Desk
from segtui.workspace.feed import LeadFeed
from segtui.workspace.list_looks import why_no_rule
from segtui.workspace.member_reasons import has_rules
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.workspace.sample import Apart

_OF_RULES = frozenset({"explain_lead", "show_apart", "ask_why"})


class WhyScreen(WritingScreen):
    """Opens the dialogs that explain somebody, above one another: each can be left to the one before.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("X", "ask_why", "Why is somebody (not) in", show=False, id="segment.why"),
    ]

    class LeadsFound(Announcement):
        """Somebody was found whom a person asked for, or several of that name."""

        key: str
        text: str
        leads: tuple[Lead, ...]

    class NobodyFound(Announcement):
        """Nobody was; why, in words."""

        why: str

    _sought = ""
    """Who was asked for and hasn't been explained: typed once, it is there the next time."""

    def __init__(self, workspace: Workspace, desk: Desk, memory: Memory | None = None) -> None:
        super().__init__(workspace, desk, memory)
        describe(self, "ask_why", f"Why is {workspace.lead_word.somebody} (not) in")

    # The main screen's own orders.

    def action_explain_lead(self) -> None:
        """Say why the lead under the cursor is in the segment, or isn't."""
        if (lead := self.lead_pane.picked) is not None:
            self.explain(lead)

    def action_place_lead(self) -> None:
        """Say which segments the lead under the cursor is in."""
        if (lead := self.lead_pane.picked) is not None:
            self.place(lead)

    def action_show_apart(self) -> None:
        """List those whom the rule means and the service doesn't select, and the other way round."""
        feed = self.lead_pane.feed
        if feed is None or feed.comparison is None:
            return
        from segtui.ui.dialogs.lead_list import LeadListDialog, Listed  # noqa: PLC0415 - dialogs are loaded when they open

        title, word = self.workspace.title, self.workspace.lead_word
        apart = sorted(feed.comparison.apart, key=lambda one: one.meant is not True)
        missed = sum(one.meant is True for one in apart)
        says = (
            f"Of {feed.comparison.served.of or 0:,} {word.several} looked at, {missed:,} are meant by the rule "
            f"and {title} doesn't select them; {len(apart) - missed:,} it selects although the rule doesn't mean them."
        )
        people = [Listed(one.lead, _apart_words(one)) for one in apart]
        self.app.push_screen(LeadListDialog("Meant or selected, not both", says, people, self.lead_orders))

    def action_ask_why(self) -> None:
        """Ask for somebody and say why that one is in the segment, or isn't."""
        key, editing = self.current, self.editing
        if key is None or editing is None:
            return

        def take(text: str | None) -> None:
            if text is not None and text.strip():
                self._sought = text.strip()
                self.notice("")
                self.seek(key, self._sought)

        from segtui.ui.dialogs.asking import TextDialog  # noqa: PLC0415 - as above

        word = self.workspace.lead_word
        note = f"An id, an e-mail or a whole name. Also {word.several} {word.who} aren't shown are looked for."
        title = f"Why is a {word.one} in {quoted(editing.draft.name)}, or why not?"
        self.app.push_screen(TextDialog(title, word.asked.capitalize(), self._sought, note=note), take)

    # What dialogs ask for.

    @property
    def lead_orders(self) -> LeadOrders:
        """What dialogs about a lead can ask for."""
        return LeadOrders(self.explain, self.place)

    def explain(self, lead: Lead, key: str | None = None) -> None:
        """Say why a lead is in a segment or isn't, by its rule as it is under edit.

        Args:
            lead: Any lead, in the segment or not.
            key: The segment; the one that is picked without it.
        """
        key = self.current if key is None else self.desk.present_key(key)
        editing = self.desk.editing(key) if key is not None else None
        if editing is None:
            self.notice("The segment isn't there any more.")
            return
        from segtui.ui.dialogs.why import Question, WhyDialog  # noqa: PLC0415 - as above

        draft, stored = editing.draft, editing.stored
        is_saved = stored is not None and stored.rule == draft.rule
        question = Question(lead, draft.name, draft.rule, editing.source, is_saved=is_saved)
        self.app.push_screen(WhyDialog(self.workspace, question, self.place))

    def _explain_saved(self, lead: Lead, segment: Segment) -> None:
        """Say why a lead is in a segment or isn't, by its rule as the service holds it."""
        if segment.rule is None:
            return
        from segtui.ui.dialogs.why import Question, WhyDialog  # noqa: PLC0415 - as above

        question = Question(lead, segment.name, segment.rule, segment)
        self.app.push_screen(WhyDialog(self.workspace, question, self.place))

    def place(self, lead: Lead) -> None:
        """Say which segments a lead is in."""
        from segtui.ui.dialogs.memberships import MembershipsDialog  # noqa: PLC0415 - as above

        segments = tuple(self.desk.segments.values())
        dialog = MembershipsDialog(
            self.workspace, lead, segments, go_to=self._leave_dialogs_for, explain=self._explain_saved
        )
        self.app.push_screen(dialog)

    def go_to(self, key: str) -> None:
        """Pick a segment."""
        raise NotImplementedError

    def _leave_dialogs_for(self, key: str) -> None:
        self.pop_until_active()
        if self.desk.editing(key) is not None:
            self.go_to(key)
        else:
            self.notice("That segment isn't there any more.")

    # Looking for somebody.

    @work(exclusive=True, group="find", name="find a lead", description="find a lead")
    async def seek(self, key: str, text: str) -> None:
        """Find somebody by an id, an e-mail or a name."""
        from segtui.workspace.explaining import NoSuchLead, SeveralLeads, find_lead  # noqa: PLC0415 - as above

        with self.shown_as_running(f"looking for {quoted(text, 30)}", f"{quoted(text)} couldn't be looked for.", ""):
            try:
                leads: tuple[Lead, ...] = (await find_lead(self.workspace, text),)
            except SeveralLeads as several:
                leads = tuple(several.leads)
            except NoSuchLead as nobody:
                self.post_message(self.NobodyFound(f"{nobody.message} {nobody.hint}"))
                return
            self.post_message(self.LeadsFound(key, text, leads))

    @on(NobodyFound)
    def _take_nobody(self, event: NobodyFound) -> None:
        self.notice(f"✗ {event.why}")

    @on(LeadsFound)
    def _take_found(self, event: LeadsFound) -> None:
        if not self.is_active:
            # Whoever has gone on to something else mustn't have a dialog put before what is being typed.
            self.notice(f"{quoted(event.text)} was found; X shows why.")
            return
        self._sought = ""
        if len(event.leads) == 1:
            self.explain(event.leads[0], event.key)
            return
        from segtui.ui.dialogs.lead_list import LeadListDialog, Listed  # noqa: PLC0415 - as above

        title = f"{len(event.leads):,} {self.workspace.lead_word.several} have the e-mail or name {quoted(event.text)}"
        orders = LeadOrders(lambda lead: self.explain(lead, event.key), self.place)
        says = "Choose one by the e-mail or the id."
        self.app.push_screen(LeadListDialog(title, says, [Listed(lead) for lead in event.leads], orders))

    # What is shown, and what can't be done now.

    @on(LeadPane.Opened)
    def _show_lead(self, event: LeadPane.Opened) -> None:
        from segtui.ui.dialogs.lead import LeadDialog  # noqa: PLC0415 - as above

        self.app.push_screen(LeadDialog(event.lead, self.workspace.lead_word.one, self.lead_orders))

    def show_leads(self, key: str, feed: LeadFeed, *, known_at: datetime | None = None) -> None:
        """Show the leads of a segment, and grey what can't be done with them."""
        super().show_leads(key, feed, known_at=known_at)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what has no sense for a service without rules."""
        if action in _OF_RULES and not has_rules(self.workspace):
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why nobody can be explained now, and what else can't be done."""
        if not self.is_mounted:
            return {}
        nobody = f"there is {self.workspace.lead_word.nobody} under the cursor"
        picked = "" if self.lead_pane.picked is not None else nobody
        no_rule = why_no_rule(self.workspace, self.editing)
        return {
            **super().reasons(),
            "explain_lead": picked or no_rule,
            "place_lead": picked or ("" if self.is_listed else "the segments aren't loaded yet"),
            "show_apart": no_rule or self._why_not_apart(self.lead_pane.feed),
            "ask_why": no_rule
            or self.workspace.why_not_leads()
            or ("" if self.editing is not None else "no segment is picked"),
        }

    def _why_not_apart(self, feed: LeadFeed | None) -> str:
        title, word = self.workspace.title, self.workspace.lead_word
        if feed is None:
            return f"no {word.several} are shown"
        if feed.comparison is not None:
            return ""
        if self.lead_pane.is_of_earlier_run:
            return f"these {word.several} are those of an earlier run"
        if any(one.code == "never-answered" for one in self.remarks.diagnostics):
            return f"{title} would never answer this rule, so it selects {word.nobody}"
        return f"{title} selects just {word.asked_for} the rule means, as far as was looked at"


def _apart_words(one: "Apart") -> str:
    if one.meant is True:
        return "meant, not selected" if one.selected is False else "meant; selected can't be told"
    return "selected, not meant" if one.meant is False else "selected; meant can't be told"
