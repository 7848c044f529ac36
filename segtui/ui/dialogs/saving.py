"""The dialogs before a write: what will change, and what to do when somebody else was faster."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input

from segtui.domain.diagnostics import Severity
from segtui.domain.difference import Change, Step
from segtui.domain.lead_word import LeadWord
from segtui.domain.segments import SegmentKind
from segtui.domain.text import printable, quoted
from segtui.ui.actions import describe
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Labelled, Scrolling
from segtui.ui.dialogs.movement import PeopleDialog, RulesBeside
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.confirming import Confirmation
from segtui.workspace.movement import MOST_NAMED, movement_lines
from segtui.workspace.plans import Plan, Write

_QUESTIONS = {Write.CREATE: "Make this segment?", Write.UPDATE: "Save these changes?", Write.DELETE: "Delete it?"}

Side = Literal["theirs", "mine"]

READING_SECONDS = 0.5
"""A yes that comes sooner was meant for something else: typed ahead, part of a word, or a key that is held down."""

_LINES_OF_WORD = LINES_OF_FRAME + 5
"""The frame, and in it why a word is wanted, the input, and a complaint."""

PASTED_SECONDS = 0.1
"""An enter that follows its word sooner was pasted with it: a terminal that doesn't mark what is pasted types it."""


class WordInput(LineInput):
    """The word that agrees to a write; it is typed again with the next one."""

    IS_WORK = False


class ReadFirstDialog(Dialog[ScreenResultType]):
    """Shows what would be sent; a yes counts when there was time to read it.

    Args:
        title: The question.
    """

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._last_typed = monotonic()
        """When something was typed last, or the dialog opened."""

    def on_mount(self) -> None:
        """Begin without a complaint."""
        self._complain("")
        self._last_typed = monotonic()

    def on_key(self, event: events.Key) -> None:
        """Take note of letters that were meant for something else."""
        if event.is_printable and event.key != "y":
            self._last_typed = monotonic()

    def agreed(self) -> None:
        """Answer with a yes."""
        raise NotImplementedError

    def action_agree(self) -> None:
        """Send it, if there was time to read what will be sent."""
        last, self._last_typed = self._last_typed, monotonic()
        if self._last_typed - last >= READING_SECONDS:
            self.agreed()
        else:
            self._complain("Too soon: read what will be sent, then press y.")

    def _complain(self, text: str) -> None:
        """Say why it wasn't sent; nothing takes no line."""
        self.query_one("#complaint", PlainText).say(text)


class ConfirmDialog(ReadFirstDialog[str | None]):
    """Shows a write before it happens. The answer is what was typed as confirmation, empty when none is needed.

    Args:
        title: The question.
        text: What will happen.
        confirmation: What must be typed; None when a plain yes is enough.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "agree", "Yes, send it", id="plan.agree")]

    def __init__(self, title: str, text: str, confirmation: Confirmation | None) -> None:
        super().__init__(title)
        self._text, self._confirmation = text, confirmation

    def below(self) -> Iterator[Widget]:
        """What else there is to see, below the text."""
        yield from ()

    def content(self) -> ComposeResult:
        """What will happen, and the confirmation."""
        yield Scrolling(self._text, *self.below())
        if self._confirmation is not None:
            yield PlainText(f"⚠ {self._confirmation.reason}\nType {self._confirmation.word} and press enter to go on.")
            yield Labelled("Confirm", WordInput(id="confirmation"))
        yield PlainText("", id="complaint")

    def on_mount(self) -> None:
        """Begin where something is to be typed."""
        for confirmation in self.query(LineInput):
            confirmation.focus()

    def on_resize(self) -> None:
        """Keep the word to type and the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(_LINES_OF_WORD if self._confirmation else LINES_OF_FRAME)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """A plain yes is not enough where a word must be typed."""
        return action != "agree" or self._confirmation is None

    def agreed(self) -> None:
        """Send it without a word."""
        self.dismiss("")

    @on(Input.Changed, "#confirmation")
    def _take_note(self, event: Input.Changed) -> None:
        event.stop()
        self._last_typed = monotonic()

    @on(Input.Submitted, "#confirmation")
    def _compare(self, event: Input.Submitted) -> None:
        event.stop()
        confirmation = self._confirmation
        if monotonic() - self._last_typed < PASTED_SECONDS:
            self._complain("Too soon: read what will be sent, then press enter.")
        elif confirmation is not None and confirmation.is_met_by(event.value):
            self.dismiss(event.value)
        elif confirmation is not None:
            kind = "number" if confirmation.word.isdecimal() else "word"
            self._complain(f"✗ That isn't the {kind} “{confirmation.word}”.")


