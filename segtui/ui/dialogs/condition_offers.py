"""What the dialog of a condition offers: fields with what they hold, operators, and values that leads have."""

from collections.abc import Sequence

from segtui.domain.facts import Facts
from segtui.domain.offers import ValueOffer, field_offer
from segtui.domain.operators import FieldType, Operator, operator_phrase
from segtui.domain.record import record
from segtui.ui.widgets.columns import Cell, Column
from segtui.workspace.offering import shown_field, value_hint
from segtui.workspace.workspace import Workspace

FIELD_COLUMNS = (
    Column("field", "field", width=26),
    Column("holds", "holds", width=7),
    Column("filled", "has it", width=7, align_right=True),
    Column("example", "such as", grow=True),
)
_VALUE, _LEADS = Column("value", "value", grow=True), Column("leads", "have it", align_right=True)
_NOTED_VALUE, _NOTE = Column("value", "value", width=20), Column("note", "", grow=True)
OPERATOR_COLUMNS = (Column("operator", "operator"), Column("why_not", "", grow=True))


class FieldRows:
    """Fields as rows; what they hold is found out for those in view only.

    Args:
        paths: The fields.
        workspace: Says what they hold.
        facts: What leads have in them; None until that is known.
    """

    def __init__(self, paths: Sequence[str], workspace: Workspace, facts: Facts | None) -> None:
        self.paths = paths
        self._workspace = workspace
        self._facts = facts

    def __len__(self) -> int:
        """How many there are."""
        return len(self.paths)

    def cells(self, index: int) -> Sequence[Cell]:
        """The field, what it holds, how many leads have it, an example."""
        path = self.paths[index]
        offer = field_offer(path, self._workspace.dialect.field_type(path), self._facts, self._workspace.lead_word)
        return shown_field(self._workspace, path), offer.holds, offer.filled, offer.example


class ValueRows:
    """Values as rows, with how many leads have them, and with what else is known of them where it is of any."""

    def __init__(self, offers: Sequence[ValueOffer]) -> None:
        self.offers = offers
        self._is_noted = any(one.note for one in offers)
        self._is_counted = any(one.leads is not None for one in offers)

    @property
    def columns(self) -> Sequence[Column]:
        """The columns that the rows fill."""
        columns = (_NOTED_VALUE, _NOTE) if self._is_noted else (_VALUE,)
        return (*columns, _LEADS) if self._is_counted or not self._is_noted else columns

    def __len__(self) -> int:
        """How many there are."""
        return len(self.offers)

    def cells(self, index: int) -> Sequence[Cell]:
        """The value, what is known of it, and how many have it."""
        offer = self.offers[index]
        leads = "" if offer.leads is None else f"{offer.leads:,}"
        return (offer.text, offer.note, leads) if self._is_noted else (offer.text, leads)


@record
class Choice:
    """An operator to choose, or to see why it can't be."""

    operator: Operator
    negate: bool
    why_not: str


class ChoiceRows:
    """Operators as rows; those that can't be chosen in parentheses, with the reason."""

    def __init__(self, choices: Sequence[Choice], *, of_dates: bool) -> None:
        self._choices = choices
        self._of_dates = of_dates

    def __len__(self) -> int:
        """How many there are."""
        return len(self._choices)

    def cells(self, index: int) -> Sequence[Cell]:
        """The operator's words, and why it can't be chosen."""
        choice = self._choices[index]
        words = operator_phrase(choice.operator, negate=choice.negate, of_dates=self._of_dates)
        return (f"({words})", choice.why_not) if choice.why_not else (words, "")


def choices_for(workspace: Workspace, field: str, present: tuple[Operator, bool]) -> list[Choice]:
    """The operators for a field; the present one among them, even where it wouldn't be offered."""
    offered = [Choice(one.operator, one.negate, one.why_not) for one in workspace.dialect.operators(field)]
    if present not in [(one.operator, one.negate) for one in offered]:
        offered.insert(0, Choice(*present, ""))
    return offered


def example_for(workspace: Workspace, field: str, operator: Operator) -> str:
    """What may be typed for a field."""
    return value_hint(workspace, field, operator) or _EXAMPLES.get(workspace.dialect.field_type(field), "a text")


_EXAMPLES = {
    FieldType.INSTANT: "a date: 2024-07-01, yesterday, 3 weeks ago, last 30 days",
    FieldType.NUMBER: "a number: 5 or -2.5",
    FieldType.BOOL: "yes or no",
    FieldType.ANY: 'a text, a number, yes or no; "5" in quotes is a text',
}
"""What may be typed for a field, by what it holds; else it is a text."""
