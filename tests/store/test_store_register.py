"""The register: documents of one place, kept by key."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.databases import DAMAGES, make_newer
from support.processes import started
from support.strategies import json_values, outside_text

from segtui.domain.values import JsonValue
from segtui.store import database_file, locks
from segtui.store.database import Database
from segtui.store.errors import FileTrouble
from segtui.store.locks import FileLock
from segtui.store.register import MemoryRegister, Register
from segtui.store.schemas import REGISTER

ROME: Mapping[str, JsonValue] = {"name": "Rome", "persons": [{"email": "ada@example.com"}]}


@pytest.fixture(params=["on disk", "in memory"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Register | MemoryRegister:
    return Register(tmp_path / "register.sqlite3", "shop") if request.param == "on disk" else MemoryRegister()


def test_documents_are_kept_replaced_and_forgotten_in_the_order_in_which_they_came(
    register: Register | MemoryRegister,
) -> None:
    register.put("segment:1", ROME)
    register.put("segment:2", {"name": "Milan"})
    register.put("added:1", {})
    register.put("segment:1", {"name": "Roma"})
    assert register.documents("segment:") == {"segment:1": {"name": "Roma"}, "segment:2": {"name": "Milan"}}
    assert list(register.documents()) == ["segment:1", "segment:2", "added:1"]
    assert register.document("segment:2") == {"name": "Milan"}
    assert register.document("segment:") is None
    register.remove("segment:1")
    register.remove("segment:1")
    assert list(register.documents()) == ["segment:2", "added:1"]


def test_it_is_there_the_next_time_for_the_owner_only_and_for_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    Register(path, "shop").put("segment:1", ROME)
    assert Register(path, "shop").documents() == {"segment:1": ROME}
    other = Register(path, "other shop")
    assert other.documents() == {}
    other.put("segment:1", {"name": "Milan"})
    other.remove("segment:1")
    assert Register(path, "shop").documents() == {"segment:1": ROME}
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_is_held_by_one_at_a_time_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    one, other = Register(path, "shop"), Register(path, "shop")
    with one.held("a") as first, other.held("a") as second, Register(path, "other shop").held("a") as elsewhere:
        assert (first, second, elsewhere) == (True, False, True)
        with other.held("b") as of_another:
            assert of_another
    with other.held("a") as then:
        assert then


def test_a_key_is_free_again_when_it_is_let_go_of(register: Register | MemoryRegister) -> None:
    with register.held("a") as first, register.held("a") as second, register.held("b") as of_another:
        assert (first, second, of_another) == (True, False, True)
    with register.held("a") as then:
        assert then


def test_a_change_that_makes_nothing_of_a_document_leaves_it(register: Register | MemoryRegister) -> None:
    register.put("segment:1", ROME)
    register.change("segment:1", lambda _present: None)
    register.change("segment:2", lambda _present: None)
    assert register.documents() == {"segment:1": ROME}
    register.change("segment:1", lambda present: {**(present or {}), "name": "Roma"})
    assert register.document("segment:1") == {**ROME, "name": "Roma"}


@pytest.mark.parametrize("damage", ["{", '{"name": "R\xf3me"}', '"Rome"'])
def test_half_a_register_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "register.sqlite3"
    register = Register(path, "shop")
    register.put("segment:1", ROME)
    register.put("segment:2", ROME)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE register SET written = ? WHERE key = '\"segment:2\"'", (damage,))
    connection.close()
    for prefix in ("", "segment:"):
        with pytest.raises(FileTrouble, match="can't be read as a whole"):
            register.documents(prefix)
    with pytest.raises(FileTrouble, match="can't be read as a whole"):
        register.document("segment:2")


def test_damage_in_one_document_keeps_nobody_from_another(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    register = Register(path, "shop")
    for key in ("segment:1", "segment:10", "added:1"):
        register.put(key, ROME)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE register SET written = '{' WHERE key = '\"segment:10\"'")
    connection.close()
    assert register.document("segment:1") == ROME
    assert register.documents("added:") == {"added:1": ROME}


# A register that can't be used is never begun anew beside it.


def well_filled(path: Path) -> Register:
    register = Register(path, "shop")
    for number in range(20):
        register.put(f"segment:{number}", {"name": "x" * 3000})
    return register


def says_that_it_cannot_be_used(register: Register, path: Path, why: str) -> None:
    """Whatever is asked of a register is refused, and nothing on the disk changes by that."""
    content = path.read_bytes()
    for ask in (register.documents, lambda: register.put("segment:1", ROME), lambda: register.remove("segment:1")):
        with pytest.raises(FileTrouble) as caught:
            ask()
        assert caught.value.message == (
            f"The register {path} {why}. It holds what only segtui knows, so it stays as it is."
        )
    assert path.read_bytes() == content
    assert names_beside(path) == {"register.sqlite3", "register.lock"}


def names_beside(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_register_is_told_each_time_and_left_as_it_is(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path = tmp_path / "register.sqlite3"
    register = well_filled(path)
    backup = path.read_bytes()
    damage(path)
    says_that_it_cannot_be_used(register, path, "is damaged")
    path.write_bytes(backup)
    assert len(register.documents()) == 20


def test_a_register_of_a_newer_segtui_is_left_to_that_one(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    register = well_filled(path)
    make_newer(path)
    says_that_it_cannot_be_used(register, path, "was written by a newer segtui")
    with pytest.raises(FileTrouble) as caught:
        register.documents()
    assert caught.value.hint == (
        "Use that segtui, or move it away (with any -wal and -shm) to begin anew or with an export: "
        "segtui register import FILE"
    )


def test_damage_that_shows_only_in_use_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "_CHECKED_UP_TO", 0)
    path = tmp_path / "register.sqlite3"
    register = well_filled(path)
    DAMAGES["overwritten"](path)
    content = path.read_bytes()
    with pytest.raises(FileTrouble, match=r"is damaged\. It holds what only segtui knows") as caught:
        register.documents()
    assert caught.value.hint.startswith("Restore a backup, or move it away")
    assert path.read_bytes() == content
    assert names_beside(path) == {"register.sqlite3", "register.lock"}


def test_a_damaged_register_that_another_segtui_holds_is_told_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0)
    path = tmp_path / "register.sqlite3"
    register = well_filled(path)
    DAMAGES["not a database"](path)
    with FileLock(path.with_suffix(".lock")) as of_another:
        of_another.try_to_take(shared=True)
        says_that_it_cannot_be_used(register, path, "is damaged")


def test_a_register_whose_log_alone_is_left_is_not_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    Register(path, "shop").documents()
    assert not path.exists()
    Register(path, "shop").put("segment:0", ROME)
    with Database(path, REGISTER) as database:
        Register(path, "shop").put("segment:1", ROME)
        log = path.with_name("register.sqlite3-wal").read_bytes()
        assert b"Rome" in log
        database.close()
    path.unlink()
    path.with_name("register.sqlite3-wal").write_bytes(log)
    with pytest.raises(FileTrouble, match="is damaged"):
        Register(path, "shop").documents()
    assert path.with_name("register.sqlite3-wal").read_bytes() == log
    assert not path.exists()


def test_what_an_interrupted_start_has_left_is_no_register_and_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"register.sqlite3.begun{ending}").write_bytes(b"half")
    Register(path, "shop").put("segment:1", ROME)
    assert Register(path, "shop").documents() == {"segment:1": ROME}
    assert names_beside(path) == {"register.sqlite3", "register.lock"}


def test_what_is_kept_is_on_the_disk_when_put_returns(tmp_path: Path) -> None:
    # An entry is written before its list is sent, so that not even a machine that stops leaves a gap.
    with Database(tmp_path / "register.sqlite3", REGISTER) as database:
        assert database.run(lambda connection: connection.execute("PRAGMA synchronous").fetchone()) == (2,)


@pytest.fixture
def open_to_everybody() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_everybody")
def test_all_its_files_are_for_the_owner_only_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "data" / "register.sqlite3"
    Register(path, "shop").put("segment:0", ROME)
    with Database(path, REGISTER):
        Register(path, "shop").put("segment:1", ROME)
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    names = ("register.sqlite3", "register.sqlite3-wal", "register.sqlite3-shm", "register.lock")
    assert modes == dict.fromkeys(names, 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_link_leads_to_the_real_register(tmp_path: Path) -> None:
    path, link = tmp_path / "real" / "register.sqlite3", tmp_path / "register.sqlite3"
    link.symlink_to(path)
    Register(link, "shop").put("segment:1", ROME)
    assert link.is_symlink()
    assert Register(path, "shop").documents() == {"segment:1": ROME}


def test_a_document_gets_another_key_in_one_step_or_both_stay(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.sqlite3", "shop")
    register.put("a", ROME)
    register.rename("a", "b", lambda one, other: None if one == ROME and other is None else {})
    assert register.documents() == {"a": ROME}
    register.rename("a", "b", lambda one, _other: {**one, "renamed": True} if one is not None else None)
    assert register.documents() == {"b": {**ROME, "renamed": True}}


PUT_AND_WAIT = """
register = Register(Path(sys.argv[1]), "shop")
for number in range(5):
    register.put(f"segment:{sys.argv[2]}-{number}", {"name": "Rome"})
