"""What is said of conditions that get in each other's way: contradictions, tautologies, conditions that add nothing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import combined, removed, replaced
from segtui.domain.evaluation import Semantics
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.logic import HoldsOne, Joined, Leaf, Logic, groups_of, leaves_of, plain
from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Path, node_at, walk
from segtui.domain.text import quoted
from segtui.domain.values import ListValue, RangeValue, Scalar
from segtui.domain.wording import condition_words, node_words

_LENGTH = 60
_ORDERED = frozenset(
    {Operator.MORE_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST, Operator.BETWEEN, Operator.ON_DAY}
)


@record
class Whole:
    """What can be told of a rule as a whole."""

    is_never: bool
    is_always: bool


def judged(tree: Group, semantics: Semantics, holds_one: HoldsOne) -> Whole:
    """Whether no lead or every lead meets a rule, as far as that is certain from the rule alone."""
    logic = Logic(semantics, holds_one)
    said = plain(tree, semantics)
    return Whole(logic.never(said), logic.always(said))


def related(tree: Group, semantics: Semantics, holds_one: HoldsOne, word: LeadWord) -> Iterator[Diagnostic]:
    """What conditions do to each other, told at the later one of them."""
    logic = Logic(semantics, holds_one)
    for group in groups_of(plain(tree, semantics)):
        told: set[Path] = set()
        clashes = logic.contradictions(group) if group.combine is Combine.ALL else logic.tautologies(group)
        for clash in clashes:
            if (later := clash[-1].path) not in told:
                told.add(later)
                tell = _contradiction if group.combine is Combine.ALL else _tautology
                yield tell(tree, clash, word)
        if not told:
            yield from _superfluous(tree, group, logic)
    yield from _equal_parts(tree)


def impossible(tree: Group, semantics: Semantics, holds_one: HoldsOne) -> Iterator[Diagnostic]:
    """Single conditions that nobody meets, because their two ends are the wrong way round."""
    logic = Logic(semantics, holds_one)
    for path, node in walk(tree):
        match node:
            case Condition(operator=Operator.BETWEEN, value=RangeValue(low, high)) if logic.never(
                Leaf(replace(node, negate=False), path)
            ):
                turned = replace(node, value=RangeValue(high, low))
                fix = Fix(f"say it as: {condition_words(turned)}", replaced(tree, path, turned))
                message = "Nothing is between these two ends: the first is beyond the second."
                yield Diagnostic("empty-range", Severity.WARN, path, message, fix)


def _contradiction(tree: Group, clash: tuple[Leaf, ...], word: LeadWord) -> Diagnostic:
    *others, last = clash
    conditions = [leaf.condition for leaf in clash]
    is_range = all(one.operator in _ORDERED and not one.negate for one in conditions)
    listed = " and ".join(quoted(condition_words(one.condition), _LENGTH) for one in others)
    return Diagnostic(
        "empty-range" if is_range else "contradiction",
        Severity.WARN,
        last.path,
        f"{word.nobody.capitalize()} can meet {quoted(condition_words(last.condition), _LENGTH)} "
        f"together with {listed}.",
        _any_of_them(tree, clash),
    )


def _any_of_them(tree: Group, clash: tuple[Leaf, ...]) -> Fix | None:
    """Both values in one list, for two that stand side by side: what people mean by "Rome and Milan"."""
    if len(clash) != 2 or clash[0].path[:-1] != clash[1].path[:-1] or clash[0].path == clash[1].path:  # noqa: PLR2004
        return None
    first, second = (node_at(tree, leaf.path) for leaf in clash)
    values = [item for node in (first, second) for item in _values(node)]
    if not isinstance(first, Condition) or not _values(first) or not _values(second):
        return None
    one = Condition(first.field, Operator.ONE_OF, ListValue(tuple(dict.fromkeys(values))))
    early, late = sorted(leaf.path for leaf in clash)
    return Fix(f"say it as: {condition_words(one)}", removed(replaced(tree, early, one), late))


def _values(node: Node) -> tuple[Scalar, ...]:
    match node:
        case Condition(operator=Operator.IS, value=value, negate=False) if isinstance(value, Scalar):
            return (value,)
        case Condition(operator=Operator.ONE_OF, value=ListValue(items), negate=False):
            return items
        case _:
            return ()


def _tautology(tree: Group, clash: tuple[Leaf, ...], word: LeadWord) -> Diagnostic:
    one, other = clash
    return Diagnostic(
        "tautology",
        Severity.WARN,
        other.path,
        f"{word.everybody.capitalize()} meets {quoted(condition_words(one.condition), _LENGTH)} or "
        f"{quoted(condition_words(other.condition), _LENGTH)}, so asking for any of them lets {word.everybody} in.",
        _all_of_them(tree, one, other),
    )


def _all_of_them(tree: Group, one: Leaf, other: Leaf) -> Fix | None:
    """The group under "all", where it holds nothing but negatives: what people mean by "not Rome or not Milan"."""
    above = one.path[:-1]
    group = node_at(tree, above)
    if other.path[:-1] != above or not isinstance(group, Group) or group.negate or group.combine is not Combine.ANY:
        return None
    if not all(isinstance(child, Condition) and child.negate for child in group.children):
        return None
    return Fix("ask for all of these instead of any", combined(tree, Combine.ALL, above))


def _superfluous(tree: Group, group: Joined, logic: Logic) -> Iterator[Diagnostic]:
    """Conditions without which the group takes the same leads."""
    gone: set[Path] = set()
    for one, other in combinations(leaves_of(group), 2):
        if one.condition.field != other.condition.field or {one.path, other.path} & gone or one.path == other.path:
            continue
        drops = _droppable(one, other, group.combine, logic)
        if drops is not None:
            gone.add(drops.path)
            yield _superfluous_one(tree, drops, other if drops is one else one)


def _droppable(one: Leaf, other: Leaf, combine: Combine, logic: Logic) -> Leaf | None:
    """Which of two conditions adds nothing; of two that say the same, the later one."""
    forth = logic.implies(one.condition, other.condition)
    back = logic.implies(other.condition, one.condition)
    # Under "all" the weaker one adds nothing, under "any" the stronger one.
    drop_other, drop_one = (forth, back) if combine is Combine.ALL else (back, forth)
    if drop_other and other.is_whole:
        return other
    return one if drop_one and one.is_whole else None


def _superfluous_one(tree: Group, drops: Leaf, stays: Leaf) -> Diagnostic:
    fix = Fix("take this line out", removed(tree, drops.path))
    words = quoted(
        condition_words(stays.condition) if stays.is_whole else node_words(node_at(tree, stays.path)), _LENGTH
    )
    if drops.condition == stays.condition and stays.is_whole:
        return Diagnostic("duplicate", Severity.NOTE, drops.path, f"This line says {words} once more.", fix)
    message = f"This line changes nothing: {words} already decides it."
    return Diagnostic("subsumed", Severity.NOTE, drops.path, message, fix)


def _equal_parts(tree: Group) -> Iterator[Diagnostic]:
    """Groups and parts that aren't understood that stand twice in the same group; conditions are told of above."""
    for path, node in walk(tree):
        if not isinstance(node, Group):
            continue
        for index, child in enumerate(node.children):
            if not isinstance(child, Condition) and child in node.children[:index]:
                place = (*path, index)
                fix = Fix("take this part out", removed(tree, place))
                yield Diagnostic("duplicate", Severity.NOTE, place, "This part stands here twice.", fix)
