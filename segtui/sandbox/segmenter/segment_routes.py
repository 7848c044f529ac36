"""Make a segment, and replace one with its people."""

from starlette.responses import Response

from segtui.sandbox.segmenter import forms
from segtui.sandbox.segmenter.call import Call
from segtui.sandbox.segmenter.documents import Document
from segtui.sandbox.segmenter.habits import Shape
from segtui.sandbox.segmenter.wire import json_answer, refuse

_REPLACED = ("description", "broadcastMediumId", "segmentType", "persons")


def created(call: Call) -> Response:
    """Store a new segment, also when there is one like it."""
    habits = call.box.habits
    form = forms.new_segment(call.body, habits)
    if habits.fails_with_message:
        return _failed(habits.error_message)
    people = _accepted(call, form.pop("persons", []))
    segment = call.box.put_segment({**form, "persons": people, "retailer": call.account.retailer})
    return _answer(segment, habits.created_shape, habits.created_status, habits.error_message)


def updated(call: Call) -> Response:
    """Replace what an update can hold: whoever isn't on the list that came is on the segment's no longer."""
    habits = call.box.habits
    form = forms.changes(call.body, habits)
    segment_id = form.get("id", call.path_id)
    if call.path_id not in (None, segment_id):
        refuse(400, "id must be the one in the path")
    segment = call.box.stored_segment(segment_id)
    if segment is None or segment["retailer"] != call.account.retailer:
        return _unknown(call)
    if habits.fails_with_message:
        return _failed(habits.error_message)
    if habits.left_out == "emptied":
        form = {**dict.fromkeys(_REPLACED), **form}
    people = form.pop("persons", segment["persons"])
    segment.update(form, updatedAt=call.box.stamp(segment["updatedAt"]))
    call.box.replace_people(segment, _accepted(call, people or []))
    return _answer(segment, habits.updated_shape, habits.updated_status, habits.error_message)


def _accepted(call: Call, people: list[Document]) -> list[Document]:
    """Leave out whom the service doesn't take."""
    habits = call.box.habits
    kept = [one for one in people if all(one.get(field) for field in habits.skips_people_without)]
    if habits.same_person_twice != "merged":
        return kept
    # The later one wins, in the earlier one's place.
    by_id = {one.get("externalId", number): one for number, one in enumerate(kept)}
    return list(by_id.values())


def _unknown(call: Call) -> Response:
    says = call.box.habits.unknown_id
    if says != "message":
        refuse(int(says), "Segment not found")
    return _failed("Segment not found")


def _failed(message: str) -> Response:
    return json_answer({"data": None, "errorMessage": message})


def _answer(segment: Document, shape: Shape, status: int, message: str) -> Response:
    shown = {"id": segment["id"], "persons": [_shown(person) for person in segment["persons"]]}
    match shape:
        case "whole":
            return json_answer({"data": shown, "errorMessage": message}, status)
        case "id only":
            return json_answer({"data": {"id": segment["id"]}, "errorMessage": message}, status)
        case "null data":
            return json_answer({"data": None, "errorMessage": message}, status)
        case "no data":
            return json_answer({"errorMessage": message}, status)
        case "nothing":
            return Response(status_code=status)


def _shown(person: Document) -> Document:
    """Show a person as an answer does: without name, phone and tags."""
    return {field: person[field] for field in ("id", "externalId", "email") if person[field] is not None}
