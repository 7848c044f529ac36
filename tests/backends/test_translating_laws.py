"""Laws of translations: nothing is left out in silence, and what is left can be sent."""

from hypothesis import given
from hypothesis import strategies as st
from support.languages import DESK, FEEDIER, NOON, TILEDESK
from support.strategies import rules

from segtui.domain.diagnostics import Severity
from segtui.domain.fields_between import Language
from segtui.domain.muting import unmuted
from segtui.domain.rules import Condition, Group, Opaque, walk
from segtui.domain.translating import Fate, translated

LANGUAGES = st.sampled_from((TILEDESK, FEEDIER, DESK))


@given(rules(), LANGUAGES)
def test_a_rule_in_its_own_language_stays_as_it_is(rule: Group, language: Language) -> None:
    found = translated(rule, language, language, NOON)
    assert found.rule == unmuted(rule)
    assert {line.fate for line in found.lines} <= {Fate.CARRIES}


@given(rules(), LANGUAGES, LANGUAGES)
def test_every_condition_is_accounted_for_in_its_place(rule: Group, source: Language, target: Language) -> None:
    found = translated(rule, source, target, NOON)
    leaves = [(path, node) for path, node in walk(unmuted(rule)) if isinstance(node, Condition | Opaque)]
    assert [(line.path, line.node) for line in found.lines] == leaves
    for line in found.lines:
        assert (line.became is None) is (line.fate is Fate.LOST)
        assert bool(line.why) or line.fate is Fate.CARRIES


@given(rules(), LANGUAGES, LANGUAGES.filter(lambda one: one is not DESK))
def test_what_is_worth_keeping_can_be_sent(rule: Group, source: Language, target: Language) -> None:
    found = translated(rule, source, target, NOON)
    if source is target or found.why_not:
        return
    problems = target.dialect.problems(found.rule, creating=True)
    assert not [one for one in problems if one.severity is Severity.REFUSE]
