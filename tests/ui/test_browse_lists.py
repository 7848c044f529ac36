import asyncio
from pathlib import Path

from support.list_screens import (
    adds_into,
    demo_opener,
    goes_to,
    makes_a_list_that_is_refused,
    segmenter,
    small_chatbot,
    told,
)
from support.screens import Person, at_the_screen, at_work
from support.workspaces import NOON

from segtui.cli.demos import known_of
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.segments import Page, SegmentKind, SegmentState
from segtui.sandbox import Fault
from segtui.store.register import MemoryRegister, Register
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.adding import AdditionDialog, IntoDialog
from segtui.ui.dialogs.deleted import DeletedDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.forgetting import ForgetOrEmptyDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.workspace.feed import LeadFeed


def drawn(person: Person) -> str:
    return " ".join(" ".join(person.drawn).split())


async def test_a_list_that_is_kept_here_has_no_rule_and_can_be_emptied_by_its_number_or_forgotten() -> None:
    box = segmenter()
    async with at_work(demo_opener("segmenter", box)) as person:
        await goes_to(person, "Fruit lovers")
        people = person.editing.draft.people
        assert people is not None
        assert "kept here, as it was sent on" in told(person)
        assert "Match" not in told(person)
        assert "everybody" not in "\n".join(person.drawn).casefold()
        assert person.leads == [lead.name for lead in people]
        await person.press("2", "a")
        assert person.said == "Add: not in this pane, press 3 first."
        await person.press("3", "P")
        assert "Segmenter takes whole lists only" in person.said

        await person.press("D")
        await person.opens(ForgetOrEmptyDialog)
        await person.press("e")
        await person.opens(PlanDialog)
        await person.press("1", "enter")
        assert "That isn't the number" in person.text_of("#complaint")
        await person.press("backspace", *str(len(people)), "enter")
        await person.closes()
        await person.says("was sent and taken")
        await person.until(lambda: person.screen.lead_pane.table.empty_text == "Nobody is on this list.")

        sent = len(box.requests)
        await person.press("D")
        await person.opens(ForgetOrEmptyDialog)
        await person.press("f", "y")
        await person.says("is forgotten")
        assert "Fruit lovers" not in person.listed
        await person.press("B")
        await person.opens(PickDialog)
        assert "Forgotten here" in "\n".join(person.drawn)
        await person.press("enter")
        await person.opens(DeletedDialog)
        drawn = "\n".join(person.drawn)
        assert "“Fruit lovers”" in drawn
        assert "Make it again" not in drawn
        await person.press("b")
        await person.says("✓ The copy of “Fruit lovers” is back as it was; Segmenter was sent nothing.")
        assert person.editing.draft.name == "Fruit lovers"
        assert len(box.requests) == sent
        await person.press("B")
        assert person.said == "No copy was forgotten here yet."


async def test_the_only_list_brought_back_is_shown_with_everybody_on_it() -> None:
    box = segmenter()
    only = next((key, known) for key, known in known_of("segmenter", box).items() if known["name"] == "Fruit lovers")
    async with at_the_screen(demo_opener("segmenter", box, keeper=MemoryRegister(dict([only])))) as person:
        await person.opens(BrowseScreen)
        await person.leads_come()
        people = person.leads
        await person.press("D")
        await person.opens(ForgetOrEmptyDialog)
        await person.press("f", "y")
        await person.says("is forgotten")
        assert (person.screen.rule_pane.title, person.leads) == ("2 List", [])
        await person.press("B")
        await person.opens(PickDialog)
        await person.press("enter")
        await person.opens(DeletedDialog)
        await person.press("b")
        await person.says("is back as it was")
        await person.until(lambda: person.leads == people != [])


