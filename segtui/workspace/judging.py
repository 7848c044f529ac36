"""What there is to say of the rule on the screen: what lint finds, and how many people each part selects."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field

from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Evaluator
from segtui.domain.facts import Facts
from segtui.domain.record import record
from segtui.domain.rules import Group, Opaque, Path, walk
from segtui.domain.segments import Segment
from segtui.workspace.linting import Looked, lint_rule, look_at_leads, rule_key
from segtui.workspace.sample import Progress, Sample
from segtui.workspace.workspace import Workspace

_KEPT = 64
"""Rules whose judgement is remembered: those that somebody goes back and forth between."""


@record
class PartCount:
    """How many leads of the sample one part of a rule selects, taken alone."""

    meets: int
    unsure: int = 0
    """Leads of whom it can't be told."""


@record
class Judgement:
    """What there is to say of a rule. Paths are those of the rule that counts."""

    diagnostics: tuple[Diagnostic, ...]
    everybody: str = ""
    """Why every lead would be selected; empty when it isn't so, as far as the rule alone tells."""
    counts: Mapping[Path, PartCount] = field(default_factory=dict)
    """Of each part, as its service would compare; empty when the leads aren't known."""
    looked_at: int = 0
    """How many leads were counted."""
    of_everybody: bool = False
    """Whether these are all there are."""


class Judge:
    """Judges rules of one profile; what was judged is known at once the next time.

    Args:
        workspace: The profile.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: OrderedDict[tuple[object, ...], Judgement] = OrderedDict()
        self.looked: Looked | None = None
        """The leads that rules are judged by; None until `learn`."""

    @property
    def facts(self) -> Facts | None:
        """What the leads have in their fields; None until `learn`."""
        return self.looked.facts if self.looked is not None else None

    @property
    def can_learn(self) -> bool:
        """Whether `learn` would tell anything new."""
        if self.workspace.why_not_leads():
            return False
        return self.looked is None or self.looked.sample is not self.workspace.known_sample

    async def learn(self, progress: Progress | None = None) -> None:
        """Fetch the leads that rules are counted on, if they aren't known yet.

        Args:
            progress: Told while they come.

        Raises:
            ServiceError: The service couldn't be asked.
        """
        looked = await look_at_leads(self.workspace, progress)
        is_known = looked is None or (self.looked is not None and self.looked.sample is looked.sample)
        if not is_known:  # somebody else may have waited for the same leads
            self.looked = looked
            self._known.clear()

    def at_once(self, rule: Group, stored: Segment | None = None) -> Judgement:
        """What is known of a rule without waiting: all of it if it was judged before, else what the service says."""
        known = self._known.get(rule_key(rule, stored))
        if known is not None:
            return known
        served = self.workspace.served(rule, stored)
        said = {(one.path, one.message): one for one in (*self.workspace.problems(rule, stored), *served.differences)}
        return Judgement(tuple(said.values()), served.everybody)

    async def judge(self, rule: Group, stored: Segment | None = None) -> Judgement:
        """All there is to say of a rule; found out beside the screen's own thread, since patterns can take a while."""
        key = rule_key(rule, stored)
        if key not in self._known:
            looked = self.looked
            judgement = await asyncio.to_thread(self._judged, rule, stored, looked)
            if looked is not self.looked:
                return judgement
            self._known[key] = judgement
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def _judged(self, rule: Group, stored: Segment | None, looked: Looked | None) -> Judgement:
        found = tuple(lint_rule(self.workspace, rule, stored, looked))
        everybody = self.workspace.served(rule, stored).everybody
        if looked is None:
            return Judgement(found, everybody)
        sample = looked.sample
        return Judgement(found, everybody, self._counts(rule, sample), len(sample.leads), sample.is_everybody)

    def _counts(self, rule: Group, sample: Sample) -> Mapping[Path, PartCount]:
        evaluator = Evaluator(self.workspace.dialect.semantics, now=sample.as_of)
        counts: dict[Path, PartCount] = {}
        for path, node in walk(rule):
            if path and not isinstance(node, Opaque):
                answers = [evaluator.answer(node, lead) for lead in sample.leads]
                counts[path] = PartCount(answers.count(True), answers.count(None))
        return counts
