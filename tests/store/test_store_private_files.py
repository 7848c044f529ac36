import errno
import os
import stat
import tempfile
from pathlib import Path

import pytest

from segtui.store.errors import FileTrouble
from segtui.store.private_files import others_can_read, read_private, write_private


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def failing(number: int) -> object:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_written_file_is_for_its_owner_only_and_so_are_the_directories_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "file.toml"
    write_private(path, "text")
    assert path.read_text() == "text"
    assert mode_of(path) == 0o600
    assert mode_of(tmp_path / "one") == 0o700
    assert mode_of(tmp_path / "one" / "two") == 0o700


def test_a_directory_that_exists_keeps_its_mode_and_an_open_file_is_closed_to_others(tmp_path: Path) -> None:
    directory = tmp_path / "config"
    directory.mkdir()
    directory.chmod(0o755)
    path = directory / "file.toml"
    path.write_text("old")
    path.chmod(0o644)
    assert others_can_read(path)
    write_private(path, "new")
    assert mode_of(directory) == 0o755
    assert mode_of(path) == 0o600
    assert not others_can_read(path)


@pytest.mark.parametrize("exists", [True, False])
def test_a_symbolic_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path, *, exists: bool) -> None:
    real = tmp_path / "dotfiles" / "profiles.toml"
    if exists:
        real.parent.mkdir()
        real.write_text("old")
    link = tmp_path / "profiles.toml"
    link.symlink_to(real)
    write_private(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert [entry.name for entry in real.parent.iterdir()] == ["profiles.toml"]


def test_line_ends_are_read_and_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_private(path, "a\r\nb\n")
    assert path.read_bytes() == b"a\r\nb\n"
    assert read_private(path) == "a\r\nb\n"


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert read_private(tmp_path / "missing" / "file") is None


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EIO, os.strerror(errno.EIO))]
)
def test_when_writing_fails_the_old_file_stays_and_nothing_else_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, said: str
) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", failing(number))
    with pytest.raises(FileTrouble) as caught:
        write_private(path, "new")
    assert said in caught.value.message
    assert str(path) in caught.value.message
    assert "is as it was" in caught.value.message
    assert caught.value.hint
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("file", "old")]


def test_an_interrupted_write_leaves_no_temporary_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_private(tmp_path / "file", "new")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_directory_that_cannot_be_written_says_whose_fault_to_look_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int
) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", failing(number))
    with pytest.raises(FileTrouble) as caught:
        write_private(tmp_path / "file", "new")
    assert "doesn't let you" in caught.value.message
    assert "owns" in caught.value.hint


def test_a_directory_in_the_files_place_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.mkdir()
    with pytest.raises(FileTrouble, match="is a directory"):
        read_private(path)
    with pytest.raises(FileTrouble, match="is a directory"):
        write_private(path, "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["profiles.toml"]


def test_a_file_in_a_directorys_place_is_one_of_our_errors(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    with pytest.raises(FileTrouble):
        write_private(tmp_path / "config" / "file", "text")
    with pytest.raises(FileTrouble):
        read_private(tmp_path / "config" / "file")


def test_links_that_lead_in_a_circle_are_one_of_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.symlink_to(path)
    with pytest.raises(FileTrouble):
        read_private(path)


def test_text_that_is_not_utf8_is_refused_with_its_line_and_without_the_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first\nsecond hunter2 \xff\n")
    with pytest.raises(FileTrouble, match="line 2 isn't UTF-8") as caught:
        read_private(path)
    assert caught.value.__context__ is None
    with pytest.raises(FileTrouble):
        write_private(path, "lone \udcff surrogate")
    assert path.read_bytes().startswith(b"first")


def test_a_hostile_path_is_shown_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]52;c;aGk=\x07\u202egnp"
    path.mkdir()
    with pytest.raises(FileTrouble) as caught:
        read_private(path)
    assert not {"\x1b", "\x07", "\u202e"} & set(str(caught.value))
