"""What the picker and the form share: trying a profile out, and saying why a key can't be used now."""

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ScreenResultType

from segtui.domain.text import printable
from segtui.store.profiles import Profile
from segtui.ui.browse.foot import Foot
from segtui.ui.widgets.greying_screen import GreyingScreen
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText, StatusLine
from segtui.workspace.profiles import ProfileShelf, Trial, project_word
from segtui.workspace.workspace import Ask

_TESTING = "testing the connection"


class TrialPane(Pane):
    """What came of the last test. It takes no room before the first."""

    def __init__(self) -> None:
        self._text = PlainText()
        super().__init__(VerticalScroll(self._text), title="Test", id="trial")
        self.display = False

    @property
    def said(self) -> str:
        """What it says."""
        return str(self._text.content)

    def say(self, text: str) -> None:
        """Say something else."""
        self.display = True
        self._text.update(text)


class TryingScreen(GreyingScreen[ScreenResultType]):
    """A screen on which a profile can be tried out.

    Args:
        shelf: All profiles.
        ask: Asks the person for a secret.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="profiles.leave"),
    ]

    def __init__(self, shelf: ProfileShelf, ask: Ask) -> None:
        super().__init__()
        self.shelf, self.ask = shelf, ask
        self.status = StatusLine()
        self._is_trying = False

    @work(exclusive=True, group="trial", description="test the connection")
    async def try_out(self, name: str, profile: Profile) -> None:
        """Test a profile, and show what came of it."""
        pane = self.query_one(TrialPane)
        pane.title = f"Test of {name}" if name else "Test"
        pane.say(f"Asking {printable(profile.base_url)}… escape stops it.")
        self.notice("")
        self._is_trying = True
        try:
            with self.status.running(_TESTING, stop_key="escape"):
                trial = await self.shelf.try_out(name, profile, self.ask)
        finally:
            self._is_trying = False
        # A name with a line break in it must not look like a line of ours.
        pane.say("\n".join(map(printable, _trial_lines(trial, profile))))

    def stop_trial(self) -> bool:
        """Stop a test.

        Returns:
            Whether there was one.
        """
        if not self._is_trying:
            return False
        self.workers.cancel_group(self, "trial")
        self.query_one(TrialPane).say("Stopped: nothing is known about this profile.")
        return True

    def notice(self, text: str) -> None:
        """Say something at the bottom, until the next time."""
        if self.is_attached:
            self.query_one(Foot).say(text)


def _trial_lines(trial: Trial, profile: Profile) -> Iterator[str]:
    error, greeting = trial.error, trial.greeting
    projects = greeting.projects if greeting is not None else ()
    if error is not None:
        yield f"✗ {error.message}"
        # The hint is for the command line where the projects that would do are listed right here.
        if error.hint and not projects:
            yield error.hint
    elif greeting is not None:
        number = greeting.segment_count
        count = "" if number is None else " · 1 segment" if number == 1 else f" · {number:,} segments"
        role = f" · {printable(greeting.role)}" if greeting.role else ""
        who = f" as {printable(greeting.who)}" if greeting.who else ""
        if greeting.untried:
            yield f"· Not tried. {greeting.untried}"
        else:
            yield f"✓ Signed in to {profile.service}{who}{role}{count}"
    word = project_word(profile)
    if projects and word is not None:
        yield f"{word[1].capitalize()} to choose from (* is this profile's):"
        for one in projects:
            # Line by line: a name with a line's end in it would make a project of its own here.
            yield printable(f"{'*' if one.id == profile.project else ' '} {one.id}  {one.role}  {one.name}")
    elif greeting is not None and word is not None:
        yield f"The service lists no {word[1]} for this account."
