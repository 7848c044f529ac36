"""The text form as a tree. `lark` (55 ms) is imported with the first text that is read."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.operators import WORDINGS, Operator, Takes, typed_operators
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, walk
from segtui.domain.text import quoted
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Unit,
    Value,
    is_number,
)

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

_DEEPEST = 50
"""Groups in groups; more is no rule of a person, and every walk through it would have to be prepared for it."""

_BETWEEN = "is between", "is not between", "between"

_WORD_ENDS = r"(?![\w.@/+-])"

_GRAMMAR = r"""
?start: chain
?chain: node | node (_AND node)+ -> all_of | node (_OR node)+ -> any_of
?node: _NOT node -> negated
     | "(" chain ")" -> bracket
     | COUNTED "(" [chain ("," chain)*] ")" -> counted
     | EVERYBODY -> everybody | NOBODY -> nobody
     | _OPAQUE STRING -> opaque
     | field OP [value] -> condition
     | field BETWEEN scalar (_TO | _AND) scalar -> between
?field: WORD -> name | STRING -> name
?value: scalar | list | relative
?scalar: WORD -> text | STRING -> text | NUMBER -> number | YES -> yes | NO -> no
       | INSTANT -> instant | _INSTANT_WORD STRING -> instant | _DAY_WORD INSTANT -> day
list: "[" [scalar ("," scalar)*] "]"
?relative: NUMBER UNIT SIDE ANCHOR -> aside | NUMBER UNIT _AGO -> ago
         | SPAN NUMBER UNIT -> span | SPAN SHORT -> span | SHORT -> short

