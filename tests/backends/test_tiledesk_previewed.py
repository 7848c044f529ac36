"""Which rules the server previews: those, and no others, are asked of it before they are saved."""

import pytest
from support.tiledesk import NOON, ODD_LEADS, Server, backend_on

from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.evaluation import Evaluator
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.values import (
    ListValue,
    NumberValue,
    TextValue,
)
from segtui.sandbox import TiledeskSandbox

DIALECT = TiledeskDialect()
SERVER = Server(ODD_LEADS)
UNKNOWN_FIELDS = ("attributes.plan", "properties.shoe_size", "nosuch", "$where", "")


def text(value: str) -> TextValue:
    return TextValue(value)


# What the server previews.

EMAIL = Condition("email", Operator.IS, text("ann@example.com"))
TAG = Condition("tags", Operator.IS, text("vip"))
HAS_EMAIL, HAS_NAME = Condition("email", Operator.EXISTS), Condition("fullname", Operator.EXISTS)

PREVIEWED: list[tuple[tuple[Condition, ...], dict[str, str]]] = [
    ((), {}),
    ((EMAIL,), {"email": "ann@example.com"}),
    ((TAG,), {"tags": "vip"}),
    ((HAS_EMAIL,), {"with_email": "true"}),
    ((HAS_NAME, HAS_EMAIL, TAG), {"with_fullname": "true", "with_email": "true", "tags": "vip"}),
    ((TAG, EMAIL, HAS_NAME), {"tags": "vip", "email": "ann@example.com", "with_fullname": "true"}),
    ((Condition("tags", Operator.IS, text("a&b=c é")),), {"tags": "a&b=c é"}),
]


@pytest.mark.parametrize(("conditions", "parameters"), PREVIEWED)
async def test_a_rule_of_allowed_conditions_is_previewed_by_parameters(
    conditions: tuple[Condition, ...], parameters: dict[str, str]
) -> None:
    box = TiledeskSandbox(lead_count=100, now=lambda: NOON)
    box.add_leads(*ODD_LEADS)
    rule = Group(children=conditions)
    async with backend_on(box) as backend:
        assert backend.previews_rule(rule)
        page = await backend.leads(rule=rule, limit=200)
        sent = dict(box.requests[-1].query)
        everybody = (await backend.leads(limit=200)).rows
    assert {
        key: value for key, value in sent.items() if key not in {"page", "limit", "sort", "direction"}
    } == parameters
    evaluator = Evaluator(DIALECT.semantics)
    assert [lead.id for lead in page.rows] == [lead.id for lead in everybody if evaluator.answer(rule, lead)]
    assert page.total == len(page.rows)


@pytest.mark.parametrize(
    "rule",
    [
        Group(children=(EMAIL, HAS_EMAIL)),
        Group(children=(TAG, Condition("tags", Operator.IS, text("beta")))),
        Group(Combine.ANY, (EMAIL, TAG)),
        Group(children=(EMAIL,), negate=True),
        Group(children=(Group(children=(EMAIL,)),)),
        Group(children=(Opaque("{}", ""),)),
        *(
            Group(children=(condition,))
            for condition in (
                Condition("city", Operator.IS, text("Rome")),
                Condition("fullname", Operator.IS, text("Ann")),
                Condition("tags", Operator.EXISTS),
                Condition("phone", Operator.EXISTS),
                Condition("email", Operator.EXISTS, negate=True),
                Condition("email", Operator.IS, text("a@b.c"), negate=True),
                Condition("email", Operator.IS, text("")),
                Condition("tags", Operator.IS, text("")),
                Condition("tags", Operator.IS, NumberValue("5")),
                Condition("tags", Operator.IS, ListValue((text("vip"),))),
                Condition("email", Operator.CONTAINS, text("ann")),
                Condition("email", Operator.IS, text("half \ud83d")),
                Condition("email", Operator.IS, text("x" * 100_000)),
            )
        ),
    ],
    ids=str,
)
async def test_any_other_rule_is_not_previewed_and_never_listed_as_everybody(rule: Group) -> None:
    box = TiledeskSandbox(lead_count=5, now=lambda: NOON)
    async with backend_on(box) as backend:
        assert not backend.previews_rule(rule)
        with pytest.raises(ValueError, match="exactly"):
            await backend.leads(rule=rule)
    assert not box.requests
