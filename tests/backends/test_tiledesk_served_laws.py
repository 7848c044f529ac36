"""The promise of the served rule: what segtui says is selected is what the service selects.

The sandbox was written from what is known of the service, without a look at the backend.
"""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.strategies import outside_text, rules
from support.tiledesk import (
    LEAD_FIELDS,
    ODD_LEADS,
    Server,
    lead_rules,
    native_filters,
    native_rules,
)

from segtui.backends.base import Served
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Evaluator
from segtui.domain.operators import Operator
from segtui.domain.patterns import PatternSearch
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.segments import Segment
from segtui.domain.values import JsonValue, ListValue, TextValue

DIALECT = TiledeskDialect()
SERVER = Server(ODD_LEADS)
MANY = settings(max_examples=400)

Native = dict[str, JsonValue]

TEXTS = st.sampled_from(("Ann", "a.b", "A", "Rome", "Rome (", "vip", "5", "", "[/red]", "pro", "+39", "Zoë")) | (
    outside_text().filter(lambda text: not text.endswith("\n"))
)
"""Texts to look for. A pattern's `$` also stands before a last line break, which no lead here ends with."""

TEXT_FIELDS = st.sampled_from(("fullname", "email", "city", "phone", "tags", "attributes.x", "attributes.plan"))


def unhurried_evaluator() -> Evaluator:
    """One that a busy machine doesn't keep from an answer."""
    return Evaluator(DIALECT.semantics, patterns=PatternSearch(60, longest_try=60))


def selected_here(rule: Group) -> set[str]:
    """The ids of the leads that the evaluator selects; it must be able to tell of each."""
    evaluator = unhurried_evaluator()
    answers = {lead.id: evaluator.answer(rule, lead) for lead in SERVER.leads}
    assert None not in answers.values()
    return {lead_id for lead_id, answer in answers.items() if answer}


def selected_there(rule: Group) -> set[str] | None:
    """The ids of the leads that the server lists when the rule is saved; None when it never answers."""
    encoded = DIALECT.encode(rule)
    assert encoded.losses == ()
    return SERVER.selects(encoded.native)


def cannot_be_told(one: Any) -> bool:
    """What nobody has seen the server do: filters that lack a part, null and objects but for `=`, lists in order."""
    if not one.get("field") or not one.get("operator") or "value" not in one:
        return True
    value, operator = one["value"], one["operator"]
    if one["field"] == "tags" and (operator in {"is null", "is not null"} or value in ([], None)):
        return True  # absent tags come back as an empty list
    if value is None:
        return operator not in {"=", "!="}
    if isinstance(value, list):
        return operator in {">", ">="} or any(member is None or isinstance(member, list | dict) for member in value)
    return isinstance(value, dict)


def assert_agreement(segment: Segment, served: Served) -> None:
    """Compare what is said of a stored segment with what the server does."""
    filters: Any = segment.raw["filters"] or []
    selected = SERVER.selected(segment)
    if all(one.get("field") for one in filters):
        assert (served.rule is None) is (selected is None)
    if served.rule is None or selected is None:
        return
    evaluator = Evaluator(DIALECT.semantics)
    unsure = any(cannot_be_told(one) for one in filters)
    for lead in SERVER.leads:
        answer = evaluator.answer(served.rule, lead)
        assert answer is (lead.id in selected) or (answer is None and unsure), (lead.raw, answer)
    if served.everybody:
        # Since 2026 the server stores a phone for every lead, if only `null`; older leads may lack it.
        others = {lead.id for lead in SERVER.leads if "phone" in lead.raw or "phone" not in served.everybody}
        assert others <= selected


def assert_promise_kept(native: Native) -> None:
    segment = SERVER.stored(native)
    assume(segment is not None)
    assert segment is not None
    assert segment.rule is not None
    assert_agreement(segment, DIALECT.served(segment.rule, segment.raw))


@MANY
@given(native_rules())
def test_the_served_rule_selects_whom_the_server_lists(native: Native) -> None:
    filters = native["filters"]
    assert_promise_kept({**native, "filters": [filters] if isinstance(filters, dict) else filters})


@pytest.mark.parametrize("field", [*dict.fromkeys(LEAD_FIELDS)])
def test_the_served_rule_of_each_field_selects_whom_the_server_lists(field: str) -> None:
    @settings(max_examples=25)
    @given(st.lists(native_filters((field,)), min_size=1, max_size=2))
    def agreed(filters: list[JsonValue]) -> None:
        assert_promise_kept({"match": "all", "filters": filters})

    agreed()


@MANY
@given(lead_rules(sendable=True))
def test_the_served_rule_of_a_new_rule_selects_whom_the_server_lists_once_it_is_saved(rule: Group) -> None:
    native = DIALECT.encode(rule).native
    segment = SERVER.stored(native)
    assert segment is not None
    assert_agreement(segment, DIALECT.served(rule))


@given(rules(), native_rules())
def test_every_tree_is_judged(rule: Group, native: Native) -> None:
    for stored in (None, native):
        served = DIALECT.served(rule, stored)
        silent = any(one.code == "never-answered" for one in served.differences)
        assert (served.rule is None) is silent
        assert not (silent and served.everybody)


