"""What a rule can never be, and what it always is, told from the rule alone.

"Never" means that no lead makes it true, "always" that every lead does: neither false nor "can't be told". Everything
is careful: what isn't certain isn't said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TypeAlias

from segtui.domain.evaluation import Semantics
from segtui.domain.lint.regions import Points, Region, are_apart, is_inside, region
from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Path
from segtui.domain.values import ListValue


@record
class Leaf:
    """A condition, with every "not" around it taken into its own."""

    condition: Condition
    path: Path
    is_whole: bool = True
    """Whether it is all that stands at its path; "has all of" becomes one for each value."""


@record
class Unknown:
    """A part of which nothing can be said."""

    path: Path


@record
class Joined:
    """Parts joined by all or any, never negated."""

    combine: Combine
    parts: tuple["Plain", ...]
    path: Path


Plain: TypeAlias = Leaf | Unknown | Joined
"""A rule without negated groups."""

HoldsOne: TypeAlias = Callable[[str], bool]
"""Says of a field whether a lead can have only one single value in it."""


def plain(node: Node, semantics: Semantics, path: Path = (), *, negate: bool = False) -> Plain:
    """A rule that says the same with "not" on conditions only (De Morgan)."""
    match node:
        case Group(combine, children):
            turned = negate is not node.negate
            parts = tuple(
                plain(child, semantics, (*path, index), negate=turned) for index, child in enumerate(children)
            )
            return Joined(_other(combine) if turned else combine, parts, path)
        case Condition():
            # Where a lead without the field doesn't meet "is not", turning a condition round isn't its opposite.
            if negate and not semantics.absent_meets_negation:
                return Unknown(path)
            return _plain_condition(replace(node, negate=negate is not node.negate), semantics, path)
        case _:
            return Unknown(path)


def _plain_condition(condition: Condition, semantics: Semantics, path: Path) -> Plain:
    match condition:
        case Condition(value=ListValue(())) if condition.field in semantics.unsure_when_empty:
            return Unknown(path)
        case Condition(field, Operator.HAS_ALL, ListValue(items), negate):
            parts = tuple(Leaf(Condition(field, Operator.IS, item, negate), path, is_whole=False) for item in items)
            return Joined(Combine.ANY if negate else Combine.ALL, parts, path)
        case _:
            return Leaf(condition, path)


def _other(combine: Combine) -> Combine:
    return Combine.ANY if combine is Combine.ALL else Combine.ALL


def parts_of(joined: Joined) -> Iterator[Leaf | Unknown | Joined]:
    """The parts of a group, with groups inside opened that join in the same way."""
    for part in joined.parts:
        if isinstance(part, Joined) and part.combine is joined.combine:
            yield from parts_of(part)
        else:
            yield part


def leaves_of(joined: Joined) -> list[Leaf]:
    """The conditions among the parts of a group."""
    return [part for part in parts_of(joined) if isinstance(part, Leaf)]


def groups_of(part: Plain) -> Iterator[Joined]:
    """Every group that isn't just a part of one that joins in the same way, the outer ones first."""
    if isinstance(part, Joined):
        yield part
        for inner in parts_of(part):
            yield from groups_of(inner)


