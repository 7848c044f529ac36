"""Faults to play on requests: what lines, proxies and colleagues do to a client."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple, TypeAlias

from segtui.sandbox.asgi import (
    Answer,
    App,
    Receive,
    Scope,
    Send,
    answer_of,
    never_answer,
    send_answer,
)

Play: TypeAlias = Callable[[App, Scope, Receive, Send], Awaitable[None]]

_PROXY_PAGE = (
    "<html>\r\n<head><title>{status} {phrase}</title></head>\r\n"
    "<body>\r\n<center><h1>{status} {phrase}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


class Fault(NamedTuple):
    """One way for a request to go wrong, made by the functions below.

    Attributes:
        name: What it is called, for reading a failed test.
        play: Takes the request in place of the application, which it may or may not call.
    """

    name: str
    play: Play

    @classmethod
    def delay(cls, seconds: float) -> "Fault":
        """Carry the request out late."""

        async def play(app: App, scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(seconds)
            await app(scope, receive, send)

        return cls(f"delay {seconds}", play)

    @classmethod
    def hold(cls, until: asyncio.Event) -> "Fault":
        """Carry the request out when the event is set: a delay that a test ends, not the clock."""

        async def play(app: App, scope: Scope, receive: Receive, send: Send) -> None:
            await until.wait()
            await app(scope, receive, send)

        return cls("hold", play)

    @classmethod
    def hang(cls) -> "Fault":
        """Never answer, and do nothing of what was asked."""

        async def play(_app: App, _scope: Scope, receive: Receive, _send: Send) -> None:
            await never_answer(receive)

        return cls("hang", play)

    @classmethod
    def hang_after(cls) -> "Fault":
        """Do what was asked, and never answer."""

        async def play(app: App, scope: Scope, receive: Receive, _send: Send) -> None:
            await answer_of(app, scope, receive)
            await never_answer(receive)

        return cls("hang after", play)

    @classmethod
    def status(cls, status: int, *, headers: Mapping[str, str] | None = None, body: Any = None) -> "Fault":
        """Answer with a status, and do nothing of what was asked.

        Args:
            status: The status code.
            headers: Headers besides the content type.
            body: A text is sent plain, anything else as JSON, None as the status' own phrase.
        """
        content = HTTPStatus(status).phrase if body is None else body
        kind, raw = _content(content)
        fields = {**({"content-type": kind} if kind else {}), **(headers or {})}
        return cls(f"status {status}", _answering(status, fields, raw))

    @classmethod
    def html(cls, status: int) -> "Fault":
        """Answer as a proxy in front of the service does, with a page of HTML."""
        page = _PROXY_PAGE.format(status=status, phrase=HTTPStatus(status).phrase).encode()
        return cls(f"html {status}", _answering(status, {"content-type": "text/html"}, page))

    @classmethod
    def half_json(cls) -> "Fault":
        """Do what was asked, and send the first half of the answer as if it were all of it."""

        async def play(app: App, scope: Scope, receive: Receive, send: Send) -> None:
            answer = await answer_of(app, scope, receive)
            if answer is None:
                return
            half = answer.body[: len(answer.body) // 2]
            headers = [header for header in answer.headers if header[0] != b"content-length"]
            await send_answer(send, Answer(answer.status, [*headers, _length(half)], half))

        return cls("half a JSON", play)

    @classmethod
    def drop(cls) -> "Fault":
        """Close the connection instead of answering, and do nothing of what was asked."""

        async def play(_app: App, _scope: Scope, _receive: Receive, send: Send) -> None:
            await _break_off(send)

        return cls("drop", play)

    @classmethod
    def drop_after(cls) -> "Fault":
        """Do what was asked, and close the connection instead of answering."""

        async def play(app: App, scope: Scope, receive: Receive, send: Send) -> None:
            await answer_of(app, scope, receive)
            await _break_off(send)

        return cls("drop after", play)


def _content(body: Any) -> tuple[str, bytes]:
    """Say how a body is sent: its content type, empty for none, and its bytes."""
    if isinstance(body, str):
        return "", body.encode()
    return "application/json; charset=utf-8", json.dumps(body, ensure_ascii=False).encode()


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


def _answering(status: int, headers: Mapping[str, str], body: bytes) -> Play:
    fields = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

    async def play(_app: App, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send_answer(send, Answer(status, [*fields, _length(body)], body))

    return play


async def _break_off(send: Send) -> None:
    """End the connection in the middle of an answer.

    In process the error itself reaches the client. A server that was promised more bytes than it got has to close the
    connection; before the first byte it would answer 500 instead.
    """
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    raise ConnectionResetError("the sandbox closed the connection, as it was told to")


@dataclass(slots=True, eq=False, repr=False)
class _Rule:
    """Which requests something is done to, and how often still."""

    deed: Fault | Callable[[], object]
    method: str | None
    path: str | re.Pattern[str]
    times: int | None

    def is_for(self, method: str, target: str) -> bool:
        if self.times == 0 or self.method not in (None, method):
            return False
        return self.path in target if isinstance(self.path, str) else bool(self.path.search(target))

    def count_down(self) -> None:
        if self.times is not None:
            self.times -= 1


class FaultSwitch:
    """Chooses what goes wrong with which request.

    For one request every fitting action is run, and then the fault played that was added first of those that fit.
    """

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def add(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        path: str | re.Pattern[str] = "",
        times: int | None = None,
    ) -> None:
        """Let a fault hit requests.

        Args:
            fault: What happens to them.
            method: "GET", "PUT" and so on; None for any.
            path: Part of the path and query string, or a pattern that is searched in it.
            times: How many requests it hits; None until `clear`.
        """
        self._rules.append(_Rule(fault, method, path, times))

    def run_before(
        self,
        action: Callable[[], object],
        *,
        method: str | None = None,
        path: str | re.Pattern[str] = "",
        times: int | None = 1,
    ) -> None:
        """Do something just before the service sees a request, such as a colleague's change.

        Args:
            action: What is done.
            method: As in `add`.
            path: As in `add`.
            times: As in `add`.
        """
        self._rules.append(_Rule(action, method, path, times))

    def clear(self) -> None:
        """Let everything go right again."""
        self._rules.clear()

    def fault_for(self, method: str, target: str) -> Fault | None:
        """Run the actions for a request that has arrived.

        Returns:
            The fault to play on it, if there is one.
        """
        fault = None
        for rule in [rule for rule in self._rules if rule.is_for(method, target)]:
            if not isinstance(rule.deed, Fault):
                rule.count_down()
                rule.deed()
            elif fault is None:
                rule.count_down()
                fault = rule.deed
        return fault
