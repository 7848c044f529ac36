"""One condition as a clause of a sentence, with what becomes of leads that don't have its field."""

from collections.abc import Mapping
from datetime import UTC
from typing import Final

from segtui.domain.evaluation import Semantics
from segtui.domain.lead_word import LeadWord
from segtui.domain.operators import Operator, operator_phrase
from segtui.domain.record import record
from segtui.domain.rules import Condition
from segtui.domain.spoken import Names, day_of, enumerated, is_midnight, span, spoken
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
)

_PRESENCE = frozenset({Operator.EXISTS, Operator.HAS_NO_VALUE})
_BELOW = frozenset({Operator.LESS_THAN, Operator.AT_MOST})
_OF_MOMENTS = frozenset(
    {
        *(Operator.IS, Operator.MORE_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST),
        *(Operator.BETWEEN, Operator.ON_DAY, Operator.WITHIN),
    }
)
_PAIR = 2


@record
class Clause:
    """What comes behind "people" or "feedback": `who are tagged vip`, `whose city is not Rome (or who have none)`."""

    says: str
    """Without the first word."""
    who: bool = False
    """Whether it begins with "who", or "that", instead of "whose"."""
    of_one: str = ""
    """The same with a verb in the singular, where that differs."""
    missing: "Missing | None" = None
    """What holds for leads without the field, where that isn't plain."""

    def text(self, word: LeadWord, *, singular: bool = False, after_who: bool = False, alone: bool = False) -> str:
        """The clause in words.

        Args:
            word: What leads are called.
            singular: With a verb in the singular: "nobody who is tagged vip", "feedback that is tagged vip".
            after_who: Behind a "who" that several clauses share.
            alone: Where nothing comes behind it, so that a comma is enough.
        """
        says = self.of_one if singular and self.of_one else self.says
        missing = self.missing.text(word, singular=singular) if self.missing is not None else ""
        if missing:
            missing = f", {missing}" if alone else f" ({missing})"
        first = "" if after_who else f"{word.who} " if self.who else "whose "
        return f"{first}{says}{missing}"


@record
class Missing:
    """What becomes of leads without a field by a condition that is turned round."""

    without: str
    """What they have instead: `none`, `no tags`."""
    others: str
    """What the others have: `one`, `tags`."""
    are_met: bool
    """Whether they meet the condition; else only the others can."""

    def text(self, word: LeadWord, *, singular: bool) -> str:
        """In words: `or who have none`, `among those who have one`."""
        if self.are_met:
            return f"or {word.who} {'has' if singular else 'have'} {self.without}"
        return f"among {word.those} {word.who} have {self.others}"


def asks_for_presence(condition: Condition) -> bool:
    """Whether a condition itself says what becomes of leads without its field."""
    return condition.operator in _PRESENCE


def is_plain_opposite(condition: Condition, semantics: Semantics) -> bool:
    """Whether a condition turned round is met by just those leads that don't meet it."""
    return (
        semantics.absent_meets_negation
        or condition.field in semantics.always_present
        or condition.operator in _PRESENCE
    )


def passes_over_missing(condition: Condition, semantics: Semantics) -> bool:
    """Whether leads without the field don't meet a condition, though one might think that nothing is less."""
    return condition.operator in _BELOW and not condition.negate and condition.field not in semantics.always_present


def clause_of(condition: Condition, names: Names, semantics: Semantics) -> Clause:
    """A condition as a clause."""
    name = names.of(condition.field)
    if condition.operator is Operator.EXISTS:
        return _presence(condition, name, semantics)
    missing = _missing(condition, names, semantics)
    if name == "tags":
        found = _of_tags(condition, missing, semantics)
        if found is not None:
            return found
    if done := _done(condition, names, semantics):
        no = "not " if condition.negate else ""
        return Clause(f"were {no}{done}", who=True, of_one=f"was {no}{done}", missing=missing)
    return Clause(f"{name} {_predicate(condition, semantics, 'are' if name == 'tags' else 'is')}", missing=missing)


def _done(condition: Condition, names: Names, semantics: Semantics) -> str:
    """What is said with a date's verb: `created after 1 July 2024`, `given last month`; empty where there is none."""
    verb = names.verb(condition.field)
    if verb and _is_moment(condition):
        return f"{verb} {_when(condition, semantics, of_verb=True)}"
    is_named = condition.operator is Operator.IS and semantics.has_periods(condition.field)
    if verb and is_named and isinstance(condition.value, TextValue):
        says = semantics.period_word(condition.field, condition.value.text)
        return f"{verb} {says or f'in {spoken(condition.value)}'}"
    return ""


_VOWELS: Final = ("a", "e", "i", "o", "u")
_LIKE_YOU: Final = ("uid", "uni", "url", "us", "ut", "uu")
"""Beginnings of names that are spoken with a consonant first: a user, a URL."""


def _presence(condition: Condition, name: str, semantics: Semantics) -> Clause:
    if semantics.null_is_present:
        if condition.negate:
            says = f"have the field {name} at all"
            return Clause(f"don't {says}", who=True, of_one=f"doesn't {says}")
        says = f"the field {name} (even if it is empty)"
        return Clause(f"have {says}", who=True, of_one=f"has {says}")
    begins = name.strip('"').lower()
    article = (
        "" if name == "tags" else "an " if begins.startswith(_VOWELS) and not begins.startswith(_LIKE_YOU) else "a "
    )
    says = f"no {name}" if condition.negate else f"{article}{name}"
    return Clause(f"have {says}", who=True, of_one=f"has {says}")


