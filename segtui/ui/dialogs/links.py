"""Whom a segment is given to: a list, and keys that give it to others and take it back."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.text import quoted
from segtui.ui.dialogs.asking import SureDialog
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.dialogs.picking import Offer, PickDialog
from segtui.ui.ending_signs import ENDING_SIGNS
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.linking import (
    LinkOutcome,
    LinkTarget,
    give,
    link_targets,
    links_of,
    take_back,
    whom,
    why_no_links,
)
from segtui.workspace.workspace import Workspace

_COLUMNS = (Column("kind", "to"), Column("name", "name", grow=True), Column("id", "id"))
_MOST_ROWS, _FEWEST_ROWS = 11, 2
_LINES_AROUND = 4
"""The titles of the columns, and what came of the last key."""

_SENDING = "a change is still being sent"


class _LinkRows:
    """Links as rows; a name that isn't known gives way to the id."""

    def __init__(self, links: Sequence[SegmentLink]) -> None:
        self.links = links

    def __len__(self) -> int:
        return len(self.links)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self.links[index]
        return one.kind, one.name.strip() or "(not known)", one.target_id


class LinksDialog(Dialog[Sequence[SegmentLink] | None]):
    """Gives a segment to others at once, not when it is saved. The answer is whom it is given to, if anything was sent.

    Args:
        workspace: The profile.
        segment: The segment, as the service holds it.
    """

    HELP = (
        "Whom the segment is given to. a gives it to somebody else, d takes it back from the one under the cursor; "
        "both are sent at once, and read back. Who has it already can't get it twice. r reads the list again."
    )

    CSS_PATH = "links.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Give to…", id="links.add"),
        Binding("d,delete", "take_back", "Take back…", id="links.remove"),
        Binding("r", "look", "Look again", id="links.refresh"),
    ]

    class _Came(Announcement):
        """The links have come."""

        links: Sequence[SegmentLink]

    class _TargetsCame(Announcement):
        """Everybody whom the segment can be given to."""

        targets: Sequence[LinkTarget]

    class _Ended(Announcement):
        """A change has ended."""

        outcome: LinkOutcome

    class _Failed(Announcement):
        """Something ended with an error."""

        what: str
        error: SegtuiError
        was_sent: bool = False
        """Whether it was a change, so that none is on its way any more."""

    def __init__(self, workspace: Workspace, segment: Segment) -> None:
        super().__init__(f"Given to · {quoted(segment.name)}")
        self._workspace, self._segment = workspace, segment
        self._links: Sequence[SegmentLink] | None = segment.links
        self._targets: Sequence[LinkTarget] | None = None
        self.is_sending = False
        """Whether a change is on its way, which nothing may stop: nobody could tell what came of it."""
        self._has_sent = False

    def content(self) -> ComposeResult:
        """The links, and what came of the last key."""
        yield Table(show_header=True, empty_text="Looking…", id="links")
        yield PlainText("", id="says")

    def on_mount(self) -> None:
        """Show what is known, and look what there is."""
        self.query_one(Table).focus()
        self._show()
        self.action_look()

    def on_resize(self) -> None:
        """Take as many lines as there are links, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        rows = max(_FEWEST_ROWS, min(len(self._links or ()), _MOST_ROWS, room))
        self.query_one(Table).styles.height = 1 + rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Grey the changes on a profile that may only read."""
        is_change = action in {"add", "take_back"}
        return None if is_change and why_no_links(self._workspace, to_change=True) else True

    # What is asked of the service.

    def action_look(self) -> None:
        """Read the links anew."""
        if not self.is_sending:
            self.note("looking…")
            self._look()

    @work(exclusive=True, group="links", name="links", description="look whom a segment is given to")
    async def _look(self) -> None:
        try:
            self.post_message(self._Came(await links_of(self._workspace, self._segment.id)))
        except SegtuiError as error:
            self.post_message(self._Failed("Whom it is given to couldn't be read.", error))

    @work(exclusive=True, group="targets", name="targets", description="look whom a segment can be given to")
    async def _look_for_targets(self) -> None:
        try:
            self.post_message(self._TargetsCame(await link_targets(self._workspace)))
        except SegtuiError as error:
            self.post_message(self._Failed("Whom it could be given to couldn't be read.", error))

    @work(exclusive=True, group="link-write", name="link-write", description="give a segment, or take it back")
    async def _send(self, change: LinkTarget | SegmentLink) -> None:
        try:
            if isinstance(change, LinkTarget):
                outcome = await give(self._workspace, self._segment, change)
            else:
                outcome = await take_back(self._workspace, self._segment, change)
        except SegtuiError as error:
            self.post_message(self._Failed("Nothing was changed.", error, was_sent=True))
        else:
            self.post_message(self._Ended(outcome))

    def _begin_to_send(self, change: LinkTarget | SegmentLink) -> None:
        """Send a change; nothing may stop it, since nobody could tell what came of it."""
        self.workers.cancel_group(self, "links")
        self._stop_looking_for_targets()
        self.is_sending = self._has_sent = True
        self._say("")
        self.note("sending the change…")
        self._send(change)

    def _stop_looking_for_targets(self) -> None:
        """Whoever wants something else doesn't want the list any more."""
        self.workers.cancel_group(self, "targets")
        self.note("")

    # What has come.

    @on(_Came)
    def _take_links(self, event: _Came) -> None:
        event.stop()
        if self.is_sending:
            return  # they came with the key that sent something, which reads them back
        self._links = event.links
        self.note("")
        self._show()

    @on(_TargetsCame)
    def _take_targets(self, event: _TargetsCame) -> None:
        event.stop()
        self._targets = event.targets
        if self.is_sending:
            return  # they come too late
        self.note("")
        if self.is_active:
            self._pick(event.targets)

    @on(_Ended)
    def _take_end(self, event: _Ended) -> None:
        event.stop()
        self.is_sending = False
        self.note("")
        self._say(f"{ENDING_SIGNS[event.outcome.ending]} {event.outcome.says}")
        if event.outcome.links is not None:
            self._links = event.outcome.links
            self._show()

    @on(_Failed)
    def _take_failure(self, event: _Failed) -> None:
        event.stop()
        if event.was_sent:
            self.is_sending = False
        elif self.is_sending:
            return  # what was looked for before has no say while a change is on its way
        self.note("")
        self._say(" ".join(part for part in (f"✗ {event.what}", event.error.message, event.error.hint) if part))
        if self._links is None:
            self.query_one(Table).empty_text = "Not known. r looks again."
        elif event.was_sent:
            self.action_look()

    # What is shown.

    def _show(self) -> None:
        if self._links is None:
            return
        table = self.query_one(Table)
        table.empty_text = "It is given to nobody."
        self.on_resize()
        table.show(_LinkRows(self._links), _COLUMNS, cursor=table.cursor)

    def _say(self, text: str) -> None:
        self.query_one("#says", PlainText).update(text)

    @on(Table.Highlighted)
    @on(Table.Chosen)
    def _keep_to_itself(self, event: Table.Highlighted | Table.Chosen) -> None:
        event.stop()

    # What keys ask for.

    def _why_not_now(self) -> str:
        return why_no_links(self._workspace, to_change=True) or (_SENDING if self.is_sending else "")

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        reason = why_no_links(self._workspace, to_change=True)
        if reason and event.key in {"a", "d", "delete"}:
            event.stop()
            self._say(f"Not now, because {reason}.")

    def action_add(self) -> None:
        """Give the segment to somebody from the lists of the service."""
        if reason := self._why_not_now():
            self._say(f"Not now, because {reason}.")
        elif self._links is None:
            self._say("Not yet: whom it is given to isn't known.")
        elif self._targets is not None:
            self._pick(self._targets)
        else:
            self.note("loading everybody whom it can be given to…")
            self._look_for_targets()

    def _pick(self, targets: Sequence[LinkTarget]) -> None:
        has_it = {(one.kind, one.target_id) for one in self._links or ()}
        offers = [
            Offer(
                one.name.strip() or one.id,
                one.kind,
                "has it already" if (one.kind, one.id) in has_it else "",
            )
            for one in targets
        ]

        def take(place: int | None) -> None:
            if place is not None and not self.is_sending:
                self._begin_to_send(targets[place])

        self.app.push_screen(PickDialog(f"Give {quoted(self._segment.name, 40)} to", offers), take)

    def action_take_back(self) -> None:
        """Take the segment back from the one under the cursor."""
        cursor = self.query_one(Table).cursor
        if reason := self._why_not_now():
            self._say(f"Not now, because {reason}.")
            return
        if not self._links or cursor >= len(self._links):
            self._say("There is nobody under the cursor.")
            return
        self._stop_looking_for_targets()
        link = self._links[cursor]

        def take(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
            if is_sure:
                self._begin_to_send(link)

        from_whom = whom(link.kind, link.name or link.target_id)
        text = f"{quoted(self._segment.name)} is taken back from {from_whom}. a gives it again."
        self.app.push_screen(SureDialog("Take it back?", text), take)

    def action_leave(self) -> None:
        """Go back, but not while a change is on its way."""
        if self.is_sending:
            self._say(f"Not now, because {_SENDING}.")
        else:
            self.dismiss(self._links if self._has_sent else None)
