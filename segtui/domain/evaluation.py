"""Does a lead meet a rule? True, false, or: it can't be told.

One function gives the verdict on every node, so counting, explaining and "why not" are the same walk. What a service
makes of missing values, types and case is stated as `Semantics`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol, TypeAlias

from segtui.domain.instants import parse_instant
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.patterns import PatternSearch
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.spans import span_ends
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Value,
    is_number,
)

Answer: TypeAlias = bool | None
"""Yes, no, or None: it can't be told."""


PeriodOf: TypeAlias = Callable[[str, datetime, tzinfo], tuple[datetime, datetime] | None]
"""The span of time that a text stands for: its first moment, and the first one after it; None when it isn't known."""


@record
class Semantics:
    """How a service compares."""

    case_matters: bool = True
    """Whether `Rome` and `rome` differ."""
    absent_meets_negation: bool = True
    """Whether a lead without the field meets "is not"."""
    types_must_agree: bool = True
    """Whether the number 5 and the text "5" differ (type bracketing)."""
    null_is_present: bool = True
    """Whether a field that holds `null` exists."""
    unsure_when_empty: frozenset[str] = frozenset()
    """List fields that come back empty when they are absent, so that their presence can't be told."""
    zone: tzinfo = UTC
    """Where days begin."""
    always_present: frozenset[str] = frozenset()
    """Fields that no lead is without."""
    told_only_if_present: bool = False
    """Whether leads may come without a part that they have: then what isn't there can't be told. Asked of the first
    name of a path."""
    period: PeriodOf | None = None
    """What texts such as `last month` stand for when a date is compared with them; None where they are mere texts."""
    period_fields: frozenset[str] | None = None
    """The fields of dates that are compared with such texts; None for all."""
    period_says: Callable[[str], str | None] | None = None
    """What people say for such a text: `last month`; empty for one of which it isn't known what it stands for, None
    for a text that is no such word. Without it none is known to be one."""
    unsure_of_parts: bool = False
    """Whether it isn't known if looking for a part of a text heeds case, and looks into numbers: where that decides,
    it can't be told."""

    def has_periods(self, field: str) -> bool:
        """Whether a field is compared with texts that stand for a span of time."""
        return self.period is not None and (self.period_fields is None or field in self.period_fields)

    def period_word(self, field: str, text: str) -> str | None:
        """What people say for a text that stands for a span of time in a field, see `period_says`; None for others."""
        return self.period_says(text) if self.period_says is not None and self.has_periods(field) else None


@record
class Verdict:
    """What a node of a rule says about one lead."""

    node: Node
    answer: Answer
    children: tuple["Verdict", ...] = ()