say("kept")
wait()
"""


def test_whoever_has_to_wait_for_others_longer_than_the_journal_would_keeps_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_WAIT_SECONDS", 0)
    register = well_filled(tmp_path / "register.sqlite3")
    other = sqlite3.connect(tmp_path / "register.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    end = Timer(0.2, other.close)
    end.start()
    register.put("segment:1", ROME)
    end.join()
    assert register.document("segment:1") == ROME


def test_two_who_begin_it_at_once_and_are_killed_have_all_they_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "register.sqlite3"
    with started(PUT_AND_WAIT, [[path, number] for number in range(2)]) as others:
        assert [other.said() for other in others] == ["kept", "kept"]
        for other in others:
            other.kill()
    kept = Register(path, "shop").documents()
    assert kept.keys() == {f"segment:{process}-{number}" for process in range(2) for number in range(5)}


@settings(max_examples=10)
@given(outside_text(), st.dictionaries(outside_text(), json_values(), max_size=2), st.integers(0, 5))
def test_anything_from_outside_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, key: str, document: dict[str, JsonValue], length: int
) -> None:
    register = Register(tmp_path_factory.mktemp("register") / "register.sqlite3", key)
    register.put(key, document)
    register.put("~ another", {})
    assert register.documents() == {key: document, "~ another": {}}
    assert register.document(key) == document
    assert key in register.documents(key[:length])
    assert list(register.documents("~ another")) == ["~ another"]
