"""Laws of Tiledesk's codec: what nobody touched goes back as it came, and nothing is lost in silence."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.strategies import conditions, flat_rules, outside_text, rules
from support.tiledesk import ODD_LEADS, Server, given_back, lead_conditions, lead_rules, native_rules

from segtui.backends.tiledesk.codec import placed_filters, stored_filters
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.edits import inserted, moved, removed, replaced
from segtui.domain.evaluation import Evaluator
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, walk
from segtui.domain.values import JsonValue, TextValue

DIALECT = TiledeskDialect()
SERVER = Server(ODD_LEADS)
FEWER = settings(max_examples=60)

Native = dict[str, JsonValue]


def written(value: object) -> str:
    """A document as JSON; Python alone takes 1, 1.0 and true for the same."""
    return json.dumps(value, sort_keys=True)


def flat_part(rule: Group) -> Counter[str]:
    return Counter(written(one) for one in stored_filters(DIALECT.encode(rule).native))


@given(native_rules())
def test_a_rule_that_nobody_touched_goes_back_as_it_came(native: Native) -> None:
    encoded = DIALECT.encode(DIALECT.decode(native), native)
    assert written(encoded.native["match"]) == written(native["match"])
    assert written(encoded.native["filters"]) == written(stored_filters(native))
    assert encoded.losses == ()


@given(native_rules().map(given_back))
def test_a_rule_that_is_made_anew_from_a_stored_one_reads_the_same(native: Native) -> None:
    rule = DIALECT.decode(native)
    encoded = DIALECT.encode(rule)
    paths = {loss.path for loss in encoded.losses}
    kept = tuple(child for place, child in enumerate(rule.children) if (place,) not in paths)
    assert DIALECT.decode(encoded.native) == replace(rule, children=kept)


@given(flat_rules() | lead_rules())
def test_what_is_encoded_once_stays_as_it_is(rule: Group) -> None:
    encoded = DIALECT.encode(rule)
    normal = DIALECT.decode(encoded.native)
    again = DIALECT.encode(normal)
    assert written(again.native) == written(encoded.native)
    assert DIALECT.decode(again.native) == normal
    assert again.losses == ()


@FEWER
@given(lead_rules(sendable=True))
def test_the_normal_form_of_a_rule_selects_the_same_leads(rule: Group) -> None:
    encoded = DIALECT.encode(rule)
    assert encoded.losses == ()
    served, again = DIALECT.served(rule), DIALECT.served(DIALECT.decode(encoded.native))
    assert (served.rule is None) == (again.rule is None)
    if served.rule is None or again.rule is None:
        return
    for lead in SERVER.leads:
        told = Evaluator(DIALECT.semantics).answer(served.rule, lead)
        assert told is Evaluator(DIALECT.semantics).answer(again.rule, lead)


@given(outside_text(), st.sampled_from((Operator.CONTAINS, Operator.IS, Operator.MORE_THAN, Operator.STARTS_WITH)))
def test_every_text_comes_back_as_it_was_typed(text: str, operator: Operator) -> None:
    rule = Group(children=(Condition("attributes.plan", operator, TextValue(text)),))
    assert DIALECT.decode(DIALECT.encode(rule).native) == rule


def without_losses(native: Native, edited: Group) -> list[JsonValue]:
    encoded = DIALECT.encode(edited, native)
    assume(not encoded.losses)
    filters = encoded.native["filters"]
    assert isinstance(filters, list)
    return filters


@given(native_rules(), st.data())
def test_changing_one_condition_leaves_the_json_of_the_others_alone(native: Native, data: st.DataObject) -> None:
    rule, stored = DIALECT.decode(native), stored_filters(native)
    assume(stored)
    place = data.draw(st.integers(0, len(stored) - 1))
    others = st.sampled_from(rule.children)
    node: Node = data.draw(others | lead_conditions((Operator.IS, Operator.CONTAINS, Operator.EXISTS), sendable=True))
    filters = without_losses(native, replaced(rule, (place,), node))
    del filters[place], stored[place]
    assert written(filters) == written(stored)


@given(native_rules(), st.data())
def test_removing_a_condition_leaves_the_json_of_the_others_alone(native: Native, data: st.DataObject) -> None:
    rule, stored = DIALECT.decode(native), stored_filters(native)
    assume(stored)
    place = data.draw(st.integers(0, len(stored) - 1))
    filters = without_losses(native, removed(rule, (place,)))
    # Of several filters that read alike, any may stay.
    assert DIALECT.decode({"match": native["match"], "filters": filters}) == removed(rule, (place,))
    assert Counter(map(written, filters)) <= Counter(map(written, stored))


@given(native_rules(), st.data())
def test_adding_and_moving_conditions_rewrites_none(native: Native, data: st.DataObject) -> None:
    rule, stored = DIALECT.decode(native), stored_filters(native)
    assume(stored)
    place = data.draw(st.integers(0, len(stored) - 1))
    step = data.draw(st.integers(-3, 3))
    new = Condition("attributes.new", Operator.IS, TextValue("new"))
    edited = moved(inserted(rule, (len(stored),), new), (place,), step)
    filters = without_losses(native, edited)
    kept = [one for one in filters if written(one) != written({"field": new.field, "operator": "=", "value": "new"})]
    assert len(filters) == len(kept) + 1
    assert Counter(map(written, kept)) == Counter(map(written, stored))


def test_the_unused_value_of_is_null_is_kept_beside_an_edit_that_reads_like_it() -> None:
    native: dict[str, Any] = {
        "match": "all",
        "filters": [
            {"field": "city", "operator": "=", "value": "Rome"},
            {"field": "email", "operator": "is null", "value": "-"},
            {"field": "email", "operator": "is null", "value": False},
        ],
    }
    absent = Condition("email", Operator.EXISTS, negate=True)
    encoded = DIALECT.encode(replaced(DIALECT.decode(native), (0,), absent), native)
    assert written(encoded.native["filters"]) == written(
        [{"field": "email", "operator": "is null", "value": True}, *native["filters"][1:]]
    )


@given(rules() | lead_rules())
def test_every_part_of_a_rule_is_sent_or_named_as_lost(rule: Group) -> None:
    placed, losses = placed_filters(rule)
    sent, lost = {one.path for one in placed}, {one.path for one in losses}
    for path, node in walk(rule):
        covered = any(path[: len(place)] == place for place in lost - {()})
        if isinstance(node, Group) and node.children and not covered and path:
            continue  # opened: its children are looked at by themselves
        assert covered or path in sent or not path
    assert (() in lost) is rule.negate
    assert sent.isdisjoint(lost)


@given(rules(), rules())
def test_encoding_and_judging_never_fail(rule: Group, other: Group) -> None:
    native = dict(DIALECT.encode(rule).native)
    DIALECT.served(other, native)
    DIALECT.problems(other, known=DIALECT.decode(native).children, creating=True)
    for _, node in walk(other):
        DIALECT.stored_words(node)


@FEWER
@given(st.lists(conditions((Operator.IS, Operator.CONTAINS, Operator.EXISTS)), min_size=1, max_size=3))
def test_groups_inside_are_opened_where_that_changes_nothing(children: list[Condition]) -> None:
    flat = Group(children=tuple(children))
    nested = Group(children=(Group(Combine.ANY, (Group(children=tuple(children)),)),))
    assert flat_part(nested) == flat_part(flat)
    either = Group(children=(Group(Combine.ANY, (*children, *children)),))
    assert [loss.path for loss in DIALECT.encode(either).losses] == [(0,)]
