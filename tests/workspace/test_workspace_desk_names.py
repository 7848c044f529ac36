"""Names on the desk: always something to read, and nothing to obey."""

import pytest
from support.strategies import HOSTILE_TEXTS
from support.workspaces import every, named, open_on, small_box

from segtui.domain.segments import Segment
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing

ID = "1" * 24


def shown_as(name: str) -> str:
    """How a segment of this name is listed."""
    desk = Desk()
    desk.load([Segment(ID, name, every())])
    return desk.lines()[0].name


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_a_segment_without_a_name_is_named_by_its_id(name: str) -> None:
    shown = shown_as(name)
    assert ID in shown
    assert shown.isprintable()


def test_a_new_segment_without_a_name_says_so() -> None:
    desk = Desk()
    desk.begin(Editing.new())
    assert desk.lines()[0].name == "(no name)"


@pytest.mark.parametrize("name", HOSTILE_TEXTS, ids=ascii)
def test_hostile_names_are_clean(name: str) -> None:
    shown = shown_as(name)
    # Joiners are kept: scripts and emoji need them.
    assert shown.replace("\N{ZERO WIDTH JOINER}", "").isprintable()
    assert shown


async def test_the_demos_hostile_segments_are_listed_clean_and_found() -> None:
    box = small_box()
    desk = Desk()
    desk.load(await open_on(box).segments())
    assert all(line.name.strip() and line.name.isprintable() for line in desk.lines())
    assert [line.key for line in desk.lines("gnp")] == [named(box, "\u202egnp.exe")]
    assert [line.key for line in desk.lines("[/red]")] == [named(box, "[/red] VIP")]
