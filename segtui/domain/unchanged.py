"""Which parts of a stored rule nobody touched, so that they go back as they are stored."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

from segtui.domain.rules import Node


def unchanged(nodes: Sequence[Node], stored: Sequence[Node]) -> Mapping[int, int]:
    """The stored part of each node that reads alike, each part once: its position, by the node's.

    Different parts may read alike, and then the one at the same position comes first.

    Args:
        nodes: What is wanted, in its order.
        stored: What each stored part reads as, in its order.
    """
    found = {place: place for place, (one, was) in enumerate(zip(nodes, stored, strict=False)) if one == was}
    moved: defaultdict[Node, deque[int]] = defaultdict(deque)
    for place, was in enumerate(stored):
        if place not in found:
            moved[was].append(place)
    for place, one in enumerate(nodes):
        if place not in found and moved.get(one):
            found[place] = moved[one].popleft()
    return found
