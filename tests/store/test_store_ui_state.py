"""What the screen remembers: shared by all that run, and never a reason not to start."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import json_values, outside_text

from segtui.store.errors import FileTrouble
from segtui.store.ui_state import StateFile, UiState, _read, used, with_latest

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EVERYTHING = UiState(
    theme="segtui-light",
    last_profile="acme",
    last_used={"acme": NOON},
    last_segment={"tiledesk https://acme.example p1": "66a1"},
    sizes={"two.rule": 50},
    columns={"leads": {"order": ["city"], "hidden": []}},
)


def state_file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "state" / "state.json", now=lambda: NOON)


def test_what_was_changed_is_there_the_next_time(tmp_path: Path) -> None:
    state_file(tmp_path).change(lambda _state: EVERYTHING)
    again = state_file(tmp_path)
    assert again.state == EVERYTHING
    assert again.notice == ""
    modes = [stat.S_IMODE(path.stat().st_mode) for path in sorted((tmp_path / "state").iterdir())]
    assert modes == [0o600, 0o600]


def test_two_that_run_at_once_dont_undo_each_others_changes(tmp_path: Path) -> None:
    first, second = state_file(tmp_path), state_file(tmp_path)
    first.change(lambda state: used(state, "acme", NOON))
    second.change(lambda state: used(state, "other", NOON))
    first.change(lambda state: replace(state, theme="segtui-light"))
    assert state_file(tmp_path).state == UiState(
        theme="segtui-light", last_profile="other", last_used={"acme": NOON, "other": NOON}
    )


def test_nothing_is_written_when_nothing_changes(tmp_path: Path) -> None:
    state_file(tmp_path).change(lambda state: state)
    assert not (tmp_path / "state" / "state.json").exists()


@pytest.mark.parametrize(
    ("content", "aside", "words"),
    [
        (b"{", "state.damaged-20261122T120000Z.json", "can't be read"),
        (b"[]", "state.damaged-20261122T120000Z.json", "can't be read"),
        (b"\xff\xfe", "state.damaged-20261122T120000Z.json", "isn't UTF-8"),
        (b'{"version": 2}', "state.newer-20261122T120000Z.json", "another version"),
    ],
)
def test_a_file_that_cant_be_read_is_set_aside_and_told(tmp_path: Path, content: bytes, aside: str, words: str) -> None:
    file = tmp_path / "state" / "state.json"
    file.parent.mkdir()
    file.write_bytes(content)
    broken = state_file(tmp_path)
    assert broken.state == UiState()
    assert words in broken.notice
    assert aside in broken.notice
    assert (file.parent / aside).read_bytes() == content
    broken.change(lambda _state: EVERYTHING)
    assert state_file(tmp_path).state == EVERYTHING


@given(st.dictionaries(st.sampled_from(sorted(UiState.__dataclass_fields__)) | outside_text(), json_values()))
def test_parts_of_a_wrong_shape_count_as_never_remembered(parts: dict[str, object]) -> None:
    state = _read(parts)
    assert isinstance(state.theme, str | None)
    assert all(type(size) is int for size in state.sizes.values())
    assert all(isinstance(at, datetime) for at in state.last_used.values())


def test_what_a_newer_segtui_of_the_same_form_remembers_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "state" / "state.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"version": 1, "stars": ["66a1"]}))
    state_file(tmp_path).change(lambda state: replace(state, theme="x"))
    assert json.loads(file.read_text())["stars"] == ["66a1"]


def test_a_place_that_cant_be_written_is_told_and_the_change_holds_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory should be")
    file = state_file(tmp_path)
    with pytest.raises(FileTrouble):
        file.change(lambda _state: EVERYTHING)
    assert file.state == EVERYTHING


def test_the_oldest_entries_give_way() -> None:
    many = dict.fromkeys(map(str, range(200)), 1)
    latest = with_latest(many, "new", 2)
    assert len(latest) == 200
    assert "0" not in latest
    assert list(latest)[-1] == "new"
