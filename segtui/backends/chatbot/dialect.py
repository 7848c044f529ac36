"""The rules of selections. ChatBot.com has none: segtui keeps them, and finds out whom they select.

So all that can be evaluated can be said. A rule's own form is the neutral one of files, under the key `rule`.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from segtui.backends.base import Encoded, Field, OperatorChoice, Served
from segtui.backends.chatbot.fields import ALWAYS_PRESENT, FIELDS, MEANINGS, field_label, field_type
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Evaluator, Semantics
from segtui.domain.leads import Lead
from segtui.domain.operators import OF_DATES, WORDINGS, FieldType, Operator
from segtui.domain.rules import Condition, Group, Node, Opaque, Path, walk
from segtui.domain.tree_json import UnreadableRule, rule_from_json, rule_to_json
from segtui.domain.values import JsonValue

RULE = "rule"
"""Where a rule stands in its own form."""

_OFFERED: tuple[tuple[Operator, bool], ...] = (
    (Operator.IS, False),
    (Operator.IS, True),
    (Operator.ONE_OF, False),
    (Operator.ONE_OF, True),
    (Operator.CONTAINS, False),
    (Operator.CONTAINS, True),
    (Operator.STARTS_WITH, False),
    (Operator.STARTS_WITH, True),
    (Operator.ENDS_WITH, False),
    (Operator.MATCHES, False),
    (Operator.MORE_THAN, False),
    (Operator.AT_LEAST, False),
    (Operator.LESS_THAN, False),
    (Operator.AT_MOST, False),
    (Operator.BETWEEN, False),
    (Operator.ON_DAY, False),
    (Operator.WITHIN, False),
    (Operator.WITHIN, True),
    (Operator.HAS_ANY, False),
    (Operator.HAS_ALL, False),
    (Operator.EXISTS, False),
    (Operator.EXISTS, True),
)
"""Operators that people look for, in the order in which they are shown."""

_SOMEBODY = Lead("", "", {"field": "text"})
_SOME_TIME = datetime(2024, 7, 1, tzinfo=UTC)


class ChatBotDialect:
    """The `Dialect` of ChatBot.com's selections."""

    semantics = Semantics(
        types_must_agree=False,
        null_is_present=False,
        always_present=ALWAYS_PRESENT,
    )
    """Attributes are texts, numbers among them, so a text that is a number is compared with numbers. Case matters. What
    is `null` isn't there, and "is not" includes users without the field."""

    fields: Sequence[Field] = FIELDS

    meanings = MEANINGS

    def decode(self, native: Mapping[str, JsonValue]) -> Group:
        """The tree of a rule as it is kept; without one, it has no conditions."""
        form = native.get(RULE)
        if form is None:
            return Group()
        try:
            return rule_from_json(form)
        except UnreadableRule as unreadable:
            return Group(children=(Opaque(json.dumps(form), unreadable.message),))

    def encode(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Encoded:
        """The form in which a rule is kept: it can hold every tree. The rule that is kept already stays as it stands.

        So one that can't be read here, such as a newer segtui's, isn't rewritten by whoever changes the name.
        """
        if stored is not None and RULE in stored and rule == self.decode(stored):
            return Encoded({RULE: stored[RULE]}, ())
        return Encoded({RULE: rule_to_json(rule)}, ())

    def served(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Served:
        """What is evaluated: the rule as it is meant, since nobody but segtui does it. A stored list has none."""
        is_list = stored is not None and RULE not in stored
        says_nothing = all(isinstance(node, Group) for _, node in walk(rule))
        selects_all = not is_list and says_nothing and Evaluator(self.semantics).answer(rule, _SOMEBODY) is True
        return Served(rule, (), "Without conditions, a selection is every user." if selects_all else "")

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - both are as strict
        """See `Dialect.problems`: what can't be evaluated for anybody."""
        return tuple(
            Diagnostic(code, Severity.REFUSE, path, message)
            for path, node in walk(rule)
            if node not in known
            for code, message in _problems_of(path, node)
        )

    field_type = staticmethod(field_type)
    field_label = staticmethod(field_label)

    def operators(self, path: str) -> Sequence[OperatorChoice]:
        """The operators that make sense for a field; all of them work."""
        holds = field_type(path)
        fitting = [one for one in _OFFERED if holds in WORDINGS[one[0]].types]
        if holds is not FieldType.INSTANT:
            # An attribute may hold a date, which is seldom.
            fitting.sort(key=lambda one: one[0] in OF_DATES)
        return [OperatorChoice(operator, negate) for operator, negate in fitting]

    def stored_words(self, node: Node) -> str:  # noqa: ARG002 - no other tool knows of it
        """Nothing: a selection isn't stored on the service."""
        return ""


def _problems_of(path: Path, node: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with one part, each as code and message."""
    if isinstance(node, Opaque) and path:
        yield "not-understood", f"This part isn't understood, so it can't be told who meets it: {node.reason}"
    if not isinstance(node, Condition):
        return
    if not node.field.strip():
        yield "no-field", "A condition needs a field."
    elif Evaluator(_LOOSE, now=_SOME_TIME).answer(replace(node, field="field"), _SOMEBODY) is None:
        yield "bad-value", f"Nothing can be compared like this: look at the value of “{node.operator}”."


_LOOSE = Semantics(types_must_agree=False)
