"""Pictures of the form of a segment, and of the list of those whom it is given to, on a small screen."""

from support.feedier_screens import feedier_box, feedier_opener, refusing
from support.screens import Person, StillLife

from segtui.sandbox import FeedierSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.links import LinksDialog
from segtui.ui.dialogs.saving import PlanDialog

pytest_plugins = ("support.still_life",)


def box() -> FeedierSandbox:
    links = [("team", 4), ("user", 27), ("team", 77)]
    return feedier_box({"name": "Milan promoters", "team_id": 6, "description": "For the board.", "links": links})


def test_the_form_with_a_refused_field(still_life: StillLife) -> None:
    feedier = box()

    async def act(person: Person) -> None:
        await person.opens(BrowseScreen)
        await person.leads_come()
        await person.press("e")
        form = await person.opens(DetailsDialog)
        await person.until(lambda: not form._is_loading)
        await person.types("!")
        await person.press("ctrl+s")
        await person.closes()
        feedier.faults.add(refusing("description"), method="PUT", times=1)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.opens(DetailsDialog)

    assert still_life(feedier_opener(feedier), act)


def test_whom_a_segment_is_given_to(still_life: StillLife) -> None:
    async def act(person: Person) -> None:
        await person.opens(BrowseScreen)
        await person.leads_come()
        await person.press("S")
        await person.opens(LinksDialog)
        await person.until(lambda: all(one.is_finished for one in person.app.workers if one.group == "links"))

    assert still_life(feedier_opener(box()), act)
