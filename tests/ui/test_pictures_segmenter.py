"""Pictures of Segmenter: lists that are kept here, their people, files of people, and outcomes nobody knows."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from support.list_screens import demo_opener, goes_to, segmenter
from support.screens import HOSTILE
from support.segmenter_screens import segmenter_box, segmenter_opener
from support.tours import HIGH_CONTRAST, MONO, OnTour, StoppedClock

from segtui.domain.people import Person as Listed
from segtui.domain.values import JsonValue
from segtui.sandbox import Fault
from segtui.store.errors import FileTrouble
from segtui.store.register import Register
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import LeaveDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.forgetting import ForgetOrEmptyDialog
from segtui.ui.dialogs.people_import import PeopleImportDialog
from segtui.ui.dialogs.people_rows import RowsDialog
from segtui.ui.dialogs.person import PersonDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.widgets.path_input import PathInput
from segtui.ui.widgets.table import Table

pytest_plugins = ("support.on_tour",)

ANN_ID = "8c6f1d9e-2f3a-4d0e-9b53-3c1f6f9d2a10"
ANN = Listed(ANN_ID, "Ann", "Alba", "ann@example.com", "+39 1", (("city", "Rome"), ("[/red]", HOSTILE[2])))
BEA = Listed("1d0f8a52-77e4-4c0b-8f0e-0a4b8f7f7c11", "Bea", "Boll", "bea@example.com", "+39 2")
LISTS = {"Weekly": [ANN, BEA]}

FILE = (
    "Code;Nome;Correo;Stadt\n"
    "c1;Cem;cem@example.com;[/red]\n"
    "c2;Dan\n"
    "c3;Dan;dan@example.com;Rome\n"
    "c1;Twice;twice@example.com;\n"
    "c5;Bea;bea@example.com;\n"
)


@pytest.fixture(autouse=True)
def _same_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segtui.backends.segmenter.backend.datetime", StoppedClock)


class DamagedRegister(Register):
    """One whose file is where it would be on somebody's machine."""

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        try:
            return super().documents(prefix)
        except FileTrouble as trouble:
            there = str(trouble).replace(str(self._path.parent), "/home/ada/.local/share/segtui")
            raise FileTrouble(there, hint=trouble.hint) from trouble


async def test_lists(on_tour: OnTour) -> None:
    async with on_tour(demo_opener("segmenter", segmenter())) as tour:
        person = tour.person
        await tour.begin()
        await goes_to(person, "Fruit lovers")
        await tour.look("a list kept here")
        await person.press("D")
        await person.opens(ForgetOrEmptyDialog)
        await tour.look("empty or forget", also_in=[HIGH_CONTRAST])
        await person.press("e")
        await person.opens(PlanDialog)
        await person.press("1", "enter")
        await tour.look("everybody leaves")
        await person.press("escape")
        await person.closes()
        await person.press("n")
        await person.opens(DetailsDialog)
        await tour.look("a new list", is_last=True)


async def test_a_new_list_without_an_answer(on_tour: OnTour) -> None:
    box = segmenter()
    async with on_tour(demo_opener("segmenter", box)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("n")
        await person.opens(DetailsDialog)
        await person.types("Fresh")
        await person.press("ctrl+s")
        await person.closes()
        await tour.look("is not sent yet")
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await tour.look("before it is sent")
        box.faults.add(Fault.drop_after(), times=1)
        await person.press("y")
        await person.says("uncertain")
        await tour.look("is uncertain", also_in=[MONO], is_last=True)


async def test_people(on_tour: OnTour) -> None:
    async with on_tour(segmenter_opener(segmenter_box(LISTS))) as tour:
        person = tour.person
        await tour.begin()
        await person.press("3", "home")
        await tour.look("of a list")
        await person.press("a")
        await person.opens(PersonDialog)
        await tour.look("the form", also_in=[HIGH_CONTRAST])
        await person.types(ANN_ID)
        await person.press("tab", *"Cem", "tab", "tab", "tab", "tab", *"city")
        await tour.look("mistakes")
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.press("y")
        await person.closes()
        await person.press("3", "home", "d")
        await tour.look("one taken out", is_last=True)


async def test_a_file_of_people(on_tour: OnTour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A short name, the same in each run.
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(FILE)
    async with on_tour(segmenter_opener(segmenter_box(LISTS))) as tour:
        person = tour.person
        await tour.begin()
        await person.press("3", "home", "I")
        dialog = await person.opens(PeopleImportDialog)
        await person.types("peo")
        await person.press("enter")
        await person.until(lambda: "There is no file" in person.text_of("#sums"))
        await tour.look("none of that name")
        await person.press("tab")
        assert dialog.query_one(PathInput).value == "people.csv"
        await person.press("enter")
        await person.until(lambda: "(•) add" in person.text_of("#sums"))
        await tour.look("its columns and people", also_in=[HIGH_CONTRAST])
        dialog.query_one("#mapping", Table).focus()
        await person.press("enter")
        await person.opens(PickDialog)
        await tour.look("what a column is")
        await person.types("externalid")
        await person.press("enter")
        await person.opens(PeopleImportDialog)
        await person.until(lambda: dialog._outlook is not None)
        await person.press("b")
        await person.opens(RowsDialog)
        await tour.look("rows left out", also_in=[MONO])
        await person.press("escape", "m")
        await person.until(lambda: "(•) replace" in person.text_of("#sums"))
        await tour.look("instead of those on the list", is_last=True)


async def test_a_damaged_register(on_tour: OnTour, tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    path.write_bytes(b"damaged")
    async with on_tour(demo_opener("segmenter", segmenter(), keeper=DamagedRegister(path, "desk"))) as tour:
        await tour.person.opens(BrowseScreen)
        await tour.person.says("✗ The segments couldn't be loaded. The register ")
        await tour.look("in the place of the lists", is_last=True)