class Evaluator:
    """Answers whether leads meet a rule.

    Args:
        semantics: How the service compares.
        now: The moment that relative dates are told from; without it they can't be told.
        patterns: The time for all pattern searches of this evaluator together.
    """

    def __init__(
        self, semantics: Semantics, *, now: datetime | None = None, patterns: PatternSearch | None = None
    ) -> None:
        self._semantics = semantics
        self._now = now
        self._patterns = patterns or PatternSearch()

    def verdict(self, node: Node, lead: Lead) -> Verdict:
        """The verdict of a node and of all nodes below it on a lead."""
        match node:
            case Group():
                children = tuple(self.verdict(child, lead) for child in node.children)
                answers = [child.answer for child in children]
                answer = _all(answers) if node.combine is Combine.ALL else _any(answers)
                return Verdict(node, _not(answer) if node.negate else answer, children)
            case Condition():
                return Verdict(node, self._condition(node, lead))
            case Opaque():
                return Verdict(node, None)

    def answer(self, node: Node, lead: Lead) -> Answer:
        """Whether a lead meets a node; stops as soon as that is clear, for counting."""
        if not isinstance(node, Group):
            return self.verdict(node, lead).answer
        decisive = node.combine is Combine.ANY
        answer: Answer = not decisive
        for child in node.children:
            said = self.answer(child, lead)
            if said is decisive:
                return decisive is not node.negate
            answer = None if said is None else answer
        return _not(answer) if node.negate else answer

    def _condition(self, condition: Condition, lead: Lead) -> Answer:
        if self._semantics.told_only_if_present and condition.field.partition(".")[0] not in lead.fields:
            return None
        found = lead.found(condition.field)
        if condition.field in self._semantics.unsure_when_empty and found == [[]] and _asks_for_absence(condition):
            return None
        if condition.operator in _PRESENCE_TESTS:
            answer = self._presence(condition.operator, found)
        elif condition.negate and not found and not self._semantics.absent_meets_negation:
            return False
        else:
            answer = self._comparison(condition, found)
        return _not(answer) if condition.negate else answer

    def _comparison(self, condition: Condition, found: Sequence[JsonValue]) -> Answer:
        operator, value, candidates = condition.operator, condition.value, _with_members(found)
        if isinstance(value, TextValue) and operator in _ORDER_TESTS and self._semantics.has_periods(condition.field):
            return _any(self._beside_span(operator, value, one) for one in candidates)
        if operator is Operator.HAS_ALL and isinstance(value, ListValue):
            return _all(_any(self._meets(Operator.IS, item, one) for one in candidates) for item in value.items)
        return _any(self._meets(operator, value, one) for one in candidates)

    def _presence(self, operator: Operator, found: Sequence[JsonValue]) -> Answer:
        if operator is Operator.HAS_NO_VALUE:
            return not found or any(one is None for one in _with_members(found))
        return bool(found) if self._semantics.null_is_present else any(one is not None for one in found)

    def _meets(self, operator: Operator, value: Value, one: JsonValue) -> Answer:
        """Whether one value of a lead meets a positive condition."""
        match operator, value:
            case (Operator.IS, ListValue(items)):
                return (
                    isinstance(one, list | tuple)
                    and len(one) == len(items)
                    and _all(self._meets(Operator.IS, item, member) for item, member in zip(items, one, strict=True))
                )
            case (Operator.ONE_OF | Operator.HAS_ANY, ListValue(items)):
                return _any(self._meets(Operator.IS, item, one) for item in items)
            case (Operator.BETWEEN, RangeValue(low, high)):
                return _all([self._meets(Operator.AT_LEAST, low, one), self._meets(Operator.AT_MOST, high, one)])
            case (Operator.WITHIN, RelativeValue()):
                return self._within(value, one)
            case (_, TextValue(text)) if operator in _TEXT_TESTS:
                return self._text_test(operator, text, one)
            case (Operator.MATCHES, TextValue(pattern)):
                return isinstance(one, str) and self._patterns.found(pattern, one)
            case (_, RelativeValue()) if operator in _ORDER_TESTS:
                return self._relative(operator, value, one)
            case (Operator.IS | Operator.ON_DAY, DayValue(day)):
                moment = self._moment(one)
                return moment is not None and self._day(moment) == day
            case (_, TextValue() | NumberValue() | BoolValue() | DayValue() | InstantValue()) if (
                operator in _ORDER_TESTS
            ):
                order = self._order(one, value)
                return order is not None and _ORDER_TESTS[operator](order)
            case _:
                return None

    def _beside_span(self, operator: Operator, value: TextValue, one: JsonValue) -> Answer:
        """Whether a date lies in the span that a text stands for, before it or after it."""
        period, moment = self._semantics.period, self._moment(one)
        if period is None or moment is None:
            return self._meets(operator, value, one)
        span = period(value.text, self._now, self._semantics.zone) if self._now else None
        if span is None:
            return None
        return _ORDER_TESTS[operator](-1 if moment < span[0] else 0 if moment < span[1] else 1)

    def _text_test(self, operator: Operator, text: str, one: JsonValue) -> Answer:
        test, unsure = _TEXT_TESTS[operator], self._semantics.unsure_of_parts
        looks_into = isinstance(one, str) or (unsure and isinstance(one, int | float) and not isinstance(one, bool))
        if not looks_into:
            return False
        loosely = test(str(one).casefold(), text.casefold())
        if not self._semantics.case_matters or not loosely:
            return loosely
        strictly = isinstance(one, str) and test(one, text)
        return strictly or (None if unsure else False)

    def _order(self, one: JsonValue, value: Scalar) -> int | None:
        """How a lead's value stands to a condition's: -1 before, 0 equal, 1 after; None when they can't be compared."""
        match value:
            case TextValue(text) if isinstance(one, str):
                return _sign(one, text) if self._semantics.case_matters else _sign(one.casefold(), text.casefold())
            case TextValue(text) if not self._semantics.types_must_agree and is_number(text):
                return self._order(one, NumberValue(text))
            case NumberValue():
                number = self._number(one)
                return None if number is None else _sign(number, value.number)
            case BoolValue(yes) if isinstance(one, bool):
                return _sign(one, yes)
            case InstantValue():
                moment = self._moment(one)
                return None if moment is None else _sign(moment, value.at)
            case DayValue(day):
                moment = self._moment(one)
                return None if moment is None else _sign(self._day(moment), day)
            case _:
                return None

    def _number(self, one: JsonValue) -> int | float | None:
        if isinstance(one, bool):
            return None
        if isinstance(one, int | float):
            return one
        loose = not self._semantics.types_must_agree and isinstance(one, str) and is_number(one)
        return NumberValue(one).number if loose and isinstance(one, str) else None

    def _moment(self, one: JsonValue) -> datetime | None:
        return parse_instant(one) if isinstance(one, str) else None

    def _day(self, moment: datetime) -> date:
        try:
            return moment.astimezone(self._semantics.zone).date()
        except (
            OverflowError
        ):  # the calendar's first or last day (.NET writes 0001-01-01 for "never"): the zone leads out
            return moment.date()

    def _within(self, value: RelativeValue, one: JsonValue) -> Answer:
        if self._now is None:
            return None
        moment = self._moment(one)
        begin, end = span_ends(value, self._now, self._semantics.zone)
        return moment is not None and begin <= moment <= end

    def _relative(self, operator: Operator, value: RelativeValue, one: JsonValue) -> Answer:
        if self._now is None:
            return None
        moment = self._moment(one)
        ends = span_ends(value, self._now, self._semantics.zone)
        limit = ends[0] if value.offset < 0 else ends[1]
        return moment is not None and _ORDER_TESTS[operator](_sign(moment, limit))


