"""Edits of long lists of people: written in a thread, the newest wins, and nothing ends before it is safe."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support.screens import memory_in

from segtui.domain.leads import Lead
from segtui.domain.people import Person, leads_of
from segtui.domain.segment_json import lead_to_json
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.values import JsonValue
from segtui.store.drafts import Drafts, KeptDraft
from segtui.store.errors import FileTrouble
from segtui.store.latest_writes import LatestWrites
from segtui.store.memory import Memory
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing

MANY = leads_of([Person(f"crm-{number}", "Ann") for number in range(500)])
WEEKLY = Segment("a1", "Weekly", None, SegmentKind.STATIC, people=MANY)


class Writer:
    """Writes words when it may, and remembers in which order."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.is_asked, self.may_write = threading.Event(), threading.Event()

    def of(self, word: str) -> Callable[[], None]:
        return lambda: self.written.append(word)

    def slowly(self) -> None:
        self.is_asked.set()
        assert self.may_write.wait(timeout=20)
        self.written.append("slow")

    def fails(self) -> None:
        raise FileTrouble("The disk is full.")


@contextmanager
def held_up(memory: Memory) -> Iterator[Drafts]:
    """Edits that aren't written before somebody has waited for them a while."""
    drafts = memory.drafts("x")
    assert drafts is not None
    writing = drafts._writes._one_at_a_time
    writing.acquire()
    releasing = threading.Timer(0.1, writing.release)
    releasing.start()
    yield drafts
    releasing.join()


def left_behind(home: Path) -> tuple[KeptDraft, ...]:
    """What the next segtui finds; the one after it finds the same."""
    with closing(memory_in(home)) as memory:
        return Desk(memory.drafts("x")).restore().drafts


def test_of_what_waits_for_one_key_only_the_newest_is_written() -> None:
    writes, writer = LatestWrites(), Writer()
    writes.later("a", writer.slowly)
    assert writer.is_asked.wait(timeout=20)
    for word in ("a1", "a2", "a3"):
        writes.later("a", writer.of(word))
    writes.later("b", writer.of("b1"))
    assert writes.is_busy
    writer.may_write.set()
    writes.close()
    assert writer.written == ["slow", "a3", "b1"]
    assert not writes.is_busy


def test_what_is_written_at_once_comes_after_what_is_under_way_and_instead_of_what_waits() -> None:
    writes, writer = LatestWrites(), Writer()
    writes.later("a", writer.slowly)
    assert writer.is_asked.wait(timeout=20)
    writes.later("a", writer.of("waits"))
    releasing = threading.Timer(0, writer.may_write.set)
    releasing.start()
    writes.at_once("a", writer.of("now"))
    writes.close()
    # The one that waited may have had its turn before, but never comes last.
    assert writer.written in (["slow", "now"], ["slow", "waits", "now"])
    releasing.join()


def test_a_failure_is_told_once_unless_something_newer_was_written() -> None:
    writes, writer = LatestWrites(), Writer()
    writes.later("a", writer.fails)
    writes.settle()
    assert {key: trouble.message for key, trouble in writes.take_failures().items()} == {"a": "The disk is full."}
    assert writes.take_failures() == {}
    writes.later("a", writer.fails)
    writes.settle()
    writes.later("a", writer.of("mended"))
    writes.close()
    assert (writer.written, writes.take_failures()) == (["mended"], {})


def test_a_bug_in_a_write_comes_out_where_it_is_waited_for_and_stops_nothing_else() -> None:
    writes, writer = LatestWrites(), Writer()

    def broken() -> None:
        raise ZeroDivisionError

    writes.later("a", broken)
    with pytest.raises(ZeroDivisionError):
        writes.settle()
    writes.later("b", writer.of("b"))
    writes.close()
    assert writer.written == ["b"]


