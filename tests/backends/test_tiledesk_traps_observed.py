"""What a running Tiledesk server was seen to do, in the order it was written down, and how a client gets past it."""

import json
from typing import Any

import pytest
from support.tiledesk import (
    NOON,
    ODD_LEADS,
    QUICK,
    Server,
    backend_on,
    body_of,
    filter_,
    stored_in,
)

from segtui.backends.errors import (
    NoAnswer,
    ServiceFault,
)
from segtui.backends.exchanges import Reply
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.backends.tiledesk.refusals import recognise
from segtui.domain.errors import Trouble
from segtui.domain.evaluation import Evaluator
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import TextValue
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.sandbox.serve import running

DIALECT = TiledeskDialect()
SERVER = Server(ODD_LEADS, lead_count=0)
ROME = Condition("city", Operator.IS, TextValue("Rome"))


@pytest.fixture
def box() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=60, now=lambda: NOON)


def names(*filters: Any) -> set[str]:
    """Whom segtui says that filters select; the server must agree."""
    native = {"match": "all", "filters": list(filters)}
    served = DIALECT.served(DIALECT.decode(native), native)
    assert served.rule is not None
    evaluator = Evaluator(DIALECT.semantics)
    selected = [lead for lead in SERVER.leads if evaluator.answer(served.rule, lead)]
    assert {lead.id for lead in selected} == SERVER.selects(native)
    return {lead.name for lead in selected}


HANGING = [
    filter_("city", "starts with", "R"),
    filter_("nosuch", "starts with", 5),
    filter_("createdAt", "=", "yesterday"),
    filter_("updatedAt", ">"),
    filter_("_id", "=", "65f0"),
    filter_("_id", "!=", 5),
    filter_("city", "=", {"a": 1}),
    filter_("city", "!=", ["Rome"]),
    filter_("city", ">", ["Rome"]),
    filter_("city", ">=", [["Rome"], None]),
    filter_("createdAt", "=", ["2024-07-01", "yesterday"]),
    filter_("createdAt", "contains", "2024"),
    filter_("_id", "contains", "65f0"),
    filter_("city", "contains", "("),
    filter_("city", "contains", "["),
    filter_("city", "contains", "*"),
    filter_("city", "contains", None),
    filter_("attributes.plan", "contains", 5),
    filter_("attributes.plan", "contains", ["pro"]),
    filter_("attributes.plan", "contains", {}),
    filter_("$where", "=", "1"),
    filter_("$nosuch", "is null"),
    filter_("$or", ">", {"a": None}),
]


@pytest.mark.parametrize("hanging", HANGING, ids=json.dumps)
async def test_observed_01_a_rule_that_is_never_answered_is_known_before_it_is_asked(
    box: TiledeskSandbox, hanging: dict[str, Any]
) -> None:
    segment_id = stored_in(box, hanging)
    async with backend_on(box, limits=QUICK) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule is not None
        served = DIALECT.served(segment.rule, segment.raw)
        assert served.rule is None
        assert "never-answered" in [one.code for one in served.differences]
        with pytest.raises(NoAnswer):
            await backend.leads(segment_id=segment_id)
        assert len([one for one in box.requests if "leads" in one.path]) == 1  # repeating is useless


@pytest.mark.parametrize("hanging", HANGING[2:], ids=json.dumps)
def test_observed_01_a_filter_that_a_later_one_overwrites_does_no_harm(hanging: dict[str, Any]) -> None:
    native = {"filters": [hanging, {"field": hanging["field"], "operator": "is not null", "value": True}]}
    silent = DIALECT.served(DIALECT.decode(native), native).rule is None
    assert silent is hanging["field"].startswith("$")


async def test_observed_01_only_whole_numbers_and_known_words_are_sent_for_paging(box: TiledeskSandbox) -> None:
    async with backend_on(box) as backend:
        await backend.check()
        await backend.segments("3")
        await backend.fields()
        for limit in (-3, 0, 1, 200, 5000):
            await backend.leads(limit=limit)
    paged = [one.query for one in box.requests if one.query]
    assert all(query["sort"] == "_id" and query["direction"] == "1" for query in paged)
    assert all(query["page"].isdigit() and 1 <= int(query["limit"]) <= 200 for query in paged)
    assert all(set(query) == {"sort", "direction", "page", "limit"} for query in paged)


async def test_observed_01_a_connection_that_got_no_answer_is_thrown_away(box: TiledeskSandbox) -> None:
    box.faults.add(Fault.hang(), path="/segments", times=1)
    with running(box) as base_url:
        async with backend_on(box, app=None, base_url=base_url, limits=QUICK) as backend:
            with pytest.raises(NoAnswer):
                await backend.segments()
            assert (await backend.leads(limit=1)).total is not None


@pytest.mark.parametrize("operator", ["<", "<="])
def test_observed_02_less_than_is_kept_but_served_as_if_it_were_not_there(operator: str) -> None:
    native: dict[str, Any] = {"match": "all", "filters": [filter_("attributes.x", operator, 5)]}
    assert DIALECT.encode(DIALECT.decode(native)).native == native
    assert names(filter_("attributes.x", operator, 5)) == {lead.name for lead in SERVER.leads}


