"""Somebody at the screen: the real app on a real workspace on a sandbox, without a terminal or a network."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from segtui.backends.limits import Limits
from segtui.domain.rules import Condition
from segtui.domain.wording import condition_words, node_words
from segtui.sandbox import TiledeskSandbox
from segtui.store.memory import Memory
from segtui.store.places import Places
from segtui.store.profiles import Profile
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.foot import Foot
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.dialogs import saving
from segtui.ui.dialogs.base import Dialog
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.editing import Editing
from segtui.workspace.opening import open_profile
from segtui.workspace.profiles import ProfileShelf
from segtui.workspace.workspace import Ask, OpenProfile, Workspace
from support import style_sheets
from support.workspaces import NOON, UNHURRIED, Clock, is_, open_on, settings_for, small_box

Kind = TypeVar("Kind", bound=Screen[Any])

_LONGEST_WAIT_SECONDS = 20
"""For facts that always come within a second; a busy machine may take longer."""

LONG_AGO = -math.inf
"""Before anything was typed; `monotonic` counts from the start of the machine, and 0 may be a minute ago."""

HOSTILE = ("[/red] VIP", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202egnp.exe", "a\nb\x9b31mred")
"""Names that a terminal or Textual's markup would obey."""

PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"fullname": "Ann Alba", "email": "ann@example.com", "city": "Rome", "tags": ["vip"]},
    {"fullname": "Bea Boll", "email": "bea@example.com", "city": "Rome", "tags": ["beta"]},
    {"fullname": "Cem Can", "email": "cem@example.com", "city": "Milan", "tags": ["vip", "beta"]},
    {"fullname": "Dan Dor", "city": "Oslo", "tags": []},
)

SEGMENTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Romans": [is_("city", "=", "Rome")],
    "VIP customers": [is_("tags", "=", "vip"), is_("email", "is not null")],
    "Nordic list": [is_("city", "=", "Oslo")],
    "Milan list": [is_("city", "=", "Milan")],
    "Everyone": [],
}


def box_of(
    segments: Mapping[str, Sequence[Mapping[str, Any]] | None] = SEGMENTS,
    people: Sequence[Mapping[str, Any]] = PEOPLE,
    match: str = "all",
) -> TiledeskSandbox:
    """A sandbox that holds these segments, in this order on the screen, and these leads."""
    box = small_box()
    box.project().segments.clear()
    for days, (name, filters) in enumerate(segments.items(), 1):
        written = f"{NOON - timedelta(days=days):%Y-%m-%dT%H:%M:%S.000Z}"
        box.put_segment({"name": name, "match": match, "filters": filters, "createdAt": written})
    box.add_leads(*people)
    return box


