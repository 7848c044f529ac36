"""The service's two routes, and what each request passes before its handler: address, key, body."""

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from segtui.sandbox.asgi import App, Receive, Scope, Send
from segtui.sandbox.segmenter import segment_routes
from segtui.sandbox.segmenter.box import KEY_HEADER, SegmenterSandbox
from segtui.sandbox.segmenter.call import Call
from segtui.sandbox.segmenter.wire import Refusal, error_answer, parsed_body, refuse


def service(box: SegmenterSandbox) -> App:
    """Make the application that answers from what a sandbox stores."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        raw = await request.body()
        try:
            response = _answer(box, request, raw)
        except Refusal as refusal:
            response = error_answer(refusal, as_list=box.habits.lists_messages)
        await response(scope, receive, send)

    return application


def _answer(box: SegmenterSandbox, request: Request, raw: bytes) -> Response:
    handler, path_id = _route(box, request.method, request.url.path)
    name = box.name_of(request.headers.get(KEY_HEADER, ""))
    if name is None:
        refuse(401, "Unauthorized")
    content_type = request.headers.get("content-type", "")
    body = parsed_body(raw, content_type, most_bytes=box.habits.most_bytes)
    return handler(Call(box, box.accounts[name], body, path_id))


def _route(box: SegmenterSandbox, method: str, path: str) -> tuple[Callable[[Call], Response], str | None]:
    """Find the handler. The habits are asked each time, as a test may move the addresses while a client talks."""
    habits = box.habits
    if (method, path) == (habits.create_method, habits.create_path):
        return segment_routes.created, None
    before, has_id, after = habits.update_path.partition("{id}")
    found = re.fullmatch(f"{re.escape(before)}{'([^/]+)' if has_id else '()'}{re.escape(after)}", path)
    if found is None or method != habits.update_method:
        # Nothing can be read, listed or deleted: that is a route that there isn't, not a method that isn't allowed.
        refuse(404, f"Cannot {method} {path}")
    return segment_routes.updated, found[1] or None
