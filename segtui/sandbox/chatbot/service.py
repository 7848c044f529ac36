"""The service's routes, and what each request passes before its handler: token, address, body."""

from collections.abc import Awaitable, Callable
from typing import Literal, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from segtui.sandbox.asgi import App
from segtui.sandbox.chatbot import segment_routes, user_routes
from segtui.sandbox.chatbot.accounts import named_by_token
from segtui.sandbox.chatbot.box import ChatBotSandbox
from segtui.sandbox.chatbot.call import Call
from segtui.sandbox.chatbot.wire import Refusal, error_answer, parsed_body, refuse

_Handler: TypeAlias = Callable[[Call], Response]
_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
_Paths: TypeAlias = Literal["current", "legacy"]


def service(box: ChatBotSandbox) -> App:
    """Make the application that answers from what a sandbox stores."""
    gate = _Gate(box)
    user = "/users/{user_id}"
    of_users = (
        ("GET", "/users", user_routes.listed),
        ("POST", "/users", user_routes.created),
        ("GET", user, user_routes.one),
        ("PUT", user, user_routes.changed),
        ("PUT", user + "/ban", user_routes.banned),
        ("POST", user + "/segments", user_routes.segments_added),
        ("PUT", user + "/segments", user_routes.segments_replaced),
    )
    members = Route("/users/segments/members", gate.endpoint(segment_routes.members_added, "current"), methods=["POST"])
    application = Starlette(
        routes=[
            members,
            *_segment_routes(gate, "/users/segments", "current"),
            *_segment_routes(gate, "/segments", "legacy"),
            *(Route(path, gate.endpoint(handler), methods=[method]) for method, path, handler in of_users),
        ],
        # A method that a path doesn't have is one more resource that there isn't.
        exception_handlers={404: gate.no_route, 405: gate.no_route},
    )
    application.router.redirect_slashes = False
    return application


def _segment_routes(gate: "_Gate", base: str, paths: _Paths) -> list[Route]:
    one = base + "/{segment_id}"
    return [
        Route(base, gate.endpoint(segment_routes.listed, paths), methods=["GET"]),
        Route(base, gate.endpoint(segment_routes.created, paths), methods=["POST"]),
        Route(one, gate.endpoint(segment_routes.renamed, paths), methods=["PUT"]),
        Route(one, gate.endpoint(segment_routes.deleted, paths), methods=["DELETE"]),
    ]


class _Gate:
    """Lets a request through to its handler."""

    def __init__(self, box: ChatBotSandbox) -> None:
        self._box = box

    def endpoint(self, handler: _Handler, paths: _Paths | None = None) -> _Endpoint:
        """Guard a handler with the token.

        Args:
            handler: What answers.
            paths: Which of the two forms of paths it belongs to, None for no matter which.
        """

        async def endpoint(request: Request) -> Response:
            raw = await request.body()
            try:
                self._check_token(request)
                if paths is not None and self._box.habits.paths not in (paths, "both"):
                    refuse(404, "Resource not found")
                return handler(self._call(request, raw))
            except Refusal as refusal:
                return self._error(refusal)

        return endpoint

    async def no_route(self, _request: Request, _error: Exception) -> Response:
        """Answer a path, or a method on a path, that there isn't."""
        return self._error(Refusal(404, "Resource not found"))

    def _check_token(self, request: Request) -> None:
        name = named_by_token(request.headers.get("authorization", ""), self._box.accounts)
        if name is None or self._box.accounts[name].is_for_queries:
            refuse(401, "Invalid access token")

    def _call(self, request: Request, raw: bytes) -> Call:
        body = parsed_body(raw, request.headers.get("content-type", ""))
        return Call(self._box, request.path_params, request.query_params, body)

    def _error(self, refusal: Refusal) -> Response:
        return error_answer(refusal, habits=self._box.habits, timestamp=self._box.stamp())
