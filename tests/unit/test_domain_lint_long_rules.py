"""Rules of thousands of conditions, which people do paste: what is left out is said, and what is costly is bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from support.lint import HonestDialect

from segtui.backends.base import Served
from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.lint.allowance import Allowance
from segtui.domain.lint.linting import lint
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.values import JsonValue, TextValue


@dataclass(frozen=True)
class CountingDialect(HonestDialect):
    """A service that knows how large the rules were, in all, that it was asked about."""

    asked: list[int] = field(default_factory=list)

    def served(self, rule: Group, _stored: Mapping[str, JsonValue] | None = None) -> Served:
        self.asked.append(len(rule.children))
        return super().served(rule)


def same_field(count: int) -> Group:
    return Group(Combine.ALL, tuple(Condition("city", Operator.IS, TextValue(f"Rome {one}")) for one in range(count)))


def codes(rule: Group, dialect: HonestDialect) -> set[str]:
    return {one.code for one in lint(rule, dialect, word=LEADS)}


def test_two_hundred_conditions_are_compared_with_each_other() -> None:
    assert codes(same_field(200), HonestDialect()) == {"matches-nobody", "contradiction"}


def test_of_more_than_that_it_is_said_that_they_are_too_many() -> None:
    (told,) = lint(same_field(2000), HonestDialect(), word=LEADS)
    assert (told.code, told.path) == ("not-compared", ())
    assert told.message == "These 2,000 conditions are too many to look for contradictions among them."


def test_fixes_are_tried_out_until_as_many_conditions_were_checked_as_one_rule_is_worth() -> None:
    dialect = CountingDialect()
    told = lint(same_field(200), dialect, word=LEADS)
    assert sum(dialect.asked) < 15_000
    assert 0 < sum(one.fix is not None for one in told) <= 50


def test_every_fix_of_a_short_rule_is_tried_out() -> None:
    told = lint(same_field(60), HonestDialect(), word=LEADS)
    contradictions = [one for one in told if one.code == "contradiction"]
    assert len(contradictions) == 59
    assert all(one.fix is not None for one in contradictions)


def test_values_like_the_one_asked_for_are_looked_for_as_long_as_that_is_affordable() -> None:
    leads = [Lead(str(one), "Ann", {"city": f"Roma {one}"}) for one in range(100)]
    told = lint(same_field(200), HonestDialect(), Facts(leads, []), word=LEADS)
    unseen = [one.message for one in told if one.code == "value-never-seen"]
    assert len(unseen) == 200
    assert sum("Did you mean" in message for message in unseen) == 50


def test_a_fix_for_each_of_thousands_of_conditions_costs_no_more_than_to_make_them() -> None:
    class Counted(TextValue):
        hashed = 0

        def __hash__(self) -> int:
            Counted.hashed += 1
            return hash(self.text)

    rule = Group(Combine.ALL, tuple(Condition("tags", Operator.HAS_ANY, Counted(f"t{one}")) for one in range(300)))
    fixes = [Diagnostic("not-expressible", Severity.REFUSE, (one,), "No.", Fix("so", rule)) for one in range(300)]

    class RefusingDialect(HonestDialect):
        def problems(self, *_anything: object, **_more: object) -> tuple[Diagnostic, ...]:
            return (*fixes, *fixes)

    assert [one for one in lint(rule, RefusingDialect(), word=LEADS) if one.fix is not None] == fixes
    assert Counted.hashed < 10 * len(rule.children)


def test_an_allowance_is_spent_by_what_it_covers_only() -> None:
    allowance = Allowance(10)
    assert [allowance.covers(cost) for cost in (6, 5, 4, 1)] == [True, False, True, False]
