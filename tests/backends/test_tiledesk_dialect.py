"""What may be offered for a field, and what must be mended before it is sent."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from support.tiledesk import LEAD_FIELDS, NOON, ODD_LEADS, Server, backend_on, filter_, lead_rules

from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.backends.tiledesk.fields import FIELDS
from segtui.domain.diagnostics import Severity
from segtui.domain.frozen import freeze_date
from segtui.domain.operators import WORDINGS, Operator, Takes
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Opaque
from segtui.domain.segments import SegmentDraft
from segtui.domain.typed_text import read_value
from segtui.domain.values import (
    BoolValue,
    InstantValue,
    ListValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Unit,
    Value,
)
from segtui.domain.wording import condition_words
from segtui.sandbox import TiledeskSandbox

DIALECT = TiledeskDialect()
SERVER = Server(ODD_LEADS)
UNKNOWN_FIELDS = ("attributes.plan", "properties.shoe_size", "nosuch", "$where", "")


def text(value: str) -> TextValue:
    return TextValue(value)


# What is offered.


@pytest.mark.parametrize("field", [*LEAD_FIELDS, *UNKNOWN_FIELDS])
def test_usable_operators_are_offered_first(field: str) -> None:
    reasons = [bool(choice.why_not) for choice in DIALECT.operators(field)]
    assert reasons
    assert reasons == sorted(reasons)


@pytest.mark.parametrize("field", [field.path for field in FIELDS])
def test_every_field_of_a_lead_can_be_asked_for(field: str) -> None:
    usable = [(choice.operator, choice.negate) for choice in DIALECT.operators(field) if not choice.why_not]
    assert {(Operator.IS, False), (Operator.EXISTS, False), (Operator.EXISTS, True)} <= set(usable)


def some_value(operator: Operator, field: str) -> Value:
    if operator is Operator.WITHIN:
        return RelativeValue(-30, Unit.DAYS)
    typed = {"_id": "65f0aa11bb22cc33dd44ee55", "createdAt": "2024-07-01", "updatedAt": "2024-07-01"}.get(field, "Ann")
    return read_value("" if WORDINGS[operator].takes is Takes.NOTHING else typed, operator, DIALECT.field_type(field))


@pytest.mark.parametrize("field", [*dict.fromkeys(LEAD_FIELDS), *UNKNOWN_FIELDS[:-1]])
def test_an_operator_that_is_offered_works_or_has_a_way_round_that_does(field: str) -> None:
    for choice in DIALECT.operators(field):
        if choice.why_not:
            continue
        condition = Condition(field, choice.operator, some_value(choice.operator, field), choice.negate)
        # What is told from now is stored as the moment that it is now, before the service is asked about it.
        frozen = freeze_date(condition, datetime(2026, 11, 22, tzinfo=UTC), UTC)
        rule = Group(children=(frozen[0] if frozen is not None else condition,))
        served = DIALECT.served(rule)
        broken = [one for one in served.differences if one.code in {"never-answered", "not-expressible"}]
        assert all(one.fix is not None for one in broken)
        working = broken[0].fix.rule if broken and broken[0].fix else rule
        assert DIALECT.problems(working) == ()
        assert DIALECT.served(working).rule is not None
        assert "operator-skipped" not in [one.code for one in DIALECT.served(working).differences]


@pytest.mark.parametrize(
    ("field", "operator", "words"),
    [
        ("city", Operator.LESS_THAN, "skips"),
        ("city", Operator.AT_MOST, "skips"),
        ("city", Operator.HAS_NO_VALUE, "no way to say"),
        ("_id", Operator.CONTAINS, "can't be searched"),
        ("_id", Operator.STARTS_WITH, "can't run"),
        ("status", Operator.IS, "sets status itself"),
        ("id_project", Operator.EXISTS, "sets id_project itself"),
        ("$where", Operator.IS, "operator of the database"),
    ],
)
def test_what_cannot_work_says_why(field: str, operator: Operator, words: str) -> None:
    reasons = [one.why_not for one in DIALECT.operators(field) if one.operator is operator and not one.negate]
    assert len(reasons) == 1
    assert words in reasons[0]


def test_what_the_server_cannot_negate_is_not_usable() -> None:
    usable = {one.operator for one in DIALECT.operators("fullname") if one.negate and not one.why_not}
    assert usable == {Operator.IS, Operator.EXISTS}


# What must be mended.

BAD: list[tuple[Condition, str]] = [
    (Condition("createdAt", Operator.AT_LEAST, text("yesterday")), "bad-value"),
    (Condition("createdAt", Operator.AT_LEAST, text("2024-02-30")), "bad-value"),
    (Condition("createdAt", Operator.AT_LEAST, text("12")), "bad-value"),
    (Condition("createdAt", Operator.AT_LEAST, text("")), "bad-value"),
    (Condition("createdAt", Operator.ONE_OF, ListValue((text("2024-07-01"), text("")))), "bad-value"),
    (Condition("createdAt", Operator.IS, BoolValue(yes=True)), "bad-value"),
    (Condition("createdAt", Operator.IS, NumberValue("1e300")), "bad-value"),
    (Condition("createdAt", Operator.CONTAINS, text("2024")), "bad-value"),
    (Condition("updatedAt", Operator.IS, ListValue((text("2024-07-01"),)), negate=True), "bad-value"),
    (Condition("_id", Operator.IS, text("65f0")), "bad-value"),
    (Condition("_id", Operator.IS, NumberValue("5")), "bad-value"),
    (Condition("_id", Operator.CONTAINS, text("65f0")), "bad-value"),
    (Condition("_id", Operator.ONE_OF, ListValue((text("65f0aa11bb22cc33dd44ee55"), text("x")))), "bad-value"),
    (Condition("city", Operator.MATCHES, text("(")), "bad-value"),
    (Condition("tags", Operator.MATCHES, text("*")), "bad-value"),
    (Condition("attributes.x", Operator.MATCHES, text("[")), "bad-value"),
    (Condition("city", Operator.MORE_THAN, ListValue((text("a"),))), "bad-value"),
    (Condition("city", Operator.IS, ListValue((text("a"),)), negate=True), "bad-value"),
    (Condition("$where", Operator.IS, text("1")), "bad-value"),
    (Condition("$or.x", Operator.EXISTS), "bad-value"),
    (Condition("status", Operator.IS, NumberValue("50")), "field-overridden"),
    (Condition("id_project", Operator.IS, text("x")), "field-overridden"),
    (Condition("", Operator.IS, text("x")), "no-field"),
    (Condition("attributes.", Operator.IS, text("x")), "no-field"),
    (Condition("a..b", Operator.EXISTS), "no-field"),
    (Condition("city", Operator.IS, ListValue((text("a"),))), "not-expressible"),
    (Condition("city", Operator.ONE_OF, ListValue(())), "not-expressible"),
    (Condition("city", Operator.MATCHES, NumberValue("5")), "not-expressible"),
    (Condition("city", Operator.CONTAINS, text("a"), negate=True), "not-expressible"),
    (Condition("city", Operator.HAS_NO_VALUE), "not-expressible"),
    (Condition("city", Operator.BETWEEN, RangeValue(text("a"), text("b"))), "not-expressible"),
    (Condition("tags", Operator.ONE_OF, ListValue((text("a"),))), "not-expressible"),
    (Condition("city", Operator.EXISTS, negate=True), ""),
    (Condition("createdAt", Operator.AT_LEAST, InstantValue("2024-07-01T09:30:00Z")), ""),
    (Condition("createdAt", Operator.AT_LEAST, text("2024-07-01")), ""),
    (Condition("createdAt", Operator.AT_LEAST, NumberValue("1719792000000")), ""),
    (Condition("_id", Operator.IS, text("65F0AA11BB22CC33DD44EE55")), ""),
    (Condition("attributes.x", Operator.IS, ListValue((NumberValue("5"), text("5")))), ""),
    (Condition("city", Operator.IS, text("")), ""),
    (Condition("city", Operator.STARTS_WITH, text("R")), ""),
]


@pytest.mark.parametrize(("condition", "code"), BAD, ids=str)
def test_what_is_wrong_with_a_new_condition_is_marked_at_its_place(condition: Condition, code: str) -> None:
    rule = Group(children=(Condition("company", Operator.EXISTS), condition))
    problems = DIALECT.problems(rule)
    assert [(one.code, one.path, one.severity) for one in problems] == ([(code, (1,), Severity.REFUSE)] if code else [])
    assert DIALECT.problems(rule, known=(condition,)) == ()


@pytest.mark.parametrize(("condition", "code"), BAD, ids=str)
def test_what_is_not_refused_is_answered(condition: Condition, code: str) -> None:
    rule = Group(children=(condition,))
    if not code and condition.operator is not Operator.STARTS_WITH:
        assert SERVER.selects(DIALECT.encode(rule).native) is not None
    if code == "bad-value" and DIALECT.served(rule).rule is None:
        assert SERVER.selects(DIALECT.encode(rule).native) is None


@given(lead_rules())
def test_what_was_refused_for_nothing_is_never_silent(rule: Group) -> None:
    problems = DIALECT.problems(rule)
    starts_with = any(isinstance(one, Condition) and one.operator is Operator.STARTS_WITH for one in rule.children)
    if not problems and not starts_with:
        assert DIALECT.served(rule).rule is not None


def test_what_has_no_form_is_marked_at_the_root_and_in_groups() -> None:
    inner = Group(Combine.ANY, (Condition("city", Operator.EXISTS), Condition("email", Operator.EXISTS)))
    problems = DIALECT.problems(Group(children=(inner,), negate=True))
    assert [(one.code, one.path) for one in problems] == [("not-expressible", ()), ("not-expressible", (0,))]


@pytest.mark.parametrize(
    ("stored", "refused"),
    [
        ({"field": "city", "operator": "~~", "value": 1}, False),
        ({"field": "city", "operator": "is null"}, False),
        ({"field": "city", "operator": "="}, True),
        ({"field": "city", "operator": "=", "value": None}, True),
        ({"field": "city", "operator": "~~", "value": None}, True),
        ({"field": "city", "operator": "", "value": 1}, True),
        ({"field": "", "operator": "=", "value": 1}, True),
        ({"operator": "=", "value": 1}, True),
        ({}, True),
        ("no filter", True),
        ({"field": "attributes.x", "operator": "=", "value": {"a": {"$b": 1}}}, True),
        ({"field": "attributes.x", "operator": "=", "value": {"a": 1}}, False),
    ],
    ids=json.dumps,
)
def test_a_new_segment_refuses_parts_that_only_an_update_stores(stored: Any, *, refused: bool) -> None:
    rule = DIALECT.decode({"filters": [stored]})
    codes = [one.code for one in DIALECT.problems(rule, known=rule.children, creating=True)]
    assert codes == (["incomplete"] if refused else [])
    assert DIALECT.problems(rule, known=rule.children) == ()


async def test_what_creation_is_said_to_take_is_taken() -> None:
    box = TiledeskSandbox(lead_count=0, now=lambda: NOON)
    filters: list[Any] = [
        filter_("city", "~~", 1),
        filter_("city", "is null", ""),
        filter_("city", "=", []),
        filter_("attributes.x", "=", {"a": 1}),
        filter_("city", "=", value=False),
    ]
    async with backend_on(box) as backend:
        for one in filters:
            like = await backend.segment(str(box.put_segment({"name": "A", "match": "all", "filters": [one]})["_id"]))
            assert like.rule is not None
            assert DIALECT.problems(like.rule, known=like.rule.children, creating=True) == ()
            made = await backend.create(SegmentDraft("Copy", like.rule), like)
            assert json.dumps(made.raw["filters"]) == json.dumps([one])


# How it is shown.


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Condition("email", Operator.CONTAINS, text("a.b")), r"email contains a\.b"),
        (Condition("email", Operator.EXISTS, negate=True), "email is null"),
        (Condition("attributes.x", Operator.IS, NumberValue("5")), "attributes.x = 5"),
        (Condition("city", Operator.ONE_OF, ListValue((text("a"), text("b")))), 'city = ["a", "b"]'),
        (Condition("city", Operator.LESS_THAN, text("x")), "city < x"),
        (Condition("city", Operator.HAS_NO_VALUE), ""),
        (Group(Combine.ANY), ""),
        (Opaque('{"field": "city", "operator": "~~", "value": [1]}', ""), "city ~~ [1]"),
        (Opaque('{"field": "city"}', ""), ""),
        (Opaque('"\\u001b[2J"', ""), ""),
    ],
)
def test_a_condition_in_the_services_own_words(node: Any, words: str) -> None:
    assert DIALECT.stored_words(node) == words


def test_the_services_own_words_are_clean() -> None:
    assert "\x1b" not in DIALECT.stored_words(Condition("\x1b[2J", Operator.IS, text("\x1b]52;c;x\x07")))


# Whom a rule takes.

TAG = Condition("tags", Operator.IS, text("vip"))


@pytest.mark.parametrize("combine", list(Combine))
def test_a_single_condition_is_previewed_under_any_too(combine: Combine) -> None:
    served = DIALECT.served(Group(combine, (TAG,)))
    assert served.rule == Group(children=(TAG,))
    assert served.differences == ()


def test_everybody_is_said_of_the_empty_rule_only_as_far_as_the_rule_tells() -> None:
    assert DIALECT.served(EVERYBODY).everybody
    assert DIALECT.served(Group(children=(Condition("lead_id", Operator.MATCHES, text("")),))).everybody
    assert DIALECT.served(Group(children=(Condition("createdAt", Operator.EXISTS),))).everybody
    assert not DIALECT.served(Group(children=(Condition("email", Operator.EXISTS),))).everybody
    assert not DIALECT.served(Group(children=(TAG, Condition("createdAt", Operator.EXISTS)))).everybody


@pytest.mark.parametrize(("written", "stored"), [("5.0", "5"), ("1e3", "1000"), ("-2.5", "-2.5"), ("1e300", "1e+300")])
def test_a_number_is_sent_as_the_server_will_give_it_back(written: str, stored: str) -> None:
    rule = Group(children=(Condition("attributes.seats", Operator.IS, NumberValue(written)),))
    assert json.dumps(TiledeskDialect().encode(rule).native["filters"]) == (
        f'[{{"field": "attributes.seats", "operator": "=", "value": {stored}}}]'
    )


ROME, OSLO = (Condition("city", Operator.IS, text(city)) for city in ("Rome", "Oslo"))
VIP = Condition("tags", Operator.IS, text("vip"))


@pytest.mark.parametrize(
    ("rule", "flat"),
    [
        (Group(children=(VIP, Group(Combine.ANY, (ROME, OSLO)))), ["tags is vip", "city is one of [Rome, Oslo]"]),
        (Group(children=(Group(Combine.ANY, (ROME, VIP), negate=True),)), ["city is not Rome", "tags is not vip"]),
        (Group(Combine.ANY, (ROME, VIP), negate=True), ["city is not Rome", "tags is not vip"]),
        (
            Group(children=(VIP, Group(Combine.ANY, (ROME, Group(Combine.ANY, (OSLO,)))))),
            ["tags is vip", "city is one of [Rome, Oslo]"],
        ),
    ],
)
def test_a_group_is_said_without_one_where_the_same_leads_meet_that(rule: Group, flat: list[str]) -> None:
    fixes = [one.fix for one in DIALECT.problems(rule) if one.fix is not None]
    assert fixes
    assert [condition_words(part) for part in fixes[0].rule.children if isinstance(part, Condition)] == flat
    assert DIALECT.problems(fixes[0].rule) == ()


def test_a_group_that_needs_several_segments_says_how_many() -> None:
    problems = DIALECT.problems(Group(children=(VIP, Group(Combine.ANY, (ROME, Condition("email", Operator.EXISTS))))))
    assert [(one.path, one.fix) for one in problems] == [((1,), None)]
    assert "takes 2 segments" in problems[0].message


# What is served.

ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))


def test_a_line_said_twice_gives_way_to_nothing_else() -> None:
    again = DIALECT.served(Group(children=(ROME, VIP, ROME)))
    assert again.differences == ()
    assert again.rule == Group(children=(VIP, ROME))


def test_that_an_empty_phone_counts_as_present_is_mended_only_where_presence_is_asked_for() -> None:
    for negate in (False, True):
        served = DIALECT.served(Group(children=(Condition("phone", Operator.EXISTS, negate=negate),)))
        (note,) = [one for one in served.differences if one.code == "null-is-present"]
        assert (note.fix is None) is negate


@pytest.mark.parametrize(
    ("pattern", "is_doubted"),
    [("@test.com", True), ("C++", True), ("vip|beta", False), ("^Ann", False), ("Rome", False), ("", False)],
)
def test_a_pattern_is_doubted_where_it_may_be_a_text_with_signs_in_it(pattern: str, is_doubted: bool) -> None:  # noqa: FBT001 - a column
    served = DIALECT.served(Group(children=(Condition("fullname", Operator.MATCHES, text(pattern)),)))
    assert ("pattern" in [one.code for one in served.differences]) is is_doubted


def test_parts_without_a_field_give_way_to_nothing() -> None:
    parts = (Opaque('{"operator": "=", "value": 1}', "no field"), Opaque('{"operator": "=", "value": 2}', "no field"))
    assert "field-repeated" not in [one.code for one in DIALECT.served(Group(children=parts)).differences]


@pytest.mark.parametrize(("spare", "is_refused"), [(0, False), (-1, True)])
def test_a_rule_is_refused_from_the_first_byte_that_no_request_can_hold(spare: int, is_refused: bool) -> None:  # noqa: FBT001 - a column
    def rule(length: int) -> Group:
        return Group(children=(Condition("note", Operator.CONTAINS, text("x" * length)),))

    frame = len(json.dumps(DIALECT.encode(rule(0)).native))
    told = [one.code for one in DIALECT.problems(rule(500_000 - frame - spare))]
    assert ("too-large" in told) is is_refused


def test_of_a_line_that_has_no_effect_it_is_not_said_that_it_has_no_form() -> None:
    told = DIALECT.problems(Group(children=(Condition("status", Operator.STARTS_WITH, text("x"), negate=True),)))
    assert [one.code for one in told] == ["field-overridden"]
