"""Whom a segment is given to: seen, given, taken back, and what stands against it."""

import asyncio

from support.feedier_backend import writes_to
from support.feedier_screens import feedier_box, feedier_opener
from support.screens import Person, at_work

from segtui.backends.errors import Unreachable
from segtui.sandbox import Fault
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.links import LinksDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.widgets.table import Table

GIVEN = {"name": "One", "links": [("team", 4), ("user", 29), ("team", 77)]}


def rows(dialog: LinksDialog) -> list[tuple[str, ...]]:
    provider = dialog.query_one(Table)._rows
    return [tuple(str(cell) for cell in provider.cells(index)) for index in range(len(provider))]


async def open_links(person: Person) -> LinksDialog:
    await person.press("S")
    dialog = await person.opens(LinksDialog)
    await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "links"))
    return dialog


async def give_to(person: Person, words: str) -> None:
    await person.press("a")
    await person.opens(PickDialog)
    await person.types(words)
    await person.press("enter")


async def test_links_are_named_given_by_name_and_taken_back_and_nobody_seems_to_have_changed_the_segment() -> None:
    box = feedier_box(GIVEN)
    async with at_work(feedier_opener(box), size=(80, 24)) as person:
        dialog = await open_links(person)
        assert rows(dialog) == [
            ("team", "North", "4"),
            ("user", "[@click=app.quit]Marta[/] <marta@example.com>", "29"),
            ("team", "(not known)", "77"),
        ]
        await give_to(person, "theo")
        await person.until(lambda: len(rows(dialog)) == 4)
        assert "✓ “One” is given to the user “Theo Marsh <theo@example.com>”" in person.text_of("#says")
        await person.press("end", "d")
        await person.opens(SureDialog)
        assert "taken back from the user “Theo Marsh" in "\n".join(person.drawn)
        await person.press("y")
        await person.until(lambda: len(rows(dialog)) == 3)
        given, taken = writes_to(box)
        assert (given.method, taken.method) == ("POST", "DELETE")
        assert taken.path.endswith("/links/5003")
        await person.press("escape")
        await person.closes()
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "relinked"))
        await person.leads_come()
        assert person.said == ""
        links = person.screen.desk.segments[str(next(iter(box.segments)))].links
        assert [one.target_id for one in links or ()] == ["4", "29", "77"]


async def test_an_edit_that_was_begun_before_is_saved_without_a_conflict() -> None:
    box = feedier_box(GIVEN)
    async with at_work(feedier_opener(box)) as person:
        await person.press("e")
        await person.opens(DetailsDialog)
        await person.types("s")
        await person.press("ctrl+s")
        await person.closes()
        await open_links(person)
        await give_to(person, "milan")
        await person.until(lambda: writes_to(box))
        await person.until(lambda: "✓" in person.text_of("#says"))
        await person.press("escape")
        await person.closes()
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "relinked"))
        await person.press("ctrl+s")
        await person.until(lambda: person.app.screen is not person.screen)
        await person.press("y")
        await person.says("✓ “Ones” is saved")


async def test_who_has_the_segment_already_cant_get_it_again() -> None:
    box = feedier_box(GIVEN)
    async with at_work(feedier_opener(box)) as person:
        await open_links(person)
        await give_to(person, "north")
        assert person.text_of("#why-not") == "✗ North: has it already."
        assert any("(North)" in line for line in person.drawn)
        await person.press("escape")
        await person.opens(LinksDialog)
    assert not writes_to(box)


async def test_a_link_that_a_colleague_has_taken_away_is_explained_and_the_list_is_read_anew() -> None:
    box = feedier_box(GIVEN)
    async with at_work(feedier_opener(box)) as person:
        dialog = await open_links(person)
        stored = next(iter(box.segments.values()))
        stored["links"] = stored["links"][1:]
        await person.press("d")
        await person.opens(SureDialog)
        await person.press("y")
        await person.until(lambda: len(rows(dialog)) == 2)
        assert "✗ Nothing was changed. The segment" in person.text_of("#says")
        assert "Look at its links anew" in person.text_of("#says")


async def test_nobody_can_leave_while_a_change_is_on_its_way() -> None:
    box = feedier_box(GIVEN)
    until = asyncio.Event()
    async with at_work(feedier_opener(box)) as person:
        await open_links(person)
        box.faults.add(Fault.hold(until), method="POST")
        await give_to(person, "bari")
        await person.until(lambda: person.screen.is_sending)
        await person.press("escape", "d")
        assert person.text_of("#says") == "Not now, because a change is still being sent."
        until.set()
        await person.until(lambda: not person.screen.is_sending)
        await person.press("escape")
        await person.closes()


async def test_what_was_looked_for_before_a_change_neither_frees_nor_covers_it() -> None:
    box = feedier_box(GIVEN)
    until, answered = asyncio.Event(), asyncio.Event()
    async with at_work(feedier_opener(box)) as person:
        dialog = await open_links(person)
        box.faults.add(Fault.hold(answered), path="users", times=1)
        box.faults.add(Fault.hold(until), method="DELETE")
        await person.press("a", "d")
        await person.opens(SureDialog)
        assert all(one.is_finished for one in person.app.workers if one.group == "targets")
        answered.set()
        await person.press("y")
        await person.until(lambda: dialog.is_sending)
        # Both may have been on their way already when the key was pressed.
        dialog.post_message(
            dialog._Failed("Whom it could be given to couldn't be read.", Unreachable("It was silent."))
        )
        dialog.post_message(dialog._TargetsCame([]))
        await person.press("escape")
        assert person.app.screen is dialog
        assert person.screen.is_sending
        assert person.text_of("#says") == "Not now, because a change is still being sent."
        until.set()
        await person.until(lambda: not dialog.is_sending)
        assert "✓" in person.text_of("#says")
        box.faults.add(Fault.hang(), method="GET")
        await person.leaves()
        await person.until(lambda: "reading the segment" in person.screen.status.line().plain)
        await person.press("escape")
        await person.until(lambda: "reading the segment" not in person.screen.status.line().plain)
    assert [one.method for one in writes_to(box)] == ["DELETE"]


async def test_what_cant_be_read_is_said_and_looked_for_again() -> None:
    box = feedier_box({"name": "One"})
    async with at_work(feedier_opener(box)) as person:
        box.faults.add(Fault.status(403, body={"message": "no"}), path="users", times=1)
        await open_links(person)
        assert "It is given to nobody." in "\n".join(person.drawn)
        await person.press("d")
        assert person.text_of("#says") == "There is nobody under the cursor."
        await person.press("a")
        await person.until(lambda: "Whom it could be given to couldn't be read." in person.text_of("#says"))
        await person.press("a")
        await person.opens(PickDialog)


async def test_a_read_only_profile_sees_the_links_and_says_why_they_stay_as_they_are() -> None:
    box = feedier_box(GIVEN)
    async with at_work(feedier_opener(box, read_only=True)) as person:
        dialog = await open_links(person)
        assert len(rows(dialog)) == 3
        for key in ("a", "d"):
            await person.press(key)
            assert person.text_of("#says") == "Not now, because the profile acme is read-only."
        assert any("(a Give to…)" in line for line in person.drawn)
    assert not writes_to(box)


async def test_a_segment_that_isnt_saved_cant_be_given_to_anybody() -> None:
    async with at_work(feedier_opener(feedier_box(GIVEN))) as person:
        await person.press("c")
        await person.opens(DetailsDialog)
        await person.press("escape")
        await person.closes()
        await person.press("S")
        assert person.said == "Share: not now, because it isn't saved yet."
