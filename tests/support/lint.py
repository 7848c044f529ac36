"""A service that holds every rule and does what it says, and leads whose typed fields hold one value each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from segtui.backends.base import Field, Served
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Semantics
from segtui.domain.leads import Lead
from segtui.domain.operators import WORDINGS, FieldType, Operator, Takes
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    TextValue,
    Value,
)
from support.strategies import json_scalars

TYPES = {
    "city": FieldType.TEXT,
    "age": FieldType.NUMBER,
    "active": FieldType.BOOL,
    "createdAt": FieldType.INSTANT,
    "tags": FieldType.LIST,
}
"""The fields of this service's leads; all others may hold anything."""

_SINGLE = ("city", "age", "active", "createdAt")


@dataclass(frozen=True)
class HonestDialect:
    """The rule language of a service that holds every rule and does what it says."""

    semantics: Semantics = Semantics()  # noqa: RUF009 - frozen, so one for all is safe
    fields: Sequence[Field] = field(default_factory=lambda: [Field(path, kind) for path, kind in TYPES.items()])

    def served(self, rule: Group, _stored: Mapping[str, JsonValue] | None = None) -> Served:
        return Served(rule, ())

    def problems(
        self,
        _rule: Group,
        *,
        known: Collection[Node] = (),  # noqa: ARG002 - as in the protocol
        creating: bool = False,  # noqa: ARG002 - as above
    ) -> tuple[Diagnostic, ...]:
        return ()

    def field_type(self, path: str) -> FieldType:
        return TYPES.get(path, FieldType.ANY)


def holds_one(path: str) -> bool:
    """Whether this service's leads can have only one value in a field."""
    return path in _SINGLE


_TEXTS = ("Rome", "rome", "Ro", "me", "Milan", "", "5", "2024-07-01")
_NUMBERS = ("1", "5", "5.0", "7")
_DAYS = ("2024-07-01", "2024-07-01T09:30:00.000Z", "2024-07-02", "2024-07-01T23:30:00-02:00")


def few_values() -> SearchStrategy[Any]:
    """Single values, so few that conditions often clash."""
    return st.one_of(
        st.sampled_from(_TEXTS).map(TextValue),
        st.sampled_from(_NUMBERS).map(NumberValue),
        st.booleans().map(BoolValue),
        st.sampled_from(_DAYS).map(InstantValue),
        st.sampled_from([DayValue(InstantValue(day).at.date()) for day in _DAYS]),
    )


def _value(operator: Operator) -> SearchStrategy[Value]:
    match WORDINGS[operator].takes:
        case Takes.NOTHING:
            return st.just(NoValue())
        case Takes.SEVERAL:
            return st.lists(few_values(), max_size=3).map(lambda items: ListValue(tuple(items)))
        case Takes.TWO:
            return st.builds(RangeValue, few_values(), few_values())
        case _:
            return few_values()


def clashing_conditions() -> SearchStrategy[Condition]:
    """Conditions on few fields with few values."""
    operators = [one for one in Operator if one is not Operator.WITHIN and one is not Operator.MATCHES]
    return st.one_of(
        *(
            st.builds(
                Condition,
                st.sampled_from((*_SINGLE, "tags", "attributes.plan")),
                st.just(operator),
                _value(operator),
                st.booleans(),
            )
            for operator in operators
        )
    )


def clashing_rules() -> SearchStrategy[Group]:
    """Nested rules, most of whose conditions are about the same field."""

    def about_one(rule: Group, path: str) -> Group:
        return Group(rule.combine, tuple(_about(child, path) for child in rule.children), rule.negate)

    nodes: SearchStrategy[Node] = st.recursive(
        st.one_of(*(clashing_conditions(),) * 5, st.just(Opaque("{}", "odd"))), _groups, max_leaves=5
    )
    return st.builds(about_one, _groups(nodes), st.sampled_from((*_SINGLE, "tags", "attributes.plan", "attributes.x")))


def _about(node: Node, path: str) -> Node:
    match node:
        case Condition(_, operator, value, negate):
            return Condition(path, operator, value, negate)
        case Group(combine, children, negate):
            return Group(combine, tuple(_about(child, path) for child in children), negate)
        case _:
            return node


def _groups(children: SearchStrategy[Any]) -> SearchStrategy[Group]:
    return st.builds(Group, st.sampled_from(Combine), st.lists(children, max_size=4).map(tuple), st.booleans())


def typed_leads() -> SearchStrategy[Lead]:
    """Leads of this service: one value or none in typed fields, anything in the others."""
    single: SearchStrategy[Any] = st.one_of(
        st.none(),
        st.sampled_from((*_TEXTS, *_DAYS)),
        st.sampled_from((1, 5, 5.0, 6, 7, True, False)),
        json_scalars(),
    )
    several = st.lists(single, max_size=3)
    documents = st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(_SINGLE, single),
            "tags": several,
            "attributes": st.fixed_dictionaries({}, optional={"plan": single | several, "x": single | several}),
        },
    )
    return st.builds(Lead, st.just("a" * 24), st.just("Ann"), documents)
