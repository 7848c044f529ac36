"""Segments: list, read, create, change, delete. None of the last four asks whose segment it is."""

from starlette.responses import Response

from segtui.sandbox.tiledesk import forms
from segtui.sandbox.tiledesk.box import ACTIVE, TiledeskSandbox
from segtui.sandbox.tiledesk.call import ProjectCall
from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import Invalid, UnknownDirection
from segtui.sandbox.tiledesk.paging import paging_of
from segtui.sandbox.tiledesk.wire import fail, json_answer, object_id, refuse

_UPDATE_FAILED = "Error updating object."
"""What creating says as well."""


def listed(call: ProjectCall) -> Response:
    """Answer with a page of the project's segments that weren't deleted."""
    try:
        paging = paging_of(call.query)
    except UnknownDirection:
        refuse(500, err="error")
    active = [segment for segment in call.project.segments.values() if segment["status"] == ACTIVE]
    page = paging.of(active, call.box.chance)
    return json_answer({"perPage": paging.per_page, "count": len(active), "segments": [_shown(one) for one in page]})


def one(call: ProjectCall) -> Response:
    """Answer with a segment of any project, deleted or not."""
    segment_id = object_id(call.path["segment_id"])
    if segment_id is None:
        fail(500, "Error getting object.")
    segment = call.box.stored_segment(segment_id)
    if segment is None:
        fail(404, "Object not found.")
    return json_answer(_shown(segment))


def created(call: ProjectCall) -> Response:
    """Store a new segment."""
    try:
        form = forms.new_segment(call.body)
    except Invalid:
        fail(500, _UPDATE_FAILED)
    return json_answer(_shown(call.box.put_segment({**form, "createdBy": call.account.id}, project_id=call.project.id)))


def changed(call: ProjectCall) -> Response:
    """Change what the body names."""
    try:
        changes = forms.changes(call.body)
    except Invalid:
        fail(500, _UPDATE_FAILED)
    return _upserted(call, changes)


def deleted(call: ProjectCall) -> Response:
    """Mark a segment as deleted."""
    return _upserted(call, {"status": 0})


def _upserted(call: ProjectCall, changes: Document) -> Response:
    segment_id = object_id(call.path["segment_id"])
    if segment_id is None:
        fail(500, _UPDATE_FAILED)
    segment = call.box.stored_segment(segment_id) or _ghost(call.box, segment_id)
    segment.update(changes, updatedAt=call.box.stamp(segment.get("updatedAt")))
    return json_answer(_shown(segment))


def _ghost(box: TiledeskSandbox, segment_id: str) -> Document:
    """Store what an update of an unknown id leaves behind: no project, no author, no defaults."""
    box.ghosts[segment_id] = {"_id": segment_id, "createdAt": box.stamp(), "__v": 0}
    return box.ghosts[segment_id]


def _shown(segment: Document) -> Document:
    """Show a segment with the defaults that the server adds on reading, stored or not."""
    return {"match": "all", "filters": [], "status": ACTIVE, **segment}
