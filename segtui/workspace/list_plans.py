"""Plans for lists of people: no rule to be judged, but everybody who isn't on the new list is gone afterwards."""

from collections.abc import Sequence

from segtui.backends.base import Ability, Served
from segtui.backends.errors import OutcomeUnknown
from segtui.backends.lists import Cautions, ChecksPeople, Receipt
from segtui.domain.counting import Certainty, Count
from segtui.domain.difference import NEW, difference
from segtui.domain.instants import local_minute
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.text import quoted
from segtui.workspace.confirming import NOBODY, TWICE, Confirmation, confirmation_with
from segtui.workspace.details import refuse_missing
from segtui.workspace.errors import NothingToChange, Unsafe
from segtui.workspace.feed import count_of_people
from segtui.workspace.movement import Movement
from segtui.workspace.plans import Ending, Outcome, Plan, Write
from segtui.workspace.uncertain import has_no_id, what_is_known
from segtui.workspace.workspace import Workspace

_NO_RULE = Served(Group(), ())


async def plan_new_list(
    workspace: Workspace, draft: SegmentDraft, like: Segment | None = None, unsent: Segment | None = None
) -> Plan:
    """Plan a new list of people.

    Args:
        workspace: Where.
        draft: What it should be.
        like: For a duplicate: of which list.
        unsent: The list as it is kept here already, if it didn't arrive when it was sent before.

    Raises:
        Unsafe: It has no name, or a rule.
        DetailMissing: It hasn't what the service wants.
        ServiceError: The service couldn't be asked, or its people can't be sent.
    """
    _refuse_without_name(draft)
    _refuse_rule(workspace, draft)
    refuse_missing(workspace.service, draft)
    others = [other for other in await workspace.segments() if unsent is None or other.id != unsent.id]
    namesakes = [other for other in others if other.name == draft.name]
    note = f"There is already a segment called {quoted(draft.name)}." if namesakes else ""
    return Plan(
        Write.CREATE,
        draft,
        difference(NEW, draft),
        _NO_RULE,
        stored=unsent,
        like=like,
        count=_count(workspace, draft),
        confirmation=confirmation_with(_for_twice(workspace, namesakes), workspace.service.details, {}, draft.details),
        note=await _note(workspace, None, draft, note),
    )


async def plan_changed_list(workspace: Workspace, stored: Segment, draft: SegmentDraft) -> Plan:
    """Plan the change of a list of people, which is sent as a whole.

    Args:
        workspace: Where.
        stored: The list as it is known just now.
        draft: What it should be.

    Raises:
        NothingToChange: The draft says what is known.
        Unsafe: It has no name, or a rule, or it isn't known who is on it while somebody is to be taken in or out.
        ServiceError: The service couldn't be asked.
    """
    if stored.state is SegmentState.UNSENT:
        return await plan_new_list(workspace, draft, unsent=stored)
    if draft.name != stored.name:
        _refuse_without_name(draft)
    _refuse_rule(workspace, draft)
    change = difference(SegmentDraft.of(stored), draft)
    if not change and stored.state not in {SegmentState.UNCERTAIN, SegmentState.FAILED}:
        # A list that may not have arrived, or was refused, can be sent once more as it is: it replaces itself.
        raise NothingToChange(what_is_known(workspace))
    if stored.people is None and draft.people is not None:
        raise Unsafe(
            "Nothing was sent: who is on this list isn't known here, so whoever isn't named would be taken out.",
            hint="Import the list as it is, or make a new one.",
        )
    movement = _movement(stored.people or (), draft.people) if draft.people is not None else None
    leaving = len(movement.leaving) if movement is not None else 0
    return Plan(
        Write.UPDATE,
        draft,
        change,
        _NO_RULE,
        stored=stored,
        count=_count(workspace, draft),
        movement=movement if movement is not None and (movement.leaving or movement.entering) else None,
        confirmation=confirmation_with(
            _for_leaving(workspace, stored, leaving, draft.people),
            workspace.service.details,
            stored.details,
            draft.details,
        ),
        note=await _note(workspace, stored, draft, ""),
    )


