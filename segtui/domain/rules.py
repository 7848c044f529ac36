"""A rule as a tree: groups of conditions, with the parts nobody understands kept as they came."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from segtui.domain.operators import Operator
from segtui.domain.record import record
from segtui.domain.values import NoValue, Value

Path: TypeAlias = tuple[int, ...]
"""Where a node stands: the index of each child on the way down from the root; the root is `()`."""


class Combine(StrEnum):
    """How many of a group's children a lead must meet."""

    ALL = "all"
    ANY = "any"


@record
class Condition:
    """One thing a lead must be or have; `negate` turns it round."""

    field: str
    """The dotted path of the field, in the service's own spelling."""
    operator: Operator
    value: Value = NoValue()
    negate: bool = False
    muted: bool = False
    """Whether it is set aside for a try, see `muting`."""


@record
class Opaque:
    """A part of a rule that isn't understood; it goes back to the service as it came."""

    written: str
    """The part, as JSON."""
    reason: str
    """Why it isn't understood, for a person."""
    muted: bool = False


@record
class Group:
    """Children of which a lead must meet all or any. An empty group under "all" is met by everybody."""

    combine: Combine = Combine.ALL
    children: tuple["Node", ...] = ()
    negate: bool = False
    muted: bool = False


Node: TypeAlias = Group | Condition | Opaque

EVERYBODY = Group()
"""The rule that every lead meets."""


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node of a tree with its path, a parent before its children."""
    yield path, node
    if isinstance(node, Group):
        for index, child in enumerate(node.children):
            yield from walk(child, (*path, index))


def node_at(tree: Group, path: Path) -> Node:
    """The node that stands at a path.

    Raises:
        LookupError: There is no such node.
    """
    node: Node = tree
    for index in path:
        if not isinstance(node, Group) or not 0 <= index < len(node.children):
            raise LookupError(f"no node at {path}")
        node = node.children[index]
    return node
