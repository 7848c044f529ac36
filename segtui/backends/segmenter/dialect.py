"""Segmenter's rule language: there is none. New segments have a field for filters, and no page says what goes in."""

from collections.abc import Collection, Mapping, Sequence

from segtui.backends.base import Encoded, Field, OperatorChoice, Served
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.operators import FieldType
from segtui.domain.rules import Group, Node
from segtui.domain.values import JsonValue

NO_RULES = "Segmenter keeps lists of people, not rules"

MEANINGS = FieldMeanings(
    "a person",
    {
        "externalId": Meaning.EXTERNAL_ID,
        "firstName": Meaning.FIRST_NAME,
        "lastName": Meaning.LAST_NAME,
        "email": Meaning.EMAIL,
        "phone": Meaning.PHONE,
    },
    custom=("tags.",),
)
"""What the fields of people on its lists mean to other services."""

_LOSS = Diagnostic("no-rules", Severity.REFUSE, (), f"{NO_RULES}.")


class SegmenterDialect:
    """The `Dialect` of a service without rules."""

    semantics = Semantics()
    fields: Sequence[Field] = ()
    meanings = MEANINGS

    def decode(self, _native: Mapping[str, JsonValue]) -> Group:
        """The empty rule."""
        return Group()

    def encode(self, rule: Group, _stored: Mapping[str, JsonValue] | None = None) -> Encoded:
        """Nothing; a rule that says something is lost."""
        return Encoded({}, (_LOSS,) if rule.children else ())

    def served(self, rule: Group, _stored: Mapping[str, JsonValue] | None = None) -> Served:
        """Nothing is evaluated: who is on a list is on it."""
        return Served(Group(), (_LOSS,) if rule.children else ())

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> tuple[Diagnostic, ...]:
        """A rule that says something can't be sent."""
        del known, creating
        return (_LOSS,) if rule.children else ()

    def field_type(self, _path: str) -> FieldType:
        """Everything is text or nothing."""
        return FieldType.ANY

    def field_label(self, _path: str) -> str:
        """Fields have no other names."""
        return ""

    def operators(self, _path: str) -> Sequence[OperatorChoice]:
        """None."""
        return ()

    def stored_words(self, _node: Node) -> str:
        """Nothing can be stored."""
        return ""
