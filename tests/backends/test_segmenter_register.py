"""The register of lists: kept, read back, and shared between colleagues."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.segmenter_backend import ADA, CEM, EVE, NOAH, NOON, changed, draft, segmenter_desk

from segtui.backends.segmenter.shown import receipt_of
from segtui.cli.demos import known_of, make_box
from segtui.domain.errors import UnreadableInput
from segtui.domain.kept_lists import FIELDS, KeptList, Sending, kept_from_json, kept_to_json
from segtui.domain.people import leads_of
from segtui.domain.segments import SegmentState
from segtui.domain.values import JsonValue
from segtui.store.register import Kept, MemoryRegister

ONE = KeptList(
    "a1", "Weekly", (ADA, CEM), NOON, NOON, {"description": "Fruit"}, tuple(one.id for one in leads_of((ADA, CEM)))
)

moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them bare
words = st.text(max_size=8)
lists = st.builds(
    lambda base, keys, older: replace(base, keys=keys[: len(base.people)], before=older),
    st.builds(
        KeptList,
        id=st.text(st.characters(max_codepoint=0x2FF, exclude_categories=("C", "Z")), min_size=1, max_size=8),
        name=st.text(min_size=1, max_size=8),
        people=st.lists(st.sampled_from([ADA, NOAH, EVE, CEM]), max_size=3).map(tuple),
        at=moments,
        created_at=moments,
        fields=st.dictionaries(st.sampled_from(FIELDS), words),
        outcome=st.sampled_from(Sending),
        is_local=st.booleans(),
        is_told=st.booleans(),
        message=words,
        missing=st.none() | st.lists(words, max_size=2).map(tuple),
        failure=words,
    ),
    st.just(("k1", "k2", "k3")),
    st.none() | st.just(ONE),
)


@given(lists)
def test_a_kept_list_reads_back_as_the_same(kept: KeptList) -> None:
    assert kept_from_json(json.loads(json.dumps(kept_to_json(kept)))) == kept


def test_a_kept_list_is_written_in_the_services_own_names() -> None:
    form = kept_to_json(ONE)
    assert list(form) == ["id", "name", "description", "persons", "at", "outcome"]
    assert kept_from_json({**form, "tagID": "t"}).fields == {"description": "Fruit", "TagId": "t"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": ""}, "no id"),
        ({"id": "a\x1b]52;c;aGk=\x07"}, "id has characters that can't be shown"),
        ({"id": "a\nb"}, "id has characters that can't be shown"),
        ({"name": 7}, "name must be a text"),
        ({"persons": None}, "persons must be a list"),
        ({"persons": [{"email": "a"}, {"email": 7}]}, "Person 2: email must be a text"),
        ({"at": "2026-11-22"}, "at must be a moment"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at is at the very end of the calendar"),
        ({"created_at": "9999-12-31T23:59:59.999999+00:00"}, "created_at is at the very end"),
        ({"outcome": "lost"}, "outcome must be"),
        ({"TagId": "a", "tagId": "b"}, "TagId can't be told"),
        ({"colour": "red"}, "unknown key “colour”"),
        ({"keys": "k"}, "keys must be a list of texts"),
    ],
)
def test_what_is_no_kept_list_is_told(change: dict[str, JsonValue], says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        kept_from_json({**kept_to_json(ONE), **change})


async def test_ids_of_people_stay_when_somebody_is_taken_off_a_list() -> None:
    twice = replace(ONE, people=(ADA, replace(ADA, email="second@example.com")), keys=())
    keeper = MemoryRegister({"segment:a1": kept_to_json(twice)})
    async with segmenter_desk(keeper=keeper) as desk:
        desk.box.put_segment({"id": "a1", "name": "Weekly"})
        stored = await desk.backend.segment("a1")
        assert stored.people is not None
        second = stored.people[1]
        now = await desk.backend.update(stored, replace(changed(stored), people=(second,)))
        assert now.people == (second,)
        assert await desk.backend.segment("a1") == now


async def test_a_register_is_shared_and_the_newer_list_stays() -> None:
    async with segmenter_desk() as mine, segmenter_desk() as theirs:
        made = await mine.backend.create(draft(ADA, description="Fruit"))
        assert theirs.backend.imported(mine.backend.exported()) == (1, [])
        assert await theirs.listed() == await mine.listed()
        assert theirs.backend.imported(mine.backend.exported()) == (0, [])
        newer = await mine.backend.update(made, changed(made, NOAH))
        [exported] = mine.backend.exported()
        old = theirs.backend.exported()
        assert theirs.backend.imported([exported]) == (1, [])
        assert await theirs.listed() == [newer]
        assert theirs.backend.imported(old) == (
            0,
            ["“Weekly offers” wasn't taken: what is known of it here is newer."],
        )
        taken, reasons = theirs.backend.imported([{"id": "x"}, {**exported, "id": "other"}])
        assert taken == 1
        assert reasons == ["List 1 can't be read: Its at must be a moment such as 2026-11-22T12:00:00+00:00."]


class Shared(MemoryRegister):
    """A register to which another segtui comes first whenever something is to be kept."""

    others: dict[str, JsonValue]

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        super().put(key, self.others)
        super().put(key, document)

    def change(self, key: str, change: Callable[[Kept], Kept]) -> None:
        super().put(key, self.others)
        super().change(key, change)


async def test_an_import_leaves_what_another_segtui_keeps_at_the_same_moment() -> None:
    keeper = Shared()
    keeper.others = kept_to_json(replace(ONE, at=NOON + timedelta(hours=1)))
    async with segmenter_desk(keeper=keeper) as desk:
        taken, [why_not] = desk.backend.imported([kept_to_json(ONE)])
        assert (taken, why_not) == (0, "“Weekly” wasn't taken: what is known of it here is newer.")
        assert keeper.document("segment:a1") == keeper.others


@pytest.mark.parametrize("ahead", [{"at": 25}, {"created_at": 25}, {"before": 25}])
async def test_a_list_from_the_future_is_not_imported(ahead: dict[str, int]) -> None:
    def moved(key: str, hours: int) -> JsonValue:
        moment = (NOON + timedelta(hours=hours)).isoformat()
        return {**kept_to_json(ONE), "at": moment} if key == "before" else moment

    form = kept_to_json(ONE)
    async with segmenter_desk() as desk:
        refused = {**form, **{key: moved(key, hours) for key, hours in ahead.items()}}
        reason = "“Weekly” wasn't taken: it is said to be from the future."
        assert desk.backend.imported([refused]) == (0, [reason])
        within_a_day = {**form, **{key: moved(key, hours - 2) for key, hours in ahead.items()}}
        assert desk.backend.imported([within_a_day]) == (1, [])
        assert len(await desk.listed()) == 1


async def test_what_a_newer_segtui_has_kept_is_not_taken_for_nothing() -> None:
    keeper = MemoryRegister({"segment:a1": {**kept_to_json(ONE), "newer": True}})
    async with segmenter_desk(keeper=keeper) as desk:
        assert [one.state for one in await desk.listed()] == [SegmentState.UNREADABLE]
        with pytest.raises(UnreadableInput, match="“a1” can't be read: It has the unknown key “newer”"):
            await desk.backend.segment("a1")


def test_everything_that_is_known_of_a_sending_is_said() -> None:
    assert receipt_of(ONE, 2).says == "This is a local copy from 2026-11-22 12:00 UTC."
    many = tuple(f"P{number}" for number in range(7))
    assert "7 of 2 people aren't in its answer: “P0”, “P1”, “P2”, “P3”, “P4” and 2 more." in (
        receipt_of(replace(ONE, missing=many), 2).says
    )
    uncertain = receipt_of(replace(ONE, outcome=Sending.UNCERTAIN, at=NOON + timedelta(days=1)), 2)
    assert (
        uncertain.says
        == "This is a local copy from 2026-11-23 12:00 UTC. Whether Segmenter has it like this isn't known."
    )
    assert not uncertain.is_whole


async def test_the_demos_register_says_what_its_service_has() -> None:
    box = make_box("segmenter")
    async with segmenter_desk(keeper=MemoryRegister(known_of("segmenter", box))) as desk:
        listed = await desk.listed()
    assert len(listed) > 20
    assert {one.id for one in listed} < set(box.segments)
    assert all(one.people is not None and len(one.people) == len(box.segments[one.id]["persons"]) for one in listed)
