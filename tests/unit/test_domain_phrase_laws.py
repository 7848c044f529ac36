"""Laws of sentences: nothing is left out, nothing is obeyed, and no two rules that differ read alike."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from itertools import combinations, product

import pytest
from hypothesis import given
from support.strategies import rules

from segtui.domain.evaluation import Evaluator, Semantics
from segtui.domain.lead_word import LEADS as PEOPLE
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase, phrase_lines
from segtui.domain.rules import Combine, Condition, Group, Node, walk
from segtui.domain.spoken import in_quotes
from segtui.domain.text import printable
from segtui.domain.values import DayValue, ListValue, NumberValue, RangeValue, RelativeValue, TextValue, Value

MEANINGS = (
    Semantics(),
    Semantics(absent_meets_negation=False, null_is_present=False, always_present=frozenset({"age"})),
)
FEEDBACK = LeadWord("piece of feedback", "pieces of feedback", "feedback")
SAID_BY_A_VERB = {"createdAt": "created", "tags": "tag"}


@given(rules())
def test_every_field_and_value_is_told_and_nothing_is_obeyed(tree: Group) -> None:
    for semantics, word in product(MEANINGS, (PEOPLE, FEEDBACK)):
        lines = "\n".join(phrase_lines(tree, 20, semantics=semantics, word=word))
        for said in (phrase(tree, semantics=semantics, word=word), lines):
            assert printable(said, keep_lines=True) == said
            for _, node in walk(tree):
                if isinstance(node, Condition):
                    told = (SAID_BY_A_VERB.get(node.field, node.field), *_written(node.value))
                    assert all(text in said or in_quotes(text) in said for text in told)


def _written(value: Value) -> Iterator[str]:
    """What of a value stands in a sentence as it is, perhaps in quotes."""
    match value:
        case TextValue(text) | NumberValue(text):
            yield text
        case DayValue(day):
            yield str(day.year)
        case ListValue(items):
            for item in items:
                yield from _written(item)
        case RangeValue(low, high):
            yield from _written(low)
            yield from _written(high)
        case RelativeValue(offset) if offset:
            yield str(abs(offset))


def _family() -> Iterator[Group]:
    """All rules of up to three conditions on different fields, in groups that hold groups of conditions."""
    leaves = [Condition(field, Operator.IS, TextValue("x")) for field in ("first", "second", "third")]
    for amount in range(1, 4):
        for chosen in combinations(leaves, amount):
            for turned in product((False, True), repeat=amount):
                own = [
                    Condition(one.field, one.operator, one.value, no) for one, no in zip(chosen, turned, strict=True)
                ]
                yield from _rules_of(own)


def _rules_of(leaves: list[Condition]) -> Iterator[Group]:
    for parts in _partitions(leaves):
        ways = [list(_ways_to_group(part)) for part in parts]
        for children in product(*ways):
            for combine, negate in product(Combine, (False, True)):
                yield Group(combine, children, negate)


def _ways_to_group(part: list[Condition]) -> Iterator[Node]:
    if len(part) == 1:
        yield part[0]
    for combine, negate in product(Combine, (False, True)):
        yield Group(combine, tuple(part), negate)


def _partitions(leaves: list[Condition]) -> Iterator[list[list[Condition]]]:
    if not leaves:
        yield []
        return
    first, others = leaves[0], leaves[1:]
    for amount in range(len(others) + 1):
        for together in combinations(others, amount):
            left = [one for one in others if one not in together]
            for rest in _partitions(left):
                yield [[first, *together], *rest]


LEADS = [
    Lead("a" * 24, "", {field: value for field, value in zip(("first", "second", "third"), held, strict=True) if value})
    for held in product(("", "x", "y"), repeat=3)
]


def _selected(evaluator: Evaluator, part: Node) -> frozenset[int]:
    """Which of the leads meet a part of a rule."""
    answers = [evaluator.answer(part, lead) for lead in LEADS]
    assert None not in answers
    return frozenset(number for number, answer in enumerate(answers) if answer)


def _selected_by(tree: Group, of_children: list[frozenset[int]]) -> frozenset[int]:
    """Which of the leads meet a rule, from those who meet its parts: most rules of the family share them."""
    everybody = frozenset(range(len(LEADS)))
    met = everybody.intersection(*of_children) if tree.combine is Combine.ALL else frozenset().union(*of_children)
    return everybody - met if tree.negate else met


@pytest.mark.parametrize("semantics", MEANINGS)
def test_rules_that_read_alike_select_the_same_people(semantics: Semantics) -> None:
    evaluator = Evaluator(semantics, now=datetime(2024, 7, 1, tzinfo=UTC))
    meant: dict[tuple[LeadWord, str], frozenset[int]] = {}
    selected = cache(partial(_selected, evaluator))
    for tree in _family():
        selects = _selected_by(tree, [selected(child) for child in tree.children])
        for word in (PEOPLE, FEEDBACK):
            lines = "\n".join(phrase_lines(tree, 20, semantics=semantics, word=word))
            for said in (phrase(tree, semantics=semantics, word=word), lines):
                assert meant.setdefault((word, said), selects) == selects, said
    assert len(meant) > 1000
