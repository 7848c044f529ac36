"""A whole rule as one line of text, with the sentence that it says, or the place where it stops making sense."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from segtui.domain.phrase import phrase
from segtui.domain.rule_text.printing import rule_text
from segtui.domain.rule_text.reading import UnreadableRule, pointed_at, read_rule_text
from segtui.domain.rules import Group
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import Dialog, Scrolling
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText

_EDGES = 6
"""Cells of the dialog's width that aren't text."""


class RuleTextDialog(Dialog[Group | None]):
    """Gives the rule that was typed; None when it was left as it is.

    Args:
        rule: The rule to begin with.
    """

    HELP = (
        "The rule on one line. Conditions are joined with “and” or “or”; brackets group them, “not” turns one round. "
        "Texts of several words stand in double quotes, lists in [ ]. ctrl+c copies all of it."
    )

    def __init__(self, rule: Group) -> None:
        super().__init__("The rule as text")
        self._rule = rule

    def content(self) -> ComposeResult:
        """The line, and what it says."""
        yield LineInput(rule_text(self._rule))
        yield Scrolling("")
        yield PlainText("enter takes the rule; nothing is sent before you save.")

    def on_mount(self) -> None:
        """Say what the rule says now."""
        self._explain()

    def to_copy(self) -> ToCopy:
        """The whole line."""
        return ToCopy("The rule", self.query_one(LineInput).value)

    @on(Input.Changed)
    def _explain(self) -> None:
        """Show the sentence, or the mistake with a mark at its place."""
        text = self.query_one(LineInput).value
        try:
            said = phrase(read_rule_text(text, self._rule))
        except UnreadableRule as mistake:
            width = max(20, self.query_one(LineInput).size.width - _EDGES)
            said = f"✗ {mistake.message}\n{pointed_at(text, mistake.column, width)}\n{mistake.hint}"
        self.query_one(Scrolling).query_one(PlainText).update(said)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            rule = read_rule_text(event.value, self._rule)
        except UnreadableRule:
            return  # it is said already, with its place
        self.dismiss(rule if rule != self._rule else None)
