"""What is wrong with a rule whoever evaluates it: empty parts, characters that nobody sees, patterns that never end."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import removed, replaced
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.explosions import exploding_text
from segtui.domain.operators import Operator
from segtui.domain.patterns import InvalidPattern, compiled
from segtui.domain.rules import Combine, Condition, Group, Path, walk
from segtui.domain.text import printable, quoted
from segtui.domain.values import ListValue, TextValue, Value

_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Scripts and emoji need them."""
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
_TEXT_TESTS = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES})
_EQUALITY = frozenset({Operator.IS, Operator.ONE_OF, Operator.HAS_ANY, Operator.HAS_ALL})


def shape_diagnostics(tree: Group, facts: Facts | None, word: LeadWord) -> Iterator[Diagnostic]:
    """Everything of this kind in a rule."""
    for path, node in walk(tree):
        match node:
            case Group(children=()) if path:
                yield _empty_group(tree, path, node, word)
            case Condition():
                yield from _empty_value(tree, path, node, word)
                yield from _unseen(tree, path, node, facts, word)
                yield from _pattern(path, node)


def _empty_group(tree: Group, path: Path, group: Group, word: LeadWord) -> Diagnostic:
    takes_all = (group.combine is Combine.ALL) is not group.negate
    message = f"This group is empty, which {word.everybody if takes_all else word.nobody} meets."
    return Diagnostic("empty-group", Severity.WARN, path, message, Fix("take this group out", removed(tree, path)))


def _empty_value(tree: Group, path: Path, node: Condition, word: LeadWord) -> Iterator[Diagnostic]:
    if node.value == ListValue(()) and node.operator in _EQUALITY:
        message = "The list of values is empty."
        if node.operator in {Operator.ONE_OF, Operator.HAS_ANY}:
            message += f" {(word.everybody if node.negate else word.nobody).capitalize()} meets that."
        yield Diagnostic("empty-value", Severity.WARN, path, message, Fix("take this line out", removed(tree, path)))
    elif node.operator in _TEXT_TESTS and node.value == TextValue(""):
        whom = f"only {word.several} without a text there meet" if node.negate else "every text meets"
        yield Diagnostic("empty-value", Severity.WARN, path, f"The value is empty, and {whom} that.")
    elif node.operator is Operator.IS and isinstance(node.value, TextValue) and not node.value.text.strip():
        field = printable(node.field)
        message = f"This asks for an empty text; a {word.one} without {field} is another thing."
        yield Diagnostic("empty-value", Severity.NOTE, path, message)


def _unseen(tree: Group, path: Path, node: Condition, facts: Facts | None, word: LeadWord) -> Iterator[Diagnostic]:
    """Characters that can't be seen, and letters made up in another way than usual."""
    if node.field != _clean(node.field):
        named = replace(node, field=_clean(node.field))
        yield _about_characters("invisible-character", tree, path, named, f"The field {quoted(node.field)}")
    for text in _texts(node.value):
        known = facts is not None and text in facts.seen(node.field).values
        seen = f"{word.several.capitalize()} have it just so" if known else ""
        about = f"The value {quoted(text)}"
        if text != _clean(text):
            yield _about_characters("invisible-character", tree, path, _with_texts(node, _clean), about, seen)
        elif text != unicodedata.normalize("NFC", text):
            yield _about_characters("not-normalised", tree, path, _with_texts(node, _composed), about, seen)
        elif text != text.strip() and text.strip():
            yield _about_characters("outer-blanks", tree, path, _with_texts(node, str.strip), about, seen)
        if text != _straight(text):
            yield _about_characters("curly-quotes", tree, path, _with_texts(node, _straight), about, seen)
        if len(text) > _LONGEST_TEXT and not known:
            message = f"{about} has {len(text):,} characters. Was something pasted by mistake?"
            yield Diagnostic("over-long", Severity.WARN, path, message)


_LONGEST_TEXT = 500
"""Characters of a value that somebody may mean; patterns and notes hardly ever have more."""

_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'"})


def _straight(text: str) -> str:
    """The text with straight quotes for those that word processors make; quotes around all of it go."""
    straight = text.translate(_CURLY)
    around = len(text) > 1 and text[0] in "“„" and text[-1] in "”“" and straight[1:-1].count('"') == 0
    return straight[1:-1] if around else straight


_TROUBLE = {
    "curly-quotes": "has quotes as word processors make them, which are other characters than those of a keyboard",
    "invisible-character": "holds characters that can't be seen, and only the very same ones are found",
    "not-normalised": "has accents written apart from their letters, and most programs write them as one character",
    "outer-blanks": "begins or ends with a blank, and blanks count",
}


_MENDS = {"not-normalised": "write it as usual", "curly-quotes": "write it with those of a keyboard, or without"}


def _about_characters(code: str, tree: Group, path: Path, clean: Condition, about: str, seen: str = "") -> Diagnostic:
    severity = Severity.NOTE if seen or code == "outer-blanks" else Severity.WARN
    fix = Fix(_MENDS.get(code, "write it without them"), replaced(tree, path, clean))
    return Diagnostic(code, severity, path, f"{about} {_TROUBLE[code]}{f'. {seen}' if seen else ''}.", fix)


def _pattern(path: Path, node: Condition) -> Iterator[Diagnostic]:
    if node.operator is not Operator.MATCHES or not isinstance(node.value, TextValue):
        return
    pattern = node.value.text
    try:
        compiled(pattern)
    except InvalidPattern as why:
        message = f"{quoted(pattern)} is no valid pattern: {why}."
        yield Diagnostic("invalid-pattern", Severity.WARN, path, printable(message))
        return
    text = exploding_text(pattern)
    if text:
        message = (
            f"On some texts, such as {quoted(text, 24)}, this pattern takes longer than anybody waits: "
            "a part that repeats is repeated once more."
        )
        yield Diagnostic("explosive-pattern", Severity.WARN, path, message)


def _texts(value: Value) -> Iterator[str]:
    match value:
        case TextValue(text):
            yield text
        case ListValue(items):
            yield from (item.text for item in items if isinstance(item, TextValue))


def _with_texts(node: Condition, change: Callable[[str], str]) -> Condition:
    match node.value:
        case TextValue(text):
            return replace(node, value=TextValue(change(text)))
        case ListValue(items):
            changed = (TextValue(change(item.text)) if isinstance(item, TextValue) else item for item in items)
            return replace(node, value=ListValue(tuple(changed)))
        case _:
            return node


def _clean(text: str) -> str:
    """The text without what can't be seen; odd blanks as plain ones."""
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs" or character in "\t\n\r":
        return " "
    return "" if category in _UNSEEN and character not in _JOINERS else character


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
