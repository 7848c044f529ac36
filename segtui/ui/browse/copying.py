"""How a copy to another profile is walked through on the screen: report, plan, confirm, send, read back, tell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from textual.app import App

from segtui.domain.frozen import FrozenDates
from segtui.domain.people_between import Use
from segtui.domain.phrase import phrase
from segtui.domain.rules import Condition, walk
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.domain.translating import Translation
from segtui.domain.values import JsonValue
from segtui.ui.dialogs.copying import ReportDialog
from segtui.ui.dialogs.copying_field import NamedField
from segtui.ui.dialogs.freezing import FreezingDialog
from segtui.ui.dialogs.picking import Offer, PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.ending_signs import ENDING_SIGNS
from segtui.ui.widgets.plain import StatusLine
from segtui.workspace.copying import Copy, Wishes, fields_there, plan_copy, translate
from segtui.workspace.detail_book import DetailBook
from segtui.workspace.errors import DetailMissing, Unsafe
from segtui.workspace.freezing import (
    NOT_FILLED,
    Crowd,
    Freezing,
    Way,
    crowd_of,
    fill,
    freeze_crowd,
    plan_frozen,
    ways_to_copy,
    why_nobody,
)
from segtui.workspace.intents import Intents, Meant
from segtui.workspace.plans import Ending, Outcome, Plan
from segtui.workspace.sample import Progress
from segtui.workspace.saving import carry_out
from segtui.workspace.unfinished import Form, FormPlace, UnfinishedForms
from segtui.workspace.workspace import Workspace

_WAYS = {Way.RULE: "its rule", Way.PEOPLE: "those who are in it now, as a list"}


class CopyingWalk:
    """Walks a person through the copy of one segment.

    Whoever goes back from the plan comes to the report again, with the fields as they were named, and from there to the
    choice of what is copied, where there was one. The fields are kept until the copy is made or the report left.

    Args:
        app: Shows the dialogs.
        source: Where the segment is.
        target: Where the copy shall be.
        status: Says what runs.
        intents: What was meant by the dates of the source's segments.
        target_intents: The same of the target's.
        forms: Keeps the fields that are named, with the source's segments.
    """

    def __init__(
        self,
        app: App[object],
        source: Workspace,
        target: Workspace,
        status: StatusLine,
        *,
        intents: Intents,
        target_intents: Intents,
        forms: UnfinishedForms,
    ) -> None:
        self._app, self._status = app, status
        self._source, self._target = source, target
        self._intents, self._target_intents = intents, target_intents
        self._forms = forms
        self._book = DetailBook(target)
        self._picked: dict[str, JsonValue] = {}
        """What was picked before somebody went back, by the keys of details."""
        self.is_sending = False
        """Whether something is on its way, which nothing may stop: nobody could tell what came of it."""

    async def copy(self, segment_id: str) -> str:
        """Copy a segment.

        Returns:
            What came of it, as a sentence; empty when the person went back.

        Raises:
            SegtuiError: It can't be copied, or a service couldn't be asked.
        """
        with self._status.running("reading the segment", stop_key="esc"):
            segment = await self._source.segment(segment_id)
        ways = ways_to_copy(segment, self._target)
        if not ways:
            raise Unsafe(f"{self._target.title} has no lists, so {quoted(segment.name)} can't be copied there.")
        if len(ways) == 1:
            return await self._copied_as(ways[0], segment)
        offers, picked = [Offer(_WAYS[one]) for one in ways], None
        while True:
            picked = await self._pick(f"Copy of {quoted(segment.name, 40)}", offers, picked)
            if picked is None:
                return ""
            if says := await self._copied_as(ways[picked], segment):
                return says

    async def _copied_as(self, way: Way, segment: Segment) -> str:
        """Copy the rule or the people; says what came of it, nothing when the person went back."""
        return await (self._copy_rule(segment) if way is Way.RULE else self._copy_people(segment))

    def _kept(self, segment: Segment, way: Way) -> tuple[FormPlace, Wishes]:
        """Where the fields that are named for a copy are kept, and those that were named before."""
        kept = self._forms.place(segment.id, Form.COPY.about([self._target.profile.place, way.value]))
        fields = kept.typed if isinstance(kept.typed, Mapping) else {}
        rule = segment.rule if way is Way.RULE else None
        there = {node.field for _, node in walk(rule) if isinstance(node, Condition)} if rule is not None else fields
        return kept, Wishes(fields={mine: str(theirs) for mine, theirs in fields.items() if mine in there})

    async def _copy_rule(self, segment: Segment) -> str:
        dates: FrozenDates = self._intents.of(segment.id)
        kept, wishes = self._kept(segment, Way.RULE)
        while True:
            agreed = await self._report(segment, wishes, kept)
            if agreed is None:
                return ""
            translation, wishes = agreed
            copied = await self._planned(segment, translation, wishes, dates)
            says = await self._confirmed(copied.plan, copied.meant, kept) if copied is not None else None
            if says is not None:
                return says

    async def _planned(
        self, segment: Segment, translation: Translation, wishes: Wishes, dates: FrozenDates
    ) -> Copy | None:
        """Plan the copy, and ask for what its service wants; None when they went back."""
        while True:
            try:
                with self._status.running(f"looking at {self._target.title}", stop_key="esc"):
                    return await plan_copy(self._source, segment, self._target, wishes, translation, dates=dates)
            except DetailMissing as missing:
                found = await self._with_detail(wishes, missing)
                if found is None:
                    return None
                wishes = found

    async def _report(self, segment: Segment, wishes: Wishes, kept: FormPlace) -> tuple[Translation, Wishes] | None:
        """Show what becomes of each condition, with other fields until somebody agrees; None when they went back."""
        place = 0
        with self._status.running(f"looking at {self._target.title}", stop_key="esc"):
            translation = await translate(self._source, segment, self._target, wishes, self._intents.zone)
            fields = await fields_there(self._target)
        while True:
            says = self._says(translation)
            title = self._title(segment)
            report = ReportDialog(title, translation, self._target, fields, wishes, says=says, place=place)
            answer = await self._answer(report, wishes, kept)
            if not isinstance(answer, NamedField):
                return (translation, wishes) if answer else None
            wishes, place = wishes.with_field(answer.mine, answer.theirs), answer.place
            with self._status.running(f"looking at {self._target.title}", stop_key="esc"):
                translation = await translate(self._source, segment, self._target, wishes, self._intents.zone)

    def _says(self, translation: Translation) -> str:
        """What the copy's rule says, in a sentence."""
        target, rule = self._target, translation.rule
        return phrase(rule, target.field_names(rule), target.dialect.semantics, word=target.lead_word)

    async def _copy_people(self, segment: Segment) -> str:
        with self._reading() as tell:
            crowd = await crowd_of(self._source, segment, tell)
        kept, wishes = self._kept(segment, Way.PEOPLE)
        while True:
            agreed = await self._people_report(segment, crowd, wishes, kept)
            if agreed is None:
                return ""
            freezing, wishes = agreed
            with self._status.running(f"looking at {self._target.title}", stop_key="esc"):
                plan = await plan_frozen(self._target, segment, wishes, freezing)
            says = await self._confirmed(plan, (), kept, freezing if freezing.is_filled_later else None)
            if says is not None:
                return says

    async def _people_report(
        self, segment: Segment, crowd: Crowd, wishes: Wishes, kept: FormPlace
    ) -> tuple[Freezing, Wishes] | None:
        """Show who becomes what on the list, with other fields until somebody agrees; None when they went back."""
        place = 0
        found: Sequence[Use] | None = None
        while True:
            with self._reading() as tell:
                freezing = await freeze_crowd(self._source, crowd, self._target, wishes, progress=tell)
            found = freezing.uses if found is None else found
            report = FreezingDialog(
                self._title(segment),
                crowd,
                freezing,
                (self._source.lead_word, self._target.lead_word),
                found,
                wishes.fields,
                why_not=why_nobody(segment, self._target, freezing),
                place=place,
            )
            answer = await self._answer(report, wishes, kept)
            if not isinstance(answer, NamedField):
                return (freezing, wishes) if answer else None
            wishes, place = wishes.with_use(answer.mine, answer.theirs), answer.place

    async def _answer(
        self, report: ReportDialog | FreezingDialog, wishes: Wishes, kept: FormPlace
    ) -> bool | NamedField | None:
        """Show a report; named fields are kept while it is read, and while a copy with them is planned."""
        kept.keep(dict(wishes.fields) or None)
        report.kept_in = kept
        answer = await self._app.push_screen_wait(report)
        if answer:
            kept.keep(dict(wishes.fields) or None)
        return answer

    @contextmanager
    def _reading(self) -> Iterator[Progress]:
        """Say how many people were read."""
        with self._status.running("reading people", stop_key="esc") as job:

            def tell(done: int, total: int | None) -> None:
                self._status.tell_progress(job, f"{done:,}" if total is None else f"{done:,} of {total:,}")

            yield tell

    async def _with_detail(self, wishes: Wishes, missing: DetailMissing) -> Wishes | None:
        """The wishes with a detail that the target wants, such as a team."""
        detail = next(one for one in self._book.details if one.key == missing.key)
        with self._status.running(f"asking what the {detail.title.lower()} may be", stop_key="esc"):
            choices = await self._book.ask(detail)
        offers = [Offer(printable(one.label), printable(str(one.value))) for one in choices]
        picked = next((place for place, one in enumerate(choices) if one.value == self._picked.get(detail.key)), None)
        place = await self._pick(f"{detail.title} of the copy", offers, picked)
        if place is None:
            return None
        self._picked[detail.key] = choices[place].value
        return replace(wishes, details={**wishes.details, detail.key: choices[place].value})

    async def _confirmed(
        self, plan: Plan, meant: Sequence[Meant], kept: FormPlace, freezing: Freezing | None = None
    ) -> str | None:
        """Have a plan agreed to and carry it out; says what came of it, None when they went back."""
        told = " ".join(filter(None, (self._where(freezing), plan.note)))
        dialog = PlanDialog(replace(plan, note=told), self._target.lead_word, self._book.step_words)
        typed = await self._app.push_screen_wait(dialog)
        if typed is None:
            return None
        self.is_sending = True
        try:
            with self._status.running("sending the copy"):
                outcome = await carry_out(self._target, plan, typed)
                outcome = await self._filled(outcome, freezing)
        finally:
            self.is_sending = False
        if outcome.segment is not None and meant:
            self._target_intents.remember(outcome.segment.id, meant)
        if outcome.segment is not None:
            kept.keep(None)
        where = f"On {printable(self._target.profile.name)}: "
        return f"{ENDING_SIGNS[outcome.ending]} {where}{outcome.says}"

    def _where(self, freezing: Freezing | None) -> str:
        """Where the copy is made, and what is sent besides, in a sentence."""
        made = f"It is made on {printable(self._target.profile.name)}"
        if freezing is None:
            return f"{made}."
        are = "is" if len(freezing.people) == 1 else "are"
        return f"{made}, and then {self._target.lead_word.counted(len(freezing.people))} {are} added to it."

    async def _filled(self, outcome: Outcome, freezing: Freezing | None) -> Outcome:
        """Take people into a list that was made for them, which ends as badly as the worse of the two."""
        if freezing is None:
            return outcome
        if outcome.segment is None or outcome.ending is not Ending.DONE:
            return replace(outcome, says=f"{outcome.says} {NOT_FILLED}")
        after = await fill(self._target, outcome.segment, freezing)
        return replace(outcome, ending=after.ending, says=f"{outcome.says} {after.says}")

    async def _pick(self, title: str, offers: Sequence[Offer], picked: int | None = None) -> int | None:
        return await self._app.push_screen_wait(PickDialog(title, offers, picked=picked))

    def _title(self, segment: Segment) -> str:
        return f"Copy {quoted(segment.name, 40)} to {printable(self._target.profile.name)}"
