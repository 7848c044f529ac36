"""A rule of one service said in the rule language of another, with an account of what becomes of each condition.

What the target's own dialect says decides: whether it can hold a condition, whether it can run it, and whether it does
something else. What a condition loses on the way is said beside it, and nothing is left out in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.fields_between import FieldsBetween, Language
from segtui.domain.muting import unmuted
from segtui.domain.operators import FieldType, Operator
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, Node, Opaque, Path, walk
from segtui.domain.saying import Moment, Said, as_days, is_word_for_days, ways_to_say
from segtui.domain.text import quoted
from segtui.domain.values import BoolValue, DayValue, ListValue, NumberValue, RangeValue, Scalar, TextValue, Value
from segtui.domain.wording import node_words, value_words
from segtui.domain.working import in_words_that_work

_OF_TEXTS = frozenset(
    {Operator.IS, Operator.ONE_OF, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES}
)
_OF_PARTS = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES})
_OF_PRESENCE = frozenset({Operator.EXISTS, Operator.HAS_NO_VALUE})
_NO_FIELDS: Mapping[str, str] = {}


class Fate(StrEnum):
    """What becomes of a condition."""

    CARRIES = "carries over"
    CHANGES = "changes meaning"
    LOST = "does not fit"


@record
class Line:
    """What becomes of one condition, or of a part that isn't understood."""

    path: Path
    """Where it stands in the rule that is translated."""
    node: Condition | Opaque
    fate: Fate
    became: Node | None = None
    """What it is in the other language; None when it is left out."""
    why: tuple[str, ...] = ()
    """Why it isn't just the same, as sentences."""
    intent: str = ""
    """What was meant by a date that is frozen now; empty when none is."""

    @property
    def was(self) -> str:
        """The condition in words."""
        return node_words(self.node)

    @property
    def now(self) -> str:
        """What it becomes, in words; empty when it is left out."""
        return node_words(self.became) if self.became is not None else ""


@record
class Translation:
    """A rule in another language."""

    rule: Group
    """What could be said of it."""
    lines: tuple[Line, ...]
    """One for each condition, in the rule's order."""
    remarks: tuple[str, ...] = ()
    """What is to be said of the rule as a whole."""
    why_not: str = ""
    """Why it isn't worth keeping: nothing of it is left, or the rest can't be sent. Empty when it is."""

    @property
    def lost(self) -> int:
        """How many conditions are left out."""
        return sum(1 for line in self.lines if line.fate is Fate.LOST)


def _as_it_stands(rule: Group) -> Translation:
    """A rule in its own language: everything carries over, what isn't understood included."""
    rule = unmuted(rule)
    return Translation(
        rule,
        tuple(
            Line(path, node, Fate.CARRIES, node) for path, node in walk(rule) if isinstance(node, Condition | Opaque)
        ),
    )


def translated(
    rule: Group, source: Language, target: Language, moment: Moment, named: Mapping[str, str] = _NO_FIELDS
) -> Translation:
    """Say a rule in another language.

    Args:
        rule: As it is meant, in the source's fields.
        source: The language it is in.
        target: The language to say it in; the same dialect leaves the rule as it is.
        moment: See `Moment`.
        named: Fields of the target that a person has named for fields of the source.
    """
    if source.dialect is target.dialect and not named:
        return _as_it_stands(rule)
    return _Translator(FieldsBetween(source, target, named), moment).whole(unmuted(rule))


@dataclass(slots=True)
class _Part:
    """What became of a child of the rule: a node, or nothing, and the lines about it."""

    node: Node | None
    lines: list[Line]

    def lose(self, why: str) -> None:
        """Leave all of it out."""
        self.node = None
        self.lines = [
            one if one.fate is Fate.LOST else Line(one.path, one.node, Fate.LOST, why=(why,)) for one in self.lines
        ]

    def change(self, why: str) -> None:
        """It will do something else than it says."""
        self.lines = [
            one if one.fate is Fate.LOST else replace(one, fate=Fate.CHANGES, why=_once(one.why, why))
            for one in self.lines
        ]


