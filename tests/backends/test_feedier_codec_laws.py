"""Laws of Feedier's codec: what nobody touched goes back byte for byte, and nothing is lost in silence."""

import json
from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st
from support.fql import conditions, sound_rules, texts
from support.strategies import flat_rules, outside_text, rules

from segtui.backends.feedier.codec import placed_parts, text_of, whole_text
from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.feedier.fql import Written, read
from segtui.domain.edits import combined, inserted, moved, removed, replaced
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, walk
from segtui.domain.values import TextValue

DIALECT = FeedierDialect()

NEW = Condition("Attribute.new", Operator.IS, TextValue("new"))


def decoded(text: str) -> Group:
    return DIALECT.decode({"fql": text})


def sources(text: str) -> list[str]:
    """The JSON of each condition, exactly."""
    return [part.source for part in read(text).parts]


def without_losses(rule: Group, stored: str) -> str:
    encoded = DIALECT.encode(rule, {"fql": stored})
    assume(not encoded.losses)
    return text_of(encoded.native)


def is_one_part(rule: Group) -> bool:
    return len(rule.children) == 1 and whole_text(rule.children[0]) is not None


@given(texts())
def test_a_text_that_nobody_touched_goes_back_byte_for_byte(text: str) -> None:
    encoded = DIALECT.encode(decoded(text), {"fql": text})
    assert encoded.native == {"fql": text}
    assert encoded.losses == ()


@given(texts())
def test_a_rule_that_is_made_anew_from_a_stored_one_reads_the_same(text: str) -> None:
    rule = decoded(text)
    encoded = DIALECT.encode(rule)
    assert encoded.losses == ()
    made = text_of(encoded.native)
    assert decoded(made) == rule
    assert read(made).written is Written.JSON or made == text


@given(texts(sound_rules()))
def test_documented_rules_are_not_one_part(text: str) -> None:
    assert not is_one_part(decoded(text))


@given(flat_rules() | rules())
def test_what_is_written_once_stays_as_it_is(rule: Group) -> None:
    text = text_of(DIALECT.encode(rule).native)
    again = DIALECT.encode(decoded(text))
    assert text_of(again.native) == text
    assert again.losses == ()


@given(outside_text(), outside_text())
def test_every_text_comes_back_as_it_was_typed(name: str, text: str) -> None:
    assume(name)
    rule = Group(children=(Condition(f"Attribute.{name}", Operator.IS, TextValue(text)),))
    encoded = DIALECT.encode(rule)
    assert decoded(text_of(encoded.native)) == rule
    text_of(encoded.native).encode()  # no half characters, which no request can carry


@given(texts(), st.data())
def test_changing_one_condition_leaves_the_bytes_of_the_others_alone(text: str, data: st.DataObject) -> None:
    rule, stored = decoded(text), sources(text)
    assume(stored and not is_one_part(rule))
    place = data.draw(st.integers(0, len(stored) - 1))
    other = decoded(json.dumps([data.draw(conditions())])).children[0]
    node: Node = data.draw(st.sampled_from((*rule.children, other, NEW)))
    changed = without_losses(replaced(rule, (place,), node), text)
    made = sources(changed)
    del made[place], stored[place]
    assert made == stored
    assert read(changed).written is Written.JSON or changed == text
    assert read(changed).is_nested is read(text).is_nested


@given(texts(), st.data())
def test_removing_adding_and_moving_conditions_rewrites_none(text: str, data: st.DataObject) -> None:
    rule, stored = decoded(text), sources(text)
    assume(stored and not is_one_part(rule))
    place = data.draw(st.integers(0, len(stored) - 1))
    less = without_losses(removed(rule, (place,)), text)
    # Of several conditions that read alike, any may stay.
    assert decoded(less).children == removed(rule, (place,)).children
    assert Counter(sources(less)) <= Counter(stored)
    more = moved(inserted(rule, (len(stored),), NEW), (place,), data.draw(st.integers(-3, 3)))
    assert Counter(stored) <= Counter(sources(without_losses(more, text)))


@given(texts(sound_rules()))
def test_all_and_any_can_be_turned_and_turned_back(text: str) -> None:
    rule = decoded(text)
    other = Combine.ALL if rule.combine is Combine.ANY else Combine.ANY
    turned = without_losses(combined(rule, other), text)
    assert decoded(turned).children == rule.children
    assert decoded(turned).combine is other or len(rule.children) == 1
    back = without_losses(combined(decoded(turned), rule.combine), turned)
    assert decoded(back) == rule


@given(rules(), texts())
def test_every_part_of_a_rule_is_sent_or_named_as_lost(rule: Group, text: str) -> None:
    for stored in (None, {"fql": text}):
        placed, losses = placed_parts(rule, stored)
        sent, lost = {one.path for one in placed}, {one.path for one in losses}
        assert sent.isdisjoint(lost)
        for path, node in walk(rule):
            covered = any(path[: len(place)] == place for place in (sent | lost) - {()})
            opened = isinstance(node, Group) and bool(node.children)
            assert covered or opened or not path
        assert (() in lost) is (rule.negate or rule == Group(Combine.ANY))


@given(rules(), texts())
def test_judging_never_fails_and_a_fix_says_what_can_be_sent(rule: Group, text: str) -> None:
    served = DIALECT.served(rule, {"fql": text})
    for problem in (*DIALECT.problems(rule, known=decoded(text).children, creating=True), *served.differences):
        if problem.fix is not None:
            left = [(one.code, one.path, one.message) for one in DIALECT.served(problem.fix.rule).differences]
            assert (problem.code, problem.path, problem.message) not in left
    for _, node in walk(rule):
        DIALECT.stored_words(node)
