"""Feedier's rule language: what it can say and how it is kept. Pure functions, gathered here."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from segtui.backends.base import Field, OperatorChoice
from segtui.backends.feedier import fql, layout
from segtui.backends.feedier.codec import decode, encode, text_of
from segtui.backends.feedier.conditions import reason_against
from segtui.backends.feedier.fields import ALWAYS_PRESENT, ATTRIBUTE, FIELDS, MEANINGS, field_label, field_type
from segtui.backends.feedier.mistakes import text_mistakes
from segtui.backends.feedier.periods import YESTERDAY, period, period_says
from segtui.backends.feedier.served import served
from segtui.backends.feedier.suggestions import listed_fields, shown_field, suggestions, value_hint
from segtui.backends.feedier.ways_round import working
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.operators import OF_DATES, WORDINGS, FieldType, Operator, Takes
from segtui.domain.rules import Condition, Group, Node
from segtui.domain.text import printable
from segtui.domain.values import (
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    TextValue,
    Value,
)

_OFFERED: tuple[tuple[Operator, bool], ...] = (
    (Operator.ONE_OF, False),
    (Operator.ONE_OF, True),
    (Operator.IS, False),
    (Operator.IS, True),
    (Operator.ON_DAY, False),
    (Operator.BETWEEN, False),
    (Operator.CONTAINS, False),
    (Operator.CONTAINS, True),
    (Operator.MORE_THAN, False),
    (Operator.AT_LEAST, False),
    (Operator.LESS_THAN, False),
    (Operator.AT_MOST, False),
    (Operator.WITHIN, False),
    (Operator.ON_DAY, True),
    (Operator.HAS_ANY, False),
    (Operator.HAS_ALL, False),
    (Operator.BETWEEN, True),
    (Operator.STARTS_WITH, False),
    (Operator.ENDS_WITH, False),
    (Operator.MATCHES, False),
    (Operator.EXISTS, False),
    (Operator.EXISTS, True),
    (Operator.HAS_NO_VALUE, False),
)
"""Operators that people look for, in the order in which they are shown."""

_INSTEAD = {
    Operator.STARTS_WITH: "Use “contains”, which finds the text anywhere.",
    Operator.ENDS_WITH: "Use “contains”, which finds the text anywhere.",
    Operator.MATCHES: "Use “contains” for a part of it.",
    Operator.BETWEEN: "Make a segment of what comes before and one of what comes after.",
}
"""The nearest that can be said, in words."""

_ODDLY_WRITTEN = {
    fql.Written.SINGLE_QUOTED: "in single quotes, which is no JSON",
    fql.Written.ENCODED_TWICE: "encoded twice, as JSON inside JSON",
}

_DAY, _NUMBER, _TEXT = DayValue(date(2024, 7, 1)), NumberValue("5"), TextValue("a")
"""Values to try an operator with."""

_SOME_FIELD = f"{ATTRIBUTE}market"


class FeedierDialect:
    """The `Dialect` of Feedier, which keeps a rule as one text (`KeepsText`) and has words of its own (`Suggests`)."""

    semantics = Semantics(
        always_present=ALWAYS_PRESENT,
        told_only_if_present=True,
        period=period,
        period_says=period_says,
        period_fields=frozenset(field.path for field in FIELDS if field.type is FieldType.INSTANT),
        unsure_of_parts=True,
    )
    """Comparisons are strict. "Is not" includes feedback without the field, and days are those of UTC, as far as is
    known; whether `$like` heeds case isn't."""

    fields: Sequence[Field] = FIELDS

    meanings = MEANINGS

    decode = staticmethod(decode)
    encode = staticmethod(encode)
    served = staticmethod(served)
    field_type = staticmethod(field_type)
    field_label = staticmethod(field_label)

    text_name = "FQL"
    text_of = staticmethod(text_of)
    pretty = staticmethod(layout.pretty)
    compact = staticmethod(layout.compact)
    text_mistakes = staticmethod(text_mistakes)
    repaired = staticmethod(fql.repaired)

    suggestions = staticmethod(suggestions)
    value_hint = staticmethod(value_hint)
    shown_field = staticmethod(shown_field)
    listed_fields = staticmethod(listed_fields)

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - see below
        """See `Dialect.problems`: what has no form, or too long a one.

        What the service holds already has a form by itself, and stays a problem where it can't be joined with the rest.
        Creating a segment is no stricter than changing one.
        """
        encoded = encode(rule)
        return (*encoded.losses, *_too_large(text_of(encoded.native)))

    def operators(self, path: str) -> Sequence[OperatorChoice]:
        """The operators that make sense for a field; what FQL can't say comes last, with the reason."""
        holds = field_type(path)
        choices = [
            OperatorChoice(operator, negate, _why_not(path, operator, negate=negate))
            for operator, negate in _OFFERED
            if holds in WORDINGS[operator].types and (operator not in OF_DATES or holds is FieldType.INSTANT)
        ]
        return sorted(choices, key=lambda choice: bool(choice.why_not))

    def stored_words(self, node: Node) -> str:
        """A condition as FQL, without the list around it; empty when it has no form."""
        encoded = encode(Group(children=(node,)))
        return "" if encoded.losses else printable(text_of(encoded.native).removeprefix("[").removesuffix("]"))

    def as_native(self, text: str) -> Mapping[str, JsonValue]:
        """See `KeepsText`."""
        return {"fql": text}

    def how_written(self, text: str) -> str:
        """See `KeepsText`."""
        return _ODDLY_WRITTEN.get(fql.read(text).written, "")


def _too_large(text: str) -> Iterator[Diagnostic]:
    size = fql.size_of(text)
    if size > fql.LARGEST_TEXT:
        most = fql.LARGEST_TEXT // 1024
        message = f"A rule may have {most} KB as FQL, and this one has {size // 1024:,} KB. Shorten its longest list."
        yield Diagnostic("too-large", Severity.REFUSE, (), message)


def _why_not(path: str, operator: Operator, *, negate: bool) -> str:
    """Why an operator can't be offered for a field; empty when it works, be it by another way of saying it."""
    if operator is Operator.WITHIN:
        return ""  # stored as the moment that it is now, and kept account of
    # Before a field is typed, any will do.
    tried = Condition(path or _SOME_FIELD, operator, _some_value(path, operator), negate)
    reason = reason_against(tried)
    if not reason or working(tried) is not None:
        return ""
    return f"{reason} {_INSTEAD.get(operator, '')}".strip()


def _some_value(path: str, operator: Operator) -> Value:
    holds = field_type(path)
    match WORDINGS[operator].takes:
        case Takes.NOTHING:
            return NoValue()
        case Takes.SEVERAL:
            return ListValue((_TEXT,))
        case Takes.TWO:
            return RangeValue(_DAY, _DAY) if holds is FieldType.INSTANT else RangeValue(_NUMBER, _NUMBER)
        case _ if holds is not FieldType.INSTANT:
            return _TEXT
        case _ if operator is Operator.IS:
            return TextValue(YESTERDAY)
        case _:
            return _DAY if operator is Operator.ON_DAY else InstantValue("2024-07-01")
