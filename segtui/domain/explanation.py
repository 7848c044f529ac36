"""Why a lead is in or out: every part of a rule with its verdict, what decides, and what would turn it round."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from segtui.domain.evaluation import Answer, Evaluator, Verdict
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path
from segtui.domain.values import JsonValue


class Standing(StrEnum):
    """What a rule or a part of one says about a lead, as a word."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"
    """It can't be told."""


@record
class Part:
    """A part of a rule, with what it says about a lead."""

    path: Path
    node: Node
    standing: Standing
    values: Sequence[JsonValue] | None
    """What the lead has in a condition's field, nothing if it hasn't got it; None for groups and other parts."""
    children: tuple["Part", ...] = ()


@record
class Flip:
    """A condition that would have to turn out otherwise."""

    path: Path
    condition: Condition
    should_hold: bool
    """What it would have to be: met, or not met any more."""


@record
class Explanation:
    """Why a lead is in or out of a rule."""

    whole: Part
    deciding: Part
    """The first part that settles it: a condition, or a group whose parts only settle it all together."""
    flips: tuple[Flip, ...]
    """The fewest conditions that would have to turn out otherwise to put the lead on the other side, or in if it can't
    be told where it is; empty where nothing that is understood would do."""

    @property
    def standing(self) -> Standing:
        """Whether the lead is in."""
        return self.whole.standing


def explain(rule: Group, lead: Lead, evaluator: Evaluator) -> Explanation:
    """Say why a lead meets a rule or doesn't.

    Args:
        rule: Any rule: as it is meant, or as the service evaluates it.
        lead: With all fields that the rule names.
        evaluator: Knows how the service compares, and what time it is.
    """
    whole = _part(evaluator.verdict(rule, lead), lead, ())
    flips = _flips(whole, should_hold=whole.standing is not Standing.IN)
    return Explanation(whole, _deciding(whole), tuple(sorted(flips, key=lambda one: one.path)) if flips else ())


def parts(part: Part) -> Iterator[Part]:
    """A part and all parts in it, in reading order."""
    yield part
    for child in part.children:
        yield from parts(child)


def _part(verdict: Verdict, lead: Lead, path: Path) -> Part:
    children = tuple(_part(child, lead, (*path, index)) for index, child in enumerate(verdict.children))
    values = lead.found(verdict.node.field) if isinstance(verdict.node, Condition) else None
    return Part(path, verdict.node, _STANDINGS[verdict.answer], values, children)


_STANDINGS: Mapping[Answer, Standing] = {True: Standing.IN, False: Standing.OUT, None: Standing.UNKNOWN}


def _deciding(part: Part) -> Part:
    """Follow the first child that settles its group, down to a condition."""
    node = part.node
    if not isinstance(node, Group) or not part.children:
        return part
    settles = _settling(node, part.standing)
    found = next((child for child in part.children if child.standing is settles), None)
    if found is None and len(part.children) == 1:
        found = part.children[0]
    return part if found is None else _deciding(found)


def _settling(group: Group, standing: Standing) -> Standing | None:
    """What a single child must say to settle a group; None where all children settle it together."""
    if standing is Standing.UNKNOWN:
        return Standing.UNKNOWN
    plain = _turned(standing) if group.negate else standing
    alone = Standing.IN if group.combine is Combine.ANY else Standing.OUT
    return plain if plain is alone else None


def _turned(standing: Standing) -> Standing:
    return Standing.OUT if standing is Standing.IN else Standing.IN


def _flips(part: Part, *, should_hold: bool) -> frozenset[Flip] | None:
    """The fewest conditions that must turn out otherwise for a part to hold or not; None where that can't be had.

    Exact as long as no condition stands in two places. Where one does, it is counted once, but another choice might
    need fewer; and conditions on one field aren't weighed against each other.
    """
    if part.standing is (Standing.IN if should_hold else Standing.OUT):
        return frozenset()
    match part.node:
        case Opaque():
            return None
        case Condition() as condition:
            return frozenset({Flip(part.path, condition, should_hold)})
        case Group() as group:
            wanted = should_hold is not group.negate
            ways = [_flips(child, should_hold=wanted) for child in part.children]
            together = (group.combine is Combine.ALL) is wanted
            return _all_of(ways) if together else _fewest(ways)


def _all_of(ways: Sequence[frozenset[Flip] | None]) -> frozenset[Flip] | None:
    known = [way for way in ways if way is not None]
    return frozenset[Flip]().union(*known) if len(known) == len(ways) else None


def _fewest(ways: Sequence[frozenset[Flip] | None]) -> frozenset[Flip] | None:
    """The way with the fewest conditions, the first of equals."""
    by_size: Callable[[frozenset[Flip]], int] = len
    return min((way for way in ways if way is not None), key=by_size, default=None)
