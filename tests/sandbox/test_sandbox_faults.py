import asyncio
import re

import pytest
from sandbox_desk import Desk, is_

from segtui.sandbox import Fault

ROME = is_("city", "=", "Rome")


async def rename(desk: Desk, segment_id: str) -> None:
    await desk.ask("PUT", f"{desk.segments}/{segment_id}", json={"name": "After"})


def name_of(desk: Desk, segment_id: str) -> str:
    return str(desk.box.project().segments[segment_id]["name"])


async def test_a_hang_before_the_write_does_nothing() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.hang())
    assert await desk.is_never_answered("PUT", f"{desk.segments}/{segment_id}", json={"name": "After"})
    assert name_of(desk, segment_id) == "Before"


async def test_a_hang_after_the_write_has_done_it() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.hang_after())
    assert await desk.is_never_answered("PUT", f"{desk.segments}/{segment_id}", json={"name": "After"})
    assert name_of(desk, segment_id) == "After"


async def test_a_drop_before_the_write_does_nothing() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.drop())
    with pytest.raises(ConnectionResetError):
        await rename(desk, segment_id)
    assert name_of(desk, segment_id) == "Before"


async def test_a_drop_after_the_write_has_done_it() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.drop_after())
    with pytest.raises(ConnectionResetError):
        await rename(desk, segment_id)
    assert name_of(desk, segment_id) == "After"


async def test_a_status_comes_with_its_headers_and_body_and_does_nothing() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.status(429, headers={"Retry-After": "2"}, body={"msg": "slowly"}))
    answer = await desk.ask("PUT", f"{desk.segments}/{segment_id}", json={"name": "After"})
    assert (answer.status_code, answer.headers["retry-after"], answer.json()) == (429, "2", {"msg": "slowly"})
    assert name_of(desk, segment_id) == "Before"


async def test_a_status_without_a_body_says_its_phrase() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.status(500))
    answer = await desk.ask("GET", "/users")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


async def test_a_proxy_answers_with_a_page_of_html() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.html(502))
    answer = await desk.ask("GET", "/users")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert "<h1>502 Bad Gateway</h1>" in answer.text


async def test_half_a_json_is_the_first_half_of_the_true_answer() -> None:
    desk = Desk()
    whole = (await desk.ask("GET", "/users")).text
    desk.box.faults.add(Fault.half_json())
    half = await desk.ask("GET", "/users")
    assert (half.status_code, half.text) == (200, whole[: len(whole) // 2])


async def test_a_delayed_request_is_carried_out_late() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.delay(0.001))
    assert (await desk.ask("GET", "/users")).status_code == 200


async def test_a_held_request_is_carried_out_when_the_test_says_so() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    arrived, released = asyncio.Event(), asyncio.Event()
    desk.box.faults.run_before(arrived.set)
    desk.box.faults.add(Fault.hold(released))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(rename(desk, segment_id))
        await arrived.wait()
        assert name_of(desk, segment_id) == "Before"
        released.set()
    assert name_of(desk, segment_id) == "After"


async def test_a_fault_hits_so_many_requests_of_its_method_and_path() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.status(500), method="GET", path="/segments", times=2)
    paths = ["/users", desk.segments, desk.leads, desk.segments, desk.segments]
    assert [(await desk.ask("GET", path)).status_code for path in paths] == [200, 500, 200, 500, 200]


async def test_a_fault_may_be_for_a_pattern_and_look_at_the_query() -> None:
    desk = Desk(lead_count=1)
    desk.box.faults.add(Fault.status(503), path=re.compile(r"/leads\?.*page=1$"))
    assert (await desk.ask("GET", desk.leads, params={"page": "1"})).status_code == 503
    assert (await desk.ask("GET", desk.leads, params={"page": "10"})).status_code == 200


async def test_a_fault_stays_until_it_is_cleared_and_the_first_of_two_wins() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.status(500))
    desk.box.faults.add(Fault.status(503))
    assert [(await desk.ask("GET", "/users")).status_code for _ in range(3)] == [500, 500, 500]
    desk.box.faults.clear()
    assert (await desk.ask("GET", "/users")).status_code == 200


async def test_a_colleague_may_change_a_segment_just_before_a_write() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.run_before(
        lambda: desk.box.change_behind_your_back(segment_id, filters=[is_("city", "=", "Milan")]), method="PUT"
    )
    await rename(desk, segment_id)
    stored = desk.box.project().segments[segment_id]
    assert (stored["name"], stored["filters"]) == ("After", [is_("city", "=", "Milan")])


async def test_a_colleagues_change_and_a_fault_may_meet_in_one_request() -> None:
    desk = Desk()
    segment_id = desk.stored(ROME, name="Before")
    desk.box.faults.add(Fault.status(500), method="PUT")
    desk.box.faults.run_before(lambda: desk.box.change_behind_your_back(segment_id, name="Theirs"))
    await rename(desk, segment_id)
    assert name_of(desk, segment_id) == "Theirs"


async def test_a_request_that_a_fault_swallowed_is_recorded_all_the_same() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.drop())
    with pytest.raises(ConnectionResetError):
        await desk.ask("POST", desk.segments, json={"name": "x"})
    assert [(request.method, request.body) for request in desk.box.requests] == [("POST", {"name": "x"})]
