"""`lint`: everything worth telling about a rule before the service can do harm with it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.facts import Facts
from segtui.domain.frozen import NOTHING_FROZEN, FrozenDates
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.allowance import Allowance
from segtui.domain.lint.dates import frozen_diagnostics
from segtui.domain.lint.dialect import RuleDialect, ServedRule
from segtui.domain.lint.missing import missing_values
from segtui.domain.lint.relations import impossible, judged, related
from segtui.domain.lint.seen import Look, ambiguous_dates, seen_diagnostics
from segtui.domain.lint.shapes import shape_diagnostics
from segtui.domain.operators import FieldType
from segtui.domain.rules import Condition, Group, Node, Opaque, Path, walk
from segtui.domain.text import printable, shortened
from segtui.domain.values import JsonValue

_SEVERITIES = (Severity.REFUSE, Severity.WARN, Severity.NOTE)
_SINGLE = frozenset({FieldType.TEXT, FieldType.NUMBER, FieldType.BOOL, FieldType.INSTANT})
_DECIDED = frozenset(
    {"never-answered", "not-expressible", "bad-value", "no-field", "field-overridden", "operator-skipped", "incomplete"}
)
"""Where the service says this of a condition, its field and value don't matter any more."""
_MOST_STEPS = 5
_MOST_COMPARED = 200
"""Conditions of one rule that are compared with each other, which takes the square of their number."""
_MOST_TRIED = 10_000
"""Conditions that are checked, in all, to find out which fixes of a rule the service can hold."""
_MOST_LIKENED = 5_000
"""Values of leads that are looked through, in all, for one that is nearly what a rule asks for."""


def lint(
    tree: Group,
    dialect: RuleDialect,
    facts: Facts | None = None,
    *,
    stored: Mapping[str, JsonValue] | None = None,
    known: Collection[Node] = (),
    frozen: FrozenDates = NOTHING_FROZEN,
    word: LeadWord,
) -> tuple[Diagnostic, ...]:
    """What is to be told about a rule, in reading order, what matters most first at each place.

    Args:
        tree: The rule as it is meant.
        dialect: The rule language of the service that is to evaluate it.
        facts: What leads have in their fields; without it, nothing is said that depends on them.
        stored: The rule as the service holds it now, in its own form.
        known: Nodes that the service holds already, for which nobody can be kept from sending them.
        frozen: Dates of this rule that were meant to move along.
        word: What the service calls its leads.
    """
    served = dialect.served(tree, stored)
    of_service = _of_service(dialect.problems(tree, known=known), served)
    decided = {one.path for one in of_service if one.code in _DECIDED}
    own = [
        *_compared(tree, served, dialect, facts, word),
        *shape_diagnostics(tree, facts, word),
        *_dates_and_facts(tree, dialect, facts, decided, word),
        *_not_understood(tree, of_service, word),
        *frozen_diagnostics(tree, frozen),
        *(one for one in missing_values(tree, dialect.semantics, facts, word) if one.path not in decided),
    ]
    told = {(one.path, one.code) for one in of_service}
    fresh = [one for one in own if not _is_told(one, told, decided)]
    return tuple(sorted(_each_once([*of_service, *_with_working_fixes(fresh, tree, dialect)]), key=_order))


def _order(one: Diagnostic) -> tuple[Path, int, str, str]:
    return one.path, _SEVERITIES.index(one.severity), one.code, one.message