def test_observed_02_less_than_does_not_overwrite_a_condition_on_its_field() -> None:
    assert names(filter_("attributes.x", ">=", 5), filter_("attributes.x", "<", 1)) == names(
        filter_("attributes.x", ">=", 5)
    )


@pytest.mark.parametrize("match", ["any", "Any", "or", "", "nonsense"])
def test_observed_03_no_word_for_match_changes_what_is_served(match: str) -> None:
    filters = [filter_("city", "=", "Rome"), filter_("tags", "=", "vip")]
    rules = [DIALECT.served(DIALECT.decode({"match": one, "filters": filters})).rule for one in ("all", match)]
    assert rules[0] == rules[1]


def test_observed_04_a_range_cannot_be_said() -> None:
    assert names(filter_("attributes.x", ">=", 5), filter_("attributes.x", "!=", 5.5)) == names(
        filter_("attributes.x", "!=", 5.5)
    )


@pytest.mark.parametrize("field", ["status", "id_project"])
@pytest.mark.parametrize("value", [1000, "x", {"a": 1}, None])
def test_observed_04_status_and_project_are_overridden_whatever_is_asked(field: str, value: Any) -> None:
    native = {"filters": [filter_(field, "=", value), filter_("city", "=", "Rome")]}
    served = DIALECT.served(DIALECT.decode(native), native)
    assert served.rule == Group(children=(ROME,))
    assert [one.code for one in served.differences] == ["field-overridden"]


def test_observed_05_contains_is_a_pattern_in_which_case_counts() -> None:
    assert names(filter_("fullname", "contains", "a.b")) == {"axb", "a.b"}
    assert names(filter_("fullname", "contains", r"a\.b")) == {"a.b"}
    assert names(filter_("city", "contains", "(?i)^rome$")) == {"Ann Rossi", "5"}
    assert names(filter_("lead_id", "contains", "")) == {lead.name for lead in SERVER.leads}


def test_observed_05_equality_is_exact_and_casts_only_for_own_fields() -> None:
    assert names(filter_("city", "=", "rome")) == {"5"}
    assert names(filter_("attributes.x", "=", "5")) == {"5", "axb"}
    assert names(filter_("attributes.x", "=", 5)) == {"", "axb"}
    assert names(filter_("phone", "=", 5)) == {"5"}
    assert names(filter_("phone", "=")) == {"true"}
    assert names(filter_("createdAt", "=", "2024-07-01")) == {"Ora"}
    assert names(filter_("createdAt", "=", 1719792000000)) == {"Ora"}


def test_observed_05_a_list_means_one_of_exactly_or_held_by_kind_of_field() -> None:
    assert names(filter_("city", "=", ["Rome", "rome"])) == {"Ann Rossi", "5"}
    assert names(filter_("tags", "=", ["VIP", "vip"])) == {"ZOË"}
    assert names(filter_("attributes.x", "=", ["a"])) == {"a.b", "Anna\nBianchi"}
    read = DIALECT.decode({"filters": [filter_(field, "=", ["a"]) for field in ("city", "tags", "attributes.x")]})
    assert [one.operator for one in read.children if isinstance(one, Condition)] == [
        Operator.ONE_OF,
        Operator.IS,
        Operator.IS,
    ]


def test_observed_06_order_needs_values_of_one_type_and_goes_by_code_point() -> None:
    assert names(filter_("attributes.x", ">", 4)) == {"", "axb", "Zoë"}
    assert "5" in names(filter_("attributes.x", ">", "4"))
    assert names(filter_("city", ">", "Rome (")) == {"5", "axb", "a.b"}


def test_observed_07_null_counts_as_present_and_is_not_includes_the_absent() -> None:
    assert "ann" in names(filter_("email", "is not null"))
    assert "ann" not in names(filter_("email", "is null", "-"))
    assert "Ora" in names(filter_("city", "!=", "Rome"))
    assert names(filter_("city", "=", None)) >= {"ann", "Ora"}


def test_observed_08_a_refused_body_is_a_fault_that_is_not_repeated() -> None:
    error = recognise(Reply(500, b'{"success":false,"msg":"Error updating object."}', {}))
    assert isinstance(error, ServiceFault)
    assert error.trouble is Trouble.FAILURE


@pytest.mark.parametrize("filters", [None, filter_("city", "=", "Rome"), [{"field": "city"}]])
async def test_observed_08_what_an_update_stored_is_left_alone_by_an_edit_of_something_else(
    box: TiledeskSandbox, filters: Any
) -> None:
    segment_id = str(box.put_segment({"name": "", "match": "all", "filters": filters})["_id"])
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule is not None
        either = Group(Combine.ANY, segment.rule.children)
        await backend.update(segment, SegmentDraft("Named", either))
    assert body_of(box, "PUT") == {"name": "Named", "match": "any"}
