"""The list of profiles: pick one, make one, change, test and remove them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.text import quoted
from segtui.store.demos import DEMO
from segtui.ui.browse.foot import Foot
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.profiles.form import ProfileForm
from segtui.ui.profiles.trying import TrialPane, TryingScreen
from segtui.ui.widgets.clock_words import clock_words
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.profiles import ListedProfile, Listing, ProfileShelf, is_as_opened
from segtui.workspace.workspace import Ask, OpenProfile

_COLUMNS = (
    Column("mark", "", width=1),
    Column("name", "profile", grow=True),
    Column("service", "service"),
    Column("environment", "environment"),
    Column("access", "access"),
    Column("used", "last used"),
)

_DEMO_WORDS = {
    "tiledesk": "5,000 made-up people on a small Tiledesk inside this program.",
    "feedier": "2,000 pieces of made-up feedback on a small Feedier inside this program.",
    "chatbot": "3,000 made-up users on a small ChatBot.com inside this program.",
    "segmenter": "Lists of 1,500 made-up people on a small Segmenter inside this program.",
}


class _ProfileRows:
    def __init__(self, profiles: Sequence[ListedProfile], opened: OpenProfile | None, now: datetime) -> None:
        self._profiles, self._opened, self._now = profiles, opened, now

    def __len__(self) -> int:
        return len(self._profiles)

    def cells(self, index: int) -> Sequence[Cell]:
        listed = self._profiles[index]
        used = clock_words(listed.last_used, self._now) if listed.last_used else "never"
        if listed.profile is None:
            return ("✗", listed.name, "", "", "has mistakes", used)
        profile = listed.profile
        mark = "●" if self._opened is not None and listed.name == self._opened.name else ""
        access = "read-only" if profile.read_only else "may write"
        return (mark, listed.name, profile.service, profile.environment or "", access, used)


class ProfileTable(Table):
    """Enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", id="profiles.open")]


