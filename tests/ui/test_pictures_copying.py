"""Pictures of a copy to another profile: where to, and what becomes of each condition there."""

from pathlib import Path
from typing import Any

from support.screens import Person, box_of
from support.tours import HIGH_CONTRAST, OnTour
from support.workspaces import Clock

from segtui.cli.demos import make_box
from segtui.cli.session import Session
from segtui.sandbox import FeedierSandbox
from segtui.store.places import Places
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.copying import ReportDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.workspace.workspace import Ask, Workspace

pytest_plugins = ("support.on_tour",)


async def copies_to(person: Person, words: str) -> None:
    await person.press("C")
    await person.opens(PickDialog)
    await person.types(words)
    await person.press("enter")


async def test_a_copy(on_tour: OnTour, tmp_path: Path) -> None:
    boxes: dict[str, Any] = {"tiledesk": box_of(), "feedier": FeedierSandbox()}
    places = Places(*(tmp_path / name for name in ("config", "state", "data", "cache", "log")))
    session = Session(lambda: places, lambda service: boxes.get(service) or make_box(service))

    def open_demo(_ask: Ask) -> Workspace:
        workspace = session.open_profile(*session.chosen("demo"), None)
        workspace.now = Clock()
        return workspace

    async with on_tour(open_demo, shelf=session.shelf()) as tour:
        person = tour.person
        await person.opens(BrowseScreen)
        await person.leads_come()
        await person.picks("VIP customers")
        await person.press("C")
        await person.opens(PickDialog)
        await tour.look("to which profile")
        await person.leaves()
        await copies_to(person, "feedier")
        await person.opens(ReportDialog)
        await tour.look("what is lost", also_in=[HIGH_CONTRAST], is_last=True)
