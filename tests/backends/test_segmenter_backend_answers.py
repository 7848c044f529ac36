"""What Segmenter's answers tell, and what remains in the register when they don't."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from support.segmenter_backend import ADA, CEM, EVE, NOAH, NOON, QUICK, Desk, changed, draft, of, segmenter_desk

from segtui.backends.errors import (
    CredentialsRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    ServiceError,
    TooManyRequests,
    Unreachable,
)
from segtui.backends.segmenter.answers import Answered, missing, read_answer
from segtui.backends.segmenter.refusals import IdUnknown
from segtui.domain.errors import SegtuiError
from segtui.domain.people import Person
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.values import JsonValue
from segtui.sandbox import Fault
from segtui.store.register import MemoryRegister


class WatchedRegister(MemoryRegister):
    """Remembers in which threads it was read."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[threading.Thread] = set()

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """See there."""
        self.threads.add(threading.current_thread())
        return super().documents(prefix)


async def made_with(desk: Desk, *people: Person) -> Segment:
    return await desk.backend.create(draft(*people))


async def test_people_who_did_not_come_back_are_told() -> None:
    async with segmenter_desk() as desk:
        desk.behave(skips_people_without=("email",))
        made = await made_with(desk, ADA, Person("crm-1", "Ben"), EVE)
        receipt = await desk.backend.receipt(made)
        assert not receipt.is_whole
        assert "1 of 3 people aren't in its answer: “Ben”." in receipt.says
        assert made.state is SegmentState.ACTIVE
        assert made.people == of(ADA, Person("crm-1", "Ben"), EVE)


@pytest.mark.parametrize(
    ("sent", "answered", "gone"),
    [
        ([ADA], [Answered(ADA.external_id.upper(), "")], []),
        ([ADA], [Answered("", "ADA@example.com")], []),
        ([ADA], [Answered("other", "ada@example.com")], []),
        ([ADA, Person("2", "Bo", email="ada@example.com")], [Answered(ADA.external_id, "ada@example.com")], ["Bo"]),
        ([EVE, Person("2", "Bo", email="eve@example.com")], [Answered("", "eve@example.com")], ["Bo"]),
        ([CEM], [], []),
        ([ADA, NOAH], [], ["Ada Rossi", "Noah"]),
        ([Person("a"), Person("A")], [Answered("a", "")], ["A"]),
    ],
)
def test_people_are_known_again_by_their_id_and_then_by_their_e_mail(
    sent: list[Person], answered: list[Answered], gone: list[str]
) -> None:
    assert [one.name for one in missing(sent, answered)] == gone


@pytest.mark.parametrize("shape", ["id only", "whole"])
async def test_an_error_message_beside_an_id_is_a_warning(shape: str) -> None:
    async with segmenter_desk() as desk:
        desk.behave(error_message="quota \x1b[31mnearly used", created_shape=shape)
        made = await made_with(desk, ADA)
        receipt = await desk.backend.receipt(made)
        assert made.state is SegmentState.ACTIVE
        assert not receipt.is_whole
        assert "Segmenter took it and said: “quota \ufffd[31mnearly used”." in receipt.says


async def test_an_error_message_without_an_id_is_a_refusal() -> None:
    async with segmenter_desk() as desk:
        desk.behave(error_message="no such medium", fails_with_message=True)
        with pytest.raises(Refused, match="no such medium"):
            await made_with(desk, ADA)
        assert await desk.listed() == []


async def test_a_key_that_an_error_message_repeats_is_blotted_out() -> None:
    async with segmenter_desk() as desk:
        key = desk.box.accounts["owner"].api_key
        desk.behave(error_message=f"the key {key} expires", created_shape="id only")
        made = await made_with(desk, ADA)
        assert key not in repr((made, desk.keeper.documents()))
        assert "the key *** expires" in (await desk.backend.receipt(made)).says
        desk.box.faults.add(Fault.status(400, body={"statusCode": 400, "message": f"bad key {key}"}))
        with pytest.raises(Refused) as refused:
            await made_with(desk, ADA)
        assert key not in refused.value.message


async def test_a_key_is_blotted_out_though_the_message_is_cut_within_it() -> None:
    async with segmenter_desk() as desk:
        key = desk.box.accounts["owner"].api_key
        desk.behave(error_message=f"{'x' * 280} {key} {'x' * 100}", created_shape="id only")
        made = await made_with(desk, ADA)
        assert key[:6] not in (await desk.backend.receipt(made)).says
        assert "***" in (await desk.backend.receipt(made)).says
        assert key[:6] not in repr(desk.keeper.documents())


@pytest.mark.parametrize("segment_id", ["a\x1b]52;c;aGk=\x07", "a\u202eb", "a\nb"])
async def test_an_id_that_can_not_be_shown_is_not_taken_over(segment_id: str) -> None:
    async with segmenter_desk() as desk:
        desk.box.faults.add(Fault.status(200, body={"data": {"id": segment_id}, "errorMessage": "quota nearly used"}))
        with pytest.raises(OutcomeUnknown):
            await made_with(desk, ADA)
        [kept] = await desk.listed()
        assert (kept.state, kept.people) == (SegmentState.UNCERTAIN, of(ADA))
        assert "names an id with characters that can't be shown" in (await desk.backend.receipt(kept)).says


