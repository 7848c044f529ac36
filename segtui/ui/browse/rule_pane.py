"""The pane of the rule: lines to walk through, each with what can be done to it."""

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType

from segtui.domain.rules import Group, Path
from segtui.domain.text import shortened
from segtui.ui.browse.rule_lines import ADD, MATCH, Remarks, RuleLine, counted_words, list_lines, rule_lines
from segtui.ui.clipboard import ToCopy
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.detail_book import DetailBook
from segtui.workspace.editing import Editing
from segtui.workspace.member_reasons import has_rules
from segtui.workspace.rule_texts import text_name, why_only_text
from segtui.workspace.workspace import Workspace

_COLUMNS = (Column("line", "", grow=True), Column("count", "", align_right=True))

_SENTENCE_LINES = ((14, 3), (9, 2))
"""Lines for the sentence in a pane of at least so many, the largest first; a smaller one has none."""

_LINES_FOR_DETAILS = 4
"""Lines of a pane that has one for the details; in a smaller one the rule is worth more."""

_MORE = "… (t: all)"


class RuleRows:
    """The lines of a rule as rows."""

    def __init__(self, lines: Sequence[RuleLine]) -> None:
        self.lines = lines

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def cells(self, index: int) -> Sequence[Cell]:
        """The line, whole, and how many people it selects."""
        line = self.lines[index]
        return line.content, line.count


_INHERITED = tuple(one for one in Table.BINDINGS if isinstance(one, Binding) and one.key not in {"home,g", "enter"})
"""A table's own keys, but those that do something else here: what replaces them would come first in the key bar."""


UNTOUCHING = frozenset({"source", "uses"})
"""Orders that leave the parts of a rule as they are."""


class RuleTable(Table, inherit_bindings=False):
    """The lines of a rule; keys announce what to do at the line under the cursor.

    Args:
        text_name: What the service calls the text that it keeps of a rule; empty when it keeps none.
        has_rules: Whether the service's segments may be rules.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Edit", id="rule.edit"),
        Binding("a", "order('add')", "Add", id="rule.add"),
        Binding("d,delete", "order('remove')", "Remove", id="rule.remove"),
        Binding("f", "order('fix')", "Fix", id="rule.fix"),
        Binding("n", "order('not')", "Not", id="rule.not"),
        Binding("m", "order('mute')", "Mute", id="rule.mute"),
        Binding("o", "order('match')", "All/any", id="rule.match"),
        Binding("g", "order('group')", "Group", id="rule.group"),
        Binding("t", "order('text')", "As text", id="rule.text"),
        Binding("u", "order('uses')", "Segments with this field", show=False, id="rule.uses"),
        Binding("E", "order('editor')", "In your editor", show=False, id="rule.editor"),
        Binding("J", "order('down')", "Move down", show=False, id="rule.down"),
        Binding("K", "order('up')", "Move up", show=False, id="rule.up"),
        Binding("home", "first", "First row", show=False, id="table.first"),
        *_INHERITED,
    ]

    def __init__(self, text_name: str = "", *, has_rules: bool = True) -> None:
        super().__init__(id="rule-table")
        self._has_rules = has_rules
        self.is_only_text = False
        """Whether the rule can't be edited part by part."""
        self.is_list = False
        """Whether there is no rule, but a list of people."""
        if text_name:
            source = Binding("T", "order('source')", f"As {text_name}", id="rule.source")
            self._bindings = BindingsMap.merge([self._bindings, BindingsMap([source])])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what would change parts that nobody understands; where there are no rules, leave it out."""
        if action != "order":
            return True
        if not self._has_rules:
            return False
        return None if self.is_list or (self.is_only_text and parameters[0] not in UNTOUCHING) else True

    class Ordered(Announcement):
        """A key asked for something at a line."""

        order: str

    def _bring_into_view(self, row: int) -> None:
        """Show a line with what is said below it; the line itself, if there isn't room for both."""
        lines = self._rows.lines if isinstance(self._rows, RuleRows) else ()
        last = row
        while last + 1 < len(lines) and lines[last + 1].is_message and lines[last + 1].path == lines[row].path:
            last += 1
        super()._bring_into_view(last)
        super()._bring_into_view(row)
        if not self.has_focus:
            self._begin_early(lines, last)

    def _begin_early(self, lines: Sequence[RuleLine], last: int) -> None:
        """Scroll no further than a line needs, and begin in the middle of no message: at rest, a rule is only read."""
        top = max(0, last - self._visible_rows + 1)
        while 0 < top < last and lines[top].is_message and lines[top - 1].is_message:
            top += 1
        if top < round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def action_order(self, order: str) -> None:
        """Announce what was asked for."""
        self.post_message(self.Ordered(order))


CHANGING = tuple(
    one.action
    for one in RuleTable.BINDINGS
    if isinstance(one, Binding) and one.action.startswith("order(") and one.action != "order('uses')"
)
"""The actions of keys that change parts of a rule."""


