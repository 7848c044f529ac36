"""Writes: planned and shown first, checked right before, read back after, and never repeated blindly.

The services know no versions: whoever writes last wins. So each write is preceded by a fresh look at the segment, and
what came out of it is read back and compared. When the answer to a write doesn't come, reading settles what can be
settled; the rest is said to be unknown.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from segtui.backends.base import Ability, ChangesSegments, KeepsText, Served, WritesNewRules
from segtui.backends.errors import NotFound, OutcomeUnknown, Refused, ServiceError
from segtui.backends.lists import GivesReceipts, SettlesKinds
from segtui.domain.counting import Certainty
from segtui.domain.diagnostics import Severity
from segtui.domain.difference import NEW, difference
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.muting import unmuted
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentState
from segtui.domain.text import printable, quoted
from segtui.workspace.confirming import Confirmation, confirmation_for, confirmation_of_text, confirmation_with
from segtui.workspace.deleted import last_state_kept, why_empty_again
from segtui.workspace.details import missing_from, onto, refuse_missing
from segtui.workspace.errors import (
    ConfirmationMissing,
    NothingToChange,
    RuleRefused,
    Unsafe,
)
from segtui.workspace.feed import LeadFeed
from segtui.workspace.linking import give_all, targets_as, uses_of
from segtui.workspace.list_plans import outcome_of, plan_changed_list, plan_new_list
from segtui.workspace.movement import movement_of, read_out
from segtui.workspace.plans import Ending, Outcome, Plan, Write
from segtui.workspace.rule_texts import base_of, of_its_text, unread_by_us
from segtui.workspace.workspace import Workspace, has_changed

_SAMPLE_IS_FRESH_FOR = timedelta(minutes=5)
"""Before a write, people who were fetched longer ago are fetched anew."""


async def plan_create(workspace: Workspace, draft: SegmentDraft, like: Segment | None = None) -> Plan:
    """Plan a new segment.

    Raises:
        RuleRefused: Parts of the rule must be mended first.
        Unsafe: The profile is read-only, or the segment has no name.
        ServiceError: The service couldn't be asked.
    """
    _refuse_if(workspace, workspace.why_not_create())
    backend = await workspace.connected()
    if like is None and not draft.written and isinstance(backend, WritesNewRules):
        draft = replace(draft, written=backend.blank_text())
    if isinstance(backend, SettlesKinds):
        draft = backend.settled(draft)
    if draft.kind is not SegmentKind.DYNAMIC or workspace.service.abilities.reason_against(Ability.RULES):
        return await plan_new_list(workspace, draft, like)
    draft = _as_held(workspace, draft, like, creating=True)
    refuse_missing(workspace.service, draft)
    namesakes = [other for other in await workspace.segments() if other.name == draft.name]
    served = workspace.served(draft.rule, like)
    seen = await _preview(workspace, draft, served, like=like)
    count = seen.feed.count if seen.feed is not None else None
    give_to, of_links = await targets_as(workspace, like) if like is not None else ((), "")
    same_name = f"There is already a segment called {quoted(draft.name)}." if namesakes else ""
    return Plan(
        Write.CREATE,
        draft,
        difference(NEW, draft),
        served,
        like=like,
        count=count,
        confirmation=confirmation_with(
            confirmation_of_text(
                confirmation_for(served, count, workspace.lead_word),
                unread_by_us(workspace, draft, like),
                seen.refused,
            ),
            workspace.service.details,
            {},
            draft.details,
        ),
        give_to=give_to,
        note=f"{same_name} {of_links}".strip(),
    )


async def plan_update(workspace: Workspace, loaded: Segment, draft: SegmentDraft) -> Plan:
    """Plan a change of a segment.

    Args:
        workspace: Where.
        loaded: The segment as it was when the change began.
        draft: What it should be.

    Raises:
        ChangedMeanwhile: Somebody else changed it since it was loaded.
        SegmentIsDeleted: It was deleted.
        NothingToChange: The draft says what the service has.
        RuleRefused: Parts of the rule must be mended first.
        Unsafe: The profile is read-only, or the segment has no name.
        ServiceError: It doesn't exist, belongs elsewhere, or the service couldn't be asked.
    """
    _refuse_if(workspace, workspace.why_not_update())
    stored = await workspace.unchanged(loaded)
    if stored.kind is not SegmentKind.DYNAMIC:
        return await plan_changed_list(workspace, stored, replace(draft, details=onto(stored, loaded, draft)))
    draft = _as_held(workspace, replace(draft, details=onto(stored, loaded, draft)), stored)
    change = difference(SegmentDraft.of(stored), draft)
    if not change:
        raise NothingToChange
    served = workspace.served(draft.rule, stored)
    sends_rule, sends_text = draft.rule != stored.rule, draft.written != stored.written
    seen = await _preview(workspace, draft, served, stored)
    count = seen.feed.count if seen.feed is not None else None
    movement = await movement_of(workspace, stored, served, seen.feed) if sends_rule else None
    asked = confirmation_for(served, count, workspace.lead_word, movement) if sends_rule else None
    if sends_text:
        asked = confirmation_of_text(asked, unread_by_us(workspace, draft, stored), seen.refused)
    return Plan(
        Write.UPDATE,
        draft,
        change,
        served,
        stored=stored,
        count=count,
        movement=movement,
        confirmation=confirmation_with(asked, workspace.service.details, stored.details, draft.details),
    )


async def plan_delete(workspace: Workspace, loaded: Segment) -> Plan:
    """Plan to delete a segment.

    Raises:
        ChangedMeanwhile: Somebody else changed it since it was loaded.
        SegmentIsDeleted: It is deleted already.
        Unsafe: The profile is read-only.
        ServiceError: It doesn't exist, belongs elsewhere, or the service couldn't be asked.
    """
    _refuse_if(workspace, workspace.why_not_delete())
    stored = await workspace.unchanged(loaded)
    draft = SegmentDraft.of(stored)
    uses = await _uses(workspace, stored)
    return Plan(
        Write.DELETE,
        draft,
        difference(draft, replace(draft, rule=Group(draft.rule.combine))),
        workspace.served(draft.rule, stored),
        stored=stored,
        count=stored.size,
        confirmation=Confirmation(
            "delete",
            why_empty_again(workspace, stored)
            or "A deleted segment can't be brought back, only made again under a new id.",
        ),
        note=uses,
    )


async def _uses(workspace: Workspace, stored: Segment) -> str:
    """What a deletion touches, in a sentence; what becomes of it, no service tells."""
    try:
        uses = await uses_of(workspace, stored)
    except ServiceError as error:
        return f"What uses this segment couldn't be found out: {error.message}"
    return f"In use by {', '.join(uses)}. What becomes of these isn't known." if uses else ""


async def carry_out(workspace: Workspace, plan: Plan, typed: str = "") -> Outcome:
    """Carry out a plan, once, and say what came of it.

    The segment is looked at again right before, because a plan may have been on the screen for a while.

    Args:
        workspace: Where.
        plan: What to do.
        typed: What the person has typed as confirmation.

    Raises:
        ConfirmationMissing: The plan needs another confirmation.
        ChangedMeanwhile: Somebody else changed the segment since the plan was made.
        ServiceError: It was refused, or surely not sent. After `OutcomeUnknown` there is an `Outcome` instead.
    """
    if plan.confirmation is not None and not plan.confirmation.is_met_by(typed):
        raise ConfirmationMissing(plan.confirmation.reason, hint=f"Type the word: {plan.confirmation.word}")
    if plan.stored is None:
        return await _create(workspace, plan)
    now = await workspace.unchanged(plan.stored)
    if plan.write is Write.DELETE:
        return await _delete(workspace, now)
    return await _update(workspace, plan, plan.stored)


async def _create(workspace: Workspace, plan: Plan) -> Outcome:
    known = {other.id for other in await workspace.segments()}
    try:
        made = await (await workspace.connected()).create(plan.draft, plan.like)
    except OutcomeUnknown as silence:
        return await _given(workspace, plan, await _look_for_new(workspace, plan.draft, known, silence))
    return await _given(workspace, plan, await _read_back(workspace, plan, made.id))


async def _given(workspace: Workspace, plan: Plan, outcome: Outcome) -> Outcome:
    """Give a duplicate to those who have the original, if it was surely made."""
    made = outcome.segment
    if not plan.give_to:
        return outcome
    if made is None:
        return replace(outcome, says=f"{outcome.says} It wasn't given to anybody who has the original.")
    given = await give_all(workspace, made, plan.give_to)
    ending, says = Ending.worse_of(outcome.ending, given.ending), f"{outcome.says} {given.says}"
    try:
        # Giving it to somebody may have moved its date of change.
        made = await workspace.segment(made.id)
    except SegtuiError as error:
        says = f"{says} It couldn't be read once more: {error.message}"
    return Outcome(ending, says, made if given.links is None else replace(made, links=given.links))


async def _update(workspace: Workspace, plan: Plan, stored: Segment) -> Outcome:
    try:
        updated = await (await _changer(workspace)).update(stored, plan.draft)
    except OutcomeUnknown as silence:
        return await _read_back(workspace, plan, stored.id, silence)
    return await _read_back(workspace, plan, updated.id)


async def _delete(workspace: Workspace, stored: Segment) -> Outcome:
    silence: OutcomeUnknown | None = None
    changer = await _changer(workspace)
    try:
        with last_state_kept(workspace, stored):
            await changer.delete(stored.id)
    except OutcomeUnknown as error:
        silence = error
    try:
        now = await workspace.segment(stored.id)
    except NotFound:
        # It was there right before. Some services keep what is deleted and mark it, others have nothing any more.
        gone = replace(stored, state=SegmentState.DELETED)
        return Outcome(Ending.DONE, f"{quoted(stored.name)} is deleted; the service has it no more.", gone)
    except SegtuiError as error:
        return _unknown(f"Whether {quoted(stored.name)} was deleted couldn't be read back: {error.message}")
    if now.state is SegmentState.DELETED:
        return Outcome(Ending.DONE, f"{quoted(stored.name)} is deleted; read back and checked.", now)
    if silence is not None:
        return _not_seen(f"{quoted(stored.name)} is still there.", now)
    return Outcome(Ending.DONE_DIFFERENTLY, f"The service said yes, but {quoted(stored.name)} is still there.", now)


async def _read_back(
    workspace: Workspace, plan: Plan, segment_id: str, silence: OutcomeUnknown | None = None
) -> Outcome:
    """Compare what the service has now with what was sent."""
    try:
        now = await workspace.segment(segment_id)
        backend = await workspace.connected()
        receipt = await backend.receipt(now) if isinstance(backend, GivesReceipts) else None
    except SegtuiError as error:
        # Of whatever kind: a trouble with what is kept here must not look as if nothing had been sent.
        return _unknown(f"{quoted(plan.draft.name)} was sent but couldn't be read back: {error.message}")
    if receipt is not None:
        return outcome_of(now, receipt, silence)
    missing = missing_from(now, plan.draft)
    is_deleted = now.state is SegmentState.DELETED
    if not missing and not is_deleted:
        return Outcome(Ending.DONE, f"{quoted(now.name)} is saved; read back and checked.", now)
    if silence is not None and plan.stored is not None and not has_changed(plan.stored, now):
        return _not_seen(f"{quoted(now.name)} is unchanged on the service.", now)
    what = "it has been deleted" if is_deleted else "; ".join(str(step) for step in missing.steps)
    differs = f"The service has something else than what was sent: {what}."
    if silence is not None:
        return Outcome(Ending.UNKNOWN, f"No answer came to the change, and somebody else was at it. {differs}", now)
    return Outcome(Ending.DONE_DIFFERENTLY, differs, now)


async def _look_for_new(
    workspace: Workspace, draft: SegmentDraft, known: Collection[str], silence: OutcomeUnknown
) -> Outcome:
    """Whether a segment that nobody answered for was made: it would be a new one that says what was sent.

    Args:
        workspace: Where to look.
        draft: What was sent.
        known: The ids of the segments there were right before.
        silence: What kept the answer away.
    """
    try:
        listed = await workspace.segments()
    except SegtuiError as error:
        return _unknown(f"{silence.message} The list couldn't be read either: {error.message}")
    unseen = [one for one in listed if one.id not in known]
    uncertain = next((one for one in unseen if one.state is SegmentState.UNCERTAIN), None)
    if uncertain is not None:
        return Outcome(Ending.UNKNOWN, f"{silence.message} It is kept in the list as uncertain.", uncertain)
    new = [one for one in unseen if not missing_from(one, draft)]
    if len(new) == 1:
        return Outcome(Ending.DONE, f"No answer came, but {quoted(draft.name)} was made; found in the list.", new[0])
    if new:
        ids = ", ".join(printable(one.id) for one in new)
        return _unknown(f"No answer came, and {len(new)} new segments say what was sent: {ids}.")
    return _not_seen(f"there is no new {quoted(draft.name)} in the list.")


def _not_seen(what: str, now: Segment | None = None) -> Outcome:
    return Outcome(
        Ending.UNKNOWN,
        f"No answer came to the change. So far {what} It may still happen: look again before you repeat it.",
        now,
    )


def _unknown(what: str) -> Outcome:
    return Outcome(Ending.UNKNOWN, f"{what} Look at it again before you repeat anything.")


def _refuse_if(workspace: Workspace, reason: str) -> None:
    if reason:
        hint = "Open a profile that may write." if workspace.why_not_create() else ""
        raise Unsafe(f"Nothing was sent: {reason}.", hint=hint)


def _as_held(
    workspace: Workspace, draft: SegmentDraft, held: Segment | None, *, creating: bool = False
) -> SegmentDraft:
    """The draft as the service will hold it, if it may be sent and nothing of it gets lost.

    Many a rule can be said in two ways where the service knows one: a group that opens without a change, a pattern
    that is a mere text. What is shown and compared afterwards is what the service will say.
    """
    if not draft.name.strip() and (creating or held is None or draft.name != held.name):
        raise Unsafe("A segment needs a name.", hint="Give it one, then save again.")
    draft = replace(draft, rule=unmuted(draft.rule))
    problems = workspace.problems(draft.rule, held, creating=creating)
    encoded = workspace.dialect.encode(draft.rule, base_of(workspace, draft, held))
    refused = [problem for problem in problems if problem.severity is Severity.REFUSE] or encoded.losses
    if refused:
        raise RuleRefused(refused)
    dialect = workspace.dialect
    written = dialect.text_of(encoded.native) if isinstance(dialect, KeepsText) else draft.written
    return replace(draft, rule=dialect.decode(encoded.native), written=written)


@record
class _Seen:
    """What came of a preview before a write."""

    feed: LeadFeed | None = None
    refused: str = ""
    """What the service says against a rule's text; empty when it says nothing against it."""


async def _preview(
    workspace: Workspace,
    draft: SegmentDraft,
    served: Served,
    stored: Segment | None = None,
    *,
    like: Segment | None = None,
) -> _Seen:
    """Whom a rule would select; not knowing it doesn't keep anybody from saving."""
    if served.rule is None or workspace.service.abilities.reason_against(Ability.LEADS):
        return _Seen()
    workspace.forget_counts(older_than=_SAMPLE_IS_FRESH_FOR)
    try:
        stored, like = of_its_text(stored, draft), of_its_text(like, draft)
        feed = await workspace.preview(draft.rule, stored, like=like)
        if feed.count.certainty is Certainty.AT_LEAST:
            await read_out(feed)
    except Refused as error:
        is_about_rule = not (error.may_pass or error.trouble is Trouble.DENIED or isinstance(error, NotFound))
        return _Seen(refused=error.message if is_about_rule and isinstance(workspace.dialect, KeepsText) else "")
    except ServiceError:
        return _Seen()
    return _Seen(feed)


async def _changer(workspace: Workspace) -> ChangesSegments:
    backend = await workspace.connected()
    if not isinstance(backend, ChangesSegments):
        raise Unsafe("This service's segments can't be changed.")
    return backend