def _missing(condition: Condition, names: Names, semantics: Semantics) -> Missing | None:
    if not condition.negate or condition.operator in _PRESENCE or condition.field in semantics.always_present:
        return None
    if _done(condition, names, semantics):
        none, some = "no such date", "such a date"
    elif names.of(condition.field) == "tags":
        none, some = "no tags", "tags"
    else:
        none, some = "none", "one"
    return Missing(none, some, are_met=semantics.absent_meets_negation)


def _of_tags(condition: Condition, missing: Missing | None, semantics: Semantics) -> Clause | None:
    """What is said of tags in words of their own; None for what would read oddly so."""
    items = _tags(condition)
    no = "not " if condition.negate else ""
    if items is None:
        if condition.operator is Operator.HAS_NO_VALUE or isinstance(condition.value, ListValue):
            return None
        positive = Condition(condition.field, condition.operator, condition.value)
        if condition.negate and semantics.absent_meets_negation:
            missing = None  # "no tag that" says so itself
        says = f"{'no' if condition.negate else 'a'} tag that {_predicate(positive, semantics, 'is')}"
        return Clause(f"have {says}", who=True, of_one=f"has {says}", missing=missing)
    if len(items) == 1:
        tagged = f"{no}tagged {spoken(items[0])}"
    elif condition.operator is not Operator.HAS_ALL:
        tagged = f"tagged {_alternatives(items, negate=condition.negate)}"
    elif len(items) == _PAIR:
        tagged = f"{no}tagged both {enumerated(items, 'and')}"
    else:
        tagged = f"{no}tagged with all of {enumerated(items, 'and')}"
    return Clause(f"are {tagged}", who=True, of_one=f"is {tagged}", missing=missing)


def _tags(condition: Condition) -> tuple[Scalar, ...] | None:
    """What somebody is to be tagged with; None where a condition asks for something else."""
    match condition.operator, condition.value:
        case Operator.IS, TextValue() | NumberValue() | BoolValue() as value:
            return (value,)
        case Operator.ONE_OF | Operator.HAS_ANY | Operator.HAS_ALL, ListValue(items) if items and all(
            isinstance(item, TextValue | NumberValue | BoolValue) for item in items
        ):
            return items
        case _:
            return None


def _alternatives(items: tuple[Scalar, ...], *, negate: bool) -> str:
    if not negate:
        return enumerated(items, "or")
    if len(items) == _PAIR:
        return f"neither {enumerated(items, 'nor')}"
    return f"none of {enumerated(items, 'or')}"


def _predicate(condition: Condition, semantics: Semantics, be: str) -> str:
    """What is said of a field: the verb and the value."""
    no = " not" if condition.negate else ""
    has, does = ("have", "do") if be == "are" else ("has", "does")
    match condition.operator, condition.value:
        case Operator.HAS_NO_VALUE, _:
            return f"{has} {'a' if condition.negate else 'no'} value"
        case Operator.ONE_OF, ListValue(items) if len(items) == 1:
            return f"{be}{no} {spoken(items[0])}"
        case Operator.ONE_OF, ListValue(items) if items:
            return f"{be} {_alternatives(items, negate=condition.negate)}"
        case Operator.HAS_ANY | Operator.ONE_OF, ListValue(items):
            return f"{has} {'none' if condition.negate else 'any'} of {enumerated(items, 'or')}"
        case Operator.HAS_ALL, ListValue(items):
            return f"{f'{does} not have' if condition.negate else has} all of {enumerated(items, 'and')}"
        case Operator.MATCHES, value:
            return f"{'does not match' if condition.negate else 'matches'} the pattern {spoken(value)}"
        case operator, _ if operator in _OF_MOMENTS and _is_moment(condition):
            return f"{be}{no} {_when(condition, semantics)}"
        case operator, value:
            words = operator_phrase(operator, negate=condition.negate)
            return f"{words.replace('is', be, 1) if words.startswith('is') else words} {spoken(value)}"


def _is_moment(condition: Condition) -> bool:
    moments = InstantValue | DayValue | RelativeValue
    value = condition.value
    if isinstance(value, RangeValue):
        return isinstance(value.low, moments) and isinstance(value.high, moments)
    return condition.operator in _OF_MOMENTS and isinstance(value, moments)


_SAYS_WHEN: Mapping[Operator, str] = {
    Operator.MORE_THAN: "after",
    Operator.AT_LEAST: "at or after",
    Operator.LESS_THAN: "before",
    Operator.AT_MOST: "at or before",
    Operator.BETWEEN: "between",
    Operator.ON_DAY: "on",
}


def _when(condition: Condition, semantics: Semantics, *, of_verb: bool = False) -> str:
    """The time that a condition names: `after 1 July 2024 at 09:30 UTC`, `in the last 30 days`."""
    operator, value = condition.operator, condition.value
    if operator is Operator.WITHIN and isinstance(value, RelativeValue):
        return span(value)
    # Only there the beginning of the day is the same as the day itself; "after" would lose what happened on it.
    names_day = is_midnight(value) and semantics.zone is UTC and operator in {Operator.AT_LEAST, Operator.LESS_THAN}
    said = day_of(value) if names_day else spoken(value)
    if isinstance(value, DayValue) or names_day:
        words = {Operator.AT_LEAST: "on or after", Operator.AT_MOST: "on or before"}
    else:
        words = {}
    word = words.get(operator, _SAYS_WHEN.get(operator, "exactly" if not isinstance(value, DayValue) else "on"))
    if operator is Operator.IS and not of_verb and not isinstance(value, DayValue):
        word = "exactly"
    return f"{word} {said}"