def test_the_last_of_many_steps_is_there_after_the_end_with_everything_it_began_from(tmp_path: Path) -> None:
    memory = memory_in(tmp_path)
    desk = Desk(memory.drafts("x"))
    desk.load([WEEKLY])
    for count in range(1, 6):
        editing = desk.editing("a1")
        assert editing is not None
        desk.put("a1", editing.with_people(MANY[count:]))
    memory.close()
    for _ in range(2):
        (kept,) = left_behind(tmp_path)
        assert (kept.draft.people, kept.stored) == (MANY[5:], WEEKLY)


def test_an_edit_of_an_earlier_run_is_set_apart_from_one_that_is_still_being_written(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory:
        Desk(memory.drafts("x")).put("a1", Editing.of(WEEKLY).with_people(MANY[2:]))
    with closing(memory_in(tmp_path)) as memory, held_up(memory) as drafts:
        desk = Desk(drafts)
        desk.put("a1", Editing.of(WEEKLY).with_people(MANY[1:]))
        (older,) = desk.restore().drafts
        assert (older.key != "a1", older.draft.people) == (True, MANY[2:])
    assert sorted(len(one.draft.people or ()) for one in left_behind(tmp_path)) == [len(MANY) - 2, len(MANY) - 1]


def test_why_a_list_was_not_made_is_kept_with_it_though_that_is_still_being_written(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory, held_up(memory) as drafts:
        desk = Desk(drafts)
        key = desk.begin(Editing.duplicate(WEEKLY))
        desk.note_not_made(key, "Refused.")
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        desk.restore()
        assert desk.why_not_made(key) == "Refused."


def test_a_list_that_cannot_be_written_to_its_end_is_not_taken_for_kept(tmp_path: Path) -> None:
    with closing(memory_in(tmp_path)) as memory, pytest.MonkeyPatch.context() as broken, held_up(memory) as drafts:
        broken.setattr(drafts._journal, "run", lambda _work: Writer().fails())
        desk = Desk(drafts)
        desk.put("a1", Editing.of(WEEKLY).with_people(MANY[1:]))
        assert not desk.keep_to_end()


def test_an_edit_that_is_discarded_while_it_is_written_is_not_offered_again(tmp_path: Path) -> None:
    memory = memory_in(tmp_path)
    desk = Desk(memory.drafts("x"))
    desk.load([WEEKLY])
    editing = desk.editing("a1")
    assert editing is not None
    desk.put("a1", editing.with_people(MANY[1:]))
    desk.discard("a1")
    memory.close()
    assert left_behind(tmp_path) == ()


async def test_what_changes_of_a_list_is_written_and_what_stays_is_not_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Lead] = []

    def watched(lead: Lead) -> dict[str, JsonValue]:
        written.append(lead)
        return lead_to_json(lead)

    monkeypatch.setattr("segtui.domain.segment_json.lead_to_json", watched)
    changed = Lead("new", "New", {})
    with closing(memory_in(tmp_path)) as memory:
        desk = Desk(memory.drafts("x"))
        desk.load([WEEKLY])
        editing = desk.editing("a1")
        assert editing is not None
        desk.put("a1", editing.with_people(MANY[1:]))
        await desk.kept()
        assert len(written) == len(MANY)
        desk.put("a1", editing.with_people((*MANY[2:], changed)))
        await desk.kept()
    assert written[len(MANY) :] == [changed]


async def test_what_cannot_be_kept_is_said_and_tried_again_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = memory_in(tmp_path)
    drafts = memory.drafts("x")
    assert drafts is not None
    desk = Desk(drafts)
    desk.load([WEEKLY])
    editing = desk.editing("a1")
    assert editing is not None
    with monkeypatch.context() as broken:
        broken.setattr(drafts._journal, "run", lambda _work: Writer().fails())
        desk.put("a1", editing.with_people(MANY[1:]))
        await desk.kept()
        assert desk.trouble is not None
        assert not desk.keep_to_end()
    # The very same wish again: it wasn't kept, so it is tried again.
    desk.put("a1", editing.with_people(MANY[1:]))
    await desk.kept()
    assert desk.keep_to_end()
    memory.close()
    assert len(left_behind(tmp_path)) == 1
