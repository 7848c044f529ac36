"""Services in this process, such as the sandbox: asked without a network, and given up like any other."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from segtui.backends.errors import NoAnswer
from segtui.backends.limits import Limits
from segtui.backends.transport import Effect, Transport

BASE = "https://desk.example/v3/"
Message = MutableMapping[str, Any]


async def test_an_in_process_service_is_asked_without_a_network() -> None:
    async def app(scope: Message, _receive: Any, send: Any) -> None:
        assert scope["path"] == "/v3/p q"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"in":"process"}'})

    transport = Transport(BASE, read_only=True, app=app)
    assert await transport.ask("GET", ("p q",), effect=Effect.READ) == {"in": "process"}
    await transport.close()


async def test_an_in_process_service_that_never_answers_is_given_up_and_stopped() -> None:
    stopped = asyncio.Event()

    async def app(_scope: Message, _receive: Any, _send: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    transport = Transport(BASE, read_only=True, app=app, limits=Limits(total=0.01))
    with pytest.raises(NoAnswer) as caught:
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert caught.value.seconds == 0.01
    assert stopped.is_set()


async def test_a_bug_of_an_in_process_service_stays_a_bug() -> None:
    async def app(_scope: Message, _receive: Any, _send: Any) -> None:
        raise KeyError("a bug")

    transport = Transport(BASE, read_only=True, app=app)
    with pytest.raises(KeyError):
        await transport.ask("GET", ("a",), effect=Effect.READ)
    assert [exchange.outcome for exchange in transport.exchanges] == ["failed"]
