"""`segtui segments create`, `update` and `delete`: shown first, agreed to, carried out once, read back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from segtui.cli.agreeing import agreement, missing_flag
from segtui.cli.asking import somebody_is_there
from segtui.cli.dry_run import dry_run_form, dry_run_lines
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, outcome_form, plan_form
from segtui.cli.rules import check_rule_options, has_rule_options, rule_lines, wanted_rule, wanted_text
from segtui.cli.session import Call, Usage
from segtui.cli.tables import wrapped
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.difference import Step
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.lead_word import LeadWord
from segtui.domain.lint.dates import frozen_diagnostics
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.text import printable, quoted
from segtui.workspace.detail_book import DetailBook
from segtui.workspace.details import new_details
from segtui.workspace.editing import Editing
from segtui.workspace.errors import DetailMissing
from segtui.workspace.intents import Meant, just_frozen
from segtui.workspace.list_looks import new_editing
from segtui.workspace.movement import movement_lines
from segtui.workspace.plans import Ending, Outcome, Plan, Write
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.typed_details import missing_in_command, typed_details
from segtui.workspace.workspace import Workspace


@record
class Next:
    """A second write, which follows a first one that was done as it was meant."""

    key: str
    """Where its outcome stands in the result as JSON; null there when it wasn't begun."""
    run: Callable[[Segment], Awaitable[Outcome]]
    """Goes on with the segment that was saved just now. What keeps it from that is part of the outcome: an error would
    take the first one's with it."""
    not_begun: str
    """What to say when the first one didn't end so that it could be gone on with; a sentence."""
    plan: Plan | None = None
    """What it will do, to be shown with the first plan; None when that is told otherwise."""


class DoneDifferently(SegtuiError):
    """A write after which the service has something else than what was sent."""

    code = "done-differently"


class WriteUnknown(SegtuiError):
    """A write of which nobody can say whether it happened."""

    code = "outcome-unknown"
    trouble = Trouble.UNKNOWN_OUTCOME


async def create(call: Call) -> int:
    """Make a segment."""
    check_rule_options(call)
    if call.args.name is None and call.args.like is None:
        raise Usage("A new segment needs a name: --name.", hint="Such as: --name 'Rome newsletter'")
    async with call.open() as workspace:
        like = await find_segment(workspace, call.args.like) if call.args.like is not None else None
        begun = new_editing(workspace)
        if like is not None:
            begun = Editing.duplicate(like, new_details(workspace.service, like))
        book = DetailBook(workspace)
        given = await typed_details(book, call.args.details, creating=True)
        wanted, meant = _wanted(call, workspace, begun.with_details(given).draft)
        try:
            plan = await plan_create(workspace, wanted, like)
        except DetailMissing as missing:
            raise await missing_in_command(book, missing) from missing
        if is_read(call):
            await book.ask_for(plan.change)
        return await finish(call, workspace, plan, meant, words=book.step_words)


async def update(call: Call) -> int:
    """Change a segment's name, its rule, its details, or all of it."""
    check_rule_options(call)
    if call.args.name is None and not call.args.details and not has_rule_options(call):
        raise Usage(
            "Nothing is to be changed.", hint="Say what: --name, --rule, --match, --filter, --rule-file, --fql, --set"
        )
    async with call.open() as workspace:
        loaded = await find_segment(workspace, call.args.segment)
        book = DetailBook(workspace)
        given = await typed_details(book, call.args.details, creating=False)
        wanted, meant = _wanted(call, workspace, Editing.of(loaded).with_details(given).draft)
        plan = await plan_update(workspace, loaded, wanted)
        return await finish(call, workspace, plan, meant, words=book.step_words)


async def delete(call: Call) -> int:
    """Delete a segment."""
    async with call.open() as workspace:
        plan = await plan_delete(workspace, await find_segment(workspace, call.args.segment))
        return await finish(call, workspace, plan)


def _wanted(call: Call, workspace: Workspace, present: SegmentDraft) -> tuple[SegmentDraft, Sequence[Meant]]:
    name = present.name if call.args.name is None else call.args.name
    if call.args.fql is not None:
        read = wanted_text(call, workspace, present.written)
        return replace(present, name=name, rule=read.rule, written=read.written), ()
    frozen = wanted_rule(call, workspace, present.rule)
    return replace(present, name=name, rule=frozen.rule), frozen.meant


def is_read(call: Call) -> bool:
    """Whether what is told on the way to the result has a reader: scripts have all of it in the result."""
    return not call.output.as_json or (not call.args.dry_run and somebody_is_there())


