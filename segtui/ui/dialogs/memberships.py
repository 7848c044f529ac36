"""Which segments somebody is in: all of a profile, those first."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from segtui.domain.explanation import Standing
from segtui.domain.explanation_words import STANDING_WORDS
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.member_reasons import has_rules
from segtui.workspace.memberships import Membership, memberships, memberships_legend
from segtui.workspace.workspace import Workspace

_MOST_ROWS = 13
_FEWEST_ROWS = 2
_LINES_AROUND = 3
"""The titles of the columns, and by what it is judged, with a gap."""

_COLUMNS = (Column("standing", "in?"), Column("segment", "segment", grow=True), Column("note", "note"))


class MembershipRows:
    """Segments as rows, each with whether the lead is in it."""

    def __init__(self, found: Sequence[Membership]) -> None:
        self.found = found

    def __len__(self) -> int:
        """How many segments there are."""
        return len(self.found)

    def cells(self, index: int) -> Sequence[Cell]:
        """One segment."""
        one = self.found[index]
        note = f"⚠ {one.note}" if one.standing is not one.meant else one.note
        return (STANDING_WORDS[one.standing], one.segment.name.strip() or "(no name)", note)


class MembershipTable(Table):
    """Enter goes to the segment under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Go to it", id="memberships.open")]


class MembershipsDialog(Dialog[None]):
    """Works it out segment by segment, and says meanwhile how far it is.

    Args:
        workspace: The profile.
        lead: Who is looked for.
        segments: All segments, as the service holds them.
        go_to: Goes to a segment, by its id, and closes all dialogs.
        explain: Says why the lead is in a segment or isn't.
    """

    CSS_PATH = "memberships.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "explain", "Why", id="memberships.why")]

    class Looked(Announcement):
        """Some more segments were looked at."""

        done: int
        of: int

    class Found(Announcement):
        """All segments were looked at."""

        found: Sequence[Membership]

    def __init__(
        self,
        workspace: Workspace,
        lead: Lead,
        segments: Sequence[Segment],
        *,
        go_to: Callable[[str], None],
        explain: Callable[[Lead, Segment], None],
    ) -> None:
        super().__init__(f"In which segments · {lead.called}")
        self.lead_word = workspace.lead_word
        self._workspace, self._lead, self._segments = workspace, lead, segments
        self._go_to, self._explain = go_to, explain
        self._rows = MembershipRows(())

    def help_of(self, part: DOMNode) -> str:
        """What the help says of it: of rules where there are some."""
        if part is not self:
            return ""
        if not has_rules(self._workspace):
            return "Enter goes to the segment."
        return (
            "⚠ marks segments whose rule itself says something else than the service makes of it. Enter goes to the "
            f"segment, x says why {self.lead_word.somebody} is in it or isn't."
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Where there are no rules, nothing can be explained."""
        return action != "explain" or has_rules(self._workspace)

    def content(self) -> ComposeResult:
        """The segments, and by what they are judged."""
        yield MembershipTable(show_header=True, empty_text="Looking…", id="memberships")
        yield PlainText(memberships_legend(self._workspace), id="legend")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one(Table).focus()
        self._look()

    @work(exclusive=True, group="memberships", name="memberships", description="look for memberships")
    async def _look(self) -> None:
        def looked(done: int, of: int) -> None:
            self.post_message(self.Looked(done, of))

        self.post_message(self.Found(await memberships(self._workspace, self._lead, self._segments, looked)))

    @on(Looked)
    def _say_how_far(self, event: Looked) -> None:
        self.note(f"looked at {event.done:,} of {event.of:,}" if event.done < event.of else "")

    @on(Found)
    def _show(self, event: Found) -> None:
        table = self.query_one(Table)
        self._rows = MembershipRows(event.found)
        self.on_resize()
        table.empty_text = "There are no segments yet."
        table.show(self._rows, _COLUMNS)
        inside = sum(one.standing is Standing.IN for one in event.found)
        self.note(f"in {inside:,} of {len(event.found):,}")

    def on_resize(self) -> None:
        """Take as many lines as there are segments, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        self.query_one(Table).styles.height = 1 + max(_FEWEST_ROWS, min(len(self._rows), _MOST_ROWS, room))

    @property
    def _picked(self) -> Membership | None:
        cursor = self.query_one(Table).cursor
        return self._rows.found[cursor] if cursor < len(self._rows) else None

    @on(Table.Chosen)
    def _leave_for_it(self, event: Table.Chosen) -> None:
        event.stop()
        if (picked := self._picked) is not None:
            self._go_to(picked.segment.id)

    def action_explain(self) -> None:
        """Say why the lead is in the segment under the cursor or isn't."""
        if (picked := self._picked) is None:
            self.note("not yet: the segments are being looked at")
        elif picked.segment.rule is None:
            self.note(f"this segment is a list of {self.lead_word.people} and has no rule")
        else:
            self._explain(self._lead, picked.segment)