_AND.2: /and%(end)s/i
_OR.2: /or%(end)s/i
_NOT.3: /not%(end)s/i
_TO.2: /to%(end)s/i
_OPAQUE.4: /not-understood%(end)s/i
COUNTED.2: /(all|any)(\s+of)?(?=\s*\()/i
EVERYBODY.2: /everybody%(end)s/i
NOBODY.2: /nobody%(end)s/i
YES.2: /(yes|true)%(end)s/i
NO.2: /(no|false)%(end)s/i
SPAN.2: /(last|next)%(end)s/i
UNIT.2: /(minute|hour|day|week|month|year)s?%(end)s/i
SIDE.2: /(before|after)%(end)s/i
ANCHOR.2: /(now|today)%(end)s/i
_AGO.2: /ago%(end)s/i
_DAY_WORD.2: /day%(end)s/i
_INSTANT_WORD.2: /instant%(end)s/i
BETWEEN.3: /%(between)s/i
OP.2: /%(operators)s/i
SHORT.3: /\d+(min|h|d|w|m|y)%(end)s/
INSTANT.2: /\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:?\d\d)?)?%(end)s/
NUMBER: /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?%(end)s/
STRING: /"(?:[^"\\]|\\.)*"/
WORD: /[^\W\d][\w.@\/+-]*/
%%ignore /\s+/
"""

_SHORT_UNITS = {
    "min": Unit.MINUTES,
    "h": Unit.HOURS,
    "d": Unit.DAYS,
    "w": Unit.WEEKS,
    "m": Unit.MONTHS,
    "y": Unit.YEARS,
}

_EXPECTED = {
    "OP": "an operator, such as is, contains or is at least",
    "WORD": "a field or a value",
    "RPAR": "a closing bracket",
    "RSQB": "the ] behind a list",
    "UNIT": "a unit, such as days or weeks",
    "ANCHOR": "now or today",
}
"""What a person is told that could stand at a place; the other ways in are told by these."""

_BEHIND_A_CONDITION = frozenset({"_AND", "_OR", "$END"})

_EXAMPLE = 'Such as: country is Italy and (tags has any of [vip, beta] or email contains "@test.")'


class UnreadableRule(SegtuiError):
    """A rule as text that can't be read.

    Attributes:
        column: The character where it stops making sense, from 0.
    """

    code = "unreadable-rule"
    trouble = Trouble.USAGE

    def __init__(self, message: str, column: int, *, hint: str = _EXAMPLE) -> None:
        self.column = column
        super().__init__(f"{message} (character {column + 1})", hint=hint)


def read_rule_text(text: str, present: Group | None = None) -> Group:
    """Read a rule that was typed.

    Args:
        text: One rule; line breaks count as blanks.
        present: The rule that the text was made from. Parts that segtui doesn't understand can be kept, moved and
            removed, but not typed: they are taken from here.

    Raises:
        UnreadableRule: The text is no rule; the message names the place and what was expected.
    """
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - 55 ms, and most runs read no text

    _check_depth(text)
    known = {node.written: node for _, node in walk(present or Group()) if isinstance(node, Opaque)}
    try:
        found: Any = _parser().parse(text)
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    root: Group = found if isinstance(found, Group) else Group(children=(found,))
    return replace(root, children=tuple(_with_opaques(child, known) for child in root.children))


def _check_depth(text: str) -> None:
    depth = 0
    for place, character in enumerate(re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: " " * len(found[0]), text)):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth > _DEEPEST:
            raise UnreadableRule("The brackets are nested too deeply.", place)


def _with_opaques(node: Node, known: dict[str, Opaque]) -> Node:
    match node:
        case Opaque(written):
            if written not in known:
                raise UnreadableRule("A part that isn't understood can be kept, but not typed.", 0)
            return known[written]
        case Group(children=children):
            return replace(node, children=tuple(_with_opaques(child, known) for child in children))
        case Condition():
            return node


class _Builder:
    """Makes values and nodes while lark reads, so that no depth of the text is a depth of calls."""

    def __init__(self) -> None:
        self._operators = typed_operators()

    def all_of(self, nodes: Sequence[Node]) -> Group:
        return Group(Combine.ALL, tuple(nodes))

    def any_of(self, nodes: Sequence[Node]) -> Group:
        return Group(Combine.ANY, tuple(nodes))

    def negated(self, found: Sequence[Group | Condition | Opaque]) -> Node:
        node = found[0]
        return (
            Group(children=(node,), negate=True) if isinstance(node, Opaque) else replace(node, negate=not node.negate)
        )

    def bracket(self, found: Sequence[Node]) -> Node:
        return found[0]

    def counted(self, found: Sequence[Any]) -> Group:
        children = tuple(child for child in found[1:] if child is not None)
        return Group(Combine(str(found[0]).split()[0].lower()), children)

    def everybody(self, _found: Sequence[Any]) -> Group:
        return Group(Combine.ALL)

    def nobody(self, _found: Sequence[Any]) -> Group:
        return Group(Combine.ANY)

    def opaque(self, found: Sequence["Token"]) -> Opaque:
        return Opaque(_unquoted(found[0]), "")

    def condition(self, found: Sequence[Any]) -> Condition:
        field, written, value = found
        operator, negate = self._operators[" ".join(written.lower().split())]
        takes = WORDINGS[operator].takes
        if value is None and takes is not Takes.NOTHING:
            raise UnreadableRule(f"A value is missing behind {quoted(written)}.", written.end_pos or 0)
        if value is not None and takes is Takes.NOTHING:
            raise UnreadableRule(f"{quoted(written)} takes no value.", written.end_pos or 0)
        return Condition(field, operator, _fitting(value, operator), negate)

    def between(self, found: Sequence[Any]) -> Condition:
        field, written, low, high = found
        return Condition(field, Operator.BETWEEN, RangeValue(low, high), "not" in written.lower().split())

    def name(self, found: Sequence["Token"]) -> str:
        return _unquoted(found[0])

    def text(self, found: Sequence["Token"]) -> TextValue:
        return TextValue(_unquoted(found[0]))

    def number(self, found: Sequence["Token"]) -> NumberValue:
        if not is_number(found[0]):
            raise UnreadableRule("This number has no end.", found[0].start_pos or 0)
        return NumberValue(str(found[0]))

    def yes(self, _found: Sequence[Any]) -> BoolValue:
        return BoolValue(yes=True)

    def no(self, _found: Sequence[Any]) -> BoolValue:
        return BoolValue(yes=False)

    def instant(self, found: Sequence["Token"]) -> InstantValue:
        try:
            return InstantValue(_unquoted(found[0]))
        except ValueError:
            raise UnreadableRule("This is no date of the calendar.", found[0].start_pos or 0) from None

    def day(self, found: Sequence["Token"]) -> DayValue:
        try:
            return DayValue(date.fromisoformat(found[0]))
        except ValueError:
            raise UnreadableRule("This is no day of the calendar.", found[0].start_pos or 0) from None

    def list(self, found: Sequence[Scalar | None]) -> ListValue:
        return ListValue(tuple(item for item in found if item is not None))

    def aside(self, found: Sequence[Any]) -> RelativeValue:
        number, unit, side, anchor = found
        offset = _whole(number) * (-1 if side.lower() == "before" else 1)
        return RelativeValue(offset, _unit(unit), "today" if anchor.lower() == "today" else "now")

    def ago(self, found: Sequence[Any]) -> RelativeValue:
        return RelativeValue(-_whole(found[0]), _unit(found[1]))

    def span(self, found: Sequence[Any]) -> RelativeValue:
        past, *length = found
        number, unit = (_whole(length[0]), _unit(length[1])) if len(length) > 1 else _short(length[0])
        return RelativeValue(-number if past.lower() == "last" else number, unit)

    def short(self, found: Sequence["Token"]) -> RelativeValue:
        number, unit = _short(found[0])
        return RelativeValue(-number, unit)


@cache
def _parser() -> "Lark":
    from lark import Lark  # noqa: PLC0415 - as above

    words = [one for one in typed_operators() if one not in _BETWEEN]
    grammar = _GRAMMAR % {
        "end": _WORD_ENDS.replace("/", r"\/"),
        "operators": "|".join(map(_phrase, words)),
        "between": "|".join(map(_phrase, _BETWEEN)),
    }
    return Lark(grammar, parser="lalr", transformer=_Builder(), maybe_placeholders=True)


def _phrase(words: str) -> str:
    """A pattern for words with any blanks between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return pattern + (_WORD_ENDS.replace("/", r"\/") if words[-1].isalpha() else "")