class _Translator:
    def __init__(self, fields: FieldsBetween, moment: Moment) -> None:
        self._fields = fields
        self._source, self._target = fields.source, fields.target
        self._moment = moment

    def whole(self, rule: Group) -> Translation:
        """The rule with all its parts."""
        parts = [self._child(child, (place,)) for place, child in enumerate(rule.children)]
        said, why_not = self._joined(rule, parts)
        remarks = [*self._remarks(), *self._annotated(said, parts)]
        lines = tuple(chain.from_iterable(part.lines for part in parts))
        if rule.children and not any(part.node is not None for part in parts):
            why_not = why_not or f"No condition of this rule can be said in {self._target.title}."
        return Translation(said, lines, tuple(remarks), why_not)

    def _joined(self, rule: Group, parts: Sequence[_Part]) -> tuple[Group, str]:
        """What is left of the rule, in words that work, and what the target still has against it."""
        while True:
            kept = [part for part in parts if part.node is not None]
            children = tuple(part.node for part in kept if part.node is not None)
            said = in_words_that_work(replace(rule, children=children), self._target.dialect)
            refused = self._refused(said)
            culprit = next((one for one in refused if one.path and one.path[0] < len(kept)), None)
            if not refused or culprit is None or len(said.children) != len(kept):
                return said, " ".join(_once((), *(one.message for one in refused)))
            kept[culprit.path[0]].lose(culprit.message)

    def _annotated(self, said: Group, parts: Sequence[_Part]) -> Iterator[str]:
        """Note beside the conditions where the target does something else; what concerns all of them is a remark."""
        kept = [part for part in parts if part.node is not None]
        for one in self._target.dialect.served(said).differences:
            if one.severity is Severity.NOTE:
                continue
            if one.path and len(said.children) == len(kept):
                kept[one.path[0]].change(one.message)
            else:
                yield one.message

    def _remarks(self) -> Iterator[str]:
        here, there = self._source, self._target
        if here.meanings.subject != there.meanings.subject:
            yield (
                f"In {here.title} each record is {here.meanings.subject}, "
                f"in {there.title} {there.meanings.subject}: the same words select something else."
            )

    def _child(self, child: Node, path: Path) -> _Part:
        """A child of the rule itself; a group must fit in as a whole."""
        part = self._part(child, path)
        if not isinstance(child, Group) or part.node is None:
            return part
        node, why = self._accepted(part.node)
        if node is None:
            part.lose(why)
        part.node = node
        return part

    def _part(self, node: Node, path: Path) -> _Part:
        if isinstance(node, Opaque):
            why = f"Only {self._source.title} understands this part."
            return _Part(None, [Line(path, node, Fate.LOST, why=(why,))])
        if isinstance(node, Condition):
            line = self._line(node, path)
            return _Part(line.became, [line])
        parts = [self._part(child, (*path, place)) for place, child in enumerate(node.children)]
        children = tuple(part.node for part in parts if part.node is not None)
        lines = list(chain.from_iterable(part.lines for part in parts))
        return _Part(None if node.children and not children else replace(node, children=children), lines)

    def _line(self, condition: Condition, path: Path) -> Line:
        field = self._fields.found(condition.field)
        if not field.path:
            return Line(path, condition, Fate.LOST, why=field.why)
        holds = self._target.dialect.field_type(field.path)
        reasons: list[str] = []
        for way in self._ways(condition, field.path, holds, reasons):
            node, why = self._accepted(way.condition)
            if node is None:
                reasons.append(why)
                continue
            told = _once(
                field.why, *way.why, *self._type_change(condition, holds), *self._differences(condition, way.condition)
            )
            return Line(path, condition, Fate.CHANGES if told else Fate.CARRIES, node, told, way.intent)
        return Line(path, condition, Fate.LOST, why=tuple(reasons[:1]))

    def _ways(self, condition: Condition, field: str, holds: FieldType, reasons: list[str]) -> Iterator[Said]:
        """Ways to say a condition of a field of the target; a word that only the source knows is none."""
        here, there = self._source.dialect.semantics, self._target.dialect.semantics
        renamed = replace(condition, field=field)
        if here.period is there.period or not is_word_for_days(condition, here):
            yield from ways_to_say(renamed, holds, self._moment)
            return
        if (days := as_days(renamed, here, self._moment)) is not None:
            yield days
        reasons.insert(
            0, f"{quoted(value_words(condition.value))} is a word for days that only {self._source.title} knows."
        )

    def _accepted(self, node: Node) -> tuple[Node | None, str]:
        """A node as the target can hold and run it, alone in a rule; else None and the reason."""
        said = in_words_that_work(Group(children=(node,)), self._target.dialect)
        served = self._target.dialect.served(said)
        refused = [*self._refused(said), *(one for one in served.differences if one.severity is Severity.REFUSE)]
        if refused:
            return None, refused[0].message
        if served.rule is None:
            never = [one.message for one in served.differences if one.code == "never-answered"]
            return None, " ".join(never[:1]) or f"{self._target.title} would never answer."
        skipped = not served.rule.children and bool(said.children)
        if skipped:
            return None, " ".join(one.message for one in served.differences if one.severity is Severity.WARN)
        return (said.children[0] if len(said.children) == 1 and not said.negate else said), ""

    def _refused(self, rule: Group) -> Sequence[Diagnostic]:
        return [one for one in self._target.dialect.problems(rule, creating=True) if one.severity is Severity.REFUSE]

    def _type_change(self, condition: Condition, holds: FieldType) -> Iterator[str]:
        was = self._source.dialect.field_type(condition.field)
        if FieldType.ANY not in {was, holds} and was is not holds:
            yield f"The field holds {_A_TYPE[was]} in {self._source.title}, {_A_TYPE[holds]} in {self._target.title}."
        elif was is FieldType.LIST and holds is not FieldType.LIST:
            yield f"The field is a list in {self._source.title}; {self._target.title} may know one value only."

    def _differences(self, condition: Condition, said: Condition) -> Iterator[str]:
        here, there = self._source.dialect.semantics, self._target.dialect.semantics
        titles = self._source.title, self._target.title
        yield from _case(said, here, there, titles)
        if condition.negate and here.absent_meets_negation is not there.absent_meets_negation:
            taken, left = titles if here.absent_meets_negation else titles[::-1]
            yield f"{taken} includes those without the field, {left} doesn't."
        if condition.operator in _OF_PRESENCE and here.null_is_present is not there.null_is_present:
            present, missing = titles if here.null_is_present else titles[::-1]
            yield f"An empty value (null) counts as present in {present}, as missing in {missing}."
        if here.types_must_agree is not there.types_must_agree and _has_type(condition.value):
            strict, loose = titles if here.types_must_agree else titles[::-1]
            yield f"The number 5 and the text “5” are two things in {strict}, and one in {loose}."
        if here.zone != there.zone and any(isinstance(one, DayValue) for one in _scalars(said.value)):
            yield f"Days begin at another time in {titles[1]} than in {titles[0]}."


