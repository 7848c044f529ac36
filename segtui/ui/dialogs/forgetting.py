"""What to do in place of a deletion where a service can't delete: forget the copy here, or empty the list there."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.ui.dialogs.base import Dialog, Scrolling

InPlace = Literal["forget", "empty"]


class ForgetOrEmptyDialog(Dialog[InPlace | None]):
    """Says what deleting can't do, and lets somebody choose what comes near it.

    Args:
        segment: The list as it is known here.
        title: The service's name.
        why_not_empty: Why it can't be emptied on the service; empty when it can.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "take('empty')", "Empty the list", id="forgetting.empty"),
        Binding("f", "take('forget')", "Forget the copy", id="forgetting.forget"),
    ]

    def __init__(self, segment: Segment, title: str, why_not_empty: str) -> None:
        super().__init__(f"{title} deletes nothing")
        self._segment, self._service = segment, title
        self._why_not_empty = why_not_empty

    def content(self) -> ComposeResult:
        """Both ways, and what they leave behind."""
        name, service = quoted(self._segment.name), self._service
        empties = (
            f"e  takes everybody off the list on {service}, where it stays under its name. You see first how many that "
            "are, and type their number."
        )
        forgets = (
            f"f  forgets the copy kept here. Nothing is sent: {service} keeps the list and everybody on it, and here "
            "it can't be seen or changed until you bring the copy back (B). Unsaved changes of it are lost."
        )
        why_not = self._why_not_empty
        lines = (
            f"{name} can't be deleted there. What can be done:",
            "",
            f"e  not now, because {why_not}." if why_not else empties,
            forgets,
        )
        yield Scrolling("\n".join(lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what can't be done."""
        return None if action == "take" and parameters == ("empty",) and self._why_not_empty else True

    def action_take(self, choice: InPlace) -> None:
        """Choose one; whoever opened this asks once more."""
        self.dismiss(choice)
