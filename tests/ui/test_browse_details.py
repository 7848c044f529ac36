"""The form of a segment, what the rule pane and the list say of its details, and refusals at their fields."""

import asyncio
from pathlib import Path

from support.feedier_backend import writes_to
from support.feedier_screens import feedier_box, feedier_opener, refusing
from support.screens import Person, at_the_screen, at_work, box_of, memory_in

from segtui.sandbox import Fault, FeedierSandbox
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.asking import SureDialog, TextDialog
from segtui.ui.dialogs.detail_rows import DetailRow, PickedField
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog

ONE = {"name": "One", "team_id": 4, "description": "For the board."}


def stored(box: FeedierSandbox, name: str) -> dict[str, object]:
    return next(one for one in box.segments.values() if one["name"] == name)


def shown(person: Person) -> dict[str, str]:
    """What stands in the form, by key."""
    rows = person.app.screen.query(DetailRow)
    return {row.key: row.field.words if isinstance(row.field, PickedField) else row.field.value for row in rows}


def mistakes(person: Person) -> dict[str, str]:
    return {row.key: row.mistake for row in person.app.screen.query(DetailRow) if row.mistake}


async def open_form(person: Person) -> None:
    """Open it and wait until all is known."""
    await person.press("e")
    form = await person.opens(DetailsDialog)
    await person.until(lambda: not form._is_loading)


async def go_to(person: Person, key: str) -> None:
    next(row for row in person.app.screen.query(DetailRow) if row.key == key).field.focus()
    await person.rest()


async def test_the_form_shows_names_and_what_the_list_leaves_out_and_is_taken_as_one_step() -> None:
    box = feedier_box(ONE)
    async with at_work(feedier_opener(box), size=(80, 24)) as person:
        await open_form(person)
        assert shown(person) == {
            "name": "One",
            "team": "North",
            "description": "For the board.",
            "default": "no",
            "editable by": "admins only",
        }
        await go_to(person, "description")
        await person.press("ctrl+u")
        await person.types("For all.")
        await person.press("down", "space", "down", "t")
        await person.opens(PickDialog)
        assert any("those it is given to, too" in line for line in person.drawn)
        await person.press("enter")
        await person.opens(DetailsDialog)
        await person.press("ctrl+s")
        await person.closes()
        assert [line for line in person.drawn if "team North · “For all.” · default · editable by those it is" in line]
        assert len(person.editing.history.past) == 1
        await person.press("ctrl+z")
        assert not person.editing.is_changed
        await person.press("ctrl+y", "ctrl+s")
        await person.opens(PlanDialog)
        assert not writes_to(box)
        await person.types("default")
        await person.press("enter")
        await person.says("✓ “One” is saved")
        (sent,) = writes_to(box)
        assert sent.method == "PUT"
    one = stored(box, "One")
    assert (one["description"], one["is_default"], one["editable_by"]) == ("For all.", True, "assigned")
    assert one["updated_at"] != one["created_at"]


async def test_a_form_that_was_only_looked_at_closes_at_once_and_another_one_asks() -> None:
    async with at_work(feedier_opener(feedier_box(ONE))) as person:
        await open_form(person)
        await person.press("escape")
        await person.closes()
        assert not person.editing.is_changed
        await open_form(person)
        await person.types("x")
        await person.press("escape")
        await person.opens(SureDialog)
        await person.press("escape")
        await person.opens(DetailsDialog)
        assert shown(person)["name"] == "Onex"


async def test_the_team_of_a_segment_that_exists_says_why_it_stays() -> None:
    async with at_work(feedier_opener(feedier_box(ONE))) as person:
        await open_form(person)
        await go_to(person, "team")
        await person.press("enter")
        assert mistakes(person) == {"team": "✗ “Team” can't be changed any more: it was settled when it was made."}
        await go_to(person, "name")
        await person.press("ctrl+u", "ctrl+s")
        assert mistakes(person)["name"] == "✗ A segment needs a name."


async def test_a_new_segment_begins_with_the_form_and_comes_back_to_the_team_that_is_missing() -> None:
    box = feedier_box(ONE)
    async with at_work(feedier_opener(box)) as person:
        await person.press("n")
        await person.opens(DetailsDialog)
        await person.types("Two")
        await person.press("ctrl+s")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(DetailsDialog)
        assert mistakes(person) == {"team": "✗ A new segment needs a team."}
        assert not writes_to(box)
        await person.press("enter")
        await person.opens(PickDialog)
        await person.types("sou")
        await person.press("enter")
        await person.opens(DetailsDialog)
        assert (shown(person)["team"], mistakes(person)) == ("South", {})
        await person.press("ctrl+s")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert any("+ team: South" in line for line in person.drawn)
        await person.types("everybody")
        await person.press("enter")
        await person.says("✓ “Two” is saved")
    assert stored(box, "Two")["team_id"] == 5


async def test_a_duplicate_takes_over_what_the_list_leaves_out_but_not_what_colleagues_would_see_twice() -> None:
    async with at_work(feedier_opener(feedier_box({**ONE, "is_default": True}))) as person:
        await person.press("c")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        await person.press("ctrl+s")
        await person.closes()
        details = person.editing.draft.details
        assert details == {"team": 4, "description": "For the board.", "default": False, "editable by": "admin"}


