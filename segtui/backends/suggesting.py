"""What a dialect may know of its fields beyond names and types: what they mean, what to type, how to list them."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from segtui.domain.meanings import FieldMeanings
from segtui.domain.operators import Operator
from segtui.domain.record import record


@runtime_checkable
class TellsMeanings(Protocol):
    """For dialects whose fields mean something to other services, too."""

    meanings: FieldMeanings


@record
class Suggestion:
    """A value that may be offered for a field."""

    value: str
    is_documented: bool
    """Whether it stands in the service's documentation; else it is likely."""


@runtime_checkable
class Suggests(Protocol):
    """For dialects whose service has words of its own that people can't know by heart."""

    def suggestions(self, path: str, operator: Operator) -> Sequence[Suggestion]:
        """Values to offer for a field behind an operator; empty when none are known. Any other may be typed."""

    def value_hint(self, path: str, operator: Operator) -> str:
        """What to type there, in a few words: `a form's number, such as 16`; empty where its type says enough."""

    def shown_field(self, path: str) -> str:
        """How a field stands in a list of fields: `market · attribute`."""

    def listed_fields(self, paths: Sequence[str]) -> Sequence[str]:
        """The same fields in the order in which to list them."""