def _case(condition: Condition, here: Semantics, there: Semantics, titles: tuple[str, str]) -> Iterator[str]:
    if condition.operator not in _OF_TEXTS or not any(_has_letters(one) for one in _scalars(condition.value)):
        return
    if here.case_matters is not there.case_matters:
        strict, loose = titles if here.case_matters else titles[::-1]
        yield f"Capital and small letters differ in {strict}, not in {loose}."
    elif condition.operator in _OF_PARTS and here.unsure_of_parts is not there.unsure_of_parts:
        unsure, sure = titles if here.unsure_of_parts else titles[::-1]
        yield f"Capital and small letters differ in {sure}; whether they do in {unsure} isn't known."


def _has_letters(value: Scalar) -> bool:
    return isinstance(value, TextValue) and value.text.lower() != value.text.upper()


def _has_type(value: Value) -> bool:
    return any(isinstance(one, NumberValue | BoolValue) for one in _scalars(value))


def _scalars(value: Value) -> tuple[Scalar, ...]:
    match value:
        case ListValue(items):
            return items
        case RangeValue(low, high):
            return (low, high)
        case TextValue() | NumberValue() | BoolValue() | DayValue():
            return (value,)
        case _:
            return ()


def _once(known: Sequence[str], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


_A_TYPE = {
    FieldType.TEXT: "a text",
    FieldType.NUMBER: "a number",
    FieldType.BOOL: "yes or no",
    FieldType.INSTANT: "a date",
    FieldType.LIST: "a list",
    FieldType.ANY: "anything",
}
