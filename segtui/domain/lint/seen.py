"""What a condition asks for beside what leads really have: fields, values, types and spellings."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.facts import Facts, Seen, ValueKind
from segtui.domain.instants import parse_instant
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.allowance import Allowance
from segtui.domain.lint.dialect import RuleDialect
from segtui.domain.operators import FieldType, Operator
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, Path
from segtui.domain.text import printable, quoted
from segtui.domain.values import BoolValue, ListValue, NumberValue, RangeValue, Scalar, TextValue, is_number
from segtui.domain.wording import condition_words, value_words

_EQUALITY = frozenset({Operator.IS, Operator.ONE_OF, Operator.HAS_ANY, Operator.HAS_ALL})
_OF_SEVERAL = frozenset({Operator.ONE_OF, Operator.HAS_ANY})
_ORDER = frozenset({Operator.MORE_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST, Operator.BETWEEN})
_TEXT_TESTS = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES})
_DAY_OR_MONTH_FIRST = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\s*", re.ASCII)
_PART_OF_DATE = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_MONTHS = 12
_CLOSE = 0.75
_MOST_VALUES = 200
"""Fields with more different values hold names or numbers of things; that one isn't seen says nothing."""
_SHOWN = 4


@record
class Look:
    """A condition in its place, with what the leads have in its field."""

    tree: Group
    path: Path
    node: Condition
    dialect: RuleDialect
    facts: Facts
    word: LeadWord
    likened: Allowance
    """How many values may still be looked through for one that is nearly what is asked for."""

    @property
    def seen(self) -> Seen:
        """What the leads have in the condition's field."""
        return self.facts.seen(self.node.field)

    def tell(self, code: str, severity: Severity, message: str, instead: Condition | None = None) -> Diagnostic:
        """A diagnostic about this condition, with another one that should stand in its place."""
        fix = None
        if instead is not None:
            fix = Fix(f"say it as: {condition_words(instead)}", replaced(self.tree, self.path, instead))
        return Diagnostic(code, severity, self.path, message, fix)


def ambiguous_dates(path: Path, node: Condition, dialect: RuleDialect, seen: Seen | None) -> list[Diagnostic]:
    """Dates such as 03/04/2026, of which nobody knows whether the day or the month comes first."""
    has_dates = seen is not None and seen.main_kind is ValueKind.DATE
    if not has_dates and dialect.field_type(node.field) is not FieldType.INSTANT:
        return []
    found = []
    for text in _texts(node):
        parts = _DAY_OR_MONTH_FIRST.fullmatch(text)
        if parts and parts[1] != parts[2] and max(int(parts[1]), int(parts[2])) <= _MONTHS:
            year = parts[3] if len(parts[3]) > 2 else f"20{parts[3]}"  # noqa: PLR2004 - two digits of a year
            one, other = (
                f"{year}-{month:0>2}-{day:0>2}" for day, month in ((parts[1], parts[2]), (parts[2], parts[1]))
            )
            message = f"{quoted(text)} can be read as {one} and as {other}. Write the one that is meant."
            found.append(Diagnostic("ambiguous-date", Severity.WARN, path, message))
    return found


def seen_diagnostics(look: Look) -> Iterator[Diagnostic]:
    """Everything of this kind about one condition."""
    if not look.facts.looked_at:
        return
    if not look.seen.leads:
        yield from _about_the_field(look)
        return
    mismatches = list(_types(look))
    yield from mismatches
    if any(one.severity is Severity.WARN for one in mismatches):
        return
    yield from _dates(look)
    yield from _values(look)


def _about_the_field(look: Look) -> Iterator[Diagnostic]:
    field = look.node.field
    known = look.facts.paths | {one.path for one in look.dialect.fields}
    nobody = f"None of the {look.facts.looked_at:,} {look.word.several} looked at has {printable(field)}"
    if field in known:
        yield look.tell("field-empty", Severity.NOTE, f"{nobody}.")
        return
    close = _closest(field, known)
    severity = Severity.WARN if close or look.facts.is_everybody else Severity.NOTE
    message = f"{nobody}, and the service names no such field."
    if close:
        message += f" Did you mean {printable(close)}?"
    yield look.tell("unknown-field", severity, message, replace(look.node, field=close) if close else None)


def _closest(field: str, known: frozenset[str]) -> str:
    """The known field that is spelt most alike, upper and lower case aside; also by its last part alone.

    What the field is a part of isn't meant: who names one attribute doesn't mean all of them.
    """
    known = frozenset(path for path in known if not field.startswith(f"{path}."))
    folded = {path.casefold(): path for path in sorted(known)}
    found = get_close_matches(field.casefold(), folded, n=1, cutoff=_CLOSE)
    if found:
        return folded[found[0]]
    ends = {path.rpartition(".")[2].casefold(): path for path in sorted(known)}
    return ends.get(field.rpartition(".")[2].casefold(), "")


def _types(look: Look) -> Iterator[Diagnostic]:
    """Numbers, texts and yes/no that are compared with something of another type, which finds nothing."""
    if look.dialect.field_type(look.node.field) is not FieldType.ANY or not look.dialect.semantics.types_must_agree:
        return
    for value in _scalars(look.node):
        same, other, instead = _counts(look, value)
        if not other:
            continue
        word, other_word = ("a text", "a number") if isinstance(value, TextValue) else ("a number", "a text")
        if isinstance(instead, BoolValue):
            other_word = "yes or no"
        field, shown = printable(look.node.field), value_words(value)
        if same > other:
            message = (
                f"{other:,} of {look.seen.leads:,} {look.word.several} hold {field} as {other_word}; "
                "this line passes over them."
            )
            yield look.tell("mixed-types", Severity.NOTE, message)
            continue
        message = (
            f"{field} is {other_word} in {other:,} of {look.seen.leads:,} {look.word.several}, "
            f"and {shown} is {word} here: the two are never alike."
        )
        turned = _with_value(look.node, value, instead) if instead is not None else None
        yield look.tell("type-mismatch", Severity.WARN, message, turned)
        return


