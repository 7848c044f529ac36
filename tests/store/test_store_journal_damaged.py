"""Journals that can't be used: set aside as they are, told, and in nobody's way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.databases import DAMAGES, make_newer
from support.journals import ROW, modes_below, opened, put, refused, rows_of, well_filled

from segtui.store import database_file, locks
from segtui.store.errors import FileTrouble
from segtui.store.locks import FileLock
from segtui.store.setting_aside import aside_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_journal_is_set_aside_as_it_is_and_a_new_one_begun(
    path: Path, damage: Callable[[Path], object]
) -> None:
    well_filled(path)
    damage(path)
    content = path.read_bytes()
    with opened(path) as journal:
        aside = path.parent / "journal.damaged-20261126T120102Z.sqlite3"
        assert aside.read_bytes() == content
        (notice,) = journal.take_notices()
        assert notice.message == (
            f"The journal of unsaved edits was damaged and is set aside as {aside}. "
            "Unsaved edits and open forms in it can't be offered; a new one is begun."
        )
        assert journal.take_notices() == []
        put(journal)
        assert rows_of(journal) == [ROW]


def test_an_empty_file_takes_no_log_of_an_earlier_one_down_with_it(path: Path) -> None:
    with opened(path) as journal:
        put(journal)
        log = path.with_name("journal.sqlite3-wal").read_bytes()
        assert b"5f3e" in log
    for name, content in (("journal.sqlite3", b""), ("journal.sqlite3-wal", log)):
        path.with_name(name).write_bytes(content)
    with opened(path) as journal:
        assert len(journal.take_notices()) == 1
    assert path.with_name("journal.damaged-20261126T120102Z.sqlite3-wal").read_bytes() == log


def test_a_newer_journal_is_set_aside_unchanged(path: Path) -> None:
    well_filled(path)
    content = make_newer(path)
    with opened(path) as journal:
        aside = path.parent / "journal.newer-20261126T120102Z.sqlite3"
        assert aside.read_bytes() == content
        (notice,) = journal.take_notices()
        assert notice.message.startswith("The journal of unsaved edits was written by a newer segtui and is set aside")
        assert "has it back when it is called journal.sqlite3 again" in notice.message
        assert aside_in(path.parent) == [aside]


def test_a_newer_journal_stays_where_it_is_as_long_as_another_segtui_has_it_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well_filled(path)
    content = make_newer(path)
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0)
    with FileLock(path.with_suffix(".lock")) as of_the_newer:
        of_the_newer.try_to_take(shared=True)
        with pytest.raises(FileTrouble, match="newer segtui, and isn't touched") as caught:
            opened(path)
    assert "Quit the other segtui" in caught.value.hint
    assert path.read_bytes() == content
    assert modes_below(path.parent).keys() == {"journal.sqlite3", "journal.lock"}


def test_a_journal_that_cannot_be_set_aside_is_told_and_not_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well_filled(path)
    content = make_newer(path)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(FileTrouble, match="can't be set aside: the system doesn't let you"):
        opened(path)
    assert path.read_bytes() == content
    with FileLock(path.with_suffix(".lock")) as lock:
        assert lock.try_to_take()


def test_damage_that_shows_only_in_use_is_set_aside_too_and_the_work_is_done(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_CHECKED_UP_TO", 0)
    well_filled(path)
    DAMAGES["overwritten"](path)
    with opened(path) as journal:
        assert journal.take_notices() == []
        put(journal, *((f"shop {number}", "5f3e", "one", "{}", "") for number in range(200)))
        assert len(journal.take_notices()) == 1
        assert len(rows_of(journal)) == 200
    assert path.with_name("journal.damaged-20261126T120102Z.sqlite3").exists()


def test_damage_in_use_that_cannot_be_set_aside_is_told_and_in_nobodys_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_CHECKED_UP_TO", 0)
    well_filled(path)
    DAMAGES["overwritten"](path)
    content = path.read_bytes()
    with opened(path) as journal:
        monkeypatch.setattr(Path, "rename", refused)
        with pytest.raises(FileTrouble, match="can't be set aside"):
            rows_of(journal)
        with FileLock(path.with_suffix(".lock")) as lock:
            assert lock.try_to_take()
    assert path.read_bytes() == content


def test_nothing_is_overwritten_by_what_is_set_aside_in_the_same_second(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"first", b"second", b"third"):
        path.write_bytes(content)
        opened(path).close()
    asides = sorted(path.parent.glob("journal.damaged-*"))
    assert [aside.name for aside in asides] == [
        "journal.damaged-20261126T120102Z-2.sqlite3",
        "journal.damaged-20261126T120102Z-3.sqlite3",
        "journal.damaged-20261126T120102Z.sqlite3",
    ]
    assert {aside.read_bytes() for aside in asides} == {b"first", b"second", b"third"}
