"""The dialogs around an addition: into which segments, what will be sent, and what was sent and what wasn't."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted, shortened
from segtui.ui.actions import describe
from segtui.ui.dialogs.base import LINES_OF_FRAME, Scrolling
from segtui.ui.dialogs.picking import WordsDialog, WordsInput
from segtui.ui.dialogs.saving import ReadFirstDialog
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import BriefText, PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.additions import Addition, AdditionReport
from segtui.workspace.plans import Ending

_COLUMNS = (
    Column("mark", ""),
    Column("name", "", grow=True),
    Column("size", "", align_right=True),
)
_NOTE = Column("note", "")
"""The last one: what there is no room for is cut, and half a number is another one."""
_MOST_ROWS, _FEWEST_ROWS = 12, 3
_LINES_AROUND = 3
_LINES_SAID = 4
_MOST_NAMED = 8
_LONGEST_NAME = 40
_MOST_OF_NAME = 200
"""Of the name of a list that people will be in: such names differ at their ends."""


class _SegmentRows:
    """Lists as rows, those that are chosen with a mark."""

    def __init__(self, segments: Sequence[Segment], chosen: set[str], notes: Mapping[str, str]) -> None:
        self.segments = segments
        self._chosen, self._notes = chosen, notes

    def __len__(self) -> int:
        return len(self.segments)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self.segments[index]
        size = one.size.value if one.size is not None else None
        mark = "[x]" if one.id in self._chosen else "[ ]"
        return (mark, _name(one), f"{size:,}" if size is not None else "", self._notes.get(one.id, ""))


class IntoDialog(WordsDialog[tuple[Segment, ...] | None]):
    """Lets somebody choose the lists that people are added to.

    Args:
        title: Who is added.
        segments: The lists that there are.
        chosen: The ids of those that are marked at first.
        notes: What there is to say of a list, by its id.
        says: What there is to say of it all.
    """

    HELP = (
        "Type words of a name; up and down walk through the lists that have them, and enter marks the one under the "
        "cursor or takes its mark away. ctrl+s goes on with all that are marked, shown or not."
    )

    CSS_PATH = "adding.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "accept", "Go on", id="into.accept")]

    def __init__(
        self,
        title: str,
        segments: Sequence[Segment],
        *,
        chosen: Collection[str] = (),
        notes: Mapping[str, str] | None = None,
        says: str = "",
    ) -> None:
        super().__init__(title)
        self._segments, self._notes, self._says = segments, notes or {}, says
        self._chosen = set(chosen)
        self._rows = _SegmentRows(segments, self._chosen, self._notes)

    def content(self) -> ComposeResult:
        """The words, the lists that have them, and how many are marked."""
        if self._says:
            yield BriefText(self._says, id="says")
        words = WordsInput(placeholder="type to filter; enter marks")
        describe(words, "submit", "Mark")
        yield words
        yield Table(empty_text="No list has all of this." if self._segments else "There is no list to add to yet.")
        yield BriefText("", id="chosen")

    def on_mount(self) -> None:
        """Begin with all lists."""
        self.query_one(WordsInput).focus()
        self._look()

    def on_resize(self) -> None:
        """Take as many lines as there are lists, and no more than leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        if self._says:
            lines = max(1, min(_LINES_SAID, room - _FEWEST_ROWS - 1))
            self.query_one("#says").styles.max_height = lines
            room -= lines + 1
        self.query_one(Table).styles.height = max(_FEWEST_ROWS, min(len(self._segments), _MOST_ROWS, room))

    @on(Input.Changed)
    def _look(self) -> None:
        words = self.query_one(WordsInput).value.casefold().split()
        found = [one for one in self._segments if all(word in _name(one).casefold() for word in words)]
        self._rows = _SegmentRows(found, self._chosen, self._notes)
        self._show(0)

    def _show(self, cursor: int) -> None:
        columns = (*_COLUMNS, _NOTE) if self._notes else _COLUMNS
        self.query_one(Table).show(self._rows, columns, cursor=cursor)
        names = ", ".join(_quoted(one, _LONGEST_NAME) for one in self._segments if one.id in self._chosen)
        self.query_one("#chosen", PlainText).update(f"Into {len(self._chosen):,}: {names}" if names else "")

    @on(Table.Chosen)
    @on(Input.Submitted)
    def _mark(self, event: Table.Chosen | Input.Submitted) -> None:
        event.stop()
        cursor = self.query_one(Table).cursor
        if cursor < len(self._rows):
            self._chosen ^= {self._rows.segments[cursor].id}
            self._show(cursor)

    def action_accept(self) -> None:
        """Take the lists that are marked."""
        if self._chosen:
            self.dismiss(tuple(one for one in self._segments if one.id in self._chosen))
        else:
            self.query_one("#chosen", PlainText).update("✗ Mark a list with enter first.")


