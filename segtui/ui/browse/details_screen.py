"""The part of the main screen that has to do with details and links of segments, for services that know such things."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.values import JsonValue
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.writing_screen import WritingScreen
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.detail_book import RULE
from segtui.workspace.details import used_values
from segtui.workspace.editing import Editing
from segtui.workspace.links_shown import why_no_links
from segtui.workspace.list_looks import settled
from segtui.workspace.unfinished import Form

if TYPE_CHECKING:
    from segtui.ui.dialogs.links import LinksDialog

_NAME = "name"


class DetailsScreen(WritingScreen):
    """Opens the form of a segment and the list of those whom it is given to.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # One key under two names, of which a service has one.
        Binding("e", "rename", "Rename", id="segment.rename"),
        Binding("e", "details", "Details", id="segment.details"),
        Binding("S", "links", "Share", show=False, id="segment.links"),
    ]

    class NamesKnown(Announcement):
        """What details may be has come, or couldn't be loaded."""

        error: SegtuiError | None

    class Relinked(Announcement):
        """A segment that was given to others, or taken back, has been read again."""

        now: Segment

    _links: "LinksDialog | None" = None
    """The list of those whom a segment is given to, while it is open."""

    # The form.

    def action_rename(self) -> None:
        """Give the segment another name; where a service has details, in their form."""
        if self.book.details:
            self.open_form()
        else:
            super().action_rename()

    def action_details(self) -> None:
        """Change name and details of the segment."""
        self.open_form()

    def open_form(self, mistakes: Mapping[str, str] | None = None) -> None:
        """Open the form of the segment under edit.

        Args:
            mistakes: What is wrong with parts of it, by their keys.
        """
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return
        from segtui.ui.dialogs.details import DetailsDialog, FormAnswer  # noqa: PLC0415 - loaded when it opens

        def take(answer: FormAnswer | None) -> None:
            self.form_ended(key, is_taken=answer is not None)
            if answer is None:
                self.show_edit(None)  # names may have come meanwhile
            else:
                name = answer.name or editing.draft.name
                self._change_begun(key, editing, lambda now: self._with_kind(now, answer.details, name), None)

        used = used_values(self.book.details, self.desk.segments.values())
        dialog = DetailsDialog(self.book, editing, mistakes=mistakes, used=used)
        self.open_kept(dialog, take, key, Form.DETAILS.name)

    def _with_kind(self, editing: Editing, details: Mapping[str, JsonValue], name: str) -> Editing:
        """An edit with other details, and of the kind that they choose for a segment that isn't made yet."""
        changed = editing.with_details(details, name)
        if editing.stored is not None:
            return changed
        try:
            return changed.put_as(settled(self.workspace, changed.sketch))
        except SegtuiError as why:
            self.call_after_refresh(self.notice, f"✗ {why.message} {why.hint}".rstrip())
            return editing.with_name(name)

    @on(LoadingScreen.FieldsRefused)
    def _take_refusal(self, event: LoadingScreen.FieldsRefused) -> None:
        """Show each message at its field: that of a detail in the form, that of the rule at the foot."""
        known = {_NAME, *(one.key for one in self.book.details)}
        own = {key: text for key, text in event.fields.items() if key in known}
        others = [text if key == RULE else f"{key}: {text}" for key, text in event.fields.items() if key not in known]
        self.ask_anew()
        said = f"{self.workspace.title} says of the rule: {' '.join(others)}" if others else event.error.message
        self.notice(f"✗ Nothing was changed. {said}")
        self.current = self.desk.present_key(event.key)
        self.show_edit(None)
        if own:
            self.open_form(own)
        else:
            self.action_pane("rule")

    # What the service alone knows of details.

    @on(LoadingScreen.Listed)
    def _learn_names(self) -> None:
        """Learn what details may be: the list and the rule name them by it."""
        if self.book.unasked:
            self.load_names()

    @work(exclusive=True, group="names", name="names", description="load what details may be")
    async def load_names(self) -> None:
        """Ask for what details may be; without it they are shown as they are stored."""
        error: SegtuiError | None = None
        for one in self.book.unasked:
            try:
                await self.book.ask(one)
            except SegtuiError as trouble:
                error = trouble
        self.post_message(self.NamesKnown(error))

    @on(NamesKnown)
    def _show_names(self, event: NamesKnown) -> None:
        if event.error is not None:
            what = " and ".join(one.title.lower() for one in self.book.unasked)
            self.notice(f"⚠ The names for {what} couldn't be loaded, so ids are shown. {event.error.message}")
        self.show_edit(None)

    # Links.

    def action_links(self) -> None:
        """Show whom the segment is given to, give it to others, take it back."""
        editing = self.editing
        if editing is None or editing.stored is None:
            return
        from segtui.ui.dialogs.links import LinksDialog  # noqa: PLC0415 - as above

        segment = self.desk.segments.get(editing.stored.id, editing.stored)

        def take(links: Sequence[SegmentLink] | None) -> None:
            self._links = None
            if links is not None:
                self.look_at_links(segment, tuple(links))

        self._links = LinksDialog(self.workspace, segment)
        self.app.push_screen(self._links, take)

    @property
    def is_sending(self) -> bool:
        """Whether a change is on its way, of the segment or of whom it is given to."""
        return super().is_sending or (self._links is not None and self._links.is_sending)

    @work(exclusive=True, group="relinked", name="relinked", description="read a segment that was given to others")
    async def look_at_links(self, segment: Segment, links: tuple[SegmentLink, ...]) -> None:
        """Read a segment anew: giving it to others may move its date of change."""
        with self.shown_as_running("reading the segment", "The segment couldn't be read."):
            now = await self.workspace.segment(segment.id)
            self.post_message(self.Relinked(replace(now, links=links)))

    @on(Relinked)
    def _take_relinked(self, event: Relinked) -> None:
        self.desk.relinked(event.now)
        self.show_edit(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of the two names of a key, leave out the one that isn't this service's."""
        if action in {"rename", "details"} and (action == "details") is not bool(self.book.details):
            return False
        return super().check_action(action, parameters)

    def reasons(self) -> Mapping[str, str]:
        """Why details and links can't be looked at now."""
        editing = self.editing
        no_segment = "" if editing is not None else "no segment is picked"
        unsaved = "it isn't saved yet" if editing is not None and editing.stored is None else ""
        return {
            **super().reasons(),
            "details": no_segment,
            "links": no_segment or why_no_links(self.workspace) or unsaved,
        }