async def test_a_duplicate_has_what_the_list_leaves_out_though_its_form_was_left_and_is_made_once() -> None:
    box = feedier_box({**ONE, "links": [("team", 4)]})
    box.faults.add(Fault.drop(), method="POST", path="links")
    async with at_work(feedier_opener(box)) as person:
        await person.press("c")
        await person.opens(DetailsDialog)
        await person.press("escape")
        await person.closes()
        await person.until(lambda: person.editing.draft.details.get("description") == "For the board.")
        assert not person.editing.history.past
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert any("⚠ It will be given to the team “North”, as the original." in line for line in person.drawn)
        await person.press("y")
        await person.says("✗ “One (copy)” is saved; read back and checked. It isn't given to all")
        assert not person.screen.desk.unsaved
    assert stored(box, "One (copy)")["description"] == "For the board."


async def test_refused_fields_come_back_each_at_its_field_and_what_is_said_of_the_rule_at_the_foot() -> None:
    box = feedier_box(ONE)
    async with at_work(feedier_opener(box)) as person:
        await open_form(person)
        await person.types("s")
        await person.press("ctrl+s")
        await person.closes()
        box.faults.add(refusing("name", "description", "fql"), method="PUT", times=1)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.opens(DetailsDialog)
        assert mistakes(person) == {"name": "✗ The name is odd.", "description": "✗ The description is odd."}
        assert person.said == "✗ Nothing was changed. Feedier says of the rule: The fql is odd."
        await person.types("x")
        assert mistakes(person) == {"description": "✗ The description is odd."}
        assert shown(person)["name"] == "Onesx"
    assert stored(box, "One")


async def test_a_refused_rule_alone_opens_no_form() -> None:
    box = feedier_box(ONE)
    async with at_work(feedier_opener(box)) as person:
        await person.goes_to_line((0,))
        await person.press("n")
        box.faults.add(refusing("fql"), method="PUT", times=1)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("✗ Nothing was changed. Feedier says of the rule: The fql is odd.")
        assert person.app.screen is person.screen
        assert person.editing.is_changed


async def test_without_the_teams_the_form_works_and_enter_asks_for_them_again() -> None:
    box = feedier_box(ONE)
    box.faults.add(Fault.status(403, body={"message": "Not yours."}), path="teams", times=2)
    async with at_work(feedier_opener(box)) as person:
        await person.says("⚠ The names for team couldn't be loaded, so ids are shown.")
        assert "team 4 ·" in "\n".join(person.drawn)
        await person.press("n")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        assert mistakes(person)["team"].startswith("✗ Not loaded: The service does not allow this")
        await person.types("Two")
        await go_to(person, "team")
        await person.press("enter")
        await person.until(lambda: not form._is_loading)
        assert mistakes(person) == {}
        await person.press("enter")
        await person.opens(PickDialog)


async def test_what_is_typed_before_the_service_answers_stays_and_what_nobody_knows_is_kept() -> None:
    box = feedier_box({**ONE, "editable_by": "[b]robots[/b]"})
    until = asyncio.Event()
    box.faults.add(Fault.hold(until), path="teams")
    async with at_work(feedier_opener(box)) as person:
        await person.press("e")
        form = await person.opens(DetailsDialog)
        assert "loading team" in "\n".join(person.drawn)
        assert shown(person)["team"] == "4"
        await person.types("!")
        until.set()
        await person.until(lambda: not form._is_loading)
        assert shown(person)["team"] == "North"
        assert shown(person)["editable by"] == "[b]robots[/b]"
        await person.press("ctrl+s")
        await person.closes()
        assert person.editing.draft.name == "One!"
        assert person.editing.draft.details["editable by"] == "[b]robots[/b]"


async def test_wide_lists_have_columns_for_details_and_links_and_narrow_ones_when_they_are_chosen() -> None:
    box = feedier_box(ONE, {"name": "Two", "team_id": 1, "is_default": True, "links": [("team", 4), ("user", 24)]})
    async with at_work(feedier_opener(box), size=(80, 24)) as person:
        pane = person.screen.query_one(SegmentList)
        assert [one.key for one in pane.table._layout.columns] == ["name", "size", "age"]
        await person.resize(140, 40)
        await person.press("z")
        assert [one.title for one in pane.table._layout.columns][3:] == ["team", "default", "editable by", "links"]
        lines = "\n".join(person.drawn)
        assert "North" in lines
        assert "2: North, Theo Marsh <theo@example.com>" in lines
        await person.press("right", "right", "right", "s")
        assert person.listed == ["Two", "One"]
        await person.press("end", "right", "right", "right", "s", "s")
        assert pane.note == "by links ▼"
        assert person.listed == ["Two", "One"]


async def test_a_service_without_details_has_none_of_it() -> None:
    async with at_work(box_of(), size=(140, 40)) as person:
        assert not person.screen.query("#details")
        await person.press("z")
        pane = person.screen.query_one(SegmentList)
        assert [one.key for one in pane.columns] == ["name", "size", "age"]
        assert "e Rename" in person.drawn[-1]
        await person.press("S")
        assert person.said == "Share: not now, because Tiledesk's segments are for everybody in the project."
        await person.press("e")
        await person.opens(TextDialog)


async def test_drafts_are_offered_with_the_names_of_teams_also_when_these_come_later(tmp_path: Path) -> None:
    box = feedier_box(ONE)
    async with at_work(feedier_opener(box), memory=memory_in(tmp_path)) as person:
        key = person.screen.current or ""
        editing = person.editing
        person.screen.desk.put(key, editing.with_details({**editing.draft.details, "team": 6}, "Two"))
        await person.screen.desk.kept()
    release = asyncio.Event()
    box.faults.add(Fault.hold(release), path="teams")
    async with at_the_screen(feedier_opener(box), memory=memory_in(tmp_path)) as person:
        await person.opens(DraftsDialog)
        await person.until(lambda: any("~ name:" in line for line in person.drawn))
        assert not any("Milan" in line for line in person.drawn)
        release.set()
        await person.until(lambda: any("team:" in line and "→ Milan" in line for line in person.drawn))