class PlanDialog(ConfirmDialog):
    """Shows the write of a segment before it happens.

    Args:
        plan: The write.
        lead_word: What the service calls its leads.
        words: Says what a step of the difference is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "people", "Who enters and leaves", id="plan.people"),
    ]

    def __init__(self, plan: Plan, lead_word: LeadWord, words: Callable[[Step], str] = str) -> None:
        super().__init__(_QUESTIONS[plan.write], "\n".join(plan_lines(plan, lead_word, words)), plan.confirmation)
        describe(self, "people", f"{lead_word.asked.capitalize()} enters and leaves")
        self._plan, self._lead_word = plan, lead_word

    def below(self) -> Iterator[Widget]:
        """The rule before and after, where people enter or leave by it."""
        plan = self._plan
        if plan.movement is not None and plan.stored is not None and plan.stored.rule is not None:
            yield RulesBeside(plan.stored.rule, plan.draft.rule)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a word is typed, a p is part of it."""
        if action == "people":
            return _anybody_moves(self._plan) and not isinstance(self.focused, LineInput)
        return super().check_action(action, parameters)

    def action_people(self) -> None:
        """Show everybody who enters or leaves."""
        if self._plan.movement is not None:
            self.app.push_screen(PeopleDialog(self._plan.movement, self._lead_word))


def plan_lines(plan: Plan, lead_word: LeadWord, words: Callable[[Step], str] = str) -> Iterator[str]:
    """What a plan would do, line by line."""
    name = quoted(plan.stored.name if plan.stored else plan.draft.name)
    yield {Write.CREATE: f"New segment {name}", Write.UPDATE: name, Write.DELETE: f"Delete {name}"}[plan.write]
    yield from (f"  {words(step)}" for step in plan.change.steps)
    if plan.note:
        yield f"⚠ {printable(plan.note)}"
    if plan.write is Write.DELETE:
        if plan.count is not None:
            yield f"{lead_word.title.capitalize()} in it: {plan.count}"
        return
    yield from (f"⚠ {one.message}" for one in plan.served.differences if one.severity is not Severity.NOTE)
    if plan.count is not None:
        will = "on it" if plan.draft.kind is not SegmentKind.DYNAMIC else "it will select"
        yield f"{lead_word.title.capitalize()} {will}: {plan.count}"
    if plan.movement is not None:
        yield from movement_lines(plan.movement, lead_word)
        if max(len(plan.movement.entering), len(plan.movement.leaving)) > MOST_NAMED:
            yield f"  {'tab, then p,' if plan.confirmation else 'p'} shows all of them"


def _anybody_moves(plan: Plan) -> bool:
    return plan.movement is not None and bool(plan.movement.entering or plan.movement.leaving)


class ConflictDialog(Dialog[Side | None]):
    """Asks what to do when the segment was changed by someone else meanwhile.

    Args:
        name: The segment's name.
        theirs: What they changed.
        mine: What is wanted here.
        words: Says what a step of a difference is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take('theirs')", "Take theirs", id="conflict.theirs"),
        Binding("m", "take('mine')", "Keep mine", id="conflict.mine"),
    ]

    def __init__(self, name: str, theirs: Change, mine: Change, words: Callable[[Step], str] = str) -> None:
        super().__init__("Somebody else changed this segment")
        self._lines = [
            f"{quoted(name)} was changed since you loaded it. Nothing was saved.",
            "",
            "They changed:",
            *([f"  {words(step)}" for step in theirs.steps] or ["  only its time of change"]),
            "",
            "You want:",
            *(f"  {words(step)}" for step in mine.steps),
            "",
            "t  takes theirs; your changes can be brought back with ctrl+z.",
            "m  keeps yours on top of theirs, and yours alone where both changed the same line.",
            "   You see the new difference before anything is sent.",
        ]

    def content(self) -> ComposeResult:
        """Both differences, side by side in reading order."""
        yield Scrolling("\n".join(self._lines))

    def action_take(self, side: Side) -> None:
        """Decide."""
        self.dismiss(side)