class Person:
    """Presses keys and looks, and waits for facts, never for time.

    Args:
        pilot: Of the running app.
        app: The app.
        seen: Every message that any widget was given, oldest first.
    """

    def __init__(self, pilot: Pilot[None], app: SegtuiApp, seen: Sequence[Message] = ()) -> None:
        self.pilot = pilot
        self.app = app
        self.seen = seen

    @property
    def screen(self) -> BrowseScreen:
        """The main screen, covered by a dialog or not."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, BrowseScreen))

    @property
    def editing(self) -> Editing:
        """What is under edit."""
        editing = self.screen.editing
        assert editing is not None
        return editing

    @property
    def rule(self) -> list[str]:
        """The rule under edit, a line per condition."""
        children = self.editing.draft.rule.children
        return [condition_words(one) if isinstance(one, Condition) else node_words(one) for one in children]

    @property
    def listed(self) -> list[str]:
        """The names in the list."""
        return [line.name for line in self.screen.query_one(SegmentList)._rows.lines]

    @property
    def leads(self) -> list[str]:
        """The names of the leads in the pane."""
        rows = self.screen.lead_pane.table._rows
        return [str(rows.cells(index)[0]) for index in range(len(rows))]

    @property
    def said(self) -> str:
        """What was said last at the bottom."""
        return self.screen.query_one(Foot).said

    @property
    def failures(self) -> list[LoadingScreen.Failed]:
        """The failures that the main screen was told of."""
        return list({id(one): one for one in self.seen if isinstance(one, LoadingScreen.Failed)}.values())

    @property
    def drawn(self) -> list[str]:
        """The whole terminal, a string per line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def focus(self) -> str | None:
        """The id of the widget that has the keyboard."""
        return self.app.focused.id if self.app.focused is not None else None

    def text_of(self, selector: str) -> str:
        """The text of a widget of the top screen, or of the main one below."""
        screen = self.app.screen if self.app.screen.query(selector) else self.screen
        return str(screen.query_one(selector, PlainText).content)

    def value_of(self, selector: str) -> str:
        """What stands in an input of the top screen."""
        return self.app.screen.query_one(selector, LineInput).value

    async def press(self, *keys: str) -> None:
        """Press keys and wait until they have had their effect."""
        self.burst(*keys)
        await self.rest()

    async def types(self, text: str) -> None:
        """Type a text and wait until it is there."""
        await self.press(*text)

    async def looks_for(self, words: str) -> None:
        """Type words into the filter of the list, in place of what stands there."""
        await self.press("slash", "ctrl+u", *words)

    def burst(self, *keys: str) -> None:
        """Press keys all at once, as they come in one packet over a slow line, and wait for nothing."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def rest(self) -> None:
        """Wait until all keys have had their effect, and it is drawn; an app that has died never gets there."""
        async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
            await self._rest()

    async def _rest(self) -> None:
        keys, app = self.app._keys, self.app
        # Nobody tells when the last key is worked off.
        while keys._waiting or keys._released or keys._working_off or app.message_queue_size:  # noqa: ASYNC110
            await asyncio.sleep(0)
        loop: Any = asyncio.get_running_loop()
        # Whoever has a message to work off, or something to go on with, stands in line here.
        while loop._ready:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        self.app.screen._on_timer_update()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size and wait until all is drawn for it."""
        await resize(self.pilot, width, height)
        await self.rest()

    async def until(self, fact: Callable[[], object]) -> None:
        """Wait until something is so, and it is drawn."""
        await self.comes(fact)
        if self.app.is_running:
            await self.rest()

    async def comes(self, fact: Callable[[], object]) -> None:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                while not fact():  # noqa: ASYNC110 - the facts are of any kind; nobody tells of them
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise AssertionError("\n".join(["it never came to be; the screen says:", *self.drawn])) from None

    async def opens(self, kind: type[Kind]) -> Kind:
        """Wait until a screen of some kind is on top and can be typed into."""
        await self.until(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted)
        top = self.app.screen
        assert isinstance(top, kind)
        return top

    async def closes(self) -> None:
        """Wait until the main screen is on top again."""
        await self.until(lambda: self.app.screen is self.screen)

    async def says(self, text: str) -> None:
        """Wait until a text is said at the bottom."""
        await self.until(lambda: text in self.said)

    def has_all(self) -> bool:
        """Whether nothing is being loaded."""
        return all(worker.is_finished for worker in self.app.workers if worker.group in {"list", "preview", "fields"})

    async def leads_come(self) -> None:
        """Wait until the leads of the rule under edit are shown."""

        def shown() -> bool:
            screen, feed = self.screen, self.screen.lead_pane._feed
            outdated = "before the last change" in screen.lead_pane.title
            return feed is not None and screen._leads_of == screen.current and self.has_all() and not outdated

        await self.until(shown)

    async def picks(self, name: str) -> None:
        """Move the cursor to a segment and wait for its leads."""
        self.screen.query_one(SegmentList).table.cursor = self.listed.index(name)
        await self.until(lambda: self.editing.draft.name == name)
        await self.leads_come()

    async def goes_to_line(self, path: tuple[int, ...]) -> None:
        """Move to a line of the rule."""
        await self.press("2")
        pane = self.screen.rule_pane
        own = [line.path == path and not line.is_message for line in pane._rows.lines]
        pane.table.cursor = own.index(True)
        await self.rest()

    async def leaves(self) -> None:
        """Press escape in a dialog and wait until it is gone."""
        top = self.app.screen
        assert isinstance(top, Dialog)
        await self.press("escape")
        await self.until(lambda: self.app.screen is not top)


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Give the terminal another size and wait until all screens have it: Textual tells them later, by a timer."""
    app = pilot.app
    await pilot.resize_terminal(width, height)
    async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
        while app.size != Size(width, height) or not are_fitted(app):
            await pilot.pause()


def are_fitted(app: App[Any]) -> bool:
    """Whether all screens that can be seen are laid out for the terminal's size, which each calls its `size` before."""
    return all(screen.outer_size == app.size for screen in (app.screen, *app._background_screens))


