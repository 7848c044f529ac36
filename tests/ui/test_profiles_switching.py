"""From one profile to another without a new start."""

from functools import partial
from pathlib import Path

import pytest
from support.profiles import Shelf
from support.screens import Person, at_the_screen, at_work, box_of
from support.workspaces import NOON, Clock, is_

from segtui.sandbox import Fault
from segtui.store.demos import DEMOS
from segtui.store.memory import Memory
from segtui.store.places import Places
from segtui.ui.browse.foot import Foot
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.quitting import QuitDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.profiles.picker import PickerScreen
from segtui.ui.too_small import TooSmallScreen


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shop = box_of({"Shoppers": [is_("city", "=", "Oslo")]})
    made = Shelf(tmp_path, {"acme": box_of(), "shop": shop}, {"acme": NOON})
    made.add("acme")
    made.add("shop", base_url="https://shop.sandbox.invalid/v3")
    return made


async def begin(person: Person) -> None:
    await person.opens(PickerScreen)
    await person.press("enter")
    await person.opens(BrowseScreen)
    await person.leads_come()


async def switch(person: Person) -> None:
    former = person.screen
    await person.press("ctrl+o")
    await person.opens(PickerScreen)
    await person.press("enter")
    await person.until(lambda: isinstance(person.app.screen, BrowseScreen) and person.app.screen is not former)
    await person.leads_come()


async def test_another_profile_opens_and_the_first_that_was_named_is_hung_up(shelf: Shelf) -> None:
    named = partial(shelf.find().open, "acme", shelf.book.get("acme"))
    async with at_the_screen(named, shelf=shelf.find()) as person:
        await person.opens(BrowseScreen)
        await person.leads_come()
        assert "acme" in person.drawn[0]
        await switch(person)
        assert "shop" in person.drawn[0]
        assert person.listed == ["Shoppers"]
        assert len([one for one in person.app.screen_stack if isinstance(one, BrowseScreen)]) == 1
        await person.until(lambda: shelf.closed == ["acme"])
    assert shelf.closed == ["acme", "shop"]


