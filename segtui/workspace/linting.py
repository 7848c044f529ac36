"""Lint with what one profile knows: its service's dialect, its fields, and the sample of its leads.

`lint_rule` is all that lint says of one rule, wherever that is shown or looked for. Dates that stand still change with
the day, so whoever remembers what was said adds `frozen_diagnostics` afresh. That two segments have the same rule is
told where all of them are at hand.
"""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import TypeAlias

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Evaluator
from segtui.domain.facts import Facts
from segtui.domain.frozen import NOTHING_FROZEN, FrozenDates
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.workspace.sample import Progress, Sample
from segtui.workspace.workspace import Workspace


@record
class Looked:
    """The leads that were looked at: fetched once for all rules, so that no rule costs a request of its own."""

    sample: Sample
    facts: Facts
    """What they have in their fields."""


async def look_at_leads(workspace: Workspace, progress: Progress | None = None) -> Looked | None:
    """The leads of the sample; None where the service doesn't show its people."""
    if workspace.why_not_leads():
        return None
    sample = await workspace.sample(progress)
    declared = [field.path for field in await workspace.fields()]
    return Looked(sample, Facts(sample.leads, declared, is_everybody=sample.is_everybody))


def lint_rule(
    workspace: Workspace,
    rule: Group,
    stored: Segment | None = None,
    looked: Looked | None = None,
    frozen: FrozenDates = NOTHING_FROZEN,
) -> Sequence[Diagnostic]:
    """What is to be told about a rule, also whether it takes nobody or everybody of the leads that were looked at.

    Args:
        workspace: The profile whose service is to evaluate it.
        rule: The rule as it is meant.
        stored: The segment it belongs to, as the service holds it; parts that it holds already aren't refused.
        looked: From `look_at_leads`; without it, nothing is said that depends on leads.
        frozen: From `Intents.of`.
    """
    from segtui.domain.lint.linting import lint  # noqa: PLC0415 - 10 ms that the first frame doesn't wait for

    known = stored.rule.children if stored and stored.rule else ()
    native, word = workspace.native_of(stored), workspace.lead_word
    facts = looked.facts if looked is not None else None
    found = lint(rule, workspace.dialect, facts, stored=native, known=known, frozen=frozen, word=word)
    if looked is None or any(one.code.startswith("matches-") for one in found):
        return found
    return (*_nobody_or_everybody(workspace, rule, stored, looked.sample), *found)


def _nobody_or_everybody(
    workspace: Workspace, rule: Group, stored: Segment | None, sample: Sample
) -> Sequence[Diagnostic]:
    served = workspace.served(rule, stored).rule
    if served is None or not sample.leads:
        return ()
    evaluator = Evaluator(workspace.dialect.semantics, now=sample.as_of)
    first = evaluator.answer(served, sample.leads[0])
    # Most rules take some and not others, which the first few leads tell.
    if first is None or any(evaluator.answer(served, lead) is not first for lead in sample.leads):
        return ()
    code, whom = ("everybody-seen", "All") if first else ("nobody-seen", "None")
    message = f"{whom} of the {len(sample.leads):,} {workspace.lead_word.several} looked at would be selected."
    return (Diagnostic(code, Severity.NOTE, (), message),)


_Key: TypeAlias = tuple[Group, str, Group | str | None, str]

_AS_STORED = "as it is stored"


def rule_key(rule: Group, stored: Segment | None) -> _Key:
    """Everything that what is said of a rule depends on, leads apart."""
    if stored is None:
        return rule, "", None, ""
    # Most rules of a list are those that are stored: each letter of a filter asks for all, and hashing takes longest.
    return rule, stored.id, _AS_STORED if stored.rule is rule else stored.rule, stored.written


class LintBook:
    """What lint says of the rules of many segments, each looked at once.

    Args:
        workspace: The profile.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[_Key, Sequence[Diagnostic]] = {}
        self.looked: Looked | None = None
        """The leads by which rules are looked at."""

    def of(self, rule: Group | None, stored: Segment | None) -> Sequence[Diagnostic] | None:
        """What is known of a rule; None until it was looked at. A list of people has no rule to say anything of."""
        return self._known.get(rule_key(rule, stored)) if rule is not None else ()

    async def look_at(
        self,
        rules: Sequence[tuple[Group | None, Segment | None]],
        looked: Looked | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Look at rules that aren't known yet, beside the screen's own thread, a while at a time.

        Args:
            rules: Each with its segment, as the service holds it.
            looked: From `look_at_leads`; when there are others than before, all is looked at anew.
            progress: Told how many have been looked at, of how many.
        """
        if looked is not self.looked:
            self._known, self.looked = {}, looked
        unknown = [(rule, stored) for rule, stored in rules if rule is not None and self.of(rule, stored) is None]
        known, done = self._known, 0
        while done < len(unknown):
            if progress is not None:
                progress(done, len(unknown))
            done = await asyncio.to_thread(self._look_a_while, unknown, done, known, looked)

    def _look_a_while(
        self,
        rules: Sequence[tuple[Group, Segment | None]],
        start: int,
        known: dict[_Key, Sequence[Diagnostic]],
        looked: Looked | None,
    ) -> int:
        """Look at some rules from `start` on, and name the first that wasn't looked at.

        Each is known at once: what a rule costs is never spent again, whoever stops this.
        """
        until = monotonic() + _STEP_SECONDS
        for place in range(start, len(rules)):
            rule, stored = rules[place]
            if (key := rule_key(rule, stored)) not in known:
                known[key] = lint_rule(self._workspace, rule, stored, looked)
            if monotonic() >= until:
                return place + 1
        return len(rules)


_STEP_SECONDS = 0.05
"""Between two looks at whether somebody has stopped it; a rule with an explosive pattern takes longer by itself."""
