"""Pictures of the list of profiles and of the form."""

from pathlib import Path

import pytest
from support.profiles import Shelf, fill, no_keyring
from support.screens import Person, box_of
from support.tours import HIGH_CONTRAST, MONO, OnTour
from support.workspaces import NOON

from segtui.cli.demos import make_box
from segtui.cli.session import Session
from segtui.store.places import Places
from segtui.ui.dialogs.asking import LeaveDialog, SureDialog
from segtui.ui.profiles import picker
from segtui.ui.profiles.form import ProfileForm
from segtui.ui.profiles.picker import PickerScreen
from segtui.ui.profiles.trying import TrialPane

pytest_plugins = ("support.on_tour",)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_keyring(monkeypatch)
    # The file has a short name, the same in each run.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(picker, "clock_words", lambda moment, _now: f"{moment:%d %b %H:%M}")


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf(Path(), {"acme": box_of()}, {"acme-prod": NOON})
    for name, environment in (("acme", "TEST"), ("acme-prod", "PROD")):
        made.add(name, environment=environment, read_only=name != "acme", base_url="https://api.example.com/v3")
    return made


async def ends(person: Person) -> None:
    await person.until(lambda: "Asking" not in person.app.screen.query_one(TrialPane).said)


async def test_the_first_run(on_tour: OnTour) -> None:
    async with on_tour(None, shelf=Shelf(Path()).find()) as tour:
        await tour.person.opens(ProfileForm)
        await tour.look("begins with the form", also_in=[HIGH_CONTRAST], is_last=True)


async def test_the_list_and_the_form(on_tour: OnTour, shelf: Shelf) -> None:
    shelf.add("old", project="0" * 24, base_url="https://api.example.com/v3")
    async with on_tour(None, shelf=shelf.find()) as tour:
        person = tour.person
        await person.opens(PickerScreen)
        await tour.look("of profiles")
        await person.press("down", "down", "t")
        await ends(person)
        await tour.look("a test that failed", also_in=[MONO])
        await person.press("D")
        await person.opens(SureDialog)
        await tour.look("removing asks first")
        await person.press("escape")
        await person.opens(PickerScreen)
        await person.press("end", "D")
        await tour.look("the demo stays")
        await person.press("n")
        await person.opens(ProfileForm)
        fill(person, name="acme staging", base_url="http://api.example.com/v3", email="ada@example.com")
        await person.press("ctrl+s")
        await tour.look("the form with mistakes", also_in=[MONO])
        await person.press("escape")
        await person.opens(LeaveDialog)
        await tour.look("leaving the form asks first")
        await person.press("y")
        await person.opens(PickerScreen)
        await person.press("home", "e")
        await person.opens(ProfileForm)
        person.app.screen.query_one("#field-secret").focus()
        await person.press("ctrl+t")
        await ends(person)
        await person.until(lambda: "not here" in person.text_of("#hint"))
        await tour.look("the form with a good test", is_last=True)


async def test_a_file_with_mistakes(on_tour: OnTour) -> None:
    shelf = Shelf(Path())
    shelf.file.write_text('[profiles.acme]\nservice = "tiledesk"\nbase_ulr = "https://x.example"\nsecret = "ask"\n')
    async with on_tour(None, shelf=shelf.find()) as tour:
        await tour.person.opens(PickerScreen)
        await tour.person.press("enter")
        await tour.look("says where", is_last=True)


async def test_the_demos(on_tour: OnTour, tmp_path: Path) -> None:
    places = Places(*(tmp_path / name for name in ("config", "state", "data", "cache", "log")))
    session = Session(lambda: places, make_box)
    async with on_tour(None, shelf=session.shelf(only_demos=True)) as tour:
        await tour.person.opens(PickerScreen)
        await tour.look("of all services", is_last=True)
