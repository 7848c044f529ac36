"""What is sent, what is followed, what is remembered: the real client over a made-up wire."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import httpx
import pytest

from segtui.backends.errors import (
    NoAnswer,
    OutcomeUnknown,
    ReadOnlyProfile,
    Redirected,
    Refused,
    RightRefused,
    ServiceError,
    UnexpectedReply,
    Unreachable,
    Unsendable,
)
from segtui.backends.exchanges import KEPT_EXCHANGES, Form, Reply
from segtui.backends.limits import Limits
from segtui.backends.transport import Effect, Transport

BASE = "https://desk.example/v3/"


class FakeService:
    """The other end of the wire: keeps what arrives, answers with what it was given."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer(request)

    def transport(self, **options: Any) -> Transport:
        chosen: dict[str, Any] = {"read_only": False, "limits": Limits(first_wait=0)} | options
        return Transport(BASE, wire=httpx.MockTransport(self), **chosen)


def answering(body: object = None, headers: Mapping[str, str] | None = None) -> FakeService:
    return FakeService(lambda _request: httpx.Response(200, json=body, headers=headers))


async def asked(transport: Transport, *path: str, effect: Effect = Effect.READ, **options: Any) -> object:
    return await transport.ask("GET" if effect is Effect.READ else "PUT", path, effect=effect, **options)


# Sending


def test_making_a_transport_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(httpx, "AsyncClient")
    assert repr(Transport(BASE, read_only=True)) == "<Transport to https://desk.example/v3>"


async def test_a_read_goes_below_the_prefix_and_returns_the_document() -> None:
    service = answering(body={"count": 1})
    assert await asked(service.transport(), "p", "leads", params={"page": 0, "q": "a b"}) == {"count": 1}
    [request] = service.requests
    assert str(request.url) == "https://desk.example/v3/p/leads?page=0&q=a%20b"
    assert request.headers["accept"] == "application/json"
    assert "content-type" not in request.headers
    assert "authorization" not in request.headers
    assert request.content == b""


async def test_a_body_is_sent_as_json_even_when_it_is_null() -> None:
    service = answering()
    transport = service.transport(user_agent="segtui/9")
    await asked(transport, "s", effect=Effect.WRITE, body={"name": "\ud800"})
    await asked(transport, "s", effect=Effect.WRITE, body=None)
    first, second = service.requests
    assert first.headers["content-type"] == "application/json"
    assert first.headers["user-agent"] == "segtui/9"
    assert json.loads(first.content) == {"name": "\ud800"}
    assert second.content == b"null"


async def test_a_form_is_sent_as_its_fields() -> None:
    service = answering()
    transport = service.transport()
    await asked(transport, "s", effect=Effect.WRITE, body=Form({"name": "Zoë & co", "fql": '[{"Form":1}]'}))
    [request] = service.requests
    assert [exchange.content_type for exchange in transport.exchanges] == [request.headers["content-type"]]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.content == b"name=Zo%C3%AB+%26+co&fql=%5B%7B%22Form%22%3A1%7D%5D"


async def test_a_form_with_half_a_character_is_never_sent() -> None:
    service = answering()
    with pytest.raises(Unsendable) as caught:
        await asked(service.transport(), "s", effect=Effect.WRITE, body=Form({"name": "\ud800"}))
    assert (caught.value.code, service.requests) == ("unsendable", [])


async def test_an_empty_answer_is_none() -> None:
    service = FakeService(lambda _request: httpx.Response(204))
    assert await asked(service.transport(), "s", effect=Effect.WRITE) is None


async def test_cookies_are_not_sent_back() -> None:
    service = answering(headers={"set-cookie": "connect.sid=s%3Ageheim; Path=/"})
    transport = service.transport()
    await asked(transport, "a")
    await asked(transport, "b")
    assert "cookie" not in service.requests[1].headers


