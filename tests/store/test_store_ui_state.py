"""How the screen was left: read whatever is there, and never undo what another segtui remembers."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.processes import started
from support.workspaces import NOON

from segtui.store import locks
from segtui.store.errors import FileTrouble
from segtui.store.locks import FileLock
from segtui.store.ui_state import StateFile, UiState

NOW = datetime(2026, 11, 26, 12, 1, 2, tzinfo=UTC)
FULL = UiState(
    theme="high-contrast",
    last_profile="shop",
    last_used={"shop": NOON},
    last_segment={"tiledesk shop": "5f3e\ud83d"},
    sizes={"segments": 32},
    columns={"leads": {"order": ["name", "email"], "hidden": ["city"]}},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.json"


def opened(path: Path) -> StateFile:
    return StateFile(path, now=lambda: NOW)


def written(path: Path, text: str | bytes) -> bytes:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path.read_bytes()


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_what_is_remembered_is_there_the_next_time_for_the_owner_only(path: Path) -> None:
    file = opened(path)
    assert file.state == UiState()
    file.change(lambda _: FULL)
    assert file.state == FULL
    again = opened(path)
    assert again.state == FULL
    assert again.take_notices() == []
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert modes == {"state.json": 0o600, "state.lock": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_reading_makes_no_file(path: Path) -> None:
    assert opened(path).take_notices() == []
    assert not path.parent.exists()


def test_a_change_is_made_to_what_others_have_written_meanwhile(path: Path) -> None:
    one, other = opened(path), opened(path)
    one.change(lambda state: replace(state, theme="dark"))
    other.change(lambda state: replace(state, sizes={**state.sizes, "rule": 12}))
    assert other.state == UiState(theme="dark", sizes={"rule": 12})
    assert opened(path).state == other.state


def test_nothing_is_written_when_nothing_changes(path: Path) -> None:
    file = opened(path)
    file.change(lambda _: FULL)
    before = path.stat().st_ino
    file.change(lambda state: replace(state, theme="high-contrast"))
    assert path.stat().st_ino == before
    file.change(lambda state: replace(state, theme="dark"))
    assert path.stat().st_ino != before


def test_a_value_of_the_wrong_shape_counts_as_absent_and_the_rest_is_read(path: Path) -> None:
    written(
        path,
        json.dumps(
            {
                "version": 1,
                "theme": 5,
                "last_profile": "shop",
                "last_used": {"shop": NOON.isoformat(), "old": "yesterday", "odd": None},
                "last_segment": {"one": "5f3e", "other": 5},
                "sizes": {"segments": 32, "rule": "12", "leads": True, "half": 0.5},
                "columns": {"leads": {"order": ["name", 5]}, "log": []},
            }
        ),
    )
    file = opened(path)
    assert file.state == UiState(
        last_profile="shop",
        last_used={"shop": NOON},
        last_segment={"one": "5f3e"},
        sizes={"segments": 32},
        columns={"leads": {"order": ["name", 5]}},
    )
    assert file.take_notices() == []


@pytest.mark.parametrize("form", [{}, {"version": 1, "last_used": [], "last_segment": None, "sizes": 5, "columns": ""}])
def test_what_says_nothing_is_an_empty_state(path: Path, form: object) -> None:
    written(path, json.dumps(form))
    assert opened(path).state == UiState()


def test_what_is_not_known_here_stays_in_the_file(path: Path) -> None:
    written(path, '{"version": 1, "theme": "dark", "stars": {"5f3e": [1, null]}, "naïve": "ü"}')
    file = opened(path)
    file.change(lambda state: replace(state, theme="light"))
    form = json.loads(path.read_text())
    assert (form["theme"], form["stars"], form["naïve"]) == ("light", {"5f3e": [1, None]}, "ü")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", "damaged"),
        ('{"version": 1, "theme": "da', "damaged"),
        (b'{"theme": "\xff"}', "damaged"),
        ("[]", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"version": "one"}', "damaged"),
        ('{"version": 2, "theme": {"name": "dark"}}', "newer"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_as_it_is(path: Path, text: str | bytes, flaw: str) -> None:
    content = written(path, text)
    file = opened(path)
    aside = path.parent / f"state.{flaw}-20261126T120102Z.json"
    assert file.state == UiState()
    assert aside.read_bytes() == content
    (notice,) = file.take_notices()
    assert str(aside) in notice.message
    assert flaw in notice.message
    assert file.take_notices() == []
    assert not path.exists()


def test_a_file_that_was_damaged_since_it_was_read_is_set_aside_before_it_is_written(path: Path) -> None:
    file = opened(path)
    file.change(lambda _: FULL)
    written(path, "hello")
    file.change(lambda state: replace(state, theme="dark"))
    assert file.state == UiState(theme="dark")
    assert (path.parent / "state.damaged-20261126T120102Z.json").read_bytes() == b"hello"
    assert len(file.take_notices()) == 1


def test_a_file_that_cannot_be_set_aside_is_told_and_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written(path, "hello")

    def forbidden(_path: Path, _place: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", forbidden)
    file = opened(path)
    assert file.state == UiState()
    assert "can't be set aside" in file.take_notices()[0].message
    with pytest.raises(FileTrouble):
        file.change(lambda _: FULL)
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_is_told_and_not_written_over(path: Path) -> None:
    path.mkdir(parents=True)
    file = opened(path)
    assert file.state == UiState()
    assert "is a directory" in file.take_notices()[0].message
    with pytest.raises(FileTrouble):
        file.change(lambda _: FULL)
    assert file.state == UiState()


def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = opened(path)
    file.change(lambda _: FULL)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileTrouble, match="full"):
        file.change(lambda state: replace(state, theme="dark"))
    assert file.state == FULL
    assert opened(path).state == FULL


def test_a_segtui_that_was_stopped_in_a_change_is_not_waited_for_without_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.01)
    file = opened(path)
    with FileLock(path.with_suffix(".lock")) as stopped:
        stopped.try_to_take()
        with pytest.raises(FileTrouble, match="doesn't let go"):
            file.change(lambda _: FULL)


COUNT_UP = """
from dataclasses import replace
from segtui.store.ui_state import StateFile
file = StateFile(Path(sys.argv[1]))
for turn in range(20):
    file.change(lambda state: replace(state, sizes={**state.sizes, f"{sys.argv[2]} {turn}": turn}))
say("done")
"""


def test_of_many_changes_at_once_none_is_lost(path: Path) -> None:
    with started(COUNT_UP, [[path, number] for number in range(2)]) as others:
        assert [other.said() for other in others] == ["done", "done"]
    assert len(opened(path).state.sizes) == 40


def test_importing_it_loads_nothing_that_slows_a_start_down() -> None:
    code = "import sys, segtui.store.ui_state, segtui.store.last_known; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "segtui.store.ui_state" in loaded
    assert not {"sqlite3", "pydantic", "httpx", "textual", "rich", "tomlkit", "asyncio"} & loaded