async def test_an_answer_that_names_another_lists_id_takes_nothing_from_that_list() -> None:
    async with segmenter_desk() as desk:
        made = await made_with(desk, ADA)
        desk.box.faults.add(Fault.status(200, body={"data": {"id": made.id}, "errorMessage": ""}))
        with pytest.raises(OutcomeUnknown, match="which another list here has"):
            await made_with(desk, NOAH)
        first, second = await desk.listed()
        assert first == made
        assert (second.state, second.people) == (SegmentState.UNCERTAIN, of(NOAH))
        assert made.id in (await desk.backend.receipt(second)).says


async def test_what_another_segtui_was_told_of_a_list_on_its_way_is_kept_beside_it() -> None:
    async with segmenter_desk() as desk:

        def tell() -> None:
            [(key, kept)] = desk.keeper.documents().items()
            desk.keeper.put(key, {**kept, "outcome": "unsent"})

        desk.box.faults.run_before(tell)
        made = await made_with(desk, ADA)
        assert [(one.id, one.state) for one in await desk.listed()][1:] == [(made.id, SegmentState.ACTIVE)]
        assert (await desk.listed())[0].state is SegmentState.UNSENT


@pytest.mark.parametrize("shape", ["null data", "no data", "nothing"])
async def test_a_create_whose_answer_names_no_segment_is_uncertain_and_kept(shape: str) -> None:
    async with segmenter_desk() as desk:
        desk.behave(created_shape=shape)
        with pytest.raises(OutcomeUnknown):
            await made_with(desk, ADA, EVE)
        [kept] = await desk.listed()
        assert kept.state is SegmentState.UNCERTAIN
        assert kept.people == of(ADA, EVE)
        assert "Whether Segmenter has it isn't known: Segmenter's answer names no segment." in (
            (await desk.backend.receipt(kept)).says
        )
        with pytest.raises(IdUnknown):
            await desk.backend.update(kept, changed(kept))
        assert len(desk.sent) == 1


@pytest.mark.parametrize("shape", ["id only", "null data", "no data", "nothing"])
async def test_a_change_with_a_bare_answer_is_taken(shape: str) -> None:
    async with segmenter_desk() as desk:
        made = await made_with(desk, ADA)
        desk.behave(updated_shape=shape, updated_status=201)
        now = await desk.backend.update(made, changed(made, NOAH))
        assert now.state is SegmentState.ACTIVE
        assert "Its answer doesn't say whom it took." in (await desk.backend.receipt(now)).says
        assert (await desk.backend.receipt(now)).is_whole


async def test_a_change_that_is_answered_for_another_segment_is_uncertain() -> None:
    async with segmenter_desk() as desk:
        made = await made_with(desk, ADA)
        desk.box.faults.add(Fault.status(200, body={"data": {"id": "another"}, "errorMessage": ""}))
        with pytest.raises(OutcomeUnknown, match="another segment"):
            await desk.backend.update(made, changed(made, NOAH))
        assert (await desk.backend.segment(made.id)).state is SegmentState.UNCERTAIN


SILENCES = (
    *(Fault.hang(), Fault.hang_after(), Fault.drop_after(), Fault.half_json()),
    *(
        Fault.html(200),
        Fault.html(502),
        Fault.status(500, body={"statusCode": 500, "message": "Internal server error"}),
    ),
)


@pytest.mark.parametrize("fault", SILENCES, ids=lambda fault: fault.name)
async def test_a_create_without_an_answer_is_kept_as_uncertain_and_sent_once(fault: Fault) -> None:
    async with segmenter_desk(limits=QUICK) as desk:
        desk.box.faults.add(fault)
        with pytest.raises(OutcomeUnknown):
            await made_with(desk, ADA)
        [kept] = await desk.listed()
        assert (kept.state, kept.name, kept.people) == (SegmentState.UNCERTAIN, "Weekly offers", of(ADA))
        assert len(desk.sent) == 1


async def test_a_change_without_an_answer_is_uncertain_until_it_is_sent_again() -> None:
    async with segmenter_desk(limits=QUICK) as desk:
        made = await made_with(desk, ADA, NOAH)
        desk.box.faults.add(Fault.drop(), times=1)
        with pytest.raises(OutcomeUnknown):
            await desk.backend.update(made, changed(made, ADA))
        kept = await desk.backend.segment(made.id)
        assert (kept.state, kept.people) == (SegmentState.UNCERTAIN, of(ADA))
        assert desk.first_names(made.id) == ["Ada", "Noah"]
        now = await desk.backend.update(kept, SegmentDraft.of(kept))
        assert now.state is SegmentState.ACTIVE
        assert desk.first_names(made.id) == ["Ada"]


async def test_what_is_cancelled_or_killed_on_its_way_is_in_the_register_already() -> None:
    async with segmenter_desk() as desk:
        arrived = asyncio.Event()
        desk.box.faults.run_before(arrived.set)
        desk.box.faults.add(Fault.hang())
        task = asyncio.create_task(made_with(desk, ADA))
        await arrived.wait()
        [during] = await desk.listed()
        assert during.state is SegmentState.UNCERTAIN
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await desk.listed() == [during]