def _fitting(value: Value | None, operator: Operator) -> Value:
    """A date behind "is on" is a whole day."""
    if value is None:
        return NoValue()
    if operator is Operator.ON_DAY and isinstance(value, InstantValue) and len(value.written) == len("2024-07-01"):
        return DayValue(date.fromisoformat(value.written))
    return value


def _unquoted(token: "Token") -> str:
    if not token.startswith('"'):
        return str(token)
    try:
        text: str = json.loads(token, strict=False)
    except ValueError:
        raise UnreadableRule("A backslash stands here without what it escapes.", token.start_pos or 0) from None
    return text


def _whole(token: "Token") -> int:
    if not token.isdigit():
        raise UnreadableRule("A whole number is needed here.", token.start_pos or 0)
    return int(token)


def _short(token: "Token") -> tuple[int, Unit]:
    """Such as `30d`."""
    letters = token.lstrip("0123456789")
    return int(token.removesuffix(letters)), _SHORT_UNITS[letters]


def _unit(token: "Token") -> Unit:
    return Unit(token.lower().removesuffix("s") + "s")


def _explained(error: "UnexpectedInput", text: str) -> UnreadableRule:
    """What lark stumbled over, for a person."""
    at: int | None = error.pos_in_stream
    column = len(text) if at is None else at
    expected = {str(one) for one in getattr(error, "expected", None) or getattr(error, "allowed", None) or ()}
    word = re.match(r"\S+", text[max(column, 0) :])
    kind = getattr(getattr(error, "token", None), "type", "")
    if kind == "$END" or word is None:
        return UnreadableRule(f"The rule ends too early: {_in_words(expected)} is missing.", len(text.rstrip()))
    if word[0].startswith('"') and "STRING" in expected:
        return UnreadableRule("The quote that begins here isn't closed.", column)
    if kind in {"_AND", "_OR"} and expected & {"_AND", "_OR"}:
        both = "“and” and “or” side by side can be read in two ways; put brackets around one of them."
        return UnreadableRule(both, column)
    if expected & _BEHIND_A_CONDITION:
        hint = (
            "A condition goes on with “and” or “or”. Several words need double quotes, several values a list: [a, b]."
        )
        return UnreadableRule(f"{quoted(word[0])} isn't expected here.", column, hint=hint)
    near = get_close_matches(word[0].lower(), list(typed_operators()), n=1) if "OP" in expected else []
    meant = f" Did you mean {quoted(near[0])}?" if near else ""
    return UnreadableRule(f"{quoted(word[0])} isn't expected here, but {_in_words(expected)}.{meant}", column)


def _in_words(expected: set[str]) -> str:
    told = [words for name, words in _EXPECTED.items() if name in expected]
    return " or ".join(told) or "something else"
