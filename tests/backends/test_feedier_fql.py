"""FQL as text: every way in which it is stored is read, none does harm, and layout changes nothing."""

import json

import pytest
from hypothesis import given
from support.fql import CONTRACT_TEXTS, sound_rules, texts

from segtui.backends.base import KeepsText
from segtui.backends.feedier.dialect import FeedierDialect
from segtui.backends.feedier.fql import LARGEST_TEXT, Written, read, repaired
from segtui.sandbox.feedier.stored import segments

DIALECT = FeedierDialect()
DEMO_TEXTS = [one["fql"] for one in segments().values()]


@pytest.mark.parametrize(
    ("text", "written", "sources"),
    [
        ('[ {"Form": {"$in": [1e1]}} ,{"Nps":1}]', Written.JSON, ['{"Form": {"$in": [1e1]}}', '{"Nps":1}']),
        ('[[{"Form":{}} ] , [{"a":1},{"b":2}],[]]', Written.JSON, ['{"Form":{}}', '[{"a":1},{"b":2}]', "[]"]),
        ('"[{\\"Nps\\": 1}]"', Written.ENCODED_TWICE, ['{"Nps": 1}']),
        ("[{'Form': {'$in': [11, 12]}}]", Written.SINGLE_QUOTED, ['{"Form":{"$in":[11,12]}}']),
        ("""[{'Attribute': {'$eq': "O'Neill"}}]""", Written.SINGLE_QUOTED, ['{"Attribute":{"$eq":"O\'Neill"}}']),
        ("[]", Written.JSON, []),
    ],
)
def test_each_way_of_writing_is_told_and_conditions_keep_their_source(
    text: str, written: Written, sources: list[str]
) -> None:
    found = read(text)
    assert found.why_not == ""
    assert (found.written, [part.source for part in found.parts]) == (written, sources)


BOMBS = {
    "opened": "[" * 100_000,
    "nested": "[" * 500 + "]" * 500,
    "objects": '[{"a":' * 300 + "1" + "}]" * 300,
    "signs": "[" + "-" * 60_000 + "5]",
    "brackets": "[" + "(" * 60_000,
    "sums": "[1" + "+1" * 30_000 + "]",
    "literals": "[" + "{1:" * 20_000,
    "digits": "[" + "9" * 5000 + "]",
    "long": "[{'Form': {'$in': ['" + "x" * LARGEST_TEXT + "']}}]",
}
NO_RULES = (
    *("", "  ", "all customers", '[{"Form":', "[NaN]", '[{"a":1,"a":2}]', "[{'a': 1, 'a': 2}]", '"\\"[]\\""'),
    *("[\ud800]", "[\x00]", "[1e999, 'a']", "[{'a': b'x'}]", "[{'a': {1, 2}}]", "[{'a': (1, 2)}]", "[{1: 2}]"),
    *("[x for x in y]", "[__import__('os')]", "[1j]", "[...]", "{}", "5", "null", '"text"', '["text"]', "[5]"),
    '[{"Form":{}}, [{"Nps":{}}]]',
)


@pytest.mark.parametrize("text", [*NO_RULES, *(pytest.param(text, id=name) for name, text in BOMBS.items())])
def test_what_is_no_list_of_conditions_says_why_and_does_no_harm(text: str) -> None:
    found = read(text)
    assert found.parts == ()
    assert found.why_not
    assert repaired(text) is None
    assert DIALECT.text_mistakes(text)
    assert DIALECT.encode(DIALECT.decode({"fql": text})).native == {"fql": text}
    assert DIALECT.compact(DIALECT.pretty(text)) == DIALECT.compact(text)


@given(sound_rules())
def test_a_rule_that_was_written_oddly_is_repaired_to_the_same_rule(rule: list[object]) -> None:
    plain = json.dumps(rule, ensure_ascii=False, separators=(",", ":"))
    for text in (json.dumps(plain), json.dumps(json.dumps(rule, indent=1))):
        assert json.loads(repaired(text) or "") == rule
    single = repr(rule)
    if read(single).written is Written.SINGLE_QUOTED:
        assert json.loads(repaired(single) or "") == rule
    else:  # all its texts were ones that Python writes in double quotes, or there were none
        assert json.loads(single) == rule
    assert repaired(json.dumps(rule)) is None


def test_odd_escapes_in_single_quotes_are_no_warning_of_ours() -> None:
    assert repaired(r"[{'Attribute': {'$like': '\d', 'name': 'x'}}]") == (r'[{"Attribute":{"$like":"\\d","name":"x"}}]')


