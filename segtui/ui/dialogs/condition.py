"""The dialog for one condition: field, operator, value, and what the service would make of them, while typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.edits import inserted, replaced
from segtui.domain.errors import SegtuiError, UnreadableInput
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes, operator_phrase
from segtui.domain.rules import Condition, Group, Path, node_at
from segtui.domain.segments import Segment
from segtui.domain.typed_text import read_value, typed_form
from segtui.domain.wording import condition_words
from segtui.ui.dialogs.base import Dialog, Labelled
from segtui.ui.dialogs.typed import Typed, Unfinished
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.workspace import Workspace

_EXAMPLES = {
    FieldType.INSTANT: "a date: 2024-07-01 or 2024-07-01T09:30Z",
    FieldType.NUMBER: "a number: 5 or -2.5",
    FieldType.BOOL: "yes or no",
    FieldType.ANY: 'a text, a number, yes or no; "5" in quotes is a text',
}


@dataclass(frozen=True, slots=True)
class _Choice:
    operator: Operator
    negate: bool
    why_not: str


class _ChoiceRows:
    def __init__(self, choices: Sequence[_Choice], *, of_dates: bool) -> None:
        self._choices = choices
        self._of_dates = of_dates

    def __len__(self) -> int:
        return len(self._choices)

    def cells(self, index: int) -> Sequence[Cell]:
        choice = self._choices[index]
        words = operator_phrase(choice.operator, negate=choice.negate, of_dates=self._of_dates)
        return (f"({words})", choice.why_not) if choice.why_not else (words, "")


_COLUMNS = (Column("operator", "operator"), Column("why_not", "", grow=True))


class ConditionDialog(Dialog[Group | Unfinished | None]):
    """Edits one condition; the answer is the rule with it, or what was typed so far.

    Args:
        workspace: Says what the service can hold and what it makes of it.
        rule: The rule as it is.
        path: The condition to change, or where a new one goes.
        is_new: Whether it is a new one.
        stored: The segment as the service holds it.
        fields: The paths that can be completed.
        typed: What to begin with, from an edit that wasn't finished.
    """

    DEFAULT_CSS = """
    ConditionDialog {
        & Table { height: 7; margin: 0 0 0 10; }
        & #verdict { height: 3; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", id="condition.next"),
        Binding("ctrl+s", "accept", "Take it", id="condition.accept"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        rule: Group,
        path: Path,
        *,
        is_new: bool,
        stored: Segment | None = None,
        fields: Sequence[str] = (),
        typed: Typed | None = None,
    ) -> None:
        super().__init__(f"New condition {path[0] + 1}" if is_new else f"Condition {path[0] + 1}")
        self._workspace, self._rule, self._path, self._is_new, self._stored = workspace, rule, path, is_new, stored
        before = None if is_new else node_at(rule, path)
        self._before = before if isinstance(before, Condition) else None
        self._untouched = Typed()
        if self._before is not None:
            self._untouched = _as_typed(self._before, workspace.dialect.field_type(self._before.field))
        self._typed = typed or self._untouched
        self._fields = fields
        self._choices: list[_Choice] = []

    def content(self) -> ComposeResult:
        """Field, operator, value, verdict."""
        completion = SuggestFromList(self._fields, case_sensitive=False)
        yield Labelled(
            "Field", LineInput(self._typed.field, id="field", suggester=completion, placeholder="such as city")
        )
        yield PlainText("Operator")
        yield Table(id="operators")
        yield Labelled("Value", LineInput(self._typed.value, id="value"))
        yield PlainText("", id="verdict")

    def on_mount(self) -> None:
        """Begin with the field of a new condition, or the value of one that is there."""
        self._offer_operators()
        self.query_one("#field" if self._is_new or not self._takes_value else "#value", LineInput).focus()

    @property
    def _takes_value(self) -> bool:
        return WORDINGS[self._typed.operator].takes is not Takes.NOTHING

    @property
    def _field_type(self) -> FieldType:
        return self._workspace.dialect.field_type(self._typed.field.strip())

    def action_leave(self) -> None:
        """Go back; what was typed is kept for the next time."""
        self.dismiss(Unfinished(self._typed) if self._typed != self._untouched else None)

    def action_accept(self) -> None:
        """Take the condition into the rule, if it can be sent like this or in another way that says the same."""
        outcome = self._read()
        if isinstance(outcome, Group):
            self.dismiss(outcome)

    @on(Input.Submitted)
    def _next_or_accept(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "field":
            self.query_one("#operators", Table).focus()
        else:
            self.action_accept()

    @on(Input.Changed, "#field")
    def _take_field(self, event: Input.Changed) -> None:
        event.stop()
        type_before = self._field_type
        self._typed = Typed(event.value, self._typed.operator, self._typed.negate, self._typed.value)
        if self._field_type is not type_before or not self._choices:
            self._offer_operators()
        self._judge()

    @on(Input.Changed, "#value")
    def _take_value(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = Typed(self._typed.field, self._typed.operator, self._typed.negate, event.value)
        self._judge()

    @on(Table.Highlighted, "#operators")
    def _take_operator(self, event: Table.Highlighted) -> None:
        event.stop()
        choice = self._choices[event.index]
        self._typed = Typed(self._typed.field, choice.operator, choice.negate, self._typed.value)
        self.query_one("#value", LineInput).disabled = not self._takes_value
        self._judge()

    @on(Table.Chosen, "#operators")
    def _leave_operators(self, event: Table.Chosen) -> None:
        event.stop()
        if self._takes_value:
            self.query_one("#value", LineInput).focus()
        else:
            self.action_accept()

    def _offer_operators(self) -> None:
        offered = self._workspace.dialect.operators(self._typed.field.strip())
        self._choices = [_Choice(one.operator, one.negate, one.why_not) for one in offered]
        present = (self._typed.operator, self._typed.negate)
        if present not in [(one.operator, one.negate) for one in self._choices]:
            self._choices.insert(0, _Choice(*present, ""))
        place = [(one.operator, one.negate) for one in self._choices].index(present)
        rows = _ChoiceRows(self._choices, of_dates=self._field_type is FieldType.INSTANT)
        self.query_one("#operators", Table).show(rows, _COLUMNS, cursor=place)

    def _judge(self) -> None:
        outcome = self._read()
        verdict = self.query_one("#verdict", PlainText)
        if isinstance(outcome, str):
            verdict.update(f"✗ {outcome}" if self._typed.field.strip() else "Type a field, or choose one with →.")
            return
        node = node_at(outcome, self._path)
        words = condition_words(node) if isinstance(node, Condition) else ""
        warnings = [f"⚠ {one.message}" for one in self._remarks(outcome) if one.severity is Severity.WARN]
        stored = self._workspace.dialect.stored_words(node)
        verdict.update("\n".join([f"✓ {words}", *(warnings or [f"  stored as: {stored}"])]))

    def _read(self) -> Group | str:
        """The rule with what is typed, or why there can't be one."""
        typed = self._typed
        why_not = next(
            (one.why_not for one in self._choices if (one.operator, one.negate) == (typed.operator, typed.negate)), ""
        )
        unchanged = self._before is not None and self._before.operator is typed.operator
        if why_not and not unchanged:
            return why_not
        try:
            value = read_value(typed.value, typed.operator, self._field_type)
        except UnreadableInput as unreadable:
            return f"{unreadable.message} {unreadable.hint}".strip()
        if not typed.value and self._takes_value and self._before is None:
            return f"A value is needed: {_EXAMPLES.get(self._field_type, 'a text')}."
        condition = Condition(typed.field.strip(), typed.operator, value, typed.negate)
        place = inserted if self._is_new else replaced
        try:
            rule = place(self._rule, self._path, condition)
        except (LookupError, SegtuiError) as error:
            return str(error)
        return self._mended(rule)

    def _mended(self, rule: Group) -> Group | str:
        """The rule, said in another way where the service can't run this one; or what is wrong with it."""
        rule = self._workspace.in_words_that_work(rule, self._stored)
        blocking = [one.message for one in self._remarks(rule) if one.severity is Severity.REFUSE]
        return blocking[0] if blocking and node_at(rule, self._path) != self._before else rule

    def _remarks(self, rule: Group) -> list[Diagnostic]:
        """What there is to say of this condition."""
        served = self._workspace.served(rule, self._stored)
        said = [*self._workspace.problems(rule, self._stored), *served.differences]
        return [one for one in said if one.path == self._path]


def _as_typed(condition: Condition, field_type: FieldType) -> Typed:
    """A condition as one would type it."""
    return Typed(condition.field, condition.operator, condition.negate, typed_form(condition.value, field_type))
