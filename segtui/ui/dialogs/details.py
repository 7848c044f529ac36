"""The form of a segment: its name and its details."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from segtui.domain.errors import SegtuiError
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue
from segtui.ui.dialogs.base import Dialog
from segtui.ui.dialogs.detail_rows import DetailRow, PickedField
from segtui.ui.dialogs.picking import Offer, PickDialog
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.detail_book import Detail, DetailBook, DetailKind
from segtui.workspace.editing import Editing

NAME = "name"
"""What the name is known by among the parts of a form, and in what a service says against one."""

_SETTLED = "settled when it was made"
_MOST_NAMED = 4
"""Values that other segments have, named below a field."""


@record
class FormAnswer:
    """What was made of a segment in its form."""

    name: str
    details: Mapping[str, JsonValue]
    """Those that are another than before."""


class DetailsDialog(Dialog[FormAnswer | None]):
    """Edits name and details; nothing is sent. What isn't touched stays as it is, also what nobody understands.

    Args:
        book: Knows what details may be.
        editing: The segment as it is wanted now.
        mistakes: What is wrong with parts, by their keys; the first of them is begun with.
        used: What other segments have in parts, by their keys, each with how many have it.
    """

    HELP = (
        "Name and details of the segment. enter or tab goes to the next field; a list opens with enter or with the "
        "first letter of what you look for; space switches between yes and no. ctrl+s takes it all as one step, which "
        "ctrl+z takes back; nothing is sent before you save. * marks what the service wants. Where the service has "
        "words or ids of its own that it doesn't list, ctrl+t offers those that other segments have."
    )

    CSS_PATH = "details.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", id="details.next"),
        Binding("ctrl+t", "used", "Used before", id="details.used"),
        Binding("ctrl+s", "accept", "Take it", id="details.accept"),
    ]

    class _Loaded(Announcement):
        """What wasn't known has come, or couldn't be loaded."""

        failed: Mapping[str, SegtuiError]
        """What kept it away, by the keys of the details concerned."""

    def __init__(
        self,
        book: DetailBook,
        editing: Editing,
        *,
        mistakes: Mapping[str, str] | None = None,
        used: Mapping[str, Sequence[tuple[str, int]]] | None = None,
    ) -> None:
        super().__init__("Details of the segment" if editing.stored is not None else "New segment")
        self._book, self._editing = book, editing
        self._mistakes = mistakes or {}
        self._used = used or {}
        self._before = self._known()
        self._now = dict(self._before)
        self._is_loading = False

    @property
    def _held(self) -> Segment | None:
        """The segment whose details stand for those that the edit says nothing of."""
        return self._editing.stored or self._editing.like

    def _known(self) -> dict[str, JsonValue]:
        draft = self._editing.draft
        return {**self._book.of(self._held), **draft.details, NAME: draft.name}

    def content(self) -> ComposeResult:
        """The fields, and what is to be said of the one under the cursor."""
        with VerticalScroll(id="fields", can_focus=False):
            yield DetailRow(NAME, "Name *", "What the segment is called.", LineInput(self._text(NAME)))
            for one in self._book.details:
                yield DetailRow(one.key, f"{one.title}{' *' if one.required else ''}", _help(one), self._field(one))
        yield PlainText("", id="hint")

    def _field(self, one: Detail) -> LineInput | PickedField:
        if one.only_new and self._editing.stored is not None:
            return PickedField(_SETTLED, is_settled=True)
        if one.kind is DetailKind.TEXT:
            return LineInput(self._text(one.key), placeholder="(none)" if one.key in self._now else "(not known)")
        return PickedField("▾" if one.kind is DetailKind.CHOICE else "")

    def on_mount(self) -> None:
        """Begin with what is wrong, else with the name; ask for what isn't known."""
        rows = list(self.query(DetailRow))
        for row in rows:
            row.blame(self._mistakes.get(row.key, ""))
            self._draw(row)
        next((row for row in rows if row.key in self._mistakes), rows[0]).field.focus()
        self._load_what_lacks()

    # What is loaded.

    def _load_what_lacks(self) -> None:
        """Ask the service for what isn't known, unless that is on its way."""
        is_short = self._book.lacks(self._held)
        if self._is_loading or not (self._book.unasked or is_short):
            return
        wanted = [*(one.title.lower() for one in self._book.unasked), *(["details"] if is_short else [])]
        self.note(f"loading {' and '.join(wanted)}…")
        self._is_loading = True
        self._load()

    @work(exclusive=True, group="details", name="details", description="load what details are and may be")
    async def _load(self) -> None:
        failed: dict[str, SegtuiError] = {}
        for one in self._book.unasked:
            try:
                await self._book.ask(one)
            except SegtuiError as error:
                failed[one.key] = error
        if self._held is not None and self._book.lacks(self._held):
            try:
                known = await self._book.read(self._held)
            except SegtuiError as error:
                known = self._book.of(self._held)
                failed |= {one.key: error for one in self._book.details if one.key not in known}
        self.post_message(self._Loaded(failed))

    @on(_Loaded)
    def _take_loaded(self, event: _Loaded) -> None:
        """Show what has come, where nobody has typed anything meanwhile."""
        event.stop()
        self._is_loading = False
        self.note("")
        for key, value in self._known().items():
            if key not in self._before:
                self._before[key] = value
                self._now.setdefault(key, value)
        for row in self.query(DetailRow):
            self._draw(row)
            if row.key in event.failed and not row.mistake:
                error = event.failed[row.key]
                row.blame(f"Not loaded: {error.message} {error.hint}".rstrip())

    # What is shown.

    def _detail(self, key: str) -> Detail | None:
        return next((one for one in self._book.details if one.key == key), None)

    def _text(self, key: str) -> str:
        one, value = self._detail(key), self._now.get(key)
        if isinstance(value, str):
            return value
        return "" if value is None or one is None else self._book.words(one, value)

    def _draw(self, row: DetailRow) -> None:
        """Show what a part is now."""
        one, field = self._detail(row.key), row.field
        if isinstance(field, LineInput):
            field.placeholder = "(none)" if row.key in self._now else "(not known)"
            if field.value != self._text(row.key):
                with self.prevent(Input.Changed):
                    field.value = self._text(row.key)
            return
        if one is not None:
            empty = "none" if row.key in self._now or self._editing.stored is None else "not known"
            field.words = self._book.words(one, self._now.get(row.key)) or f"({empty})"

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Explain the field under the cursor."""
        row = next((one for one in self.query(DetailRow) if one.field.has_focus), None)
        if row is not None:
            self.query_one("#hint", PlainText).update(f"{row.explanation} {self._used_words(row.key)}".rstrip())
            # Mistakes that are told just now make the list of fields longer.
            self.call_after_refresh(self.query_one("#fields").scroll_to_widget, row, animate=False, force=True)

    # What other segments have.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave out what the field under the cursor has nothing to offer for."""
        return action != "used" or self._row_with_used() is not None

    def _row_with_used(self) -> DetailRow | None:
        rows = self.query(DetailRow) if self.is_mounted else ()
        return next((one for one in rows if one.field.has_focus and self._may_use(one)), None)

    def _may_use(self, row: DetailRow) -> bool:
        return bool(self._used.get(row.key)) and isinstance(row.field, LineInput)

    def _used_words(self, key: str) -> str:
        used = self._used.get(key, ())
        if not used:
            return ""
        named = ", ".join(f"{quoted(value, 20)} ({count:,})" for value, count in used[:_MOST_NAMED])
        return f"Used before: {named}{', …' if len(used) > _MOST_NAMED else ''}; ctrl+t lists them."

    def action_used(self) -> None:
        """List what other segments have there."""
        row = self._row_with_used()
        if row is None:
            return
        used = self._used[row.key]

        def take(place: int | None) -> None:
            if place is not None:
                self._set(row.key, used[place][0])

        now = self._text(row.key)
        picked = next((place for place, (value, _) in enumerate(used) if value == now), None)
        offers = [Offer(printable(value), f"{count:,}") for value, count in used]
        title = next((one.title for one in self._book.details if one.key == row.key), row.key)
        self.app.push_screen(PickDialog(f"{title}: used before", offers, picked=picked), take)

    # What is typed and picked.

    def _set(self, key: str, value: JsonValue) -> None:
        """Take another value; what is being mended isn't blamed any more."""
        self._now[key] = value
        self.keep_soon()
        for row in self.query(DetailRow):
            if row.key == key:
                row.blame("")
                self._draw(row)

    @on(Input.Changed)
    def _take_text(self, event: Input.Changed) -> None:
        event.stop()
        for row in self.query(DetailRow):
            if row.field is event.input and event.value != self._text(row.key):
                self._set(row.key, event.value)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @on(PickedField.Wanted)
    def _change(self, event: PickedField.Wanted) -> None:
        event.stop()
        row = next(row for row in self.query(DetailRow) if row.field is event.field)
        one = self._detail(row.key)
        if one is None:
            return
        if event.field.is_settled:
            row.blame(f"“{one.title}” can't be changed any more: it was {_SETTLED}.")
        elif one.kind is DetailKind.YES_NO:
            if event.letters in {"", "y", "n"}:
                self._set(one.key, event.letters == "y" if event.letters else self._now.get(one.key) is not True)
        else:
            self._pick(row, one, event.letters)

    def _pick(self, row: DetailRow, one: Detail, words: str) -> None:
        """Open the list of what a detail may be; ask for it again where that has failed."""
        choices = self._book.choices(one)
        if choices is None:
            row.blame("")
            self._load_what_lacks()
            return

        def take(place: int | None) -> None:
            if place is not None:
                self._set(one.key, choices[place].value)

        now = self._now.get(one.key)
        picked = next((place for place, choice in enumerate(choices) if choice.value == now), None)
        offers = [Offer(self._book.words(one, choice.value)) for choice in choices]
        self.app.push_screen(PickDialog(one.title, offers, picked=picked, words=words), take)

    def typed_so_far(self) -> JsonValue:
        """What is another than before, by keys."""
        return {key: value for key, value in self._now.items() if not _same(value, self._before.get(key))} or None

    def take_up(self, typed: JsonValue) -> None:
        """Put in again what was another."""
        known = {row.key for row in self.query(DetailRow)}
        for key, value in typed.items() if isinstance(typed, Mapping) else ():
            if key in known:
                self._set(key, value)

    # How it ends.

    def action_accept(self) -> None:
        """Take what was typed and picked."""
        name = self._text(NAME).strip()
        if not name and str(self._before[NAME]).strip():
            row = next(iter(self.query(DetailRow)))
            row.blame("A segment needs a name.")
            row.field.focus()
            return
        self.dismiss(FormAnswer(name, self._changes()))

    def _changes(self) -> Mapping[str, JsonValue]:
        """What is another than before; of a segment that isn't made yet also what it takes over from the original."""
        shown = {key: value for key, value in self._now.items() if key != NAME}
        if self._editing.stored is None:
            said = self._editing.draft.details
            return {key: value for key, value in shown.items() if key not in said or said[key] != value}
        before = self._before
        return {key: value for key, value in shown.items() if not _same(value, before.get(key))}

    @property
    def has_typed(self) -> bool:
        """Whether any part is another than before."""
        return not all(_same(value, self._before.get(key)) for key, value in self._now.items())


_NOTHING: tuple[JsonValue, ...] = (None, "")


def _same(first: JsonValue, second: JsonValue) -> bool:
    """Whether two values say the same; a text that is empty says no more than none."""
    return first == second or (first in _NOTHING and second in _NOTHING)


def _help(one: Detail) -> str:
    return f"{one.help} {one.confirm}".strip()
