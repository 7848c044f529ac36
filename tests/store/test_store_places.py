import subprocess
import sys
from pathlib import Path

import pytest

from segtui.store.places import Places


def test_each_kind_of_file_has_its_own_place_below_the_users_xdg_directories(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    places = Places.of_user()
    assert places.config_dir == tmp_path / "CONFIG" / "segtui"
    assert places.state_dir == tmp_path / "STATE" / "segtui"
    assert places.data_dir == tmp_path / "DATA" / "segtui"
    assert places.cache_dir == tmp_path / "CACHE" / "segtui"
    assert places.log_dir.is_relative_to(places.state_dir)
    assert places.profiles_file == tmp_path / "CONFIG" / "segtui" / "profiles.toml"
    assert places.journal_file == tmp_path / "DATA" / "segtui" / "journal.sqlite3"
    assert places.register_file == tmp_path / "DATA" / "segtui" / "register.sqlite3"
    assert places.running_dir == tmp_path / "STATE" / "segtui" / "running"
    assert places.state_file == tmp_path / "STATE" / "segtui" / "state.json"
    assert places.last_known_dir == tmp_path / "CACHE" / "segtui" / "last-known"


def test_asking_for_the_places_makes_no_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    _ = Places.of_user().profiles_file
    assert not list(tmp_path.iterdir())


def test_reading_profiles_loads_no_library_that_only_writing_or_a_keyring_needs() -> None:
    code = "import sys, segtui.store.profile_book, segtui.store.places; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "segtui.store.secrets" in loaded
    assert not {"tomlkit", "keyring", "platformdirs"} & loaded