REFUSALS: tuple[tuple[Fault, type[ServiceError]], ...] = (
    (Fault.status(400, body={"statusCode": 400, "message": "bad", "error": "Bad Request"}), Refused),
    (Fault.status(401, body={"statusCode": 401, "message": "Unauthorized"}), CredentialsRefused),
    (Fault.status(404), NotFound),
    (Fault.status(413), Refused),
    (Fault.status(429, headers={"retry-after": "7"}), TooManyRequests),
    (Fault.html(400), Refused),
    (Fault.status(400, body=""), Refused),
)


@pytest.mark.parametrize(("fault", "kind"), REFUSALS, ids=lambda one: getattr(one, "name", ""))
async def test_a_refused_write_leaves_the_list_as_it_was_and_is_noted_as_failed(
    fault: Fault, kind: type[ServiceError]
) -> None:
    async with segmenter_desk() as desk:
        made = await made_with(desk, ADA)
        desk.box.faults.add(fault)
        with pytest.raises(kind) as refused:
            await made_with(desk, NOAH)
        assert refused.value.hint
        with pytest.raises(kind):
            await desk.backend.update(made, changed(made, NOAH))
        [kept] = await desk.listed()
        assert (kept.people, kept.updated_at, kept.state) == (of(ADA), NOON, SegmentState.FAILED)
        assert "A change on 2026-11-22 12:00 UTC wasn't taken: " in (await desk.backend.receipt(kept)).says
        assert len(desk.sent) == 3


async def test_all_messages_of_a_refusal_are_told() -> None:
    async with segmenter_desk() as desk:
        desk.behave(lists_messages=True, wants_uuids=True)
        with pytest.raises(Refused, match=r"persons\.0\.externalId must be a UUID; persons\.1\.externalId"):
            await made_with(desk, Person("crm-1"), Person("crm-2"))


async def test_a_line_that_is_down_leaves_nothing_uncertain() -> None:
    async with segmenter_desk() as desk:
        await desk.backend.close()
        with pytest.raises(Unreachable):
            await made_with(desk, ADA)
        assert await desk.listed() == []


class FullDisk(SegtuiError):
    """Nothing more can be kept."""


class FillingRegister(MemoryRegister):
    """A register that takes so many documents and no more."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        if not self.room:
            raise FullDisk("The disk is full.")
        self.room -= 1
        super().put(key, document)


async def test_nothing_is_sent_that_cannot_be_kept() -> None:
    async with segmenter_desk(keeper=FillingRegister(0)) as desk:
        with pytest.raises(FullDisk):
            await made_with(desk, ADA)
        assert desk.sent == []


async def test_what_was_made_and_cannot_be_kept_is_told_with_its_id() -> None:
    async with segmenter_desk(keeper=FillingRegister(1)) as desk:
        with pytest.raises(OutcomeUnknown) as unknown:
            await made_with(desk, ADA)
        [stored] = desk.box.segments
        assert stored in unknown.value.message
        assert "The disk is full." in unknown.value.message
        [kept] = await desk.listed()
        assert kept.state is SegmentState.UNCERTAIN


@pytest.mark.parametrize("document", [[], "x", 7, True])
async def test_an_answer_that_is_no_object_leaves_it_uncertain(document: Any) -> None:
    async with segmenter_desk() as desk:
        desk.box.faults.add(Fault.status(200, body=document if document != "x" else '"x"'))
        with pytest.raises(OutcomeUnknown):
            await made_with(desk, ADA)
        assert [one.state for one in await desk.listed()] == [SegmentState.UNCERTAIN]


@pytest.mark.parametrize(
    ("document", "segment_id", "people", "message"),
    [
        ({"data": {"id": 7, "persons": None}}, "7", None, ""),
        ({"data": {"id": True}}, "", None, ""),
        ({"data": [{"id": "a"}], "errorMessage": None}, "", None, ""),
        ({"data": {"id": " a ", "persons": [{"email": 1}, "x"]}}, "a", (Answered("", ""),), ""),
        ({"errorMessage": {"code": 7}}, "", None, "{'code': 7}"),
        ({}, "", None, ""),
    ],
)
def test_an_answer_is_read_as_far_as_it_goes(
    document: JsonValue, segment_id: str, people: tuple[Answered, ...] | None, message: str
) -> None:
    answer = read_answer(document, str)
    assert (answer.id, answer.people, answer.message) == (segment_id, people, message)


async def test_the_register_is_read_beside_the_thread_that_takes_keys() -> None:
    async with segmenter_desk(keeper=(register := WatchedRegister())) as desk:
        made = await made_with(desk, ADA)
        await desk.backend.check()
        await desk.backend.segment(made.id)
        await desk.backend.update(made, changed(made, ADA, EVE))
        assert [one.people for one in (await desk.backend.segments()).rows] == [of(ADA, EVE)]
    assert register.threads
    assert threading.current_thread() not in register.threads
