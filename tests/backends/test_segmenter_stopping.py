"""A write that is stopped before anything was sent leaves no trace; one that was sent is kept to the end."""

import asyncio
import threading

import pytest
from support.segmenter_backend import ADA, NOAH, Desk, changed, draft, segmenter_desk

from segtui.backends.segmenter.register import ListRegister
from segtui.domain.kept_lists import KeptList
from segtui.domain.segments import Segment, SegmentState


class Gate:
    """Holds one of the register's pieces of work until it may go on, after a number that pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, method: str, passes: int = 0) -> None:
        self._passes = passes
        self.is_reached, self.may_go_on = threading.Event(), threading.Event()
        real = getattr(ListRegister, method)

        def held(register: ListRegister, *given: KeptList) -> object:
            done = real(register, *given)
            if self._passes > 0:
                self._passes -= 1
                return done
            self.is_reached.set()
            assert self.may_go_on.wait(timeout=20)
            return done

        monkeypatch.setattr(ListRegister, method, held)

    async def stopped_in_it(self, job: "asyncio.Task[Segment]") -> None:
        await asyncio.to_thread(self.is_reached.wait, 20)
        job.cancel()
        self.may_go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await job


async def known(desk: Desk) -> list[tuple[SegmentState, int]]:
    return [(one.state, len(one.people or ())) for one in await desk.listed()]


async def test_a_new_list_that_is_stopped_before_it_was_sent_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with segmenter_desk() as desk:
        gate = Gate(monkeypatch, "begin")
        await gate.stopped_in_it(asyncio.create_task(desk.backend.create(draft(ADA))))
        assert (await known(desk), list(desk.sent)) == ([], [])


async def test_a_change_that_is_stopped_before_it_was_sent_leaves_the_list_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        gate = Gate(monkeypatch, "begin")
        await gate.stopped_in_it(asyncio.create_task(desk.backend.update(made, changed(made, ADA, NOAH))))
        assert await desk.listed() == [made]
        assert len(desk.sent) == 1


async def test_a_change_that_is_stopped_behind_its_answer_is_kept_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with segmenter_desk() as desk:
        made = await desk.backend.create(draft(ADA))
        gate = Gate(monkeypatch, "put_in_place_of", passes=1)  # the first is kept before the sending
        await gate.stopped_in_it(asyncio.create_task(desk.backend.update(made, changed(made, ADA, NOAH))))
        assert len(desk.sent) == 2
        assert await known(desk) == [(SegmentState.ACTIVE, 2)]
