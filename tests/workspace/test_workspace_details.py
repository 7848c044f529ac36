"""The details of segments, for services whose segments have some."""

from dataclasses import replace

import pytest

from segtui.backends.base import Served
from segtui.backends.details import Detail, DetailKind
from segtui.backends.registry import service
from segtui.domain.lead_word import LEADS
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue
from segtui.workspace.confirming import EVERYBODY, Confirmation, confirmation_for, confirmation_with
from segtui.workspace.details import as_answered, differ, new_details, onto, refuse_missing
from segtui.workspace.editing import Editing
from segtui.workspace.errors import DetailMissing

DETAILS = (
    Detail("team", "Team", DetailKind.CHOICE, only_new=True, required=True),
    Detail("description", "Description", DetailKind.TEXT, initial=""),
    Detail("default", "Default", DetailKind.YES_NO, initial=False, confirm="Colleagues will see it."),
)
SERVICE = replace(service("tiledesk"), details=DETAILS)
NORTH: dict[str, JsonValue] = {"team": 4, "description": "cold", "default": True}


def segment(details: dict[str, JsonValue]) -> Segment:
    return Segment("7", "North", Group(), details=details)


def test_a_new_segment_begins_with_what_the_service_says_and_a_copy_is_not_switched_on() -> None:
    assert new_details(SERVICE) == {"team": None, "description": "", "default": False}
    copy = Editing.duplicate(segment(NORTH), new_details(SERVICE, segment(NORTH)))
    assert copy.draft.details == {**NORTH, "default": False}


def test_a_new_segment_without_what_the_service_wants_is_refused_by_name() -> None:
    with pytest.raises(DetailMissing, match="needs a team"):
        refuse_missing(SERVICE, SegmentDraft("North", Group(), details=new_details(SERVICE)))
    refuse_missing(SERVICE, SegmentDraft("North", Group(), details=NORTH))


def test_what_an_answer_leaves_out_is_neither_changed_nor_cleared() -> None:
    loaded, lean = segment(NORTH), segment({"team": 4})
    assert not differ(loaded, lean)
    assert differ(loaded, segment({**NORTH, "description": "warm"}))
    draft = SegmentDraft("North", Group(), details={**NORTH, "description": "warm"})
    assert onto(lean, loaded, draft) == {"team": 4, "description": "warm"}
    assert as_answered(draft, lean).details == draft.details


def test_switching_on_what_colleagues_see_needs_its_word_beside_that_of_the_rule() -> None:
    off, on = {**NORTH, "default": False}, NORTH
    assert confirmation_with(None, DETAILS, off, on) == Confirmation("default", "Colleagues will see it.")
    assert confirmation_with(None, DETAILS, on, on) is None
    assert confirmation_with(None, DETAILS, on, off) is None
    assert confirmation_with(None, DETAILS, {"default": "the team"}, {"default": "all teams"}) is not None
    everybody = confirmation_for(Served(Group(), (), "All of them."), None, LEADS)
    both = confirmation_with(everybody, DETAILS, off, on)
    assert both == Confirmation(EVERYBODY, "All of them. Colleagues will see it.")


def test_changing_a_detail_is_a_step_like_any_other() -> None:
    changed = Editing.of(segment(NORTH)).with_details({"description": "warm"})
    assert [str(step) for step in changed.change.steps] == ["~ description: cold → warm"]
    assert not changed.undone().is_changed
