"""What a new segment is shown with before it is made."""

from segtui.domain.difference import NEW, difference
from segtui.domain.rules import Group
from segtui.domain.segments import SegmentDraft


def test_details_that_a_new_segment_hasnt_are_not_told() -> None:
    draft = SegmentDraft(
        name="Fresh", rule=Group(), details={"description": "", "tag": None, "default": False, "team": "6"}
    )
    assert [str(step) for step in difference(NEW, draft).steps] == [
        "~ name: (none) → Fresh",
        "+ default: no",
        "+ team: 6",
    ]
    emptied = SegmentDraft(name="Fresh", rule=Group(), details={**draft.details, "team": ""})
    assert [str(step) for step in difference(draft, emptied).steps] == ["~ team: 6 → (none)"]
