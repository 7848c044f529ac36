"""Why a lead is in or out."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lint import clashing_rules, typed_leads

from segtui.domain.evaluation import Answer, Evaluator, Semantics
from segtui.domain.explanation import Explanation, Standing, explain, parts
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path, walk
from segtui.domain.values import TextValue

EVALUATOR = Evaluator(Semantics())
ANN = Lead("1", "Ann", {"city": "Rome", "tags": ["vip", "beta"], "phone": None})


def is_(field: str, value: str, *, negate: bool = False) -> Condition:
    return Condition(field, Operator.IS, TextValue(value), negate)


def every(*children: Node, negate: bool = False) -> Group:
    return Group(Combine.ALL, children, negate)


def either(*children: Node, negate: bool = False) -> Group:
    return Group(Combine.ANY, children, negate)


ROME, MILAN, VIP, OLD = is_("city", "Rome"), is_("city", "Milan"), is_("tags", "vip"), is_("tags", "old")
ODD = Opaque("{}", "odd")


def why(rule: Group) -> Explanation:
    return explain(rule, ANN, EVALUATOR)


def flipped(explanation: Explanation) -> list[Path]:
    return [one.path for one in explanation.flips]


def test_every_part_says_what_it_thinks_of_the_lead_and_what_the_lead_has() -> None:
    found = list(parts(why(every(ROME, either(OLD, ODD))).whole))
    assert [(one.path, one.standing) for one in found] == [
        ((), Standing.UNKNOWN),
        ((0,), Standing.IN),
        ((1,), Standing.UNKNOWN),
        ((1, 0), Standing.OUT),
        ((1, 1), Standing.UNKNOWN),
    ]
    assert [one.values for one in found] == [None, ["Rome"], None, [["vip", "beta"]], None]


@pytest.mark.parametrize(
    ("rule", "deciding"),
    [
        (every(ROME, MILAN, OLD), (1,)),
        (every(ROME, VIP), ()),
        (either(MILAN, ROME, VIP), (1,)),
        (either(MILAN, OLD), ()),
        (every(ROME, either(MILAN, VIP)), ()),
        (every(either(MILAN, OLD), ROME), (0,)),
        (either(OLD, every(ROME, MILAN), negate=True), ()),
        (every(ROME, MILAN, negate=True), (1,)),
        (every(ROME, ODD, ODD), (1,)),
        (every(either(MILAN, every(VIP))), (0, 1, 0)),
        (every(), ()),
    ],
)
def test_the_first_part_that_settles_it_decides(rule: Group, deciding: Path) -> None:
    assert why(rule).deciding.path == deciding


@pytest.mark.parametrize(
    ("rule", "flips"),
    [
        (every(ROME, MILAN, OLD), [(1,), (2,)]),
        (every(ROME, VIP), [(0,)]),
        (either(every(MILAN, OLD), every(ROME, OLD)), [(1, 1)]),
        (either(ROME, VIP), [(0,), (1,)]),
        (every(ROME, MILAN, negate=True), [(1,)]),
        (every(ODD, MILAN), []),
        (either(ODD, MILAN), [(1,)]),
        (every(), []),
    ],
)
def test_the_fewest_conditions_that_would_turn_it_round(rule: Group, flips: list[Path]) -> None:
    assert flipped(why(rule)) == flips


def test_a_turned_condition_says_what_it_should_be() -> None:
    (one,) = why(every(ROME, is_("tags", "vip", negate=True))).flips
    assert one.should_hold
    (other,) = why(every(ROME)).flips
    assert not other.should_hold


def answer(node: Node, verdicts: dict[Path, Answer], path: Path = ()) -> Answer:
    """Kleene's logic, written once more."""
    if not isinstance(node, Group):
        return verdicts[path]
    answers = [answer(child, verdicts, (*path, index)) for index, child in enumerate(node.children)]
    decisive = node.combine is Combine.ANY
    found = decisive if decisive in answers else None if None in answers else not decisive
    return found if found is None or not node.negate else not found


@settings(max_examples=300)
@given(clashing_rules(), typed_leads())
def test_turning_those_conditions_is_enough_and_fewer_are_not(rule: Group, lead: Lead) -> None:
    explanation = explain(rule, lead, EVALUATOR)
    words = {Standing.IN: True, Standing.OUT: False, Standing.UNKNOWN: None}
    verdicts: dict[Path, Answer] = {one.path: words[one.standing] for one in parts(explanation.whole)}
    leaves = {path: node for path, node in walk(rule) if isinstance(node, Condition)}
    wanted = explanation.standing is not Standing.IN
    assert answer(rule, verdicts) is words[explanation.standing]

    def turned(paths: tuple[Path, ...]) -> Answer:
        # What can't be told is turned to whatever helps; each way is tried.
        unsure = [path for path in paths if verdicts[path] is None]
        ways = [dict.fromkeys(unsure, way) for way in (True, False)] if unsure else [{}]
        known = {path: not verdicts[path] for path in paths if verdicts[path] is not None}
        return wanted if any(answer(rule, {**verdicts, **known, **way}) is wanted for way in ways) else not wanted

    flips = explanation.flips
    if flips:
        assert answer(rule, {**verdicts, **{one.path: one.should_hold for one in flips}}) is wanted
    fewest = len(flips) if flips else min(len(leaves), 4) + 1
    for size in range(min(fewest, 4)):
        for paths in combinations(leaves, size):
            assert turned(paths) is not wanted
    assert bool(flips) or not leaves or Opaque in {type(node) for _, node in walk(rule)} or size_of_nothing(rule)


def size_of_nothing(rule: Group) -> bool:
    """Whether a rule holds an empty group, which nothing turns round."""
    return any(isinstance(node, Group) and not node.children for _, node in walk(rule))


@given(clashing_rules(), st.lists(typed_leads(), max_size=4))
def test_the_standing_is_the_evaluators(rule: Group, leads: list[Lead]) -> None:
    words = {True: Standing.IN, False: Standing.OUT, None: Standing.UNKNOWN}
    for lead in leads:
        assert explain(rule, lead, EVALUATOR).standing is words[EVALUATOR.answer(rule, lead)]
