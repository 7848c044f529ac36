"""Leads: list them, with a segment or without, read one, tag one."""

import re
from collections.abc import Iterator, Mapping

from starlette.responses import Response

from segtui.sandbox.tiledesk.box import ACTIVE
from segtui.sandbox.tiledesk.call import ProjectCall
from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import Uncaught, UnknownDirection
from segtui.sandbox.tiledesk.paging import paging_of
from segtui.sandbox.tiledesk.query import Condition, Test, test_of, text_search
from segtui.sandbox.tiledesk.rules import as_text, cast, conditions_of
from segtui.sandbox.tiledesk.wire import fail, json_answer, object_id, refuse

_PARAMETER = re.compile(r"(email|tags|status)(?:\[(\$\w+)\])?")
_PARAMETER_OPERATORS = frozenset({"$ne", "$gt", "$gte", "$lt", "$lte", "$regex", "$exists"})
_PRESENCE = {"with_email": "email", "with_fullname": "fullname"}


def listed(call: ProjectCall) -> Response:
    """Answer with a page of the leads that meet the segment, the parameters and the word search."""
    query = {name: value for name, value in call.query.items() if value}
    try:
        paging = paging_of(query)
    except UnknownDirection as error:
        raise Uncaught(f"no direction: {error}") from error
    matching = call.project.leads
    for test in _tests(call, query):
        matching = [lead for lead in matching if test(lead)]
    page = paging.of(matching, call.box.chance)
    return json_answer({"perPage": paging.per_page, "count": len(matching), "leads": [_shown(lead) for lead in page]})


def one(call: ProjectCall) -> Response:
    """Answer with a lead of any project."""
    lead_id = object_id(call.path["lead_id"])
    if lead_id is None:
        fail(500, "Error getting object.")
    lead = call.box.stored_lead(lead_id)
    if lead is None:
        fail(404, "Object not found.")
    return json_answer(_shown(lead))


def tagged(call: ProjectCall) -> Response:
    """Add tags to a lead."""
    if not isinstance(call.body, list):
        raise Uncaught("tags.forEach is not a function")
    if not call.body:
        refuse(400, success=False, message="Tags are required")
    lead = _lead_to_tag(call)
    lead["tags"] = list(dict.fromkeys([*lead.get("tags", ()), *map(as_text, call.body)]))
    return json_answer(_shown(lead))


def untagged(call: ProjectCall) -> Response:
    """Take a tag from a lead."""
    lead = _lead_to_tag(call)
    lead["tags"] = [tag for tag in lead.get("tags", ()) if tag != call.path["tag"]]
    return json_answer(_shown(lead))


def _lead_to_tag(call: ProjectCall) -> Document:
    lead_id = object_id(call.path["lead_id"])
    if lead_id is None:
        refuse(500, success=False, error="Error updating lead")
    lead = call.box.stored_lead(lead_id)
    if lead is None:
        refuse(404, success=False, error="Lead not found")
    lead["updatedAt"] = call.box.stamp(lead["updatedAt"])
    return lead


def _tests(call: ProjectCall, query: Mapping[str, str]) -> Iterator[Test]:
    """Put the segment's conditions and the request's own together; the request's win over the segment's."""
    conditions = _segment_conditions(call, query)
    conditions.pop("id_project", None)
    conditions["status"] = Condition("status", "$eq", ACTIVE)
    for condition in _asked_for(query):
        conditions[condition.path] = condition
    for condition in conditions.values():
        yield test_of(cast(condition))
    if "full_text" in query:
        yield text_search(query["full_text"], ("fullname", "email"))


def _segment_conditions(call: ProjectCall, query: Mapping[str, str]) -> dict[str, Condition]:
    wanted, other_than = query.get("segment"), query.get("segment[$ne]")
    text = wanted or other_than
    if text is None:
        return {}
    segment_id = object_id(text)
    if segment_id is None:
        raise Uncaught("cast to ObjectId failed")
    candidates = (
        segment
        for each, segment in call.project.segments.items()
        if (each == segment_id if wanted else each != segment_id)
    )
    segment = next(candidates, None)
    if segment is None:
        fail(404, "Error segment not found")
    return conditions_of(segment.get("filters"))


def _asked_for(query: Mapping[str, str]) -> Iterator[Condition]:
    for name, value in query.items():
        parameter = _PARAMETER.fullmatch(name)
        if name in _PRESENCE:
            # Any text will do, also "false".
            yield Condition(_PRESENCE[name], "$exists", value=True)
        elif parameter is not None:
            yield _parameter_condition(parameter[1], parameter[2] or "$eq", value)


def _parameter_condition(path: str, operator: str, value: str) -> Condition:
    """Let a database operator in the parameter's name through, as the server does."""
    if operator != "$eq" and operator not in _PARAMETER_OPERATORS:
        raise Uncaught(f"unknown operator: {operator}")
    return Condition(path, operator, value == "true" if operator == "$exists" else value)


def _shown(lead: Document) -> Document:
    """Show a lead with the default that the server adds on reading."""
    return {"tags": [], **lead}
