"""Facts of Feedier's codec: what each form of a condition reads as, and what a changed rule is written as."""

import json
from dataclasses import replace
from datetime import date

import pytest
from support.fql import CONTRACT_TEXTS

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.domain.edits import combined, inserted, removed, replaced
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NumberValue,
    RangeValue,
    Scalar,
    TextValue,
)
from segtui.sandbox.feedier.stored import segments

DIALECT = FeedierDialect()
DEMO_TEXTS = [one["fql"] for one in segments().values()]


def decoded(text: str) -> Group:
    return DIALECT.decode({"fql": text})


def only(text: str) -> Node:
    (node,) = decoded(text).children
    return node


def written(rule: Group, stored: str | None = None) -> str:
    encoded = DIALECT.encode(rule, None if stored is None else {"fql": stored})
    assert encoded.losses == ()
    return str(encoded.native["fql"])


def some(*values: str | int) -> ListValue:
    items: list[Scalar] = [TextValue(one) if isinstance(one, str) else NumberValue(str(one)) for one in values]
    return ListValue(tuple(items))


FORM = Condition("Form", Operator.ONE_OF, some(11))
NEW = Condition("Attribute.new", Operator.IS, TextValue("x"))
NEW_JSON = '{"Attribute":{"$eq":"x","name":"new"}}'


# Reading.


@pytest.mark.parametrize("text", [*CONTRACT_TEXTS, *DEMO_TEXTS])
def test_every_documented_text_goes_back_byte_for_byte(text: str) -> None:
    rule = decoded(text)
    assert DIALECT.encode(rule, {"fql": text}).native == {"fql": text}
    assert decoded(written(rule)) == rule


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('{"Form":{"$in":[11]}}', FORM),
        ('{"Form":{"$in":[11],"$type":"and"}}', FORM),
        ('{"Nps":{"$nin":["promoter"]}}', Condition("Nps", Operator.ONE_OF, some("promoter"), negate=True)),
        ('{"Nps":{"$ne":"promoter"}}', Condition("Nps", Operator.IS, TextValue("promoter"), negate=True)),
        (
            '{"Attribute":{"name":"shop.x","$gte":5}}',
            Condition("Attribute.shop.x", Operator.AT_LEAST, NumberValue("5")),
        ),
        ('{"Attribute":{"name":"x","$lt":"b"}}', Condition("Attribute.x", Operator.LESS_THAN, TextValue("b"))),
        ('{"topics":{"id":{"$in":[9]}}}', Condition("topics.id", Operator.ONE_OF, some(9))),
        ('{"created_at":{"$eq":"date_last_day"}}', Condition("created_at", Operator.IS, TextValue("date_last_day"))),
        (
            '{"TimePeriod":{"$ne":"2026-03-01"}}',
            Condition("TimePeriod", Operator.ON_DAY, DayValue(date(2026, 3, 1)), negate=True),
        ),
        (
            '{"TimePeriod":{"$gt":"2026-03-01T10:00:00Z"}}',
            Condition("TimePeriod", Operator.MORE_THAN, InstantValue("2026-03-01T10:00:00Z")),
        ),
        (
            '{"TimePeriod":{"$btw":["2026-03-01","2026-05-31"]}}',
            Condition(
                "TimePeriod", Operator.BETWEEN, RangeValue(DayValue(date(2026, 3, 1)), DayValue(date(2026, 5, 31)))
            ),
        ),
        (
            '{"attribute_values":{"value":{"$like":"x"},"attribute":{"name":{"$eq":"a.b"}}}}',
            Condition("attribute_values.a.b", Operator.CONTAINS, TextValue("x")),
        ),
        (
            '{"Attribute":{"name":"x","$nlike":["a"]}}',
            Condition("Attribute.x", Operator.CONTAINS, TextValue("a"), negate=True),
        ),
        (
            '{"Attribute":{"name":"x","$nlike":["a","b"]}}',
            Group(
                Combine.ANY,
                tuple(Condition("Attribute.x", Operator.CONTAINS, TextValue(one)) for one in "ab"),
                negate=True,
            ),
        ),
        ('{"Form":{"$in":[]}}', Condition("Form", Operator.ONE_OF, ListValue(()))),
    ],
)
def test_a_condition_of_either_form_is_read_and_written(text: str, node: Node) -> None:
    for stored in (f"[{text}]", f"[[ {text} ]]", json.dumps(f"[{text}]")):
        assert only(stored) == node
    assert only(written(Group(children=(node,)))) == node


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"Form":{"":[11]}}', "shell"),
        ('{"carrier_id":{"":[11]}}', "shell"),
        ('{"Form":{"$foo":[11]}}', "“$foo” is no operator"),
        ('{"Form":{"$in":[11],"extra":1}}', "“extra”"),
        ('{"Form":{"$gt":1,"$lt":5}}', "exactly one operator"),
        ('{"Form":{"$in":11}}', "no list"),
        ('{"Form":{"$in":[null]}}', "texts and numbers"),
        ('{"Form":{"$eq":true}}', "texts and numbers"),
        ('{"Form":{"$eq":{"a":1}}}', "texts and numbers"),
        ('{"Form":{"$eq":1e999}}', "texts and numbers"),
        ('{"Form":5}', "no operator"),
        ('{"topics":{"id":5}}', "no operator"),
        ('{"topics":{"i.d":{"$eq":5}}}', "dot"),
        ('{"Form":{"$in":[1]},"Nps":{"$in":[1]}}', "exactly one filter"),
        ('{"Form":{"$in":[11],"$type":null}}', "$type is “null”"),
        ("{}", "exactly one filter"),
        ('{"Attribute":{"$in":["Italy"]}}', "no attribute"),
        ('{"Attribute.x":{"$in":["Italy"]}}', "no name of a filter"),
        ('{"Form":{"$in":[11],"name":"x"}}', "“name”"),
        ('{"attribute_values":{"value":{"$in":["Italy"]}}}', "documented form"),
        ('{"attribute_values":{"attribute":{"name":{"$ne":"x"}},"value":{"$in":[1]}}}', "documented form"),
        ('{"created_at":{"$btw":["2026-03-01","2026-05-31"]}}', "older form"),
        ('{"TimePeriod":{"$btw":["date_last_day","2026-05-31"]}}', "two dates"),
        ('{"TimePeriod":{"$eq":"2026-03-01T10:00:00Z"}}', "one moment"),
        ('{"TimePeriod":{"$in":["2026-03-01"]}}', "isn't known"),
        ('{"TimePeriod":{"$gt":5}}', "needs a date"),
        ('{"Attribute":{"name":"x","$like":[]}}', "empty list"),
        ('[{"Form":{"$in":[1]}},{"Nps":{"$in":["x"]}}]', "inner list"),
        ("[]", "holds no condition"),
    ],
)
def test_what_is_not_documented_is_kept_word_for_word_and_says_why(text: str, words: str) -> None:
    stored = f"[[{text}]]" if text.startswith("{") else f"[{text}]"
    node = only(stored)
    assert isinstance(node, Opaque)
    assert words in node.reason
    assert text in written(Group(children=(node, FORM))) or text in json.loads(node.written)