def _counts(look: Look, value: Scalar) -> tuple[int, int, Scalar | None]:
    """Leads that a value could be compared with, leads of another type, and the value in that other type."""
    kinds, texts = look.seen.kinds, look.seen.values
    digits = sum(count for text, count in texts.items() if is_number(text))
    written = kinds.get(ValueKind.TEXT, 0) + kinds.get(ValueKind.DATE, 0)
    match value:
        case _ if look.node.operator in _TEXT_TESTS:
            return written, 0 if written else kinds.get(ValueKind.NUMBER, 0), None
        case NumberValue(digits_written):
            return kinds.get(ValueKind.NUMBER, 0), digits, TextValue(digits_written)
        case TextValue(text) if is_number(text):
            return digits, kinds.get(ValueKind.NUMBER, 0), NumberValue(text)
        case TextValue("true" | "yes" | "false" | "no" as word):
            return texts.get(word, 0), kinds.get(ValueKind.BOOL, 0), BoolValue(word in {"true", "yes"})
        case TextValue() if look.node.operator in _ORDER:
            return written, 0 if written else kinds.get(ValueKind.NUMBER, 0), None
        case _:
            return 0, 0, None


def _dates(look: Look) -> Iterator[Diagnostic]:
    """Texts that are no dates, in a field that holds dates written as text."""
    if look.dialect.field_type(look.node.field) is not FieldType.ANY or look.seen.main_kind is not ValueKind.DATE:
        return
    if look.node.operator not in _EQUALITY | _ORDER:
        return
    for text in _texts(look.node):
        if text and parse_instant(text) is None and not _PART_OF_DATE.fullmatch(text):
            message = (
                f"{printable(look.node.field)} holds dates such as 2026-07-01, and {quoted(text)} is none: "
                "they are compared letter by letter."
            )
            yield look.tell("unparsable-date", Severity.WARN, message)


def _values(look: Look) -> Iterator[Diagnostic]:
    """Texts that no lead has, or that leads also have in another spelling."""
    seen = look.seen
    if look.node.operator not in _EQUALITY or seen.main_kind is not ValueKind.TEXT:
        return
    asked = list(_texts(look.node))
    for text in asked:
        variants = {one: count for one, count in _variants(look, text).items() if one not in asked}
        if variants:
            yield _spelt_in_several_ways(look, text, variants)
        elif text.strip() and text not in seen.values and (len(seen.values) <= _MOST_VALUES or look.facts.is_everybody):
            affordable = look.likened.covers(len(seen.values))
            close = get_close_matches(text, seen.values, n=1, cutoff=_CLOSE) if affordable else []
            message = (
                f"None of the {look.facts.looked_at:,} {look.word.several} looked at has {quoted(text)} "
                f"as {printable(seen.path)}."
            )
            if close:
                message += f" Did you mean {quoted(close[0])}, which {seen.values[close[0]]:,} have?"
            instead = _with_value(look.node, TextValue(text), TextValue(close[0])) if close else None
            yield look.tell("value-never-seen", Severity.NOTE, message, instead)


def _variants(look: Look, text: str) -> Mapping[str, int]:
    """The same text in other spellings: case, accents in another form, blanks around it."""
    folded = _folded(text)
    heeds_case = look.dialect.semantics.case_matters
    if not folded:
        return {}
    return {
        one: count
        for one, count in look.seen.values.items()
        if one != text and _folded(one) == folded and (heeds_case or one.casefold() != text.casefold())
    }


def _spelt_in_several_ways(look: Look, text: str, variants: Mapping[str, int]) -> Diagnostic:
    others = sorted(variants.items(), key=lambda one: (-one[1], one[0]))
    own = look.seen.values.get(text, 0)
    counted = ", ".join(f"{quoted(one)} {count:,}" for one, count in [(text, own), *others][:_SHOWN])
    severity = Severity.NOTE if own else Severity.WARN
    have = f"{look.word.several.capitalize()} have {printable(look.seen.path)}"
    message = f"{have} in several spellings: {counted}. This line heeds only its own."
    node = look.node
    listed = (*(TextValue(one) for one in _texts(node)), *(TextValue(one) for one, _ in others))
    all_of_them = replace(node, operator=Operator.ONE_OF, value=ListValue(tuple(dict.fromkeys(listed))))
    everything_is_text = all(isinstance(value, TextValue) for value in _scalars(node))
    has_a_list = isinstance(node.value, ListValue)
    can_be_listed = everything_is_text and node.operator in (_OF_SEVERAL if has_a_list else {Operator.IS})
    return look.tell("case-variants", severity, message, all_of_them if can_be_listed else None)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _scalars(node: Condition) -> Iterator[Scalar]:
    match node.value:
        case ListValue(items):
            yield from items
        case RangeValue(low, high):
            yield from (low, high)
        case value if isinstance(value, Scalar):
            yield value


def _texts(node: Condition) -> Iterator[str]:
    yield from (value.text for value in _scalars(node) if isinstance(value, TextValue))


def _with_value(node: Condition, old: Scalar, new: Scalar) -> Condition:
    match node.value:
        case ListValue(items):
            return replace(node, value=ListValue(tuple(new if item == old else item for item in items)))
        case RangeValue(low, high):
            return replace(node, value=RangeValue(new if low == old else low, new if high == old else high))
        case _:
            return replace(node, value=new)
