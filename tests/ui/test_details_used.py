"""Words and ids that a service doesn't list are offered as other segments have them."""

from support.list_screens import demo_opener, segmenter
from support.screens import at_work

from segtui.backends.segmenter.details import DETAILS
from segtui.domain.segments import Segment
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.workspace.details import used_values


def test_what_segments_have_is_counted_the_most_used_first_and_only_where_it_is_offered() -> None:
    types = ("B", "A", "A", "", "C", "B", None, 7)
    segments = [
        Segment(str(number), "One", None, details={"segmentType": one, "description": "Same"})
        for number, one in enumerate(types)
    ]
    used = used_values(DETAILS, segments)
    assert used == {"broadcastMediumId": [], "segmentType": [("A", 2), ("B", 2), ("C", 1)], "TagId": []}


async def test_a_type_that_was_used_before_is_taken_from_the_list() -> None:
    async with at_work(demo_opener("segmenter", segmenter()), size=(80, 24)) as person:
        await person.press("1", "n")
        dialog = await person.opens(DetailsDialog)
        assert "ctrl+t" not in person.text_of("#hint")
        await person.press("ctrl+t", *"Fresh", "tab", "tab", "tab")
        assert "Used before: “STATIC” (" in person.text_of("#hint")
        await person.types("x")
        await person.press("ctrl+t")
        await person.opens(PickDialog)
        await person.leaves()
        assert dialog._now["segmentType"] == "x"
        await person.press("ctrl+t")
        await person.opens(PickDialog)
        await person.types("static")
        await person.press("enter")
        await person.until(lambda: person.app.screen is dialog)
        await person.press("ctrl+s")
        await person.closes()
        assert person.editing.draft.details["segmentType"] == "STATIC"
