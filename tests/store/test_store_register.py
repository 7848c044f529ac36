"""The register: documents of one place, kept by key."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import json_values, outside_text

from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.register import MemoryRegister, Register

ROME: Mapping[str, JsonValue] = {"name": "Rome", "persons": [{"email": "ada@example.com"}]}


@pytest.fixture(params=["on disk", "in memory"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Register | MemoryRegister:
    return Register(tmp_path / "journal.sqlite3", "shop") if request.param == "on disk" else MemoryRegister()


def test_documents_are_kept_replaced_and_forgotten_in_the_order_in_which_they_came(
    register: Register | MemoryRegister,
) -> None:
    register.put("segment:1", ROME)
    register.put("segment:2", {"name": "Milan"})
    register.put("added:1", {})
    register.put("segment:1", {"name": "Roma"})
    assert register.documents("segment:") == {"segment:1": {"name": "Roma"}, "segment:2": {"name": "Milan"}}
    assert list(register.documents()) == ["segment:1", "segment:2", "added:1"]
    register.remove("segment:1")
    register.remove("segment:1")
    assert list(register.documents()) == ["segment:2", "added:1"]


def test_it_is_there_the_next_time_for_the_owner_only_and_for_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    Register(path, "shop").put("segment:1", ROME)
    assert Register(path, "shop").documents() == {"segment:1": ROME}
    assert Register(path, "other shop").documents() == {}
    assert path.stat().st_mode & 0o077 == 0


def test_half_a_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    register = Register(path, "shop")
    register.put("segment:1", ROME)
    register.put("segment:2", ROME)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE register SET written = '{' WHERE key = '\"segment:2\"'")
    connection.close()
    with pytest.raises(FileTrouble, match="can't be read as a whole"):
        register.documents()


@settings(max_examples=10)
@given(outside_text(), st.dictionaries(outside_text(), json_values(), max_size=2))
def test_anything_from_outside_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, key: str, document: dict[str, JsonValue]
) -> None:
    register = Register(tmp_path_factory.mktemp("register") / "journal.sqlite3", key)
    register.put(key, document)
    assert register.documents() == {key: document}
