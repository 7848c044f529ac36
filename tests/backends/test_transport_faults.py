"""Whatever goes wrong on the wire comes out as one of our errors; after a write, silence is an unknown outcome."""

import socket
import ssl
from typing import Any

import h11
import httpx
import pytest

from segtui.backends.errors import (
    ConnectionLost,
    NoAnswer,
    OutcomeUnknown,
    Refused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
    Unreachable,
    Unsendable,
)
from segtui.backends.limits import Limits
from segtui.backends.transport import Effect, Transport

BASE = "https://desk.example:8443/v3"

RAISED: list[tuple[BaseException, type[ServiceError], bool]] = [
    # what the wire raises, the error it becomes, whether a write that met it may have happened
    (httpx.ConnectError("x"), Unreachable, False),
    (httpx.ConnectTimeout("x"), Unreachable, False),
    (httpx.PoolTimeout("x"), Unreachable, False),
    (httpx.ProxyError("407"), Unreachable, False),
    (ConnectionRefusedError(111, "x"), Unreachable, False),
    (socket.gaierror(-2, "x"), Unreachable, False),
    (ssl.SSLCertVerificationError("x"), Unreachable, False),
    (UnicodeError("label too long"), Unreachable, False),
    (httpx.UnsupportedProtocol("x"), Unsendable, False),
    (httpx.LocalProtocolError("x"), Unsendable, False),
    (httpx.ReadTimeout("x"), NoAnswer, True),
    (httpx.WriteTimeout("x"), NoAnswer, True),
    (TimeoutError("x"), NoAnswer, True),
    (httpx.ReadError("x"), ConnectionLost, True),
    (httpx.WriteError("x"), ConnectionLost, True),
    (httpx.CloseError("x"), ConnectionLost, True),
    (httpx.NetworkError("x"), ConnectionLost, True),
    (httpx.RemoteProtocolError("x"), ConnectionLost, True),
    (httpx.TransportError("x"), ConnectionLost, True),
    (httpx.RequestError("x"), ConnectionLost, True),
    (httpx.StreamClosed(), ConnectionLost, True),
    (h11.RemoteProtocolError("x"), ConnectionLost, True),
    (h11.LocalProtocolError("x"), ConnectionLost, True),
    (ConnectionResetError(104, "x"), ConnectionLost, True),
    (BrokenPipeError(32, "x"), ConnectionLost, True),
    (ssl.SSLError("x"), ConnectionLost, True),
    (OSError(5, "x"), ConnectionLost, True),
    (httpx.DecodingError("x"), UnexpectedReply, True),
]

ANSWERED: list[tuple[httpx.Response, type[ServiceError], bool]] = [
    (httpx.Response(200, html="<html>Welcome</html>"), UnexpectedReply, True),
    (httpx.Response(200, content=b'{"_id": "65'), UnexpectedReply, True),
    (httpx.Response(200, content=b"\xff\xfe\xff"), UnexpectedReply, True),
    (httpx.Response(201, text="OK"), UnexpectedReply, True),
    (httpx.Response(304), UnexpectedReply, True),
    (httpx.Response(400, json={"error": "Project not found"}), Refused, False),
    (httpx.Response(413, json={"err": "too large", "limit": 512000}), Refused, False),
    (httpx.Response(429), TooManyRequests, False),
    (httpx.Response(500, json={"success": False, "msg": "Error updating object."}), ServiceFault, False),
    (httpx.Response(502, html="<html>Bad Gateway</html>"), Unavailable, True),
    (httpx.Response(503), Unavailable, False),
    (httpx.Response(504), Unavailable, True),
    (httpx.Response(524), Unavailable, True),
]


