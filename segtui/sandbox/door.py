"""What every request passes before a service sees it."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from segtui.sandbox.asgi import App, Receive, Scope, Send, replayed, whole_body
from segtui.sandbox.faults import FaultSwitch


class Arrival(NamedTuple):
    """A request as it arrived, whatever became of it.

    Attributes:
        method: "GET", "PUT" and so on.
        path: The path with the prefix the service is mounted under, without the query string.
        query: The query parameters; of a repeated one the last.
        authorized_as: The name of the account that the credentials belong to, None for none or wrong ones.
        body: The body when it is JSON, the fields of a form, of a repeated one the last; else None.
    """

    method: str
    path: str
    query: dict[str, str]
    authorized_as: str | None
    body: Any


class Door:
    """The outermost application: it records a request, plays a fault on it, or lets the service have it.

    It stands outside the service's own error handling, so that a dropped connection isn't made a 500.

    Args:
        app: The service.
        faults: What goes wrong.
        record: Is told of each request.
        name_of: Says whose the header with the credentials is.
        header: That header's name, in small letters.
    """

    def __init__(
        self,
        app: App,
        faults: FaultSwitch,
        record: Callable[[Arrival], object],
        name_of: Callable[[str], str | None],
        *,
        header: str = "authorization",
    ) -> None:
        self._app = app
        self._faults = faults
        self._record = record
        self._name_of = name_of
        self._header = header.encode("latin-1")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] != "http":
            return
        body = await whole_body(receive)
        query = scope["query_string"].decode("latin-1")
        self._record(self._arrival(scope, query, body))
        target = f"{scope['path']}?{query}" if query else scope["path"]
        fault = self._faults.fault_for(scope["method"], target)
        receive_again = replayed(body, receive)
        if fault is None:
            await self._app(scope, receive_again, send)
        else:
            await fault.play(self._app, scope, receive_again, send)

    def _arrival(self, scope: Scope, query: str, body: bytes) -> Arrival:
        headers = dict(scope["headers"])
        return Arrival(
            method=scope["method"],
            path=scope["path"],
            query=dict(parse_qsl(query, keep_blank_values=True)),
            authorized_as=self._name_of(headers.get(self._header, b"").decode("latin-1")),
            body=_read(body, headers.get(b"content-type", b"")),
        )


def _read(body: bytes, content_type: bytes) -> Any:
    if b"urlencoded" in content_type:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