@pytest.mark.parametrize("kinds", [("and", "or"), ("or", None), ("xor", "xor"), ("or", "xor"), ([], {}), (1, True)])
def test_a_rule_whose_conditions_disagree_on_and_and_or_is_one_part(kinds: tuple[object, ...]) -> None:
    text = json.dumps([{"Form": {"$in": [11], **({"$type": kind} if kind is not None else {})}} for kind in kinds])
    node = only(text)
    assert isinstance(node, Opaque)
    assert json.loads(node.written) == text
    assert "no documented meaning" in node.reason
    assert written(Group(children=(node,))) == text
    (loss,) = DIALECT.encode(Group(children=(node, FORM)), {"fql": text}).losses
    assert loss.path == (0,)


def test_an_answer_without_a_rule_is_no_rule_for_everybody() -> None:
    assert isinstance(DIALECT.decode({}).children[0], Opaque)
    assert DIALECT.decode({"fql": [{"Form": {"$in": [11]}}]}) == Group(children=(FORM,))


# Writing.


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ('[ {"Form": {"$in": [1e1]}}, {"Nps":{"$eq":"x"}} ]', f'[{{"Form": {{"$in": [1e1]}}}},{NEW_JSON}]'),
        (
            '[[{"Form" :{"$in":[1]}}],[{"Nps":{"$eq":"x"}}]]',
            f'[[{{"Form" :{{"$in":[1]}}}}],[{NEW_JSON}]]',
        ),
        (
            '[{"Form":{"$in":[1], "$type":"and"}},{"Nps":{"$eq":"x","$type":"and"}}]',
            '[{"Form":{"$in":[1], "$type":"and"}},{"Attribute":{"$eq":"x","name":"new","$type":"and"}}]',
        ),
        (
            '[{"Form":{"$in":[1], "$type":"or"}},{"Nps":{"$eq":"x","$type":"or"}}]',
            '[{"Form":{"$in":[1], "$type":"or"}},{"Attribute":{"$eq":"x","name":"new","$type":"or"}}]',
        ),
        ('[[{"a":{"":1}},{"b":{"":2}}],[{"Nps":{"$eq":"x"}}]]', f'[[{{"a":{{"":1}}}},{{"b":{{"":2}}}}],[{NEW_JSON}]]'),
        ("[{'Form': {'$in': [1, 2]}}, {'Nps': {'$eq': 'x'}}]", f'[{{"Form":{{"$in":[1,2]}}}},{NEW_JSON}]'),
        (json.dumps('[{"Form": 1},{"Nps":{"$eq":"x"}}]'), f'[{{"Form": 1}},{NEW_JSON}]'),
    ],
)
def test_changing_one_condition_keeps_the_shape_and_the_bytes_of_the_others(stored: str, expected: str) -> None:
    assert written(replaced(decoded(stored), (1,), NEW), stored) == expected


