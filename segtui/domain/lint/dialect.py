"""What lint asks of a service's rule language; every dialect fits."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Semantics
from segtui.domain.operators import FieldType
from segtui.domain.rules import Group, Node
from segtui.domain.values import JsonValue


class NamedField(Protocol):
    """A field that every lead of the service may have."""

    @property
    def path(self) -> str:
        """Its dotted path."""


class ServedRule(Protocol):
    """What a service makes of a rule."""

    @property
    def rule(self) -> Group | None:
        """The rule that is really evaluated; None when the service would never answer."""

    @property
    def differences(self) -> Sequence[Diagnostic]:
        """Where that differs from what the rule says."""

    @property
    def everybody(self) -> str:
        """Why every lead would be selected; empty when it isn't so."""


class RuleDialect(Protocol):
    """A service's rule language, as far as lint asks it."""

    @property
    def semantics(self) -> Semantics:
        """How the service compares."""

    @property
    def fields(self) -> Sequence[NamedField]:
        """The fields every lead may have."""

    def served(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> ServedRule:
        """What the service would do with the rule."""

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> Sequence[Diagnostic]:
        """What must be mended before the rule may be sent; `known` nodes aren't judged."""

    def field_type(self, path: str) -> FieldType:
        """What a field holds."""
