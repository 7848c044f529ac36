"""One list of the register that can't be read is marked, explained and left alone; all else works."""

from pathlib import Path

from support.list_screens import demo_opener, segmenter
from support.screens import at_work

from segtui.cli.demos import known_of
from segtui.store.register import Register
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.forgetting import ForgetOrEmptyDialog
from segtui.ui.dialogs.memberships import MembershipsDialog

HOSTILE = "Old \x1b]52;c;aGk=\x07[/red]"


async def test_a_list_that_cannot_be_read_is_marked_explained_and_left_alone(tmp_path: Path) -> None:
    box = segmenter()
    register = Register(tmp_path / "register.sqlite3", "desk")
    for key, document in known_of("segmenter", box).items():
        register.put(key, document)
    broken = {"id": "a1", "name": HOSTILE, "persons": [], "at": "yesterday"}
    register.put("segment:a1", broken)
    async with at_work(demo_opener("segmenter", box, keeper=register), size=(140, 40)) as person:
        screen = person.screen
        screen.go_to("a1")
        await person.until(lambda: "can't be read" in " ".join("\n".join(person.drawn).split()))
        rows = screen.query_one(SegmentList)._rows
        place = [line.key for line in rows.lines].index("a1")
        assert str(rows.cells(place)[0]).startswith("! Old ")
        assert not any("\x1b" in line for line in person.drawn)
        assert screen.lead_pane.table.empty_text == "Who is on it can't be read."
        for key, action in (("c", "Duplicate"), ("e", "Details"), ("ctrl+s", "Save")):
            await person.press("1", key)
            assert person.said == f"{action}: not now, because what is kept of it here can't be read."
        await person.press("D")
        await person.opens(ForgetOrEmptyDialog)
        assert "not now, because who is on it isn't known here" in " ".join("\n".join(person.drawn).split())
        await person.leaves()
        screen.go_to(next(key for key, one in screen.desk.segments.items() if one.name == "Fruit lovers"))
        await person.until(lambda: len(person.leads) > 1)
        await person.press("3", "w")
        await person.opens(MembershipsDialog)
        await person.rest()
        await person.leaves()
    assert register.document("segment:a1") == broken
