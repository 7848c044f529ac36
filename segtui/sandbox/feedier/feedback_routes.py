"""Feedback, filtered by a rule that may be stored nowhere."""

import hashlib

from starlette.responses import Response

from segtui.sandbox.feedier.call import Call, whole_number
from segtui.sandbox.feedier.documents import Document
from segtui.sandbox.feedier.errors import BadFql
from segtui.sandbox.feedier.fql import rule_test
from segtui.sandbox.feedier.paging import page_link, page_size
from segtui.sandbox.feedier.wire import json_answer, refuse_fields

_PAGE = 10
_FIELDS = ("id", "carrier_id", "source", "created_at", "completed_at", "nps_profile", "satisfaction_ratio")
_RELATIONS = ("answers", "topics")


def listed(call: Call) -> Response:
    """Answer with a page of the feedback that a rule takes, of what the token reaches."""
    habits = call.box.habits
    found = _found(call)
    is_rising = habits.heeds_order and call.query.get("order") == "asc"
    if not is_rising:
        found.reverse()
    total = len(found)
    after = call.query.get("search_after")
    if after:
        found = _rest(found, after, is_rising=is_rising)
    size = page_size(call, "per_page", _PAGE)
    page = found[:size]
    shown = [_shown(call, entry) for entry in page]
    if habits.bare_feedback:
        return json_answer(shown)
    is_more = len(found) > size
    envelope: Document = {
        "data": shown,
        "links": {"next": page_link(call, f"search_after={page[-1]['id']}") if is_more else None},
    }
    if habits.counts_feedback:
        envelope["meta"] = {"per_page": size, "total": total}
    return json_answer(envelope)


def _found(call: Call) -> list[Document]:
    entries = call.box.visible_feedback(call.account)
    text = call.query.get("fql", "").strip()
    if not text:
        return entries
    try:
        test = rule_test(text, now=call.box.now())
    except BadFql as error:
        refuse_fields({"fql": [str(error)]})
    return [entry for entry in entries if test(entry)]


def _rest(found: list[Document], after: str, *, is_rising: bool) -> list[Document]:
    """Drop what came up to an id, whether or not that one is still there."""
    last = whole_number(after)
    if last is None:
        refuse_fields({"search_after": ["The search after field must be an integer."]})
    return [entry for entry in found if (entry["id"] > last if is_rising else entry["id"] < last)]


def _shown(call: Call, entry: Document) -> Document:
    asked = set(call.query.get("include", "").split(","))
    shown = {field: entry[field] for field in _FIELDS}
    if "attributes" in asked:
        shown["attributes"] = [_attribute(one) for one in entry["attributes"]]
    return {**shown, **{relation: entry[relation] for relation in _RELATIONS if relation in asked}}


def _attribute(one: Document) -> Document:
    """Show an attribute; a sensitive one as it is stored, which is encrypted."""
    value = one["value"]
    if one["is_sensitive"]:
        value = "eyJpdiI6" + hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()
    return {"id": one["id"], "name": one["name"], "value": value}