async def test_unsaved_edits_wait_where_they_were_made(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("2", "o")
        assert person.editing.is_changed
        changed = next(line.name for line in person.screen.desk.lines() if line.is_changed)
        await switch(person)
        assert not person.screen.desk.unsaved
        await person.press("ctrl+q")
        await person.opens(QuitDialog)
        assert f"● {changed} · on acme" in "\n".join(person.drawn)
        await person.leaves()
        await switch(person)
        assert person.editing.draft.rule.combine == "any"
        assert person.screen.desk.unsaved


async def test_edits_kept_on_disk_are_offered_to_a_new_start_and_not_at_each_switch(
    shelf: Shelf, tmp_path: Path
) -> None:
    places = Places(*(tmp_path / name for name in ("config", "state", "data", "cache", "log")))
    memory = Memory(places, now=Clock())
    async with at_the_screen(None, shelf=shelf.find(), memory=memory) as person:
        await begin(person)
        await person.press("2", "o")
        await switch(person)
        await switch(person)
        await person.until(lambda: person.screen.is_listed)
        assert person.app.screen is person.screen
        assert person.editing.draft.rule.combine == "any"
    async with at_the_screen(None, shelf=shelf.find(), memory=Memory(places, now=Clock())) as person:
        await person.opens(PickerScreen)
        await person.press("enter")
        await person.opens(DraftsDialog)


async def test_the_profile_that_is_open_isnt_opened_again(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        former = person.screen
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        await person.press("home", "enter")
        await person.closes()
        assert person.screen is former
    assert [workspace.profile.name for workspace in shelf.opened] == ["acme"]


async def test_escape_stays_where_one_is(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        await person.press("escape")
        await person.closes()
        assert not shelf.closed


async def test_while_a_change_is_being_sent_the_switch_is_refused_with_the_reason(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("2", "o", "ctrl+s")
        await person.opens(PlanDialog)
        shelf.boxes["acme"].faults.add(Fault.hang(), method="PUT")
        await person.press("y")
        await person.until(lambda: person.screen.is_sending)
        await person.closes()
        await person.press("ctrl+o")
        assert person.said == "A change is still being sent; switch when its outcome is known."
        assert person.app.screen is person.screen


async def test_a_profile_removed_while_it_is_open_stays_open_and_that_is_said(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        await person.press("home", "D")
        await person.opens(SureDialog)
        assert "It is open now" in "\n".join(person.drawn)
        await person.press("y")
        said = "⚠ “acme” isn't in the file any more. It stays open until you leave it."
        await person.until(lambda: said in person.app.screen.query(Foot).first().said)
        await person.press("escape")
        await person.closes()
        assert person.leads == ["Ann Alba", "Bea Boll"]


async def test_a_secret_that_is_somewhere_else_now_is_looked_for_when_enter_opens_the_profile_anew(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACME_TOKEN", raising=False)
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        shelf.book.edit("acme", {"secret": "env:ACME_TOKEN"})
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        assert "“acme” was changed" in person.app.screen.query_one(Foot).said
        await person.press("home", "enter")
        await person.opens(BrowseScreen)
        await person.says("ACME_TOKEN")
        await person.rest()
        assert "ACME_TOKEN" in person.said
        assert any("Not loaded: see below." in line for line in person.drawn)


async def test_a_profile_changed_while_it_is_open_says_so_and_enter_opens_it_anew(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        shelf.book.edit("acme", {"environment": "PROD"})
        former = person.screen
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        assert "“acme” was changed" in person.app.screen.query_one(Foot).said
        await person.press("home", "enter")
        await person.until(lambda: isinstance(person.app.screen, BrowseScreen) and person.app.screen is not former)
        await person.leads_come()
        assert "PROD" in person.drawn[0]


async def test_a_profile_that_cant_be_opened_leaves_the_one_that_is_open(shelf: Shelf) -> None:
    shelf.add("wrong", project="nonsense")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        await person.press("end", *["up"] * len(DEMOS), "enter")
        await person.says("✗ “wrong” couldn't be opened.")
        assert person.app.screen is person.screen
        assert person.leads == ["Ann Alba", "Bea Boll"]
    assert shelf.closed == ["acme"]


async def test_a_profile_that_cant_be_opened_first_names_the_keys_that_help(shelf: Shelf) -> None:
    shelf.add("wrong", project="nonsense")
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.press("end", *["up"] * len(DEMOS), "enter")
        await person.until(lambda: "✗ wrong couldn't be opened." in "\n".join(person.drawn))
        assert "ctrl+o shows all profiles." in "\n".join(person.drawn)
        shelf.book.edit("wrong", {"project": shelf.demo.project_id})
        await person.press("ctrl+o")
        await person.opens(PickerScreen)
        await person.press("end", *["up"] * len(DEMOS), "enter")
        await person.opens(BrowseScreen)
        await person.leads_come()
        assert person.listed == ["Demo segment"]


async def test_the_last_use_is_remembered(shelf: Shelf, tmp_path: Path) -> None:
    places = Places(*(tmp_path / name for name in ("config", "state", "data", "cache", "log")))
    memory = Memory(places, now=Clock())
    async with at_the_screen(None, shelf=shelf.find(), memory=memory) as person:
        await begin(person)
        await switch(person)
    state = Memory(places).state
    assert state.last_profile == "shop"
    assert state.last_used == {"acme": NOON, "shop": NOON}


async def test_the_palette_leads_to_the_profiles(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await begin(person)
        await person.press("ctrl+p")
        await person.opens(PaletteDialog)
        await person.types("profiles")
        await person.press("enter")
        await person.opens(PickerScreen)


async def test_a_terminal_made_small_keeps_the_list(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find()) as person:
        await person.opens(PickerScreen)
        await person.resize(40, 10)
        await person.opens(TooSmallScreen)
        await person.resize(80, 24)
        await person.opens(PickerScreen)


async def test_where_there_is_no_room_at_the_start_the_list_comes_with_the_room(shelf: Shelf) -> None:
    async with at_the_screen(None, shelf=shelf.find(), size=(50, 10)) as person:
        await person.opens(TooSmallScreen)
        await person.resize(80, 24)
        await person.opens(PickerScreen)
        await person.press("enter")
        await person.opens(BrowseScreen)
        await person.leads_come()


async def test_where_there_are_no_profiles_to_pick_from_ctrl_o_says_so() -> None:
    async with at_work(box_of()) as person:
        await person.press("ctrl+o")
        assert person.said == "There are no other profiles here."
