"""The journal: private, never destroyed, and honest about what it can't do."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.journals import ROW, ROWS, looked_at, modes_below, opened, put, refused, rows_of, well_filled
from support.processes import started

from segtui.store import database_file
from segtui.store.database import Database
from segtui.store.errors import FileTrouble
from segtui.store.file_systems import is_shared_between_machines
from segtui.store.locks import FileLock
from segtui.store.schemas import JOURNAL
from segtui.store.setting_aside import aside_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_every_file_is_for_its_owner_only_while_it_is_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)  # so from the first byte
    with opened(path) as journal:
        put(journal)
        assert modes_below(path.parent) == {
            "journal.sqlite3": 0o600,
            "journal.sqlite3-wal": 0o600,
            "journal.sqlite3-shm": 0o600,
            "journal.lock": 0o600,
        }
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_journal_that_others_could_read_is_closed_to_them(path: Path) -> None:
    well_filled(path)
    path.chmod(0o644)
    with opened(path):
        assert set(modes_below(path.parent).values()) == {0o600}


def test_what_is_done_is_there_the_next_time_and_there_is_nothing_to_say(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        assert journal.run(lambda connection: connection.execute("PRAGMA user_version").fetchone()) == (3,)
    with opened(path) as journal:
        assert rows_of(journal) == [ROW]
        assert journal.take_notices() == []


def test_a_journal_of_an_earlier_segtui_is_brought_up_to_date_with_all_that_it_holds(path: Path) -> None:
    with Database(path, replace(JOURNAL, steps=JOURNAL.steps[:2], probes=JOURNAL.probes[:2])) as journal:
        put(journal)
        form = """INSERT INTO forms VALUES ('shop', '"5f3e"', '"NAME"', 'one', '["x"]', '2026', 0)"""
        journal.run(lambda connection: connection.execute(form))
    with opened(path) as journal:
        assert rows_of(journal) == [ROW]
        kept = "SELECT typed, name, not_made FROM forms, drafts"
        assert journal.run(lambda connection: connection.execute(kept).fetchall()) == [('["x"]', '""', '""')]
        assert journal.take_notices() == []


def test_looking_makes_no_journal_and_the_first_thing_to_keep_does(path: Path) -> None:
    with opened(path) as journal:
        assert looked_at(journal) == []
        assert modes_below(path.parent).keys() == {"journal.lock"}
        put(journal)
        assert looked_at(journal) == [ROW]
        assert journal.take_notices() == []
    with pytest.raises(FileTrouble, match="isn't open any more"):
        put(journal)


def test_a_look_finds_what_another_segtui_has_kept_since(path: Path) -> None:
    with opened(path) as journal:
        well_filled(path)
        assert len(looked_at(journal)) == 200


def test_one_that_cannot_be_made_when_something_is_to_be_kept_is_told_each_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as journal:
        monkeypatch.setattr(Path, "rename", refused)
        with pytest.raises(FileTrouble, match="the system doesn't let you"):
            put(journal)
        with pytest.raises(FileTrouble, match="isn't open any more"):
            put(journal)
        with FileLock(path.with_suffix(".lock")) as lock:  # in nobody's way, who may have more luck
            assert lock.try_to_take()


def test_one_that_was_closed_before_anything_was_kept_is_not_made_any_more(path: Path) -> None:
    with opened(path) as journal:
        pass
    with pytest.raises(FileTrouble, match="isn't open any more"):
        put(journal)
    assert not path.exists()


def test_nobody_can_set_it_aside_while_it_is_open(path: Path) -> None:
    well_filled(path)
    with FileLock(path.with_suffix(".lock")) as lock:
        with opened(path):
            assert not lock.try_to_take()
        assert lock.try_to_take()


def test_threads_write_one_after_the_other(path: Path) -> None:
    is_writing, may_end = threading.Event(), threading.Event()

    def slowly(_connection: sqlite3.Connection) -> None:
        is_writing.set()
        assert may_end.wait(timeout=20)

    with opened(path) as journal, ThreadPoolExecutor(2) as pool:
        first = pool.submit(journal.run, slowly)
        assert is_writing.wait(timeout=20)
        second = pool.submit(put, journal)
        ending = threading.Timer(0.05, may_end.set)
        ending.start()
        first.result()
        second.result()
        ending.join()
        assert rows_of(journal) == [ROW]


def test_nobody_writes_between_what_a_piece_of_work_reads_and_what_it_writes(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:

            def work(connection: sqlite3.Connection) -> None:
                connection.execute(ROWS).fetchall()
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("DELETE FROM drafts")

            journal.run(work)
        assert rows_of(journal) == [ROW]


def test_what_fails_half_way_is_not_done_at_all(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        with pytest.raises(sqlite3.IntegrityError):
            put(journal, ("shop", "new", "one", "{}", ""), ROW)
        assert rows_of(journal) == [ROW]


def test_a_mistake_in_our_own_words_is_no_trouble_of_the_file(path: Path) -> None:
    with opened(path) as journal, pytest.raises(sqlite3.OperationalError):
        journal.run(lambda connection: connection.execute("SELECT nothing FROM nowhere"))


OPEN_AND_PUT = """
journal = Database(Path(sys.argv[1]), JOURNAL)
row = ("shop", sys.argv[2], "one", "{}", "")
keep = "INSERT INTO drafts (scope, key, instance, written, kept_at) VALUES (?, ?, ?, ?, ?)"
journal.run(lambda connection: connection.execute(keep, row))
say(len(journal.take_notices()))
"""


@pytest.mark.parametrize("content", [b"hello\n" * 1000, None], ids=["damaged", "missing"])
def test_of_several_who_open_it_at_once_one_makes_it_and_nobody_loses_anything(
    path: Path, content: bytes | None
) -> None:
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with started(OPEN_AND_PUT, [[path, number] for number in range(2)]) as others:
        told = sum(int(other.said()) for other in others)
    assert told == len(list(path.parent.glob("journal.damaged-*.sqlite3"))) == (0 if content is None else 1)
    with opened(path) as journal:
        assert {row[1] for row in rows_of(journal)} == {"0", "1"}


def test_a_full_disk_is_told_and_what_was_there_stays(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        pages = journal.run(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
        journal.run(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchall())
        with pytest.raises(FileTrouble, match=r"the disk, or your share of it, is full\. The file is as it was"):
            put(journal, ("shop", "big", "one", "x" * 10_000, ""))
        assert rows_of(journal) == [ROW]


def test_a_disk_that_cannot_be_written_is_told(path: Path) -> None:
    with opened(path) as journal:
        journal.run(lambda connection: connection.execute("PRAGMA query_only = 1"))
        with pytest.raises(FileTrouble, match="the system doesn't let you"):
            put(journal)


def test_a_program_that_holds_the_journal_is_not_waited_for_without_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_WAIT_SECONDS", 0.01)
    with opened(path) as journal:
        put(journal)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileTrouble, match="another program holds it"):
            put(journal, ("shop", "second", "one", "{}", ""))
        other.close()
        put(journal, ("shop", "third", "one", "{}", ""))


def test_a_journal_that_is_held_while_it_is_looked_at_is_not_taken_for_a_damaged_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_WAIT_SECONDS", 0.01)
    well_filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in ("PRAGMA journal_mode = DELETE", "BEGIN", ROWS):
            other.execute(statement).fetchone()
        needs_it_alone = replace(JOURNAL, probes=(("BEGIN EXCLUSIVE",),) * len(JOURNAL.probes))
        with pytest.raises(FileTrouble, match="another program holds it"):
            Database(path, needs_it_alone)
    assert not aside_in(path.parent)


@pytest.mark.parametrize("name", ["journal.sqlite3", "journal.lock"])
def test_a_directory_in_its_place_is_said_to_be_one(path: Path, name: str) -> None:
    path.with_name(name).mkdir(parents=True)
    with pytest.raises(FileTrouble, match="is a directory"):
        opened(path)


def test_a_file_in_the_directorys_place_is_one_of_our_errors(path: Path) -> None:
    path.parent.write_text("")
    with pytest.raises(FileTrouble):
        opened(path)


def test_a_journal_that_the_system_does_not_give_is_one_of_our_errors(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well_filled(path)

    def forbidden(_path: Path, _mode: int) -> None:
        raise PermissionError(13, "Permission denied")

    path.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", forbidden)
    with pytest.raises(FileTrouble, match="the system doesn't let you"):
        opened(path)


def test_a_journal_that_is_moved_away_under_it_is_begun_anew(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).rename(path.parent / f"moved{ending}")
        put(journal, ("shop", "later", "one", "{}", ""))
        assert "was moved or deleted" in journal.take_notices()[0].message
        assert [row[1] for row in rows_of(journal)] == ["later"]
    connection = sqlite3.connect(path.parent / "moved")
    assert connection.execute("SELECT key FROM drafts").fetchall() == [("5f3e",)]
    connection.close()


def test_a_link_leads_to_the_real_journal(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "journal.sqlite3"
    path.parent.mkdir()
    link.symlink_to(path)
    with opened(link) as journal:
        put(journal)
    assert link.is_symlink()
    with opened(path) as journal:
        assert rows_of(journal) == [ROW]


def test_where_several_machines_share_the_disk_no_memory_is_shared_over_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well_filled(path)
    monkeypatch.setattr(database_file, "is_shared_between_machines", lambda _path: True)
    with opened(path) as journal:
        put(journal)
        assert modes_below(path.parent).keys() == {"journal.sqlite3", "journal.lock"}
        assert ROW in rows_of(journal)


def test_a_shared_file_system_is_told_by_its_device(tmp_path: Path) -> None:
    device = tmp_path.stat().st_dev
    label = f"{os.major(device)}:{os.minor(device)}"
    mounts = tmp_path / "mountinfo"
    for line, is_shared in (
        (f"36 35 {label} / /home\\040x rw,noatime shared:1 - nfs4 server:/home rw", True),
        (f"36 35 {label} / /home rw,noatime - ext4 /dev/sda rw", False),
        (f"36 35 9{label} / /home rw,noatime shared:1 master:2 - nfs4 server:/home rw", False),
        ("", False),
    ):
        mounts.write_text(f"22 27 0:0 / /proc rw - proc proc rw\n{line}\n")
        assert is_shared_between_machines(tmp_path, mounts) is is_shared
    assert not is_shared_between_machines(tmp_path, tmp_path / "missing")


def test_importing_the_stores_loads_nothing_that_slows_a_start_down() -> None:
    modules = "segtui.store.database, segtui.store.drafts, segtui.store.register"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys, {modules}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert "segtui.store.drafts" in loaded
    assert not {"sqlite3", "pydantic", "httpx", "textual", "rich", "tomlkit", "asyncio"} & loaded
