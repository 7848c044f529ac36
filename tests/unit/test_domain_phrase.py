"""Rules as sentences."""

from hypothesis import given
from support.strategies import rules

from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase, phrase_lines
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, walk
from segtui.domain.text import printable
from segtui.domain.values import ListValue, TextValue
from segtui.domain.wording import value_words

ITALY = Condition("country", Operator.IS, TextValue("Italy"))
TAGGED = Condition("tags", Operator.HAS_ANY, ListValue((TextValue("vip"), TextValue("beta"))))
TEST = Condition("email", Operator.CONTAINS, TextValue("@test."), negate=True)
MIXED = Group(Combine.ALL, (ITALY, Group(Combine.ANY, (TAGGED, TEST), negate=True)))


def test_sentences() -> None:
    assert phrase(EVERYBODY) == "Everybody."
    assert phrase(Group(Combine.ANY)) == "Nobody."
    assert phrase(Group(negate=True)) == "Nobody."
    assert phrase(Group(Combine.ALL, (ITALY,), negate=True)) == "People, but not those whose country is Italy."
    assert phrase(MIXED, {"email": "e-mail"}) == (
        "People whose country is Italy and not (whose tags has any of [vip, beta] "
        "or whose e-mail does not contain @test.)."
    )


def test_a_long_sentence_is_indented_by_group() -> None:
    assert phrase_lines(MIXED, 40) == [
        "People",
        "  whose country is Italy",
        "  and not (",
        "    whose tags has any of [vip, beta]",
        "    or whose email does not contain @test.",
        "  ).",
    ]


@given(rules())
def test_every_field_and_value_is_told_and_nothing_is_obeyed(tree: Group) -> None:
    sentence = phrase(tree)
    assert printable(sentence) == sentence
    assert all(printable(line) == line for line in phrase_lines(tree, 20))
    for _, node in walk(tree):
        if isinstance(node, Condition):
            assert printable(node.field) in sentence
            assert value_words(node.value) in sentence
