"""What Tiledesk really does with a rule. All facts were seen on a running server, version 2.19.16.

It joins all filters with AND, whatever `match` says. It keeps one filter for each field, the last. It skips operators
that it doesn't know, `<` and `<=` among them. `starts with` calls a function that doesn't exist, and a value that can't
be cast to its field's type fails where nobody catches it: such a request is never answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from segtui.backends.base import Served
from segtui.backends.tiledesk.casting import Uncastable, cast, why_never_answered
from segtui.backends.tiledesk.codec import KNOWN_OPERATORS, parts_of, placed_filters
from segtui.backends.tiledesk.fields import ALWAYS_PRESENT, MADE_NULL, OVERRIDDEN, field_type
from segtui.backends.tiledesk.ways_round import any_of_one_field, working
from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.operators import FieldType, Operator
from segtui.domain.patterns import special_characters
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path, node_at
from segtui.domain.text import printable, quoted
from segtui.domain.values import DayValue, InstantValue, JsonValue, ListValue, TextValue
from segtui.domain.wording import condition_words, node_words, value_words

_SKIPPED = {Operator.LESS_THAN: "<", Operator.AT_MOST: "<="}


@record
class _Placed:
    path: Path
    node: Node


def served(rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Served:
    """The rule that Tiledesk evaluates in place of this one, and where the two differ."""
    placed, losses = placed_filters(rule, stored)
    nodes = [_Placed(one.path, node_at(rule, one.path)) for one in placed]
    hangs = [*_never_answered(rule, nodes)]
    skipped = [one for one in nodes if _is_skipped(one.node)]
    differences = [*losses, *hangs, *_any_ignored(rule, nodes), *(_skipped(one) for one in skipped)]
    acting = [one for one in nodes if one not in skipped and not _starts_with(one.node)]
    last, overwritten = _last_of_each_field(acting)
    differences += overwritten
    effective: list[Node] = []
    for one in last:
        taken, notes = _taken(rule, one)
        differences += notes
        effective += [taken] if taken is not None else []
    differences += (note for one in nodes for note in _notes(rule, one))
    differences.sort(key=lambda one: (one.path, one.severity is Severity.NOTE))
    answers = not any(one.code == "never-answered" for one in differences)
    served_rule = Group(Combine.ALL, tuple(effective))
    return Served(
        served_rule if answers else None, tuple(differences), _why_everybody(rule, served_rule) if answers else ""
    )


def _starts_with(node: Node) -> bool:
    match node:
        case Condition(operator=operator):
            return operator is Operator.STARTS_WITH
        case Opaque():
            return parts_of(node).get("operator") == "starts with"
        case _:
            return False


def _never_answered(rule: Group, nodes: list[_Placed]) -> Iterator[Diagnostic]:
    for one in nodes:
        if not _starts_with(one.node):
            continue
        pattern = working(one.node) if isinstance(one.node, Condition) else None
        message = "Tiledesk stores “starts with” but can't run it: it would never answer."
        if pattern is None:
            yield _hang(one.path, message)
        else:
            says = f"say it as: {condition_words(pattern)}"
            yield _hang(one.path, message, Fix(says, replaced(rule, one.path, pattern)))


def _hang(path: Path, message: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic("never-answered", Severity.WARN, path, message, fix)


def _any_ignored(rule: Group, nodes: list[_Placed]) -> Iterator[Diagnostic]:
    if rule.combine is not Combine.ANY or len(nodes) < 2:  # noqa: PLR2004 - one condition reads the same either way
        return
    one = any_of_one_field(rule.children)
    fix = Fix(f"say it as: {condition_words(one)}", Group(Combine.ALL, (one,))) if one else None
    yield Diagnostic(
        "any-ignored",
        Severity.WARN,
        (),
        "Tiledesk ignores “any”: it selects only leads that meet all of these conditions.",
        fix,
    )


def _is_skipped(node: Node) -> bool:
    if isinstance(node, Opaque):
        return parts_of(node).get("operator") not in KNOWN_OPERATORS
    return isinstance(node, Condition) and node.operator in _SKIPPED


def _skipped(one: _Placed) -> Diagnostic:
    if isinstance(one.node, Condition):
        asked = f"“{_SKIPPED[one.node.operator]}”"
        message = f"Tiledesk stores {asked} but skips it: leads are selected as if this line weren't there."
    else:
        message = "Tiledesk skips this line: leads are selected as if it weren't there."
    return Diagnostic("operator-skipped", Severity.WARN, one.path, message)


def _field(node: Node) -> str | None:
    """The field that a node is about, as far as it is a filter at all."""
    match node:
        case Condition(field=field):
            return field
        case Opaque():
            part = parts_of(node).get("field")
            return part if isinstance(part, str) else None
        case _:
            return None


def _last_of_each_field(nodes: list[_Placed]) -> tuple[list[_Placed], list[Diagnostic]]:
    """The conditions that count: of several on one field, the last."""
    last: dict[str | Path, _Placed] = {}
    overwritten: list[Diagnostic] = []
    for one in nodes:
        field = _field(one.node) or one.path
        earlier = last.pop(field, None)
        last[field] = one
        if earlier is not None and earlier.node != one.node:
            overwritten.append(
                Diagnostic(
                    "field-repeated",
                    Severity.WARN,
                    earlier.path,
                    f"Tiledesk keeps one condition per field, the last: this line gives way to "
                    f"“{node_words(one.node, 60)}”.",
                )
            )
    return list(last.values()), overwritten


def _taken(rule: Group, one: _Placed) -> tuple[Node | None, list[Diagnostic]]:
    """What the server takes a condition for: cast to its field's type, or nothing at all."""
    node, field = one.node, _field(one.node)
    if field in OVERRIDDEN:
        message = f"Tiledesk sets {field} itself (normal leads of this project): this line has no effect."
        return None, [Diagnostic("field-overridden", Severity.WARN, one.path, message)]
    if isinstance(node, Opaque) and (why := why_never_answered(parts_of(node))):
        return node, [_hang(one.path, f"{why} Tiledesk would never answer.")]
    if not isinstance(node, Condition):
        note = "It can't be told what Tiledesk does with this line."
        return node, [Diagnostic("not-understood", Severity.WARN, one.path, note)]
    try:
        taken = cast(node)
    except Uncastable as why:
        return node, [_hang(one.path, f"{why} Tiledesk would never answer.")]
    return taken, [] if taken == node else [_cast(rule, one.path, node, taken)]