Opener = Callable[[Ask], Workspace]


def opener(
    box: TiledeskSandbox,
    *,
    account: str = "owner",
    read_only: bool = False,
    limits: Limits = UNHURRIED,
    name: str = "acme",
    environment: str | None = None,
    auth: Literal["signin", "jwt", "basic"] = "signin",
    project: str | None = None,
    now: Callable[[], Any] | None = None,
) -> Opener:
    """What the app opens its profile with: the real thing, with a clock that stands still."""

    def open_workspace(_ask: Ask) -> Workspace:
        workspace = open_on(
            box,
            account=account,
            read_only=read_only,
            limits=limits,
            auth=auth,
            project=project,
            now=now or Clock(),
        )
        workspace.profile = OpenProfile(name, "tiledesk", read_only, environment, "#d08770" if environment else None)
        return workspace

    return open_workspace


def opener_with_secret(box: TiledeskSandbox, secret: str) -> Opener:
    """What the app opens its profile with, the secret being where `secret` points to: `env:NAME` or `ask`."""

    def open_workspace(ask: Ask) -> Workspace:
        profile = Profile.checked({**settings_for(box), "secret": secret})
        workspace = open_profile("acme", profile, ask=ask, app=box.app, limits=UNHURRIED)
        workspace.now = Clock()
        return workspace

    return open_workspace


def memory_in(home: Path, clock: Clock | None = None) -> Memory:
    """What a run finds on this machine, and leaves to the next one."""
    places = Places(*(home / name for name in ("config", "state", "data", "cache", "log")))
    return Memory(places, now=clock or Clock())


@contextmanager
def in_utc() -> Iterator[None]:
    """Show times as they are in Greenwich, wherever the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@contextmanager
def read_within(seconds: float) -> Iterator[None]:
    """Let a person need so long to read what will be sent: a yes that comes sooner isn't taken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving, "READING_SECONDS", seconds)
        patch.setattr(saving, "PASTED_SECONDS", seconds)
        yield


@asynccontextmanager
async def at_the_screen(
    open_workspace: Opener | TiledeskSandbox | None,
    *,
    size: tuple[int, int] = (120, 34),
    title: str = "acme",
    reading_seconds: float = 0,
    memory: Memory | None = None,
    shelf: ProfileShelf | None = None,
) -> AsyncIterator[Person]:
    """Run the app, without waiting for anything.

    Args:
        open_workspace: How the profile is opened; for a sandbox, as `opener` does. None when one is picked first.
        size: Columns and lines.
        title: The profile's name while it opens.
        reading_seconds: How long a difference must have been shown before a yes is taken.
        memory: What is remembered on this machine.
        shelf: The profiles to pick from.
    """
    how = opener(open_workspace) if isinstance(open_workspace, TiledeskSandbox) else open_workspace
    app = SegtuiApp(how, title, memory, find_shelf=None if shelf is None else lambda: shelf)
    seen: list[Message] = []
    with in_utc(), read_within(reading_seconds), style_sheets.read_once():
        async with app.run_test(size=size, message_hook=seen.append) as pilot:
            yield Person(pilot, app, seen)
    if app.crash is not None:
        raise app.crash


@asynccontextmanager
async def at_work(
    open_workspace: Opener | TiledeskSandbox,
    *,
    size: tuple[int, int] = (120, 34),
    reading_seconds: float = 0,
    memory: Memory | None = None,
) -> AsyncIterator[Person]:
    """Run the app and begin when the first segment and its leads are shown."""
    async with at_the_screen(open_workspace, size=size, reading_seconds=reading_seconds, memory=memory) as person:
        await begin(person)
        yield person


async def begin(person: Person) -> None:
    """Wait for the main screen with its first segment and the leads of that."""
    await person.opens(BrowseScreen)
    await person.leads_come()
