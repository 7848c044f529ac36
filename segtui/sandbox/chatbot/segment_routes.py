"""Segments: list, create, rename, delete, and add members. Only the list tells anything of a segment."""

from collections.abc import Iterable

from starlette.responses import Response

from segtui.sandbox.chatbot.call import Call, segment_of
from segtui.sandbox.chatbot.documents import Document
from segtui.sandbox.chatbot.forms import MOST_SEGMENTS, MOST_USERS, ids_of, text_of
from segtui.sandbox.chatbot.wire import json_answer, refuse


def listed(call: Call) -> Response:
    """Answer with all segments at once."""
    shown = [_shown(call, segment) for segment in call.box.segments.values()]
    return json_answer({"data": shown, "count": len(shown)} if call.box.habits.wraps_segments else shown)


def created(call: Call) -> Response:
    """Store a new segment, and answer with its id only."""
    name = _name(call, among=call.box.segments.values())
    most = call.box.habits.most_segments
    if most is not None and len(call.box.segments) >= most:
        refuse(400, f"You cannot have more than {most} segments")
    return acknowledged(call, call.box.put_segment({"name": name})["id"])


def renamed(call: Call) -> Response:
    """Give a segment another name."""
    others = [one for one in call.box.segments.values() if one["id"] != call.path["segment_id"]]
    name = _name(call, among=others)
    call.segment()["name"] = name
    return acknowledged(call)


def deleted(call: Call) -> Response:
    """Delete a segment. Its users stay."""
    del call.box.segments[call.segment()["id"]]
    return acknowledged(call)


def members_added(call: Call) -> Response:
    """Add each of the users to each of the segments."""
    fields = call.fields()
    segment_ids = ids_of(fields.get("segments"), "segments", MOST_SEGMENTS)
    user_ids = ids_of(fields.get("users"), "users", MOST_USERS)
    segments = [segment_of(call.box, segment_id) for segment_id in segment_ids]
    known = [user_id for user_id in user_ids if user_id in call.box.users]
    if len(known) < len(user_ids) and call.box.habits.unknown_members == "refused":
        refuse(404, "User not found")
    for segment in segments:
        call.box.put_members(segment["id"], *known)
    return acknowledged(call)


def acknowledged(call: Call, made: str | None = None) -> Response:
    """Answer that it is done, with the id of what was made and nothing else of it."""
    return json_answer(acknowledgement(call, made))


def acknowledgement(call: Call, made: str | None = None) -> Document:
    """Say that it is done."""
    head = {} if made is None else {"id": made}
    return {**head, "timestamp": call.box.stamp(), "status": {"code": 200, "type": "success"}}


def _name(call: Call, among: Iterable[Document]) -> str:
    name = text_of(call.fields(), "name")
    if not call.box.habits.takes_same_names and any(one["name"] == name for one in among):
        refuse(400, "A segment with this name already exists")
    return name


def _shown(call: Call, segment: Document) -> Document:
    shown = {
        "id": segment["id"],
        "name": segment["name"],
        "users": call.box.counted_members(segment["id"]),
        "createdAt": segment["createdAt"],
    }
    lacks = ("users", "createdAt") if call.box.habits.lean_segments else segment["lacks"]
    return {field: value for field, value in shown.items() if field not in lacks}
