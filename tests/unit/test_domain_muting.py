"""Muting parts of a rule: they stay in the sketch, don't count, and keep their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import rules

from segtui.domain.muting import heard, heard_place, is_silent, sketched_place, turned, unmuted, with_muted_of
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Path, node_at, walk
from segtui.domain.tree_json import rule_from_json, rule_to_json


def one(field: str, *, muted: bool = False) -> Condition:
    return Condition(field, Operator.EXISTS, muted=muted)


_RULES = rules()
"""Made once: to make it anew for each example takes longer than the example."""


@st.composite
def sketches(draw: st.DrawFn) -> Group:
    """Rules with some parts muted."""
    sketch = draw(_RULES)
    for path in [path for path, _ in walk(sketch) if path]:
        if draw(st.booleans()):
            sketch = turned(sketch, path)
    return sketch


def test_what_is_muted_does_not_count_and_stays_where_it_was() -> None:
    sketch = Group(children=(one("a"), one("b"), Group(Combine.ANY, (one("c"), one("d")))))
    muted = turned(turned(sketch, (1,)), (2, 0))
    assert unmuted(muted) == Group(children=(one("a"), Group(Combine.ANY, (one("d"),))))
    assert turned(turned(muted, (1,)), (2, 0)) == sketch


def test_the_whole_rule_cant_be_muted() -> None:
    with pytest.raises(LookupError):
        turned(Group(), ())


def test_a_sketch_without_muted_parts_is_the_rule_itself() -> None:
    sketch = Group(children=(one("a"), Group(Combine.ANY, (one("b"),))))
    assert unmuted(sketch) is sketch


def test_what_is_in_a_muted_group_is_silent_and_is_heard_with_it() -> None:
    sketch = Group(children=(Group(Combine.ANY, (one("a"),), muted=True),))
    assert is_silent(sketch, (0, 0))
    assert heard_place(sketch, (0, 0)) is None
    assert not is_silent(heard(sketch, (0, 0)), (0, 0))


@given(sketches())
def test_places_lead_to_the_same_part_in_both_and_back(sketch: Group) -> None:
    rule = unmuted(sketch)
    for path, node in walk(sketch):
        if is_silent(sketch, path):
            continue
        place = heard_place(sketch, path)
        assert place is not None
        assert node_at(rule, place) == (unmuted(node) if isinstance(node, Group) else node)
        assert sketched_place(sketch, place) == path


@given(sketches())
def test_an_unchanged_rule_gets_its_muted_parts_back_in_their_places(sketch: Group) -> None:
    assert with_muted_of(sketch, unmuted(sketch)) == sketch


@given(sketches(), _RULES)
def test_any_other_rule_keeps_its_meaning_and_gets_all_muted_parts(sketch: Group, other: Group) -> None:
    both = with_muted_of(sketch, other)
    assert unmuted(both) == other

    def muted(rule: Group) -> list[str]:
        outer: list[Path] = [path for path, node in walk(rule) if node.muted and not is_silent(rule, path[:-1])]
        return sorted(repr(node_at(rule, path)) for path in outer)

    assert muted(both) == muted(sketch)


@given(sketches())
def test_muted_parts_are_kept_in_files(sketch: Group) -> None:
    assert rule_from_json(rule_to_json(sketch)) == sketch
