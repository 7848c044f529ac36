"""Signing in, the caller, the caller's projects, and a project's custom properties."""

from starlette.responses import Response

from segtui.sandbox.tiledesk import accounts
from segtui.sandbox.tiledesk.box import ACTIVE, Membership, Project
from segtui.sandbox.tiledesk.call import Call, ProjectCall, SignedInCall
from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import UnknownDirection
from segtui.sandbox.tiledesk.paging import Paging, paging_of
from segtui.sandbox.tiledesk.wire import fail, json_answer, object_id, refuse


def signed_in(call: Call) -> Response:
    """Answer with a token for an e-mail and a password."""
    status, body = accounts.sign_in(call.body, call.box.accounts)
    return json_answer(body, status)


def caller(call: SignedInCall) -> Response:
    """Answer with who is asking."""
    return json_answer(call.account.as_user())


def memberships(call: SignedInCall) -> Response:
    """Answer with the caller's memberships, deleted projects included, in one piece."""
    rows = [
        _membership(call, project.members[call.caller], project)
        for project in call.box.projects.values()
        if call.caller in project.members and project.members[call.caller].is_active
    ]
    paging = _paging(call, sort="updatedAt")
    by_project = Paging(None, 0, None, f"id_project.{paging.sort}", paging.descending)
    lost = call.box.lost_memberships.get(call.caller)
    return json_answer([*by_project.of(rows, call.box.chance), *([_membership(call, lost, None)] if lost else [])])


def project(call: SignedInCall) -> Response:
    """Answer with one of the caller's projects. This route has no project check, unlike those inside a project."""
    project_id = object_id(call.path["project_id"])
    if project_id is None:
        refuse(500, err="error")
    found = call.box.projects.get(project_id)
    membership = found.members.get(call.caller) if found else None
    if found is None or membership is None or not membership.is_active:
        fail(403, "you dont belong to the project.")
    if not found.is_active:
        fail(404, "Object not found.")
    return json_answer(found.document)


def properties(call: ProjectCall) -> Response:
    """Answer with a page of the project's custom properties, as a bare list."""
    status = call.query.get("status") or str(ACTIVE)
    name = call.query.get("name")
    rows = [
        row for row in call.project.properties if str(row["status"]) == status and (not name or row["name"] == name)
    ]
    return json_answer(_paging(call, sort="createdAt").of(rows, call.box.chance))


def _paging(call: SignedInCall, *, sort: str) -> Paging:
    try:
        return paging_of(call.query, sort=sort)
    except UnknownDirection:
        refuse(500, err="error")


def _membership(call: SignedInCall, membership: Membership, of: Project | None) -> Document:
    return {
        "_id": membership.id,
        "role": membership.role,
        "roleType": 1,
        "status": "active",
        "id_user": call.account.id,
        "id_project": of.document if of else None,
    }
