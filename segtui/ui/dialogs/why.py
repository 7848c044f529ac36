"""Why somebody is in a segment or isn't: each part of the rule beside what the person has."""

import asyncio
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.domain.explanation_words import Told
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.ui.clipboard import ToCopy
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.explaining import Both, explain_both
from segtui.workspace.explaining_words import both_words, verdict_words
from segtui.workspace.workspace import Workspace

_NARROWEST = 20
_LINES_AROUND = 4
"""The verdict, which rule it is, and a gap for each."""


@record
class Question:
    """Why is this lead in this segment, or why not?"""

    lead: Lead
    segment: str
    """Its name."""
    rule: Group
    """As it is meant."""
    stored: Segment | None
    """As the service holds it."""
    is_saved: bool = True
    """Whether the rule is the one that the service holds."""


class WhyDialog(Dialog[None]):
    """Works the answer out, away from the screen: a pattern that never ends takes seconds.

    Args:
        workspace: The profile whose service evaluates the rule.
        question: What is to be explained.
        place: Opens what tells which segments the lead is in.
    """

    CSS_PATH = "why.tcss"

    HELP = (
        "Each part of the rule with ✔ yes, ✘ no or ? can't tell, and in brackets what was found in that field. "
        "Below stands which part decides, and the fewest conditions that would have to turn out otherwise. Where the "
        "service makes another rule of it, that one is explained too."
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "place", "In which segments", id="why.segments")]

    class Explained(Announcement):
        """The answer has come."""

        both: Both

    def __init__(self, workspace: Workspace, question: Question, place: Callable[[Lead], None]) -> None:
        lead = question.lead
        super().__init__(f"Why · {lead.called} · {question.segment}")
        self._workspace, self._question, self._place = workspace, question, place
        self._told: tuple[Told, ...] = ()

    def content(self) -> ComposeResult:
        """The verdict, the outline, and which rule it is."""
        yield PlainText("Working it out…", id="verdict")
        yield Scrolling("")
        how = "The rule as it is saved." if self._question.is_saved else "The rule as you have it now, not saved yet."
        yield PlainText(how, id="of-what")

    def on_mount(self) -> None:
        """Begin to work it out."""
        self._work_out()

    @work(exclusive=True, group="explain", name="explain", description="explain a lead")
    async def _work_out(self) -> None:
        one = self._question
        both = await asyncio.to_thread(partial(explain_both, self._workspace, one.rule, one.lead, one.stored))
        self.post_message(self.Explained(both))

    @on(Explained)
    def _show(self, event: Explained) -> None:
        service = self._workspace.title
        self.query_one("#verdict", PlainText).update(verdict_words(event.both, service))
        self._told = tuple(both_words(event.both, self._question.lead, service, self._workspace.lead_word))
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew, and keep the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(LINES_OF_FRAME + _LINES_AROUND)
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        scrolling = self.query_one(Scrolling)
        width = max(_NARROWEST, scrolling.size.width - 1)
        scrolling.query_one(PlainText).update("\n".join(_broken(self._told, width)))

    def to_copy(self) -> ToCopy | None:
        """All of it."""
        lines = [
            str(self.query_one("#verdict", PlainText).content),
            *(f"{one.lead_in}{one.text}" for one in self._told),
        ]
        return ToCopy("The explanation", "\n".join(lines)) if self._told else None

    def action_place(self) -> None:
        """Say which segments the lead is in."""
        self._place(self._question.lead)


def _broken(told: Iterable[Told], width: int) -> Iterator[str]:
    for one in told:
        further = " " * min(len(one.lead_in), width // 2)
        yield from textwrap.wrap(
            one.text, width, initial_indent=one.lead_in, subsequent_indent=further, break_on_hyphens=False
        ) or [""]