async def finish(
    call: Call,
    workspace: Workspace,
    plan: Plan,
    meant: Sequence[Meant] = (),
    *,
    beside: Mapping[str, object] | None = None,
    then: Next | None = None,
    words: Callable[[Step], str] = str,
) -> int:
    """Show a plan, have it agreed to, and carry it out.

    Args:
        call: With the flags of a write.
        workspace: Where.
        plan: What to do.
        meant: What dates that stand still were typed as.
        beside: What else belongs to the result as JSON, by key.
        then: What is done next with a segment that was saved; both outcomes are told, however the second ends.
        words: Says what a step of the difference is.

    Raises:
        SegtuiError: It wasn't agreed to, or it didn't end as it was meant.
    """
    if is_read(call):
        dates = just_frozen(meant, workspace.now(), UTC)
        frozen = tuple(frozen_diagnostics(plan.draft.rule, dates))
        call.output.told(_plan_lines(plan, workspace.lead_word, frozen, words))
        if then is not None and then.plan is not None:
            call.output.told(_plan_lines(then.plan, workspace.lead_word, ()))
    outcome = None if call.args.dry_run else await _carried_out(call, workspace, plan, meant)
    saved = outcome.segment if outcome is not None and outcome.ending is Ending.DONE else None
    after = await then.run(saved) if then is not None and saved is not None else None
    call.output.result(
        {
            **(beside or {}),
            **({then.key: _outcome_form(after)} if then is not None else {}),
            **dry_run_form(call, workspace),
            "plan": plan_form(plan),
            "outcome": _outcome_form(outcome),
        },
        _outcome_lines(plan, outcome, after)
        if outcome is not None
        else dry_run_lines(workspace, missing_flag(call, plan)),
    )
    _raise_unless_done(outcome, then.not_begun if then is not None else "")
    _raise_unless_done(after)
    return 0


def _outcome_form(outcome: Outcome | None) -> Form | None:
    return outcome_form(outcome) if outcome is not None else None


def _raise_unless_done(outcome: Outcome | None, not_begun: str = "") -> None:
    if outcome is None or outcome.ending is Ending.DONE:
        return
    says = f"{outcome.says} {not_begun}".rstrip()
    if outcome.ending is Ending.UNKNOWN:
        raise WriteUnknown(says)
    raise DoneDifferently(says, hint="Look at it as it is now: segtui segments show")


async def _carried_out(call: Call, workspace: Workspace, plan: Plan, meant: Sequence[Meant]) -> Outcome:
    typed = agreement(call, plan)
    intents = call.session.intents(workspace)
    if plan.stored is not None:
        # Before anything is sent, so that no end of the program can come in between; it holds of just these dates.
        intents.remember(plan.stored.id, meant)
    try:
        outcome = await carry_out(workspace, plan, typed)
    except asyncio.CancelledError:
        raise WriteUnknown(
            f"Interrupted while {quoted(plan.draft.name)} was being saved; whether it happened is not known.",
            hint="Look at what the service has now before you try again.",
        ) from None

    if outcome.segment is not None and plan.write is Write.CREATE:
        intents.remember(outcome.segment.id, meant)
        if plan.like is not None:
            intents.copied(plan.like.id, outcome.segment.id)
    if plan.write is Write.DELETE and plan.stored is not None and outcome.ending is Ending.DONE:
        intents.forget(plan.stored.id)
    if intents.trouble is not None:
        call.output.warned(f"{intents.trouble.message} What was meant by the dates isn't kept.")
    return outcome


def _plan_lines(
    plan: Plan, lead_word: LeadWord, frozen: Sequence[Diagnostic], words: Callable[[Step], str] = str
) -> Iterator[str]:
    """What would be done, what the service will make of it, and whom it will select."""
    subject = quoted(plan.stored.name if plan.stored else plan.draft.name)
    where = f" ({printable(plan.stored.id)})" if plan.stored else ""
    yield f"{plan.write.value.capitalize()} {subject}{where}"
    for step in plan.change.steps if plan.write is not Write.DELETE else ():
        yield from wrapped(words(step), "  ", "    ")
    if plan.note:
        yield from wrapped(printable(plan.note))
    is_list = plan.draft.kind is not SegmentKind.DYNAMIC
    if not is_list:
        yield from rule_lines(plan.draft.rule, plan.served, lead_word, frozen)
    if plan.write is not Write.DELETE and plan.served.rule is not None and (plan.count is not None or not is_list):
        yield f"It will {'have' if is_list else 'select'}: {plan.count or 'not known'}"
    for line in movement_lines(plan.movement, lead_word) if plan.movement else ():
        yield from wrapped(line.strip(), " " * (len(line) - len(line.lstrip())), "    ")
    # What follows from the rule alone has been said beside it.
    if plan.confirmation and plan.served.rule is not None and not plan.served.everybody:
        yield from wrapped(plan.confirmation.reason)


def _outcome_lines(plan: Plan, outcome: Outcome, after: Outcome | None) -> Iterator[str]:
    """What was done; what wasn't, or not as it was meant, is told as an error."""
    if outcome.ending is Ending.DONE:
        yield printable(outcome.says)
    if plan.write is Write.CREATE and outcome.segment:
        yield f"Its id: {printable(outcome.segment.id)}"
    if after is not None and after.ending is Ending.DONE:
        yield from wrapped(printable(after.says))
