"""Credentials: sent where they belong, renewed once, shown nowhere."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine

import httpx
import pytest

from segtui.backends.errors import (
    CredentialsRefused,
    NoAnswer,
    OutcomeUnknown,
    Redirected,
    Refused,
    ServiceError,
    Unsendable,
)
from segtui.backends.limits import Limits
from segtui.backends.transport import Effect, Transport

BASE = "https://desk.example"
SECRET = "eyGeheimGeheim"

Answer = Callable[[httpx.Request], httpx.Response]
SlowAnswer = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class FakeAuthorizer:
    """Hands out numbered tokens; renewing moves to the next one, until there are no more."""

    def __init__(self, last: int = 1, failure: ServiceError | None = None) -> None:
        self.number = 0
        self.renewals = 0
        self._last = last
        self._failure = failure
        self.arrived = asyncio.Event()
        self.leave = asyncio.Event()
        self.leave.set()

    async def header(self) -> str:
        return f"JWT {SECRET}{self.number}"

    async def renew(self) -> bool:
        self.renewals += 1
        self.arrived.set()
        await asyncio.sleep(0)  # as for one who signs in, others go on meanwhile
        await self.leave.wait()
        if self._failure is not None:
            raise self._failure
        if self.number == self._last:
            return False
        self.number += 1
        return True


def accepting(number: int) -> Answer:
    """A service that takes only the token with this number."""

    def answer(request: httpx.Request) -> httpx.Response:
        good = request.headers.get("authorization") == f"JWT {SECRET}{number}"
        return httpx.Response(200, json="in") if good else httpx.Response(401, text="Unauthorized")

    return answer


def transport_to(
    answer: Answer | SlowAnswer,
    authorizer: FakeAuthorizer | None,
    *,
    in_flight: int = 4,
) -> Transport:
    limits = Limits(first_wait=0, in_flight=in_flight)
    return Transport(BASE, read_only=False, authorizer=authorizer, wire=httpx.MockTransport(answer), limits=limits)


async def test_the_header_is_sent_as_the_authorizer_gives_it() -> None:
    assert await transport_to(accepting(0), FakeAuthorizer()).ask("GET", ("a",), effect=Effect.READ) == "in"


async def test_an_unauthorized_request_carries_no_credentials_and_renews_none() -> None:
    authorizer = FakeAuthorizer()
    transport = transport_to(accepting(0), authorizer)
    with pytest.raises(CredentialsRefused):
        await transport.ask("POST", ("auth", "signin"), effect=Effect.READ, body={}, authorized=False)
    assert authorizer.renewals == 0
    assert len(transport.exchanges) == 1


@pytest.mark.parametrize("effect", list(Effect))
async def test_after_a_401_credentials_are_renewed_and_the_request_sent_once_more(effect: Effect) -> None:
    authorizer = FakeAuthorizer()
    transport = transport_to(accepting(1), authorizer)
    assert await transport.ask("PUT", ("a",), effect=effect, body={}) == "in"
    assert authorizer.renewals == 1
    assert [exchange.status for exchange in transport.exchanges] == [401, 200]


@pytest.mark.parametrize("effect", list(Effect))
async def test_a_second_401_ends_it(effect: Effect) -> None:
    authorizer = FakeAuthorizer(last=99)
    transport = transport_to(accepting(-1), authorizer)
    with pytest.raises(CredentialsRefused):
        await transport.ask("PUT", ("a",), effect=effect, body={})
    assert authorizer.renewals == 1
    assert len(transport.exchanges) == 2


async def test_credentials_that_cannot_be_renewed_are_refused_at_once() -> None:
    transport = transport_to(accepting(-1), FakeAuthorizer(last=0))
    with pytest.raises(CredentialsRefused):
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert len(transport.exchanges) == 1


async def test_without_an_authorizer_a_401_is_just_that() -> None:
    with pytest.raises(CredentialsRefused):
        await transport_to(accepting(0), None).ask("GET", ("a",), effect=Effect.READ)


def refusing_together(count: int) -> SlowAnswer:
    """Takes only the second token, and refuses nobody before `count` requests have come with the first."""
    first_refusals = asyncio.Barrier(count)

    async def answer(request: httpx.Request) -> httpx.Response:
        response = accepting(1)(request)
        if response.status_code == 401 and request.url.path != "/later":
            await first_refusals.wait()
        return response

    return answer


async def test_requests_that_are_refused_together_renew_together() -> None:
    authorizer = FakeAuthorizer(last=99)
    transport = transport_to(refusing_together(4), authorizer)
    asking = [transport.ask("GET", (str(number),), effect=Effect.READ) for number in range(4)]
    assert await asyncio.gather(*asking) == ["in"] * 4
    assert authorizer.renewals == 1


async def test_a_failed_renewal_is_not_tried_again_by_the_others() -> None:
    authorizer = FakeAuthorizer(failure=CredentialsRefused(401, "Wrong password."))
    transport = transport_to(refusing_together(4), authorizer)
    asking = [transport.ask("GET", (str(number),), effect=Effect.READ) for number in range(4)]
    ends = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(end) for end in ends] == [CredentialsRefused] * 4
    assert authorizer.renewals == 1
    with pytest.raises(CredentialsRefused, match="Wrong password"):
        await transport.ask("GET", ("later",), effect=Effect.READ)
    assert authorizer.renewals == 2


async def test_when_the_renewing_request_is_cancelled_another_one_renews() -> None:
    authorizer = FakeAuthorizer()
    authorizer.leave.clear()
    transport = transport_to(accepting(1), authorizer)
    first = asyncio.create_task(transport.ask("GET", ("first",), effect=Effect.READ))
    second = asyncio.create_task(transport.ask("GET", ("second",), effect=Effect.READ))
    await authorizer.arrived.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    authorizer.leave.set()
    assert await second == "in"
    assert authorizer.renewals == 2


class SigningIn(FakeAuthorizer):
    """Signs in through the transport itself, as backends do."""

    transport: Transport

    async def header(self) -> str:
        await self.transport.ask("POST", ("auth", "signin"), effect=Effect.READ, body={}, authorized=False)
        return await super().header()


async def test_signing_in_for_a_request_needs_no_second_place() -> None:
    authorizer = SigningIn()

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={}) if request.url.path == "/auth/signin" else accepting(0)(request)

    transport = authorizer.transport = transport_to(answer, authorizer, in_flight=1)
    asking = [transport.ask("GET", (str(number),), effect=Effect.READ) for number in range(3)]
    assert await asyncio.gather(*asking) == ["in"] * 3


@pytest.mark.parametrize("fault", [httpx.ReadTimeout("x"), httpx.ReadError("x"), httpx.ConnectError("x")])
async def test_a_write_whose_sign_in_fails_was_not_sent(fault: Exception) -> None:
    authorizer = SigningIn()

    def answer(_request: httpx.Request) -> httpx.Response:
        raise fault

    transport = authorizer.transport = transport_to(answer, authorizer)
    with pytest.raises(ServiceError) as caught:
        await transport.ask("PUT", ("a",), effect=Effect.WRITE, body={})
    assert not isinstance(caught.value, OutcomeUnknown)
    assert {exchange.path_with_query for exchange in transport.exchanges} == {"/auth/signin"}


async def test_a_write_whose_renewal_gets_no_answer_was_not_done() -> None:
    transport = transport_to(accepting(1), FakeAuthorizer(failure=NoAnswer(15)))
    with pytest.raises(NoAnswer):
        await transport.ask("PUT", ("a",), effect=Effect.WRITE, body={})


# Shown nowhere


class Token(FakeAuthorizer):
    """Has one token, of any kind."""

    def __init__(self, value: str) -> None:
        super().__init__(last=0)
        self._value = value

    async def header(self) -> str:
        return self._value


@pytest.mark.parametrize("value", ["", f"JWT {SECRET}\r\nX: y", f"JWT {SECRET}é", f"JWT {SECRET}\ud800", "JWT \x00"])
async def test_a_broken_secret_is_told_before_anything_is_sent_and_not_shown(value: str) -> None:
    transport = transport_to(accepting(0), Token(value))
    with pytest.raises(Unsendable) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert len(transport.exchanges) == 0
    assert SECRET not in told_with_variables(caught.value)


def told_with_variables(error: BaseException) -> str:
    """An error as a crash screen would print it: causes, frames below this test, and their variables."""
    below = error.__traceback__.tb_next if error.__traceback__ is not None else None
    told = traceback.TracebackException(type(error), error, below, capture_locals=True)
    return "".join(told.format()) + repr(vars(error))


async def test_credentials_that_a_service_repeats_are_blotted_out() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"msg": f"bad token {request.headers['authorization'].split()[1]}!"})

    with pytest.raises(Refused) as caught:
        await transport_to(answer, FakeAuthorizer()).ask("GET", ("a",), effect=Effect.READ)
    assert caught.value.detail == "bad token ***!"


async def test_credentials_follow_no_redirect_to_another_host() -> None:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://evil.example/a"})

    with pytest.raises(ServiceError):
        await transport_to(answer, FakeAuthorizer()).ask("GET", ("a",), effect=Effect.READ)
    assert hosts == ["desk.example"]


async def test_a_redirect_that_names_credentials_is_not_followed() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(307, headers={"location": f"/there?token={SECRET}0"})

    with pytest.raises(Redirected):
        await transport_to(answer, FakeAuthorizer()).ask("GET", ("a",), effect=Effect.READ)
    assert asked == ["/a"]


@pytest.mark.parametrize("header", ["Authorization", "x-api-key"])
async def test_credentials_are_in_no_representation_exchange_error_or_log(
    caplog: pytest.LogCaptureFixture, header: str
) -> None:
    """Over a real socket, with every logger open: httpcore at DEBUG is what would write them."""
    caplog.set_level(logging.DEBUG)

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert SECRET.encode() in await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        transport = Transport(
            f"http://127.0.0.1:{port}",
            read_only=False,
            authorizer=FakeAuthorizer(),
            limits=Limits(first_wait=0, attempts=2),
            header=header,
        )
        errors: list[BaseException] = []
        for effect in Effect:
            with pytest.raises(ServiceError) as caught:
                await transport.ask("PUT", ("a",), effect=effect, body={})
            errors.append(caught.value)
        await transport.close()

    assert [exchange.outcome for exchange in transport.exchanges] == ["connection-lost"] * 3
    shown = [repr(transport), repr(transport.exchanges), caplog.text, *map(told_with_variables, errors)]
    assert [SECRET in text for text in shown] == [False] * len(shown)
    assert [record.name for record in caplog.records if record.name.startswith("http")] == []


async def test_the_variables_of_the_client_are_not_kept_with_an_error() -> None:
    """A frame of the client may hold the very bytes that were sent; here it surely does."""

    def fail_at_the_socket(sent: bytes) -> None:
        raise BrokenPipeError(32, f"after {len(sent)} bytes")

    def answer(request: httpx.Request) -> httpx.Response:
        bytes_to_send = request.headers["authorization"].encode()
        try:
            fail_at_the_socket(bytes_to_send)
        except OSError as error:
            raise httpx.WriteError("broken") from error
        raise AssertionError

    with pytest.raises(OutcomeUnknown) as caught:
        await transport_to(answer, FakeAuthorizer()).ask("PUT", ("a",), effect=Effect.WRITE, body={})
    told = told_with_variables(caught.value)
    assert "BrokenPipeError" in told
    assert SECRET not in told
