"""Pictures of a copy to another profile: where to, and what becomes of each condition there."""

from pathlib import Path

from support.copies import copy_to, demo, session_in
from support.tours import HIGH_CONTRAST, OnTour
from support.workspaces import Clock

from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.copying import ReportDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.workspace.workspace import Ask, Workspace

pytest_plugins = ("support.on_tour",)


async def test_a_copy(on_tour: OnTour, tmp_path: Path) -> None:
    session = session_in(tmp_path)

    def open_demo(ask: Ask) -> Workspace:
        workspace = demo(session)(ask)
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
        await copy_to(person, "feedier")
        await person.opens(ReportDialog)
        await tour.look("what is lost", also_in=[HIGH_CONTRAST], is_last=True)
