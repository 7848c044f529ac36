"""The app: it opens the profile, shows the first screen, and keeps what must not leak from leaking."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from textual import events, work
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from segtui.domain.errors import SegtuiError
from segtui.domain.text import printable, quoted
from segtui.store.memory import Memory
from segtui.ui.actions import actions_of
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.choices import Choice, Finds
from segtui.ui.clipboard import Copies, copy
from segtui.ui.least_size import is_too_small
from segtui.ui.themed_app import ThemedApp
from segtui.ui.themes import Colours
from segtui.ui.widgets.greying_screen import GreyingScreen
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.desk import Desk
from segtui.workspace.intents import Intents
from segtui.workspace.workspace import Ask, Workspace

if TYPE_CHECKING:
    from segtui.ui.dialogs.base import Dialog
    from segtui.ui.opening import OpeningScreen
    from segtui.workspace.profiles import ListedProfile, ProfileShelf

_BY_SIGNAL = 128
"""As shells report a program that a signal has ended, with the signal's number on top."""

OpenWorkspace: TypeAlias = Callable[[Ask], Workspace]
"""Opens the profile; is given a way to ask the person for a secret."""


class SegtuiApp(ThemedApp[None]):
    """The whole program on the screen.

    Args:
        open_workspace: Opens the profile; None when one is to be picked first.
        title: The profile's name.
        memory: What is remembered on this machine; None where nothing is.
        colours: What the terminal can show, and the person wants to see.
        find_shelf: Finds the profiles to pick from, when somebody wants to; None where there are no others.
    """

    TITLE = "segtui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="quit"),
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True, id="palette"),
        Binding("ctrl+o", "profiles", "Profiles: switch, make, change", show=False, id="profiles"),
        Binding("ctrl+c", "copy", "Copy", show=False, id="copy"),
        Binding("ctrl+l", "redraw", "Draw the screen again", show=False, priority=True, id="redraw"),
        Binding("tab", "app.focus_next", "Next", show=False, id="focus.next"),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="focus.previous"),
    ]

    def __init__(
        self,
        open_workspace: OpenWorkspace | None,
        title: str,
        memory: Memory | None = None,
        *,
        colours: Colours = Colours.MANY,
        find_shelf: "Callable[[], ProfileShelf] | None" = None,
    ) -> None:
        super().__init__(memory, colours)
        self._find_shelf = find_shelf
        self._open_workspace = open_workspace
        self._profile_title = title
        self._workspace: Workspace | None = None
        self._desks: dict[str, Desk] = {}
        """What lies open at each place that was opened in this run."""
        self._profiles_of: dict[str, str] = {}
        """The names of the profiles that the desks were opened with last, by their places."""
        self.crash: Exception | None = None
        """The bug that ended the app, if one did."""

    def get_default_screen(self) -> Screen[Any]:
        """The main screen, as soon as it may be: nothing is asked of the service until it can be seen."""
        title, open_workspace = self._profile_title, self._open_workspace
        if open_workspace is None:
            return _opening(title)
        try:
            screen = self._main_screen(title, open_workspace)
        except SegtuiError as error:
            return _opening(title, self._why_not_opened(title, error))
        # Textual reads the styles of screens that come later.
        self.stylesheet.read_all(screen.css_path)
        screen.be_the_first()
        return screen

    def on_ready(self) -> None:
        """Listen to signals; let a profile be picked where none was named."""
        self.screen_change_signal.subscribe(self, self._screen_changed)
        if not self.is_headless:
            self._listen_to_signals()
        if self._open_workspace is None and self._find_shelf is not None:
            self._let_pick(self._find_shelf())

    def _listen_to_signals(self) -> None:
        """Without asyncio's own handlers, which lose signals while hundreds of keys wait."""
        loop = asyncio.get_running_loop()

        def hear(number: int, _frame: object) -> None:
            if loop.is_closed():
                signal.signal(number, signal.SIG_DFL)
                signal.raise_signal(number)
            else:
                loop.call_soon_threadsafe(self._end_by_signal, number)

        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, hear)

    def _end_by_signal(self, number: int) -> None:
        """End as one who was told to, with the terminal as it was before.

        Nobody is asked, since nobody may be there: edits and what stands in open forms are kept where they outlive the
        program at all, and nobody learns what came of a change that is being sent.
        """
        for one in self._open_dialogs:
            one.keep_typed()
        self.exit(return_code=_BY_SIGNAL + number)

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything while there is no room for it."""
        if is_too_small(event.size):
            self._cover()

    def _screen_changed(self, screen: Screen[Any]) -> None:
        """Cover what opens where there is no room for it, but for what was asked for there: to quit."""
        if is_too_small(self.size) and screen is self.screen:
            from segtui.ui.dialogs.asking import LeaveDialog  # noqa: PLC0415 - dialogs are loaded when they open
            from segtui.ui.dialogs.quitting import QuitDialog  # noqa: PLC0415 - as above

            if not isinstance(screen, QuitDialog | LeaveDialog):
                self._cover()

    def _cover(self) -> None:
        from segtui.ui.too_small import TooSmallScreen  # noqa: PLC0415 - loaded where it is shown

        if not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen())

    async def on_unmount(self) -> None:
        """Let go of files and service."""
        if self._memory is not None:
            self._memory.close()
        if self._workspace is not None:
            await self._workspace.close()

    @work(exclusive=True, group="open", description="open the profile")
    async def action_open_profile(self) -> None:
        """Open the profile, or say why that can't be done."""
        if self._open_workspace is not None:
            await self._open(self._profile_title, self._open_workspace)

    async def _open(self, name: str, open_workspace: OpenWorkspace) -> None:
        """Open a profile in place of the one that is open, which is closed; its edits stay on its desk."""
        from segtui.ui.opening import OpeningScreen  # noqa: PLC0415 - no start that goes well shows it

        opening, browse, former = self.screen, self._browse, self._workspace
        if isinstance(opening, OpeningScreen):
            opening.say(f"Opening {name}…")
            self._open_workspace, self._profile_title = open_workspace, name
        try:
            screen = self._main_screen(name, open_workspace)
        except SegtuiError as error:
            if browse is not None:
                browse.notice(f"✗ {quoted(name)} couldn't be opened. {error.message} {error.hint}")
            elif isinstance(opening, OpeningScreen):
                opening.say(self._why_not_opened(name, error))
            return
        if browse is None:
            await self.push_screen(screen)
        else:
            # What the old one has asked meanwhile, such as for a secret, has lost its meaning.
            while self.screen is not browse:
                await self.pop_screen()
            await self.switch_screen(screen)
        if former is not None:
            await former.close()

    def _main_screen(self, name: str, open_workspace: OpenWorkspace) -> BrowseScreen:
        """Open a profile, and make its screen.

        Raises:
            SegtuiError: It can't be opened.
        """
        workspace = open_workspace(self._ask_secret)
        self._workspace, self._open_workspace, self._profile_title = workspace, open_workspace, name
        if self._memory is not None:
            self._memory.opened(name)
        screen = BrowseScreen(workspace, self._desk(workspace), self._memory)
        screen.find_shelf, screen.ask_secret = self._find_shelf, self._ask_secret
        return screen

    def _why_not_opened(self, name: str, error: SegtuiError) -> str:
        others = "" if self._find_shelf is None else "\nctrl+o shows all profiles."
        return f"✗ {name} couldn't be opened.\n\n{error.message}\n{error.hint}{others}"

    def action_profiles(self) -> None:
        """Show all profiles, to open another one."""
        from segtui.ui.opening import OpeningScreen  # noqa: PLC0415 - as above

        browse = self._browse
        if not isinstance(self.screen, BrowseScreen | OpeningScreen) or self._must_stay(browse, "switch"):
            return
        if self._find_shelf is None:
            if browse is not None:
                browse.notice("There are no other profiles here.")
            return
        self._let_pick(self._find_shelf())

    def _let_pick(self, shelf: "ProfileShelf") -> None:
        from segtui.ui.profiles.picker import PickerScreen  # noqa: PLC0415 - as dialogs, loaded when it opens

        browse = self._browse
        opened = browse.workspace.profile if browse is not None else None
        now = browse.workspace.now if browse is not None else partial(datetime.now, UTC)
        self.push_screen(PickerScreen(shelf, self._ask_secret, now, opened), self._take_profile)

    def _take_profile(self, listed: "ListedProfile | None") -> None:
        if listed is not None and not self._must_stay(self._browse, "switch"):
            self._switch(listed)

    @work(exclusive=True, group="open", description="open another profile")
    async def _switch(self, listed: "ListedProfile") -> None:
        shelf, profile = self._find_shelf and self._find_shelf(), listed.profile
        if shelf is not None and profile is not None:
            await self._open(listed.name, partial(shelf.open, listed.name, profile))

    def _desk(self, workspace: Workspace) -> Desk:
        """The desk of a place, as it was left if it was open before."""
        place = workspace.profile.place
        self._profiles_of[place] = workspace.profile.name
        if place not in self._desks:
            memory = self._memory
            intents = Intents(memory.intents(place) if memory is not None else None, now=workspace.now)
            self._desks[place] = Desk(memory.drafts(place) if memory is not None else None, intents)
        return self._desks[place]

    @property
    def _browse(self) -> BrowseScreen | None:
        """The main screen, covered by others or not."""
        return next((screen for screen in self.screen_stack if isinstance(screen, BrowseScreen)), None)

    async def _ask_secret(self, question: str) -> str:
        from segtui.ui.dialogs.asking import TextDialog  # noqa: PLC0415 - dialogs are loaded when they open

        note = "enter takes it; it is kept in memory only, until you leave this profile."
        return await self.push_screen_wait(TextDialog(question, "Secret", note=note, password=True)) or ""

    async def action_quit(self) -> None:
        """Quit; what was typed in a form and isn't taken is asked about first, then what isn't saved is named."""
        from segtui.ui.dialogs.asking import LeaveDialog, ask_to_leave, would_lose  # noqa: PLC0415 - as above
        from segtui.ui.dialogs.quitting import QuitDialog  # noqa: PLC0415 - as above

        if isinstance(self.screen, QuitDialog | LeaveDialog) or self._must_stay(self._browse):
            return
        forms = (one for one in reversed(self.screen_stack) if would_lose(one))
        ask_to_leave(next(forms, self.screen), self._quit)

    def _quit(self) -> None:
        """Quit; what isn't saved is named first."""
        browse = self._browse
        if self._must_stay(browse):
            return
        desks = self._desks.values()
        here = self._workspace.profile.place if self._workspace is not None else None
        names = [
            line.name if place == here else f"{line.name} · on {printable(self._profiles_of[place])}"
            for place, desk in self._desks.items()
            for line in desk.lines()
            if line.is_changed
        ]

        def answer(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            # A save that was looking at the service may have asked over this question, and been agreed to.
            if is_sure and not self._must_stay(browse):
                self._leave()

        if names:
            from segtui.ui.dialogs.quitting import QuitDialog  # noqa: PLC0415 - as above

            self.push_screen(QuitDialog(names, are_kept=all(desk.keep_to_end() for desk in desks)), answer)
        else:
            self._leave()

    def _leave(self) -> None:
        """End; what stands in a form was given up before, if anything did."""
        for one in self._open_dialogs:
            one.give_up()
        self.exit()

    @property
    def _open_dialogs(self) -> "Sequence[Dialog[Any]]":
        from segtui.ui.dialogs.base import Dialog  # noqa: PLC0415 - as above

        return [one for one in self.screen_stack if isinstance(one, Dialog)]

    def _must_stay(self, browse: BrowseScreen | None, what: str = "quit") -> bool:
        """Whether a change is on its way, so that nobody would learn what came of it; then that is said."""
        if browse is None or not browse.is_sending:
            return False
        browse.notice(f"A change is still being sent; {what} when its outcome is known.")
        return True

    def action_copy(self) -> None:
        """Copy what the cursor is on: ctrl+c does that elsewhere, and must not lose work here."""
        from segtui.ui.dialogs.base import Dialog  # noqa: PLC0415 - as above

        nodes = self.focused.ancestors_with_self if self.focused is not None else [self.screen]
        wanted = next((found for node in nodes if isinstance(node, Copies) and (found := node.to_copy())), None)
        said = copy(self, wanted.text, wanted.what) if wanted else "There is nothing to copy here. ctrl+q quits."
        if isinstance(self.screen, GreyingScreen):
            self.screen.notice(said)
        elif isinstance(self.screen, Dialog):
            self.screen.note(said)

    def _choices(self, screen: Screen[Any]) -> Iterator[Choice]:
        """What can be done now on a screen, and in the app."""
        for action in actions_of(screen):
            if action.enabled and not action.is_movement and action.node is not self:
                run = partial(self.call_later, self.run_action, action.name, action.node)
                yield Choice(action.description, " ".join(action.keys), run)
        if self._find_shelf is not None:
            yield Choice("Profiles", "ctrl+o", partial(self.call_later, self.action_profiles))
        yield Choice("Suspend", "fg brings it back", self.action_suspend_process)
        yield Choice("Theme", "the colours", self.action_change_theme)
        yield Choice(
            "Quit", self.get_key_display(Binding("ctrl+q", "quit")), partial(self.call_later, self.action_quit)
        )

    def action_command_palette(self) -> None:
        """Open the palette."""
        from segtui.ui.dialogs.palette import PaletteDialog  # noqa: PLC0415 - dialogs are loaded when they open
        from segtui.ui.too_small import TooSmallScreen  # noqa: PLC0415 - as above

        screen = self.screen
        if isinstance(screen, PaletteDialog | TooSmallScreen):
            return

        def run(choice: Choice | None) -> None:
            if choice is not None:
                choice.run()

        find = screen.find if isinstance(screen, Finds) else _find_nothing
        elsewhere = list(screen.elsewhere()) if isinstance(screen, Finds) else []
        self.push_screen(PaletteDialog(list(self._choices(screen)), find, elsewhere), run)

    def get_loading_widget(self) -> Widget:
        """Nothing that moves: a full-area indicator sends over 100 kB a second."""
        return PlainText("…")

    def _handle_exception(self, error: Exception) -> None:
        # Where it happened is known of what a worker has met, not of the report that it failed.
        met = error.error if isinstance(error, WorkerFailed) else error
        self.crash = self.crash or (met if isinstance(met, Exception) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's crash report: it prints local variables, secrets and leads among them."""
        self._close_messages_no_wait()


def _opening(title: str, says: str = "") -> "OpeningScreen":
    from segtui.ui.opening import OpeningScreen  # noqa: PLC0415 - as above

    return OpeningScreen(title, says)


def _find_nothing(_words: str) -> Sequence[Choice]:
    return ()
