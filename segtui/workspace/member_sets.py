"""Somebody is put into just some lists, and out of all others, where a service can take people out in no other way.

Which lists they are in now can't be read, so whatever isn't named is lost, and nobody can say afterwards what it was.
That is why the service's profile must allow it, and why the number of lists is typed by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from segtui.backends.errors import OutcomeUnknown, ServiceError
from segtui.backends.lists import SetsSegments
from segtui.domain.counting import Count
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.workspace.confirming import Confirmation
from segtui.workspace.errors import ConfirmationMissing, Unsafe
from segtui.workspace.explaining import find_lead
from segtui.workspace.from_here import forget_put, from_here, note_put, note_taken_in
from segtui.workspace.member_reasons import why_not_set
from segtui.workspace.members import counts_now, may_be_done, noting, refuse_selections
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

_NAMED: Final = 5
"""How many names of segments a message tells."""


@record
class MemberSet:
    """In which lists somebody shall be, ready to be shown and carried out."""

    person: Lead
    segments: tuple[Segment, ...]
    """All of them, each once, as they were when it was planned."""
    confirmation: Confirmation
    """What must be typed, and what is lost."""
    request: str
    """What would be sent: method, path and body, on a line each."""
    leaving: tuple[Segment, ...] = ()
    """Lists that they were added to from here and that aren't named: they are taken out of these."""


@record
class MemberSetReport:
    """What came of it."""

    ending: Ending
    says: str
    """What happened, in sentences for a person."""
    segments: tuple[Segment, ...]
    """As they were when it was planned."""
    counts: Mapping[str, Count | None] | None
    """How many the service counts now in each of the lists, by id; None when it couldn't be asked."""


async def plan_member_set(workspace: Workspace, person: str, segments: Sequence[Segment]) -> MemberSet:
    """Plan to put somebody into just these lists. Nothing is sent but questions.

    Args:
        workspace: The profile.
        person: An id, an e-mail, or a whole name.
        segments: Every list that they shall be in; one that is named again counts once.

    Raises:
        Unsafe: The profile doesn't allow it, no list is named, or a segment is no list of the service.
        NoSuchLead: Nobody was found.
        SeveralLeads: More than one was.
        SegtuiError: The service couldn't be asked.
    """
    backend = await _setting(workspace)
    into = tuple({one.id: one for one in segments}.values())
    if not into:
        raise Unsafe(
            "Nothing was sent: no segment is named, and what becomes of somebody in no segments at all isn't known.",
            hint="Name every segment that they shall be in.",
        )
    refuse_selections(into)
    lead = await find_lead(workspace, person)
    reason = (
        f"{workspace.title} doesn't tell which segments {quoted(lead.name)} is in now. They are taken out of every one "
        "that isn't named here, and nobody can say afterwards which these were."
    )
    ids = [one.id for one in into]
    known = from_here(workspace).lists_of(lead.id).keys() - set(ids)
    leaving = tuple(one for one in await workspace.segments() if one.id in known) if known else ()
    return MemberSet(lead, into, Confirmation(str(len(into)), reason), backend.set_request(lead.id, ids), leaving)


async def carry_out_member_set(workspace: Workspace, planned: MemberSet, typed: str) -> MemberSetReport:
    """Send it, once, and read afterwards how many the service counts.

    Args:
        workspace: The profile.
        planned: What to do.
        typed: What somebody has typed to confirm it.

    Raises:
        ConfirmationMissing: It isn't the number of lists; nothing was sent.
        Unsafe: The profile doesn't allow it.
        ServiceError: The service refused it, so nothing was changed.
    """
    backend = await _setting(workspace)
    if not planned.confirmation.is_met_by(typed):
        raise ConfirmationMissing(
            f"Nothing was sent. {planned.confirmation.reason}",
            hint=f"If that is meant, type the number of segments: {planned.confirmation.word}",
        )
    person, ids = planned.person, [one.id for one in planned.segments]
    where = _named(planned.segments)
    remarks: list[str] = []
    key = ""
    with noting(remarks):
        key = note_put(workspace, person, planned.segments, is_sure=False)
    try:
        await backend.set_segments(person.id, ids)
    except ServiceError as error:
        if not may_be_done(error):
            with noting(remarks):
                forget_put(workspace, key)
            raise
        ending, cause = Ending.UNKNOWN, error.cause if isinstance(error, OutcomeUnknown) else error
        says = (
            f"It was sent, and whether it was done isn't known: {cause.message} Either {quoted(person.name)} "
            f"is now in {where} and in no other segment, or nothing has changed. Sending the same again does no harm."
        )
    else:
        ending = Ending.DONE
        says = f"{workspace.title} took it: {quoted(person.name)} is now in {where}, and in no other segment."
        with noting(remarks):
            note_taken_in(workspace, ids, [person])
            note_put(workspace, person, planned.segments, key=key, is_sure=True)
    counts = await counts_now(workspace, planned.segments, remarks)
    return MemberSetReport(ending, " ".join((says, *dict.fromkeys(remarks))), planned.segments, counts)


def _named(segments: Sequence[Segment]) -> str:
    if len(segments) > _NAMED:
        return f"the {len(segments)} segments"
    return ", ".join(quoted(one.name) for one in segments)


async def _setting(workspace: Workspace) -> SetsSegments:
    """The service, if it and the profile allow it."""
    backend = await workspace.connected()
    reason = why_not_set(workspace)
    if reason or not isinstance(backend, SetsSegments):
        raise Unsafe(f"Nothing was sent: {reason}.")
    return backend
