"""Somebody who copies a segment on the screen, from one service of the demo to another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from segtui.cli.demos import make_box
from segtui.cli.session import Session
from segtui.sandbox import FeedierSandbox
from segtui.store.places import Places
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from support.screens import Opener, Person, box_of


def session_in(home: Path, boxes: Mapping[str, Any] | None = None) -> Session:
    """One run with the profiles of the demo.

    Args:
        home: Where its files are.
        boxes: Services by name, in place of a small Tiledesk and the demo's others.
    """
    made = {"tiledesk": box_of(), "feedier": FeedierSandbox(), **(boxes or {})}
    places = Places(*(home / name for name in ("config", "state", "data", "cache", "log")))
    return Session(lambda: places, lambda service: made.get(service) or make_box(service))


def demo(session: Session, profile: str = "demo") -> Opener:
    """What the app opens a profile of the demo with."""
    return lambda _ask: session.open_profile(*session.chosen(profile), None)


async def begin(person: Person, segment: str) -> None:
    """Go to a segment."""
    await person.opens(BrowseScreen)
    await person.leads_come()
    person.screen.go_to(next(one.id for one in person.screen.desk.segments.values() if one.name == segment))
    await person.leads_come()


async def copy_to(person: Person, words: str) -> None:
    """Begin a copy to a profile whose name has some words."""
    await person.press("C")
    await person.opens(PickDialog)
    await person.types(words)
    await person.press("enter")


async def agree_for_north(person: Person) -> None:
    """Go on from the report of a copy to Feedier: for the team North, with the word for what is left out."""
    await person.press("y")
    await person.opens(PickDialog)
    await person.types("north")
    await person.press("enter")
    await person.opens(PlanDialog)
    await person.types("without")
    await person.press("enter")