@dataclass
class Logic:
    """Compares conditions by what a service makes of them.

    Args:
        semantics: How the service compares.
        holds_one: Says of a field whether a lead can have only one single value in it.
    """

    semantics: Semantics
    holds_one: HoldsOne
    _regions: dict[Condition, Region | None] = field(default_factory=dict)

    def never(self, part: Plain) -> bool:
        """Whether no lead can meet it."""
        match part:
            case Leaf(condition):
                return not condition.negate and self._region(condition) == ()
            case Joined(Combine.ANY, parts):
                return all(self.never(one) for one in parts)
            case Joined(Combine.ALL):
                if any(self.never(one) for one in parts_of(part)):
                    return True
                return next(self.contradictions(part), None) is not None
            case _:
                return False

    def always(self, part: Plain) -> bool:
        """Whether every lead meets it."""
        match part:
            case Leaf(condition):
                lawful = self.semantics.absent_meets_negation
                return condition.negate and lawful and self._region(condition) == ()
            case Joined(Combine.ALL, parts):
                return all(self.always(one) for one in parts)
            case Joined(Combine.ANY):
                if any(self.always(one) for one in parts_of(part)):
                    return True
                return next(self.tautologies(part), None) is not None
            case _:
                return False

    def contradictions(self, joined: Joined) -> Iterator[tuple[Leaf, ...]]:
        """Conditions that no lead meets all of at once, the last of them last."""
        for field_leaves in _by_field(joined):
            for one, other in combinations(field_leaves, 2):
                if self.exclude(one.condition, other.condition):
                    yield one, other
            yield from self._used_up(field_leaves)

    def tautologies(self, joined: Joined) -> Iterator[tuple[Leaf, Leaf]]:
        """Pairs of conditions of which every lead meets one."""
        for field_leaves in _by_field(joined):
            for one, other in combinations(field_leaves, 2):
                if self.cover(one.condition, other.condition):
                    yield one, other

    def _used_up(self, leaves: list[Leaf]) -> Iterator[tuple[Leaf, ...]]:
        """A list of values, each of which is ruled out by another condition."""
        for leaf in leaves:
            values = self._points(leaf.condition)
            others = [other for other in leaves if other is not leaf]
            if len(values) < 2:  # noqa: PLR2004 - a single value is a matter of pairs
                continue
            culprits = [
                next((one for one in others if self._rules_out(one.condition, value)), None) for value in values
            ]
            found = [one for one in culprits if one is not None]
            if len(found) == len(values):
                involved = {id(one): one for one in (leaf, *found)}.values()
                if len(involved) > 2:  # noqa: PLR2004 - as above
                    yield tuple(sorted(involved, key=lambda one: one.path))

    def _points(self, condition: Condition) -> list[Points]:
        """The single values of a condition, each on its own; none if it has other ones or is negated."""
        parts = None if condition.negate else self._region(condition)
        if parts is None or not all(isinstance(part, Points) for part in parts):
            return []
        return [Points(part.sort, frozenset({key})) for part in parts if isinstance(part, Points) for key in part.keys]

    def _rules_out(self, condition: Condition, value: Points) -> bool:
        found = self._region(condition)
        if found is None:
            return False
        if condition.negate:
            return is_inside((value,), found)
        return self.holds_one(condition.field) and are_apart((value,), found, self.semantics)

    def exclude(self, one: Condition, other: Condition) -> bool:
        """Whether no lead meets both; both ask about the same field."""
        if _are_opposites(one, other):
            return True
        if one.operator in _PRESENCE or other.operator in _PRESENCE:
            return self._presence_excludes(one, other) or self._presence_excludes(other, one)
        first, second = self._region(one), self._region(other)
        if first is None or second is None or (one.negate and other.negate):
            return False
        if one.negate:
            return is_inside(second, first)
        if other.negate:
            return is_inside(first, second)
        return self.holds_one(one.field) and are_apart(first, second, self.semantics)

    def _presence_excludes(self, asked: Condition, other: Condition) -> bool:
        """Whether a question for presence leaves no room for the other condition."""
        match asked.operator, asked.negate:
            case Operator.EXISTS, True:
                return self._needs_a_value(other) or (other.operator is Operator.HAS_NO_VALUE and other.negate)
            case Operator.HAS_NO_VALUE, False:
                return self.holds_one(asked.field) and self._needs_a_value(other) and other.operator not in _PRESENCE
            case _:
                return False

    def _needs_a_value(self, condition: Condition) -> bool:
        """Whether only leads with the field can meet a condition."""
        if condition.operator is Operator.HAS_NO_VALUE:
            return condition.negate
        return not condition.negate

    def cover(self, one: Condition, other: Condition) -> bool:
        """Whether every lead meets one of the two; both ask about the same field."""
        if one.operator in _PRESENCE or other.operator in _PRESENCE:
            return self._presence_covers(one, other) or self._presence_covers(other, one)
        first, second = self._region(one), self._region(other)
        if first is None or second is None or not self.semantics.absent_meets_negation:
            return False
        if one.negate and other.negate:
            return self.holds_one(one.field) and are_apart(first, second, self.semantics)
        if one.negate:
            return is_inside(first, second)
        return other.negate and is_inside(second, first)

    def _presence_covers(self, asked: Condition, other: Condition) -> bool:
        """Whether who isn't let in by a question for presence is let in by the other condition."""
        if asked.operator not in _PRESENCE or asked.field in self.semantics.unsure_when_empty:
            return False
        if _are_opposites(asked, other):
            return True
        if asked.operator is not Operator.EXISTS or asked.negate:
            return False
        if other.operator is Operator.HAS_NO_VALUE:
            return not other.negate
        return other.negate and self.semantics.absent_meets_negation and self._region(other) is not None

    def implies(self, one: Condition, other: Condition) -> bool:
        """Whether every lead that meets one meets the other; both ask about the same field."""
        if one == other:
            return True
        if one.operator in _PRESENCE or other.operator in _PRESENCE:
            return self._presence_implies(one, other)
        first, second = self._region(one), self._region(other)
        if first is None or second is None:
            return False
        match one.negate, other.negate:
            case False, False:
                return is_inside(first, second)
            case True, True:
                return is_inside(second, first)
            case False, True:
                return self.holds_one(one.field) and are_apart(first, second, self.semantics)
            case _:
                return False

    def _presence_implies(self, one: Condition, other: Condition) -> bool:
        match other.operator, other.negate:
            case Operator.EXISTS, False:
                return self._needs_a_value(one)
            case Operator.HAS_NO_VALUE, False:
                return one.operator is Operator.EXISTS and one.negate
            case Operator.HAS_NO_VALUE, True:
                return one.operator not in _PRESENCE and self.holds_one(one.field) and self._needs_a_value(one)
            case _:
                absent = one.operator is Operator.EXISTS and one.negate
                lawful = self.semantics.absent_meets_negation
                return absent and lawful and other.negate and self._region(other) is not None

    def _region(self, condition: Condition) -> Region | None:
        if condition.operator in _PRESENCE:
            return None
        if condition not in self._regions:
            self._regions[condition] = region(condition, self.semantics)
        return self._regions[condition]


_PRESENCE = frozenset({Operator.EXISTS, Operator.HAS_NO_VALUE})


def _are_opposites(one: Condition, other: Condition) -> bool:
    return one.negate is not other.negate and one == replace(other, negate=one.negate)


def _by_field(joined: Joined) -> Iterator[list[Leaf]]:
    fields: dict[str, list[Leaf]] = {}
    for leaf in leaves_of(joined):
        fields.setdefault(leaf.condition.field, []).append(leaf)
    yield from fields.values()
