"""Edits of a rule, and undo."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from support.strategies import nodes, rules

from segtui.domain.edits import combined, inserted, moved, negated, removed, replaced, stepped, taken_out, wrapped
from segtui.domain.history import History
from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Node, Opaque, Path, node_at, walk
from segtui.domain.values import TextValue

ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
BETA = Condition("tags", Operator.IS, TextValue("beta"))
STRANGE = Opaque('{"geo": [1, 2]}', "segtui doesn't know places")
INNER = Group(Combine.ANY, (VIP, STRANGE))
TREE = Group(Combine.ALL, (ROME, INNER, BETA))

CHANGED = Condition("changed", Operator.EXISTS)

FEWER = settings(max_examples=50)
"""Trees take long to make."""


def some_path(data: DataObject, tree: Group, *, below_root: bool = False) -> Path:
    paths = [path for path, _ in walk(tree) if path or not below_root]
    return data.draw(st.sampled_from(paths))


def some_place(data: DataObject, tree: Group) -> Path:
    """Where a node may be put in: before each child of each group, and behind the last."""
    places = [
        (*path, index)
        for path, node in walk(tree)
        if isinstance(node, Group)
        for index in range(len(node.children) + 1)
    ]
    return data.draw(st.sampled_from(places))


@FEWER
@given(rules())
def test_a_walk_names_every_node_by_its_path_parents_first(tree: Group) -> None:
    walked = list(walk(tree))
    assert all(node_at(tree, path) is node for path, node in walked)
    paths = [path for path, _ in walked]
    assert paths == sorted(set(paths))
    groups = [node for _, node in walked if isinstance(node, Group)]
    assert len(walked) == 1 + sum(len(group.children) for group in groups)


@FEWER
@given(rules(), nodes(), st.data())
def test_what_was_inserted_can_be_removed_again(tree: Group, node: Node, data: DataObject) -> None:
    place = some_place(data, tree)
    more = inserted(tree, place, node)
    assert node_at(more, place) is node
    assert len(list(walk(more))) == len(list(walk(tree))) + len(list(walk(node)))
    assert removed(more, place) == tree


@FEWER
@given(rules().filter(lambda tree: tree.children), st.integers(-5, 5), st.data())
def test_what_was_moved_can_be_moved_back(tree: Group, step: int, data: DataObject) -> None:
    *above, index = some_path(data, tree, below_root=True)
    group = node_at(tree, tuple(above))
    assert isinstance(group, Group)
    target = max(0, min(len(group.children) - 1, index + step))
    there = moved(tree, (*above, index), step)
    assert node_at(there, (*above, target)) is group.children[index]
    assert moved(there, (*above, target), index - target) == tree


@FEWER
@given(rules(), st.data())
def test_a_replaced_node_is_the_only_one_that_changes(tree: Group, data: DataObject) -> None:
    path = some_path(data, tree)
    node = EVERYBODY if path == () else CHANGED
    after = replaced(tree, path, node)
    assert node_at(after, path) is node
    for where, before in walk(tree):
        if where[: len(path)] == path:
            continue
        if path[: len(where)] == where:
            assert node_at(after, where) is not before
        else:
            assert node_at(after, where) is before


@FEWER
@given(rules(), st.data())
def test_replacing_a_node_by_itself_changes_nothing(tree: Group, data: DataObject) -> None:
    path = some_path(data, tree)
    assert replaced(tree, path, node_at(tree, path)) == tree


@FEWER
@given(rules(), st.data())
def test_negating_twice_changes_nothing(tree: Group, data: DataObject) -> None:
    path = some_path(data, tree)
    if isinstance(node_at(tree, path), Opaque):
        with pytest.raises(ValueError, match="isn't understood"):
            negated(tree, path)
    else:
        assert negated(tree, path) != tree
        assert negated(negated(tree, path), path) == tree


@FEWER
@given(rules(), st.sampled_from(Combine), st.data())
def test_a_wrapped_node_stands_one_step_deeper(tree: Group, combine: Combine, data: DataObject) -> None:
    path = some_path(data, tree)
    deeper = wrapped(tree, path, combine)
    assert node_at(deeper, path) == Group(combine, (node_at(tree, path),))


def test_a_move_stops_at_both_ends() -> None:
    assert moved(TREE, (0,), 99) == Group(Combine.ALL, (INNER, BETA, ROME))
    assert moved(TREE, (2,), -99) == Group(Combine.ALL, (BETA, ROME, INNER))
    assert moved(TREE, (1,), 0) == TREE


def test_all_and_any_are_set_for_one_group_only() -> None:
    assert combined(TREE, Combine.ANY) == Group(Combine.ANY, TREE.children)
    assert combined(TREE, Combine.ALL, (1,)) == Group(Combine.ALL, (ROME, Group(Combine.ALL, INNER.children), BETA))


def test_only_a_group_can_be_the_root() -> None:
    assert replaced(TREE, (), EVERYBODY) is EVERYBODY
    with pytest.raises(ValueError, match="root of a rule is a group"):
        replaced(TREE, (), ROME)


EDITS: dict[str, Callable[[Group, Path], Group]] = {
    "replaced": lambda tree, path: replaced(tree, path, VIP),
    "inserted": lambda tree, path: inserted(tree, path, VIP),
    "removed": removed,
    "moved": lambda tree, path: moved(tree, path, 1),
    "wrapped": lambda tree, path: wrapped(tree, path, Combine.ANY),
    "negated": negated,
    "combined": lambda tree, path: combined(tree, Combine.ANY, path),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("path", [(4,), (-1,), (0, 0), (1, 7), (1, -1), (1, 1, 0), (9, 9)])
def test_a_path_that_leads_nowhere_is_a_lookup_error(name: str, path: Path) -> None:
    with pytest.raises(LookupError):
        EDITS[name](TREE, path)


@pytest.mark.parametrize("name", ["inserted", "removed", "moved"])
def test_the_root_stands_among_no_siblings(name: str) -> None:
    with pytest.raises(LookupError):
        EDITS[name](TREE, ())


def test_only_groups_have_an_all_or_any() -> None:
    with pytest.raises(LookupError, match="no group"):
        combined(TREE, Combine.ANY, (0,))


STEPS = st.lists(st.one_of(st.just("undo"), st.just("redo"), st.integers(0, 3)), max_size=12)


def after(steps: list[str | int]) -> History[int]:
    history = History(0)
    for step in steps:
        match step:
            case "undo":
                history = history.undone()
            case "redo":
                history = history.redone()
            case int(value):
                history = history.changed_to(value)
    return history


@given(STEPS, st.integers(4, 5))
def test_undoing_a_change_gives_what_was_before(steps: list[str | int], new: int) -> None:
    history = after(steps)
    undone = history.changed_to(new).undone()
    assert (undone.present, undone.past) == (history.present, history.past)
    assert undone.redone() == history.changed_to(new)


@given(STEPS)
def test_redo_is_the_opposite_of_undo(steps: list[str | int]) -> None:
    history = after(steps)
    if history.past:
        assert history.undone().redone() == history
    else:
        assert history.undone() is history
    if history.future:
        assert history.redone().undone() == history
    else:
        assert history.redone() is history


@given(STEPS)
def test_the_same_value_again_changes_nothing(steps: list[str | int]) -> None:
    history = after(steps)
    assert history.changed_to(history.present) is history


@given(STEPS, st.integers(4, 5))
def test_a_change_ends_what_could_be_redone(steps: list[str | int], new: int) -> None:
    assert after(steps).changed_to(new).future == ()


@given(st.lists(st.integers(), min_size=1))
def test_every_value_there_ever_was_can_be_undone_to(values: list[int]) -> None:
    history, seen = History(0), [0]
    for value in values:
        seen += [value] if value != seen[-1] else []
        history = history.changed_to(value)
    while history.past:
        assert history.present == seen.pop()
        history = history.undone()
    assert [history.present] == seen == [0]


def _name(node: Node) -> str:
    return node.field if isinstance(node, Condition) else "+"


def _order(tree: Group) -> list[str]:
    """The conditions in reading order, each with how deep it stands."""
    return [f"{_name(node)}{len(path)}" for path, node in walk(tree) if isinstance(node, Condition)]


def test_a_condition_steps_into_a_group_through_it_and_out_of_it() -> None:
    a, b, c = (Condition(name, Operator.EXISTS) for name in "abc")
    tree = Group(children=(a, Group(Combine.ANY, (b, c))))
    path: Path = (0,)
    seen = []
    for _ in range(4):
        tree, path = stepped(tree, path, down=True)
        assert node_at(tree, path) == a
        seen.append(_order(tree))
    assert seen == [["a2", "b2", "c2"], ["b2", "a2", "c2"], ["b2", "c2", "a2"], ["b2", "c2", "a1"]]
    for before in [*reversed(seen[:-1]), ["a1", "b2", "c2"]]:
        tree, path = stepped(tree, path, down=False)
        assert _order(tree) == before


def test_a_group_goes_with_the_last_condition_that_leaves_it() -> None:
    a, b = (Condition(name, Operator.EXISTS) for name in "ab")
    tree = Group(children=(a, Group(Combine.ANY, (b,))))
    assert stepped(tree, (1, 0), down=False) == (Group(children=(a, b)), (1,))
    assert taken_out(tree, (1, 0)) == Group(children=(a,))


def test_a_group_changes_places_with_a_group() -> None:
    a, b = (Group(Combine.ANY, (Condition(name, Operator.EXISTS),)) for name in "ab")
    assert stepped(Group(children=(a, b)), (0,), down=True) == (Group(children=(b, a)), (1,))


@given(rules(), st.booleans())
def test_a_step_keeps_every_condition(tree: Group, down: bool) -> None:  # noqa: FBT001 - hypothesis fills it in
    def leaves(rule: Group) -> list[str]:
        return sorted(repr(node) for _, node in walk(rule) if not isinstance(node, Group))

    for path, node in walk(tree):
        if path:
            after, place = stepped(tree, path, down=down)
            assert leaves(after) == leaves(tree)
            assert node_at(after, place) == node
