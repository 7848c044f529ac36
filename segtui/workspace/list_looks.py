"""What there is to tell of a list of people: what it is, who is on it as far as that is known, and how it was sent."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from segtui.backends.base import Ability, Backend
from segtui.backends.errors import ServiceError
from segtui.backends.lists import AddsMembers, GivesReceipts, KeepsRegister, SettlesKinds
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.instants import local_minute
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentState
from segtui.domain.text import quoted
from segtui.workspace.details import new_details
from segtui.workspace.editing import Editing
from segtui.workspace.errors import Unsafe
from segtui.workspace.feed import LeadFeed, count_of_people
from segtui.workspace.uncertain import has_no_id, has_told_id
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.workspace.from_here import Member, PutInto, TakenIn

_MOST_ADDITIONS: Final = 20
_MOST_NAMED: Final = 8
_LONGEST_NAME: Final = 40


@record
class ListLook:
    """What was found out of a list."""

    says: tuple[str, ...]
    """Sentences, a paragraph each."""
    feed: LeadFeed | None = None
    """Who is on it; None when that can't be told."""
    why_nobody: str = ""
    """Why nobody is shown; empty when `feed` is there."""


def why_no_rule(workspace: Workspace, editing: Editing | None) -> str:
    """Why there is no rule to be looked at or changed; empty when there is one."""
    if editing is None or not editing.is_list:
        return ""
    return f"this segment is a list of {workspace.lead_word.people} and has no rule"


def new_editing(workspace: Workspace) -> Editing:
    """A segment that isn't made yet: a rule, or where the service holds none, an empty list."""
    editing = Editing.new(details=new_details(workspace.service))
    if not workspace.service.abilities.reason_against(Ability.RULES):
        return editing
    return editing.put_as(replace(editing.draft, kind=SegmentKind.STATIC, people=()))


def settled(workspace: Workspace, draft: SegmentDraft) -> SegmentDraft:
    """A draft of the kind that its details choose; as it is where nothing of that is known yet.

    Raises:
        ServiceError: It can't be of this kind, because something of it would be lost.
    """
    if workspace.backend is not None and isinstance(workspace.backend, SettlesKinds):
        return workspace.backend.settled(draft)
    return draft


def why_not_forget(workspace: Workspace) -> str:
    """Why nothing that is kept here can be forgotten in place of a deletion; empty when it can."""
    if workspace.backend is None or not isinstance(workspace.backend, KeepsRegister):
        return "nothing of it is kept here"
    # What is kept here can't be had from anywhere else, so losing it is a change like any other.
    return workspace.why_not_create()


async def forget_list(workspace: Workspace, segment_id: str) -> None:
    """Forget what is known of a list here, until it is brought back. The service isn't asked, and keeps what it has.

    Raises:
        Unsafe: The service keeps its lists itself.
        ServiceError: Nothing is known of it, or the profile is read-only.
    """
    backend = await workspace.connected()
    if not isinstance(backend, KeepsRegister):
        raise Unsafe(f"Nothing was forgotten: {workspace.title} keeps its segments itself.")
    await backend.forget(segment_id)


def what_it_is(workspace: Workspace, editing: Editing) -> str:
    """What kind of list it is, from what the list itself tells."""
    word, title, stored = workspace.lead_word, workspace.title, editing.stored
    made = "" if stored is not None else " It isn't made yet: ctrl+s makes it."
    if editing.draft.kind is SegmentKind.REMOTE_LIST:
        return f"A list of {word.people} that {title} keeps.{made}"
    if stored is None:
        return f"A list of {word.people}, which is kept here and sent to {title} as a whole.{made}"
    if stored.state is SegmentState.UNREADABLE:
        return f"A list of {word.people} kept here. {title} itself can't be asked what it has."
    if stored.state is SegmentState.UNSENT:
        sent = f"as it was to be sent on {_moment(stored.updated_at)}; it isn't sent"
    elif stored.state is SegmentState.UNCERTAIN:
        sent = f"as it was to be sent on {_moment(stored.updated_at)}; whether it arrived isn't known"
    else:
        sent = f"as it was sent on {_moment(stored.updated_at)}"
    return f"A list of {word.people} kept here, {sent}. {title} itself can't be asked what it has."


async def look_at_list(workspace: Workspace, editing: Editing) -> ListLook:
    """Find out what there is to tell of a list.

    Raises:
        ServiceError: The service couldn't be asked.
    """
    backend = await workspace.connected()
    receipt = await receipt_words(backend, editing.stored)
    says = (
        what_it_is(workspace, editing),
        *receipt,
        *_unsent(workspace, editing),
        *_known_members(workspace, backend, editing),
    )
    people, stored = editing.draft.people, editing.stored
    if people is not None:
        as_of = stored.updated_at if stored is not None and stored.updated_at is not None else workspace.now()
        count = count_of_people(people, as_of)
        note = f"a local copy from {_moment(as_of)}" if stored is not None else "kept here until it is saved"
        return ListLook(says, LeadFeed(count, people, note=f"{note[:1].upper()}{note[1:]}."))
    if stored is None:
        return ListLook(says, why_nobody=_why_empty(workspace, editing))
    if stored.state is SegmentState.UNREADABLE:
        return ListLook(says, why_nobody="Who is on it can't be read.")
    try:
        return ListLook(says, await workspace.preview(editing.draft.rule, stored))
    except ServiceError as error:
        if error.trouble is not Trouble.UNSAFE:
            raise
        return ListLook(says, why_nobody=f"{error.message} {error.hint}".rstrip())