def test_new_rules_are_flat_and_compact_in_double_quotes() -> None:
    day = Condition("TimePeriod", Operator.IS, TextValue("date_last_month"))
    rule = Group(children=(FORM, Condition("Attribute.città", Operator.CONTAINS, TextValue('"é')), day))
    assert written(rule) == (
        '[{"Form":{"$in":[11]}},{"Attribute":{"$like":"\\"é","name":"città"}},{"TimePeriod":{"$eq":"date_last_month"}}]'
    )
    half = replace(FORM, field="Attribute.x", value=ListValue((TextValue("\ud83d"),)))
    assert written(Group(children=(half,))) == '[{"Attribute":{"$in":["\\ud83d"],"name":"x"}}]'


@pytest.mark.parametrize("kind", ["", ',"$type":"and"'])
def test_turning_all_into_any_and_back_writes_the_type_everywhere(kind: str) -> None:
    stored = f'[{{"Form":{{"$in":[11]{kind}}}}},{{"Nps":{{"$in":["promoter"]{kind}}}}}]'
    either = combined(decoded(stored), Combine.ANY)
    text = written(either, stored)
    assert text == '[{"Form":{"$in":[11],"$type":"or"}},{"Nps":{"$in":["promoter"],"$type":"or"}}]'
    assert decoded(text) == either
    assert written(combined(either, Combine.ALL), text) == '[{"Form":{"$in":[11]}},{"Nps":{"$in":["promoter"]}}]'
    assert written(combined(either, Combine.ALL), stored) == stored


def test_the_last_condition_removed_leaves_an_empty_list() -> None:
    assert written(removed(decoded('[[{"Form":{"$in":[11]}}]]'), (0,)), '[[{"Form":{"$in":[11]}}]]') == "[]"
    assert written(inserted(decoded("[]"), (0,), FORM), "[]") == '[{"Form":{"$in":[11]}}]'


# What can't be said.


def condition(
    operator: Operator, value: object = None, field: str = "Attribute.x", *, negate: bool = False
) -> Condition:
    return Condition(field, operator, negate=negate) if value is None else Condition(field, operator, value, negate)  # type: ignore[arg-type]


DAYS = RangeValue(DayValue(date(2026, 3, 1)), DayValue(date(2026, 3, 31)))
A = TextValue("a")


