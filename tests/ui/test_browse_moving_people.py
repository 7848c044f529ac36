"""Somebody is moved from one list to another at the screen, and a list without an answer is told about."""

from support.list_screens import sees_people
from support.screens import LONG_AGO, Person, at_the_screen
from support.segmenter_screens import segmenter_box, segmenter_opener

from segtui.domain.people import Person as Listed
from segtui.domain.segments import SegmentState
from segtui.sandbox import Fault, SegmenterSandbox
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.asking import LeaveDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.moving import MoveDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.dialogs.telling import TellDialog

ANN = Listed("8c6f1d9e-2f3a-4d0e-9b53-3c1f6f9d2a10", "Ann", "Alba", "ann@example.com", "+39 1")
BEA = Listed("1d0f8a52-77e4-4c0b-8f0e-0a4b8f7f7c11", "Bea", "Boll", "bea@example.com", "+39 2")
CEM = Listed("3a9fb0de-1111-4c0b-8f0e-0a4b8f7f7c22", "Cem", "Can", "cem@example.com", "+39 3")
LISTS = {"Weekly": [ANN, BEA], "[/red] Bakery": [CEM]}


def on_service(box: SegmenterSandbox, name: str) -> list[str]:
    [kept] = box.segments_named(name)
    return [person["firstName"] for person in kept["persons"]]


async def begins_to_move(person: Person) -> MoveDialog:
    await person.press("m")
    await person.opens(PickDialog)
    await person.press("enter")
    dialog = await person.opens(MoveDialog)
    await person.rest()
    return dialog


async def agrees(person: Person) -> None:
    await person.types("1")
    dialog = person.app.screen
    assert isinstance(dialog, MoveDialog)
    dialog._last_typed = LONG_AGO
    await person.press("enter")
    await person.closes()


async def test_somebody_goes_onto_the_one_list_and_then_off_the_other() -> None:
    box = segmenter_box(LISTS)
    async with at_the_screen(segmenter_opener(box), size=(80, 24)) as person:
        await sees_people(person)
        dialog = await begins_to_move(person)
        text = " ".join(dialog._text.split())
        assert "1 · onto “[/red] Bakery”: 2 on it then, 1 now 2 · off “Weekly”: 1 on it then, 2 now 1 · onto “" in text
        assert (
            text.index("People on it: 2")
            < text.index("2 · off “Weekly” - people: 1: Ann")
            < text.index("People on it: 1")
        )
        assert text.count("PUT https://segmenter.sandbox.invalid/segments") == 2
        await person.press("enter")
        assert "That isn't the number" in person.text_of("#complaint")
        assert not box.requests
        await person.leaves()
        await person.says("Nothing was sent; both lists are as they were.")
        await begins_to_move(person)
        await agrees(person)
        await person.says("✓ “Weekly” was sent and taken.")
        assert "✓ “[/red] Bakery” was sent and taken." in person.said
        assert (on_service(box, "Weekly"), on_service(box, "[/red] Bakery")) == (["Bea"], ["Cem", "Ann"])
        assert [one["name"] for one in (request.body for request in box.requests)] == ["[/red] Bakery", "Weekly"]
        await person.until(lambda: person.leads == ["Bea Boll"])
        sizes = {one.name: one.size and one.size.value for one in person.screen.desk.segments.values()}
        assert sizes == {"Weekly": 1, "[/red] Bakery": 2}


async def test_the_second_request_that_fails_leaves_somebody_on_both_and_says_so() -> None:
    box = segmenter_box(LISTS)
    async with at_the_screen(segmenter_opener(box), size=(80, 24)) as person:
        await sees_people(person)
        box.faults.run_before(lambda: box.faults.add(Fault.status(400), times=1), method="PUT", times=1)
        await begins_to_move(person)
        await agrees(person)
        await person.says("⚠ “Ann Alba” is on “[/red] Bakery”; still on “Weekly”: ")
        assert "✓ “[/red] Bakery” was sent and taken." in person.said
        assert any("! Weekly" in line for line in person.drawn)
        await person.leads_come()
        await person.press("3", "home")
        dialog = await begins_to_move(person)
        assert dialog._text.startswith("“Ann Alba” is on “[/red] Bakery” already, so one request is enough")
        box.faults.add(Fault.drop(), method="PUT", times=1)
        await agrees(person)
        await person.says("It is kept in the list as uncertain")
        assert on_service(box, "Weekly") == ["Ann", "Bea"]


