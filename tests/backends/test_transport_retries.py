"""What is repeated by itself, how often, and after which wait."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

import httpx
import pytest

from segtui.backends.errors import (
    ConnectionLost,
    CredentialsRefused,
    NoAnswer,
    Redirected,
    Refused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
    Unreachable,
)
from segtui.backends.limits import Limits
from segtui.backends.retrying import repeated, wait_before_retry
from segtui.backends.transport import Effect, Transport

BASE = "https://desk.example"
End = BaseException | httpx.Response


class FakeService:
    """Ends each request as its script says; the last end serves for all that follow."""

    def __init__(self, script: Sequence[End]) -> None:
        self._script = list(script)
        self.asked = 0

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        end = self._script[min(self.asked, len(self._script) - 1)]
        self.asked += 1
        if isinstance(end, BaseException):
            raise end
        return httpx.Response(end.status_code, content=end.content, headers=end.headers)


def fine() -> httpx.Response:
    return httpx.Response(200, json="fine")


@pytest.mark.parametrize(
    ("error", "decision"),
    [
        (Unreachable("x"), True),
        (ConnectionLost(), True),
        (Unavailable(502), True),
        (Unavailable(503), True),
        (Unavailable(504), True),
        (Unavailable(503, retry_after=4), 4),
        (TooManyRequests(), True),
        (TooManyRequests(retry_after=0), 0),
        (TooManyRequests(retry_after=7), 7),
        (TooManyRequests(retry_after=30), 30),
        (TooManyRequests(retry_after=31), False),
        (NoAnswer(15), False),
        (ServiceFault(500), False),
        (Refused(400), False),
        (CredentialsRefused(401), False),
        (UnexpectedReply("x"), False),
        (Redirected(302), False),
        (asyncio.CancelledError(), False),
        (KeyError("a bug"), False),
    ],
)
def test_repeating_is_decided_by_the_error_alone(error: BaseException, decision: bool | float) -> None:  # noqa: FBT001
    found = wait_before_retry(error, longest_wait=30)
    assert found == decision
    assert (found is decision) or not isinstance(decision, bool)


@pytest.mark.parametrize(
    "end",
    [
        httpx.ConnectError("x"),
        httpx.RemoteProtocolError("closed without response"),
        httpx.ReadError("x"),
        httpx.Response(429),
        httpx.Response(429, headers={"retry-after": "0"}),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
    ],
)
async def test_a_read_is_repeated_until_it_is_answered(end: End) -> None:
    service = FakeService([end, end, fine()])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service), limits=Limits(first_wait=0))
    assert await transport.ask("GET", ("a",), effect=Effect.READ) == "fine"
    assert [exchange.attempt for exchange in transport.exchanges] == [1, 2, 3]
    assert transport.exchanges[-1].outcome == "ok"


async def test_a_read_is_given_up_after_the_last_attempt_with_its_error() -> None:
    service = FakeService([httpx.ConnectError("x"), httpx.Response(503), httpx.Response(502)])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service), limits=Limits(first_wait=0))
    with pytest.raises(Unavailable) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert caught.value.status == 502
    assert service.asked == 3


@pytest.mark.parametrize(
    "end",
    [
        httpx.ReadTimeout("x"),
        httpx.Response(500),
        httpx.Response(400),
        httpx.Response(401),
        httpx.Response(404),
        httpx.Response(200, text="half a docu"),
        httpx.Response(429, headers={"retry-after": "31"}),
    ],
)
async def test_a_read_that_would_end_the_same_is_not_repeated(end: End) -> None:
    service = FakeService([end])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service), limits=Limits(first_wait=0))
    with pytest.raises(ServiceError):
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert service.asked == 1


async def test_a_pause_that_is_too_long_to_wait_for_is_told() -> None:
    service = FakeService([httpx.Response(429, headers={"retry-after": "120"})])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service))
    with pytest.raises(TooManyRequests) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert "120 seconds" in caught.value.hint


async def begins_to_wait(transport: Transport) -> None:
    while not transport.seconds_to_wait:  # noqa: ASYNC110 - nobody tells when
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("script", "waits"),
    [
        ([httpx.Response(503)], [1.0, 2.0]),
        ([httpx.Response(429, headers={"retry-after": "7"}), httpx.Response(502), fine()], [7.0, 2.0]),
        ([httpx.Response(400)], []),
        ([fine()], []),
    ],
)
async def test_every_wait_is_announced_and_kept(
    script: Sequence[End], waits: Sequence[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[float] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        announced.append(transport.seconds_to_wait)
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    wire = httpx.MockTransport(FakeService(script))
    transport = Transport(BASE, read_only=True, wire=wire)
    with suppress(ServiceError):
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert slept == waits
    assert all(wait - 0.9 < one <= wait for one, wait in zip(announced, waits, strict=True))
    assert transport.seconds_to_wait == 0


async def test_no_wait_is_longer_than_the_longest_and_none_is_announced_after_the_last_attempt() -> None:
    announced: list[float] = []

    async def attempt(_number: int) -> object:
        raise Unavailable(503)

    with pytest.raises(Unavailable):
        await repeated(attempt, attempts=4, first_wait=0.001, longest_wait=0.002, on_wait=announced.append)
    assert announced == [0.001, 0.002, 0.002]


async def test_a_wait_can_be_cancelled() -> None:
    service = FakeService([httpx.Response(429, headers={"retry-after": "30"})])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service))
    asking = asyncio.create_task(transport.ask("GET", ("a",), effect=Effect.READ))
    await begins_to_wait(transport)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert service.asked == 1
    assert transport.seconds_to_wait == 0


async def test_a_wait_holds_no_place() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": "30"}) if request.url.path == "/slow" else fine()

    wire, limits = httpx.MockTransport(answer), Limits(in_flight=1)
    transport = Transport(BASE, read_only=True, wire=wire, limits=limits)
    asking = asyncio.create_task(transport.ask("GET", ("slow",), effect=Effect.READ))
    await begins_to_wait(transport)
    assert await transport.ask("GET", ("a",), effect=Effect.READ) == "fine"
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_repeating_writes_nothing_to_the_screen_or_the_log(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = FakeService([httpx.Response(503), fine()])
    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(service), limits=Limits(first_wait=0))
    await transport.ask("GET", ("a",), effect=Effect.READ)
    assert service.asked == 2
    assert capfd.readouterr() == ("", "")
    assert [record.name for record in caplog.records if record.name.split(".")[0] in {"stamina", "httpx"}] == []
