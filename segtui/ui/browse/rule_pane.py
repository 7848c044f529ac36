"""The pane of the rule: lines to walk through, each with what can be done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from segtui.domain.rules import Path
from segtui.domain.text import shortened
from segtui.ui.browse.rule_lines import MATCH, Remarks, RuleLine, rule_lines
from segtui.ui.clipboard import ToCopy
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.table import Table
from segtui.workspace.editing import Editing

_COLUMNS = (Column("line", "", grow=True),)


class RuleRows:
    """The lines of a rule as rows."""

    def __init__(self, lines: Sequence[RuleLine]) -> None:
        self.lines = lines

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def cells(self, index: int) -> Sequence[Cell]:
        """The line, whole."""
        return (self.lines[index].content,)


class RuleTable(Table):
    """The lines of a rule; keys announce what to do at the line under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Edit", id="rule.edit"),
        Binding("a", "order('add')", "Add", id="rule.add"),
        Binding("d,delete", "order('remove')", "Remove", id="rule.remove"),
        Binding("f", "order('fix')", "Fix", id="rule.fix"),
        Binding("m", "order('match')", "All/any", id="rule.match"),
        Binding("t", "order('text')", "As text", id="rule.text"),
        Binding("J", "order('down')", "Move down", show=False, id="rule.down"),
        Binding("K", "order('up')", "Move up", show=False, id="rule.up"),
    ]

    @dataclass
    class Ordered(Message):
        """A key asked for something at a line."""

        order: str

    def action_order(self, order: str) -> None:
        """Announce what was asked for."""
        self.post_message(self.Ordered(order))


class RulePane(Pane):
    """Shows the rule under edit and announces what the person wants to do to which part."""

    HELP = (
        "The rule as you mean it, one condition a line. Below a line stands what the service makes of it: ⚠ it does "
        "something else, ✗ it can't be sent like this, · good to know. Where a line begins with f, that key mends it. "
        "t shows the whole rule as a sentence, and as one line of text to change, copy or paste."
    )

    @dataclass
    class Wanted(Message):
        """Something is to be done to a part of the rule."""

        order: str
        """`edit`, `add`, `remove`, `fix`, `match`, `text`, `down` or `up`."""
        path: Path

    def __init__(self) -> None:
        super().__init__(title="2 Rule", id="rule")
        self._rows = RuleRows(())
        self._shown: tuple[Editing, Remarks] | None = None

    def compose(self) -> ComposeResult:
        """The lines."""
        yield RuleTable(id="rule-table")

    @property
    def table(self) -> RuleTable:
        """The lines."""
        return self.query_one(RuleTable)

    @property
    def path(self) -> Path:
        """The place that the cursor is at."""
        return self._rows.lines[self.table.cursor].path if self._rows.lines else MATCH

    def to_copy(self) -> ToCopy | None:
        """The line under the cursor, as it is drawn."""
        lines = self._rows.lines
        return ToCopy("The line", lines[self.table.cursor].content.plain.strip()) if lines else None

    def show_segment(self, editing: Editing, remarks: Remarks, *, path: Path | None = None) -> None:
        """Show a rule.

        Args:
            editing: The segment as it is wanted now.
            remarks: What there is to say of its rule.
            path: Where to put the cursor; as it was without one.
        """
        wanted = self.path if path is None else path
        self._shown = (editing, remarks)
        self.title = f"2 Rule · {shortened(editing.draft.name, 40)}{' · ● not saved' if editing.is_changed else ''}"
        self._rows = RuleRows(rule_lines(editing, remarks, self._line_width))
        own = [index for index, line in enumerate(self._rows.lines) if line.path == wanted and not line.is_message]
        self.table.show(self._rows, _COLUMNS, cursor=own[0] if own else len(self._rows) - 1)

    def clear(self, why: str) -> None:
        """Show no rule, and say why."""
        self._shown = None
        self.title = "2 Rule"
        self._rows = RuleRows(())
        self.table.empty_text = why
        self.table.show(self._rows, _COLUMNS)

    @property
    def _line_width(self) -> int:
        return max(20, self.table.size.width - 2)

    def on_resize(self, _event: events.Resize) -> None:
        """Break the messages anew."""
        if self._shown is not None:
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self._shown is not None:
            self.show_segment(*self._shown)

    @on(Table.Highlighted)
    def _keep_to_itself(self, event: Table.Highlighted) -> None:
        event.stop()

    @on(Table.Chosen)
    def _announce_edit(self, event: Table.Chosen) -> None:
        event.stop()
        if self._shown is not None:
            self.post_message(self.Wanted("edit", self.path))

    @on(RuleTable.Ordered)
    def _announce_order(self, event: RuleTable.Ordered) -> None:
        event.stop()
        if self._shown is not None:
            self.post_message(self.Wanted(event.order, self.path))