_PRESENCE_TESTS = frozenset({Operator.EXISTS, Operator.HAS_NO_VALUE})

_ORDER_TESTS: Mapping[Operator, Callable[[int], bool]] = {
    Operator.IS: lambda order: order == 0,
    Operator.MORE_THAN: lambda order: order > 0,
    Operator.AT_LEAST: lambda order: order >= 0,
    Operator.LESS_THAN: lambda order: order < 0,
    Operator.AT_MOST: lambda order: order <= 0,
}

_TEXT_TESTS: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.CONTAINS: lambda one, text: text in one,
    Operator.STARTS_WITH: lambda one, text: one.startswith(text),
    Operator.ENDS_WITH: lambda one, text: one.endswith(text),
}


def _asks_for_absence(condition: Condition) -> bool:
    """Whether it matters to a condition if a list is absent or empty."""
    return condition.operator in _PRESENCE_TESTS or condition.value == ListValue(())


def _all(answers: Iterable[Answer]) -> Answer:
    """Kleene's "and": one no decides, else one "can't be told" spoils it."""
    unsure = False
    for answer in answers:
        if answer is False:
            return False
        unsure = unsure or answer is None
    return None if unsure else True


def _any(answers: Iterable[Answer]) -> Answer:
    """Kleene's "or": one yes decides."""
    return _not(_all(_not(answer) for answer in answers))


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _with_members(found: Sequence[JsonValue]) -> list[JsonValue]:
    """Each value, and for a list its members too: a condition on a list field asks any of them."""
    members = [member for one in found if isinstance(one, list | tuple) for member in one]
    return [*found, *members]


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


def _sign(one: _Ordered, other: _Ordered) -> int:
    if one == other:
        return 0
    return -1 if one < other else 1