def _each_once(told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Each thing once, without a set: a hash of a fix is one of a whole rule, and each condition may have a fix."""
    kept: dict[tuple[Path, int, str, str], list[Diagnostic]] = {}
    for one in told:
        same = kept.setdefault(_order(one), [])
        if one not in same:
            same.append(one)
            yield one


def _of_service(problems: Iterable[Diagnostic], served: ServedRule) -> Sequence[Diagnostic]:
    """What the dialect says, each thing once: what must be mended is said again among the differences."""
    refused = list(problems)
    places = {(one.path, one.code) for one in refused}
    places |= {(one.path, "never-answered") for one in refused if one.code == "bad-value"}
    return [*refused, *(one for one in served.differences if (one.path, one.code) not in places)]


def _is_told(one: Diagnostic, told: Collection[tuple[Path, str]], decided: Collection[Path]) -> bool:
    """Whether the service has said so already: it never answers an invalid pattern, say."""
    return (one.path, one.code) in told or (one.code == "invalid-pattern" and one.path in decided)


def _compared(
    tree: Group, served: ServedRule, dialect: RuleDialect, facts: Facts | None, word: LeadWord
) -> Iterator[Diagnostic]:
    """What conditions make of each other, and of the whole, unless they are too many to be compared."""
    if (conditions := _condition_count(tree)) <= _MOST_COMPARED:
        yield from _whole(tree, served, dialect, word)
        yield from _relations(tree, dialect, facts, word)
        return
    if served.everybody:
        yield _everybody(served.everybody)
    message = f"These {conditions:,} conditions are too many to look for contradictions among them."
    yield Diagnostic("not-compared", Severity.NOTE, (), message)


def _condition_count(tree: Group) -> int:
    return sum(isinstance(node, Condition) for _path, node in walk(tree))


def _everybody(why: str) -> Diagnostic:
    return Diagnostic("matches-everybody", Severity.WARN, (), printable(why))


def _whole(tree: Group, served: ServedRule, dialect: RuleDialect, word: LeadWord) -> Iterator[Diagnostic]:
    """Rules that everybody or nobody meets, by what they say or by what the service makes of them."""
    meant = judged(tree, dialect.semantics, _holds_one(dialect))
    if served.everybody:
        yield _everybody(served.everybody)
    elif meant.is_always:
        yield Diagnostic("matches-everybody", Severity.WARN, (), f"Every {word.one} meets this rule.")
    if meant.is_never:
        yield Diagnostic("matches-nobody", Severity.WARN, (), f"No {word.one} can meet this rule.")
    elif served.rule is not None and judged(served.rule, dialect.semantics, _holds_one(dialect)).is_never:
        message = f"No {word.one} can meet what the service makes of this rule."
        yield Diagnostic("matches-nobody", Severity.WARN, (), message)


def _holds_one(dialect: RuleDialect) -> Callable[[str], bool]:
    return lambda field: dialect.field_type(field) in _SINGLE


def _relations(tree: Group, dialect: RuleDialect, facts: Facts | None, word: LeadWord) -> Iterator[Diagnostic]:
    """Contradictions and the like; those that only a list could escape, as far as no lead has one, a bit softer."""
    holds_one = _holds_one(dialect)
    sure = [*related(tree, dialect.semantics, holds_one, word), *impossible(tree, dialect.semantics, holds_one)]
    yield from sure
    if facts is None:
        return

    def held_one_so_far(field: str) -> bool:
        seen = facts.seen(field)
        return holds_one(field) or (seen.leads > 0 and not seen.lists)

    told = {(one.path, one.code) for one in sure}
    clashes = ("contradiction", "empty-range", "tautology")
    for one in related(tree, dialect.semantics, held_one_so_far, word):
        if one.code in clashes and (one.path, one.code) not in told:
            unless = f" Only a list could escape that, and no {word.one} looked at has one there."
            yield replace(one, code=f"{one.code}-as-seen", message=one.message + unless)


def _dates_and_facts(
    tree: Group, dialect: RuleDialect, facts: Facts | None, decided: Collection[Path], word: LeadWord
) -> Iterator[Diagnostic]:
    likened = Allowance(_MOST_LIKENED)
    for path, node in walk(tree):
        if isinstance(node, Condition):
            yield from ambiguous_dates(path, node, dialect, facts.seen(node.field) if facts else None)
            if facts is not None and path not in decided:
                yield from seen_diagnostics(Look(tree, path, node, dialect, facts, word, likened))


def _not_understood(tree: Group, told: Sequence[Diagnostic], word: LeadWord) -> Iterator[Diagnostic]:
    """Parts that nobody here understands, unless the service's dialect knows what becomes of them."""
    places = {one.path for one in told}
    for path, node in walk(tree):
        if isinstance(node, Opaque) and path not in places:
            why = shortened(printable(node.reason), 100)
            depends = f"{word.asked.capitalize()} is in depends on it."
            message = f"This part isn't understood{f': {why}' if why else ''}. {depends}"
            yield Diagnostic("not-understood", Severity.WARN, path, message)


def _with_working_fixes(told: Sequence[Diagnostic], tree: Group, dialect: RuleDialect) -> Iterator[Diagnostic]:
    """What is told, each fix said in a way that the service can hold; without those that can't be, or weren't tried."""
    if all(one.fix is None for one in told):
        yield from told
        return
    before = _said(_refusals(tree, dialect))
    allowance, conditions = Allowance(_MOST_TRIED), _condition_count(tree)
    for one in told:
        if one.fix is None:
            yield one
        elif allowance.covers(conditions):
            yield replace(one, fix=_working(one.fix, before, dialect))
        else:
            yield replace(one, fix=None)


def _working(fix: Fix, before: Collection[tuple[str, str]], dialect: RuleDialect) -> Fix | None:
    """A fix after which the service refuses nothing that it didn't refuse before; None if there is no such way."""
    for _ in range(_MOST_STEPS):
        worse = [one for one in _refusals(fix.rule, dialect) if (one.code, one.message) not in before]
        if not worse:
            return fix
        if worse[0].fix is None:
            break
        fix = worse[0].fix
    return None


def _refusals(rule: Group, dialect: RuleDialect) -> list[Diagnostic]:
    """What keeps a rule from being sent, or from being answered."""
    said = (*dialect.problems(rule), *dialect.served(rule).differences)
    return [one for one in said if one.severity is Severity.REFUSE or one.code == "never-answered"]


def _said(diagnostics: Iterable[Diagnostic]) -> set[tuple[str, str]]:
    return {(one.code, one.message) for one in diagnostics}
