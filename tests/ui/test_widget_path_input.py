"""Completing the path of a file."""

from pathlib import Path

import pytest

from segtui.ui.widgets.path_input import completed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    for name in ("people.csv", "people-old.csv", ".hidden", "lists/may.csv"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_name_is_completed_to_the_first_that_begins_so_and_a_folder_ends_in_a_slash(folder: Path) -> None:
    assert completed(f"{folder}/people.") == f"{folder}/people.csv"
    assert completed(f"{folder}/people") == f"{folder}/people-old.csv"
    assert completed(f"{folder}/l") == f"{folder}/lists/"
    assert completed(f"{folder}/lists/") == f"{folder}/lists/may.csv"


def test_hidden_names_are_found_by_their_dot_alone(folder: Path) -> None:
    assert completed(f"{folder}/.h") == f"{folder}/.hidden"
    assert completed(f"{folder}/") == f"{folder}/lists/"


def test_the_own_folder_stays_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert completed("~/people.") == "~/people.csv"


@pytest.mark.parametrize("typed", ["nowhere/at/all", "people.csv/x", "a\0b/c"])
def test_what_leads_nowhere_is_not_completed(folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.chdir(folder)
    assert completed(typed) is None
