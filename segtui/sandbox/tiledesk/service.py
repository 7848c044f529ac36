"""The service's routes, and what each request passes before its handler: body, project, credentials, role."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from segtui.sandbox.asgi import App, Receive, Scope, Send
from segtui.sandbox.tiledesk import account_routes, lead_routes, segment_routes
from segtui.sandbox.tiledesk.accounts import ROLES, Rejected, caller_of
from segtui.sandbox.tiledesk.box import Project, TiledeskSandbox
from segtui.sandbox.tiledesk.call import Call, ProjectCall, SignedInCall
from segtui.sandbox.tiledesk.errors import Uncaught
from segtui.sandbox.tiledesk.wire import (
    NoAnswer,
    Refusal,
    fail,
    json_answer,
    not_found,
    object_id,
    parsed_body,
    plain_answer,
    refuse,
)

_LEAST_ROLE = "agent"
_OWN_ROUTES = frozenset({"", "auth", "projects", "users"})
"""First parts of a path that aren't taken for a project's id."""
_COOKIE = "connect.sid=s%3Asandbox.nobody-needs-this; Path=/; HttpOnly"

_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def service(box: TiledeskSandbox) -> App:
    """Make the application that answers from what a sandbox stores."""
    gate = _Gate(box)
    segment, lead = "/{project_id}/segments/{segment_id}", "/{project_id}/leads/{lead_id}"
    routes = (
        ("POST", "/auth/signin", gate.for_anybody(account_routes.signed_in)),
        ("GET", "/projects", gate.for_signed_in(account_routes.memberships)),
        ("GET", "/projects/{project_id}", gate.for_signed_in(account_routes.project)),
        ("GET", "/users", gate.for_signed_in(account_routes.caller)),
        ("GET", "/{project_id}/segments", gate.for_member(segment_routes.listed)),
        ("POST", "/{project_id}/segments", gate.for_member(segment_routes.created)),
        ("GET", segment, gate.for_member(segment_routes.one)),
        ("PUT", segment, gate.for_member(segment_routes.changed)),
        ("DELETE", segment, gate.for_member(segment_routes.deleted)),
        ("GET", "/{project_id}/leads", gate.for_member(lead_routes.listed)),
        ("GET", lead, gate.for_member(lead_routes.one)),
        ("PUT", lead + "/tag", gate.for_member(lead_routes.tagged)),
        ("DELETE", lead + "/tag/{tag}", gate.for_member(lead_routes.untagged)),
        ("GET", "/{project_id}/properties", gate.for_member(account_routes.properties)),
    )
    application = Starlette(
        routes=[Route(box.base_path + path, endpoint, methods=[method]) for method, path, endpoint in routes],
        exception_handlers={404: gate.no_route, 405: gate.no_route},
    )
    application.router.redirect_slashes = False

    async def without_last_slash(scope: Scope, receive: Receive, send: Send) -> None:
        await application({**scope, "path": scope["path"].rstrip("/") or "/"}, receive, send)

    return without_last_slash


class _Gate:
    """Lets a request through to its handler, in the order in which the server's layers look at it."""

    def __init__(self, box: TiledeskSandbox) -> None:
        self._box = box

    def for_anybody(self, handler: Callable[[Call], Response]) -> _Endpoint:
        """Guard a handler with nothing."""

        def handled(request: Request, raw: bytes) -> Response:
            call = self._call(request, raw)
            return handler(call)

        return self._endpoint(handled)

    def for_signed_in(self, handler: Callable[[SignedInCall], Response]) -> _Endpoint:
        """Guard a handler with the credentials."""

        def handled(request: Request, raw: bytes) -> Response:
            call = self._call(request, raw)
            return handler(SignedInCall(call.box, call.path, call.query, call.body, self._caller(request)))

        return self._endpoint(handled)

    def for_member(self, handler: Callable[[ProjectCall], Response]) -> _Endpoint:
        """Guard a handler with the project, the credentials and the role, in this order."""

        def handled(request: Request, raw: bytes) -> Response:
            call = self._call(request, raw)
            project = self._project(request.path_params["project_id"])
            caller = self._caller(request)
            _check_role(project, caller)
            return handler(ProjectCall(call.box, call.path, call.query, call.body, caller, project))

        return self._endpoint(handled)

    async def no_route(self, request: Request, _error: Exception) -> Response:
        """Answer a path, or a method on a path, that there isn't."""
        first, *_ = request.url.path.removeprefix(self._box.base_path + "/").split("/")
        is_outside = not request.url.path.startswith(self._box.base_path + "/")
        try:
            if not is_outside and first not in _OWN_ROUTES:
                self._project(first)
        except Refusal as refusal:
            return refusal.response
        return not_found(request.method, request.url.path)

    def _endpoint(self, handled: Callable[[Request, bytes], Response]) -> _Endpoint:
        async def endpoint(request: Request) -> Response:
            raw = await request.body()
            try:
                response = handled(request, raw)
            except Refusal as refusal:
                response = refusal.response
            except Uncaught:
                return NoAnswer()
            if "cookie" not in request.headers:
                response.headers["set-cookie"] = _COOKIE
            return response

        return endpoint

    def _call(self, request: Request, raw: bytes) -> Call:
        body = parsed_body(raw, request.headers.get("content-type", ""))
        return Call(self._box, request.path_params, request.query_params, body)

    def _project(self, text: str) -> Project:
        project_id = object_id(text)
        if project_id is None:
            refuse(400, error=f"Invalid project id: {text}")
        project = self._box.projects.get(project_id)
        if project is None or not project.is_active:
            refuse(400, error=f"Project not found with id: {text}")
        return project

    def _caller(self, request: Request) -> str:
        try:
            return caller_of(request.headers.get("authorization", ""), request.query_params, self._box.accounts)
        except Rejected as rejected:
            raise Refusal(_rejection(rejected.status)) from rejected


def _rejection(status: int) -> Response:
    match status:
        case 400:
            return plain_answer("Bad Request", 400)
        case 401:
            return plain_answer("Unauthorized", 401, {"www-authenticate": 'Basic realm="Users"'})
        case _:
            return json_answer({"success": False, "msg": "Unauthorized."}, 403)


def _check_role(project: Project, caller: str) -> None:
    membership = project.members.get(caller)
    if membership is None or not membership.is_active:
        fail(403, "you dont belong to the project.")
    # A role of the project's own making passes, because these routes name no permission.
    if membership.role in ROLES and ROLES.index(membership.role) < ROLES.index(_LEAST_ROLE):
        fail(403, "you dont have the required role.")
