"""Feedier's form of a rule, an object with its text as `fql`, and the neutral tree.

The text is what the service keeps, so it is what comes back: a rule that nobody touched is the very text, and of one
that was changed each other condition keeps its bytes. How conditions are joined is said in each of them (`$type`), and
"or" holds for the whole rule. Where only some say so the documentation gives it no meaning: such a rule is `Opaque` as
a whole, and so is a text that is no list of conditions. The JSON of such a part is a string, which holds the text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from segtui.backends.base import Encoded
from segtui.backends.feedier.conditions import condition_json, joined_by, joining, node, reason_against
from segtui.backends.feedier.fields import is_newer
from segtui.backends.feedier.fql import Fql, Part, json_text, read, written_anew
from segtui.backends.feedier.ways_round import in_newer_form, working
from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.flattening import flattened
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path
from segtui.domain.unchanged import unchanged
from segtui.domain.values import JsonValue
from segtui.domain.wording import condition_words, node_words

_MIXED = (
    "its $type is neither “and” (or nothing) everywhere nor “or” everywhere, which has no documented meaning; "
    "it can be edited as text"
)

_AND = frozenset({"and", None})
"""What `$type` may say for "all", among it nothing."""


@record
class Placed:
    """A part of a rule's text, and the node that it stands for."""

    path: Path
    source: str


@record
class _Stored:
    """What a rule's new text is made from: the parts as they are stored, and how they say "and"."""

    parts: Sequence[Part] = ()
    says_and: bool = False


def text_of(native: Mapping[str, JsonValue]) -> str:
    """The text of a stored rule; empty when the answer had none. One that came as JSON is written as its text."""
    stored = native.get("fql")
    if isinstance(stored, str):
        return stored
    return "" if stored is None else json_text(stored)


def decode(native: Mapping[str, JsonValue]) -> Group:
    """The tree of a stored rule, whatever was stored."""
    text = text_of(native)
    fql = read(text)
    if fql.why_not:
        return Group(children=(_whole(text, fql.why_not),))
    if (combine := _combine(fql)) is None:
        return Group(children=(_whole(text, _MIXED),))
    return Group(combine, tuple(node(part) for part in fql.parts))


