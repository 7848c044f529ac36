"""Pictures of the list of profiles and of the form."""

from pathlib import Path

import pytest
from support.profiles import Shelf, no_keyring
from support.screens import Person, StillLife, box_of
from support.workspaces import NOON

from segtui.ui.profiles import picker
from segtui.ui.profiles.form import ProfileForm
from segtui.ui.profiles.picker import PickerScreen
from segtui.ui.profiles.trying import TrialPane
from segtui.ui.widgets.line_input import LineInput

pytest_plugins = ("support.still_life",)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    no_keyring(monkeypatch)
    monkeypatch.setattr(picker, "clock_words", lambda moment, _now: f"{moment:%d %b %H:%M}")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path, {"acme": box_of()}, {"acme-prod": NOON})
    for name, environment in (("acme", "TEST"), ("acme-prod", "PROD")):
        made.add(name, environment=environment, read_only=name != "acme", base_url="https://api.example.com/v3")
    return made


async def ends(person: Person) -> None:
    await person.until(lambda: "Asking" not in person.app.screen.query_one(TrialPane).said)


def fill(person: Person, **values: str) -> None:
    for key, value in values.items():
        person.app.screen.query_one(f"#field-{key}", LineInput).value = value


def test_the_first_run(still_life: StillLife, tmp_path: Path) -> None:
    async def act(person: Person) -> None:
        await person.opens(ProfileForm)

    assert still_life(None, act, shelf=Shelf(tmp_path).find())


def test_the_list(still_life: StillLife, shelf: Shelf) -> None:
    async def act(person: Person) -> None:
        await person.opens(PickerScreen)

    assert still_life(None, act, shelf=shelf.find())


def test_the_list_with_a_test_that_failed(still_life: StillLife, shelf: Shelf) -> None:
    shelf.add("old", project="0" * 24, base_url="https://api.example.com/v3")

    async def act(person: Person) -> None:
        await person.opens(PickerScreen)
        await person.press("down", "down", "t")
        await ends(person)

    assert still_life(None, act, shelf=shelf.find())


def test_a_form_with_mistakes(still_life: StillLife, shelf: Shelf) -> None:
    async def act(person: Person) -> None:
        await person.opens(PickerScreen)
        await person.press("n")
        await person.opens(ProfileForm)
        fill(person, name="acme staging", base_url="http://api.example.com/v3", email="ada@example.com")
        await person.press("ctrl+s")

    assert still_life(None, act, shelf=shelf.find())


def test_a_form_with_a_good_test(still_life: StillLife, shelf: Shelf) -> None:
    async def act(person: Person) -> None:
        await person.opens(PickerScreen)
        await person.press("e")
        await person.opens(ProfileForm)
        person.app.screen.query_one("#field-secret").focus()
        await person.press("ctrl+t")
        await ends(person)
        await person.until(lambda: "not here" in person.text_of("#hint"))

    assert still_life(None, act, (140, 40), shelf=shelf.find())
