"""The list of profiles, and the form for the first one and all others."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from support.profiles import Shelf, fill, no_keyring
from support.screens import HOSTILE, Person, at_the_screen, box_of
from support.workspaces import IMPATIENT, NOON, settings_for

from segtui.sandbox import Fault
from segtui.store.demos import DEMOS
from segtui.store.errors import SecretUnavailable
from segtui.ui.browse.foot import Foot
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import SureDialog, TextDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.profiles.form import FieldRow, ProfileForm
from segtui.ui.profiles.picker import PickerScreen, ProfileTable
from segtui.ui.profiles.trying import TrialPane
from segtui.ui.widgets.line_input import LineInput
from segtui.workspace import profiles


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    no_keyring(monkeypatch)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, {"acme": box_of()})


def listed(person: Person) -> list[str]:
    rows = person.app.screen.query_one(ProfileTable)._rows
    return [str(rows.cells(index)[1]) for index in range(len(rows))]


def said(person: Person) -> str:
    return person.app.screen.query_one(Foot).said


def trial_of(person: Person) -> str:
    return person.app.screen.query_one(TrialPane).said


def mistakes(person: Person) -> dict[str, str]:
    return {row.field.key: row.mistake for row in person.app.screen.query(FieldRow) if row.mistake}


def right(shelf: Shelf) -> dict[str, str]:
    values = settings_for(shelf.boxes["acme"])
    return {key: str(values[key]) for key in ("base_url", "project", "email")}


# The first run.


async def test_the_first_run_offers_the_form_and_the_demo_beside_it(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        assert "ctrl+g opens the demo" in "\n".join(person.drawn)
        await person.press("ctrl+g")
        await person.opens(BrowseScreen)
        await person.leads_come()
        assert person.listed == ["Demo segment"]
    assert not shelf.file.exists()


async def test_the_first_profile_is_opened_when_it_is_saved(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        await person.types("acme")
        fill(person, **right(shelf))
        await person.press("ctrl+s")
        await person.opens(BrowseScreen)
        await person.leads_come()
        assert "acme" in person.drawn[0]
    assert shelf.book.get("acme").read_only


async def test_escape_leads_from_the_first_form_to_the_list_where_the_demo_is(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        await person.press("escape")
        await person.opens(PickerScreen)
        assert listed(person) == list(DEMOS)
        await person.press("escape")
        assert said(person) == "Back: not now, because no profile is open; q quits."
        await person.press("q")
        await person.until(lambda: not person.app.is_running)


# The list.


async def test_the_cursor_begins_on_the_profile_used_last_that_isnt_open(shelf: Shelf) -> None:
    shelf.used = {"acme": NOON}
    for name in ("other", "acme"):
        shelf.add(name)
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        assert listed(person) == ["acme", "other", *DEMOS]
        assert "12:00" in person.drawn[2]
        await person.press("enter")
        await person.opens(BrowseScreen)
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        assert person.app.screen.query_one(ProfileTable).cursor == 1


async def test_a_profile_with_a_mistake_says_where_and_cant_be_opened_and_the_file_stays(shelf: Shelf) -> None:
    text = '[profiles.acme]\nservice = "tiledesk"\nbase_ulr = "https://x.example"\nsecret = "ask"\nauth = "jwt"\n'
    shelf.file.write_text(text)
    async with at_the_screen(None, shelf=shelf.find(), size=(120, 34)) as person:
        await person.opens(PickerScreen)
        told = person.text_of("#details").replace("\n", " ")
        assert f"{shelf.file}, line 3, acme.base_ulr" in told
        assert "did you mean “base_url”?" in told
        for key in ("enter", "t", "e"):
            await person.press(key)
            assert "not now, because it has a mistake in the file" in said(person)
            assert isinstance(person.app.screen, PickerScreen)
        shelf.file.write_text(text.replace("ulr", "url"))
        await person.press("r")
        assert "mistakes" not in "\n".join(person.drawn)
    assert not shelf.opened


async def test_a_file_that_is_no_toml_is_told_with_its_line_and_is_not_overwritten(shelf: Shelf) -> None:
    shelf.file.write_text("= nonsense\n")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        assert "line 1" in said(person)
        await person.press("n")
        await person.opens(ProfileForm)
        await person.types("acme")
        fill(person, **right(shelf))
        await person.press("ctrl+s")
        await person.until(lambda: "Not saved." in said(person))
    assert shelf.file.read_text() == "= nonsense\n"


async def test_removing_asks_first(shelf: Shelf) -> None:
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("D")
        await person.opens(SureDialog)
        await person.press("escape")
        await person.opens(PickerScreen)
        assert "acme" in shelf.book.profiles
        await person.press("D")
        await person.opens(SureDialog)
        await person.press("y")
        await person.until(lambda: listed(person) == list(DEMOS))
        assert said(person) == "“acme” is removed."
    assert not shelf.book.profiles


async def test_the_demo_can_neither_be_changed_nor_removed(shelf: Shelf) -> None:
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("end")
        for key, what in (("e", "Edit"), ("D", "Remove")):
            await person.press(key)
            assert said(person) == f"{what}: not now, because the demos are built in."
        await person.press("question_mark")
        await person.opens(HelpDialog)
        assert "Edit  (not now: the demos are built in)" in person.text_of("Scrolling > PlainText")


# The form.


async def test_each_mistake_is_said_at_its_field_and_goes_when_it_is_mended(shelf: Shelf) -> None:
    shelf.add("other")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("n")
        await person.opens(ProfileForm)
        fill(person, name="de mo", base_url="http://api.example.com", read_only="perhaps")
        await person.press("ctrl+s")
        assert set(mistakes(person)) == {"name", "base_url", "email", "read_only"}
        assert "everybody on the way reads the password" in mistakes(person)["base_url"]
        assert person.focus == "field-name"
        await person.types("x")
        assert "name" not in mistakes(person)
        fill(person, **(right(shelf) | {"name": "other", "read_only": "yes", "project": "nonsense"}))
        await person.press("ctrl+s")
        assert "must be the id of a Tiledesk project" in mistakes(person)["project"]
        fill(person, **right(shelf))
        await person.press("ctrl+s")
        await person.until(lambda: "there is a profile of that name already" in mistakes(person).get("name", ""))
    assert list(shelf.book.profiles) == ["other"]


async def test_a_secret_typed_where_its_place_belongs_is_refused_and_repeated_nowhere(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **right(shelf), name="acme", secret="hunter2-hunter2")
        await person.press("ctrl+s")
        assert "never the secret itself" in mistakes(person)["secret"]
        assert "hunter2" not in mistakes(person)["secret"] + said(person)
    assert not shelf.file.exists()


async def test_the_field_of_the_secret_says_what_is_possible_on_this_machine(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        person.app.screen.query_one("#field-secret").focus()
        await person.until(lambda: "not here: no keyring can be reached" in person.text_of("#hint"))
        assert all(way in person.text_of("#hint") for way in ("ask", "env:NAME", "command:…", "keyring:"))


async def test_a_secret_for_the_keyring_is_asked_for_when_the_profile_is_saved(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}

    async def keep(name: str, secret: SecretStr) -> None:
        kept[name] = secret.get_secret_value()

    monkeypatch.setattr(profiles, "keep_in_keyring", keep)
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **right(shelf), name="acme", secret="keyring:")
        await person.press("ctrl+s")
        await person.opens(TextDialog)
        await person.types("zxcvbnm-9")
        assert "zxcvbnm-9" not in "\n".join(person.drawn)
        await person.press("enter")
        await person.opens(BrowseScreen)
    assert kept == {"acme": "zxcvbnm-9"}
    assert "zxcvbnm-9" not in shelf.file.read_text()


async def test_without_a_keyring_the_form_stays_and_nothing_is_written(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_name: str, _secret: SecretStr) -> None:
        raise SecretUnavailable("The only keyring here writes secrets into a file in plain text.")

    monkeypatch.setattr(profiles, "keep_in_keyring", refuse)
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **right(shelf), name="acme", secret="keyring:")
        await person.press("ctrl+s")
        await person.opens(TextDialog)
        await person.types("zxcvbnm-9")
        await person.press("enter")
        await person.opens(ProfileForm)
        await person.until(lambda: "Not saved. The only keyring here writes secrets" in said(person))
    assert not shelf.book.profiles


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_the_field_that_is_typed_into_is_in_view_on_a_small_terminal(shelf: Shelf, size: tuple[int, int]) -> None:
    async with at_the_screen(None, shelf=shelf.find(), size=size) as person:
        await person.opens(ProfileForm)
        fill(person, name="de mo", base_url="ftp://x", accent="red")
        await person.press("ctrl+s", "up")
        await person.types("yes")
        assert person.focus == "field-read_only"
        await person.until(lambda: any(line.startswith(" Read-only") for line in person.drawn))


async def test_only_what_was_changed_is_written(shelf: Shelf) -> None:
    shelf.add("acme")
    shelf.file.write_text("# mine\n" + shelf.file.read_text())
    before = shelf.book.get("acme").table()
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("e")
        await person.opens(ProfileForm)
        fill(person, environment="PROD", read_only="yes")
        await person.press("ctrl+s")
        await person.opens(PickerScreen)
        assert said(person) == "“acme” is saved. enter opens it, t tests it."
    assert shelf.book.get("acme").table() == before | {"environment": "PROD", "read_only": True}
    assert shelf.file.read_text().startswith("# mine\n")


async def test_leaving_the_form_asks_only_when_something_was_typed(shelf: Shelf) -> None:
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("e", "escape")
        await person.opens(PickerScreen)
        await person.press("e")
        await person.opens(ProfileForm)
        fill(person, environment="PROD")
        await person.press("escape")
        await person.opens(SureDialog)
        await person.press("escape")
        await person.opens(ProfileForm)
        assert person.value_of("#field-environment") == "PROD"
        await person.press("escape")
        await person.opens(SureDialog)
        await person.press("y")
        await person.opens(PickerScreen)
    assert shelf.book.get("acme").environment is None


# Testing.


async def test_the_test_says_who_we_are_and_which_projects_there_are(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **(right(shelf) | {"project": ""}))
        await person.press("ctrl+t")
        await person.until(lambda: "Signed in to tiledesk" in trial_of(person))
        assert shelf.demo.project_id in trial_of(person)
    assert not shelf.file.exists()
    assert shelf.closed == [""]


async def test_a_test_that_fails_says_what_is_wrong_and_never_the_secret(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **right(shelf), environment="ASKS")
        await person.press("ctrl+t")
        await person.opens(TextDialog)
        await person.types("wrong-secret")
        await person.press("enter")
        await person.until(lambda: trial_of(person).startswith("✗ "))
        assert "wrong-secret" not in "\n".join(person.drawn)


async def test_escape_stops_a_test_and_stays_in_the_form(shelf: Shelf) -> None:
    shelf.demo.faults.add(Fault.hang())
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(ProfileForm)
        fill(person, **right(shelf))
        await person.press("ctrl+t")
        await person.until(lambda: shelf.demo.requests)
        await person.press("escape")
        await person.until(lambda: "Stopped" in trial_of(person))
        await person.until(lambda: shelf.closed)
        assert isinstance(person.app.screen, ProfileForm)


async def test_a_service_that_doesnt_answer_is_told_in_the_list(shelf: Shelf) -> None:
    shelf.limits = IMPATIENT
    shelf.boxes["acme"].faults.add(Fault.hang())
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("t")
        await person.until(lambda: trial_of(person).startswith("✗ "))
        assert shelf.closed[0] == "acme"


async def test_what_the_service_says_is_cleaned(shelf: Shelf) -> None:
    shelf.boxes["acme"].project().document["name"] = HOSTILE[2]
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("t")
        await person.until(lambda: "Signed in" in trial_of(person))
        assert "�]52;c;aGk=�" in trial_of(person)
        assert "\x1b" not in "\n".join(person.drawn)


async def test_a_name_with_a_line_break_looks_like_no_line_of_ours(shelf: Shelf) -> None:
    shelf.boxes["acme"].project().document["name"] = "Shop\n✓ Signed in to another"
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("t")
        await person.until(lambda: "Signed in" in trial_of(person))
        assert [line for line in trial_of(person).splitlines() if line.startswith("✓")] == trial_of(
            person
        ).splitlines()[:1]


async def test_ctrl_c_answers_on_the_list_and_in_the_form(shelf: Shelf) -> None:
    shelf.add("acme")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("ctrl+c")
        assert said(person) == "There is nothing to copy here. ctrl+q quits."
        await person.press("n")
        await person.opens(ProfileForm)
        assert person.app.screen.query_one("#field-service", LineInput).suggester is not None
        await person.press("ctrl+c")
        assert said(person) == "There is nothing to copy here. ctrl+q quits."
