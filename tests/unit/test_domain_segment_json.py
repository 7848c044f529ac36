"""Segments, drafts, leads and counts come back from JSON as they were."""

import json
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from support.strategies import counts, drafts, json_values, leads, outside_text, segments

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segment_json import (
    UnreadableForm,
    count_from_json,
    count_to_json,
    draft_from_json,
    draft_to_json,
    lead_from_json,
    lead_to_json,
    segment_from_json,
    segment_to_json,
)
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentLink, SegmentState
from segtui.domain.values import JsonValue, NumberValue


def through_json(form: JsonValue) -> Any:
    return json.loads(json.dumps(form))


@settings(max_examples=60)
@given(segments())
def test_a_segment_comes_back_as_it_was_and_its_raw_object_byte_for_byte(segment: Segment) -> None:
    back = segment_from_json(through_json(segment_to_json(segment)))
    assert (back, back.used_at) == (segment, segment.used_at)
    assert json.dumps(back.raw) == json.dumps(segment.raw)


@settings(max_examples=60)
@given(drafts())
def test_a_draft_comes_back_as_it_was(draft: SegmentDraft) -> None:
    assert draft_from_json(through_json(draft_to_json(draft))) == draft


def test_a_draft_keeps_a_number_as_it_was_typed() -> None:
    draft = SegmentDraft("", Group(children=(Condition("age", Operator.IS, NumberValue("1.50")),)))
    assert draft_from_json(through_json(draft_to_json(draft))) == draft


@settings(max_examples=50)
@given(leads())
def test_a_lead_comes_back_as_it_was(lead: Lead) -> None:
    assert lead_from_json(through_json(lead_to_json(lead))) == lead


@given(counts())
def test_a_count_comes_back_as_it_was(count: Count) -> None:
    assert count_from_json(through_json(count_to_json(count))) == count


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
COUNT = count_to_json(Count(5, Certainty.EXACT, Source.SERVER, NOON))
SEGMENT = segment_to_json(
    Segment(
        "5f3e",
        "Rome",
        Group(),
        SegmentKind.STATIC,
        Count(5, Certainty.EXACT, Source.SERVER, NOON),
        created_at=NOON,
        updated_at=NOON,
        created_by="Ann",
        used_at=NOON,
        state=SegmentState.ARCHIVED,
        written='[{"Form":{"$in":[11]}}]',
        details={"team": 1},
        people=(Lead("1", "Ada", {}),),
        links=(SegmentLink("310", "team", "4", "North"),),
    )
)


def test_what_goes_without_saying_is_left_out() -> None:
    assert segment_to_json(Segment("5f3e", "Rome", None)) == {"id": "5f3e", "name": "Rome", "raw": {}}
    assert len(SEGMENT) == len(fields(Segment))


@settings(max_examples=200)
@given(outside_text(), json_values())
def test_a_segment_with_anything_in_place_of_a_part_is_a_segment_or_a_complaint(key: str, value: JsonValue) -> None:
    for changed in (key, *SEGMENT):
        with suppress(UnreadableForm):
            segment_from_json({**SEGMENT, changed: value})


@pytest.mark.parametrize("form", [None, [], "Rome", 5, True, {}])
def test_what_is_no_such_object_is_refused(form: JsonValue) -> None:
    for read in (segment_from_json, draft_from_json, lead_from_json, count_from_json):
        with pytest.raises(UnreadableForm):
            read(form)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"id": None}, "The segment's id is no text."),
        ({"name": 5}, "The segment's name is no text."),
        ({"kind": "guessed"}, "The segment's kind is none of: dynamic, static, remote list."),
        ({"created_at": "yesterday"}, "The segment's created_at is no moment."),
        ({"created_at": "2026-11-22T09:30:00"}, "The segment's created_at is no moment."),
        (
            {"rule": {"children": [{"field": "secret", "operator": "is", "value": None}]}},
            "The segment's rule is no rule",
        ),
        ({"raw": None}, "The segment's raw is no object."),
        ({"tags\x1b": []}, "The segment has the unknown key “tags\ufffd”."),
        ({"size": {**COUNT, "value": True}}, "The count's value is no whole number."),
        ({"size": {**COUNT, "value": 0.5}}, "The count's value is no whole number."),
        ({"size": {**COUNT, "as_of": None}}, "The count's as_of is no moment."),
        ({"size": {**COUNT, "unsure": None}}, "The count's unsure is no whole number."),
        ({"size": {"value": 5}}, "The count isn't whole."),
    ],
)
def test_a_wrong_part_is_named_and_not_quoted(changed: dict[str, JsonValue], says: str) -> None:
    with pytest.raises(UnreadableForm) as raised:
        segment_from_json({**SEGMENT, **changed})
    assert says in raised.value.message
    assert "secret" not in raised.value.message
    assert raised.value.__cause__ is None
