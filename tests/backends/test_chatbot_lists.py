"""ChatBot.com's lists: read, named, deleted and filled, in every form that its documentation leaves open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from support.chatbot_backend import (
    A_LIST,
    A_SELECTION,
    chatbot_answering,
    chatbot_on,
    put_users,
    small_chatbot,
    writes_to,
)

from segtui.backends.chatbot.refusals import MembersUnknown
from segtui.backends.chatbot.service import SERVICE
from segtui.backends.errors import (
    CredentialsRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    ServiceError,
    TooManyRequests,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.domain.segments import SegmentDraft, SegmentKind
from segtui.sandbox import Fault

UNKNOWN = "0" * 24


async def test_lists_come_with_their_numbers_and_both_forms_of_dates() -> None:
    box = small_chatbot()
    box.segments.clear()
    box.put_segment({"name": "Dated", "createdAt": "2024-08-07 09:41:05.120Z"}, put_users(box, "Rome", None))
    box.put_segment({"name": "Dated otherwise", "createdAt": "2024-08-07T09:41:05.120Z", "lacks": ("users",)})
    box.put_segment({"name": "Undated", "createdAt": "28 Termidoro CCXXXIV"})
    async with chatbot_on(box) as backend:
        dated, otherwise, undated = (await backend.segments()).rows
    assert dated.size is not None
    assert (dated.size.value, dated.kind, dated.rule) == (2, SegmentKind.REMOTE_LIST, None)
    assert dated.created_at == otherwise.created_at == datetime(2024, 8, 7, 9, 41, 5, 120_000, UTC)
    assert (otherwise.size, undated.created_at, undated.raw["createdAt"]) == (None, None, "28 Termidoro CCXXXIV")


@pytest.mark.parametrize("habits", [{"wraps_segments": True}, {"lean_segments": True}, {"count_lag_seconds": 60}])
async def test_whatever_form_lists_have_a_new_one_is_found_in_them(habits: dict[str, Any]) -> None:
    box = small_chatbot(**habits)
    async with chatbot_on(box) as backend:
        made = await backend.create(A_LIST)
        assert (await backend.segment(made.id)).name == made.name == "New list"
        await backend.update(made, replace(A_LIST, name="Another"))
        assert box.segments[made.id]["name"] == "Another"
        await backend.delete(made.id)
        assert made.id not in box.segments
        with pytest.raises(NoSuchSegment):
            await backend.segment(made.id)


async def test_a_list_that_was_made_is_told_of_though_it_cannot_be_read() -> None:
    box = small_chatbot()
    async with chatbot_on(box) as backend:
        box.faults.add(Fault.status(500), method="GET")
        made = await backend.create(A_LIST)
    assert (made.name, box.segments[made.id]["name"]) == ("New list", "New list")


@pytest.mark.parametrize("name", ["", "x" * 257])
async def test_a_name_that_the_service_refuses_is_not_sent(name: str) -> None:
    box = small_chatbot()
    async with chatbot_on(box) as backend:
        with pytest.raises(Unsendable, match="1 to 256"):
            await backend.create(replace(A_LIST, name=name))
    assert writes_to(box) == []


async def test_a_list_takes_no_rule_and_what_it_shall_be_must_be_known() -> None:
    box = small_chatbot()
    async with chatbot_on(box) as backend:
        stored = (await backend.segments()).rows[0]
        for draft in (replace(A_LIST, rule=A_SELECTION.rule), replace(A_LIST, details={"kept": "somewhere"})):
            with pytest.raises(Unsendable):
                await backend.create(draft)
        with pytest.raises(Unsendable, match="can't have a rule"):
            await backend.update(stored, replace(SegmentDraft.of(stored), rule=A_SELECTION.rule))
        assert backend.settled(replace(A_LIST, details={})) == A_LIST
        assert backend.settled(replace(A_LIST, kind=SegmentKind.DYNAMIC)) == A_LIST
    assert writes_to(box) == []


@pytest.mark.parametrize("errors_in", ["details", "errorDetails", "message", "object"])
@pytest.mark.parametrize("hidden", [False, True], ids=["told by the status", "hidden in the body"])
async def test_a_refusal_is_told_in_the_services_words_wherever_they_are(errors_in: str, hidden: bool) -> None:  # noqa: FBT001 - of a table
    box = small_chatbot(errors_in=errors_in, hides_failures=hidden, most_segments=0)
    async with chatbot_on(box) as backend:
        with pytest.raises(Refused, match="more than 0 segments") as refused:
            await backend.create(A_LIST)
    assert refused.value.status == 400
    assert len(box.requests) == 1


@pytest.mark.parametrize(("errors_in", "says"), [("outside", "more than 0 segments"), ("text", "JSON")])
async def test_a_hidden_refusal_that_is_no_answer_leaves_the_outcome_open(errors_in: str, says: str) -> None:
    box = small_chatbot(errors_in=errors_in, hides_failures=True, most_segments=0)
    async with chatbot_on(box) as backend:
        with pytest.raises(OutcomeUnknown, match=says):
            await backend.create(A_LIST)
    assert len(box.requests) == 1


async def test_a_wrong_token_is_told_as_one_and_never_repeated() -> None:
    box = small_chatbot(hides_failures=True)
    async with chatbot_on(box, secret=SecretStr("Bearer 0123456789abcdef")) as backend:
        with pytest.raises(CredentialsRefused, match="Invalid access token") as refused:
            await backend.check()
    assert "developer access token" in refused.value.hint
    assert "0123456789abcdef" not in repr((refused.value, backend.exchanges()))
    assert len(box.requests) == 1


async def test_a_pause_that_is_asked_for_is_kept_though_the_words_are_read() -> None:
    box = small_chatbot()
    slow = {"status": {"code": 429, "details": "Slow down"}}
    box.faults.add(Fault.status(429, body=slow, headers={"retry-after": "99"}))
    async with chatbot_on(box) as backend:
        with pytest.raises(TooManyRequests, match="Slow down") as refused:
            await backend.segments()
    assert refused.value.retry_after == 99


async def test_answers_of_another_shape_are_told_of() -> None:
    for document in ({"data": 1}, [1], [{"name": "No id"}], {"message": "\x1b[31mno"}, None):
        async with chatbot_answering(lambda *_, said=document: said) as backend:
            with pytest.raises(UnexpectedReply) as told:
                await backend.segments()
            assert "\x1b" not in told.value.message
    async with chatbot_answering(lambda *_: {"status": {"code": 200}}) as backend:
        with pytest.raises(OutcomeUnknown, match="no id"):
            await backend.create(A_LIST)


async def test_the_older_paths_are_used_when_the_profile_says_so_and_never_by_themselves() -> None:
    box = small_chatbot(paths="legacy")
    async with chatbot_on(box) as backend:
        with pytest.raises(NotFound, match="/users/segments") as missing:
            await backend.segments()
        assert "paths=legacy" in missing.value.hint
        with pytest.raises(NotFound):
            await backend.create(A_LIST)
    assert [one.path for one in writes_to(box)] == ["/users/segments"]
    async with chatbot_on(box, options={"paths": "legacy"}) as backend:
        made = await backend.create(A_LIST)
        assert box.segments[made.id]["name"] == "New list"
        with pytest.raises(NotFound, match="no call to add users"):
            await backend.add_members([made.id], put_users(box, None))
        await backend.delete(made.id)


async def test_users_are_added_to_each_list_in_one_request() -> None:
    box = small_chatbot()
    who = put_users(box, "Rome", "Oslo")
    one, other = (box.put_segment({"name": name})["id"] for name in ("One", "Other"))
    async with chatbot_on(box) as backend:
        await backend.add_members([one, other], who)
    assert box.members_of(one) == box.members_of(other) == who
    assert len(writes_to(box)) == 1


async def test_what_no_request_may_name_is_not_sent() -> None:
    box = small_chatbot()
    [user] = put_users(box, "Rome")
    async with chatbot_on(box) as backend:
        one = (await backend.segments()).rows[0].id
        selection = (await backend.create(A_SELECTION)).id
        wrong: tuple[tuple[list[str], list[str]], ...] = (
            ([], [user]),
            ([one], []),
            ([one] * 101, [user]),
            ([one], [user] * 1001),
            ([one], ["crm-10023"]),
            ([one], [f"{user}\n"]),
            (["../ban"], [user]),
            ([selection], [user]),
        )
        for segment_ids, user_ids in wrong:
            with pytest.raises(ServiceError) as refused:
                await backend.add_members(segment_ids, user_ids)
            assert isinstance(refused.value, Unsendable | MalformedId)
        assert (backend.refused_as_member(user), bool(backend.refused_as_member("crm-10023"))) == ("", True)
    assert writes_to(box) == []


async def test_a_user_who_is_gone_keeps_all_others_out_and_it_is_said() -> None:
    box = small_chatbot()
    who = put_users(box, "Rome")
    one = box.put_segment({"name": "One"})["id"]
    async with chatbot_on(box) as backend:
        with pytest.raises(NotFound, match="nobody was added"):
            await backend.add_members([one], [*who, UNKNOWN])
    assert box.members_of(one) == []


@pytest.mark.parametrize("body", ["bare", "object"])
async def test_a_users_lists_are_replaced_only_where_the_profile_allows_it_and_says_how(body: str) -> None:
    box = small_chatbot(user_segments_body=body)
    [user] = put_users(box, "Rome")
    one, other = (box.put_segment({"name": name}, [user])["id"] for name in ("One", "Other"))
    for options in ({}, {"remove_members": "on"}, {"set_segments_body": body}):
        async with chatbot_on(box, options=options) as backend:
            assert backend.why_not_set()
            with pytest.raises(Unsendable):
                await backend.set_segments(user, [one])
    async with chatbot_on(box, options={"remove_members": "on", "set_segments_body": body}) as backend:
        assert backend.why_not_set() == ""
        with pytest.raises(Unsendable, match="no segments at all"):
            await backend.set_segments(user, [])
        assert writes_to(box) == []
        await backend.set_segments(user, [one])
    assert (box.members_of(one), box.members_of(other)) == ([user], [])


async def test_the_wrong_form_of_a_replacement_is_told_with_the_other_one() -> None:
    box = small_chatbot(user_segments_body="object")
    [user] = put_users(box, "Rome")
    one = box.put_segment({"name": "One"})["id"]
    async with chatbot_on(box, options={"remove_members": "on", "set_segments_body": "bare"}) as backend:
        with pytest.raises(Refused) as refused:
            await backend.set_segments(user, [one])
    assert "set_segments_body=object" in refused.value.hint


FILTER = "filters[0][field]=segment&filters[0][value]={id}"


async def test_who_is_in_a_list_is_shown_only_by_a_query_that_proves_itself() -> None:
    box = small_chatbot(segment_filter=FILTER)
    who = put_users(box, *["Rome"] * 45)
    put_users(box, *["Oslo"] * 30)
    one = box.put_segment({"name": "One"}, who)["id"]
    async with chatbot_on(box) as backend:
        with pytest.raises(MembersUnknown, match="doesn't tell who is in a list"):
            await backend.leads(segment_id=one)
    async with chatbot_on(box, options={"member_filter": FILTER}) as backend:
        page = await backend.leads(segment_id=one)
        assert ({lead.id for lead in page.rows}, page.total, page.cursor) == (set(who), 45, None)
        box.segments[one]["lacks"] = ("users",)
        with pytest.raises(MembersUnknown, match="doesn't say how many"):
            await backend.leads(segment_id=one)
    box.segments[one]["lacks"] = ()
    box.requests.clear()
    async with chatbot_on(box, options={"member_filter": "segment={id}"}) as backend:
        with pytest.raises(MembersUnknown):
            await backend.leads(segment_id=one)
    assert len(box.requests) <= 2  # everybody isn't fetched to find out
    mistakes = [SERVICE.check_settings({"options": {"member_filter": one}}) for one in (FILTER, "segment=fixed")]
    assert mistakes[0] == ""
    assert "member_filter must be a query with {id}" in mistakes[1]


async def test_a_list_whose_number_lags_is_not_shown_either() -> None:
    box = small_chatbot(segment_filter=FILTER, count_lag_seconds=60, count_is="page")
    one = box.put_segment({"name": "One"}, put_users(box, "Rome", "Oslo"))["id"]
    async with chatbot_on(box, options={"member_filter": FILTER}) as backend:
        with pytest.raises(MembersUnknown, match="has 0"):
            await backend.leads(segment_id=one)
        for user_id in box.segments[one]["members"]:
            box.segments[one]["members"][user_id] = f"{datetime.now(UTC) - timedelta(days=9999):%Y-%m-%dT%H:%M:%SZ}"
        assert (await backend.leads(segment_id=one)).total == 2
