"""What isn't saved outlives the run as it was last, and what keeps it from that is said until it is over."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from support.screens import memory_in
from support.workspaces import every

from segtui.domain.muting import turned
from segtui.domain.operators import Operator
from segtui.domain.people import Person, leads_of
from segtui.domain.rules import Condition
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.values import TextValue
from segtui.store.drafts import Drafts
from segtui.store.errors import FileTrouble
from segtui.store.memory import Memory
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing

ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
ROMANS = Segment("1", "Romans", every(ROME))
VIPS = Segment("2", "VIPs", every(VIP))
MANY = leads_of([Person(f"crm-{number}", "Ann") for number in range(500)])
LONG = Segment("3", "Weekly", None, SegmentKind.STATIC, people=MANY)


def drafts_of(memory: Memory) -> Drafts:
    drafts = memory.drafts("x")
    assert drafts is not None
    return drafts


@contextmanager
def full_disk(drafts: Drafts) -> Iterator[None]:
    def full(_work: object) -> None:
        raise FileTrouble("The disk is full.")

    with pytest.MonkeyPatch.context() as patch:
        for way in ("run", "look"):
            patch.setattr(drafts._journal, way, lambda *_: full(None))
        yield


def left_behind(home: Path) -> dict[str, SegmentDraft]:
    """What the next run finds, by key."""
    with closing(memory_in(home)) as memory:
        return {one.key: one.draft for one in Desk(memory.drafts("x")).restore().drafts}


def test_what_was_undone_and_is_wanted_again_is_kept(tmp_path: Path) -> None:
    wanted = Editing.of(ROMANS).with_name("Romani")
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        for step in (wanted, wanted.undone(), wanted):
            desk.put("1", step)
    assert left_behind(tmp_path) == {"1": wanted.draft}


def test_the_last_step_is_kept_when_only_muted_parts_have_changed(tmp_path: Path) -> None:
    muted = Editing.of(ROMANS).with_sketch(turned(every(ROME, VIP), (1,)))
    without = muted.with_name("Romani").with_sketch(every(ROME))
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        for step in (muted.with_name("Romani"), without):
            desk.put("1", step)
    assert left_behind(tmp_path) == {"1": without.sketch}


def test_why_a_segment_was_not_made_is_there_in_the_next_run(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        key = desk.begin(Editing.new("Fresh"))
        desk.note_not_made(key, "Refused.")
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        desk.restore()
        assert desk.why_not_made(key) == "Refused."


DOING: dict[str, Callable[[Desk], object]] = {
    "keep": lambda desk: desk.put("2", Editing.of(VIPS).with_name("Best")),
    "forget": lambda desk: desk.discard("1"),
    "undo": lambda desk: desk.put("1", Editing.of(ROMANS)),
    "note": lambda desk: desk.note_not_made("1", "Refused."),
    "restore": Desk.restore,
    "look around": Desk.edited_elsewhere,
}


@pytest.mark.parametrize("doing", DOING)
def test_whatever_a_full_disk_keeps_from_being_written_is_said(tmp_path: Path, doing: str) -> None:
    with closing(memory_in(tmp_path)) as memory:
        drafts = drafts_of(memory)
        desk = Desk(drafts)
        desk.put("1", Editing.of(ROMANS).with_name("Romani"))
        assert desk.trouble is None
        with full_disk(drafts):
            DOING[doing](desk)
            assert desk.trouble is not None


def test_an_edit_that_could_not_be_kept_is_kept_with_the_next_one_that_can(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory, closing(memory_in(tmp_path)) as other:
        drafts = drafts_of(memory)
        desk = Desk(drafts)
        with full_disk(drafts):
            desk.put("1", Editing.of(ROMANS).with_name("Romani"))
        desk.put("2", Editing.of(VIPS).with_name("Best"))
        assert desk.trouble is None
        assert Desk(other.drafts("x")).edited_elsewhere() == {"1", "2"}


def test_an_edit_that_could_not_be_kept_troubles_nobody_when_it_is_discarded(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory:
        drafts = drafts_of(memory)
        desk = Desk(drafts)
        with full_disk(drafts):
            desk.put("1", Editing.of(ROMANS).with_name("Romani"))
        desk.discard("1")
        desk.put("2", Editing.of(VIPS).with_name("Best"))
        assert desk.trouble is None


async def test_a_list_that_failed_unnoticed_is_tried_again_with_the_next_step_though_it_wants_the_same(
    tmp_path: Path,
) -> None:
    wanted = Editing.of(LONG).with_people(MANY[1:])
    with closing(memory_in(tmp_path)) as memory:
        drafts = drafts_of(memory)
        desk = Desk(drafts)
        with full_disk(drafts):
            desk.put("3", wanted)
            drafts.settle()
        desk.put("3", wanted)
        await desk.kept()
        assert desk.trouble is None
    assert left_behind(tmp_path).keys() == {"3"}


async def test_trouble_with_a_list_is_said_until_that_is_written(tmp_path: Path) -> None:
    wanted = Editing.of(LONG).with_people(MANY[1:])
    with closing(memory_in(tmp_path)) as memory:
        drafts = drafts_of(memory)
        desk = Desk(drafts)
        with full_disk(drafts):
            desk.put("3", wanted)
            await desk.kept()
        with drafts._writes._one_at_a_time:
            desk.put("3", wanted)
            assert desk.trouble is not None
        await desk.kept()
        assert desk.trouble is None


# What is saved, given to others, discarded or deleted


def test_what_is_muted_stays_after_a_save(tmp_path: Path) -> None:
    editing = Editing.of(ROMANS).with_sketch(turned(every(ROME, VIP), (1,))).with_name("Romani")
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        desk.load([ROMANS])
        desk.put("1", editing)
        desk.saved("1", replace(ROMANS, name="Romani"), editing.draft, editing.draft)
    assert left_behind(tmp_path) == {"1": editing.sketch}


def forms_of(desk: Desk) -> dict[str, object]:
    return {one.key: one.typed for one in desk.unfinished.all}


def test_what_stands_in_forms_follows_what_becomes_of_its_segment() -> None:
    desk = Desk()
    desk.load([ROMANS, VIPS])
    made, given_up = desk.begin(Editing.new("Fresh")), desk.begin(Editing.new("Other"))
    for key in ("1", "2", made, given_up):
        desk.put(key, desk.editing(key) or Editing.new())
        desk.unfinished.keep(key, "NAME", key)
    desk.removed("1")
    desk.discard("2")
    desk.discard(given_up)
    desk.saved(made, Segment("9", "Fresh", every(ROME)))
    assert forms_of(desk) == {"2": "2", "9": made}
