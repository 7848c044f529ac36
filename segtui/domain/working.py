"""A rule in words that work: what a service can't hold or run, said another way where its dialect knows one."""

from collections.abc import Collection, Mapping

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.lint.dialect import RuleDialect
from segtui.domain.rules import Group, Node, node_at
from segtui.domain.values import JsonValue


def in_words_that_work(
    rule: Group,
    dialect: RuleDialect,
    stored: Mapping[str, JsonValue] | None = None,
    *,
    known: Collection[Node] = (),
) -> Group:
    """The rule with each new part that the service can't hold or can't run said in another way, where there is one.

    Args:
        rule: As it is meant.
        dialect: The service's rule language.
        stored: The rule that the service holds, in its own form.
        known: Parts that the service holds already; they stay as they are.
    """
    while True:
        said = (*dialect.problems(rule, known=known), *dialect.served(rule, stored).differences)
        fixes = (one.fix for one in said if one.fix and _blocks(one) and node_at(rule, one.path) not in known)
        fix = next(fixes, None)
        if fix is None or fix.rule == rule:
            return rule
        rule = fix.rule


def _blocks(one: Diagnostic) -> bool:
    """Whether a rule with this can't be sent, or would never be answered."""
    return one.severity is Severity.REFUSE or one.code == "never-answered"
