"""The form of somebody on a list: who they are, how they are reached, their substitution tags, what is wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, TextArea

from segtui.domain.leads import Lead
from segtui.domain.people import Person, ProblemKind, person_words
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.dialogs.detail_rows import DetailRow
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import BriefText, PlainText
from segtui.ui.widgets.text_editor import TextEditor
from segtui.workspace.people_editing import Others, UnreadTags, tag_lines, tags_of

_FIELDS: Final = {
    "external_id": ("External id", "The id that the shop has for them, usually a UUID."),
    "first_name": ("First name", ""),
    "last_name": ("Last name", ""),
    "email": ("E-mail", ""),
    "phone": ("Phone", ""),
}
_LINES_OF_TAGS, _FEWEST_LINES_OF_TAGS = 5, 2
_LINES_AROUND = len(_FIELDS) + 5
"""The fields, the label of the tags, and what is wrong, with gaps."""


class PersonDialog(Dialog[Person | None]):
    """Asks who somebody is; the answer is the person, if anything was changed.

    Args:
        people: Everybody on the list.
        person: As they are now; None for somebody new.
        lead_id: Who that is, by the id in the list.
    """

    HELP = (
        "Somebody on the list, as the service is sent them. tab goes to the next field. Substitution tags stand one a "
        "line, as tag=value; double quotes hold what that can't say. What looks wrong is told below while you type, "
        "and only an id that somebody else has is refused. ctrl+s takes it as one step, which ctrl+z takes back; "
        "nothing is sent before you save."
    )

    CSS_PATH = "person.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", id="person.next"),
        Binding("ctrl+s", "accept", "Take it", id="person.accept"),
    ]

    def __init__(self, people: Sequence[Lead], person: Person | None = None, lead_id: str | None = None) -> None:
        super().__init__("Somebody new" if person is None else person_words(person))
        self._before = person or Person()
        self._others = Others(people, lead_id)
        self._tags_before = tag_lines(self._before)

    def content(self) -> ComposeResult:
        """The fields, the tags, and what is wrong."""
        with VerticalScroll(id="fields", can_focus=False):
            for part, (label, help_) in _FIELDS.items():
                yield DetailRow(part, label, help_, LineInput(getattr(self._before, part), placeholder="(none)"))
        yield PlainText("Substitution tags, tag=value a line", id="tags-label")
        yield TextEditor(self._tags_before)
        yield BriefText("", id="wrong")

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(LineInput).first().focus()
        self._tell()

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        self.set_class(room < _FEWEST_LINES_OF_TAGS, "-low")
        self.query_one(TextEditor).styles.height = max(_FEWEST_LINES_OF_TAGS, min(_LINES_OF_TAGS, room))

    @property
    def _typed(self) -> Person:
        """What stands in the fields, without the tags; what isn't touched stays as it came."""
        texts: dict[str, str] = {}
        for row in self.query(DetailRow):
            text, before = row.field.value if isinstance(row.field, LineInput) else "", getattr(self._before, row.key)
            texts[row.key] = before if text == before else text.strip()
        return Person(**texts, tags=self._before.tags)

    @property
    def _typed_tags(self) -> tuple[tuple[str, str], ...] | UnreadTags:
        text = self.query_one(TextEditor).value
        return self._before.tags if text == self._tags_before else tags_of(text)

    def _why_refused(self, person: Person) -> str:
        """Why the id can't be taken: it is somebody else's, and wasn't before."""
        same = [one for one in self._others.problems_of(person) if one.kind is ProblemKind.SAME_ID]
        return same[0].message if same and person.external_id != self._before.external_id else ""

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _look(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Say what is wrong with what is typed."""
        person, tags = self._typed, self._typed_tags
        refused = self._why_refused(person)
        for row in self.query(DetailRow):
            row.blame(refused if row.key == "external_id" else "")
        wrong = [f"✗ {tags.message}"] if isinstance(tags, UnreadTags) else []
        if person.name:
            found = [one for one in self._others.problems_of(person) if one.message != refused]
            wrong += [f"⚠ {one.message}" for one in found]
        self.query_one("#wrong", PlainText).update("\n".join(wrong))

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def action_accept(self) -> None:
        """Take what was typed."""
        person, tags = self._typed, self._typed_tags
        if self._why_refused(person):
            self.query(LineInput).first().focus()
        elif isinstance(tags, UnreadTags):
            self.query_one(TextEditor).focus()
        elif not person.name:
            self.query_one("#wrong", PlainText).update("✗ Somebody needs an id, a name, an e-mail or a phone.")
        else:
            person = replace(person, tags=tags)
            self.dismiss(person if person != self._before else None)

    @property
    def has_typed(self) -> bool:
        """Whether anything of them is another than before."""
        return self._typed != self._before or self._typed_tags != self._before.tags
