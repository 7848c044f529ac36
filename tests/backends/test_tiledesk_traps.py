"""The traps that are known of Tiledesk's segments, each with the test that shows how a client gets past it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from support.tiledesk import NOON, PROJECT, QUICK, backend_answered, backend_on, body_of, filter_, stored_in

from segtui.backends.base import Served
from segtui.backends.errors import (
    CredentialsRefused,
    NoAnswer,
    NotFound,
    OutcomeUnknown,
    Refused,
    RightRefused,
    ServiceFault,
    Unavailable,
)
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.backends.tiledesk.backend import TiledeskBackend
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.backends.tiledesk.refusals import ForeignSegment, WrongProject
from segtui.domain.errors import Trouble
from segtui.domain.operators import Operator
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Opaque
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.values import TextValue
from segtui.sandbox import Fault, TiledeskSandbox

DIALECT = TiledeskDialect()
UNKNOWN_ID = "0123456789abcdef01234567"
ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))


@pytest.fixture
def box() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=60, now=lambda: NOON)


def told(served: Served) -> list[str]:
    return [one.code for one in served.differences]


def writes(box: TiledeskSandbox) -> list[str]:
    return [one.method for one in box.requests if one.method != "GET"]


async def leads_of(backend: TiledeskBackend, segment_id: str) -> set[str]:
    return {lead.id for lead in (await backend.leads(segment_id=segment_id, limit=200)).rows}


@pytest.mark.parametrize("key", ["_id", "id"])
async def test_trap_01_an_id_is_read_under_both_names(key: str) -> None:
    segment = {key: "a" * 24, "name": "Rome", "id_project": PROJECT}
    lead = {key: "b" * 24, "fullname": "Ann"}
    answers = {"/segments": {"segments": [segment]}, f"/{'a' * 24}": segment, "/leads": {"leads": [lead]}}
    async with backend_answered(answers) as backend:
        assert [one.id for one in (await backend.segments()).rows] == ["a" * 24]
        assert (await backend.segment("a" * 24)).name == "Rome"
        assert [one.id for one in (await backend.leads()).rows] == ["b" * 24]


@pytest.mark.parametrize(
    "wrap", [lambda rows: {"perPage": 40, "count": 1, "segments": rows}, list, lambda r: {"data": r}]
)
async def test_trap_02_a_list_is_read_in_any_of_its_shapes(wrap: Any) -> None:
    async with backend_answered({"/segments": wrap([{"_id": "a" * 24, "name": "Rome"}])}) as backend:
        page = await backend.segments()
    assert [one.name for one in page.rows] == ["Rome"]
    assert page.cursor is None


def test_trap_03_any_is_said_to_be_ignored_and_served_as_all() -> None:
    served = DIALECT.served(Group(Combine.ANY, (ROME, VIP)))
    assert served.rule == Group(Combine.ALL, (ROME, VIP))
    assert told(served) == ["any-ignored"]


@pytest.mark.parametrize("word", ["any", "Any", "ANY"])
async def test_trap_03_the_stored_word_is_read_in_any_case_and_sent_back_as_it_is(
    box: TiledeskSandbox, word: str
) -> None:
    segment_id = stored_in(box, filter_("city", "=", "Rome"), match=word)
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule == Group(Combine.ANY, (ROME,))
        await backend.update(segment, SegmentDraft("A rule", Group(Combine.ANY, (VIP,))))
        assert body_of(box, "PUT") == {"filters": [filter_("tags", "=", "vip")]}
        await backend.create(SegmentDraft("New", Group(Combine.ANY, (VIP,))))
        assert body_of(box, "POST")["match"] == "any"


def test_trap_04_of_several_conditions_on_one_field_the_last_is_served() -> None:
    milan = Condition("city", Operator.IS, TextValue("Milan"))
    served = DIALECT.served(Group(children=(ROME, VIP, milan)))
    assert served.rule is not None
    assert set(served.rule.children) == {VIP, milan}
    assert [(one.code, one.path) for one in served.differences] == [("field-repeated", (0,))]


async def test_trap_05_starts_with_is_never_answered_and_a_pattern_is_offered(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, filter_("fullname", "starts with", "Ann"))
    async with backend_on(box, limits=QUICK) as backend:
        rule = (await backend.segment(segment_id)).rule
        with pytest.raises(NoAnswer):
            await backend.leads(segment_id=segment_id)
    assert rule is not None
    (silent,) = DIALECT.served(rule).differences
    assert silent.code == "never-answered"
    assert DIALECT.served(rule).rule is None
    assert silent.fix is not None
    assert DIALECT.encode(silent.fix.rule).native["filters"] == [filter_("fullname", "contains", "^Ann")]


@pytest.mark.parametrize("operator", ["~~", "<", "<=", "Is Null", "", None])
async def test_trap_06_a_skipped_operator_is_said_to_widen_the_rule(box: TiledeskSandbox, operator: str | None) -> None:
    segment_id = stored_in(box, {"field": "city", "operator": operator, "value": "Rome"})
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule is not None
        served = DIALECT.served(segment.rule, segment.raw)
        assert served.rule == EVERYBODY
        assert served.everybody
        assert told(served) == ["operator-skipped"]
        assert await leads_of(backend, segment_id) == {one.id for one in (await backend.leads(limit=200)).rows}


def test_trap_07_contains_is_escaped_and_a_pattern_is_sent_as_typed() -> None:
    text = Condition("company", Operator.CONTAINS, TextValue("Bar (Sport) a.b"))
    pattern = Condition("email", Operator.MATCHES, TextValue(r"@gmail\.com$"))
    encoded = DIALECT.encode(Group(children=(text, pattern)))
    assert encoded.native["filters"] == [
        filter_("company", "contains", r"Bar \(Sport\) a\.b"),
        filter_("email", "contains", r"@gmail\.com$"),
    ]
    assert DIALECT.decode(encoded.native) == Group(children=(text, pattern))


@pytest.mark.parametrize("pattern", ["(", "[", "*", "a{2,1}", "(?<n>"])
def test_trap_07_a_pattern_that_does_not_compile_is_refused_and_known_to_be_silent(pattern: str) -> None:
    rule = Group(children=(Condition("city", Operator.MATCHES, TextValue(pattern)),))
    assert [one.code for one in DIALECT.problems(rule)] == ["bad-value"]
    assert DIALECT.served(rule).rule is None


@pytest.mark.parametrize(("operator", "negate"), [("is null", True), ("is not null", False)])
async def test_trap_08_true_is_sent_for_the_value_of_is_null(
    box: TiledeskSandbox, operator: str, *, negate: bool
) -> None:
    async with backend_on(box) as backend:
        await backend.create(SegmentDraft("New", Group(children=(Condition("email", Operator.EXISTS, negate=negate),))))
    assert json.dumps(body_of(box, "POST")["filters"]) == json.dumps([filter_("email", operator)])


def test_trap_09_presence_of_a_phone_is_said_to_count_null() -> None:
    present = Group(children=(Condition("phone", Operator.EXISTS),))
    (warning,) = DIALECT.served(present).differences
    assert warning.code == "null-is-present"
    assert warning.fix is not None
    assert DIALECT.encode(warning.fix.rule).native["filters"] == [filter_("phone", "contains", ".")]
    assert DIALECT.served(present).everybody
    assert told(DIALECT.served(Group(children=(Condition("phone", Operator.EXISTS, negate=True),)))) == [
        "null-is-present"
    ]


async def test_trap_10_an_unknown_id_is_refused_before_a_change_so_no_ghost_is_made(box: TiledeskSandbox) -> None:
    async with backend_on(box) as backend:
        with pytest.raises(NoSuchSegment) as caught:
            await backend.segment(UNKNOWN_ID)
    assert caught.value.trouble is Trouble.UNSAFE
    assert box.ghosts == {}
    assert writes(box) == []


async def test_trap_10_a_ghost_is_read_as_no_segment(box: TiledeskSandbox) -> None:
    box.ghosts[UNKNOWN_ID] = {"_id": UNKNOWN_ID, "name": "Boo", "createdAt": box.stamp(), "updatedAt": box.stamp()}
    async with backend_on(box) as backend:
        with pytest.raises(NoSuchSegment):
            await backend.segment(UNKNOWN_ID)


async def test_trap_10_a_change_that_met_no_segment_is_said_to_have_met_none(box: TiledeskSandbox) -> None:
    gone = Segment(UNKNOWN_ID, "Gone", EVERYBODY)
    async with backend_on(box) as backend:
        with pytest.raises(NoSuchSegment):
            await backend.update(gone, SegmentDraft("Renamed", EVERYBODY))


async def test_trap_11_a_segment_of_another_project_is_left_alone(box: TiledeskSandbox) -> None:
    foreign_id = next(iter(box.project(box.other_project_id).segments))
    async with backend_on(box) as backend:
        with pytest.raises(ForeignSegment) as caught:
            await backend.segment(foreign_id)
        with pytest.raises(NotFound):
            await backend.lead(box.project(box.other_project_id).leads[0]["_id"])
    assert caught.value.trouble is Trouble.UNSAFE
    assert writes(box) == []


@pytest.mark.parametrize("status", [0, 50, 1000, None])
async def test_trap_12_every_status_but_100_is_deleted(box: TiledeskSandbox, status: int | None) -> None:
    segment_id = stored_in(box, status=status)
    async with backend_on(box) as backend:
        assert (await backend.segment(segment_id)).state is SegmentState.DELETED


async def test_trap_12_a_deleted_segment_stays_readable_and_leaves_the_list(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, filter_("city", "=", "Rome"))
    async with backend_on(box) as backend:
        await backend.delete(segment_id)
        await backend.delete(segment_id)
        assert (await backend.segment(segment_id)).state is SegmentState.DELETED
        page = await backend.segments()
        assert segment_id not in [one.id for one in page.rows]


async def test_trap_13_what_an_update_stored_without_a_look_can_be_read(box: TiledeskSandbox) -> None:
    junk = [{"field": "city"}, {"operator": "="}, {}, {"field": None, "operator": None, "value": None}]
    segment_id = stored_in(box, *junk, name="", match="perhaps")
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
    assert segment.name == ""
    assert segment.rule is not None
    assert [type(child) for child in segment.rule.children] == [Opaque] * 4
    problems = DIALECT.problems(segment.rule, known=segment.rule.children, creating=True)
    assert {(one.code, one.path) for one in problems} == {("incomplete", (place,)) for place in range(4)}
    assert DIALECT.problems(segment.rule, known=segment.rule.children) == ()


@pytest.mark.parametrize(
    "text", ["", "x", "a" * 23, "a" * 25, "g" * 24, "twelve chars", "../projects", "a" * 24 + "\n"]
)
async def test_trap_14_a_malformed_id_is_never_sent(box: TiledeskSandbox, text: str) -> None:
    async with backend_on(box) as backend:
        for ask in (
            backend.segment(text),
            backend.lead(text),
            backend.delete(text),
            backend.leads(segment_id=text),
            backend.update(Segment(text, "A", EVERYBODY), SegmentDraft("B", EVERYBODY)),
        ):
            with pytest.raises(MalformedId):
                await ask
    assert not box.requests


async def test_trap_14_a_refused_value_is_an_error_in_words_and_nothing_was_made(box: TiledeskSandbox) -> None:
    before = len(box.project().segments)
    async with backend_on(box) as backend:
        with pytest.raises(ServiceFault) as caught:
            await backend.create(SegmentDraft("", Group(children=(ROME,))))
    assert "without saying why" in caught.value.message
    assert len(box.project().segments) == before


@pytest.mark.parametrize("project", ["0" * 24, "twelve chars", "nonsense", TiledeskSandbox.deleted_project_id])
async def test_trap_15_an_unknown_project_is_named_even_with_wrong_credentials(
    box: TiledeskSandbox, project: str
) -> None:
    for secret in (box.accounts["owner"].token, "JWT wrong"):
        async with backend_on(box, project=project, secret=secret) as backend:
            with pytest.raises(WrongProject) as caught:
                await backend.segments()
        assert "profiles test" in caught.value.hint


async def test_trap_16_a_write_without_an_answer_has_an_unknown_outcome_and_is_sent_once(box: TiledeskSandbox) -> None:
    box.faults.add(Fault.hang_after(), method="POST")
    async with backend_on(box, limits=QUICK) as backend:
        with pytest.raises(OutcomeUnknown):
            await backend.create(SegmentDraft("Once", Group(children=(ROME,))))
    assert writes(box) == ["POST"]
    assert sum(one["name"] == "Once" for one in box.project().segments.values()) == 1


async def test_trap_17_the_time_of_the_last_change_is_read_for_comparing(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, updatedAt="2026-11-20T09:00:00.123Z")
    async with backend_on(box) as backend:
        first = await backend.segment(segment_id)
        box.change_behind_your_back(segment_id, name="Theirs")
        second = await backend.segment(segment_id)
    assert first.updated_at == datetime(2026, 11, 20, 9, 0, 0, 123000, UTC)
    assert second.updated_at is not None
    assert first.updated_at < second.updated_at


@pytest.mark.parametrize(
    "fault", [Fault.status(503), Fault.status(429), Fault.status(500), Fault.html(502), Fault.drop()]
)
async def test_trap_18_a_create_is_never_repeated_by_itself(box: TiledeskSandbox, fault: Fault) -> None:
    box.faults.add(fault, method="POST", times=1)
    async with backend_on(box) as backend:
        with pytest.raises((Refused, OutcomeUnknown)):
            await backend.create(SegmentDraft("Once", Group(children=(ROME,))))
    assert writes(box) == ["POST"]


@pytest.mark.parametrize("spelling", ["JWT {}", "jwt {}", "JWT  {}", "  JWT\t{}\n", "{}", "JWT JWT {}", "Bearer {}"])
async def test_trap_19_a_token_works_however_it_was_copied(box: TiledeskSandbox, spelling: str) -> None:
    bare = box.accounts["owner"].token.removeprefix("JWT ")
    async with backend_on(box, secret=spelling.format(bare)) as backend:
        await backend.segments()
    assert [one.authorized_as for one in box.requests] == ["owner"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.status(401, body="Unauthorized"), CredentialsRefused),
        (Fault.status(400, body="Bad Request"), CredentialsRefused),
        (Fault.html(502), Unavailable),
        (Fault.html(504), Unavailable),
        (Fault.html(404), NotFound),
        (Fault.status(500, body=""), ServiceFault),
    ],
)
async def test_trap_20_an_error_without_json_is_understood(
    box: TiledeskSandbox, fault: Fault, error: type[Refused]
) -> None:
    box.faults.add(fault)
    async with backend_on(box) as backend:
        with pytest.raises(error) as caught:
            await backend.leads()
    assert "<" not in caught.value.message


@pytest.mark.parametrize(
    "words", ["error project ip filter", "error project deny ip filter", "error projectBanUserFilter by id"]
)
async def test_trap_21_a_blocked_address_is_no_wrong_password(box: TiledeskSandbox, words: str) -> None:
    box.faults.add(Fault.status(401, body={"err": words}), path=PROJECT)
    async with backend_on(box, auth="signin") as backend:
        with pytest.raises(RightRefused) as caught:
            await backend.segments()
    assert "password isn't the cause" in caught.value.hint
    assert writes(box) == ["POST"]  # signed in once, and not again


@pytest.mark.parametrize("filters", [[], None, [filter_("city", "<", "x")], [filter_("status", "=", 1000)]])
async def test_trap_22_a_rule_without_effect_is_said_to_select_everybody(box: TiledeskSandbox, filters: Any) -> None:
    segment_id = str(box.put_segment({"name": "All", "match": "all", "filters": filters})["_id"])
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        everybody = (await backend.leads()).total
        assert (await backend.leads(segment_id=segment_id)).total == everybody
    assert segment.rule is not None
    assert DIALECT.served(segment.rule, segment.raw).everybody