async def test_a_damaged_register_is_told_in_the_lists_place_and_restoring_it_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    register = Register(path, "desk")
    for key, document in known_of("segmenter", segmenter()).items():
        register.put(key, document)
    backup = path.read_bytes()
    path.write_bytes(b"damaged")
    async with at_the_screen(demo_opener("segmenter", segmenter(), keeper=register)) as person:
        await person.opens(BrowseScreen)
        await person.says("✗ The segments couldn't be loaded. The register ")
        assert "is damaged. It holds what only segtui knows" in person.said
        assert "Restore a backup, or move it away" in person.said
        drawn = " ".join(" ".join(person.drawn).split())
        assert "segtui register import FILE · r tries again." in drawn
        assert "Not loaded: see below." in drawn
        path.write_bytes(backup)
        await person.press("r")
        await person.until(lambda: "Fruit lovers" in person.listed)


async def test_a_new_segment_of_a_service_without_rules_is_an_empty_list() -> None:
    async with at_work(demo_opener("segmenter", segmenter())) as person:
        await person.press("n")
        await person.opens(DetailsDialog)
        await person.types("Fresh")
        await person.press("ctrl+s")
        await person.closes()
        assert (person.editing.draft.kind, person.editing.draft.people) == (SegmentKind.STATIC, ())
        assert "It isn't made yet" in told(person)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert "People on it: 0" in "\n".join(person.drawn)


async def test_who_is_on_a_list_is_shown_where_a_query_of_the_profile_finds_as_many() -> None:
    box, query = small_chatbot(), "filters[0][field]=segment&filters[0][value]={id}"
    box.habits = box.habits._replace(segment_filter=query)
    async with at_work(demo_opener("chatbot", box, options=f"member_filter={query}")) as person:
        await goes_to(person, "Regulars")
        on_it = next(one["members"] for one in box.segments.values() if one["name"] == "Regulars")
        feed = person.screen.lead_pane.feed
        assert feed is not None
        assert {lead.id for lead in feed.rows} == set(on_it)
        assert len(person.leads) == len(on_it) > 0


async def test_users_are_picked_and_added_to_lists_whose_members_nobody_can_see() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box)) as person:
        await goes_to(person, "Regulars")
        await person.until(lambda: "ChatBot.com doesn't tell who is in a list" in drawn(person))
        assert "Nobody was added to it from here yet." in told(person)
        assert "exact · server" in person.screen.lead_pane.title
        assert "can't be shown" in person.text_of("#lead-remarks")
        await person.press("3", "P")
        assert person.said == "Add to segments: not now, because no users are shown; I adds those of a file."

        await person.picks("Romans with an e-mail")
        await person.until(lambda: "last used " in person.text_of("#details"))
        await person.picks("Talked often, not seen this year")
        shown = person.leads
        assert len(shown) > 2
        await person.press("3", "d")
        assert [lead.name for lead in person.screen.lead_pane.chosen] == shown[1:]
        await person.press("space")
        assert person.leads[:2] == [f"✗ {shown[0]}", f"● {shown[1]}"]
        assert person.screen.lead_pane.note == "1 picked, 1 left out"
        await person.press("P")
        await person.opens(IntoDialog)
        await person.press("ctrl+s")
        assert "Mark a list" in person.text_of("#chosen")
        await person.types("regulars")
        await person.press("enter", "ctrl+s")
        await person.opens(AdditionDialog)
        assert "1 user into 1 segment:" in "\n".join(person.drawn)
        await person.press("y")
        await person.says("✓ 1 user added to “Regulars”, in 1 request.")
        await person.until(person.has_all)  # the sizes are read again, and the cursor goes where it was
        await goes_to(person, "Regulars")
        await person.until(lambda: "Added from here on" in told(person))
        assert shown[1] in told(person)


async def test_a_new_segment_becomes_a_list_by_what_the_form_says() -> None:
    async with at_work(demo_opener("chatbot", small_chatbot())) as person:
        await person.press("n")
        await person.opens(DetailsDialog)
        await person.types("Fresh")
        await person.press("tab", "enter")
        await person.until(lambda: not isinstance(person.app.screen, DetailsDialog))
        await person.types("list on")
        await person.press("enter")
        await person.opens(DetailsDialog)
        await person.press("ctrl+s")
        await person.closes()
        assert person.editing.draft.kind is SegmentKind.REMOTE_LIST
        await person.until(lambda: "Match" not in told(person))
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("✓")
        assert "Fresh" in person.listed


