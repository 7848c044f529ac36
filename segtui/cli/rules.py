"""Rules from flags and files, and rules as lines of text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from segtui.cli.files import content_of
from segtui.cli.session import Call, Usage
from segtui.cli.tables import wrapped
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.frozen import date_key
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.dialect import ServedRule
from segtui.domain.muting import unmuted
from segtui.domain.rule_text.reading import read_rule_text
from segtui.domain.rules import Combine, Group
from segtui.domain.tree_json import rule_from_json
from segtui.domain.typed_text import DateReading, read_meant_condition
from segtui.domain.wording import node_words
from segtui.workspace.intents import FrozenRule, Meant, freeze_dates
from segtui.workspace.rule_texts import TextRead, read_text, text_name
from segtui.workspace.workspace import Workspace


def has_rule_options(call: Call) -> bool:
    """Whether any flag speaks of the rule."""
    args = call.args
    whole = (args.rule_file, args.rule, args.fql)
    return bool(any(one is not None for one in whole) or args.filters or args.match)


def check_rule_options(call: Call) -> None:
    """Refuse flags that don't go together.

    Raises:
        Usage: A rule is given in two ways.
    """
    args = call.args
    whole = (args.rule_file, args.rule, args.fql)
    ways = (*(one is not None for one in whole), bool(args.filters or args.match))
    if sum(ways) > 1:
        raise Usage(
            "A rule comes from --rule, from --rule-file, from --fql, or from --filter and --match, not from several."
        )


def wanted_rule(call: Call, workspace: Workspace, present: Group) -> FrozenRule:
    """The rule that the flags ask for, with relative dates frozen where the service holds none.

    Args:
        call: With the flags `--match`, `--filter`, `--rule`, `--rule-file` and `--fql`.
        workspace: Knows what fields hold.
        present: What the rule is until the flags change it.

    Raises:
        SegtuiError: A condition or the file can't be read; the message names the place.
    """
    args = call.args
    now = workspace.now()
    if args.fql is not None:
        return FrozenRule(wanted_text(call, workspace).rule)
    if args.rule_file is not None:
        return freeze_dates(workspace, _read_rule(args.rule_file), now, UTC)
    if args.rule is not None:
        frozen = freeze_dates(workspace, read_rule_text(args.rule, present), now, UTC)
        return replace(frozen, rule=workspace.in_words_that_work(frozen.rule))
    rule, meant = present, []
    if args.filters:
        dates = DateReading(now, UTC, keeps_relative=True, semantics=workspace.dialect.semantics)
        read = [read_meant_condition(typed, workspace.dialect.field_type, dates) for typed in args.filters]
        meant = [
            Meant(key, words)
            for condition, dated in read
            for one, words in dated
            if (key := date_key(condition.field, one)) is not None
        ]
        rule = replace(rule, children=tuple(condition for condition, _ in read), negate=False)
    if args.match:
        rule = replace(rule, combine=Combine(args.match))
    if not args.filters:
        return FrozenRule(rule)
    frozen = freeze_dates(workspace, rule, now, UTC)
    return FrozenRule(workspace.in_words_that_work(frozen.rule), (*meant, *frozen.meant))


def wanted_text(call: Call, workspace: Workspace, before: str = "") -> TextRead:
    """The rule that `--fql` gives as the service's own text: the text itself, `@FILE`, or `-` for standard input.

    Args:
        call: With the flag.
        workspace: Knows the service's language.
        before: The text that the rule has now.

    Raises:
        Usage: The service keeps no text of a rule.
        SegtuiError: The file can't be read, or the text is blank.
    """
    given: str = call.args.fql
    if not text_name(workspace):
        raise Usage(f"{workspace.title} keeps no text of its rules.", hint="Give the rule with --rule or --filter.")
    if given == "-" or given.startswith("@"):
        content, name = content_of(given.removeprefix("@"))
        try:
            given = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Usage(f"{name} can't be read as a rule: it is no UTF-8 text.") from None
    return read_text(workspace, given.strip(), before)


def _read_rule(file: str) -> Group:
    content, name = content_of(file)
    try:
        return unmuted(rule_from_json(_json(content, name)))
    except RecursionError:
        raise Usage(f"{name} is nested too deeply to be read as a rule.") from None


def _json(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, character {error.colno}"
        mistake = Usage(f"{name} is no JSON: {error.msg} at {place}.", hint=_EXAMPLE)
    except ValueError:
        mistake = Usage(f"{name} can't be read as a rule: it is no UTF-8 text, or holds a number without end.")
    # Raised out here: the error that was caught carries the whole file along.
    raise mistake


_EXAMPLE = 'A rule: {"match": "all", "children": [{"field": "city", "operator": "is", "value": "Rome"}]}'


def rule_lines(rule: Group, served: ServedRule, word: LeadWord, frozen: Sequence[Diagnostic] = ()) -> Iterator[str]:
    """A rule, line by line, with what the service makes of it and where its dates are from beside each condition."""
    told = (*served.differences, *frozen)
    if not rule.children:
        yield "Rule: without conditions"
    else:
        negated = "do not meet" if rule.negate else "meet"
        yield f"Rule: {word.several} that {negated} {rule.combine} of these"
    yield from _diagnostic_lines(told, None)
    for index, child in enumerate(rule.children):
        yield from wrapped(node_words(child), f"  {index + 1:>2}  ", " " * 6)
        yield from _diagnostic_lines(told, index)
    if served.rule is None:
        yield "The service would never answer this rule: whoever uses it gets nothing."
    elif served.everybody:
        yield from wrapped(f"{word.everybody.capitalize()}: {served.everybody}")
    elif any(one.severity is Severity.WARN for one in served.differences):
        yield from wrapped(f"What the service selects: {node_words(served.rule, 400)}", "", "  ")


def _diagnostic_lines(told: Iterable[Diagnostic], index: int | None) -> Iterator[str]:
    """What is to be told about one condition, or about the rule as a whole."""
    for one in told:
        if (one.path[0] if one.path else None) == index:
            yield from _told(one)


def _told(diagnostic: Diagnostic) -> Iterator[str]:
    indent = " " * (6 if diagnostic.path else 2)
    yield from wrapped(f"{_SEVERITIES[diagnostic.severity]}: {diagnostic.message}", indent, indent + "  ")
    if diagnostic.fix:
        yield from wrapped(f"instead, {diagnostic.fix.says}", indent + "  ", indent + "    ")


_SEVERITIES = {Severity.REFUSE: "must be changed", Severity.WARN: "warning", Severity.NOTE: "note"}
