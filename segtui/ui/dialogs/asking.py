"""Small questions: a line of text, yes or no, a message to read."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import Dialog, Labelled, Scrolling
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText


class TextDialog(Dialog[str | None]):
    """Asks for one line of text; a secret is typed unseen.

    Args:
        title: What is asked.
        label: In front of the input.
        value: What to begin with.
        note: What to say below.
        password: Whether it is typed unseen.
    """

    def __init__(self, title: str, label: str, value: str = "", *, note: str = "", password: bool = False) -> None:
        super().__init__(title)
        self._label, self._value, self._note, self._password = label, value, note, password

    def content(self) -> ComposeResult:
        """The input and the note."""
        yield Labelled(self._label, LineInput(self._value, password=self._password))
        yield PlainText(self._note)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class MessageDialog(Dialog[None]):
    """Something to read.

    Args:
        title: What it is about.
        text: The message, on any number of lines.
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def content(self) -> ComposeResult:
        """The text."""
        yield Scrolling(self._text)

    def to_copy(self) -> ToCopy:
        """All of it."""
        return ToCopy("The text", self._text)


class SureDialog(Dialog[bool]):
    """Asks for a plain yes.

    Args:
        title: What is asked.
        text: What will happen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "agree", "Yes", id="sure.yes")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def content(self) -> ComposeResult:
        """The text."""
        yield Scrolling(self._text)

    def action_agree(self) -> None:
        """Say yes."""
        self.dismiss(result=True)

    def action_leave(self) -> None:
        """Say no."""
        self.dismiss(result=False)


class LeaveDialog(SureDialog):
    """Asks before something is lost that was typed and that nobody else knows yet."""

    def __init__(self) -> None:
        super().__init__("Leave the form?", "What you changed in it is lost with a yes. esc goes on with it.")


@runtime_checkable
class HoldsTyped(Protocol):
    """A screen that something is typed or picked in."""

    @property
    def has_typed(self) -> bool:
        """Whether anything would be lost if the screen were gone now."""


def would_lose(screen: Screen[Any]) -> bool:
    """Whether something typed would be lost with a screen; one that isn't there yet was typed into by nobody."""
    return screen.is_mounted and isinstance(screen, HoldsTyped) and screen.has_typed


def ask_to_leave(screen: Screen[Any], leave: Callable[[], object]) -> None:
    """Leave a screen, or the program with it; if something typed would be lost, only after a yes.

    Args:
        screen: The one in which it may have been typed.
        leave: Leaves it.
    """
    if not would_lose(screen):
        leave()
        return

    def answer(is_sure: bool | None) -> None:  # noqa: FBT001 - a dialog's answer
        if is_sure:
            leave()

    screen.app.push_screen(LeaveDialog(), answer)