@given(texts())
def test_layout_comes_and_goes_without_a_trace(text: str) -> None:
    laid = DIALECT.pretty(text)
    assert DIALECT.compact(laid) == DIALECT.compact(text)
    assert DIALECT.pretty(laid) == laid
    if laid != text:
        assert json.loads(laid) == json.loads(text)


@pytest.mark.parametrize(
    "text", [one for one in (*CONTRACT_TEXTS, *DEMO_TEXTS) if '": ' not in one and "{'" not in one]
)
def test_compact_text_is_itself_again_after_being_laid_out(text: str) -> None:
    assert DIALECT.compact(DIALECT.pretty(text)) == text


def test_a_condition_has_a_line_of_its_own_while_it_fits() -> None:
    countries = [f"Country {number}" for number in range(9)]
    text = json.dumps([{"Form": {"$in": [1.50, 2]}}, {"Attribute": {"$in": countries, "name": "market"}}, {"a": []}])
    assert DIALECT.pretty(text).splitlines()[:5] == [
        "[",
        '  {"Form": {"$in": [1.5, 2]}},',
        "  {",
        '    "Attribute": {',
        '      "$in": [',
    ]
    assert DIALECT.pretty("[]") == "[]"
    assert DIALECT.pretty("[{'a': 1}]") == "[{'a': 1}]"
    assert DIALECT.pretty('[{"a":1.50,"b":"\\u00e9 , :"}]') == '[\n  {"a": 1.50, "b": "\\u00e9 , :"}\n]'


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "list of conditions"),
        ('\n {"Form":{"$in":[1]}}', 2, 2, "list of conditions"),
        ("[{'Form': 1}]", 1, 3, "double quotes"),
        ('[\n  {"Form": {"$in": [11, 12}}\n]', 2, 27, "comma or a closing bracket"),
        ('[\n  {"Form" 1}]', 2, 11, "colon"),
        ('[\n  {"Form": }]', 2, 12, "value"),
        ('[{"Form":{"$in":["a]}}]', 1, 18, "isn't closed"),
        ('[{"Form":{"$in":["a\nb"]}}]', 1, 20, "control character"),
        ("[] x", 1, 4, "ends before"),
        ('[{"Form":{"$in":[1]}},\n 5]', 2, 2, "condition was expected"),
        ('[{"Form":{"$in":[1]},"Nps":{"$in":[1]}}]', 1, 2, "exactly one filter"),
        ('[[{"Form":{"$in":[1]}}],\n[]]', 2, 1, "in this list"),
        ('[[{"Form":{"$in":[1]}}],\n[5]]', 2, 2, "condition was expected"),
        ('[{"Form":[11]}]', 1, 2, "operator"),
        ('[{"topics":{"id":{}}}]', 1, 2, "operator"),
        ('[{"topics":{"id":{"":[1]}}}]', 1, 2, "no name"),
        ('[{"Form":{"$in":[1],"$in":[2]}}]', 1, 2, "twice"),
        ('[{"Form":{"$eq":NaN}}]', 1, 2, "NaN"),
        ('[{"Form":{"$in":[1]}},[{"Form":{"$in":[1]}}]]', 1, 1, "mixes"),
        ('"[]"', 1, 1, "list of conditions"),
        pytest.param("[" * 50_000, 1, 1, "deeply", id="deep"),
        pytest.param(f'["{"x" * LARGEST_TEXT}"]', 1, 1, "64 KB", id="long"),
    ],
)
def test_a_mistake_has_a_place_and_says_what_was_expected(text: str, line: int, column: int, words: str) -> None:
    (mistake,) = DIALECT.text_mistakes(text)
    assert (mistake.line, mistake.column) == (line, column)
    assert words in mistake.message


@given(texts(sound_rules()))
def test_fql_as_documented_has_no_mistakes(text: str) -> None:
    assert DIALECT.text_mistakes(text) == ()


def test_names_that_nobody_has_seen_are_no_mistakes() -> None:
    assert DIALECT.text_mistakes('[{"Sentiment":{"$about":"angry","more":1}}]') == ()


def test_the_dialect_keeps_text() -> None:
    assert isinstance(DIALECT, KeepsText)
    assert DIALECT.text_of(DIALECT.as_native("[ ]")) == "[ ]"
    assert DIALECT.text_of({"fql": [{"Form": {"$in": [11]}}]}) == '[{"Form":{"$in":[11]}}]'
    assert DIALECT.text_of({}) == ""
    assert DIALECT.text_name == "FQL"
