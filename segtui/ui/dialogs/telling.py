"""What became of a list that got no answer: somebody has looked, and tells its id, or that it isn't there."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.ui.dialogs.base import Dialog, Labelled, Scrolling
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText


@record
class Found:
    """What somebody has found out."""

    segment_id: str
    """The list's id; empty when it wasn't made."""


class TellDialog(Dialog[Found | None]):
    """Takes the id of a list that was made without an answer, or that it wasn't made; nothing is sent.

    Args:
        name: What the list is called.
        title: The service's name.
        told_id: The id that somebody typed before; empty when nobody did.
        typed: The id to begin with, such as one that was refused.
        complaint: What was wrong with that.
    """

    HELP = (
        "Type or paste the id that the service has for this list, and press enter; or press ctrl+n when the list isn't "
        "there. Nothing is sent by either."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "not_made", "It isn't there", id="telling.not_made"),
    ]

    def __init__(self, name: str, title: str, told_id: str = "", *, typed: str = "", complaint: str = "") -> None:
        super().__init__(f"What became of {quoted(name, 40)}?")
        self._service, self._told_id, self._typed, self._complaint = title, told_id, typed, complaint

    def content(self) -> ComposeResult:
        """Both ways, and the id."""
        service = self._service
        is_there = (
            f"It is there: type its id and press enter. Changes then go to that list on {service}; who is on it there "
            "isn't known until you send it once more with ctrl+s."
        )
        told = f" The id {quoted(self._told_id)} was typed here." if self._told_id else ""
        lines = (
            f"No answer told whether {service} has made this list.{told} Look there, or ask its support.",
            "",
            is_there,
            "It isn't there: press ctrl+n. The list stays here as not sent, and ctrl+s sends it as a new one.",
            "",
            "Be sure: a wrong id overwrites somebody else's list, and a list sent twice is there twice.",
        )
        yield Scrolling("\n".join(lines))
        yield Labelled("Its id", LineInput(self._typed, id="real-id"))
        yield PlainText("", id="complaint")

    def on_mount(self) -> None:
        """Begin with the id."""
        self.query_one(LineInput).focus()
        self._complain(self._complaint)

    @property
    def has_typed(self) -> bool:
        """Whether an id was typed that nobody has taken yet."""
        return bool(self.query_one(LineInput).value.strip())

    @on(Input.Changed)
    def _take_note(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._typed:
            self._complain("")

    @on(Input.Submitted)
    def _take_id(self, event: Input.Submitted) -> None:
        event.stop()
        if typed := event.value.strip():
            self.dismiss(Found(typed))
        else:
            self._complain("✗ Type its id, or press ctrl+n when it isn't there.")

    def action_not_made(self) -> None:
        """Tell that it isn't there, unless an id was typed."""
        if self.has_typed:
            self._complain("✗ There is an id above: enter takes it; empty it if the list isn't there.")
        else:
            self.dismiss(Found(""))

    def _complain(self, text: str) -> None:
        self.query_one("#complaint", PlainText).say(text)
