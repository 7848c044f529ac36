"""A whole rule as one line of text, with the sentence that it says, or the place where it stops making sense."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from segtui.domain.phrase import phrase_lines
from segtui.domain.rule_text.printing import rule_text
from segtui.domain.rule_text.reading import UnreadableRule, read_rule_text
from segtui.domain.rules import Group
from segtui.domain.text import printable
from segtui.domain.values import JsonValue
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import Dialog, Scrolling
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.workspace import Workspace

_LONGEST_EXPLAINED = 20_000
"""Characters: more takes longer to read than the next key takes to come."""


class RuleTextDialog(Dialog[Group | str | None]):
    """Gives the rule that was typed, or the text so far when it was left; None when nothing was changed.

    Args:
        workspace: Knows what fields are called, and what becomes of leads without them.
        rule: The rule as it is.
        fields: Paths of the fields that there are.
        text: What to begin with, from an edit that wasn't finished; without it, the rule.
    """

    HELP = (
        "The rule on one line. Conditions are joined with “and” or “or”; brackets group them, “not” turns one round. "
        "Texts of several words stand in double quotes, lists in [ ]. ctrl+c copies all of it."
    )

    def __init__(self, workspace: Workspace, rule: Group, fields: Sequence[str] = (), text: str = "") -> None:
        super().__init__("The rule as text")
        self._workspace = workspace
        self._fields = fields
        self._rule = rule
        self._text = text or rule_text(rule)

    def content(self) -> ComposeResult:
        """The line, and what it says."""
        yield LineInput(self._text)
        yield Scrolling("")
        yield PlainText("enter takes the rule; nothing is sent before you save.")

    def on_mount(self) -> None:
        """Say what the rule says now."""
        self._explain()

    @property
    def has_typed(self) -> bool:
        """Whether the text is another than the rule's."""
        return self.query_one(LineInput).value != rule_text(self._rule)

    def typed_so_far(self) -> JsonValue:
        """The text; None when it is the rule's."""
        return self.query_one(LineInput).value if self.has_typed else None

    def take_up(self, typed: JsonValue) -> None:
        """Nothing more: it has begun with this."""

    def action_leave(self) -> None:
        """Go back; what was typed is kept for the next time."""
        self.dismiss(self.query_one(LineInput).value if self.has_typed else None)

    def to_copy(self) -> ToCopy:
        """The whole line."""
        return ToCopy("The rule", self.query_one(LineInput).value)

    @on(Input.Changed)
    def _explain(self) -> None:
        """Show the sentence, or the mistake with a mark at its place."""
        text = self.query_one(LineInput).value
        if len(text) > _LONGEST_EXPLAINED:
            self._say("This is too long to be explained while it is typed. enter takes it, or says what is wrong.")
            return
        try:
            rule = read_rule_text(text, self._rule)
        except UnreadableRule as mistake:
            self._point_at(mistake, text)
            return
        names = self._workspace.field_names(rule, self._fields)
        semantics, word = self._workspace.dialect.semantics, self._workspace.lead_word
        self._say("\n".join(phrase_lines(rule, self._width(), names, semantics, word=word)))

    def _width(self) -> int:
        return max(20, self.query_one(LineInput).size.width)

    def _point_at(self, mistake: UnreadableRule, text: str) -> None:
        width = self._width()
        self._say(f"✗ {mistake.message}\n{pointed_at(text, mistake.column, width)}\n{mistake.hint}")

    def _say(self, text: str) -> None:
        self.query_one(Scrolling).query_one(PlainText).update(text)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            rule = read_rule_text(event.value, self._rule)
        except UnreadableRule as mistake:
            self._point_at(mistake, event.value)
            return
        self.dismiss(rule if rule != self._rule else None)


def pointed_at(text: str, column: int, width: int) -> str:
    """The part of a text around a place, with a mark below it.

    Args:
        text: What was typed.
        column: The place: how many characters are before it.
        width: Cells that a line may have.
    """
    start, end = 0, len(text)
    if end > width or cell_len(printable(text)) > width:
        half = width // 4  # in characters, each of which may take two cells
        start, end = max(0, column - half), column + half
    before, behind = printable(text[start:column]), printable(text[column:end])
    return f"{before}{behind}\n{' ' * cell_len(before)}^"