def _why_empty(workspace: Workspace, editing: Editing) -> str:
    nobody = f"It isn't made yet; then {workspace.lead_word.several} can be added to it."
    if editing.like is None:
        return nobody
    return f"Who is on {quoted(editing.like.name)} isn't known, so the new list begins empty. {nobody}"


async def noted_with(workspace: Workspace, stored: Segment) -> Segment | None:
    """A list after a change of it failed, which is noted with what is kept of it; None where nothing can be told."""
    with suppress(SegtuiError):  # What went wrong before is told already; this would only hide it.
        if isinstance(await workspace.connected(), GivesReceipts):
            return await workspace.segment(stored.id)
    return None


async def receipt_words(backend: Backend, stored: Segment | None) -> Sequence[str]:
    """How it was sent last, where that is all that is known."""
    if stored is None or not isinstance(backend, GivesReceipts):
        return ()
    return ((await backend.receipt(stored)).says,)


def _unsent(workspace: Workspace, editing: Editing) -> Iterator[str]:
    """What to do about an uncertain sending, and what the next one would change."""
    stored = editing.stored
    if stored is None:
        return
    if stored.state is SegmentState.UNSENT:
        yield f"ctrl+s sends it as a new segment; until then {workspace.title} hasn't got it."
    elif has_no_id(workspace, stored):
        yield (
            f"Look on {workspace.title} itself whether it is there. Then press i and tell "
            "its id, or that it isn't there. Until then it can't be changed. D offers to forget the copy kept here."
        )
    elif has_told_id(workspace, stored):
        yield (
            f"Its id {quoted(stored.id)} is what somebody typed here; no answer has borne it out yet. i corrects it. "
            "ctrl+s sends the whole list to it, which replaces what is there."
        )
    elif stored.state is SegmentState.UNCERTAIN:
        yield "ctrl+s sends the whole list once more, which does no harm: it replaces what is there."
    elif stored.state is SegmentState.FAILED:
        yield "ctrl+s sends it once more as it stands here."
    before, after = stored.people, editing.draft.people
    if before is None or after is None or before is after:
        return
    known, wanted = {one.id: one.raw for one in before}, {one.id: one.raw for one in after}
    changed = sum(known[one] != raw for one, raw in wanted.items() if one in known)
    word = workspace.lead_word
    yield (
        f"Not saved: {word.counted(len(wanted.keys() - known))} would enter, {len(known.keys() - wanted):,} leave, "
        f"and {changed:,} {'is' if changed == 1 else 'are'} changed; "
        f"then there {'is' if len(wanted) == 1 else 'are'} {word.counted(len(wanted))} on it."
    )


def _known_members(workspace: Workspace, backend: Backend, editing: Editing) -> Iterator[str]:
    """Who was added from here or taken out, the latest first; and what was begun and isn't finished."""
    if editing.stored is None or not isinstance(backend, AddsMembers):
        return
    from segtui.workspace.additions import unfinished_additions  # noqa: PLC0415 - for few services, when they are asked
    from segtui.workspace.from_here import from_here  # noqa: PLC0415 - as above

    segment_id = editing.stored.id
    for report in unfinished_additions(workspace, {}):
        if any(one.id == segment_id for one in report.rest.segments):
            yield f"⚠ {report.says}"
    known = from_here(workspace)
    for put in known.unsure(segment_id)[:_MOST_ADDITIONS]:
        only = (
            f"into just {len(put.segment_ids):,} segment{'s' if len(put.segment_ids) > 1 else ''}, this one among them"
        )
        yield f"⚠ {_name(put.person)} was to be put {only}, on {_moment(put.at)}; whether it was done isn't known."
    found = known.into(segment_id)
    if not found:
        yield "Nobody was added to it from here yet."
    yield from (f"Taken out from here {_taken_out(one)}." for one in known.out_of(segment_id)[:_MOST_ADDITIONS])
    yield from (_taken_in(workspace, one) for one in found[:_MOST_ADDITIONS])
    if len(found) > _MOST_ADDITIONS:
        yield f"And {len(found) - _MOST_ADDITIONS:,} earlier additions from here."


def _taken_in(workspace: Workspace, one: "TakenIn") -> str:
    names = [_name(person) for person in one.people]
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    several = workspace.lead_word.counted(len(names))
    return f"Added from here on {_moment(one.at)}: {several}: {_listed(names)}{more}."


def _taken_out(one: "PutInto") -> str:
    sure = "" if one.is_sure else ", though whether it was done isn't known"
    return f"on {_moment(one.at)}: {_name(one.person)}, who was put into other segments only{sure}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED])


def _name(person: "Member") -> str:
    return quoted(person.name or person.id, _LONGEST_NAME)


def _moment(moment: datetime | None) -> str:
    return local_minute(moment) if moment is not None else "an unknown day"
