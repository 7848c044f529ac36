"""Pictures of the main screen: its panes, and what it says of rules that do something else."""

from pathlib import Path

import pytest
from support.earlier_runs import leave_answers, leave_unsaved
from support.screens import HOSTILE, box_of, memory_in, opener
from support.tours import HIGH_CONTRAST, MONO, OnTour, Tour
from support.workspaces import NOON, Clock, is_, named

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.browse import loading
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.drafts import DraftsDialog

pytest_plugins = ("support.on_tour",)


def demo(lead_count: int = 400) -> TiledeskSandbox:
    """The demo's project with fewer leads, at a moment that never changes."""
    return TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)


async def looks_at(tour: Tour, name: str, *keys: str) -> None:
    """Pick a segment and wait for all that is said of it, which takes lines too; then press keys."""
    await tour.person.picks(name)
    await tour.settle()
    for key in keys:
        await tour.person.press(key)
    await tour.person.leads_come()


# The panes.


async def test_panes(on_tour: OnTour) -> None:
    async with on_tour(demo()) as tour:
        person = tour.person
        await tour.begin()
        await tour.look("the first screen", also_in=[HIGH_CONTRAST])
        await looks_at(tour, "Rome newsletter", "2", "down")
        await tour.look("the rule in focus")
        await person.press("d")
        await person.leads_come()
        await tour.look("an unsaved change")
        await person.press("ctrl+z")
        await looks_at(tour, "Paying customers", "3", "down", "down")
        await tour.look("the leads in focus")
        await person.press(*["right"] * 5)
        await person.press("z")
        await tour.look("the leads alone")
        await person.press("z")
        keys = ("1", "right", "s", "s", "3", "home", "right", "s", "down")
        await looks_at(tour, "Joined since September", *keys)
        await tour.look("segments and leads in another order", is_last=True)


async def test_the_filter(on_tour: OnTour) -> None:
    async with on_tour(demo()) as tour:
        person = tour.person
        await tour.begin()
        await person.press("slash")
        await person.types("customers")
        await person.until(lambda: "customers" in person.editing.draft.name.lower())
        await person.leads_come()
        await tour.look("names that have the words")
        await person.types(" zebra")
        await person.leads_come()
        await tour.look("nothing found", is_last=True)


# What the service will do.


async def test_rules(on_tour: OnTour) -> None:
    async with on_tour(demo()) as tour:
        person = tour.person
        await tour.begin()
        await looks_at(tour, "Rome or VIP", "2")
        await tour.look("any is ignored", also_in=[MONO])
        await looks_at(tour, "Big Italian cities", "2", "up")
        await tour.look("any that can be mended")
        await looks_at(tour, "Low scores", "2")
        await tour.look("a rule that selects everybody")
        await looks_at(tour, "Call list A to C", "2")
        await tour.look("a rule that is never answered")
        await looks_at(tour, "Second quarter 2026", "2")
        await tour.look("two conditions on one field")
        await looks_at(tour, "Looks like Acme", "2")
        await tour.look("a line not understood")
        await looks_at(tour, next(name for name in person.listed if len(name) == 500), "2")
        await tour.look("a name of five hundred characters")
        await looks_at(tour, "Paying customers", "2", "down", "m")
        await tour.look("a muted line", also_in=[MONO])
        await person.press("m", "g", "o", "n")
        await person.leads_come()
        await tour.look("a group inside of a group", is_last=True)


# Names, and few of them.


async def test_hostile_names(on_tour: OnTour) -> None:
    people = [{"fullname": name, "city": name, "tags": [name]} for name in HOSTILE]
    box = box_of({name: [is_("city", "is not null"), is_(name, "=", name)] for name in HOSTILE}, people)
    async with on_tour(box) as tour:
        await tour.begin()
        await tour.look("of segments and leads", is_last=True)


async def test_a_project_without_segments(on_tour: OnTour) -> None:
    async with on_tour(box_of({})) as tour:
        await tour.person.opens(BrowseScreen)
        await tour.person.until(lambda: tour.person.screen.is_listed)
        await tour.look("is empty", is_last=True)


async def test_a_read_only_profile(on_tour: OnTour) -> None:
    async with on_tour(opener(demo(), read_only=True, environment="PROD")) as tour:
        await tour.begin()
        await tour.person.press("D")
        await tour.look("says why", is_last=True)


async def test_too_little_room(on_tour: OnTour) -> None:
    async with on_tour(demo(), size=(100, 30)) as tour:
        await tour.begin()
        await tour.look("covers all", sizes=[(50, 12)], is_last=True)


# From one run to the next.


async def test_what_wasnt_saved_the_last_time(on_tour: OnTour, tmp_path: Path) -> None:
    box = box_of()
    await leave_unsaved(box, tmp_path)
    box.change_behind_your_back(named(box, "Romans"), filters=[is_("city", "=", "Oslo")])
    async with on_tour(box, memory=memory_in(tmp_path)) as tour:
        person = tour.person
        await person.opens(DraftsDialog)
        await person.press("down")
        await tour.look("is offered")
        await person.press("d", "down")
        await tour.look("and was changed by somebody else since", also_in=[MONO], is_last=True)


async def test_the_last_answers(on_tour: OnTour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "RECOVERY_WAITS", (3600,))
    box, clock = box_of(), Clock()
    real = opener(box, now=clock)
    await leave_answers(real, clock, tmp_path)
    clock.forward(days=1, hours=1)
    box.faults.add(Fault.drop())
    async with on_tour(real, memory=memory_in(tmp_path, clock)) as tour:
        await tour.person.opens(BrowseScreen)
        await tour.person.says("segtui goes on trying")
        await tour.person.until(lambda: tour.person.leads)
        await tour.look("are shown with their time", is_last=True)


# The README's.


async def test_readme_picture(on_tour: OnTour) -> None:
    box = TiledeskSandbox(now=lambda: NOON)
    async with on_tour(opener(box, name="demo"), size=(120, 34)) as tour:
        await tour.begin()
        await looks_at(tour, "Rome or VIP", "2")
        await tour.settle()
        tour.camera.take(tour.person.app)
