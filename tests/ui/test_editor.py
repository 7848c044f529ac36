"""The rule in the person's own editor: it comes back checked, and nothing typed there is lost."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.screens import Person, at_work, box_of
from support.workspaces import is_

from segtui.ui.app import SegtuiApp
from segtui.ui.dialogs.rule_text import RuleTextDialog

RULES = {"Romans": [is_("city", "=", "Rome"), is_("tags", "=", "vip")]}


@contextmanager
def _aside(_app: SegtuiApp) -> Iterator[None]:
    """Without a terminal there is nothing to step aside from."""
    yield


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script that is the person's editor; it is given the file's path."""
    script = tmp_path / "my editor"
    monkeypatch.setenv("EDITOR", f"'{script}' --flag")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(SegtuiApp, "suspend", _aside)
    return script


def does(script: Path, commands: str) -> None:
    script.write_text(f"#!/bin/sh\n{commands}\n")
    script.chmod(0o700)


def seen(script: Path) -> str:
    """What the editor was given, if it kept that."""
    return Path(f"{script}.seen").read_text()


async def edit(person: Person) -> None:
    await person.press("2", "E")


async def test_what_the_editor_saves_becomes_the_rule_and_notes_dont_count(editor: Path, tmp_path: Path) -> None:
    does(editor, f'cp "$2" "{tmp_path}/seen"; ls -ld "$(dirname "$2")" > "{tmp_path}/mode"; sed -i s/Rome/Milan/ "$2"')
    async with at_work(box_of(RULES)) as person:
        await edit(person)
        assert person.rule == ["city is Milan", "tags is vip"]
        await person.press("ctrl+z")
        assert not person.editing.is_changed
    seen = (tmp_path / "seen").read_text()
    assert seen.splitlines()[0] == "city is Rome and tags is vip"
    assert "# Now it says: People whose city is Rome and who are tagged vip." in seen
    assert (tmp_path / "mode").read_text().startswith("drwx------")


async def test_a_rule_on_several_lines_is_read(editor: Path) -> None:
    does(editor, 'printf "city is Oslo\\nor\\n  tags is beta\\n# and this not\\n" > "$2"')
    async with at_work(box_of(RULES)) as person:
        await edit(person)
        assert person.rule == ["city is Oslo", "tags is beta"]


async def test_what_cant_be_read_comes_back_into_the_dialog_with_its_mistake(editor: Path) -> None:
    does(editor, 'echo "city iz Rome" > "$2"')
    async with at_work(box_of(RULES)) as person:
        await edit(person)
        await person.opens(RuleTextDialog)
        assert person.value_of("LineInput") == "city iz Rome"
        assert "✗" in "\n".join(person.drawn)
        await person.leaves()
        assert not person.editing.is_changed
        does(editor, f'cp "$2" "{editor}.seen"')
        await edit(person)
        await person.opens(RuleTextDialog)
    assert seen(editor).startswith("city iz Rome")


@pytest.mark.parametrize(
    ("commands", "says"),
    [("exit 3", "ended with code 3, so nothing was taken"), ("printf '\\377' > \"$2\"", "can't be read")],
)
async def test_a_failure_changes_nothing_and_is_said(editor: Path, commands: str, says: str) -> None:
    does(editor, commands)
    async with at_work(box_of(RULES)) as person:
        await edit(person)
        assert says in person.said
        assert not person.editing.is_changed


@pytest.mark.usefixtures("editor")
async def test_an_editor_that_isnt_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(RULES)) as person:
        await edit(person)
        assert "can't be started" in person.said
        monkeypatch.setenv("EDITOR", "vi '")
        await edit(person)
        assert "a quote without its other half" in person.said
        monkeypatch.setenv("EDITOR", "true")
        monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
        await edit(person)
        assert "No file for the editor can be made" in person.said
        monkeypatch.delenv("EDITOR")
        await edit(person)
        assert "Set EDITOR" in person.said