class RulePane(Pane):
    """Shows the rule under edit and announces what the person wants to do to which part.

    Args:
        workspace: Knows what fields are called, and what becomes of leads without them.
        book: Knows what the segment's details are called.
    """

    class Wanted(Announcement):
        """Something is to be done to a part of the rule."""

        order: str
        """`edit`, `add`, `text`, `editor`, `uses`, or one of `carried_out`."""
        path: Path

    class Entered(Announcement):
        """Somebody has come to the pane, to look at the rule more closely."""

    def __init__(self, workspace: Workspace, book: DetailBook) -> None:
        self._empty_title = f"2 {'Rule' if has_rules(workspace) else 'List'}"
        super().__init__(title=self._empty_title, id="rule")
        self.lead_word = workspace.lead_word
        self._workspace, self._book = workspace, book
        self._rows = RuleRows(())
        self._shown: tuple[Editing, Remarks] | None = None
        self._says: Sequence[str] | None = None
        """What is told of a list of people; None for a rule."""

    def compose(self) -> ComposeResult:
        """The details, where the service knows any, and the lines."""
        if self._book.details:
            yield PlainText(id="details")
        yield RuleTable(text_name(self._workspace), has_rules=has_rules(self._workspace))
        sentence = PlainText(id="sentence")
        # As in most terminals: each other height lays the screen out once more.
        sentence.styles.height = _SENTENCE_LINES[0][1]
        yield sentence

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

    def show_segment(
        self, editing: Editing, remarks: Remarks, *, path: Path | None = None, steady: bool = False
    ) -> None:
        """Show a rule.

        Args:
            editing: The segment as it is wanted now.
            remarks: What there is to say of its rule.
            path: Where to put the cursor; as it was without one.
            steady: Keep the cursor on its line of the terminal, where there is room.
        """
        wanted = self.path if path is None else path
        self._shown, self._says, self.table.is_list = (editing, remarks), None, False
        parts = (
            shortened(editing.draft.name.strip(), 40),
            "● not saved" if editing.is_changed else "",
            remarks.summary,
        )
        self.title = " · ".join(("2 Rule", *(part for part in parts if part)))
        only_text = why_only_text(self._workspace, editing.draft.rule)
        self.table.is_only_text = bool(only_text)
        last = f"{only_text[:1].upper()}{only_text[1:]}: T edits it as text" if only_text else ADD
        width = self._line_width(remarks)
        self._rows = RuleRows(rule_lines(editing, remarks, width, self._workspace.lead_word, last))
        own = [index for index, line in enumerate(self._rows.lines) if line.path == wanted and not line.is_message]
        self.table.show(self._rows, _COLUMNS, cursor=own[0] if own else len(self._rows) - 1, steady=steady)
        self._say(editing.draft.rule)
        self.say_details(editing)

    def show_people(self, editing: Editing, says: Sequence[str], *, steady: bool = False) -> None:
        """Show a list of people in place of a rule.

        Args:
            editing: The segment as it is wanted now.
            says: What there is to tell of it, a paragraph each.
            steady: Keep the cursor on its line of the terminal, where there is room.
        """
        cursor = self.table.cursor if self._says is not None else 0
        self._shown, self._says, self.table.is_list = (editing, Remarks()), says, True
        parts = ("2 List", shortened(editing.draft.name.strip(), 40), "● not saved" if editing.is_changed else "")
        self.title = " · ".join(filter(None, parts))
        self._rows = RuleRows(list_lines(editing, says, self._line_width(Remarks())))
        self.table.show(self._rows, _COLUMNS, cursor=cursor, steady=steady)
        self._say(None)
        self.say_details(editing)

    def say_details(self, editing: Editing) -> None:
        """Say what is known by now of the details of the segment that is shown."""
        known = self._book.of(editing.stored or editing.like)
        summary = self._book.summary({**known, **editing.draft.details})
        used_at = editing.stored.used_at if editing.stored is not None else None
        used = f"last used {clock_words(used_at, self._workspace.now())}" if used_at is not None else ""
        # An empty line would look like one that isn't there yet.
        none = "" if self._book.lacks(editing.stored) else "(no details)"
        self._say_details(" · ".join(filter(None, (summary, used))) or none)

    def _say_details(self, text: str) -> None:
        for line in self.query("#details").results(PlainText):
            line.update(text, layout=False)

    def _say(self, rule: Group | None) -> None:
        """Show the sentence, as far as there is room."""
        most = self._sentence_lines
        pieces: list[str] = []
        if rule is not None and most:
            from segtui.domain.phrase import phrase  # noqa: PLC0415 - loaded with the first rule, behind the names

            word = self._workspace.lead_word
            sentence = phrase(rule, self._workspace.field_names(rule), self._workspace.dialect.semantics, word=word)
            pieces = textwrap.wrap(sentence, max(20, self.size.width - 1))
        if len(pieces) > most:
            pieces = [*pieces[: most - 1], f"{pieces[most - 1][: self.size.width - len(_MORE) - 1]}{_MORE}"]
        self.query_one("#sentence", PlainText).update("\n".join(pieces))

    @property
    def _sentence_lines(self) -> int:
        return next((lines for height, lines in _SENTENCE_LINES if self.size.height >= height), 0)

    def clear(self, why: str) -> None:
        """Show no rule, and say why."""
        self._shown = self._says = None
        self.title = self._empty_title
        self._rows = RuleRows(())
        self.table.empty_text = why
        self.table.show(self._rows, _COLUMNS)
        self._say(None)
        self._say_details("")

    def _line_width(self, remarks: Remarks) -> int:
        """Cells for a line, beside the widest count that there may be and the gap before it."""
        return max(20, self.table.size.width - 3 - len(counted_words(remarks)))

    def on_resize(self, _event: events.Resize) -> None:
        """Break the messages anew. The sentence's lines stay as many whatever it says: new room repaints a lot."""
        sentence = self.query_one("#sentence", PlainText)
        if sentence.display != bool(self._sentence_lines):
            # Setting what is set already has Textual lay everything out anew.
            sentence.display = bool(self._sentence_lines)
        sentence.styles.height = self._sentence_lines
        for details in self.query("#details"):
            details.display = self.size.height >= _LINES_FOR_DETAILS
        if self._shown is not None:
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self._shown is not None and self._says is not None:
            self.show_people(self._shown[0], self._says, steady=True)
        elif self._shown is not None:
            self.show_segment(*self._shown, steady=True)

    @on(events.DescendantFocus)
    def _announce_entering(self) -> None:
        self.post_message(self.Entered())

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
