"""The service's routes, and what each request passes before its handler: address, token, number of requests."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from segtui.sandbox.asgi import App, Receive, Scope, Send
from segtui.sandbox.feedier import feedback_routes, lookup_routes, segment_routes
from segtui.sandbox.feedier.accounts import Account, named_by_old_key, named_by_token
from segtui.sandbox.feedier.box import FeedierSandbox
from segtui.sandbox.feedier.call import Call
from segtui.sandbox.feedier.wire import (
    MOST_QUERY_BYTES,
    Refusal,
    error_answer,
    html_answer,
    parsed_body,
    refuse,
    wants_json,
)

_OLD = "/v1/"
_Handler: TypeAlias = Callable[[Call], Response]
_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
_NameOf: TypeAlias = Callable[[str, Mapping[str, Account]], str | None]


def service(box: FeedierSandbox) -> App:
    """Make the application that answers from what a sandbox stores."""
    gate = _Gate(box)
    segment = "/v3/segments/{segment_id}"
    routes = (
        ("GET", "/v3/segments", segment_routes.listed),
        ("POST", "/v3/segments", segment_routes.created),
        ("GET", segment, segment_routes.one),
        ("PUT", segment, segment_routes.changed),
        ("DELETE", segment, segment_routes.deleted),
        ("POST", segment + "/links", segment_routes.attached),
        ("DELETE", segment + "/links/{link_id}", segment_routes.detached),
        ("GET", "/v3/feedback", feedback_routes.listed),
        ("GET", "/v3/teams", lookup_routes.teams),
        ("GET", "/v3/users", lookup_routes.users),
        ("GET", "/v3/reports", lookup_routes.reports),
    )
    application = Starlette(
        routes=[
            *(Route(path, gate.with_token(handler), methods=[method]) for method, path, handler in routes),
            Route("/v1/carriers", gate.with_old_key(lookup_routes.carriers), methods=["GET"]),
            Route("/", _to_sign_in, methods=["GET"]),
            Route("/login", _sign_in_page, methods=["GET"]),
        ],
        exception_handlers={404: gate.no_route, 405: gate.no_route},
    )
    application.router.redirect_slashes = False

    async def behind_the_proxy(scope: Scope, receive: Receive, send: Send) -> None:
        path, query = scope["path"], scope["query_string"]
        if len(query) > MOST_QUERY_BYTES:
            await html_answer(414)(scope, receive, send)
        elif path.endswith("/") and path != "/":
            target = Request(scope).url.replace(path=path.rstrip("/") or "/")
            await RedirectResponse(str(target), 301)(scope, receive, send)
        else:
            await application(scope, receive, send)

    return behind_the_proxy


async def _to_sign_in(_request: Request) -> Response:
    return RedirectResponse("/login", 302)


async def _sign_in_page(_request: Request) -> Response:
    return html_answer(200)


class _Gate:
    """Lets a request through to its handler."""

    def __init__(self, box: FeedierSandbox) -> None:
        self._box = box

    def with_token(self, handler: _Handler) -> _Endpoint:
        """Guard a handler with the token."""
        return self._endpoint(handler, named_by_token)

    def with_old_key(self, handler: _Handler) -> _Endpoint:
        """Guard a handler of the API's first generation with its own kind of key."""
        return self._endpoint(handler, named_by_old_key)

    async def no_route(self, request: Request, error: Exception) -> Response:
        """Answer a path, or a method on a path, that there isn't."""
        path = request.url.path.strip("/")
        if getattr(error, "status_code", 404) == 405:  # noqa: PLR2004 - a status
            return self._error(request, Refusal(405, f"The {request.method} method is not supported for route {path}."))
        return self._error(request, Refusal(404, f"The route {path} could not be found."))

    def _endpoint(self, handler: _Handler, name_of: _NameOf) -> _Endpoint:
        async def endpoint(request: Request) -> Response:
            raw = await request.body()
            headers: dict[str, str] = {}
            try:
                name = name_of(request.headers.get("authorization", ""), self._box.accounts)
                if name is None:
                    refuse(401, "Unauthenticated.")
                self._count(name, headers)
                response = handler(self._call(request, raw, self._box.accounts[name]))
            except Refusal as refusal:
                response = self._error(request, refusal)
            response.headers.update(headers)
            return response

        return endpoint

    def _count(self, name: str, headers: dict[str, str]) -> None:
        limit = self._box.habits.requests_per_minute
        if limit is None:
            return
        allowance = self._box.throttle.take(name, limit)
        headers.update(allowance.headers())
        if allowance.retry_after is not None:
            refuse(429, "Too Many Attempts.")

    def _call(self, request: Request, raw: bytes, account: Account) -> Call:
        form = parsed_body(request.method, raw, request.headers.get("content-type", ""))
        url = str(request.url.replace(query="", fragment=""))
        return Call(self._box, request.path_params, request.query_params, form, account, url)

    def _error(self, request: Request, refusal: Refusal) -> Response:
        is_old = self._box.habits.old_errors or request.url.path.startswith(_OLD)
        return error_answer(refusal, as_json=wants_json(request.headers.get("accept", "")), is_old=is_old)