def encode(rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Encoded:
    """Feedier's form of a tree.

    Args:
        rule: Any tree. Only one level can be held; groups inside are opened where that changes nothing.
        stored: The rule as it is stored now. Conditions that nobody touched are taken from it byte for byte, and the
            list is flat or nested as it was.

    Returns:
        The form, and a diagnostic for each node that it can't hold. Such nodes are not in the form.
    """
    if untouched(rule, stored):
        return Encoded({"fql": text_of(stored or {})}, ())
    if (text := _only_text(rule)) is not None:
        return Encoded({"fql": text}, ())
    placed, losses = placed_parts(rule, stored)
    sources = [one.source for one in placed]
    is_nested = read(text_of(stored or {})).is_nested or any(source.startswith("[") for source in sources)
    return Encoded({"fql": written_anew(sources, is_nested=is_nested)}, tuple(losses))


def untouched(rule: Group, stored: Mapping[str, JsonValue] | None) -> bool:
    """Whether a rule says what is stored, so that its text goes back as it came."""
    return stored is not None and decode(stored) == rule


def whole_text(part: Node) -> str | None:
    """The text of a rule that is understood only as a whole; None for any other node."""
    text = _json_of(part.written) if isinstance(part, Opaque) else None
    return text if isinstance(text, str) else None


def _only_text(rule: Group) -> str | None:
    return whole_text(rule.children[0]) if len(rule.children) == 1 and not rule.negate else None


def placed_parts(rule: Group, stored: Mapping[str, JsonValue] | None = None) -> tuple[list[Placed], list[Diagnostic]]:
    """The parts of a tree's text with the place of each, and what can't be held."""
    flat = cache(partial(_flat_way_round, rule))  # found out once, however many groups are in the way
    placed, refused = _placed(rule, stored)
    losses = [_loss((), why, flat() if rule.negate else None) for why in _against_root(rule)]
    losses += [
        _loss(path, why, flat() if isinstance(one, Group) else _way_round(rule, path, one))
        for path, one, why in refused
    ]
    return placed, losses


def _placed(
    rule: Group, stored: Mapping[str, JsonValue] | None = None
) -> tuple[list[Placed], list[tuple[Path, Node, str]]]:
    """The parts of a tree's text with the place of each; and the nodes that can't be held, with the reasons."""
    placed: list[Placed] = []
    refused: list[tuple[Path, Node, str]] = []
    nodes = [*_flat(rule, rule.combine, ())]
    fql = read(text_of(stored or {}))
    was = _Stored(fql.parts, any("and" in joining(part.value) for part in fql.parts))
    verbatim = unchanged([one for _, one in nodes], [node(part) for part in was.parts])
    for position, (path, one) in enumerate(nodes):
        part = was.parts[verbatim[position]] if position in verbatim else None
        try:
            source = _source(one, part, was, rule.combine, is_alone=len(nodes) == 1)
        except _Unsayable as why:
            refused.append((path, one, str(why)))
        else:
            placed.append(Placed(path, source))
    return placed, refused


class _Unsayable(Exception):
    """A node that FQL can't hold; the message is a sentence that says why."""


def _source(one: Node, part: Part | None, was: _Stored, combine: Combine, *, is_alone: bool) -> str:
    """The text of a node: as it is stored where it is, and but for `$type` where only that changes."""
    if isinstance(one, Opaque):
        return _kept(part.source if part else one.written, combine, is_alone=is_alone)
    if part is None and (reason := reason_against(one)):
        raise _Unsayable(reason)
    if is_newer(_field(one)):
        kind = _kind(part, was, combine)
        if part is None or joining(part.value) != {kind}:
            return json_text(joined_by(condition_json(one) if part is None else part.value, kind))
    elif combine is Combine.ANY and not is_alone:  # one condition is met by any as by all
        raise _Unsayable("The older form of FQL has no “any”, which the newer one says with $type.")
    return json_text(condition_json(one)) if part is None else part.source


def _kind(part: Part | None, was: _Stored, combine: Combine) -> str | None:
    """The `$type` of a condition. "And" is said where it was, and by new conditions as by the others."""
    if combine is Combine.ANY:
        return "or"
    says_and = was.says_and if part is None else "and" in joining(part.value)
    return "and" if says_and else None


def _kept(source: str, combine: Combine, *, is_alone: bool) -> str:
    """A part that isn't understood goes back as it came, where it is joined as the rule is."""
    value = _json_of(source)
    if isinstance(value, str):
        raise _Unsayable("A text that is understood only as a whole can't be joined with conditions.")
    if not isinstance(value, Mapping | list):
        raise _Unsayable("This is no condition of FQL.")
    kinds = joining(value)
    if kinds == {"or"} if combine is Combine.ANY and not is_alone else kinds <= _AND or (is_alone and kinds == {"or"}):
        return source
    raise _Unsayable("This part isn't understood, so how it is joined with the others can't be changed.")


def _json_of(source: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return value


def _field(one: Condition | Group) -> str:
    first = one.children[0] if isinstance(one, Group) else one
    return first.field if isinstance(first, Condition) else ""


def _combine(fql: Fql) -> Combine | None:
    """How all conditions are joined; None where they don't agree."""
    kinds = {kind for part in fql.parts for kind in joining(part.value)}
    if kinds <= _AND:
        return Combine.ALL
    return Combine.ANY if kinds == {"or"} else None


def _whole(text: str, reason: str) -> Opaque:
    return Opaque(json_text(text), reason)


def _flat(group: Group, combine: Combine, path: Path) -> Iterator[tuple[Path, Node]]:
    """The nodes of a group, with groups inside opened where all their conditions could as well stand here."""
    for index, child in enumerate(group.children):
        yield from _flat_part(child, combine, (*path, index))


def _flat_part(child: Node, combine: Combine, place: Path) -> Iterator[tuple[Path, Node]]:
    if isinstance(child, Group) and _opens(child, combine):
        yield from _flat(child, combine, place)
    else:
        yield place, child


def _opens(group: Group, combine: Combine) -> bool:
    might_as_well = group.combine is combine or len(group.children) == 1
    return bool(group.children) and not group.negate and might_as_well and bool(reason_against(group))


def _against_root(rule: Group) -> Iterator[str]:
    if rule.negate:
        yield "FQL can't turn a whole rule round with “not”."
    elif rule.combine is Combine.ANY and not rule.children:
        yield "“Any of nothing” is no feedback, and without conditions Feedier selects all feedback."


def _way_round(rule: Group, path: Path, one: Node) -> Fix | None:
    if not isinstance(one, Condition):
        return None
    if reason_against(one):
        other = working(one)
        fixed = replaced(rule, path, other) if other is not None else None
        says = f"say it as: {node_words(other, 120)}" if other is not None else ""
        return Fix(says, fixed) if fixed is not None and _holds(fixed, path) else None
    newer = in_newer_form(one)
    return Fix(f"say it as: {condition_words(newer)}", replaced(rule, path, newer)) if newer is not None else None


def _holds(rule: Group, path: Path) -> bool:
    """Whether everything at a place has a form there.

    What stands beside it isn't looked at: of several in the way, each would be for every order of the others.
    """
    nodes = [*_flat_part(rule.children[path[0]], rule.combine, path[:1])]
    is_alone = len(rule.children) == 1 and len(nodes) == 1
    return all(_is_sayable(one, rule.combine, is_alone=is_alone) for place, one in nodes if place[: len(path)] == path)


def _is_sayable(one: Node, combine: Combine, *, is_alone: bool) -> bool:
    try:
        _source(one, None, _Stored(), combine, is_alone=is_alone)
    except _Unsayable:
        return False
    return True


def _flat_way_round(rule: Group) -> Fix | None:
    """The rule without groups, if it can be said so; then the whole of it, since several groups may be in the way."""
    flat = flattened(rule)
    parts = tuple(
        working(child) or child if isinstance(child, Condition) and reason_against(child) else child
        for child in flat.children
    )
    flat = replace(flat, children=parts)
    is_held = _only_text(flat) is not None or not (any(_against_root(flat)) or _placed(flat)[1])
    if flat == rule or not is_held:
        return None
    return Fix(f"say it without groups: {node_words(flat, 120)}", flat)


def _loss(path: Path, message: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic("not-expressible", Severity.REFUSE, path, message, fix)