async def test_an_addition_that_failed_says_so_and_can_be_gone_on_with() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box)) as person:
        await person.picks("Talked often, not seen this year")
        box.faults.add(Fault.status(400), method="POST", times=1)
        await person.press("3", "P")
        await adds_into(person, "regulars")
        await person.press("y")
        await person.until(lambda: "Go on?" in "\n".join(person.drawn))
        assert "failed, and nobody of it was added" in "\n".join(person.drawn)
        await person.leaves()
        await person.says("P goes on with what is left.")
        await person.until(person.has_all)
        already = len(box.requests)
        await person.press("P")
        await person.opens(AdditionDialog)
        await person.leaves()
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "add"))
        assert len(box.requests) == already
        await person.press("P")
        await person.opens(AdditionDialog)
        await person.press("y")
        await person.says("added to “Regulars”, in 1 request.")


async def test_what_is_left_of_an_addition_can_be_dropped_and_then_another_one_is_begun() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box)) as person:
        await person.picks("Talked often, not seen this year")
        box.faults.add(Fault.status(400), method="POST", times=1)
        await person.press("3", "P")
        await adds_into(person, "regulars")
        await person.press("d")
        assert isinstance(person.app.screen, AdditionDialog)
        await person.press("y")
        await person.until(lambda: "Go on?" in "\n".join(person.drawn))
        await person.leaves()
        box.faults.add(Fault.status(400), method="POST", times=1)
        await person.press("P")
        await person.opens(AdditionDialog)
        await person.press("n")
        await adds_into(person, "newsletter")
        await person.press("y")
        await person.until(lambda: "Go on?" in "\n".join(person.drawn))
        await person.leaves()
        await person.press("P")
        await person.until(lambda: "1 of 2: not all users were added" in drawn(person))
        assert "Newsletter" in drawn(person)
        await person.press("o")
        await person.until(lambda: "2 of 2: not all users were added" in drawn(person))
        assert "Regulars" in drawn(person)
        await person.press("d")
        await person.says("What was left is dropped.")
        await person.press("P")
        await person.until(lambda: "Newsletter" in drawn(person))
        await person.press("d")
        await person.says("What was left is dropped.")
        await person.press("P")
        await person.opens(IntoDialog)


async def test_escape_stops_reading_who_is_to_be_added_though_the_service_is_silent() -> None:
    async with at_work(demo_opener("chatbot", small_chatbot())) as person:
        screen = person.screen
        regulars = [one for one in screen.desk.segments.values() if one.name == "Regulars"]
        some = Lead("1", "Ann", {})

        async def never(_cursor: str | None) -> Page[Lead]:
            await asyncio.Event().wait()
            raise AssertionError

        feed = LeadFeed(Count(2, Certainty.EXACT, Source.SERVER, NOON), [some], fetch=never, cursor="1")
        screen.walk_through_addition(regulars, [some], feed)
        await person.until(lambda: "reading users" in screen.status.line().plain)
        await person.press("escape")
        await person.says("✗ Nothing was sent: reading users was stopped.")
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "add"))


async def test_a_new_list_without_an_answer_is_kept_as_uncertain_and_not_left_as_if_it_were_unsent() -> None:
    box = segmenter()
    async with at_work(demo_opener("segmenter", box)) as person:
        await makes_a_list_that_is_refused(person, box)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        box.faults.add(Fault.drop_after(), times=1)
        await person.press("y")
        await person.says("uncertain")
        assert "It wasn't made" not in told(person)
        stored = person.editing.stored
        assert stored is not None
        assert stored.state is SegmentState.UNCERTAIN
        assert not person.editing.is_changed
        await person.until(lambda: "Look on Segmenter itself whether it is there." in told(person))
