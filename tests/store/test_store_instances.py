import errno
import fcntl
import os
import stat
from pathlib import Path

import pytest
from support.processes import started

from segtui.store.errors import FileTrouble
from segtui.store.instances import Instance
from segtui.store.locks import opened_lock, try_to_lock


def test_an_instance_is_alive_until_it_ends_and_is_for_its_owner_only(tmp_path: Path) -> None:
    with Instance(tmp_path / "state" / "running") as one:
        with Instance(tmp_path / "state" / "running") as other:
            assert one.id != other.id
            assert not one.has_ended(other.id)
            assert not one.has_ended(one.id)
            (lock, _) = (tmp_path / "state" / "running").iterdir()
            assert stat.S_IMODE(lock.stat().st_mode) == 0o600
            assert stat.S_IMODE(lock.parent.stat().st_mode) == 0o700
        assert one.has_ended(other.id)
    assert not list((tmp_path / "state" / "running").iterdir())


BEGIN = """
instance = Instance(Path(sys.argv[1]))
say(instance.id)
"""


def test_one_that_was_killed_has_ended_and_is_tidied_up_behind(tmp_path: Path) -> None:
    with Instance(tmp_path) as one, started(BEGIN, [[tmp_path]]) as (other,):
        identity = other.said()
        assert not one.has_ended(identity)
        other.kill()
        assert one.has_ended(identity)
        assert (tmp_path / f"{identity}.lock").exists()
        with Instance(tmp_path):
            assert not (tmp_path / f"{identity}.lock").exists()
        assert one.has_ended(identity)


def test_two_who_ask_at_once_do_not_take_each_other_for_the_one_they_ask_about(tmp_path: Path) -> None:
    lock = tmp_path / "ended.lock"
    with Instance(tmp_path) as one, opened_lock(lock, os.O_CREAT) as file:
        assert try_to_lock(file, shared=True)
        assert one.has_ended("ended")


def test_one_whose_lock_was_tidied_away_before_it_was_held_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[None] = []
    lock = fcntl.flock

    def too_late(file: int, operation: int) -> None:
        if not held:
            held.append(None)
            for path in tmp_path.iterdir():
                path.unlink()
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", too_late)
    with Instance(tmp_path) as one, Instance(tmp_path) as other:
        assert not other.has_ended(one.id)


def test_in_doubt_an_instance_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Instance(tmp_path) as one:
        (tmp_path / "doubtful.lock").write_text("")

        def no_locks(*_: object) -> None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        monkeypatch.setattr(fcntl, "flock", no_locks)
        assert not one.has_ended("doubtful")
        with pytest.raises(FileTrouble, match="can't be written"):
            Instance(tmp_path)


def test_a_directory_that_cannot_be_made_is_one_of_our_errors(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("")
    with pytest.raises(FileTrouble):
        Instance(tmp_path / "running")
