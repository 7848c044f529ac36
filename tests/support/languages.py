"""Rule languages to translate between, real ones and one that can say everything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Semantics
from segtui.domain.fields_between import Language
from segtui.domain.lint.dialect import NamedField, ServedRule
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.operators import FieldType
from segtui.domain.rule_text.reading import read_rule_text
from segtui.domain.rules import Group, Node
from segtui.domain.saying import Moment
from segtui.domain.values import JsonValue

NOON = Moment(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), UTC)

_TILEDESK, _FEEDIER = TiledeskDialect(), FeedierDialect()
TILEDESK = Language("Tiledesk", _TILEDESK, _TILEDESK.meanings, frozenset({"attributes.market", "properties.vip"}))
FEEDIER = Language("Feedier", _FEEDIER, _FEEDIER.meanings, frozenset({"Attribute.city", "Attribute.plan"}))


@dataclass(frozen=True, slots=True)
class _AsSaid:
    rule: Group | None
    differences: Sequence[Diagnostic] = ()
    everybody: str = ""


@dataclass(frozen=True, slots=True)
class FakeDialect:
    """A dialect that holds and runs every rule just as it is."""

    semantics: Semantics
    fields: Sequence[NamedField] = ()
    types: Mapping[str, FieldType] = field(default_factory=dict)

    def served(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> ServedRule:  # noqa: ARG002 - as asked
        """The rule itself."""
        return _AsSaid(rule)

    def problems(
        self,
        rule: Group,  # noqa: ARG002 - as asked
        *,
        known: Collection[Node] = (),  # noqa: ARG002 - as asked
        creating: bool = False,  # noqa: ARG002 - as asked
    ) -> Sequence[Diagnostic]:
        """None."""
        return ()

    def field_type(self, path: str) -> FieldType:
        """What it was told, else anything."""
        return self.types.get(path, FieldType.ANY)


_LOOSE = Semantics(case_matters=False, absent_meets_negation=False, types_must_agree=False, null_is_present=False)
DESK = Language(
    "Desk",
    FakeDialect(_LOOSE, types={"mail": FieldType.TEXT, "since": FieldType.INSTANT}),
    FieldMeanings(
        "a person", {"mail": Meaning.EMAIL, "town": Meaning.CITY, "since": Meaning.CREATED}, custom=("own.",)
    ),
)
"""A service that can say everything, and compares as loosely as can be."""


def rule(text: str) -> Group:
    """A rule from its text."""
    return read_rule_text(text, Group())
