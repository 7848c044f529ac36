"""What was typed into the dialog of a condition, read as a rule."""

from collections.abc import Sequence

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.edits import inserted, replaced
from segtui.domain.errors import SegtuiError, UnreadableInput
from segtui.domain.frozen import date_key
from segtui.domain.operators import WORDINGS, FieldType, Takes
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, Path, node_at
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.domain.typed_dates import moment_words, read_moment
from segtui.domain.typed_text import DateReading, meant_words, read_value, typed_form
from segtui.domain.values import DayValue, InstantValue, ListValue, RangeValue, TextValue, Value
from segtui.domain.wording import value_words
from segtui.ui.dialogs.condition_offers import Choice, example_for
from segtui.ui.dialogs.typed import Taken, Typed
from segtui.workspace.intents import Meant, freeze_dates
from segtui.workspace.offering import period_words, value_hint
from segtui.workspace.workspace import Workspace


@record
class Reader:
    """Reads a condition of one rule."""

    workspace: Workspace
    rule: Group
    """The rule as it is."""
    path: Path
    """The condition to change, or where a new one goes."""
    dates: DateReading
    """How dates are read."""
    before: Condition | None = None
    """The condition as it is; None for a new one."""
    stored: Segment | None = None
    """The segment as the service holds it."""

    def field_type(self, typed: Typed) -> FieldType:
        """What the field holds that is typed."""
        return self.workspace.dialect.field_type(typed.field.strip())

    def read(self, typed: Typed, choices: Sequence[Choice]) -> Taken | str:
        """The rule with what is typed, or why there can't be one."""
        present = (typed.operator, typed.negate)
        why_not = next((one.why_not for one in choices if (one.operator, one.negate) == present), "")
        unchanged = self.before is not None and self.before.operator is typed.operator
        if why_not and not unchanged:
            return why_not
        field_type = self.field_type(typed)
        try:
            value = read_value(typed.value, typed.operator, field_type, self.dates, typed.field.strip())
            meant = self._meant(typed, value)
        except UnreadableInput as unreadable:
            return f"{unreadable.message} {self._hint(typed) or unreadable.hint}".strip()
        if not typed.value and WORDINGS[typed.operator].takes is not Takes.NOTHING and self.before is None:
            return f"A value is needed: {self._example(typed)}."
        condition = Condition(typed.field.strip(), typed.operator, value, typed.negate)
        place = inserted if self.before is None else replaced
        try:
            rule = place(self.rule, self.path, condition)
        except (LookupError, SegtuiError) as error:
            return str(error)
        return self._mended(rule, meant)

    def _meant(self, typed: Typed, value: Value) -> Sequence[Meant]:
        """What is meant by the dates that have become moments."""
        dated = meant_words(typed.value, value, self.dates)
        keys = ((date_key(typed.field.strip(), one), words) for one, words in dated)
        return [Meant(key, words) for key, words in keys if key is not None]

    def reading(self, typed: Typed, outcome: Taken | str) -> str:
        """How the value was understood: a date with its zone, a list one by one; else what may be typed."""
        field_type = self.field_type(typed)
        if not typed.value:
            return self._example(typed) if WORDINGS[typed.operator].takes is not Takes.NOTHING else ""
        if isinstance(outcome, str):
            return ""
        value = _value_at(outcome.rule, self.path)
        match value:
            case ListValue(items):
                return f"{len(items)} of them: {' '.join(f'[{self._one(item, field_type)}]' for item in items)}"
            case RangeValue(low, high) if field_type is FieldType.INSTANT:
                return f"From {self._one(low, field_type)} to {self._one(high, field_type)}"
            case InstantValue() | DayValue() if field_type is FieldType.INSTANT:
                return self._one(value, field_type)
            case TextValue(text):
                return period_words(self.workspace, typed.field.strip(), text, self.dates.now)
            case _:
                return ""

    def _one(self, value: Value, field_type: FieldType) -> str:
        """One value, a moment on the clocks of its zone and in UTC."""
        if isinstance(value, InstantValue) and field_type is FieldType.INSTANT:
            return moment_words(read_moment(value.written, self.dates.now, self.dates.zone), self.dates.zone)
        return value_words(value)

    def _example(self, typed: Typed) -> str:
        return example_for(self.workspace, typed.field.strip(), typed.operator)

    def _hint(self, typed: Typed) -> str:
        """What a field of numbers holds, for somebody who typed a text; empty where the type says enough."""
        hint = value_hint(self.workspace, typed.field.strip(), typed.operator)
        return f"Write {hint}." if hint and self.field_type(typed) is FieldType.NUMBER else ""

    def _mended(self, rule: Group, meant: Sequence[Meant]) -> Taken | str:
        """The rule, said in another way where the service can't run this one; or what is wrong with it."""
        frozen = freeze_dates(self.workspace, rule, self.dates.now, self.dates.zone)
        rule = self.workspace.in_words_that_work(frozen.rule, self.stored)
        blocking = [one.message for one in self._remarks(rule) if one.severity is Severity.REFUSE]
        if blocking and node_at(rule, self.path) != self.before:
            return blocking[0]
        return Taken(rule, (*meant, *frozen.meant))

    def _remarks(self, rule: Group) -> list[Diagnostic]:
        """What there is to say of this condition."""
        served = self.workspace.served(rule, self.stored)
        said = [*self.workspace.problems(rule, self.stored), *served.differences]
        return [one for one in said if one.path == self.path]


def _value_at(rule: Group, path: Path) -> Value | None:
    node = node_at(rule, path)
    return node.value if isinstance(node, Condition) else None


def standing_words(taken: Taken, path: Path) -> str:
    """What becomes of dates that were meant to move along, before they are taken.

    Args:
        taken: With such dates.
        path: Where their condition is.
    """
    match _value_at(taken.rule, path):
        case ListValue() | RangeValue():
            intents = list(dict.fromkeys(one.intent for one in taken.meant))
            are, they = ("is", "it") if len(intents) == 1 else ("are", "they")
            names = " and ".join(map(quoted, intents))
            return f"Stored as what {names} {are} now; {they} won't move along."
        case DayValue():
            return "Stored as the day that this is now; it won't move along."
        case _:
            return "Stored as the moment that this is now; it won't move along."


def as_typed(condition: Condition, field_type: FieldType, dates: DateReading) -> Typed:
    """A condition as one would type it."""
    value = typed_form(condition.value, field_type, dates, condition.field)
    return Typed(condition.field, condition.operator, condition.negate, value)
