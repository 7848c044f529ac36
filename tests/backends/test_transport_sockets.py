"""The transport over real loopback sockets, against servers that misbehave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from segtui.backends.errors import (
    ConnectionLost,
    NoAnswer,
    OutcomeUnknown,
    ServiceError,
    UnexpectedReply,
    Unreachable,
)
from segtui.backends.limits import Limits
from segtui.backends.transport import Effect, Transport

PATIENCE = 10.0
"""Seconds after which a test that waits for a fact has failed."""


class Line:
    """One connection, as the server sees it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def request(self) -> bytes:
        """The next request, head and body."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        return head + await self._reader.readexactly(length)

    async def say(self, text: bytes) -> None:
        self._writer.write(text)
        await self._writer.drain()

    async def answer(self, body: bytes) -> None:
        await self.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    async def gone(self) -> None:
        """Wait until the other side has closed the connection."""
        while await self._reader.read(65536):
            pass


class Server:
    """Serves each connection with the same behaviour, and counts them."""

    def __init__(self, behaviour: Callable[[Line, int], Awaitable[None]]) -> None:
        self._behaviour = behaviour
        self._serving: set[asyncio.Task[None]] = set()
        self.port = 0
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._behaviour(Line(reader, writer), self.connections)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def ended(self) -> None:
        """Wait until every connection is over, which proves that the other side let go of it."""
        await asyncio.gather(*self._serving)

    def transport(self, **limits: Any) -> Transport:
        chosen = Limits(**({"first_wait": 0.0} | limits))
        return Transport(f"http://127.0.0.1:{self.port}/v3", read_only=False, limits=chosen)


@asynccontextmanager
async def serving(behaviour: Callable[[Line, int], Awaitable[None]]) -> AsyncIterator[Server]:
    server = Server(behaviour)
    async with asyncio.timeout(PATIENCE), await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server
        await server.ended()


async def read(transport: Transport) -> object:
    return await transport.ask("GET", ("a",), effect=Effect.READ)


async def write(transport: Transport) -> object:
    return await transport.ask("PUT", ("a",), effect=Effect.WRITE, body={"name": "x"})


async def hang_up(line: Line, _number: int) -> None:
    await line.request()


async def hang_up_in_the_head(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"HTTP/1.1 200 OK\r\nContent-")


async def cut_the_body(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"name": "Ro')


async def cut_the_chunks(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"na"\r\n')


async def speak_another_language(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


async def send_damaged_gzip(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")


async def never_answer(line: Line, _number: int) -> None:
    await line.request()
    await line.gone()


async def stop_in_the_body(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")
    await line.gone()


async def drip_for_ever(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await line.say(b"1\r\n \r\n")
        await asyncio.sleep(0.005)


async def send_without_end(line: Line, _number: int) -> None:
    await line.request()
    await line.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await line.say(b"10000\r\n" + b" " * 65536 + b"\r\n")


BEHAVIOURS: list[tuple[Callable[[Line, int], Awaitable[None]], type[ServiceError], int]] = [
    # what the server does, what a read ends with, how often a read is tried
    (hang_up, ConnectionLost, 3),
    (hang_up_in_the_head, ConnectionLost, 3),
    (cut_the_body, ConnectionLost, 3),
    (cut_the_chunks, ConnectionLost, 3),
    (speak_another_language, ConnectionLost, 3),
    (send_damaged_gzip, UnexpectedReply, 1),
    (never_answer, NoAnswer, 1),
    (stop_in_the_body, NoAnswer, 1),
    (drip_for_ever, NoAnswer, 1),
    (send_without_end, UnexpectedReply, 1),
]


@pytest.mark.parametrize(("behaviour", "kind", "attempts"), BEHAVIOURS)
async def test_a_read_from_a_server_that_misbehaves_ends_with_one_of_ours(
    behaviour: Callable[[Line, int], Awaitable[None]], kind: type[ServiceError], attempts: int
) -> None:
    async with serving(behaviour) as server:
        transport = server.transport(read=0.1, total=0.3, answer_bytes=200_000)
        with pytest.raises(ServiceError) as caught:
            await read(transport)
        await transport.close()
        assert type(caught.value) is kind
        assert server.connections == attempts


@pytest.mark.parametrize(("behaviour", "kind", "_attempts"), BEHAVIOURS)
async def test_a_write_to_a_server_that_misbehaves_has_an_unknown_outcome(
    behaviour: Callable[[Line, int], Awaitable[None]], kind: type[ServiceError], _attempts: int
) -> None:
    async with serving(behaviour) as server:
        transport = server.transport(read=0.1, total=0.3, answer_bytes=200_000)
        with pytest.raises(OutcomeUnknown) as caught:
            await write(transport)
        await transport.close()
        assert type(caught.value.cause) is kind
        assert server.connections == 1


async def test_a_silent_server_is_given_the_read_bound_and_a_dripping_one_the_total() -> None:
    async with serving(never_answer) as server:
        with pytest.raises(NoAnswer) as silent:
            await read(server.transport(read=0.05, total=5))
    async with serving(drip_for_ever) as server:
        with pytest.raises(NoAnswer) as dripping:
            await read(server.transport(read=5, total=0.05))
    assert (silent.value.seconds, dripping.value.seconds) == (0.05, 0.05)


async def test_one_connection_serves_many_requests_and_is_thrown_away_after_silence() -> None:
    thrown_away = asyncio.Event()

    async def hang_on_the_third(line: Line, number: int) -> None:
        for _ in range(2):
            await line.request()
            await line.answer(b"%d" % number)
        await line.request()
        await line.gone()
        thrown_away.set()

    async with serving(hang_on_the_third) as server:
        transport = server.transport(read=0.05)
        assert [await read(transport), await read(transport)] == [1, 1]
        with pytest.raises(NoAnswer):
            await read(transport)
        await thrown_away.wait()
        assert await read(transport) == 2
        await transport.close()


async def test_requests_in_flight_do_not_wait_for_one_connection() -> None:
    all_here = asyncio.Barrier(4)

    async def answer_all_together(line: Line, number: int) -> None:
        await line.request()
        await all_here.wait()
        await line.answer(b"%d" % number)

    async with serving(answer_all_together) as server:
        transport = server.transport(total=4)
        assert sorted(await asyncio.gather(*(read(transport) for _ in range(4))), key=str) == [1, 2, 3, 4]
        await transport.close()


async def test_cancelling_throws_the_connection_away() -> None:
    arrived, thrown_away = asyncio.Event(), asyncio.Event()

    async def hang(line: Line, _number: int) -> None:
        await line.request()
        arrived.set()
        await line.gone()
        thrown_away.set()

    async with serving(hang) as server:
        transport = server.transport()
        reading = asyncio.create_task(read(transport))
        await arrived.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await thrown_away.wait()
        await transport.close()


async def test_an_idle_connection_that_the_server_has_closed_costs_a_read_nothing() -> None:
    """The close may be seen before sending or only after: both must come out well."""

    async def answer_once(line: Line, number: int) -> None:
        await line.request()
        await line.answer(b"%d" % number)

    async with serving(answer_once) as server:
        transport = server.transport()
        assert [await read(transport) for _ in range(5)] == [1, 2, 3, 4, 5]
        await transport.close()


async def test_a_server_that_hangs_up_on_a_reused_connection_is_asked_again_for_reads_only() -> None:
    async def answer_once_and_hang_up_on_the_next(line: Line, number: int) -> None:
        await line.request()
        await line.answer(b"%d" % number)
        await line.request()

    async with serving(answer_once_and_hang_up_on_the_next) as server:
        transport = server.transport()
        assert [await read(transport), await read(transport)] == [1, 2]
        assert [exchange.outcome for exchange in transport.exchanges] == ["ok", "connection-lost", "ok"]
        with pytest.raises(OutcomeUnknown):
            await write(transport)
        assert server.connections == 2
        await transport.close()


async def test_an_idle_connection_is_not_kept_longer_than_allowed() -> None:
    async def answer_all(line: Line, number: int) -> None:
        while True:
            await line.request()
            await line.answer(b"%d" % number)

    async with serving(answer_all) as server:
        transport = server.transport(keep_alive=0)
        assert [await read(transport), await read(transport)] == [1, 2]
        await transport.close()


async def test_encryption_with_a_server_that_has_none_is_unreachable() -> None:
    async def speak_clear_text(line: Line, _number: int) -> None:
        await line.say(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await line.gone()

    async with serving(speak_clear_text) as server:
        transport = Transport(f"https://127.0.0.1:{server.port}", read_only=False, limits=Limits(attempts=1))
        for asking in (read, write):
            with pytest.raises(Unreachable, match="encrypted"):
                await asking(transport)
        await transport.close()


async def test_a_server_that_never_finishes_the_handshake_is_unreachable() -> None:
    async def accept_and_wait(line: Line, _number: int) -> None:
        await line.gone()

    async with serving(accept_and_wait) as server:
        limits = Limits(attempts=1, connect=0.05)
        transport = Transport(f"https://127.0.0.1:{server.port}", read_only=False, limits=limits)
        with pytest.raises(Unreachable, match=r"within 0\.05 seconds"):
            await write(transport)
        await transport.close()
        assert transport.exchanges[0].seconds < 4


async def test_a_port_where_nothing_listens_refuses() -> None:
    async with serving(hang_up) as server:
        port = server.port
    transport = Transport(f"http://127.0.0.1:{port}", read_only=False, limits=Limits(attempts=1))
    with pytest.raises(Unreachable, match="refused the connection"):
        await write(transport)
    await transport.close()


async def test_a_name_that_no_resolver_takes_is_unreachable() -> None:
    transport = Transport(f"https://{'a' * 70}.example", read_only=False, limits=Limits(attempts=1))
    with pytest.raises(Unreachable, match="could not be found"):
        await read(transport)
    await transport.close()


async def test_closing_ends_the_requests_under_way_with_an_error() -> None:
    arrived = asyncio.Event()

    async def hang(line: Line, _number: int) -> None:
        await line.request()
        arrived.set()
        await line.gone()

    async with serving(hang) as server:
        transport = server.transport()
        reading = asyncio.create_task(read(transport))
        await arrived.wait()
        await transport.close()
        with pytest.raises(ServiceError):
            await reading
        assert server.connections == 1
