"""One edit: each step can be undone, and one's own wishes stay."""

from datetime import UTC, datetime

import pytest
from support.workspaces import every

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import TextValue
from segtui.workspace.editing import Editing

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
ROMANS = Segment("1" * 24, "Romans", every(ROME), updated_at=AT)
VIPS = Segment("2" * 24, "VIP customers in Rome", every(VIP), updated_at=AT)
COUNT = Count(3, Certainty.EXACT, Source.SERVER, AT)


def test_an_edit_begins_without_a_change() -> None:
    editing = Editing.of(ROMANS)
    assert editing.draft == SegmentDraft("Romans", every(ROME))
    assert not editing.is_changed
    assert not editing.change
    assert editing.source is ROMANS


def test_every_step_can_be_undone_and_redone() -> None:
    editing = Editing.of(ROMANS).with_name("Romani").with_rule(every(ROME, VIP))
    assert [str(step) for step in editing.change.steps] == ["~ name: Romans → Romani", "+ condition 2: tags is vip"]
    back = editing.undone()
    assert back.draft == SegmentDraft("Romani", every(ROME))
    assert back.undone().undone().draft == SegmentDraft.of(ROMANS)
    assert not back.undone().is_changed
    assert back.redone() == editing
    assert editing.redone() == editing


def test_a_step_after_undoing_leaves_nothing_to_redo() -> None:
    editing = Editing.of(ROMANS).with_name("A").undone().with_name("B")
    assert editing.redone().draft.name == "B"
    assert editing.undone().draft.name == "Romans"


def test_the_same_again_is_no_step() -> None:
    assert Editing.of(ROMANS).with_name("Romans") == Editing.of(ROMANS)


def test_going_back_to_what_the_service_has_can_be_undone() -> None:
    editing = Editing.of(ROMANS).with_name("A").reverted()
    assert not editing.is_changed
    assert editing.undone().draft.name == "A"


def test_a_new_segment_is_always_unsaved_and_has_nothing_to_go_back_to() -> None:
    editing = Editing.new("Fresh")
    assert editing.is_changed
    assert editing.draft == SegmentDraft("Fresh", Group())
    assert editing.with_name("Other").reverted().draft.name == "Other"
    assert editing.source is None


@pytest.mark.parametrize(("name", "copy"), [("Romans", "Romans (copy)"), ("", "(copy)")])
def test_a_duplicate_is_a_new_segment_that_knows_of_which(name: str, copy: str) -> None:
    original = Segment("1" * 24, name, every(ROME))
    editing = Editing.duplicate(original)
    assert editing.draft == SegmentDraft(copy, every(ROME))
    assert editing.stored is None
    assert editing.with_rule(every(VIP)).source is original
    assert editing.is_changed


def test_ones_own_wishes_stay_on_top_of_theirs() -> None:
    theirs = Segment(ROMANS.id, "Theirs", every(ROME), updated_at=AT)
    mine = Editing.of(ROMANS).with_rule(every(VIP)).onto(theirs)
    assert mine.draft.name == "Theirs"
    assert [str(step) for step in mine.change.steps] == ["~ condition 1: city is Rome → tags is vip"]
    assert mine.undone().draft == SegmentDraft("Romans", every(VIP))
