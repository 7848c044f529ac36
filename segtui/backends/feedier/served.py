"""What is worth knowing of what Feedier does with a rule.

The service does what a rule says, as far as that is documented, and it previews any rule itself. So the tree stays as
it is but for parts whose meaning is open, and what is told is where a rule says something else than somebody may have
meant: comparisons are strict, so that the text "11" is no form; profiles have other words in the newer form than in
answers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from segtui.backends.base import Served
from segtui.backends.feedier.codec import placed_parts, text_of, untouched, whole_text
from segtui.backends.feedier.fields import (
    ATTRIBUTE,
    FIELDS,
    OLD_ATTRIBUTE,
    PROFILES,
    field_type,
    is_newer,
)
from segtui.backends.feedier.fql import Written, read
from segtui.backends.feedier.periods import PERIODS, period_says
from segtui.backends.feedier.ways_round import with_words
from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.operators import FieldType, Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path, node_at, walk
from segtui.domain.text import printable, quoted
from segtui.domain.values import (
    DayValue,
    JsonValue,
    ListValue,
    NumberValue,
    RangeValue,
    Scalar,
    TextValue,
    Value,
    is_number,
)
from segtui.domain.wording import condition_words

_EQUALS = frozenset({Operator.IS, Operator.ONE_OF})
_STRICT = _EQUALS | {Operator.MORE_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST}

_WRONG: dict[FieldType, type[TextValue | NumberValue]] = {FieldType.NUMBER: TextValue, FieldType.TEXT: NumberValue}
"""What equals nothing in a field."""

_DOCUMENTED = frozenset(field.path for field in FIELDS)

_OFTEN_SENSITIVE = frozenset({"email", "e-mail", "mail", "phone", "mobile", "telephone"})
"""Attributes that are likely to be marked sensitive."""

_ANSWERS_WORDS = {word: profile for profile, word in PROFILES.items()}

_UNSURE = "Whether feedback that has no such value at all, or others besides, is selected isn't documented"

_ODDLY_STORED = {
    Written.SINGLE_QUOTED: "This rule is stored with single quotes, which is no JSON",
    Written.ENCODED_TWICE: "This rule is stored as JSON inside JSON",
}


def served(rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Served:
    """The rule as Feedier evaluates it, and what is worth knowing."""
    if len(rule.children) == 1 and whole_text(rule.children[0]) is not None and not rule.negate:
        return Served(rule, tuple(_not_understood((0,), rule.children[0], "text")))
    placed, losses = placed_parts(rule, stored)
    differences = [*losses, *_oddly_stored(rule, stored)]
    for one in placed:
        whole = node_at(rule, one.path)
        if _is_unsure(whole):
            differences.append(Diagnostic("absent-unsure", Severity.NOTE, one.path, f"{_UNSURE}."))
        for below, part in walk(whole):
            differences += _told(rule, (*one.path, *below), part)
    differences.sort(key=lambda one: (one.path, one.severity is Severity.NOTE))
    taken = Group(rule.combine, tuple(_taken(node_at(rule, one.path), one.source) for one in placed))
    return Served(taken, tuple(differences), "" if losses else _why_everybody(taken))


def _taken(part: Node, source: str) -> Node:
    return Opaque(source, _UNSURE) if _is_unsure(part) else part


def _is_unsure(part: Node) -> bool:
    """Whether a condition of the older form denies something of one of several members, such as topics."""
    first = part.children[0] if isinstance(part, Group) and part.children else part
    if isinstance(part, Opaque) or not isinstance(first, Condition) or not part.negate:
        return False
    return not is_newer(first.field) and "." in first.field


def _oddly_stored(rule: Group, stored: Mapping[str, JsonValue] | None) -> Iterator[Diagnostic]:
    how = _ODDLY_STORED.get(read(text_of(stored or {})).written)
    if how is not None:
        is_kept = untouched(rule, stored)
        then = (
            "It stays so until the repaired text is saved." if is_kept else "Saving this change writes all of it anew."
        )
        message = f"{how}; whether Feedier understands it can't be told. {then}"
        yield Diagnostic("stored-oddly", Severity.NOTE, (), message)


def _told(rule: Group, path: Path, part: Node) -> Iterator[Diagnostic]:
    if isinstance(part, Opaque):
        yield from _not_understood(path, part, "line")
    elif isinstance(part, Condition):
        for look in (_strict_type, _other_words, _unknown_word, _reversed, _unseen, _sensitive):
            yield from look(rule, path, part)


def _not_understood(path: Path, part: Node, what: str) -> Iterator[Diagnostic]:
    if isinstance(part, Opaque):
        message = f"It can't be told what Feedier does with this {what}: {printable(part.reason)}."
        yield Diagnostic("not-understood", Severity.WARN, path, message)


def _strict_type(rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    """A text where the field holds numbers, or the other way round."""
    holds = field_type(one.field)
    wrong = _WRONG.get(holds)
    if wrong is None or one.operator not in _STRICT:
        return
    odd = [item for item in _scalars(one.value) if isinstance(item, wrong)]
    if not odd:
        return
    kinds = ("numbers", "text") if holds is FieldType.NUMBER else ("texts", "number")
    shown = quoted(odd[0].text if isinstance(odd[0], TextValue) else str(_written(odd[0])))
    message = (
        f"Feedier compares strictly, and {printable(one.field)} holds {kinds[0]}: the {kinds[1]} {shown} equals none."
    )
    turned = replace(one, value=_each(one.value, _number if holds is FieldType.NUMBER else _text))
    is_mended = not any(isinstance(item, wrong) for item in _scalars(turned.value))
    kind = kinds[0].removesuffix("s")
    fix = Fix(f"write it as a {kind}", replaced(rule, path, turned)) if is_mended else None
    yield Diagnostic("type-differs", Severity.WARN, path, message, fix)


def _other_words(rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    """A profile in the words of the other form."""
    words = {"Nps": PROFILES, "nps_profile": _ANSWERS_WORDS}.get(one.field, {})
    wrong = [item.text for item in _scalars(one.value) if isinstance(item, TextValue) and item.text in words]
    if not wrong or one.operator not in _EQUALS:
        return
    right = replace(one, value=with_words(one.value, words))
    message = f"{quoted(wrong[0])} is no word of {one.field}, which says {quoted(words[wrong[0]])} for it."
    fix = Fix(f"say it as: {condition_words(right)}", replaced(rule, path, right))
    yield Diagnostic("other-word", Severity.WARN, path, message, fix)


def _unknown_word(rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    """A word for a span of days that isn't documented, or that only people say."""
    if one.operator is not Operator.IS or field_type(one.field) is not FieldType.INSTANT:
        return
    if not isinstance(one.value, TextValue) or period_says(one.value.text):
        return
    meant = PERIODS.get(" ".join(one.value.text.lower().split()))
    if meant is None:
        message = f"Which days {quoted(one.value.text)} stands for isn't documented; a preview by Feedier tells."
        yield Diagnostic("period-unknown", Severity.NOTE, path, message)
        return
    right = replace(one, value=TextValue(meant))
    message = f"{quoted(one.value.text)} is no word of Feedier, which says {quoted(meant)} for it."
    fix = Fix(f"say it as: {condition_words(right)}", replaced(rule, path, right))
    yield Diagnostic("other-word", Severity.WARN, path, message, fix)


