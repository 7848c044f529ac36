"""What becomes of a segment that is copied: the report before the plan."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.text import printable
from segtui.domain.translating import Fate, Line, Translation
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling

_SIGNS = {Fate.CARRIES: "✓", Fate.CHANGES: "⚠", Fate.LOST: "✗"}


class ReportDialog(Dialog[bool | None]):
    """Shows what is lost on the way; the answer is whether to go on to the plan.

    Args:
        title: What is copied, and where to.
        text: The report.
        why_not: Why it can't be gone on; empty when it can.
    """

    HELP = "✓ carries over, ⚠ changes its meaning, ✗ does not fit and is left out. y goes on; nothing is sent yet."

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "go_on", "Go on to the plan", id="copy.go_on")]

    def __init__(self, title: str, text: str, *, why_not: str = "") -> None:
        super().__init__(title)
        self._text = f"{text}\n\n✗ {why_not}" if why_not else text
        self._why_not = why_not

    def content(self) -> ComposeResult:
        """The report."""
        yield Scrolling(self._text)

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(LINES_OF_FRAME)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """A copy of which nothing is left has no plan."""
        return not (action == "go_on" and self._why_not)

    def action_go_on(self) -> None:
        """Go on."""
        self.dismiss(True)  # noqa: FBT003 - the answer

    def to_copy(self) -> ToCopy:
        """All of it."""
        return ToCopy("The report", self._text)


def translation_text(translation: Translation) -> str:
    """What becomes of each condition."""
    return "\n".join(_translation_lines(translation)) or "The rule has no conditions."


def _translation_lines(translation: Translation) -> Iterator[str]:
    for line in translation.lines:
        yield from _condition_lines(line)
    if translation.remarks:
        yield ""
        yield from (printable(remark) for remark in translation.remarks)


def _condition_lines(line: Line) -> Iterator[str]:
    yield f"{_SIGNS[line.fate]} {line.was} · {line.fate}"
    if line.now and line.now != line.was:
        yield f"    → {line.now}"
    yield from (f"    {printable(why)}" for why in line.why)
