"""People of a list at the screen: added, edited, taken out, and taken from a file; each is one step back."""

import threading
from pathlib import Path
from typing import Any

import pytest
from support.list_screens import sees_people
from support.screens import HOSTILE, Person, at_the_screen, at_work, box_of, memory_in, opener
from support.segmenter_screens import segmenter_box, segmenter_opener

from segtui.domain.people import Person as Listed
from segtui.domain.people import person_of
from segtui.store.memory import Memory
from segtui.ui.dialogs.asking import LeaveDialog
from segtui.ui.dialogs.detail_rows import DetailRow
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.people_import import PeopleImportDialog
from segtui.ui.dialogs.people_rows import RowsDialog
from segtui.ui.dialogs.person import PersonDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.widgets.path_input import PathInput
from segtui.ui.widgets.table import Table
from segtui.workspace.importing import outlook_of

ANN_ID = "8c6f1d9e-2f3a-4d0e-9b53-3c1f6f9d2a10"
ANN = Listed(ANN_ID, "Ann", "Alba", "ann@example.com", "+39 1", (("city", "Rome"), ("[/red]", HOSTILE[2])))
BEA = Listed("1d0f8a52-77e4-4c0b-8f0e-0a4b8f7f7c11", "Bea", "Boll", "bea@example.com", "+39 2")
LISTS = {"Weekly": [ANN, BEA]}


def people_of(person: Person) -> list[Listed]:
    read = [person_of(lead.raw) for lead in person.editing.draft.people or ()]
    return [one for one in read if isinstance(one, Listed)]


def rows(dialog: PeopleImportDialog | RowsDialog, selector: str) -> list[tuple[str, ...]]:
    provider = dialog.query_one(selector, Table)._rows
    return [tuple(str(cell) for cell in provider.cells(index)) for index in range(len(provider))]


async def imports(person: Person, path: Path | str) -> PeopleImportDialog:
    await person.press("I")
    dialog = await person.opens(PeopleImportDialog)
    await person.types(str(path))
    await person.press("enter")
    return dialog


async def test_somebody_is_added_edited_and_taken_out_and_each_is_one_step() -> None:
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24)) as person:
        await sees_people(person)
        for keys, says in ((["?"], "Who is on the list"), (["2", "?"], "What is known of this list")):
            await person.press(*keys)
            await person.opens(HelpDialog)
            assert says in (told := " ".join(person.drawn))
            assert "by the rule" not in told
            await person.press("escape")
            await person.closes()
        await person.press("3", "a")
        form = await person.opens(PersonDialog)
        await person.types(ANN_ID.upper())
        assert "has the external id of “Ann Alba”" in form.query(DetailRow).first().mistake
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, PersonDialog)
        await person.press("ctrl+u", "c", "tab", *"Cem", "tab", "tab", "tab", "tab", *"city", "ctrl+s")
        assert "✗ Line 1 isn't tag=value: “city”." in person.text_of("#wrong")
        await person.press(*"=Oslo")
        wrong = person.text_of("#wrong")
        assert "no UUID" in wrong
        assert "“Cem” has no e-mail." in wrong
        await person.press("ctrl+s")
        await person.closes()
        cem = Listed("c", "Cem", tags=(("city", "Oslo"),))
        assert people_of(person) == [ANN, BEA, cem]
        await person.until(lambda: (picked := person.screen.lead_pane.picked) and picked.name == "Cem")
        await person.until(lambda: person.text_of("#people-problems") == "⚠ 1 no e-mail · 1 no phone · 1 id is no UUID")
        await sees_people(person)
        await person.press("enter")
        await person.opens(PersonDialog)
        await person.press("tab", "end", "a", "ctrl+s")
        await person.closes()
        assert people_of(person)[0] == Listed(ANN_ID, "Anna", "Alba", ANN.email, ANN.phone, ANN.tags)
        await sees_people(person)
        await person.press("d")
        assert [one.first_name for one in people_of(person)] == ["Bea", "Cem"]
        await person.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert people_of(person) == [ANN, BEA]
        assert not person.editing.is_changed


async def test_a_form_that_is_left_asks_before_it_loses_what_was_typed() -> None:
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS))) as person:
        await sees_people(person)
        await person.press("enter")
        await person.opens(PersonDialog)
        assert HOSTILE[2] not in "\n".join(person.drawn)
        await person.leaves()
        await person.press("a")
        await person.opens(PersonDialog)
        await person.press("ctrl+s")
        assert "✗ Somebody needs an id, a name" in person.text_of("#wrong")
        await person.press("x", "ctrl+q")
        await person.opens(LeaveDialog)
        await person.leaves()
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.press("y")
        await person.closes()
        assert people_of(person) == [ANN, BEA]


