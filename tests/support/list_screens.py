"""Services of lists for somebody at the screen: the demo's own, with fewer people."""

from typing import Any

from segtui.backends.lists import Keeper
from segtui.cli.demos import known_of, secret_of, settings_of
from segtui.sandbox import ChatBotSandbox, Fault, SegmenterSandbox
from segtui.store.profiles import Profile
from segtui.store.register import MemoryRegister
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs.adding import AdditionDialog, IntoDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.workspace.opening import open_profile
from segtui.workspace.workspace import Ask, Workspace
from support.screens import Opener, Person
from support.workspaces import UNHURRIED, Clock


def demo_opener(
    service: str,
    box: Any,
    *,
    read_only: bool = False,
    keeper: Keeper | None = None,
    options: str | None = None,
    now: Clock | None = None,
) -> Opener:
    """What the app opens its profile with.

    Args:
        service: Which of the services.
        box: Its sandbox.
        read_only: Whether the profile is.
        keeper: Its register; when not given, one in memory with what the demo knows.
        options: The profile's, as it has them.
        now: The workspace's clock; one that stands still unless given.
    """

    def open_workspace(_ask: Ask) -> Workspace:
        async def tell(_question: str) -> str:
            return secret_of(service, box)

        profile = Profile.checked({**settings_of(service, box), "read_only": read_only, "options": options})
        kept = keeper or MemoryRegister(known_of(service, box))
        workspace = open_profile("acme", profile, ask=tell, app=box.app, limits=UNHURRIED, keeper=kept)
        workspace.now = now or Clock()
        return workspace

    return open_workspace


def small_chatbot() -> ChatBotSandbox:
    """A ChatBot.com with forty users, and the demo's lists."""
    return ChatBotSandbox(user_count=40)


def segmenter() -> SegmenterSandbox:
    """The demo's Segmenter."""
    return SegmenterSandbox()


def told(person: Person) -> str:
    """What stands in the pane of the rule."""
    lines = person.screen.rule_pane._rows.lines
    return " ".join(" ".join(line.content.plain.split()) for line in lines)


async def makes_a_list_that_is_refused(person: Person, box: SegmenterSandbox) -> None:
    """Begin a list called Fresh, send it once, and read that it wasn't made."""
    await person.press("n")
    await person.opens(DetailsDialog)
    await person.types("Fresh")
    await person.press("ctrl+s")
    await person.closes()
    await person.press("ctrl+s")
    await person.opens(PlanDialog)
    box.faults.add(Fault.status(400), times=1)
    await person.press("y")
    await person.until(lambda: "It wasn't made on " in told(person))


async def adds_into(person: Person, words: str) -> AdditionDialog:
    """Choose the list that some words find, when asked into which, and read what would be sent."""
    await person.opens(IntoDialog)
    await person.types(words)
    await person.press("enter", "ctrl+s")
    return await person.opens(AdditionDialog)


async def sees_people(person: Person) -> None:
    """Have the people of the list in the pane, the first under the cursor, and the keyboard there."""
    await person.opens(BrowseScreen)
    await person.leads_come()
    await person.press("3", "home")


async def goes_to(person: Person, name: str) -> None:
    """Move the cursor to a segment, and wait until all that is known of it is shown."""
    # A list that comes between the move and its announcement would put the cursor back.
    await person.until(person.has_all)
    person.screen.query_one(SegmentList).table.cursor = person.listed.index(name)
    await person.until(lambda: person.editing.draft.name == name and person.screen._leads_of == person.screen.current)
