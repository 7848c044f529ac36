"""One list of the register that can't be read: it alone is shown as such, and nothing of it is lost."""

import pytest
from support.segmenter_backend import ADA, NOAH, changed, draft, segmenter_desk

from segtui.domain.errors import UnreadableInput
from segtui.domain.segments import SegmentState
from segtui.domain.values import JsonValue
from segtui.store.register import MemoryRegister

BROKEN: dict[str, JsonValue] = {
    "id": "a1",
    "name": "Old",
    "persons": [{"externalId": "c1", "firstName": "Cem"}],
    "at": "yesterday",
    "keys": ["c1"],
}


async def test_a_list_that_cannot_be_read_says_why_and_the_others_work() -> None:
    keeper = MemoryRegister({"segment:a1": BROKEN})
    async with segmenter_desk(keeper=keeper) as desk:
        made = await desk.backend.create(draft(ADA))
        await desk.backend.update(made, changed(made, ADA, NOAH))
        broken, other = await desk.listed()
        assert (broken.id, broken.name, broken.state, broken.people) == ("a1", "Old", SegmentState.UNREADABLE, None)
        assert len(other.people or ()) == 2
        receipt = await desk.backend.receipt(broken)
        assert not receipt.is_whole
        assert "can't be read: Its at must be a moment such as" in receipt.says
        assert "It stays as it is, and can't be changed or sent." in receipt.says
        with pytest.raises(UnreadableInput, match="“a1” can't be read: Its at must be a moment"):
            await desk.backend.update(broken, draft(ADA))
        assert keeper.document("segment:a1") == BROKEN
        assert desk.backend.exported()[0] == BROKEN


@pytest.mark.parametrize("name", [None, "", 7])
async def test_one_without_a_name_is_called_by_its_id(name: JsonValue) -> None:
    async with segmenter_desk(keeper=MemoryRegister({"segment:a1": {**BROKEN, "name": name}})) as desk:
        assert [one.name for one in await desk.listed()] == ["a1"]


async def test_an_import_does_not_take_its_place_until_it_is_forgotten() -> None:
    keeper = MemoryRegister({"segment:a1": BROKEN})
    mended = {**BROKEN, "at": "2026-11-20T12:00:00+00:00"}
    async with segmenter_desk(keeper=keeper) as desk:
        taken, reasons = desk.backend.imported([mended])
        assert (taken, len(reasons)) == (0, 1)
        assert reasons[0].startswith(
            "“Old” wasn't taken: what is kept of it here can't be read. Its at must be a moment"
        )
        assert keeper.document("segment:a1") == BROKEN
        await desk.backend.forget("a1")
        assert desk.backend.imported([mended]) == (1, [])
        assert [one.state for one in await desk.listed()] == [SegmentState.ACTIVE]
