"""Unsaved edits outlive the segtui they were made in, however it ends, and two of them never undo each other's."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import TextValue
from segtui.store.drafts import Drafts, KeptDraft, new_key
from segtui.store.errors import FileTrouble
from segtui.store.instances import Instance
from segtui.store.journal import Journal

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROME = Group(children=(Condition("city", Operator.IS, TextValue("Rome")),))
ROMANS = Segment("r", "Romans\ud83d", ROME, raw={"_id": "r", "filters": [{"field": "city"}]})
WANTED = SegmentDraft("Romans of mine", Group())
ACME, OTHER = "tiledesk https://acme.example p1", "tiledesk https://other.example p1"


class Run:
    """A segtui that runs on some directory, until it ends."""

    def __init__(self, home: Path, scope: str = ACME, now: Callable[[], datetime] = lambda: NOON) -> None:
        self.instance = Instance.begin(home / "running")
        self.journal = Journal(home / "data" / "journal.sqlite3", NOON)
        self.drafts = Drafts(self.journal, self.instance, scope, now=now)

    def end(self) -> None:
        self.instance.end()
        self.journal.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Starts one more segtui."""
    started: list[Run] = []

    def start(scope: str = ACME, now: Callable[[], datetime] = lambda: NOON) -> Run:
        started.append(Run(tmp_path, scope, now))
        return started[-1]

    yield start
    for one in started:
        one.end()


def keys(drafts: Drafts) -> list[str]:
    return [one.key for one in drafts.left_behind()]


def test_a_draft_is_offered_to_the_next_one_as_it_was(run: Callable[..., Run]) -> None:
    first = run()
    first.drafts.keep("r", WANTED, ROMANS, None)
    key = new_key()
    first.drafts.keep(key, WANTED, None, ROMANS)
    first.end()
    second = run()
    kept = sorted(second.drafts.left_behind(), key=lambda one: one.stored is None)
    assert kept == [KeptDraft("r", WANTED, ROMANS, None, NOON), KeptDraft(key, WANTED, None, ROMANS, NOON)]
    assert keys(second.drafts) == []
    second.end()
    assert set(keys(run().drafts)) == {"r", key}


def test_the_last_state_of_an_edit_counts_and_a_forgotten_one_is_gone(run: Callable[..., Run]) -> None:
    first = run()
    first.drafts.keep("r", WANTED, ROMANS, None)
    first.drafts.keep("r", SegmentDraft("Later", Group()), ROMANS, None)
    first.drafts.keep("s", WANTED, ROMANS, None)
    first.drafts.forget("s")
    first.end()
    assert [(one.key, one.draft.name) for one in run().drafts.left_behind()] == [("r", "Later")]


def test_what_belongs_to_another_place_is_not_offered(run: Callable[..., Run]) -> None:
    first = run(OTHER)
    first.drafts.keep("r", WANTED, ROMANS, None)
    first.end()
    assert keys(run().drafts) == []
    assert keys(run(OTHER).drafts) == ["r"]


def test_two_that_run_at_once_leave_each_others_alone_and_know_of_each_other(run: Callable[..., Run]) -> None:
    first, second = run(), run()
    first.drafts.keep("r", WANTED, ROMANS, None)
    second.drafts.keep("r", SegmentDraft("Second's", Group()), ROMANS, None)
    assert keys(first.drafts) == keys(second.drafts) == []
    assert first.drafts.elsewhere() == second.drafts.elsewhere() == {"r"}
    second.drafts.forget("r")
    assert first.drafts.elsewhere() == frozenset()
    first.end()
    (kept,) = second.drafts.left_behind()
    assert kept.draft == WANTED


def test_of_several_edits_of_one_segment_none_is_lost_and_the_latest_is_of_the_segment(run: Callable[..., Run]) -> None:
    minutes = {"First": 1, "Third": 3, "Second": 2}
    earlier = [run(now=lambda minute=minute: NOON.replace(minute=minute)) for minute in minutes.values()]
    for name, one in zip(minutes, earlier, strict=True):
        one.drafts.keep("r", SegmentDraft(name, ROME), ROMANS, None)
    for one in earlier:
        one.end()
    kept = run().drafts.left_behind()
    assert [one.draft.name for one in kept] == ["Third", "Second", "First"]
    assert [(one.key == "r", one.stored, one.like) for one in kept] == [
        (True, ROMANS, None),
        (False, None, ROMANS),
        (False, None, ROMANS),
    ]
    assert len({one.key for one in kept}) == 3