def outcome_of(now: Segment, receipt: Receipt, silence: OutcomeUnknown | None) -> Outcome:
    """How a write to a service ended that can't be asked what it has.

    Args:
        now: The segment as it is known here.
        receipt: What its answer told.
        silence: What kept the answer away.
    """
    if silence is not None or now.state is SegmentState.UNCERTAIN:
        told = f"{silence.message} " if silence is not None else ""
        return Outcome(Ending.UNKNOWN, f"{told}It is kept in the list as uncertain, and not sent again by itself.", now)
    if receipt.is_whole:
        return Outcome(Ending.DONE, f"{quoted(now.name)} was sent and taken. {receipt.says}", now)
    return Outcome(Ending.DONE_DIFFERENTLY, f"{quoted(now.name)} was sent and taken, but: {receipt.says}", now)


def _for_twice(workspace: Workspace, namesakes: Sequence[Segment]) -> Confirmation | None:
    """A word before a list is made that may be there: segtui was killed, or a script tried again, without an answer."""
    lost = next((one for one in namesakes if has_no_id(workspace, one)), None)
    if lost is None:
        return None
    sent = f" on {local_minute(lost.updated_at)}" if lost.updated_at is not None else ""
    return Confirmation(
        TWICE,
        f"{quoted(lost.name)} was sent already{sent}, and whether it was made isn't known. If it was, it would be "
        "there twice.",
    )


def _for_leaving(
    workspace: Workspace, stored: Segment, leaving: int, left: Sequence[Lead] | None
) -> Confirmation | None:
    """The number of those who would be taken out is the word: so nobody takes out more than they think."""
    if not leaving and left is not None and not left:
        # Also with another name only: an empty list takes off whoever was put onto it from elsewhere.
        there = f"whoever is on it by now; {workspace.title} can't be asked who that is"
        return Confirmation(NOBODY, f"{quoted(stored.name)} would be sent empty, which takes off {there}.")
    if not leaving:
        return None
    everybody = "" if left else " The list would be empty."
    off = f"{workspace.lead_word.counted(leaving)} would be taken off {quoted(stored.name)}."
    return Confirmation(str(leaving), f"{off}{everybody}")


def _movement(was: Sequence[Lead], will: Sequence[Lead]) -> Movement:
    before, after = {lead.id for lead in was}, {lead.id for lead in will}
    return Movement(
        tuple(lead for lead in will if lead.id not in before),
        tuple(lead for lead in was if lead.id not in after),
        before=len(before),
        after=len(after),
        certainty=Certainty.EXACT,
        held=len(before),
    )


def _count(workspace: Workspace, draft: SegmentDraft) -> Count | None:
    if draft.people is None:
        return None
    return count_of_people(draft.people, workspace.now())


async def _note(workspace: Workspace, stored: Segment | None, draft: SegmentDraft, note: str) -> str:
    """What is worth knowing: of the name, of the people, and of where it goes."""
    backend = await workspace.connected()
    people = backend.check_people(draft.people or ()) if isinstance(backend, ChecksPeople) else ()
    caution = backend.caution(stored) if isinstance(backend, Cautions) else ""
    return " ".join(part for part in (note, *people, caution) if part)


def _refuse_without_name(draft: SegmentDraft) -> None:
    if not draft.name.strip():
        raise Unsafe("A segment needs a name.", hint="Give it one, then save again.")


def _refuse_rule(workspace: Workspace, draft: SegmentDraft) -> None:
    if draft.rule.children:
        reason = workspace.service.abilities.reason_against(Ability.RULES) or "a list of people has no rule"
        raise Unsafe(f"Nothing was sent: {reason}.", hint="Make a list of the people whom the rule selects.")
