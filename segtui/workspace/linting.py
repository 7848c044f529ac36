"""Lint with what one profile knows: its service's dialect, its fields, and the sample of its leads."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.facts import Facts
from segtui.domain.frozen import NOTHING_FROZEN, FrozenDates
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.workspace.sample import Progress, tally
from segtui.workspace.workspace import Workspace


async def known_facts(workspace: Workspace, progress: Progress | None = None) -> Facts | None:
    """What the leads of the sample have in their fields; None where the service doesn't show its people."""
    if workspace.why_not_leads():
        return None
    sample = await workspace.sample(progress)
    declared = [field.path for field in await workspace.fields()]
    return Facts(sample.leads, declared, is_everybody=sample.is_everybody)


def lint_rule(
    workspace: Workspace,
    rule: Group,
    stored: Segment | None = None,
    facts: Facts | None = None,
    frozen: FrozenDates = NOTHING_FROZEN,
) -> Sequence[Diagnostic]:
    """What is to be told about a rule.

    Args:
        workspace: The profile whose service is to evaluate it.
        rule: The rule as it is meant.
        stored: The segment it belongs to, as the service holds it; parts that it holds already aren't refused.
        facts: From `known_facts`.
        frozen: From `Intents.of`.
    """
    from segtui.domain.lint.linting import lint  # noqa: PLC0415 - 10 ms that the first frame doesn't wait for

    known = stored.rule.children if stored and stored.rule else ()
    native, word = workspace.native_of(stored), workspace.lead_word
    return lint(rule, workspace.dialect, facts, stored=native, known=known, frozen=frozen, word=word)


async def lint_segment(
    workspace: Workspace, segment: Segment, facts: Facts | None, frozen: FrozenDates
) -> Sequence[Diagnostic]:
    """What is to be told about a stored segment, also whether it takes nobody or everybody of the sample."""
    if segment.rule is None:
        return ()
    found = lint_rule(workspace, segment.rule, segment, facts, frozen)
    if facts is None or any(one.code.startswith("matches-") for one in found):
        return found
    counted = await _counted(workspace, segment, segment.rule)
    return (*counted, *found)


async def _counted(workspace: Workspace, segment: Segment, rule: Group) -> Sequence[Diagnostic]:
    served = workspace.served(rule, segment).rule
    if served is None:
        return ()
    sample = await workspace.sample()
    count = (await tally(served, sample, workspace.dialect.semantics)).count
    if count.unsure or not sample.leads or count.value not in {0, len(sample.leads)}:
        return ()
    code, whom = ("nobody-seen", "None") if not count.value else ("everybody-seen", "All")
    message = f"{whom} of the {len(sample.leads):,} {workspace.lead_word.several} looked at would be selected."
    return (Diagnostic(code, Severity.NOTE, (), message),)


class LintBook:
    """What lint says of the rules of many segments, each looked at once.

    Args:
        workspace: The profile.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[Group, str], Sequence[Diagnostic]] = {}
        self._facts: Facts | None = None

    def of(self, rule: Group | None, stored: Segment | None) -> Sequence[Diagnostic] | None:
        """What is known of a rule; None until it was looked at. A list of people has no rule to say anything of."""
        return self._known.get(_place(rule, stored)) if rule is not None else ()

    async def look_at(
        self,
        rules: Sequence[tuple[Group | None, Segment | None]],
        facts: Facts | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Look at rules that aren't known yet, beside the screen's own thread, a while at a time.

        Args:
            rules: Each with its segment, as the service holds it.
            facts: From `known_facts`; when there are others than before, all is looked at anew.
            progress: Told how many have been looked at, of how many.
        """
        if facts is not self._facts:
            self._known, self._facts = {}, facts
        unknown = [(rule, stored) for rule, stored in rules if rule is not None and self.of(rule, stored) is None]
        known, done = self._known, 0
        while done < len(unknown):
            if progress is not None:
                progress(done, len(unknown))
            done = await asyncio.to_thread(self._look_a_while, unknown, done, known, facts)

    def _look_a_while(
        self,
        rules: Sequence[tuple[Group, Segment | None]],
        start: int,
        known: dict[tuple[Group, str], Sequence[Diagnostic]],
        facts: Facts | None,
    ) -> int:
        """Look at some rules from `start` on, and name the first that wasn't looked at.

        Each is known at once: what a rule costs is never spent again, whoever stops this.
        """
        until = monotonic() + _STEP_SECONDS
        for place in range(start, len(rules)):
            rule, stored = rules[place]
            if (key := _place(rule, stored)) not in known:
                known[key] = lint_rule(self._workspace, rule, stored, facts)
            if monotonic() >= until:
                return place + 1
        return len(rules)


_STEP_SECONDS = 0.05
"""Between two looks at whether somebody has stopped it; a rule with an explosive pattern takes longer by itself."""


def _place(rule: Group, stored: Segment | None) -> tuple[Group, str]:
    return rule, stored.id if stored is not None else ""