CHILD = """
import sys
sys.path[:0] = {path!r}
from test_store_drafts import *
run = Run(Path({home!r}))
run.drafts.keep("r", WANTED, ROMANS, None)
print("kept", flush=True)
sys.stdin.read()
"""


def child(home: Path) -> subprocess.Popen[str]:
    code = CHILD.format(path=[str(Path(__file__).parent), *sys.path], home=str(home))
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    return process


def test_a_kill_loses_nothing_and_the_edit_goes_to_one_of_those_that_start_next(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    with child(tmp_path) as process:
        assert keys(run().drafts) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    second, third = run(), run()
    assert keys(second.drafts) == ["r"]
    assert keys(third.drafts) == []
    assert not list((tmp_path / "running").glob("*.new"))


def test_files_are_for_their_owner_only_whatever_the_umask(tmp_path: Path, run: Callable[..., Run]) -> None:
    before = os.umask(0)
    try:
        run().drafts.keep("r", WANTED, ROMANS, None)
        modes = {
            path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")
        }
    finally:
        os.umask(before)
    assert {"data", "running", "data/journal.sqlite3", "data/journal.sqlite3-wal"} <= modes.keys()
    assert {mode for name, mode in modes.items() if name in {"data", "running"}} == {0o700}
    assert {mode for name, mode in modes.items() if name not in {"data", "running"}} == {0o600}


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_journal_is_set_aside_with_all_that_is_in_it(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(damage)
    for number in (1, 2):
        journal = Journal(file, NOON)
        assert "was damaged and was set aside as journal.damaged-20261122T120000Z" in journal.notice
        journal.close()
        file.unlink()
        file.write_bytes(damage)
        aside = list(tmp_path.glob("journal.damaged-*.sqlite3"))
        assert len(aside) == number
        assert {one.read_bytes() for one in aside} == {damage}


def test_a_page_that_is_damaged_in_the_middle_is_found(tmp_path: Path) -> None:
    home = Run(tmp_path)
    for number in range(200):
        home.drafts.keep(f"s{number}", WANTED, ROMANS, None)
    home.end()
    file = tmp_path / "data" / "journal.sqlite3"
    content = bytearray(file.read_bytes())
    content[9000:13000] = b"\x00" * 4000
    file.write_bytes(content)
    journal = Journal(file, NOON)
    assert "was damaged" in journal.notice
    journal.close()


def test_a_journal_of_a_newer_segtui_is_set_aside_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite3"
    Journal(file, NOON).close()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    journal = Journal(file, NOON)
    assert "is of a newer segtui and was set aside as journal.newer-20261122T120000Z.sqlite3" in journal.notice
    journal.close()
    aside = sqlite3.connect(tmp_path / "journal.newer-20261122T120000Z.sqlite3")
    assert aside.execute("PRAGMA user_version").fetchone() == (99,)
    aside.close()


@pytest.mark.parametrize(
    "form", ["{", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "draft": {"name": 1}}']
)
def test_a_draft_that_cant_be_read_stays_where_it_is_and_is_counted(run: Callable[..., Run], form: str) -> None:
    first = run()
    first.drafts.keep("r", WANTED, ROMANS, None)
    first.drafts.keep("s", WANTED, ROMANS, None)
    with first.journal.transaction() as database:
        database.execute("UPDATE draft SET form = ? WHERE key = 'r'", (form,))
    first.end()
    second = run()
    assert keys(second.drafts) == ["s"]
    assert second.drafts.unreadable == 1
    with second.journal.transaction() as database:
        assert database.execute("SELECT form FROM draft WHERE key = 'r'").fetchone() == (form,)


def test_a_directory_in_the_place_of_the_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite3").mkdir()
    with pytest.raises(FileTrouble, match="is a directory"):
        Journal(tmp_path / "journal.sqlite3", NOON)


def test_a_full_disk_is_told_and_what_was_kept_stays(run: Callable[..., Run]) -> None:
    first = run()
    first.drafts.keep("r", WANTED, ROMANS, None)
    with first.journal.transaction() as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    first.journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(FileTrouble, match="full"):
        first.drafts.keep("r", SegmentDraft("x" * 200_000, Group()), ROMANS, None)
    first.end()
    assert [one.draft for one in run().drafts.left_behind()] == [WANTED]
