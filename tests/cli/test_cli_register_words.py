"""`register found` and `not-made`: what somebody has found out of a list without an answer."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from support.command_line import CommandLine

from segtui.domain.values import JsonValue
from segtui.store.register import MemoryRegister
from segtui.workspace import opening

SEGMENTER = ("-p", "demo-segmenter")
LOST: dict[str, JsonValue] = {
    "id": "local-3f1c",
    "name": "Lost",
    "persons": [{"externalId": "c1", "firstName": "Cem"}],
    "at": "2026-11-20T12:00:00+00:00",
    "outcome": "uncertain",
    "is_local": True,
}


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> MemoryRegister:
    """A register with a list of which nobody knows whether it was made, for all commands."""
    kept = MemoryRegister({"segment:local-3f1c": LOST, "segment:a1": {**LOST, "id": "a1", "name": "Known"}})
    real = opening.open_profile
    monkeypatch.setattr(opening, "open_profile", lambda *words, **how: real(*words, **{**how, "keeper": kept}))
    return kept


def ids(register: MemoryRegister) -> list[str]:
    return [key.removeprefix("segment:") for key in register.documents()]


def test_a_list_gets_the_id_that_somebody_has_found(segtui: CommandLine, register: MemoryRegister) -> None:
    ran = segtui(*SEGMENTER, "register", "found", "Lost", "b2", "--json")
    assert (ran.status, ran.error["hint"], ids(register)) == (3, "Say --yes.", ["local-3f1c", "a1"])
    assert segtui(*SEGMENTER, "register", "found", "Lost", "b2", typed="n\n").status == 3
    assert segtui(*SEGMENTER, "register", "found", "Lost", "a1", "--yes", "--json").error["code"] == "not-its-id"
    form = segtui(*SEGMENTER, "register", "found", "Lost", "b2", "--yes", "--json").json["segment"]
    assert (form["id"], form["name"], form["state"]) == ("b2", "Lost", "uncertain")
    assert ids(register) == ["a1", "b2"]
    assert segtui(*SEGMENTER, "register", "found", "Lost", "c3", "--yes", "--json").json["segment"]["id"] == "c3"
    register.put("segment:c3", {**LOST, "id": "c3", "outcome": "sent", "is_local": False})
    assert segtui(*SEGMENTER, "register", "found", "Lost", "d4", "--yes", "--json").error["code"] == "id-known"


def test_a_list_that_is_not_there_is_sent_as_a_new_one(segtui: CommandLine, register: MemoryRegister) -> None:
    words = ("segments", "update", "local-3f1c", "--name", "Lost")
    assert segtui(*SEGMENTER, *words, "--yes", "--json").error["code"] == "id-unknown"
    told = " ".join(segtui(*SEGMENTER, "register", "not-made", "Lost", "--yes").out.split())
    assert "is kept as not sent" in told
    assert "segtui segments update local-3f1c --name" in told
    form = segtui(*SEGMENTER, *words, "--yes", "--json").json
    assert (form["plan"]["write"], form["outcome"]["ending"]) == ("create", "done")
    assert "local-3f1c" not in ids(register)
    assert form["outcome"]["segment"]["id"] in ids(register)


def test_the_command_that_sends_it_is_quoted_for_the_shell_and_stands_on_one_line(
    segtui: CommandLine, register: MemoryRegister
) -> None:
    name = "$(touch owned) `x` it's " + "a long name " * 9
    register.put("segment:local-9", {**LOST, "id": "local-9", "name": name})
    told = segtui(*SEGMENTER, "register", "not-made", "local-9", "--yes").out
    [command] = [line for line in told.splitlines() if "segments update" in line]
    assert shlex.split(command) == ["segtui", "segments", "update", "local-9", "--name", name]


def test_an_import_says_that_nothing_was_sent_and_what_the_next_change_will_send(
    segtui: CommandLine, register: MemoryRegister, tmp_path: Path
) -> None:
    file = tmp_path / "register.json"
    entry: dict[str, Any] = {**LOST, "id": "c3", "outcome": "sent", "is_local": False}
    file.write_text(json.dumps({"service": "segmenter", "register": [entry]}))
    told = " ".join(segtui(*SEGMENTER, "register", "import", str(file)).out.split())
    assert told == (
        "Lists taken over: 1 Segmenter was sent nothing. "
        "The next change of such a list sends it the people that were taken over."
    )
    assert "c3" in ids(register)
    assert (
        segtui(*SEGMENTER, "register", "import", str(file)).out == "Lists taken over: 0\nNothing in it is new here.\n"
    )


def test_what_is_uncertain_or_unreadable_says_so_in_the_list_and_wherever_it_is_needed(
    segtui: CommandLine, register: MemoryRegister
) -> None:
    register.put("segment:z9", {**LOST, "id": "z9", "name": "Odd", "at": "yesterday"})
    listed = segtui(*SEGMENTER, "segments", "list").out
    assert "Lost (uncertain)" in listed
    assert "Odd (unreadable)" in listed
    ran = segtui(*SEGMENTER, "people", "show", "Odd", "--json")
    assert (ran.status, ran.error["message"]) == (3, "What is kept here of “Odd” can't be read.")
    assert "Its at must be a moment" in segtui(*SEGMENTER, "segments", "show", "z9").err
    ran = segtui(*SEGMENTER, "people", "move", "c1", "--from", "Lost", "--to", "Known", "--dry-run", "--json")
    assert "“Lost” can't be changed, because its id isn't known." in ran.error["message"]