def _reversed(rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    match one.value:
        case RangeValue(DayValue(low), DayValue(high)) if low > high:
            fix_ = replace(one, value=RangeValue(DayValue(high), DayValue(low)))
            fix = Fix(f"turn them round: {condition_words(fix_)}", replaced(rule, path, fix_))
            message = "The first day comes after the second, so no feedback lies between them."
            yield Diagnostic("range-reversed", Severity.WARN, path, message, fix)


def _unseen(_rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    if one.field in _DOCUMENTED or one.field.startswith((ATTRIBUTE, OLD_ATTRIBUTE)):
        return
    what = "filter" if is_newer(one.field) else "field"
    message = f"The documentation that is public names no {what} {quoted(one.field)}; a preview tells if there is one."
    yield Diagnostic("filter-unseen", Severity.NOTE, path, message)


def _sensitive(_rule: Group, path: Path, one: Condition) -> Iterator[Diagnostic]:
    name = one.field.removeprefix(ATTRIBUTE).removeprefix(OLD_ATTRIBUTE)
    if name != one.field and name.lower() in _OFTEN_SENSITIVE:
        message = f"Where {quoted(name)} is marked as sensitive, Feedier keeps it encrypted and no rule finds anything."
        yield Diagnostic("maybe-sensitive", Severity.NOTE, path, message)


def _scalars(value: Value) -> tuple[Scalar, ...]:
    match value:
        case ListValue(items):
            return items
        case TextValue() | NumberValue():
            return (value,)
        case _:
            return ()


def _each(value: Value, change: Callable[[Scalar], Scalar]) -> Value:
    match value:
        case ListValue(items):
            return ListValue(tuple(change(item) for item in items))
        case TextValue() | NumberValue():
            return change(value)
        case _:
            return value


def _number(value: Scalar) -> Scalar:
    return NumberValue(value.text) if isinstance(value, TextValue) and is_number(value.text) else value


def _text(value: Scalar) -> Scalar:
    return TextValue(value.written) if isinstance(value, NumberValue) else value


def _written(value: Scalar) -> str:
    return value.written if isinstance(value, NumberValue) else ""


def _why_everybody(taken: Group) -> str:
    if not taken.children and taken.combine is Combine.ALL:
        return "Without conditions, Feedier selects all feedback."
    met = [_is_met_by_all(one) for one in taken.children]
    is_met = all(met) if taken.combine is Combine.ALL else any(met)
    return "All feedback is none of an empty list." if is_met else ""


def _is_met_by_all(one: Node) -> bool:
    return isinstance(one, Condition) and one.operator is Operator.ONE_OF and one.negate and one.value == ListValue(())
