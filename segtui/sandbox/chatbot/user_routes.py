"""Users: list, read, create, change, and the segments of one user, which can be set and never read."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.responses import Response

from segtui.sandbox.chatbot.call import Call, segment_of
from segtui.sandbox.chatbot.documents import Document
from segtui.sandbox.chatbot.forms import MOST_SEGMENTS, attributes_of, choice_of, ids_of, number_of, user_id_of
from segtui.sandbox.chatbot.segment_routes import acknowledged, acknowledgement
from segtui.sandbox.chatbot.wire import json_answer, refuse

_PAGE = 40
_ID_LENGTH = 24
_FIELDS = ("id", "userId", "banned", "attributes", "conversations", "createdAt", "lastSeen")


def listed(call: Call) -> Response:
    """Answer with a page of users: the newest first, unless another order is asked for."""
    size = number_of(call.query, "limit", _PAGE)
    choice_of(call.query, "match", ("all", "any"))
    field = choice_of(call.query, "sort[field]", ("createdAt", "lastSeen"))
    is_falling = choice_of(call.query, "sort[order]", ("desc", "asc")) == "desc"
    # Of users with the same time, as an import makes them, the one that came later counts as newer.
    found = sorted(_filtered(call), key=lambda user: user[field])
    if is_falling:
        found.reverse()
    page = [_shown(user, len(user["conversations"])) for user in _rest(call, found)[:size]]
    if call.box.habits.bare_users:
        return json_answer(page)
    return json_answer({"data": page, "count": len(found if call.box.habits.count_is == "total" else page)})


def one(call: Call) -> Response:
    """Answer with a user, whose conversations are shown and not counted."""
    user = call.user()
    return json_answer(_shown(user, user["conversations"]))


def created(call: Call) -> Response:
    """Store a new user, in segments where some are named: one id, or several."""
    fields = call.fields()
    attributes = attributes_of(fields)
    user_id = user_id_of(fields, attributes)
    named = fields.get("segments", [])
    segment_ids = ids_of([named] if isinstance(named, str) else named, "segments", MOST_SEGMENTS, least=0)
    for segment_id in segment_ids:
        segment_of(call.box, segment_id)
    if user_id is not None and any(user["userId"] == user_id for user in call.box.users.values()):
        refuse(400, "A user with this userId already exists")
    given = {} if user_id is None else {"userId": user_id}
    [user] = call.box.add_users({**given, "attributes": attributes})
    for segment_id in segment_ids:
        call.box.put_members(segment_id, user["id"])
    done = acknowledgement(call, user["id"])
    return json_answer([done] if call.box.habits.creates_user_in_list else done)


def changed(call: Call) -> Response:
    """Set the attributes that the body names; the others stay."""
    attributes = attributes_of(call.fields())
    call.user()["attributes"].update(attributes)
    return acknowledged(call)


def banned(call: Call) -> Response:
    """Keep a user from talking to the bot, or let them again."""
    is_banned = call.fields().get("banned")
    if not isinstance(is_banned, bool):
        refuse(400, "banned must be a boolean")
    call.user()["banned"] = is_banned
    return acknowledged(call)


def segments_added(call: Call) -> Response:
    """Add a user to segments."""
    user, segment_ids = _user_and_segments(call, least=1)
    for segment_id in segment_ids:
        call.box.put_members(segment_id, user["id"])
    return acknowledged(call)


def segments_replaced(call: Call) -> Response:
    """Make the named segments all that a user is in: out of every other one, though the call doesn't name it."""
    user, segment_ids = _user_and_segments(call, least=0 if call.box.habits.empty_list_clears else 1)
    for segment in call.box.segments.values():
        segment["members"].pop(user["id"], None)
    for segment_id in segment_ids:
        call.box.put_members(segment_id, user["id"])
    return acknowledged(call)


def _user_and_segments(call: Call, *, least: int) -> tuple[Document, list[str]]:
    """Read whom a change of segments is about, and which segments it names."""
    is_bare = call.box.habits.user_segments_body == "bare"
    named = call.body if is_bare else call.fields().get("segmentIds")
    segment_ids = ids_of(named, "segmentIds", MOST_SEGMENTS, least=least)
    user = call.user()
    for segment_id in segment_ids:
        segment_of(call.box, segment_id)
    return user, segment_ids


def _filtered(call: Call) -> list[Document]:
    """Take the users in a segment, when the query is the one that filters by a segment."""
    users = list(call.box.users.values())
    asked = [
        (call.query.get(parameter), value)
        for parameter, value in parse_qsl(call.box.habits.segment_filter or "", keep_blank_values=True)
    ]
    if not asked or not all(given is not None and value in (given, "{id}") for given, value in asked):
        return users
    wanted = next((given for given, value in asked if value == "{id}"), None)
    members = call.box.segments.get(wanted or "", {}).get("members", {})
    return [user for user in users if user["id"] in members]


def _rest(call: Call, found: Sequence[Document]) -> Sequence[Document]:
    """Drop what comes up to a user and that one too."""
    after = call.query.get("after")
    if after is None or not call.box.habits.heeds_after:
        return found
    if len(after) != _ID_LENGTH:
        refuse(400, f"after must be an id of {_ID_LENGTH} characters")
    place = next((place for place, user in enumerate(found) if user["id"] == after), None)
    if place is None:
        refuse(404, "User not found")
    return found[place + 1 :]


def _shown(user: Document, conversations: int | list[Document]) -> Document:
    shown = {**user, "conversations": conversations}
    return {field: shown[field] for field in _FIELDS if field not in user["lacks"]}