class PickerScreen(TryingScreen[ListedProfile | None]):
    """Lets people pick a profile; the answer is the one to open, or None to stay where one is.

    Args:
        shelf: All profiles.
        ask: Asks the person for a secret.
        now: The clock.
        opened: The profile that is open; None when none is.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["trying.tcss", "picker.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "New", id="profiles.new"),
        Binding("e", "edit", "Edit", id="profiles.edit"),
        Binding("t", "test", "Test", id="profiles.test"),
        Binding("D", "remove", "Remove…", id="profiles.remove"),
        Binding("r", "reload", "Read the file again", show=False, id="profiles.reload"),
        Binding("q", "app.quit", "Quit", show=False, id="profiles.quit"),
        Binding("question_mark,f1", "help", "Help", show=False, id="help"),
    ]
    HELP = "All profiles, the one used last first. ● is open now; ✗ has a mistake in the file, told below."

    def __init__(
        self, shelf: ProfileShelf, ask: Ask, now: Callable[[], datetime], opened: OpenProfile | None = None
    ) -> None:
        super().__init__(shelf, ask)
        self._now, self._opened = now, opened
        self._listing = Listing(shelf.file, ())

    def compose(self) -> ComposeResult:
        """The list, what there is to say about one, what a test has told."""
        yield PlainText("segtui · profiles", id="title")
        yield ProfileTable(id="profiles", show_header=True)
        yield PlainText(id="details")
        yield TrialPane()
        yield Foot(self.status, always=("help", "leave"))

    def on_mount(self) -> None:
        """Begin with the one used last that isn't open; where there is none yet, with the form."""
        self.action_reload()
        names = [listed.name for listed in self._listing.profiles]
        others = [name for name in names if self._opened is None or name != self._opened.name]
        self._go_to(others[0] if others else DEMO)
        if self._listing.is_first_run and self._opened is None:
            self._open_form(None)

    def action_reload(self) -> None:
        """Read the profile file, which people edit too."""
        self.notice("")
        try:
            self._listing = self.shelf.listing()
        except SegtuiError as error:
            self._listing = Listing(self.shelf.file, self.shelf.demo_profiles())
            self.notice(f"✗ {error.message} {error.hint}")
        else:
            self.notice(" ".join(self._remarks()))
        table = self.query_one(ProfileTable)
        table.show(_ProfileRows(self._listing.profiles, self._opened, self._now()), _COLUMNS, cursor=table.cursor)

    def _remarks(self) -> Iterator[str]:
        if self._listing.problems:
            yield "✗ " + " ".join(map(str, self._listing.problems))
        opened = self._opened
        if opened is not None:
            there = next((one for one in self._listing.profiles if one.name == opened.name), None)
            if there is None:
                yield f"⚠ {quoted(opened.name)} isn't in the file any more. It stays open until you leave it."
            elif there.profile is None or not is_as_opened(there.profile, opened):
                yield f"⚠ {quoted(opened.name)} was changed, and is open as it was before; enter opens it anew."
        if self._listing.others_can_read:
            yield "Other users can read the profile file; there is no secret in it."

    @property
    def _listed(self) -> ListedProfile | None:
        """The one under the cursor."""
        profiles = self._listing.profiles
        cursor = self.query_one(ProfileTable).cursor if self.is_mounted else 0
        return profiles[cursor] if cursor < len(profiles) else None

    def _go_to(self, name: str) -> None:
        names = [listed.name for listed in self._listing.profiles]
        if name in names:
            self.query_one(ProfileTable).cursor = names.index(name)

    @on(Table.Highlighted)
    def _explain(self, event: Table.Highlighted) -> None:
        event.stop()
        listed = self._listed
        if listed is not None:
            self.query_one("#details", PlainText).update("\n".join(_details(listed)))
            self.refresh_bindings()

    # What can be done.

    @on(Table.Chosen)
    def _open(self, event: Table.Chosen) -> None:
        event.stop()
        listed = self._listed
        if listed is None or listed.profile is None:
            self.notice(f"Open: not now, because {self.reasons()['test']}.")
            return
        opened = self._opened
        is_open = opened is not None and opened.name == listed.name and is_as_opened(listed.profile, opened)
        self.stop_trial()
        self.dismiss(None if is_open else listed)

    def action_add(self) -> None:
        """Make a new one."""
        self._open_form(None)

    def action_edit(self) -> None:
        """Change the one under the cursor."""
        self._open_form(self._listed)

    def _open_form(self, listed: ListedProfile | None) -> None:
        is_first = self._listing.is_first_run and listed is None

        def done(name: str | None) -> None:
            if name is None:
                return
            self.action_reload()
            self._go_to(name)
            chosen = self._listed
            if is_first and chosen is not None and chosen.name == name and chosen.profile is not None:
                # Whoever has just made the first one wants to see it, not a list of one.
                self.dismiss(chosen)
            elif self._opened is None or name != self._opened.name:
                self.notice(f"{quoted(name)} is saved. enter opens it, t tests it.")

        self.stop_trial()
        self.app.push_screen(ProfileForm(self.shelf, self.ask, listed=listed, is_first=is_first), done)

    def action_test(self) -> None:
        """Try the one under the cursor out."""
        listed = self._listed
        if listed is not None and listed.profile is not None:
            self.try_out(listed.name, listed.profile)

    def action_remove(self) -> None:
        """Take the one under the cursor out of the file, after a yes."""
        listed = self._listed
        if listed is None:
            return
        text = (
            f"{quoted(listed.name)} goes out of {self._listing.file}, and its secret out of the keyring.\n"
            "Nothing changes on the service. Unsaved edits stay on this machine."
        )
        if self._opened is not None and self._opened.name == listed.name:
            text += "\nIt is open now, and stays open until you leave it."

        def answer(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            if is_sure:
                self._remove(listed.name)

        self.app.push_screen(SureDialog("Remove the profile?", text), answer)

    @work(exclusive=True, group="remove", description="remove the profile")
    async def _remove(self, name: str) -> None:
        try:
            is_forgotten = await self.shelf.remove(name)
        except SegtuiError as error:
            self.notice(f"✗ {error.message} {error.hint}")
            return
        self.action_reload()
        if self._opened is None or self._opened.name != name:
            self.notice(f"{quoted(name)} is removed{', and its secret is forgotten' if is_forgotten else ''}.")

    def action_leave(self) -> None:
        """Stop a test; else go back to the profile that is open."""
        if not self.stop_trial():
            self.dismiss(None)

    def reasons(self) -> Mapping[str, str]:
        """What can't be done with the one under the cursor."""
        listed = self._listed
        missing = "there is no profile here" if listed is None else ""
        broken = "it has a mistake in the file, told below" if listed is not None and listed.profile is None else ""
        demo = "the demos are built in" if listed is not None and listed.is_demo else ""
        nowhere = "" if self._opened is not None or self._is_trying else "no profile is open; q quits"
        return {
            "edit": missing or demo or (broken and f"{broken}; mend it in an editor, and press r"),
            "remove": missing or demo,
            "test": missing or broken,
            "leave": nowhere,
        }


def _details(listed: ListedProfile) -> Iterator[str]:
    for problem in listed.problems:
        yield f"✗ {problem}"
    if listed.is_demo and listed.profile is not None:
        yield f"{_DEMO_WORDS[listed.profile.service]} No account, no network; changes end with it."
    elif listed.profile is not None:
        profile = listed.profile
        yield f"{profile.base_url}  project {profile.project or '(none)'}"
        who = f"{profile.email} · " if profile.email else ""
        yield f"{who}{profile.auth} · secret {profile.secret}"