async def test_a_netrc_file_adds_no_credentials(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine desk.example login ada password geheim\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    service = answering()
    await asked(service.transport(), "a", authorized=False)
    assert "authorization" not in service.requests[0].headers


async def test_a_write_on_a_read_only_profile_is_never_sent() -> None:
    service = answering()
    transport = service.transport(read_only=True)
    with pytest.raises(ReadOnlyProfile):
        await asked(transport, "s", effect=Effect.WRITE, body={})
    assert await transport.ask("POST", ("auth", "signin"), effect=Effect.READ, body={}) is None
    assert [request.method for request in service.requests] == ["POST"]


async def test_what_cannot_be_sent_is_never_sent() -> None:
    service = answering()
    with pytest.raises(Unsendable):
        await asked(service.transport(), "s", effect=Effect.WRITE, body=float("nan"))
    with pytest.raises(Unsendable):
        await asked(service.transport(), "..")
    assert service.requests == []


async def test_no_more_than_a_few_requests_are_in_flight() -> None:
    running = most = 0
    full, leave = asyncio.Event(), asyncio.Event()

    async def answer(_request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 2:
            full.set()
        await leave.wait()
        running -= 1
        return httpx.Response(200, json=1)

    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(answer), limits=Limits(in_flight=2))
    asking = [asyncio.create_task(asked(transport, str(number))) for number in range(6)]
    await full.wait()
    leave.set()
    assert await asyncio.gather(*asking) == [1] * 6
    assert most == 2


async def test_waiting_for_a_place_is_not_counted_as_waiting_for_an_answer() -> None:
    transport = answering(body="served").transport(limits=Limits(in_flight=1, total=0.02))
    await transport._places.acquire()
    asking = asyncio.create_task(asked(transport, "a"))
    _, waiting = await asyncio.wait([asking], timeout=0.04)
    assert waiting == {asking}
    transport._places.release()
    assert await asking == "served"


# Redirects


def redirecting(status: int, location: str | None) -> FakeService:
    """Redirects everything but the path /end."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/end":
            return httpx.Response(200, json="arrived")
        return httpx.Response(status, headers={} if location is None else {"location": location})

    return FakeService(answer)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_read_follows_a_redirect_on_the_same_host(status: int) -> None:
    service = redirecting(status, "/end?x=1")
    transport = service.transport()
    assert await asked(transport, "a") == "arrived"
    assert [exchange.outcome for exchange in transport.exchanges] == ["redirected", "ok"]
    assert [exchange.status for exchange in transport.exchanges] == [status, 200]


@pytest.mark.parametrize(("status", "follows"), [(302, False), (303, False), (307, True), (308, True)])
async def test_a_posted_read_is_only_redirected_as_a_post(status: int, follows: bool) -> None:  # noqa: FBT001 - a column
    service = redirecting(status, "/end")
    asking = service.transport().ask("POST", ("search",), effect=Effect.READ, body={"q": 1})
    if follows:
        assert await asking == "arrived"
        assert [request.content for request in service.requests] == [b'{"q":1}'] * 2
    else:
        with pytest.raises(Redirected):
            await asking


@pytest.mark.parametrize("location", ["https://evil.example/end", "http://desk.example/end", None])
async def test_no_redirect_leads_to_another_place(location: str | None) -> None:
    service = redirecting(302, location)
    with pytest.raises(Redirected):
        await asked(service.transport(), "a")
    assert len(service.requests) == 1


async def test_a_chain_of_redirects_has_no_more_time_than_one_answer() -> None:
    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.06)
        return httpx.Response(302, headers={"location": "/again"})

    limits = Limits(total=0.1)
    with pytest.raises(NoAnswer):
        await asked(Transport(BASE, read_only=True, wire=httpx.MockTransport(answer), limits=limits), "a")


async def test_a_circle_of_redirects_ends() -> None:
    service = redirecting(302, "/again")
    with pytest.raises(Redirected):
        await asked(service.transport(), "a")
    assert len(service.requests) == 6


@pytest.mark.parametrize("status", [301, 307, 308])
async def test_a_redirected_write_was_not_done(status: int) -> None:
    service = redirecting(status, "/end")
    with pytest.raises(Redirected):
        await asked(service.transport(), "a", effect=Effect.WRITE)
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [302, 303])
async def test_a_write_answered_with_see_other_may_have_been_done(status: int) -> None:
    service = redirecting(status, "/end")
    with pytest.raises(OutcomeUnknown) as caught:
        await asked(service.transport(), "a", effect=Effect.WRITE)
    assert isinstance(caught.value.cause, Redirected)
    assert len(service.requests) == 1


# Reading


async def test_a_backend_names_its_own_refusals_first() -> None:
    def recognise(reply: Reply) -> ServiceError | None:
        return RightRefused(reply.status, reply.detail) if "ip filter" in reply.detail else None

    service = FakeService(
        lambda request: (
            httpx.Response(401, json={"err": "error project ip filter"})
            if request.url.path.endswith("a")
            else httpx.Response(400, text="Bad Request")
        )
    )
    transport = service.transport(recognise=recognise)
    with pytest.raises(RightRefused):
        await asked(transport, "a")
    with pytest.raises(Refused, match="Bad Request"):
        await asked(transport, "b")


async def test_an_answer_larger_than_the_bound_is_refused() -> None:
    service = FakeService(lambda _request: httpx.Response(200, content=b"[" + b" " * 1000 + b"]"))
    with pytest.raises(UnexpectedReply, match="larger than 1,000 bytes"):
        await asked(service.transport(limits=Limits(answer_bytes=1000)), "a")


class EndlessStream(httpx.AsyncByteStream):
    """A body without end, which knows whether it was closed."""

    closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1000

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize("status", [200, 500])
async def test_an_answer_that_is_not_read_to_its_end_is_let_go_at_once(status: int) -> None:
    stream = EndlessStream()
    service = FakeService(lambda _request: httpx.Response(status, stream=stream))
    with pytest.raises(ServiceError) as caught:
        await asked(service.transport(limits=Limits(answer_bytes=5000)), "a")
    assert stream.closed
    assert caught.value.code == ("unexpected-reply" if status == 200 else "service-fault")


async def test_an_answer_packed_twice_is_not_unpacked() -> None:
    service = FakeService(
        lambda _request: httpx.Response(200, stream=httpx.ByteStream(b""), headers={"content-encoding": "gzip, gzip"})
    )
    with pytest.raises(UnexpectedReply, match="packed"):
        await asked(service.transport(), "a")


# Remembering


async def test_exchanges_are_remembered_without_secrets() -> None:
    service = FakeService(
        lambda request: httpx.Response(200 if request.method == "GET" else 500, json={"msg": "body words"})
    )
    transport = service.transport()
    await asked(transport, "p", "leads", params={"email": "a@b.c", "secret_token": "geheim"})
    with pytest.raises(Refused):
        await asked(transport, "s", effect=Effect.WRITE, body={"name": "geheim"})
    read, write = transport.exchanges
    assert (read.method, read.status, read.attempt, read.outcome) == ("GET", 200, 1, "ok")
    assert read.path_with_query == "/v3/p/leads?email=a%40b.c&secret_token=***"
    assert (write.method, write.status, write.attempt, write.outcome) == ("PUT", 500, 1, "service-fault")
    assert read.at <= write.at
    assert 0 <= read.seconds < 5
    assert "geheim" not in repr(transport.exchanges)
    assert "body words" not in repr(transport.exchanges)


async def test_only_the_last_exchanges_are_kept() -> None:
    transport = answering().transport()
    for number in range(KEPT_EXCHANGES + 3):
        await asked(transport, str(number))
    assert len(transport.exchanges) == KEPT_EXCHANGES
    assert transport.exchanges[0].path_with_query == "/v3/3"


# Ending


async def test_cancelling_frees_the_place_and_is_remembered() -> None:
    arrived = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("hang"):
            arrived.set()
            await asyncio.Event().wait()
        return httpx.Response(200, json="next")

    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(answer), limits=Limits(in_flight=1))
    hanging = asyncio.create_task(asked(transport, "hang"))
    await arrived.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert await asked(transport, "a") == "next"
    assert [exchange.outcome for exchange in transport.exchanges] == ["cancelled", "ok"]


async def test_cancelling_while_waiting_for_a_place_takes_none() -> None:
    arrived, leave = asyncio.Event(), asyncio.Event()

    async def answer(_request: httpx.Request) -> httpx.Response:
        arrived.set()
        await leave.wait()
        return httpx.Response(200, json="served")

    transport = Transport(BASE, read_only=True, wire=httpx.MockTransport(answer), limits=Limits(in_flight=1))
    first = asyncio.create_task(asked(transport, "first"))
    await arrived.wait()
    second = asyncio.create_task(asked(transport, "second"))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    leave.set()
    assert await first == "served"
    assert await asked(transport, "third") == "served"


async def test_a_closed_transport_sends_nothing() -> None:
    service = answering()
    transport = service.transport()
    await asked(transport, "a")
    await transport.close()
    await transport.close()
    with pytest.raises(Unreachable):
        await asked(transport, "b")
    assert len(service.requests) == 1
    assert transport.seconds_to_wait == 0
