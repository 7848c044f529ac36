"""Asks the evaluator of one lead, at a fixed time."""

from datetime import UTC, datetime

from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Node
from segtui.domain.values import JsonValue, Value

_NOW = datetime(2024, 3, 31, 12, tzinfo=UTC)


def lead(raw: dict[str, JsonValue]) -> Lead:
    return Lead("1", "Ann", raw)


def answer(node: Node, raw: dict[str, JsonValue], semantics: Semantics | None = None) -> Answer:
    return Evaluator(semantics or Semantics(), now=_NOW).answer(node, lead(raw))


def meets(operator: Operator, value: Value, one: JsonValue, semantics: Semantics | None = None) -> Answer:
    """Whether a lead whose field `f` holds `one` meets the condition."""
    return answer(Condition("f", operator, value), {"f": one}, semantics)
