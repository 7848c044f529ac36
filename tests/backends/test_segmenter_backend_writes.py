"""What is sent to Segmenter, and what the register has of it afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from pydantic import SecretStr
from support.segmenter_backend import ADA, BASE_URL, CEM, EVE, NOAH, NOON, Desk, changed, draft, of, segmenter_desk

from segtui.backends.base import Connection
from segtui.backends.errors import BadAddress, InsecureAddress, OutcomeUnknown, ReadOnlyProfile, Refused, Unsendable
from segtui.backends.segmenter.backend import SegmenterBackend
from segtui.backends.segmenter.refusals import CannotDelete, ChangedHere, NotInRegister
from segtui.backends.segmenter.sending import Sendable
from segtui.backends.segmenter.service import SERVICE
from segtui.backends.segmenter.targets import Target
from segtui.domain.exchanges import as_curl
from segtui.domain.operators import Operator
from segtui.domain.people import Person
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import SegmentDraft, SegmentKind, SegmentState
from segtui.domain.values import NoValue
from segtui.sandbox import Fault
from segtui.store.register import MemoryRegister


async def test_a_new_list_is_sent_with_its_people_and_without_what_is_empty() -> None:
    async with segmenter_desk() as desk:
        await desk.backend.create(draft(ADA, CEM, description="", broadcastMediumId="bm-1", TagId="tag-7"))
    assert [one.body for one in desk.sent] == [
        {
            "name": "Weekly offers",
            "broadcastMediumId": "bm-1",
            "TagId": "tag-7",
            "filters": [],
            "persons": [
                {
                    "externalId": ADA.external_id,
                    "firstName": "Ada",
                    "lastName": "Rossi",
                    "email": "ada@example.com",
                    "phone": "+573001112233",
                    "substitutionTags": [{"tag": "city", "value": "Rome"}],
                },
                {"firstName": "Cem", "phone": "+39 2"},
            ],
        }
    ]


async def test_what_was_sent_is_known_from_the_register() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA, EVE, description="Fruit"))
        assert await desk.listed() == [made]
        assert await desk.backend.segment(made.id) == made
    assert (made.name, made.kind, made.state, made.rule) == (
        "Weekly offers",
        SegmentKind.STATIC,
        SegmentState.ACTIVE,
        None,
    )
    assert made.people == of(ADA, EVE)
    assert made.details == {"description": "Fruit", "broadcastMediumId": "", "segmentType": "", "TagId": ""}
    assert str(made.size) == "2 · exact · local copy"
    assert made.size is not None
    assert made.size.as_of == made.updated_at == NOON


async def test_a_change_sends_everybody_and_the_id_in_the_body() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA, NOAH))
        now = await desk.backend.update(made, changed(made, ADA, NOAH, EVE))
        assert desk.first_names(made.id) == ["Ada", "Noah", "Eve"]
        assert [(one.method, one.path) for one in desk.sent] == [("POST", "/segments"), ("PUT", "/segments")]
        assert now.people == of(ADA, NOAH, EVE)
        assert now.created_at == made.created_at
        assert now.updated_at is not None
        assert now.updated_at > NOON


async def test_a_new_name_sends_the_whole_list_along() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA, NOAH, description="Fruit"))
        await desk.backend.update(made, SegmentDraft("Other", Group()))
        assert desk.stored(made.id)["name"] == "Other"
        assert desk.stored(made.id)["description"] == "Fruit"
        assert desk.first_names(made.id) == ["Ada", "Noah"]


async def test_a_list_is_emptied_only_by_an_empty_list() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        now = await desk.backend.update(made, changed(made))
        assert now.people == ()
        assert desk.first_names(made.id) == []


async def test_a_description_is_emptied_and_the_tag_stays() -> None:
    async with segmenter_desk() as desk:
        desk.behave(left_out="kept")
        made = await desk.backend.create(draft(ADA, description="Fruit", TagId="tag-7"))
        now = await desk.backend.update(
            made, replace(SegmentDraft.of(made), details={**made.details, "description": ""})
        )
        assert desk.stored(made.id)["description"] == ""
        assert now.details["TagId"] == "tag-7"
        with pytest.raises(Unsendable, match="new segment only"):
            await desk.backend.update(now, replace(SegmentDraft.of(now), details={"TagId": "tag-8"}))


async def test_changes_repeat_the_tag_unless_the_profile_says_that_it_is_refused_there() -> None:
    async with segmenter_desk() as desk:
        desk.behave(refuses_unknown_fields=True)
        made = await desk.backend.create(draft(ADA, TagId="tag-7"))
        with pytest.raises(Refused, match="TagId should not exist"):
            await desk.backend.update(made, changed(made))
        options = {"update_tag": "no"}
        async with segmenter_desk(options=options, keeper=desk.keeper, app=desk.box.app) as other:
            now = await other.backend.update(made, changed(made))
            assert now.details["TagId"] == "tag-7"
        assert desk.first_names(made.id) == []


async def test_a_change_of_nothing_is_not_sent_to_segmenter() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        assert await desk.backend.update(made, SegmentDraft.of(made)) == made
        assert len(desk.sent) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"create_path": "/v1/make", "update_path": "/v1/segments/{id}"},
        {"create_path": "/", "update_path": "/list-{id}/all"},
        {"create_method": "PUT", "update_method": "POST", "update_path": "/replace"},
    ],
)
async def test_the_profile_says_where_and_how_lists_are_sent(options: dict[str, str]) -> None:
    async with segmenter_desk(options=options) as desk:
        made = await desk.backend.create(draft(ADA))
        await desk.backend.update(made, changed(made, NOAH))
        assert desk.first_names(made.id) == ["Noah"]
        first, second = desk.sent
        create, update = desk.backend.caution(None), desk.backend.caution(made)
        assert f"{first.method} https://segmenter.sandbox.invalid{first.path.rstrip('/')}," in create
        assert f"{second.method} https://segmenter.sandbox.invalid{second.path} and replaces" in update


def test_an_address_is_shown_without_what_a_terminal_would_obey() -> None:
    shown = Target("PUT", "/segments/{id}").shown(BASE_URL, "a\x1b[2J\nb")
    assert shown == f"PUT {BASE_URL}/segments/a\ufffd[2J\ufffdb"


async def test_before_a_change_the_age_of_the_own_copy_is_told() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        assert "local copy from 2026-11-22 12:00 UTC: somebody else may have changed it since" in desk.backend.caution(
            made
        )


@pytest.mark.parametrize("spelling", ["phone", "phoneNumber", "both"])
async def test_the_phone_goes_under_the_name_that_the_profile_says(spelling: str) -> None:
    async with segmenter_desk(options={"phone_field": spelling}) as desk:
        if spelling != "both":
            desk.behave(phone_keys=(spelling,))
        made = await desk.backend.create(draft(CEM))
        assert desk.stored(made.id)["persons"][0]["phone"] == "+39 2"
        assert made.people == of(CEM)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (draft(ADA, name="  "), "needs a name"),
        (draft(ADA, replace(NOAH, external_id=ADA.external_id)), "has the external id of “Ada Rossi”"),
        (draft(ADA, colour="red"), "no detail called “colour”"),
        (draft(ADA, description=7), "description must be a text"),
        (replace(draft(), rule=Group(children=(Condition("a", Operator.EXISTS, NoValue()),))), "not rules"),
        (
            replace(draft(), people=(replace(of(ADA)[0], raw={"phone": "1", "phoneNumber": "2"}),)),
            "two phones",
        ),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_neither_sent_nor_kept(wrong: SegmentDraft, says: str) -> None:
    async with segmenter_desk() as desk:
        with pytest.raises(Unsendable, match=says) as refused:
            await desk.backend.create(wrong)
        assert refused.value.hint
        assert desk.sent == []
        assert await desk.listed() == []


async def test_too_many_people_are_refused_and_many_are_told_of() -> None:
    crowd = [Person(f"{number}", "A", email=f"{number}@example.com", phone="1") for number in range(10_001)]
    async with segmenter_desk() as desk:
        with pytest.raises(Unsendable, match="10,001 people, and no more than 10,000"):
            await desk.backend.create(draft(*crowd))
        words = desk.backend.check_people(of(*crowd[:1_001]))
        assert words == [
            "1,001 people have external ids that are no UUIDs.",
            "1,001 people go in one request; whether Segmenter takes so many isn't documented.",
        ]
        assert desk.backend.check_people(of(ADA)) == []
        heavy = [replace(one, last_name="x" * 6_000) for one in crowd[:900]]
        with pytest.raises(Unsendable, match="no more than 5,000,000 are sent"):
            await desk.backend.create(draft(*heavy))
        assert desk.sent == []
        assert await desk.listed() == []


async def test_a_read_only_profile_sends_and_keeps_nothing() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        async with segmenter_desk(keeper=desk.keeper, read_only=True) as reader:
            with pytest.raises(ReadOnlyProfile):
                await reader.backend.create(draft(NOAH))
            with pytest.raises(ReadOnlyProfile):
                await reader.backend.update(made, changed(made))
            with pytest.raises(ReadOnlyProfile):
                await reader.backend.forget(made.id)
            assert reader.sent == []
            assert await reader.listed() == [made]


async def test_nothing_is_deleted_but_the_own_copy_can_be_forgotten() -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        with pytest.raises(CannotDelete):
            await desk.backend.delete(made.id)
        await desk.backend.forget(made.id)
        assert await desk.listed() == []
        assert desk.first_names(made.id) == ["Ada"]
        with pytest.raises(NotInRegister):
            await desk.backend.update(made, changed(made))
        with pytest.raises(NotInRegister):
            await desk.backend.forget(made.id)


async def test_the_key_goes_bare_in_its_header_and_is_shown_nowhere() -> None:
    async with segmenter_desk() as desk:
        key = desk.box.accounts["owner"].api_key
        for written in (f'"{key}"', f"x-api-key: “{key}”\n", f'X-Api-Key:"{key}"'):
            async with segmenter_desk(app=desk.box.app, secret=SecretStr(written)) as other:
                await other.backend.create(draft(ADA))
                [exchange] = other.backend.exchanges()
                assert '"x-api-key: $AUTHORIZATION"' in as_curl(exchange, BASE_URL)
                assert key not in repr((other.backend, other.backend.exchanges(), vars(other.backend)))
    assert len(desk.sent) == 3


@pytest.mark.parametrize("path", ["segments", "/segments/", "/a//b", "/../x", "/a b", "/a?b", "/{name}", "/%2e"])
def test_a_path_that_can_be_none_is_told_with_the_profile(path: str) -> None:
    for key in ("create_path", "update_path"):
        assert SERVICE.check_settings({"options": {key: path}}).startswith(f"options: {key} must")
    with pytest.raises(BadAddress):
        SegmenterBackend(
            Connection(
                "https://s.example", SecretStr("k"), "token", keeper=MemoryRegister(), options={"create_path": path}
            )
        )


def test_only_the_path_of_changes_may_have_the_id() -> None:
    assert SERVICE.check_settings({"options": {"update_path": "/s/{id}"}}) == ""
    assert "create_path" in SERVICE.check_settings({"options": {"create_path": "/s/{id}"}})
    assert SERVICE.check_settings({}) == ""


def test_a_key_is_not_sent_in_clear_text() -> None:
    with pytest.raises(InsecureAddress):
        SegmenterBackend(Connection("http://s.example", SecretStr("k"), "token", keeper=MemoryRegister()))


@asynccontextmanager
async def another(desk: Desk) -> AsyncIterator[SegmenterBackend]:
    """What another segtui on the same machine has of the same profile."""
    secret = SecretStr(desk.box.accounts["owner"].api_key)
    async with segmenter_desk(keeper=desk.keeper, app=desk.box.app, secret=secret) as other:
        yield other.backend


async def test_two_changes_of_one_list_at_a_time_leave_it_uncertain_and_lose_nobody_unseen() -> None:
    async with segmenter_desk() as desk, another(desk) as other:
        made = await desk.backend.create(draft(ADA))
        go_on = asyncio.Event()
        desk.box.faults.add(Fault.hold(go_on), method="PUT", times=1)
        slow = asyncio.create_task(desk.backend.update(made, changed(made, ADA, NOAH)))
        while not any(one.method == "PUT" for one in desk.box.requests):  # noqa: ASYNC110 - the sandbox sets no event
            await asyncio.sleep(0.001)
        begun = await other.segment(made.id)
        assert begun.state is SegmentState.UNCERTAIN
        await other.update(begun, changed(begun, ADA, NOAH, EVE))
        go_on.set()
        with pytest.raises(OutcomeUnknown, match="changed by another segtui"):
            await slow
        now = await other.segment(made.id)
    assert (now.state, now.people) == (SegmentState.UNCERTAIN, of(ADA, NOAH, EVE))


async def test_a_list_that_another_segtui_has_just_changed_is_not_sent() -> None:
    async with segmenter_desk() as desk, another(desk) as other:
        made = await desk.backend.create(draft(ADA))
        register = desk.backend._register
        known = register.find(made.id)
        await other.update(made, changed(made, ADA, NOAH))
        with pytest.raises(ChangedHere):
            register.begin(known, known)
        assert (await desk.backend.segment(made.id)).people == of(ADA, NOAH)


async def test_a_refusal_puts_back_nothing_over_what_another_segtui_has_changed() -> None:
    async with segmenter_desk() as desk, another(desk) as other:
        made = await desk.backend.create(draft(ADA))
        known = desk.backend._register.find(made.id)
        begun = desk.backend._register.begin(replace(known, name="Mine"), known)
        later = await other.update(await other.segment(made.id), changed(made, ADA, EVE))
        job = Sendable(desk.backend._update, known, known, dict)
        desk.backend._sender._undo(job, begun, Refused(400, "no"))
        assert await other.segment(made.id) == later
