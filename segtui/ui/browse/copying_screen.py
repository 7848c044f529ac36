"""The part of the main screen that copies segments to other profiles."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.text import quoted
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.errors import Unsafe
from segtui.workspace.intents import Intents
from segtui.workspace.workspace import Ask, Workspace

if TYPE_CHECKING:
    from segtui.ui.browse.copying import CopyingWalk
    from segtui.workspace.profiles import ListedProfile, ProfileShelf


class CopyingScreen(WritingScreen):
    """Picks a profile to copy to, and walks through the copy.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("C", "copy_to", "Copy to another profile…", show=False, id="segment.copy"),
    ]

    class Copied(Announcement):
        """A copy has ended."""

        says: str
        """What came of it; empty when the person went back."""
        is_here: bool
        """Whether it is among the segments of this screen."""

    find_shelf: "Callable[[], ProfileShelf] | None" = None
    """Finds the profiles to copy to; None where there are no others."""
    ask_secret: Ask | None = None
    """Asks for the secret of a profile that is opened for a copy."""
    _copying: "CopyingWalk | None" = None

    def action_copy_to(self) -> None:
        """Pick a profile to copy the segment to."""
        editing = self.editing
        if editing is None or editing.stored is None or self.find_shelf is None:
            return
        from segtui.ui.dialogs.picking import Offer, PickDialog  # noqa: PLC0415 - dialogs are loaded when they open

        segment = editing.stored
        self.notice("")
        try:
            profiles = self.find_shelf().listing().profiles
        except SegtuiError as error:
            self.notice(f"✗ The profiles couldn't be read. {error.message} {error.hint}".rstrip())
            return

        def take(place: int | None) -> None:
            if place is not None:
                self.begin_write(partial(self.copy_to, segment.id, profiles[place]))

        here = self.workspace.profile.name
        offers = [Offer(one.name, _note(one, here), _why_not(one)) for one in profiles]
        another = next((at for at, one in enumerate(profiles) if one.name != here and not _why_not(one)), None)
        self.app.push_screen(PickDialog(f"Copy {quoted(segment.name, 40)} to", offers, picked=another), take)

    @work(exclusive=True, group="write", name="copy", description="copy a segment to another profile")
    async def copy_to(self, segment_id: str, listed: "ListedProfile") -> None:
        """Copy a segment, with everything that has to be asked on the way."""
        from segtui.ui.browse.copying import CopyingWalk  # noqa: PLC0415 - loaded when somebody copies

        if self.find_shelf is None or listed.profile is None:
            return
        target: Workspace | None = None
        try:
            target = self.find_shelf().open(listed.name, listed.profile, self.ask_secret)
            intents = self._intents_of(target)
            walk = self._copying = CopyingWalk(
                self.app,
                self.workspace,
                target,
                self.status,
                intents=self.desk.intents,
                target_intents=intents,
                forms=self.desk.unfinished,
            )
            says = await walk.copy(segment_id)
        except asyncio.CancelledError:
            self.post_message(self.Copied("", is_here=False))
            raise
        except SegtuiError as error:
            self.post_message(self.Failed("" if isinstance(error, Unsafe) else "Nothing was copied.", error))
        else:
            self.post_message(self.Copied(says, target.profile.place == self.workspace.profile.place))
        finally:
            self._copying = None
            self.refresh_bindings()
            if target is not None:
                await target.close()

    def _intents_of(self, target: Workspace) -> Intents:
        if target.profile.place == self.workspace.profile.place:
            return self.desk.intents
        keeps = self.memory is not None and target.profile.keeps_answers
        return Intents(self.memory.intents(target.profile.place) if self.memory and keeps else None, now=target.now)

    @on(Copied)
    def _take_copy(self, event: Copied) -> None:
        self.notice(event.says or "Nothing was copied.")
        if event.says and event.is_here:
            self.load_segments()

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, or a copy."""
        return super().is_sending or (self._copying is not None and self._copying.is_sending)

    def reasons(self) -> Mapping[str, str]:
        """Why the segment can't be copied now."""
        return {**super().reasons(), "copy_to": self._why_no_copy()}

    def _why_no_copy(self) -> str:
        if self.editing is None:
            return "no segment is picked"
        if self.editing.stored is None:
            return "it isn't saved yet"
        if self.editing.is_changed:
            return "its changes aren't saved, and they wouldn't be copied"
        if self.is_sending:
            return "a change is still being sent"
        if self._copying is not None:
            return "another copy is being looked at; esc stops that"
        return "" if self.find_shelf is not None else "there are no other profiles here"


def _note(listed: "ListedProfile", here: str) -> str:
    service = listed.profile.service if listed.profile else ""
    return f"{service} · this one" if listed.name == here else service


def _why_not(listed: "ListedProfile") -> str:
    if listed.profile is None:
        return "it has mistakes"
    return "it is read-only" if listed.profile.read_only else ""