@pytest.mark.parametrize(
    "value", ["0000", "0001", "9999-12", "0000-01", "2024-13", "9" * 400, 9e15, -9e15, 8e15, -8e15, 1.5]
)
def test_dates_at_the_ends_of_the_calendar_are_judged_as_the_server_takes_them(value: JsonValue) -> None:
    segment = SERVER.stored({"filters": [{"field": "createdAt", "operator": ">=", "value": value}]})
    assert segment is not None
    assert segment.rule is not None
    assert_agreement(segment, DIALECT.served(segment.rule, segment.raw))


@pytest.mark.parametrize("operator", [[], {}, ["="], 5, None])
def test_a_filter_whose_operator_is_no_text_is_judged_too(operator: JsonValue) -> None:
    filter_ = Opaque(json.dumps({"field": ["city"], "operator": operator, "value": 1}), "")
    served = DIALECT.served(Group(children=(filter_,)))
    assert [one.code for one in served.differences] == ["operator-skipped"]
    assert served.everybody


# Ways round.


def diagnostics(rule: Group) -> tuple[Diagnostic, ...]:
    return DIALECT.served(rule).differences


@MANY
@given(lead_rules())
def test_a_fix_removes_what_it_fixes(rule: Group) -> None:
    for one in diagnostics(rule):
        if one.fix is not None:
            left = [(again.code, again.path, again.message) for again in diagnostics(one.fix.rule)]
            assert (one.code, one.path, one.message) not in left


def only_fix(rule: Group, code: str) -> Group:
    fixes = [one.fix for one in diagnostics(rule) if one.code == code]
    assert len(fixes) == 1
    assert fixes[0] is not None
    return fixes[0].rule


def assert_fixed(rule: Group, code: str) -> None:
    """The fix selects, here and on the server, whom the rule means."""
    fixed = only_fix(rule, code)
    assert selected_here(fixed) == selected_here(rule)
    assert selected_there(fixed) == selected_here(rule)


@given(TEXT_FIELDS, TEXTS)
def test_starts_with_is_fixed_by_a_pattern_that_selects_whom_it_means(field: str, text: str) -> None:
    assert_fixed(Group(children=(Condition(field, Operator.STARTS_WITH, TextValue(text)),)), "never-answered")


@given(TEXT_FIELDS, TEXTS)
def test_ends_with_is_fixed_by_a_pattern_that_selects_whom_it_means(field: str, text: str) -> None:
    assert_fixed(Group(children=(Condition(field, Operator.ENDS_WITH, TextValue(text)),)), "not-expressible")


@given(TEXT_FIELDS, st.lists(TEXTS, min_size=2, max_size=3, unique=True), st.data())
def test_any_of_one_fields_values_is_fixed_by_one_condition(field: str, texts: list[str], data: st.DataObject) -> None:
    tests = (Operator.IS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
    operators = st.just(Operator.IS) | st.sampled_from(tests)
    children = tuple(Condition(field, data.draw(operators), TextValue(text)) for text in texts)
    rule = Group(Combine.ANY, children)
    assume(not DIALECT.encode(rule).losses)
    assert_fixed(rule, "any-ignored")


@pytest.mark.parametrize("field", ["tags", "attributes.x", "attributes.plan"])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3, unique=True))
def test_one_of_is_fixed_by_a_pattern_where_equality_takes_no_list(field: str, texts: list[str]) -> None:
    values = ListValue(tuple(TextValue(text) for text in texts))
    assert_fixed(Group(children=(Condition(field, Operator.ONE_OF, values),)), "not-expressible")


@MANY
@given(lead_rules((Operator.IS, Operator.ONE_OF, Operator.MORE_THAN, Operator.AT_LEAST), sendable=True))
def test_a_value_that_is_cast_is_fixed_by_writing_what_it_becomes(rule: Group) -> None:
    served = DIALECT.served(rule)
    for one in served.differences:
        if one.code == "value-cast" and one.fix is not None and served.rule is not None:
            assert selected_there(one.fix.rule) == SERVER.selects(DIALECT.encode(rule).native)


@given(
    TEXT_FIELDS, st.sampled_from(("a.b", "Rome+", "Rome (RM)", "pro+", "+39", "5?", "C++", "@test.com", "[/red] VIP"))
)
def test_a_pattern_that_looks_like_plain_text_is_fixed_by_escaping_it(field: str, text: str) -> None:
    rule = Group(children=(Condition(field, Operator.MATCHES, TextValue(text)),))
    notes = [one for one in diagnostics(rule) if one.code == "pattern"]
    assume(notes)
    meant = selected_here(Group(children=(Condition(field, Operator.CONTAINS, TextValue(text)),)))
    fixed = only_fix(rule, "pattern")
    assert selected_here(fixed) == meant
    assert selected_there(fixed) == meant


def test_patterns_whose_flags_reach_further_are_not_joined() -> None:
    patterns = (Condition("city", Operator.MATCHES, TextValue(text)) for text in ("(?i)rome", "^Milan"))
    (ignored,) = (one for one in diagnostics(Group(Combine.ANY, tuple(patterns))) if one.code == "any-ignored")
    assert ignored.fix is None


@pytest.mark.parametrize("field", ["_id", "createdAt"])
def test_no_pattern_is_offered_for_a_field_that_cannot_be_searched(field: str) -> None:
    for operator in (Operator.STARTS_WITH, Operator.ENDS_WITH):
        rule = Group(children=(Condition(field, operator, TextValue("2024")),))
        assert all(one.fix is None for one in diagnostics(rule))
