"""Pictures of Feedier: its segments with details, whom they are given to, and the rule as its own text."""

from support.feedier_backend import small_feedier, stored_as
from support.feedier_screens import feedier_box, feedier_opener, refusing
from support.screens import HOSTILE
from support.tours import HIGH_CONTRAST, MONO, OnTour

from segtui.sandbox import FeedierSandbox
from segtui.ui.browse.rule_lines import MATCH
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.links import LinksDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.dialogs.service_text import ServiceTextDialog
from segtui.ui.widgets.text_editor import TextEditor

pytest_plugins = ("support.on_tour",)


def box() -> FeedierSandbox:
    links = [("team", 4), ("user", 27), ("team", 77)]
    return feedier_box({"name": "Milan promoters", "team_id": 6, "description": "For the board.", "links": links})


async def test_details(on_tour: OnTour) -> None:
    feedier = box()
    async with on_tour(feedier_opener(feedier)) as tour:
        person = tour.person
        await tour.begin()
        await tour.look("in the panes")
        await person.press("e")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        await tour.look("the form", also_in=[HIGH_CONTRAST])
        await person.types("!")
        await person.press("ctrl+s")
        await person.closes()
        feedier.faults.add(refusing("description"), method="PUT", times=1)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await tour.look("before they are sent")
        await person.press("y")
        await person.opens(DetailsDialog)
        await tour.look("a refused field", is_last=True)


async def test_a_new_segment(on_tour: OnTour) -> None:
    async with on_tour(feedier_opener(box())) as tour:
        person = tour.person
        await tour.begin()
        await person.press("n")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        await person.types("Fresh")
        await person.press("tab", "enter")
        await person.opens(PickDialog)
        await tour.look("picks its team", also_in=[MONO], is_last=True)


async def test_given_to(on_tour: OnTour) -> None:
    async with on_tour(feedier_opener(box())) as tour:
        person = tour.person
        await tour.begin()
        await person.press("S")
        await person.opens(LinksDialog)
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "links"))
        await tour.look("teams and users", also_in=[HIGH_CONTRAST])
        await person.press("a")
        await person.opens(PickDialog)
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "targets"))
        await person.types("north")
        await person.press("enter")
        await tour.look("who has it already")
        await person.press("ctrl+u")
        await person.types("theo")
        await person.press("enter")
        await person.until(lambda: "✓" in person.text_of("#says"))
        await tour.look("one more", is_last=True)


async def test_the_text_of_a_rule(on_tour: OnTour) -> None:
    feedier = small_feedier(20, counts_feedback=True)
    feedier.segments.clear()
    stored_as(feedier, '[{"Form": {"$in": [11]}}]')
    async with on_tour(feedier_opener(feedier)) as tour:
        person = tour.person
        await tour.begin()
        await person.goes_to_line(MATCH)
        await person.press("T")
        editor = (await person.opens(ServiceTextDialog)).query_one(TextEditor)
        await tour.look("reads as")
        await person.press("down", "end", *["left"] * 3)
        await person.types("x")
        await tour.look("a mistake", also_in=[MONO])
        editor.replace_all("all who complained")
        await person.press("ctrl+s")
        await person.closes()
        await person.says("Feedier refused what was sent")
        await tour.look("not understood")
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await tour.look("wants the word text", is_last=True)


async def test_hostile_details(on_tour: OnTour) -> None:
    feedier = feedier_box({"name": HOSTILE[2], "description": HOSTILE[1], "links": [("user", 29)]})
    async with on_tour(feedier_opener(feedier)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("e")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        await tour.look("in the form", is_last=True)


async def test_a_read_only_profile(on_tour: OnTour) -> None:
    async with on_tour(feedier_opener(box(), read_only=True)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("S")
        await person.opens(LinksDialog)
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "links"))
        await person.press("a")
        await tour.look("given to", is_last=True)
