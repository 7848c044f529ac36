"""Pictures of the themes: a rule with a warning in each, and how one is chosen."""

from support.tours import MIDDLE, OnTour
from support.workspaces import NOON

from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs.theme import ThemeDialog
from segtui.ui.themes import Themes

pytest_plugins = ("support.on_tour",)


def demo() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=400, now=lambda: NOON)


async def test_each_theme(on_tour: OnTour) -> None:
    async with on_tour(demo(), size=MIDDLE) as tour:
        await tour.begin()
        await tour.person.picks("Rome or VIP")
        await tour.person.press("2")
        await tour.look(
            "a rule with a warning", sizes=[], also_in=[one.name for one in Themes(None).all()], is_last=True
        )


async def test_choosing_a_theme(on_tour: OnTour) -> None:
    async with on_tour(demo()) as tour:
        await tour.begin()
        tour.person.app.action_change_theme()
        await tour.person.opens(ThemeDialog)
        await tour.person.press("home", "down", "down")
        await tour.look("shows it at once", is_last=True)
