"""The neutral JSON form of a rule."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from support.strategies import json_values, rules

from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Opaque
from segtui.domain.tree_json import UnreadableRule, rule_from_json, rule_to_json
from segtui.domain.values import (
    InstantValue,
    JsonValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Unit,
)


@given(rules())
def test_a_rule_comes_back_from_json_as_it_was(rule: Group) -> None:
    assert rule_from_json(json.loads(json.dumps(rule_to_json(rule)))) == rule


@settings(max_examples=50)
@given(rules())
def test_the_same_rule_is_written_the_same_way(rule: Group) -> None:
    written = json.dumps(rule_to_json(rule))
    assert json.dumps(rule_to_json(rule_from_json(json.loads(written)))) == written


@settings(max_examples=200)
@given(json_values())
def test_any_json_is_a_rule_or_a_complaint(form: JsonValue) -> None:
    with suppress(UnreadableRule):
        assert rule_from_json({"children": [{"field": "f", "operator": "is", "value": form}]}).children
    with suppress(UnreadableRule):
        assert rule_from_json({"children": [form]}).children


def test_a_rule_reads_like_this() -> None:
    form: JsonValue = {
        "match": "any",
        "children": [
            {"field": "city", "operator": "is", "value": "Rome", "not": True},
            {"field": "age", "operator": "between", "value": {"range": [1, 5.5]}},
            {"field": "createdAt", "operator": "more than", "value": {"instant": "2024-07-01"}},
            {"field": "createdAt", "operator": "within", "value": {"relative": [-30, "days", "now"]}},
            {"field": "tags", "operator": "has all", "value": ["vip", 5, True]},
            {"match": "all", "children": [], "not": True},
            {"opaque": '{"geo": 1}', "reason": "not known"},
            {"field": "city", "operator": "exists"},
        ],
    }
    rule = rule_from_json(form)
    assert rule.combine is Combine.ANY
    assert rule.children[:4] == (
        Condition("city", Operator.IS, TextValue("Rome"), negate=True),
        Condition("age", Operator.BETWEEN, RangeValue(NumberValue("1"), NumberValue("5.5"))),
        Condition("createdAt", Operator.MORE_THAN, InstantValue("2024-07-01")),
        Condition("createdAt", Operator.WITHIN, RelativeValue(-30, Unit.DAYS)),
    )
    assert rule.children[5:] == (
        Group(negate=True),
        Opaque('{"geo": 1}', "not known"),
        Condition("city", Operator.EXISTS),
    )
    assert rule_to_json(rule) == form


def test_what_goes_without_saying_may_be_left_out() -> None:
    assert rule_from_json({}) == EVERYBODY
    assert rule_from_json({"children": [{"opaque": "1"}]}) == Group(children=(Opaque("1", ""),))


@pytest.mark.parametrize("written", ["1.50", "1e5", "-0", "1E-7", "100000000000000000000.0"])
def test_a_number_keeps_the_way_it_is_written(written: str) -> None:
    rule = Group(children=(Condition("age", Operator.IS, ListValue((NumberValue(written), NumberValue("1")))),))
    assert rule_from_json(json.loads(json.dumps(rule_to_json(rule)))) == rule
    assert rule_to_json(rule)["children"] == [
        {"field": "age", "operator": "is", "value": [{"number": written}, 1]},
    ]


def condition(**parts: JsonValue) -> JsonValue:
    return {"children": [{"field": "f", "operator": "is", "value": 1, **parts}]}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (None, "rule should be an object, not “null”"),
        ([], "rule should be an object"),
        ("city is Rome", "rule should be an object"),
        ({"field": "city", "operator": "is", "value": 1}, "single condition, not a group"),
        ({"opaque": "1"}, "not a group"),
        ({"any": []}, "rule has the unknown key “any”"),
        ({"match": "some"}, "rule.match should be all or any, not “some”"),
        ({"match": None}, "rule.match should be a text, not “null”"),
        ({"not": 1}, "rule.not should be true or false"),
        ({"children": {}}, "rule.children should be a list"),
        ({"children": [5]}, "rule.children[0] should be an object"),
        (
            {"children": [{}, {"children": [{"x\x1b": 1}]}]},
            "rule.children[1].children[0] has the unknown key “x\ufffd”",
        ),
        ({"children": [{"opaque": "1", "not": True}]}, "rule.children[0] has the unknown key “not”"),
        ({"children": [{"opaque": {}}]}, "rule.children[0].opaque should be a text"),
        ({"children": [{"opaque": "{"}]}, "rule.children[0].opaque should hold JSON"),
        ({"children": [{"opaque": "1", "reason": 5}]}, "rule.children[0].reason should be a text"),
        ({"children": [{"field": "f"}]}, "rule.children[0].operator should be a text"),
        ({"children": [{"field": "f", "operator": "is"}]}, "rule.children[0] has no value, but “is” needs one"),
        (condition(field=5), "rule.children[0].field should be a text, not “5”"),
        (condition(operator="equals"), "rule.children[0].operator is “equals”, which is no operator"),
        (condition(operator="\u202eis"), "rule.children[0].operator is “\ufffdis”"),
        (condition(value=None), "rule.children[0].value is “null”, which is no value"),
        (condition(value={}), "rule.children[0].value is “{}”"),
        (condition(value=float("inf")), "rule.children[0].value is “Infinity”"),
        (condition(value=[1, None]), "rule.children[0].value[1] is “null”"),
        (condition(value=[[1]]), "rule.children[0].value[0] is “[1]”"),
        (condition(value={"range": [1]}), 'rule.children[0].value is “{"range": [1]}”'),
        (condition(value={"range": [1, None]}), "rule.children[0].value.range[1] is “null”"),
        (condition(value={"range": [1, 2], "step": 1}), "rule.children[0].value is"),
        (
            condition(value={"relative": [1, "fortnights", "now"]}),
            "rule.children[0].value has the unknown unit “fortnights”",
        ),
        (condition(value={"relative": [1, "days", "then"]}), "rule.children[0].value is"),
        (condition(value={"relative": [1.5, "days", "now"]}), "rule.children[0].value is"),
        (condition(value={"instant": "20240701"}), "rule.children[0].value isn't a date"),
        (condition(value={"instant": 5}), "rule.children[0].value is"),
        (condition(value={"day": "2023-02-29"}), "rule.children[0].value isn't a date"),
        (condition(value={"day": "2024-07-01", "zone": "UTC"}), "rule.children[0].value is"),
        (condition(value={"number": "five"}), "rule.children[0].value is"),
        (condition(value={"number": 5}), "rule.children[0].value is"),
    ],
)
def test_a_form_that_cannot_be_read_names_its_place(form: JsonValue, says: str) -> None:
    with pytest.raises(UnreadableRule) as raised:
        rule_from_json(form)
    assert says in raised.value.message


def test_an_unknown_operator_brings_the_known_ones() -> None:
    with pytest.raises(UnreadableRule) as raised:
        rule_from_json(condition(operator="equals"))
    assert all(operator.value in raised.value.hint for operator in Operator)


def test_a_list_keeps_the_kind_of_each_value() -> None:
    rule = rule_from_json(condition(operator="one of", value=["5", 5, 5.0, True]))
    (only,) = rule.children
    assert isinstance(only, Condition)
    assert isinstance(only.value, ListValue)
    assert [type(item).__name__ for item in only.value.items] == [
        "TextValue",
        "NumberValue",
        "NumberValue",
        "BoolValue",
    ]


def test_a_value_beside_an_operator_without_one_is_named() -> None:
    with pytest.raises(UnreadableRule, match=r"children\[0\]\.value"):
        rule_from_json({"children": [{"field": "city", "operator": "exists", "value": "x"}]})
