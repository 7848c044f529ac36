"""Segments: list, read, create, change, delete, and to whom they are given. Each answer shows other fields."""

from collections.abc import Callable

from starlette.responses import Response

from segtui.sandbox.feedier import forms
from segtui.sandbox.feedier.call import Call, not_found, whole_number
from segtui.sandbox.feedier.documents import Document
from segtui.sandbox.feedier.paging import counted_page, page_size, simple_page
from segtui.sandbox.feedier.wire import json_answer, refuse_fields

_PAGE = 10
_LISTED = ("id", "team_id", "name", "editable_by", "is_default", "fql", "created_at", "updated_at")
_FULL = ("id", "team_id", "name", "description", "editable_by", "is_default", "fql", "created_at", "updated_at")
_LEAN = ("id", "team_id", "name", "fql", "created_at", "updated_at")
_SHOWN_AS = {"editable_by": "assigned_to"}
"""A field that requests and answers call by different names."""


def listed(call: Call) -> Response:
    """Answer with a page of the segments that the token reaches."""
    habits = call.box.habits
    teams = call.box.visible_teams(call.account)
    wanted = call.query.get(habits.name_filter, "").casefold()
    rows = [
        segment
        for segment in call.box.segments.values()
        if segment["team_id"] in teams and wanted in segment["name"].casefold()
    ]
    size = page_size(call, "limit", _PAGE) if habits.heeds_segment_limit else _PAGE
    paged = counted_page if habits.sends_segment_meta else simple_page
    return json_answer(paged(call, rows, size, _with_links(call, _LISTED)))


def one(call: Call) -> Response:
    """Answer with a segment."""
    fields = _LEAN if call.box.habits.lean_get else _FULL
    show = _with_links(call, fields) if call.box.habits.get_includes else lambda segment: _shown(segment, fields)
    return single(call, show(call.segment()))


def created(call: Call) -> Response:
    """Store a new segment."""
    call.check_may_create()
    segment = call.box.put_segment(forms.new_segment(call))
    return single(call, _shown(segment, _FULL), call.box.habits.created_status)


def changed(call: Call) -> Response:
    """Change what the form names, and answer with what is different now."""
    segment = call.segment_to_change()
    different = {field: value for field, value in forms.changes(call).items() if segment[field] != value}
    segment.update(different, updated_at=call.box.stamp(segment["updated_at"]))
    return single(call, _shown(segment, ("id", *different, "updated_at")))


def deleted(call: Call) -> Response:
    """Delete a segment with its links. Reports that used it are left without one."""
    segment = call.segment_to_change()
    del call.box.segments[segment["id"]]
    for report in call.box.reports.values():
        if report["segment_id"] == segment["id"]:
            report["segment_id"] = None
    match call.box.habits.deletes_with:
        case "null":
            return json_answer(None)
        case "nothing":
            return Response(status_code=200)
        case _:
            return Response(status_code=204)


def attached(call: Call) -> Response:
    """Give a segment to a team or a user."""
    segment = call.segment_to_change()
    kind, linked_id = forms.new_link(call)
    there = any(_kind(link) == kind and link["linkable_id"] == linked_id for link in segment["links"])
    if there and call.box.habits.attaching_twice == "refused":
        refuse_fields({"id": ["The id has already been taken."]})
    if not there or call.box.habits.attaching_twice == "again":
        call.box.put_link(segment["id"], kind, linked_id)
        segment["updated_at"] = call.box.stamp(segment["updated_at"])
    links = [_link(call, link, with_linked=True) for link in segment["links"]]
    return single(call, {**_shown(segment, _LEAN), "links": links})


def detached(call: Call) -> Response:
    """Take a segment from a team or a user, by the link's own id."""
    segment = call.segment_to_change()
    link_id = whole_number(call.path["link_id"])
    kept = [link for link in segment["links"] if link["id"] != link_id]
    if len(kept) == len(segment["links"]):
        not_found("SegmentLink", call.path["link_id"])
    segment["links"] = kept
    return json_answer(None)


def single(call: Call, document: Document, status: int = 200) -> Response:
    """Answer with one object."""
    return json_answer({"data": document} if call.box.habits.wraps_one else document, status)


def _shown(segment: Document, fields: tuple[str, ...]) -> Document:
    return {_SHOWN_AS.get(field, field): segment[field] for field in fields}


def _with_links(call: Call, fields: tuple[str, ...]) -> Callable[[Document], Document]:
    """Show segments with what `include` asks for."""
    asked = set(call.query.get("include", "").split(","))
    with_linked = "links.linkable" in asked

    def show(segment: Document) -> Document:
        shown = _shown(segment, fields)
        if with_linked or "links" in asked:
            shown["links"] = [_link(call, link, with_linked=with_linked) for link in segment["links"]]
        return shown

    return show


def _link(call: Call, link: Document, *, with_linked: bool) -> Document:
    if not with_linked:
        return dict(link)
    shelf = {"team": call.box.teams, "user": call.box.users}.get(_kind(link), {})
    linked = shelf.get(link["linkable_id"])
    fields = ("id", "name", "email", "created_at", "updated_at")
    shown = None if linked is None else {field: linked[field] for field in fields if field in linked}
    return {**link, "linkable": shown}


def _kind(link: Document) -> str:
    return str(link["linkable_type"]).rpartition("\\")[2].lower()
