"""The dialog for one condition: field, operator, value, and what the service would make of them, while typing."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input

from segtui.domain.diagnostics import Severity
from segtui.domain.offers import field_meant, fields_like
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes, operator_phrase
from segtui.domain.rules import Condition, Group, Path, node_at
from segtui.domain.segments import Segment
from segtui.domain.text import printable
from segtui.domain.typed_text import DateReading, typed_form
from segtui.domain.values import JsonValue, ListValue, TextValue
from segtui.domain.wording import condition_words
from segtui.ui.browse.rule_lines import SIGNS
from segtui.ui.dialogs.base import Dialog, Labelled
from segtui.ui.dialogs.condition_inputs import OfferingInput, OperatorTable, ValueInput
from segtui.ui.dialogs.condition_offers import (
    FIELD_COLUMNS,
    OPERATOR_COLUMNS,
    Choice,
    ChoiceRows,
    FieldRows,
    ValueRows,
    choices_for,
)
from segtui.ui.dialogs.condition_reading import Reader, as_typed, standing_words
from segtui.ui.dialogs.typed import Taken, Typed, Unfinished, typed_to_json
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import BriefText, PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.judging import Judge, Judgement
from segtui.workspace.offering import listed_fields, value_offers

_DEBOUNCE = 0.15
"""Seconds without a key before people are counted."""

_LINES_AROUND = 9
"""What the dialog needs besides operators, offers and verdict: the frame, four lines, the keys, the screen's foot."""

_MOST_WARNINGS = 3
"""Lines for what there is to say; the rest is said at the line of the rule."""


