"""The order of the first moments: the main screen, the names known last, and only then is the service reached."""

import asyncio
from pathlib import Path

import pytest
from support.screens import Person, at_the_screen, box_of, memory_in, opener

from segtui.backends.base import Backend
from segtui.store.last_known import LastKnown, LastSegments
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.browse.segment_list import SegmentList
from segtui.workspace.workspace import Ask, Workspace

_FRAMES = 5
"""More than the one that the service waits for."""


def lines_of(person: Person) -> list[str]:
    """What is drawn of the list by now."""
    screen = person.app.screen_stack[0]
    assert isinstance(screen, BrowseScreen)
    return [line.text for line in screen.query_one(SegmentList).table._drawn.values()]


async def test_the_main_screen_is_the_first_and_the_service_is_reached_behind_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = box_of()
    drawn_when_reached: list[str] = []
    present: list[Person] = []
    loop = asyncio.get_running_loop()
    read = LastKnown.segments

    def watched(ask: Ask) -> Workspace:
        workspace = opener(box)(ask)
        connect = workspace._connect

        async def connect_watched() -> Backend:
            drawn_when_reached.append("\n".join(lines_of(present[0])))
            return await connect()

        workspace._connect = connect_watched
        return workspace

    async def long_after_the_first_frame() -> None:
        while not present or not lines_of(present[0]):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
        for _ in range(_FRAMES):
            drawn = asyncio.Event()
            present[0].app.screen.call_after_refresh(drawn.set)
            await drawn.wait()

    def read_slowly(last_known: LastKnown) -> LastSegments | None:
        asyncio.run_coroutine_threadsafe(long_after_the_first_frame(), loop).result()
        return read(last_known)

    monkeypatch.setattr(LastKnown, "segments", read_slowly)
    for _ in range(2):
        async with at_the_screen(watched, memory=memory_in(tmp_path)) as person:
            present.append(person)
            await person.leads_come()
        present.clear()
    first, again = drawn_when_reached
    assert "Loading…" in first
    assert "VIP customers" in again
