"""A whole rule as the text that its service keeps, with the sentence that it says, or where it can't be read."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from segtui.domain.phrase import phrase_lines
from segtui.domain.text import printable
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import Dialog, Scrolling
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.text_editor import TextEditor
from segtui.workspace.rule_texts import NoText, TextRead, laid_out, read_text, repaired, text_name
from segtui.workspace.workspace import Workspace

_LONGEST_EXPLAINED = 20_000
"""Characters: more takes longer to read than the next key takes to come."""

_LINES_SAID = ((36, 8), (30, 6), (0, 4))
"""Lines for what is said of the text on a terminal of at least so many, the highest first."""


class ServiceTextDialog(Dialog[TextRead | None]):
    """Gives what was made of the text, understood or not; None when nothing was changed.

    Args:
        workspace: Knows the service's language, and what fields are called.
        text: The rule's text as it is.
        fields: Paths of the fields that there are.
    """

    HELP = (
        "The rule as the service keeps it. Below stands what it says, or the first place that can't be read. ctrl+s "
        "takes it into the form, as one step that ctrl+z takes back; it is sent when you save. A text that can't be "
        "read can be taken too: then the form shows it as it is, and saving asks for a word. Another layout is no "
        "change. tab goes to what is said, to scroll it."
    )

    CSS_PATH = "service_text.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Take it", id="source.take"),
        Binding("ctrl+g", "go_to_mistake", "To the mistake", id="source.mistake"),
        Binding("ctrl+r", "repair", "Repair", id="source.repair"),
    ]

    def __init__(self, workspace: Workspace, text: str, fields: Sequence[str] = ()) -> None:
        super().__init__(f"The rule as {text_name(workspace)}")
        self._workspace, self._text, self._fields = workspace, text, fields
        self._has_mistake = self._is_odd = False

    def content(self) -> ComposeResult:
        """The text, and what it says."""
        yield TextEditor(laid_out(self._workspace, self._text))
        yield Scrolling("")

    @property
    def _editor(self) -> TextEditor:
        return self.query_one(TextEditor)

    def on_resize(self, event: events.Resize) -> None:
        """Keep room for what is said; its lines stay as many whatever it says."""
        lines = next(lines for height, lines in _LINES_SAID if event.size.height >= height)
        self.query_one(Scrolling).styles.height = lines
        self.call_after_refresh(self._explain)

    def to_copy(self) -> ToCopy:
        """The whole text."""
        return ToCopy("The text", self._editor.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Offer what there is a reason for."""
        match action:
            case "go_to_mistake":
                return self._has_mistake
            case "repair":
                return self._is_odd
        return True

    def action_take(self) -> None:
        """Take the text into the form."""
        try:
            read = read_text(self._workspace, self._editor.value, self._text)
        except NoText as nothing:
            self._say(f"✗ {nothing.message} {nothing.hint}")
            return
        self.dismiss(read if read.written != self._text else None)

    def action_repair(self) -> None:
        """Put the same rule in its place as the service should have it."""
        right = repaired(self._workspace, self._editor.value)
        if right is not None:
            self._editor.replace_all(right)

    def action_go_to_mistake(self) -> None:
        """Move the cursor to what can't be read."""
        self._editor.focus()
        self._editor.action_go_to_mark()

    @on(TextArea.Changed)
    def _explain_change(self, event: TextArea.Changed) -> None:
        event.stop()
        self._explain()

    def _explain(self) -> None:
        """Say what the text says, or where it can't be read."""
        text = self._editor.value
        if len(text) > _LONGEST_EXPLAINED:
            self._tell("This is too long to be explained while it is typed. ctrl+s takes it.")
            return
        try:
            read = read_text(self._workspace, text, self._text)
        except NoText as nothing:
            self._tell(f"✗ {nothing.message} {nothing.hint}")
            return
        self._tell("\n".join(self._words(read)), read)

    def _words(self, read: TextRead) -> Sequence[str]:
        """What there is to say of a text."""
        words = [f"It is written {read.how}. {self._what_then(read)}"] if read.how else []
        if read.complaint:
            words.append(f"✗ {read.complaint}")
        if read.why_only_text:
            words.append("ctrl+s takes it as it is: the form can't show it then, and saving it asks for a word.")
            return words
        width = max(20, self.query_one(Scrolling).size.width - 1)
        names = self._workspace.field_names(read.rule, self._fields)
        semantics, word = self._workspace.dialect.semantics, self._workspace.lead_word
        lines = phrase_lines(read.rule, width - len(_READS), names, semantics, word=word)
        return [*words, *(f"{'' if place else _READS}{line}" for place, line in enumerate(lines))]

    def _what_then(self, read: TextRead) -> str:
        if read.written == self._text:
            return "It stays so unless you change it; ctrl+r repairs it."
        return "Taken, it is written as JSON; ctrl+r shows it so."

    def _tell(self, text: str, read: TextRead | None = None) -> None:
        """Say something, mark the mistake, and offer what can be done about it."""
        first = read.mistakes[0] if read is not None and read.mistakes else None
        self._editor.mark((first.line, first.column) if first is not None else None)
        offers = (first is not None, read is not None and bool(read.how))
        if offers != (self._has_mistake, self._is_odd):
            self._has_mistake, self._is_odd = offers
            self.refresh_bindings()
        self._say(text)

    def _say(self, text: str) -> None:
        self.query_one(Scrolling).query_one(PlainText).update(printable(text, keep_lines=True))


_READS = "Reads as: "