def wire_ending_with(end: BaseException | httpx.Response) -> httpx.MockTransport:
    def answer(_request: httpx.Request) -> httpx.Response:
        if isinstance(end, BaseException):
            raise end
        return httpx.Response(end.status_code, content=end.content, headers=end.headers)

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(("end", "kind", "_open"), [*RAISED, *ANSWERED])
async def test_every_failure_of_a_read_is_one_of_ours(
    end: BaseException | httpx.Response,
    kind: type[ServiceError],
    _open: bool,  # noqa: FBT001 - a column
) -> None:
    transport = Transport(BASE, read_only=True, wire=wire_ending_with(end), limits=Limits(attempts=1))
    with pytest.raises(ServiceError) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert type(caught.value) is kind
    assert caught.value.message
    assert caught.value.hint
    assert [exchange.outcome for exchange in transport.exchanges] == [kind.code]


@pytest.mark.parametrize(("end", "kind", "open_"), [*RAISED, *ANSWERED])
async def test_a_write_without_a_clear_answer_has_an_unknown_outcome_and_is_not_repeated(
    end: BaseException | httpx.Response,
    kind: type[ServiceError],
    open_: bool,  # noqa: FBT001 - a column
) -> None:
    transport = Transport(BASE, read_only=False, wire=wire_ending_with(end), limits=Limits(first_wait=0))
    with pytest.raises(ServiceError) as caught:
        await transport.ask("POST", ("a",), effect=Effect.WRITE, body={})
    if open_:
        assert isinstance(caught.value, OutcomeUnknown)
        assert type(caught.value.cause) is kind
        assert caught.value.cause.message in caught.value.message
    else:
        assert type(caught.value) is kind
    assert len(transport.exchanges) == 1


def caused_by(outer: BaseException, inner: BaseException) -> BaseException:
    outer.__cause__ = inner
    return outer


GROUP = ExceptionGroup("all connection attempts failed", [OSError(101, "x"), ConnectionRefusedError(111, "x")])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (caused_by(httpx.ConnectError("x"), socket.gaierror(-2, "x")), "could not be found"),
        (caused_by(httpx.ConnectError("x"), UnicodeError("x")), "could not be found"),
        (caused_by(httpx.ConnectError("x"), ConnectionRefusedError(111, "x")), "refused the connection"),
        (caused_by(httpx.ConnectError("x"), caused_by(OSError("x"), GROUP)), "refused the connection"),
        (caused_by(httpx.ConnectError("x"), ssl.SSLCertVerificationError("x")), "can't prove who it is"),
        (caused_by(httpx.ConnectError("x"), ssl.SSLError("x")), "No encrypted connection"),
        (caused_by(httpx.ConnectTimeout("x"), TimeoutError()), "within 3 seconds"),
        (httpx.ConnectError("x"), "No connection could be made"),
    ],
)
async def test_an_unreachable_service_is_named_with_the_reason(fault: BaseException, words: str) -> None:
    limits = Limits(attempts=1, connect=3)
    transport = Transport(BASE, read_only=True, wire=wire_ending_with(fault), limits=limits)
    with pytest.raises(Unreachable, match=words) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert "desk.example:8443" in caught.value.message
    assert caught.value.hint


async def test_a_dropped_connection_of_an_in_process_service_is_a_lost_one() -> None:
    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        raise ConnectionResetError(104, "dropped")

    transport = Transport(BASE, read_only=False, app=app, limits=Limits(first_wait=0))
    with pytest.raises(ConnectionLost):
        await transport.ask("GET", ("a",), effect=Effect.READ)
    with pytest.raises(OutcomeUnknown):
        await transport.ask("PUT", ("a",), effect=Effect.WRITE, body={})
    assert [exchange.attempt for exchange in transport.exchanges] == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "gopher://proxy:70"),
        ("HTTPS_PROXY", "http://proxy:port"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
    ],
)
async def test_an_environment_that_no_client_can_be_made_from_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    transport = Transport(BASE, read_only=True, limits=Limits(attempts=1))
    with pytest.raises(Unreachable) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert name in caught.value.hint


async def test_a_proxy_of_the_environment_never_sees_clear_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://proxy:70")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        transport = Transport(f"http://127.0.0.1:{port}", read_only=True, limits=Limits(attempts=1))
        with pytest.raises(Unreachable, match="refused the connection"):
            await transport.ask("GET", ("a",), effect=Effect.READ)
    await transport.close()