def _cast(rule: Group, path: Path, node: Condition, taken: Condition) -> Diagnostic:
    """What to tell of a value that the server takes for another one."""
    if taken.operator is Operator.HAS_NO_VALUE or taken.value == ListValue(()):
        message = f"Tiledesk reads the empty value as “no date”, and {printable(node.field)} always has one."
        return Diagnostic("value-cast", Severity.WARN, path, message)
    kind = "dates" if field_type(node.field) is FieldType.INSTANT else "texts"
    words = value_words(taken.value)
    if isinstance(node.value, DayValue) and isinstance(taken.value, InstantValue):
        words = f"the moment at which that day begins, {words} 00:00 UTC"
    message = f"Tiledesk reads the value as {words}, because {printable(node.field)} is compared with {kind}."
    return Diagnostic(
        "value-cast", Severity.NOTE, path, message, Fix(f"write it as {words}", replaced(rule, path, taken))
    )


def _notes(rule: Group, one: _Placed) -> Iterator[Diagnostic]:
    """What is worth knowing of a condition that does what it says."""
    node = one.node
    if not isinstance(node, Condition):
        return
    if (
        node.operator is Operator.MATCHES
        and isinstance(node.value, TextValue)
        and _looks_like_plain_text(node.value.text)
    ):
        special = " ".join(special_characters(node.value.text))
        plain = replace(node, operator=Operator.CONTAINS)
        yield Diagnostic(
            "pattern",
            Severity.NOTE,
            one.path,
            f"Tiledesk reads this as a pattern, in which {special} doesn't stand for itself.",
            Fix(f"look for the text {quoted(node.value.text, 30)} as it stands", replaced(rule, one.path, plain)),
        )
    if node.operator is Operator.EXISTS and node.field in MADE_NULL:
        anything = Condition(node.field, Operator.MATCHES, TextValue("."))
        fix = Fix(f"say it as: {condition_words(anything)}", replaced(rule, one.path, anything))
        message = f"Tiledesk stores an empty {node.field} for leads without one, and counts that as present."
        yield Diagnostic("null-is-present", Severity.WARN, one.path, message, None if node.negate else fix)


def _looks_like_plain_text(pattern: str) -> bool:
    """Whether a pattern may well be a text that somebody forgot to escape, such as `@test.com` or `C++`."""
    if not special_characters(pattern):
        return False
    made_on_purpose = pattern.startswith("^") or pattern.endswith("$") or "\\" in pattern or "|" in pattern
    return not made_on_purpose and not any(sign in pattern for sign in ("(?", ".*", ".+", "["))


def _why_everybody(rule: Group, taken: Group) -> str:
    if not taken.children:
        return (
            "Without conditions, Tiledesk selects every lead."
            if not rule.children
            else "Tiledesk skips every condition of this rule, so it selects every lead."
        )
    if all(_is_met_by_everybody(node) for node in taken.children):
        nulls = sorted(field for node in taken.children if (field := _field(node)) in MADE_NULL)
        return f"Every lead meets these conditions{f': an empty {nulls[0]} counts as present' if nulls else ''}."
    return ""


def _is_met_by_everybody(node: Node) -> bool:
    match node:
        case Condition(field=field, operator=Operator.EXISTS, negate=False):
            return field in ALWAYS_PRESENT | MADE_NULL
        case Condition(field=field, operator=Operator.CONTAINS | Operator.MATCHES, value=TextValue(""), negate=False):
            return field in ALWAYS_PRESENT and field_type(field) is FieldType.TEXT
        case _:
            return False
