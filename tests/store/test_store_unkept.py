"""An edit that couldn't be kept: that another one was must not hide it, and it is tried again."""

from contextlib import closing
from pathlib import Path

import pytest
from support.screens import memory_in

from segtui.domain.people import Person, leads_of
from segtui.domain.segments import Segment, SegmentKind
from segtui.store.drafts import Drafts
from segtui.store.errors import FileTrouble
from segtui.workspace.desk import Desk

MANY = leads_of([Person(f"crm-{number}", "Ann") for number in range(500)])
LONG = Segment("long", "Weekly", None, SegmentKind.STATIC, people=MANY)
SHORT = Segment("short", "Daily", None, SegmentKind.STATIC, people=MANY[:3])
OTHER = Segment("other", "Hourly", None, SegmentKind.STATIC, people=MANY[:3])


def change(desk: Desk, key: str) -> None:
    """Take the first one off a list."""
    editing = desk.editing(key)
    assert editing is not None
    assert editing.sketch.people is not None
    desk.put(key, editing.with_people(editing.sketch.people[1:]))


def fitting(drafts: Drafts, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let the disk have room for short rows only."""
    real = drafts._texts.row

    def row(*parts: object) -> str:
        text = real(*parts)  # type: ignore[arg-type] # as they came
        if len(text) > most:
            raise FileTrouble("The disk is full.", hint="Free some space.")
        return text

    monkeypatch.setattr(drafts._texts, "row", row)


@pytest.mark.parametrize("first", ["long", "short"])
async def test_that_another_edit_is_kept_does_not_hide_one_that_is_not(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(memory_in(tmp_path)) as memory:
        drafts = memory.drafts("x")
        assert drafts is not None
        desk = Desk(drafts)
        desk.load([LONG, SHORT, OTHER])
        with monkeypatch.context() as full:
            fitting(drafts, full, 0)
            change(desk, first)
            await desk.kept()
        with monkeypatch.context() as nearly_full:
            if first == "long":
                fitting(drafts, nearly_full, 5_000)
                change(desk, "other")
                await desk.kept()
                assert desk.trouble is not None
                assert not desk.keep_to_end()
        change(desk, "other")
        await desk.kept()
        assert desk.trouble is None
        for file in (tmp_path / "data").glob("journal.sqlite3*"):  # unnoticed until something else is kept
            file.unlink()
        desk.unfinished.keep("other", "NAME", "typed")
        assert desk.keep_to_end()
    with closing(memory_in(tmp_path)) as memory:
        assert {one.key for one in Desk(memory.drafts("x")).restore().drafts} == {first, "other"}