async def test_a_refused_change_is_marked_in_the_list_and_can_be_sent_again() -> None:
    box = segmenter_box(LISTS)
    async with at_the_screen(segmenter_opener(box), size=(140, 40)) as person:
        await sees_people(person)
        box.faults.add(Fault.status(400), method="PUT", times=1)
        for mark in ("● ! Weekly", "Weekly"):
            if mark == "Weekly":
                await person.until(lambda: any("● ! Weekly" in line for line in person.drawn))
                await person.until(lambda: any("A change on 2026" in line for line in person.drawn))
            else:
                await person.press("d")
            await person.press("ctrl+s")
            dialog = await person.opens(PlanDialog)
            await person.rest()
            await person.types("1")
            dialog._last_typed = LONG_AGO
            await person.press("enter")
            await person.closes()
        await person.says("✓ “Weekly” was sent and taken.")
        await person.until(lambda: any("Weekly" in line for line in person.drawn))
        assert not any("! Weekly" in line for line in person.drawn)


async def test_why_nobody_can_be_moved_is_said() -> None:
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS)), size=(80, 24)) as person:
        await sees_people(person)
        await person.press("d", "m")
        assert person.said == "Move: not now, because the list has changes that aren't saved, and they would go along."
        await person.press("ctrl+z")
        person.screen.query_one(SegmentList).table.cursor = 1
        await person.until(lambda: person.editing.draft.name == "[/red] Bakery")
        await person.leads_come()
        await person.press("3", "d")
        person.screen.query_one(SegmentList).table.cursor = 0
        await person.until(lambda: person.editing.draft.name == "Weekly")
        await person.leads_come()
        await person.press("3", "m")
        await person.opens(PickDialog)
        await person.press("enter")
        assert person.text_of("#why-not") == "✗ [/red] Bakery: it has changes that aren't saved."
    async with at_the_screen(segmenter_opener(segmenter_box(LISTS), read_only=True), size=(80, 24)) as person:
        await sees_people(person)
        await person.press("m")
        assert person.said == "Move: not now, because the profile acme is read-only."


async def makes(person: Person, box: SegmenterSandbox, name: str, fault: Fault) -> None:
    """Make an empty list, whose answer doesn't come."""
    await person.press("1", "n")
    await person.opens(DetailsDialog)
    await person.types(name)
    await person.press("ctrl+s")
    await person.closes()
    await person.press("ctrl+s")
    await person.opens(PlanDialog)
    box.faults.add(fault, times=1)
    await person.press("y")
    await person.says("uncertain")


async def test_a_list_without_an_answer_is_given_its_id_or_sent_anew() -> None:
    box = segmenter_box(LISTS)
    async with at_the_screen(segmenter_opener(box), size=(80, 24)) as person:
        await sees_people(person)
        await person.press("1", "i")
        assert person.said == "What became of it: not now, because its id is known."
        for name in ("Lost", "Never"):
            await makes(person, box, name, Fault.drop_after() if name == "Lost" else Fault.drop())
        rows = person.screen.query_one(SegmentList)._rows
        assert [rows.cells(place)[0] for place in range(3)] == ["? Never", "? Lost", "Weekly"]
        # The one that isn't there.
        await person.press("ctrl+s")
        assert "i tells what you found" in person.said
        await person.press("i")
        await person.opens(TellDialog)
        await person.press("enter")
        assert "Type its id, or press ctrl+n" in person.text_of("#complaint")
        await person.press("x", "ctrl+n")
        assert "There is an id above" in person.text_of("#complaint")
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.leaves()
        await person.press("backspace", "ctrl+n")
        await person.says("“Never” stays here as not sent")
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert "New segment “Never”" in "\n".join(person.drawn)
        await person.press("y")
        await person.says("“Never” was sent and taken")
        assert len(box.segments_named("Never")) == 1
        # The one that is there.
        person.screen.go_to(next(key for key, one in person.screen.desk.segments.items() if one.name == "Lost"))
        await person.rest()
        await person.press("i")
        await person.opens(TellDialog)
        [lost] = box.segments_named("Lost")
        taken = next(key for key, one in person.screen.desk.segments.items() if one.name == "Weekly")
        await person.types(taken)
        await person.press("enter")
        await person.until(lambda: person.app.screen.query("#complaint"))  # it was away while the id was tried
        await person.until(lambda: "another list here has the id" in person.text_of("#complaint"))
        await person.press("ctrl+u")
        await person.types(str(lost["id"]))
        await person.press("enter")
        await person.closes()
        await person.says(f"“Lost” has the id “{lost['id']}” now")
        stored = person.editing.stored
        assert stored is not None
        assert (stored.id, stored.state) == (lost["id"], SegmentState.UNCERTAIN)
