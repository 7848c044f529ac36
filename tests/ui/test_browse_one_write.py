"""One write at a time: no question that was open before cuts off what is sent, and a held key sends once."""

import asyncio

from support.list_screens import adds_into, demo_opener, small_chatbot
from support.screens import LONG_AGO, Person, at_the_screen, at_work
from support.segmenter_screens import segmenter_box, segmenter_opener

from segtui.domain.people import Person as Listed
from segtui.domain.segments import SegmentState
from segtui.sandbox import ChatBotSandbox, Fault, SegmenterSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.adding import AdditionDialog, IntoDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog

LIST = "Regulars"


def held(box: ChatBotSandbox | SegmenterSandbox, *, method: str) -> asyncio.Event:
    """Let requests wait for an event."""
    release = asyncio.Event()
    box.faults.add(Fault.hold(release), method=method)
    return release


async def begins_to_add(person: Person) -> AdditionDialog:
    """Have an addition on the screen, from the people that are shown to one list."""
    await person.press("3", "P")
    return await adds_into(person, LIST)


async def test_a_key_that_is_held_down_sends_an_addition_that_fails_once() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box), reading_seconds=3600) as person:
        await person.picks("Talked often, not seen this year")
        box.faults.add(Fault.status(403), method="POST")
        dialog = await begins_to_add(person)
        await person.press("y")
        assert "Too soon" in person.text_of("#complaint")
        dialog._last_typed = LONG_AGO
        await person.press("y")
        await person.until(lambda: person.app.screen is not dialog and isinstance(person.app.screen, AdditionDialog))
        await person.press("y", "y", "y")
        assert "Too soon" in person.text_of("#complaint")
        assert len([one for one in box.requests if one.method == "POST"]) == 1


async def test_a_question_that_was_open_before_cannot_cut_off_an_addition_that_is_sent() -> None:
    box = small_chatbot()
    async with at_work(demo_opener("chatbot", box)) as person:
        await person.picks("Talked often, not seen this year")
        await begins_to_add(person)
        answer = held(box, method="POST")
        await person.press("y")
        await person.closes()
        await person.until(lambda: person.screen.is_sending)
        # As B and P do for those who were on a deleted list: these can be asked for at any time.
        person.screen.ask_into(person.screen.lead_pane.chosen, None)
        await person.opens(IntoDialog)
        await person.types(LIST)
        await person.press("enter", "ctrl+s")
        await person.closes()
        assert "a change is still being sent" in person.said
        answer.set()
        await person.says("added to")


async def test_a_move_that_was_asked_for_before_cannot_cut_off_a_save_that_is_sent() -> None:
    ann, bea = Listed("8c6f1d9e-1", "Ann", "Alba"), Listed("1d0f8a52-2", "Bea", "Boll")
    box = segmenter_box({"Weekly": [ann, bea], "Bakery": []})
    async with at_the_screen(segmenter_opener(box)) as person:
        await person.opens(BrowseScreen)
        await person.leads_come()
        await person.press("3", "home", "m")
        question = await person.opens(PickDialog)
        # A save that was looking at a slow service meanwhile shows its plan over the question.
        person.screen.walk_through_write(str(person.screen.current), person.editing.with_name("Daily"))
        await person.opens(PlanDialog)
        answer = held(box, method="PUT")
        await person.press("y")
        await person.until(lambda: person.app.screen is question and person.screen.is_sending)
        await person.press("enter")
        await person.closes()
        assert "a change is still being sent" in person.said
        answer.set()
        await person.says("“Daily” was sent and taken.")
    assert len(box.requests) == 1


async def test_what_became_of_a_list_is_not_asked_while_its_answer_may_still_come() -> None:
    box = segmenter_box({"Weekly": []})
    async with at_the_screen(segmenter_opener(box)) as person:
        await person.opens(BrowseScreen)
        await person.leads_come()
        await person.press("1", "n")
        await person.opens(DetailsDialog)
        await person.types("Slow")
        await person.press("ctrl+s")
        await person.closes()
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        answer = held(box, method="POST")
        await person.press("y")
        await person.closes()
        await person.until(lambda: person.screen.is_sending and box.requests)
        await person.press("r")
        await person.until(
            lambda: any(one.state is SegmentState.UNCERTAIN for one in person.screen.desk.segments.values())
        )
        person.screen.go_to(next(key for key, one in person.screen.desk.segments.items() if one.name == "Slow"))
        await person.press("i")
        assert person.said == "What became of it: not now, because a change is still being sent."
        answer.set()
        await person.says("“Slow” was sent and taken.")
        await person.until(lambda: person.listed == ["Slow", "Weekly"])
    assert len(box.segments_named("Slow")) == 1
