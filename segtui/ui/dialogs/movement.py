"""What a change of a rule comes to: the rule before and after, and all who enter and leave by name."""

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from segtui.domain.counting import Certainty
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.rules import Combine, Group
from segtui.domain.text import printable
from segtui.domain.wording import node_words
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Scrolling
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.movement import Movement, first_looked_at

_ROOM_FOR_TWO = 100
"""Columns of a terminal in which two rules stand beside each other."""


class RulesBeside(Horizontal):
    """A rule as it is and as it will be, side by side if there is room, else one below the other.

    Args:
        before: As the service has it.
        after: As it will be sent.
    """

    DEFAULT_CSS = """
    RulesBeside {
        height: auto;
        layout: vertical;
        & > PlainText { width: 1fr; height: auto; margin: 1 1 0 0; }
        &.-beside { layout: horizontal; }
    }
    """

    def __init__(self, before: Group, after: Group) -> None:
        super().__init__(
            PlainText("\n".join(("Rule before:", *_rule_lines(before))), id="rule-before"),
            PlainText("\n".join(("Rule after:", *_rule_lines(after))), id="rule-after"),
        )

    def on_mount(self) -> None:
        """Stand as there is room."""
        self._stand()

    def on_resize(self, event: events.Resize) -> None:
        """Stand as there is room now."""
        event.stop()
        self._stand()

    def _stand(self) -> None:
        self.set_class(self.app.size.width >= _ROOM_FOR_TWO, "-beside")


def _rule_lines(rule: Group) -> Iterator[str]:
    if not rule.children:
        yield "  no conditions"
        return
    combined = "all conditions" if rule.combine is Combine.ALL else "any condition"
    yield f"  {'not ' if rule.negate else ''}{combined}"
    for place, node in enumerate(rule.children, 1):
        yield f"  {place:>2}  {node_words(node)}"


class PeopleDialog(Dialog[None]):
    """Everybody who enters or leaves, by name and id.

    Args:
        movement: Who does.
        lead_word: What the service calls its leads.
    """

    def __init__(self, movement: Movement, lead_word: LeadWord) -> None:
        super().__init__(f"{lead_word.asked.capitalize()} enters and {lead_word.asked} leaves")
        self._movement = movement
        self._lead_word = lead_word

    def content(self) -> ComposeResult:
        """Those who enter, then those who leave."""
        yield Scrolling("\n".join(_people_lines(self._movement, self._lead_word)))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(Scrolling).focus()

    def on_resize(self) -> None:
        """Keep the keys in sight on a low terminal."""
        self.query_one(Scrolling).leave(LINES_OF_FRAME)


def _people_lines(movement: Movement, lead_word: LeadWord) -> Iterator[str]:
    """Everybody who enters or leaves, a line each."""
    if movement.certainty is Certainty.EXACT:
        yield "Exact:"
    else:
        yield f"{first_looked_at(movement, lead_word)}:".capitalize()
    for verb, leads in (("enter", movement.entering), ("leave", movement.leaving)):
        yield ""
        is_one = len(leads) == 1
        yield f"{len(leads):,} {verb}{'s' if is_one else ''}:" if leads else f"{lead_word.none} {verb}s"
        yield from (f"  {_line(lead)}" for lead in leads)
    if movement.unsure:
        yield ""
        yield f"{movement.unsure:,} more: it can't be told"


def _line(lead: Lead) -> str:
    name, id_ = printable(lead.called), printable(lead.id)
    return name if name == id_ else f"{name} · {id_}"
