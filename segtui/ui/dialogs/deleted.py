"""What was last known of a segment that was deleted from here."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from segtui.domain.text import printable
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling

ToDo = Literal["make", "add", "bring_back"]
_TO_DO = ("make", "add", "bring_back")

_HELP_FORGOTTEN = (
    "What was kept here of the list when it was forgotten. ctrl+c copies all of it. b brings it back as it was; "
    "nothing is sent."
)
_HELP = (
    "What was known of the segment right before it was deleted. ctrl+c copies all of it. n begins a new segment that "
    "says the same, as far as that is known; nothing is sent before ctrl+s."
)


class DeletedDialog(Dialog[ToDo | None]):
    """Shows it, and lets somebody bring back what can be.

    Args:
        text: What was known.
        why_not: Why something can't be done, by its name; empty when it can. What isn't named makes no sense here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "make", "Make it again", id="deleted.make"),
        Binding("P", "add", "Add those to segments", id="deleted.add"),
        Binding("b", "bring_back", "Bring the copy back", id="deleted.bring_back"),
    ]

    def __init__(self, text: str, why_not: Mapping[str, str]) -> None:
        super().__init__("Forgotten here" if "bring_back" in why_not else "Deleted from here")
        self._text, self._why_not = text, why_not

    def content(self) -> ComposeResult:
        """The text."""
        yield Scrolling(printable(self._text, keep_lines=True))

    def help_of(self, part: DOMNode) -> str:
        """What the help says of it: of those who were on it where there is something to be done with them."""
        if part is not self:
            return ""
        if "bring_back" in self._why_not:
            return _HELP_FORGOTTEN
        add = " P adds those who are known to have been on it to lists, such as the one that was made again."
        return f"{_HELP}{add if 'add' in self._why_not else ''}"

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(LINES_OF_FRAME)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Grey what can't be done, and leave out what makes no sense."""
        if action in _TO_DO and action not in self._why_not:
            return False
        return None if self._why_not.get(action) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        reason = self._why_not.get(active.binding.action) if active is not None else ""
        if reason:
            self.note(f"not now: {reason}")

    def action_make(self) -> None:
        """Make it again."""
        self.dismiss("make")

    def action_bring_back(self) -> None:
        """Bring back what was forgotten."""
        self.dismiss("bring_back")

    def action_add(self) -> None:
        """Add those who are known to have been on it to lists."""
        self.dismiss("add")

    def to_copy(self) -> ToCopy:
        """All of it."""
        return ToCopy("The text", self._text)