class ConditionDialog(Dialog[Taken | Unfinished | None]):
    """Edits one condition; the answer is the rule with it, or what was typed so far.

    Args:
        judge: Says what there is to say of a rule, and knows the leads.
        rule: The rule as it is.
        path: The condition to change, or where a new one goes.
        is_new: Whether it is a new one.
        zone: Where days begin for the person.
        stored: The segment as the service holds it.
        fields: The paths that can be completed.
        typed: What to begin with, from an edit that wasn't finished.
    """

    HELP = (
        "Type the field, choose an operator (its letters go to it), type the value. Below stands what {word.several} "
        "have: down goes there, enter takes it. Several values are separated by commas; a pasted list is read line by "
        "line. Operators in parentheses can't be used with this service; the reason stands beside."
    )

    CSS_PATH = "condition.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", id="condition.next"),
        Binding("ctrl+s", "accept", "Take it", id="condition.accept"),
    ]

    class _Judged(Announcement):
        """What there is to say of what was typed has been found out."""

        taken: Taken
        judgement: Judgement

    def __init__(
        self,
        judge: Judge,
        rule: Group,
        path: Path,
        *,
        is_new: bool,
        zone: tzinfo,
        stored: Segment | None = None,
        fields: Sequence[str] = (),
        typed: Typed | None = None,
    ) -> None:
        super().__init__("New condition" if is_new else "Condition")
        self._judge, self._workspace = judge, judge.workspace
        self.lead_word = self._workspace.lead_word
        self._path, self._is_new, self._stored = path, is_new, stored
        node = None if is_new else node_at(rule, path)
        before = node if isinstance(node, Condition) else None
        semantics = self._workspace.dialect.semantics
        dates = DateReading(self._workspace.now(), zone, keeps_relative=True, semantics=semantics)
        self._reader = Reader(self._workspace, rule, path, dates, before, stored)
        self._untouched = Typed()
        if before is not None:
            self._untouched = as_typed(before, self._workspace.dialect.field_type(before.field), dates)
        self._typed = typed or self._untouched
        self._fields = listed_fields(self._workspace, fields)
        self._choices: list[Choice] = []
        self._offers: FieldRows | ValueRows = ValueRows(())
        self._offered_for = "field"
        """Which input the list below is for."""

    def content(self) -> ComposeResult:
        """Field, operator, value, what leads have, verdict."""
        completion = SuggestFromList(self._fields, case_sensitive=False)
        field = OfferingInput(self._typed.field, id="field", suggester=completion, placeholder="such as city")
        yield Labelled("Field", field)
        yield PlainText("Operator")
        yield OperatorTable(id="operators")
        yield Labelled("Value", ValueInput(self._typed.value, id="value"))
        yield PlainText("", id="reading")
        yield Table(id="offers")
        yield BriefText("", id="verdict")

    def on_mount(self) -> None:
        """Begin with the field of a new condition, or the value of one that is there."""
        self._offer_operators()
        self.query_one("#field" if self._is_new or not self._takes_value else "#value", LineInput).focus()

    def on_resize(self) -> None:
        """Share out what lines there are, so that verdict and keys are in sight."""
        room = self.app.size.height - _LINES_AROUND
        verdict = max(2, min(4, room // 3))
        offers = max(2, min(5, (room - verdict) // 2))
        operators = max(2, min(6, room - verdict - offers))
        for name, lines in (("verdict", verdict), ("offers", offers), ("operators", operators)):
            self.query_one(f"#{name}").styles.height = lines

    @property
    def _takes_value(self) -> bool:
        return WORDINGS[self._typed.operator].takes is not Takes.NOTHING

    @property
    def _field_type(self) -> FieldType:
        return self._reader.field_type(self._typed)

    @property
    def has_typed(self) -> bool:
        """Whether anything is another than before."""
        return self._typed != self._untouched

    def typed_so_far(self) -> JsonValue:
        """What stands in the dialog, as `typed_from_json` reads it."""
        return typed_to_json(self._typed) if self.has_typed else None

    def take_up(self, typed: JsonValue) -> None:
        """Nothing more: it has begun with this."""

    def action_leave(self) -> None:
        """Go back; what was typed is kept for the next time."""
        self.dismiss(Unfinished(self._typed) if self.has_typed else None)

    def action_accept(self) -> None:
        """Take the condition into the rule, if it can be sent like this or in another way that says the same."""
        outcome = self._reader.read(self._typed, self._choices)
        if isinstance(outcome, Taken):
            self.dismiss(outcome)

    def action_go_to_offers(self) -> None:
        """Go to the list of what leads have."""
        offers = self.query_one("#offers", Table)
        if len(self._offers):
            offers.focus()

    @on(events.DescendantFocus)
    def _offer_for(self, event: events.DescendantFocus) -> None:
        """Offer fields while the field is typed, else values."""
        if event.widget.id != "offers":
            self._offered_for = "field" if event.widget.id == "field" else "value"
            self._offer()

    def _offer(self) -> None:
        facts, field = self._judge.facts, self._typed.field.strip()
        offers = self.query_one("#offers", Table)
        if self._offered_for == "field":
            offers.empty_text = "No field is known that has these letters."
            self._offers = FieldRows(fields_like(self._fields, field), self._workspace, facts)
            offers.show(self._offers, FIELD_COLUMNS)
            return
        offers.empty_text = self._why_no_values(is_known=facts is not None)
        found = value_offers(self._workspace, field, self._typed.operator, self._last_item, facts)
        self._offers = ValueRows(found)
        offers.show(self._offers, self._offers.columns)

    def _why_no_values(self, *, is_known: bool) -> str:
        if not self._takes_value:
            return "No value is needed."
        if self._typed.operator is Operator.MATCHES:
            return "A pattern is no value of its own; how many it matches stands below."
        if self._field_type is FieldType.INSTANT:
            return "Any day or moment can be typed."
        return f"None of the {self._workspace.lead_word.several} looked at has such a value." if is_known else ""

    @property
    def _takes_several(self) -> bool:
        return WORDINGS[self._typed.operator].takes is Takes.SEVERAL

    @property
    def _last_item(self) -> str:
        """What of the value is still being typed."""
        return self._typed.value.rpartition(",")[2] if self._takes_several else self._typed.value

    @on(Table.Chosen, "#offers")
    def _take_offer(self, event: Table.Chosen) -> None:
        event.stop()
        if isinstance(self._offers, FieldRows):
            self.query_one("#field", LineInput).value = self._offers.paths[event.index]
            self.query_one("#operators", Table).focus()
            return
        if not self._takes_value:
            return
        chosen = _typed_value(self._offers.offers[event.index].text, self._field_type, in_list=self._takes_several)
        before = self._typed.value.rpartition(",")[0] if self._takes_several else ""
        self._set_value(f"{before}, {chosen}" if before else chosen)
        self.query_one("#value", LineInput).focus()

    def _set_value(self, text: str) -> None:
        box = self.query_one("#value", LineInput)
        box.value = text
        box.cursor_position = len(text)

    @on(ValueInput.Pasted)
    def _take_pasted(self, event: ValueInput.Pasted) -> None:
        """Read a pasted list as several values, and say how it was read; nothing is taken before enter."""
        event.stop()
        box = self.query_one("#value", ValueInput)
        pasted = event.pasted
        if pasted.is_lines and (self._typed.operator, self._typed.negate) == (Operator.IS, False):
            self._choose_one_of()
        if not self._takes_several:
            box.insert_line(event.text)
            return
        items = ", ".join(json.dumps(one, ensure_ascii=False) if _SPLITS.search(one) else one for one in pasted.items)
        before = box.value.rstrip(" ,")
        self._set_value(f"{before}, {items}" if before else items)
        twice = f", {pasted.repeated} of them twice" if pasted.repeated else ""
        self.note(f"Read as {len(pasted.items)} values, separated by {pasted.separated_by}{twice}. ctrl+u clears.")

    def _choose_one_of(self) -> None:
        """Take "is one of" for "is", where the service has it: several lines can't be one value."""
        places = [at for at, one in enumerate(self._choices) if one.operator is Operator.ONE_OF and not one.negate]
        if places and not self._choices[places[0]].why_not:
            self._typed = replace(self._typed, operator=Operator.ONE_OF)
            self.query_one("#operators", Table).cursor = places[0]

    @on(Input.Submitted)
    def _next_or_accept(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "field":
            self._take_field_meant(event.value.strip())
            self.query_one("#operators", Table).focus()
        else:
            self.action_accept()

    def _take_field_meant(self, typed: str) -> None:
        """Take the field that is called like what was typed, and say so; tab leaves it as it stands."""
        meant = field_meant(self._fields, typed)
        if meant != typed:
            self.query_one("#field", LineInput).value = meant
            self.note(f"{printable(typed)} is {printable(meant)}")

    @on(Input.Changed, "#field")
    def _take_field(self, event: Input.Changed) -> None:
        event.stop()
        type_before = self._field_type
        self._typed = replace(self._typed, field=event.value)
        if self._field_type is not type_before or not self._choices:
            self._offer_operators()
        self._offer()
        self._say_verdict()

    @on(Input.Changed, "#value")
    def _take_value(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = replace(self._typed, value=event.value)
        if self._offered_for == "value":
            self._offer()
        self._say_verdict()

    @on(Table.Highlighted, "#operators")
    def _take_operator(self, event: Table.Highlighted) -> None:
        event.stop()
        choice = self._choices[event.index]
        self._typed = replace(self._typed, operator=choice.operator, negate=choice.negate)
        self.keep_soon()
        self.query_one("#value", LineInput).disabled = not self._takes_value
        if self._offered_for == "value":
            self._offer()
        self._say_verdict()

    @on(OperatorTable.Typed)
    def _go_to_operator(self, event: OperatorTable.Typed) -> None:
        """Go to the first operator that begins with the letters, or has a word that does."""
        event.stop()
        wanted = event.letters.casefold()
        words = [operator_phrase(one.operator, negate=one.negate, of_dates=self._of_dates) for one in self._choices]
        begin = [at for at, text in enumerate(words) if text.startswith(wanted)]
        inside = [at for at, text in enumerate(words) if f" {wanted}" in text]
        for place in (begin + inside)[:1]:
            self.query_one("#operators", Table).cursor = place

    @property
    def _of_dates(self) -> bool:
        return self._field_type is FieldType.INSTANT

    @on(Table.Chosen, "#operators")
    def _leave_operators(self, event: Table.Chosen) -> None:
        event.stop()
        if self._takes_value:
            self.query_one("#value", LineInput).focus()
        else:
            self.action_accept()

    def _offer_operators(self) -> None:
        present = (self._typed.operator, self._typed.negate)
        self._choices = choices_for(self._workspace, self._typed.field.strip(), present)
        place = [(one.operator, one.negate) for one in self._choices].index(present)
        rows = ChoiceRows(self._choices, of_dates=self._of_dates)
        self.query_one("#operators", Table).show(rows, OPERATOR_COLUMNS, cursor=place)

    def _say_verdict(self) -> None:
        """Say what the condition says now; what takes longer to find out comes behind."""
        outcome = self._reader.read(self._typed, self._choices)
        self.query_one("#reading", PlainText).update(self._reader.reading(self._typed, outcome))
        if isinstance(outcome, str):
            self.workers.cancel_group(self, "judge")
            self._show_verdict([f"✗ {outcome}" if self._typed.field.strip() else "Type a field, or choose one below."])
            return
        self._show_judgement(outcome, self._judge.at_once(outcome.rule, self._stored))
        self._judge_later(outcome)

    @work(exclusive=True, group="judge", description="judge a rule")
    async def _judge_later(self, taken: Taken) -> None:
        await asyncio.sleep(_DEBOUNCE)
        # Posted, not shown: the dialog may be on its way out by now.
        self.post_message(self._Judged(taken, await self._judge.judge(taken.rule, self._stored)))

    @on(_Judged)
    def _take_judgement(self, event: _Judged) -> None:
        event.stop()
        if event.taken == self._reader.read(self._typed, self._choices):
            self._show_judgement(event.taken, event.judgement)

    def _show_judgement(self, taken: Taken, judgement: Judgement) -> None:
        node = node_at(taken.rule, self._path)
        words = condition_words(node) if isinstance(node, Condition) else ""
        count = judgement.counts.get(self._path)
        whom = f" · {count.meets:,} of {judgement.looked_at:,} looked at" if count is not None else ""
        said = [one for one in judgement.diagnostics if one.path == self._path]
        said.sort(key=lambda one: list(Severity).index(one.severity))
        lines = [f"{SIGNS[one.severity]} {one.message}" for one in said]
        if taken.meant:
            lines.insert(0, f"{SIGNS[Severity.NOTE]} {standing_words(taken, self._path)}")
        stored = self._workspace.dialect.stored_words(node)
        if stored and not any(one.severity is not Severity.NOTE for one in said):
            lines.insert(0, f"  stored as: {stored}")
        self._show_verdict([f"✓ {words}{whom}", *lines[:_MOST_WARNINGS]])

    def _show_verdict(self, lines: Sequence[str]) -> None:
        self.query_one("#verdict", PlainText).update("\n".join(lines))


_SPLITS = re.compile(r'[,"\[\]]')
"""What tears an item of a list apart."""


def _typed_value(text: str, field_type: FieldType, *, in_list: bool) -> str:
    """A text that leads have, as one would type it; yes, no, numbers and dates stand for themselves."""
    if field_type in {FieldType.BOOL, FieldType.INSTANT, FieldType.NUMBER}:
        return text
    value = TextValue(text)
    return typed_form(ListValue((value,)) if in_list else value, field_type)