class AdditionAnswer(Enum):
    """What is to become of an addition that was shown."""

    SEND = auto()
    LEAVE = auto()
    """Nothing more for now; what is left of it can be gone on with."""
    DROP = auto()
    """Nothing more at all."""
    NEXT = auto()
    """Show another one of which something is left."""
    ANOTHER = auto()
    """Begin another one, and leave what is left."""


@record
class Among:
    """Which of several additions is shown that aren't finished."""

    number: int
    of: int
    may_begin: bool
    """Whether there is somebody for another one."""


class AdditionDialog(ReadFirstDialog[AdditionAnswer]):
    """Shows what an addition would send, or what is left of one, and asks whether to send it.

    Args:
        addition: What is to be sent.
        lead_word: What the service calls its people.
        before: How it ended when it was tried before; None when it wasn't.
        among: Which one it is of those that aren't finished; None when nobody has asked for these.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "Yes, send it", id="addition.agree"),
        Binding("d", "drop", "Drop the rest", id="addition.drop"),
        Binding("o", "next", "Others", id="addition.next"),
        Binding("n", "another", "New one", id="addition.another"),
    ]

    def __init__(
        self,
        addition: Addition,
        lead_word: LeadWord,
        before: AdditionReport | None = None,
        among: Among | None = None,
    ) -> None:
        several = lead_word.several
        which = f"{among.number} of {among.of}: not" if among is not None and among.of > 1 else "Not"
        title = f"Add {several} to segments?" if before is None else f"{which} all {several} were added. Go on?"
        super().__init__(title)
        self._addition, self._lead_word, self._before, self._among = addition, lead_word, before, among

    def content(self) -> ComposeResult:
        """Who, into what, in how many requests."""
        yield Scrolling("\n".join(addition_lines(self._addition, self._lead_word, self._before)))
        yield PlainText("", id="complaint")

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(LINES_OF_FRAME)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave out dropping the rest before there is one, and going elsewhere in the middle of it."""
        match action:
            case "drop":
                return self._before is not None
            case "next":
                return self._among is not None and self._among.of > 1
            case "another":
                return self._among is not None and self._among.may_begin
            case _:
                return True

    def agreed(self) -> None:
        """Send it."""
        self.dismiss(AdditionAnswer.SEND)

    def action_drop(self) -> None:
        """Send nothing more, and don't go on with it later."""
        self.dismiss(AdditionAnswer.DROP)

    def action_next(self) -> None:
        """Show another addition that isn't finished."""
        self.dismiss(AdditionAnswer.NEXT)

    def action_another(self) -> None:
        """Leave this one, and begin another one with whoever is shown."""
        self.dismiss(AdditionAnswer.ANOTHER)

    def action_leave(self) -> None:
        """Send nothing more for now."""
        self.dismiss(AdditionAnswer.LEAVE)


def addition_lines(addition: Addition, word: LeadWord, before: AdditionReport | None = None) -> Iterator[str]:
    """What an addition would send, line by line; before that, how it ended when it was tried last."""
    if before is not None:
        yield before.says
        yield ""
        none = (
            "No request was answered yet." if before.ending is Ending.UNKNOWN else "The service has taken nothing yet."
        )
        yield "Taken by the service:" if addition.sent else none
        yield from (f"  ✓ {len(one.people):,} into {len(one.segment_ids):,}" for one in addition.sent)
        yield "Not sent, refused, or without an answer:"
        yield from (f"  · {len(one.people):,} into {len(one.segment_ids):,}" for one in addition.chunks)
        yield ""
    people, into = addition.people_left, addition.segments
    yield f"{word.counted(len(people))} into {len(into):,} segment{'s' if len(into) != 1 else ''}:"
    yield f"  {_people(people)}"
    counts = {one.id: one.size for one in into} | dict(before.counts or {} if before is not None else {})
    sizes = {key: f" · now {size}" if size is not None else "" for key, size in counts.items()}
    yield from (f"  → {_quoted(one, _MOST_OF_NAME)}{sizes[one.id]}" for one in into)
    left = len(addition.chunks)
    yield f"In {left:,} request{'s, one after the other' if left != 1 else ''}; the first that fails ends it."
    yield f"Whoever is in already stays in. Taking {word.somebody} out again would replace all of their segments."


def _people(people: Sequence[Lead]) -> str:
    named = ", ".join(shortened(printable(one.called), _LONGEST_NAME) for one in people[:_MOST_NAMED])
    return f"{named} and {len(people) - _MOST_NAMED:,} more" if len(people) > _MOST_NAMED else named


def _quoted(segment: Segment, length: int) -> str:
    return quoted(segment.name, length) if segment.name.strip() else shortened(_name(segment), length)


def _name(segment: Segment) -> str:
    return printable(segment.name.strip()) or f"(no name) {printable(segment.id)}"