@pytest.mark.parametrize(
    ("node", "fixed"),
    [
        (condition(Operator.STARTS_WITH, A), ""),
        (condition(Operator.ENDS_WITH, A), ""),
        (condition(Operator.MATCHES, A), ""),
        (condition(Operator.EXISTS), ""),
        (condition(Operator.HAS_NO_VALUE), ""),
        (condition(Operator.IS, BoolValue(yes=True)), ""),
        (condition(Operator.IS, some("a")), ""),
        (condition(Operator.ONE_OF, A), ""),
        (condition(Operator.BETWEEN, DAYS, "TimePeriod", negate=True), ""),
        (condition(Operator.MORE_THAN, NumberValue("5"), negate=True), ""),
        (condition(Operator.MORE_THAN, NumberValue("5"), "id", negate=True), '[{"id":{"$lte":5}}]'),
        (condition(Operator.HAS_ANY, some("a")), '[{"Attribute":{"$in":["a"],"name":"x"}}]'),
        (
            condition(Operator.HAS_ALL, some("a", "b")),
            '[{"Attribute":{"$eq":"a","name":"x"}},{"Attribute":{"$eq":"b","name":"x"}}]',
        ),
        (
            condition(Operator.BETWEEN, RangeValue(NumberValue("1"), NumberValue("5"))),
            '[{"Attribute":{"$gte":1,"name":"x"}},{"Attribute":{"$lte":5,"name":"x"}}]',
        ),
        (condition(Operator.BETWEEN, DAYS, "created_at"), '[{"TimePeriod":{"$btw":["2026-03-01","2026-03-31"]}}]'),
        (
            condition(Operator.BETWEEN, DAYS, "completed_at"),
            '[{"completed_at":{"$gte":"2026-03-01"}},{"completed_at":{"$lt":"2026-04-01"}}]',
        ),
        (condition(Operator.AT_MOST, DAYS.high, "TimePeriod"), '[{"TimePeriod":{"$lt":"2026-04-01"}}]'),
        (condition(Operator.IS, InstantValue("2026-03-01"), "TimePeriod"), '[{"TimePeriod":{"$eq":"2026-03-01"}}]'),
        (condition(Operator.IS, InstantValue("2026-03-01T10:00Z"), "TimePeriod"), ""),
        (condition(Operator.IS, A, "Attribute"), ""),
        (condition(Operator.IS, A, "Attribute."), ""),
        (condition(Operator.IS, A, "attribute_values"), ""),
        (condition(Operator.IS, A, ""), ""),
        (condition(Operator.IS, A, "topics..id"), ""),
        (condition(Operator.IS, A, "topics.$eq"), ""),
        (
            Group(Combine.ANY, (FORM, NEW)),
            '[{"Form":{"$in":[11],"$type":"or"}},{"Attribute":{"$eq":"x","name":"new","$type":"or"}}]',
        ),
        (
            Group(Combine.ANY, (FORM, NEW), negate=True),
            '[{"Form":{"$nin":[11]}},{"Attribute":{"$ne":"x","name":"new"}}]',
        ),
        (Group(Combine.ANY), ""),
        (Opaque("5", ""), ""),
        (Opaque("no json", ""), ""),
    ],
)
def test_what_cannot_be_said_is_named_with_a_way_round_where_there_is_one(node: Node, fixed: str) -> None:
    rule = Group(children=(node,))
    (loss,) = DIALECT.encode(rule).losses
    assert loss.path == (0,)
    assert loss.code == "not-expressible"
    assert (loss.fix is not None) is bool(fixed)
    if loss.fix is not None:
        assert written(loss.fix.rule) == fixed
    assert loss in DIALECT.problems(rule)


def test_any_of_the_older_form_is_refused_with_the_newer_one_as_a_way_round() -> None:
    stored = (
        '[{"carrier_id":{"$in":[11]}},{"nps_profile":{"$eq":"positive"}},{"topics":{"id":{"$in":[9]}}},'
        '{"attribute_values":{"attribute":{"name":{"$eq":"market"}},"value":{"$in":["Italy"]}}}]'
    )
    losses = DIALECT.encode(combined(decoded(stored), Combine.ANY), {"fql": stored}).losses
    assert [loss.path for loss in losses] == [(0,), (1,), (2,), (3,)]
    newer = [loss.fix.rule.children[loss.path[0]] for loss in losses if loss.fix]
    assert newer == [
        FORM,
        Condition("Nps", Operator.IS, TextValue("promoter")),
        Condition("Attribute.market", Operator.ONE_OF, some("Italy")),
    ]
    alone = '[{"topics":{"id":{"$in":[9]}}}]'
    assert written(combined(decoded(alone), Combine.ANY), alone) == alone


def test_a_part_that_is_not_understood_cannot_be_joined_in_another_way() -> None:
    stored = '[{"Form":{"":[11]}},{"Nps":{"$in":["promoter"]}}]'
    (loss,) = DIALECT.encode(combined(decoded(stored), Combine.ANY), {"fql": stored}).losses
    assert loss.path == (0,)
    assert "isn't understood" in loss.message


def test_nobody_is_not_turned_into_everybody() -> None:
    (loss,) = DIALECT.encode(Group(Combine.ANY)).losses
    assert "no feedback" in loss.message
    (negated,) = DIALECT.encode(Group(children=(FORM,), negate=True)).losses
    assert negated.fix is not None
    assert negated.fix.rule.children == (replace(FORM, negate=True),)


def test_a_group_of_any_beside_others_has_no_way_round() -> None:
    (loss,) = DIALECT.encode(Group(children=(Group(Combine.ANY, (FORM, NEW)), FORM))).losses
    assert loss.path == (0,)
    assert loss.fix is None


def test_groups_inside_are_opened_where_that_changes_nothing() -> None:
    nested = Group(children=(Group(Combine.ANY, (Group(children=(FORM, NEW)),)),))
    assert written(nested) == written(Group(children=(FORM, NEW)))