async def test_people_of_a_file_are_added_and_what_its_columns_are_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "Code;Nome;Correo;Stadt\n"
        "c1;Cem;cem@example.com;[/red]\n"
        "c2;Dan\n"
        "c3;Dan;dan@example.com;Rome\n"
        "c1;Twice;twice@example.com;\n"
        "c5;Bea;bea@example.com;\n"
    )
    memory: Memory = memory_in(tmp_path / "home")
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24), memory=memory) as person:
        await sees_people(person)
        dialog = await imports(person, tmp_path / "peo")
        await person.until(lambda: "There is no file" in person.text_of("#sums"))
        await person.until(lambda: dialog.query_one(PathInput)._suggestion == str(file))
        await person.press("tab")
        assert dialog.query_one(PathInput).value == str(file)
        await person.press("enter")
        await person.until(lambda: "(•) add" in person.text_of("#sums"))
        assert "UTF-8, separated by semicolons" in person.text_of("#read-as")
        assert rows(dialog, "#mapping")[0] == ("Code", "c1", "tag Code")
        await person.press("enter")
        await person.opens(PickDialog)
        await person.types("externalid")
        await person.press("enter")
        await person.until(lambda: rows(dialog, "#mapping")[0][2] == "externalId" and dialog._outlook is not None)
        assert [row[0] for row in rows(dialog, "#first-people")] == ["Cem", "Dan", "Bea"]
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.leaves()
        dialog.query_one(PathInput).focus()
        await person.press("enter")
        await person.until(lambda: dialog._outlook is not None)
        await person.press("b")
        left_out = await person.opens(RowsDialog)
        assert [row[0] for row in rows(left_out, "#rows")] == ["3", "5"]
        await person.press("escape", "ctrl+s")
        await person.closes()
        assert [one.external_id for one in people_of(person)[2:]] == ["c1", "c3", "c5"]
        assert people_of(person)[2].tags == (("Stadt", "[/red]"),)
        await person.press("ctrl+z")
        assert people_of(person) == [ANN, BEA]
        dialog = await imports(person, file)
        await person.until(lambda: dialog._outlook is not None)
        assert rows(dialog, "#mapping")[0][2] == "externalId"


async def test_a_file_may_replace_the_list_and_says_first_how_many_leave(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"id,first name\n{ANN_ID},Anna\n")
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24)) as person:
        await sees_people(person)
        dialog = await imports(person, file)
        await person.until(lambda: "1 on the list already" in person.text_of("#sums"))
        await person.press("ctrl+s")
        assert "✗ There is nobody to take." in person.text_of("#sums")
        await person.press("m")
        await person.until(lambda: "replace the list with 1 person; 1 on it now leave" in person.text_of("#sums"))
        assert dialog._outlook is not None
        found_out = dialog._outlook.people
        await person.press("ctrl+s")
        await person.closes()
        assert people_of(person) == [Listed(ANN_ID, "Anna")]
        assert [id(one) for one in person.editing.draft.people or ()] == [id(one) for one in found_out]


async def test_nobody_is_taken_of_another_file_than_the_one_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,first name\nc1,Cem\n")
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24)) as person:
        await sees_people(person)
        dialog = await imports(person, file)
        await person.until(lambda: "(•) add 1 person" in person.text_of("#sums"))
        dialog.query_one(PathInput).focus()
        await person.press("x", "ctrl+s")  # before it is read, that reads it
        await person.until(lambda: "There is no file" in person.text_of("#sums"))
        await person.press("ctrl+s")
        assert person.app.screen is dialog
        assert not any("Cem" in line for line in person.drawn)
        await person.press("backspace", "ctrl+s")
        await person.until(lambda: "(•) add 1 person" in person.text_of("#sums"))
        await person.press("ctrl+s")
        await person.closes()
        assert [one.first_name for one in people_of(person)] == ["Ann", "Bea", "Cem"]


async def test_keys_that_come_before_it_is_known_who_is_taken_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,first name\nc1,Cem\n")
    may_end = threading.Event()

    def slowly(*given: Any, **how: Any) -> Any:
        may_end.wait(timeout=20)
        return outlook_of(*given, **how)

    monkeypatch.setattr("segtui.ui.dialogs.people_import.outlook_of", slowly)
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24)) as person:
        await sees_people(person)
        dialog = await imports(person, file)
        await person.until(lambda: dialog.sheet is not None)
        for key in ("ctrl+s", "p", "b"):
            dialog.say("")
            await person.press(key)
            assert person.text_of("#sums") == "Not yet: the file is still being looked at. esc stops."
        await person.press("escape", "ctrl+s")
        assert "The rows weren't looked at to the end." in person.text_of("#sums")
        may_end.set()
        await person.press("m")
        await person.until(lambda: "(•) replace" in person.text_of("#sums"))


async def test_segments_with_a_rule_have_none_of_these_keys() -> None:
    async with at_work(opener(box_of())) as person:
        await person.press("3")
        actions = {binding.binding.action for binding in person.screen.active_bindings.values()}
        assert "screen.explain_lead" in actions
        assert not actions & {"screen.add_person", "screen.take_out_person", "screen.import_people"}
