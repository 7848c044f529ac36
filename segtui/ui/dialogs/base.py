"""What all dialogs share: a frame in the middle, escape to leave, and the keys below."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ScreenResultType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from segtui.domain.values import JsonValue
from segtui.ui.widgets.key_bar import KeyBar
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.quiet_modal import QuietModal
from segtui.ui.widgets.text_editor import TextEditor
from segtui.workspace.unfinished import FormPlace

LINES_OF_FRAME = 6
"""What a dialog needs besides its content: the frame, the keys with a gap above, a complaint, the screen's foot."""

KEEPING_SECONDS = 1.0
"""How long after a letter what is typed is kept: no more than that is lost, whatever happens."""

_MOST_LINES = 20
_USUAL_LINES = 16
_FEWEST_LINES = 4


class Dialog(QuietModal[ScreenResultType]):
    """A frame over the screen behind, whose own keys are covered.

    Args:
        title: What it asks; may hold outside text.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Pane {
            width: 90%;
            max-width: 96;
            height: auto;
            max-height: 100%;
            background: $surface;
            border: round $primary;
            padding: 0 1;
        }
        & > Pane > * { height: auto; }
        & > Pane > KeyBar { dock: none; height: 1; margin: 1 0 0 0; }
        & > #cover { dock: bottom; height: 1; background: $footer-background; }
        & VerticalScroll { max-height: 16; scrollbar-size-vertical: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="dialog.leave"),
        Binding("ctrl+c", "app.copy", "Copy", show=False, id="copy"),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.kept_in: FormPlace | None = None
        """Where what is typed is kept, so that it is there again however the dialog went; None where it isn't."""
        self._keeping: Timer | None = None

    def compose(self) -> ComposeResult:
        """The frame and the keys."""
        with Pane(title=self._title):
            yield from self.content()
            yield KeyBar(always=("leave",))
        yield PlainText(id="cover")

    def content(self) -> ComposeResult:
        """What is in the frame."""
        yield from ()

    def note(self, text: str) -> None:
        """Say something in the frame's lower edge."""
        self.query_one(Pane).note = text

    @property
    def has_typed(self) -> bool:
        """Whether anything would be lost with the dialog: an input has something else than in the beginning."""
        return any(one.has_typed for one in self._inputs)

    # What is typed is kept for as long as it isn't taken or given up.

    def typed_so_far(self) -> JsonValue:
        """What stands in the dialog, as `take_up` reads it; None when nothing would be lost."""
        return [one.value if one.has_typed else None for one in self._inputs] if self.has_typed else None

    def take_up(self, typed: JsonValue) -> None:
        """Put in again what was typed before; what doesn't fit stays away."""
        inputs = self._inputs
        if isinstance(typed, list | tuple) and len(typed) == len(inputs):
            for one, text in zip(inputs, typed, strict=True):
                if isinstance(text, str):
                    one.put(text)

    @property
    def _inputs(self) -> Sequence[LineInput | TextEditor]:
        return [one for one in self.walk_children() if isinstance(one, LineInput | TextEditor)]

    def on_mount(self) -> None:
        """Take up what was typed before."""
        typed = self.kept_in.typed if self.kept_in is not None else None
        if typed is not None:
            self.take_up(typed)
            self.say_it_is_here()

    def say_it_is_here(self) -> None:
        """Say that what was typed before has been put in again."""
        self.note("what you had typed is here again")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def keep_soon(self) -> None:
        """Keep what is typed, not at each letter."""
        if self.kept_in is not None and self._keeping is None:
            self._keeping = self.set_timer(KEEPING_SECONDS, self.keep_typed)

    def keep_typed(self) -> None:
        """Keep what is typed now."""
        self._keeping = None
        if self.kept_in is not None:
            self.kept_in.keep(self.typed_so_far())

    def give_up(self) -> None:
        """Keep nothing of it any more."""
        if self.kept_in is not None:
            self.kept_in.keep(None)
            self.kept_in = None

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with an answer, or none: either way somebody has decided what becomes of what was typed."""
        self.give_up()
        return super().dismiss(result)

    @on(events.Resize)
    def _fit_texts(self) -> None:
        """Keep the keys in sight below a long text."""
        for text in self.query(Scrolling):
            text.fit()

    def action_leave(self) -> None:
        """Go back without an answer, which is asked about when something was typed."""
        from segtui.ui.dialogs.asking import ask_to_leave  # noqa: PLC0415 - it asks with a dialog

        ask_to_leave(self, partial(self.dismiss, None))


class Scrolling(VerticalScroll, can_focus=True):
    """Text that may be longer than the dialog; the arrow keys scroll it.

    Args:
        text: What to show.
        more: What else scrolls along, below it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False, id="scroll.down"),
        Binding("k", "scroll_up", show=False, id="scroll.up"),
    ]

    _is_told = False
    """Whether its dialog has said how many lines it needs for the rest."""

    def __init__(self, text: str, *more: Widget) -> None:
        super().__init__(PlainText(text), *more)

    def fit(self) -> None:
        """Leave room for frame and keys, where the dialog doesn't say how much it needs."""
        if not self._is_told:
            room = self.app.size.height - LINES_OF_FRAME
            self.styles.max_height = max(_FEWEST_LINES, min(_USUAL_LINES, room))

    def leave(self, lines: int) -> None:
        """Take no more of the terminal than leaves so many lines for the rest of the dialog."""
        self._is_told = True
        self.styles.max_height = max(_FEWEST_LINES, min(_MOST_LINES, self.app.size.height - lines))


class Labelled(Horizontal):
    """A label in front of an input, on one line."""

    DEFAULT_CSS = """
    Labelled {
        height: 1;
        & > PlainText { width: 10; color: $text-muted; }
        & > LineInput { width: 1fr; }
    }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__(PlainText(label), widget)


class FormRow(Vertical):
    """A field of a form with its label, and below what is wrong with it.

    Args:
        label: Before it.
        field: Where it is typed or picked.
    """

    # Here and not on the screen: what holds the rows would take them for scrolling.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False, id="focus.down"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="focus.up"),
    ]

    def __init__(self, label: str, field: Widget) -> None:
        self._mistake = PlainText(classes="mistake")
        self._mistake.display = False
        super().__init__(Labelled(label, field), self._mistake)

    @property
    def mistake(self) -> str:
        """What is wrong with it."""
        return str(self._mistake.content)

    def blame(self, mistake: str) -> None:
        """Say what is wrong; nothing takes no line."""
        self._mistake.say(f"✗ {mistake}" if mistake else "")
