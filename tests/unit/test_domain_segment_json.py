"""What is kept on disk comes back as it was, and what isn't in that form is never taken for something else."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import documents, json_values, leads, moments, outside_text, rules

from segtui.domain.counting import Certainty, Count, Source
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
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentState

NUMBERS = st.none() | st.integers(0, 10**9)
COUNTS = st.builds(
    Count, NUMBERS, st.sampled_from(Certainty), st.sampled_from(Source), moments(), NUMBERS, st.integers(0, 99)
)
SEGMENTS = st.builds(
    Segment,
    id=outside_text(),
    name=outside_text(),
    rule=st.none() | rules(),
    kind=st.sampled_from(SegmentKind),
    description=st.none() | outside_text(),
    size=st.none() | COUNTS,
    created_at=st.none() | moments(),
    updated_at=st.none() | moments(),
    created_by=st.none() | outside_text(),
    state=st.sampled_from(SegmentState),
    raw=documents(),
    extra=documents(),
)
READERS: tuple[Callable[[Any], object], ...] = (segment_from_json, draft_from_json, lead_from_json, count_from_json)


def through_json(form: object) -> Any:
    return json.loads(json.dumps(form))


@given(SEGMENTS)
def test_a_segment_comes_back_as_it_was(segment: Segment) -> None:
    assert segment_from_json(through_json(segment_to_json(segment))) == segment


@given(outside_text(), rules())
def test_a_draft_comes_back_as_it_was(name: str, rule: Any) -> None:
    draft = SegmentDraft(name, rule)
    assert draft_from_json(through_json(draft_to_json(draft))) == draft


@given(leads())
def test_a_lead_comes_back_as_it_was(lead: Any) -> None:
    assert lead_from_json(through_json(lead_to_json(lead))) == lead


@given(COUNTS)
def test_a_count_comes_back_as_it_was(count: Count) -> None:
    assert count_from_json(through_json(count_to_json(count))) == count


def test_a_moment_keeps_its_zone_and_its_microseconds() -> None:
    at = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    segment = Segment("1", "A", None, updated_at=at, created_at=at.astimezone(UTC))
    again = segment_from_json(through_json(segment_to_json(segment)))
    assert again.updated_at == at
    assert again.updated_at.utcoffset() == at.utcoffset()


@given(json_values())
def test_anything_else_is_refused_in_one_way(form: Any) -> None:
    for read in READERS:
        with pytest.raises(UnreadableForm):
            read(form)


@given(SEGMENTS, st.data())
def test_a_form_with_one_part_spoiled_is_refused_or_still_a_segment(segment: Segment, data: st.DataObject) -> None:
    form = through_json(segment_to_json(segment))
    form[data.draw(st.sampled_from(sorted(form)))] = data.draw(json_values())
    with suppress(UnreadableForm):
        assert isinstance(segment_from_json(form), Segment)
