"""The people of a segment as a list on a service of lists: those who are in it now, and no longer by a rule.

On a service that is sent whole people they are sent as people, with what becomes of their fields; on one that knows its
own people, those of its own are looked for who have their e-mails.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from segtui.backends.base import Ability
from segtui.backends.lists import AddsMembers, SettlesKinds
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.leads import Lead
from segtui.domain.meanings import Meaning
from segtui.domain.people import leads_of
from segtui.domain.people_between import LEFT_OUT, PARTS, TAG, WHOLE_NAME, Use, converted, path_with, text_at, uses_of
from segtui.domain.record import record
from segtui.domain.rules import EVERYBODY
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.text import quoted
from segtui.workspace.copying import NotAFieldPair, Wishes, meanings_of
from segtui.workspace.details import new_details
from segtui.workspace.errors import Unsafe
from segtui.workspace.member_files import Identifier, match
from segtui.workspace.members import carry_out_addition, plan_addition
from segtui.workspace.plans import Ending, Outcome, Plan
from segtui.workspace.sample import Progress
from segtui.workspace.saving import plan_create
from segtui.workspace.workspace import Workspace

MOST_PEOPLE = 10_000
"""People of a segment that are read for a list; Segmenter's own lists can't be longer from here."""

EMAIL = "email"
"""What a field is named for by which people are found on a service that knows its own."""

NOT_FILLED = "Nobody was added to it."
"""What to say of a list that wasn't filled because of how its making ended."""


class Way(StrEnum):
    """What a copy takes along."""

    RULE = "rule"
    PEOPLE = "people"
    """Those who are in it now."""


def ways_to_copy(segment: Segment, target: Workspace) -> tuple[Way, ...]:
    """What a copy of a segment can take along to a profile, the nearest first; empty when its service takes neither."""
    abilities = target.service.abilities
    has_rules = not abilities.reason_against(Ability.RULES)
    takes_people = not has_rules or not abilities.reason_against(Ability.MEMBERS)
    rule = (Way.RULE,) if has_rules and segment.kind is SegmentKind.DYNAMIC else ()
    return (*rule, *((Way.PEOPLE,) if takes_people else ()))


@record
class Crowd:
    """Who is in a segment, as they were read."""

    leads: tuple[Lead, ...]
    remarks: tuple[str, ...] = ()


@record
class Freezing:
    """Who would be on the list, and what became of the others."""

    people: tuple[Lead, ...]
    """As people of the target, each once."""
    uses: tuple[Use, ...]
    """What becomes of the fields; for a service that knows its own people, by what they are found."""
    read: int
    """How many of the segment were looked at."""
    unknown: tuple[Lead, ...] = ()
    """Nobody on the target has their e-mail, or nothing leads to them: they are left out."""
    twice: tuple[Lead, ...] = ()
    """Each is the same person as one before."""
    unclear: tuple[Lead, ...] = ()
    """Several on the target have their e-mail, so nobody was taken."""
    remarks: tuple[str, ...] = ()
    is_filled_later: bool = False
    """Whether the list is made empty, and they are taken into it afterwards."""


async def freeze_people(source: Workspace, segment: Segment, target: Workspace, wishes: Wishes) -> Freezing:
    """Read who is in a segment, and find or make them on the target. Nothing is sent but reads.

    It may turn out to be nobody, see `why_nobody`.

    Args:
        source: Where the segment is.
        segment: As it was loaded.
        target: Where the list shall be.
        wishes: Of these, the fields: `externalId`, `firstName`, `lastName`, `email`, `phone`, `tag:NAME`, `name` for
            a whole one, or `-` for nothing, by fields of the source.

    Raises:
        NotAFieldPair: A field was named that people of lists don't have.
        Unsafe: The target has no lists, or it can't be told who is in the segment.
        ServiceError: One of the services couldn't be asked.
    """
    is_filled_later = isinstance(await target.connected(), AddsMembers)
    if not is_filled_later and not target.service.abilities.reason_against(Ability.RULES):
        raise Unsafe(f"{target.title} has no lists of people that could be made from here.")
    return await freeze_crowd(source, await crowd_of(source, segment), target, wishes)


async def freeze_crowd(
    source: Workspace, crowd: Crowd, target: Workspace, wishes: Wishes, *, progress: Progress | None = None
) -> Freezing:
    """Find or make people on the target, see `freeze_people`.

    Raises:
        NotAFieldPair: A field was named that people of lists don't have.
        ServiceError: The target couldn't be asked.
    """
    is_filled_later = isinstance(await target.connected(), AddsMembers)
    if is_filled_later:
        found = await _matched(source, crowd.leads, target, wishes, progress)
    elif _takes_as_they_are(source, target):
        found = Freezing(crowd.leads, (), len(crowd.leads))
    else:
        found = _converted(source, crowd.leads, wishes)
    return replace(found, remarks=(*crowd.remarks, *found.remarks), is_filled_later=is_filled_later)


def _takes_as_they_are(source: Workspace, target: Workspace) -> bool:
    """Whether people need no other fields on the target, since they are of the same kind."""
    return source.service.name == target.service.name


def why_nobody(segment: Segment, target: Workspace, freezing: Freezing) -> str:
    """Why there would be nobody on the list; empty when there is somebody."""
    if freezing.people:
        return ""
    if not freezing.read:
        return f"Nobody is in {quoted(segment.name)} now, so nobody would be on the list."
    return f"Nobody of {quoted(segment.name)} could be put on a list of {target.title}."


async def plan_frozen(target: Workspace, segment: Segment, wishes: Wishes, freezing: Freezing) -> Plan:
    """Plan the list. Where it is filled later, `fill` comes after it is made.

    Raises:
        Unsafe: The target is read-only.
        ServiceError: It couldn't be asked, or these people can't be sent.
    """
    name = segment.name if wishes.name is None else wishes.name
    settles = isinstance(await target.connected(), SettlesKinds)
    details = {**({} if settles else new_details(target.service)), **wishes.details}
    if freezing.is_filled_later:
        return await plan_create(target, SegmentDraft(name, EVERYBODY, "", details, SegmentKind.REMOTE_LIST))
    return await plan_create(
        target, SegmentDraft(name, EVERYBODY, "", details, SegmentKind.STATIC, people=freezing.people)
    )


async def fill(target: Workspace, made: Segment, freezing: Freezing) -> Outcome:
    """Take people into the list that was made for them.

    The list is there whatever comes of it, and a second copy would make a second one. So an error ends here, as an
    outcome that says how to go on.
    """
    try:
        addition = await plan_addition(target, [made], freezing.people)
        report = await carry_out_addition(target, addition)
    except SegtuiError as error:
        ending = Ending.UNKNOWN if error.trouble is Trouble.UNKNOWN_OUTCOME else Ending.DONE_DIFFERENTLY
        why = f"{error.message} {error.hint}".rstrip()
        return Outcome(ending, f"{how_to_go_on(made)} The people couldn't be added: {why}", made)
    says = report.says if report.ending is Ending.DONE else f"{report.says} {how_to_go_on(made)}"
    return Outcome(report.ending, says, made)


def how_to_go_on(made: Segment) -> str:
    """What to do with a list that wasn't filled, in sentences."""
    return f"The list {quoted(made.name)} ({made.id}) is made: add people to it instead of copying again."


async def crowd_of(source: Workspace, segment: Segment, progress: Progress | None = None) -> Crowd:
    """Read who is in a segment, page by page.

    Raises:
        Unsafe: It can't be told.
        ServiceError: The service couldn't be asked.
    """
    if segment.people is not None:
        return Crowd(segment.people[:MOST_PEOPLE], _cut(len(segment.people) > MOST_PEOPLE))
    if source.why_not_leads():
        raise Unsafe(f"Who is in {quoted(segment.name)} can't be told: {source.why_not_leads()}.")
    # Of a list without a rule, the service itself says why it doesn't tell who is on it, where it doesn't.
    feed = await source.preview(segment.rule or EVERYBODY, segment, progress=progress)
    while not feed.is_complete and len(feed.rows) < MOST_PEOPLE:
        await feed.more()
        if progress is not None:
            progress(len(feed.rows), feed.count.value)
    remarks = (feed.note,) if feed.note else ()
    is_cut = not feed.is_complete or len(feed.rows) > MOST_PEOPLE
    return Crowd(tuple(feed.rows[:MOST_PEOPLE]), (*remarks, *_cut(is_cut)))


def _cut(is_cut: bool) -> tuple[str, ...]:  # noqa: FBT001 - the one thing it is about
    return (f"Only the first {MOST_PEOPLE:,} people were read; the others are left out.",) if is_cut else ()


def _converted(source: Workspace, leads: tuple[Lead, ...], wishes: Wishes) -> Freezing:
    for named in wishes.fields.values():
        if named not in {*PARTS, WHOLE_NAME, LEFT_OUT} and not (named.startswith(TAG) and named.removeprefix(TAG)):
            raise NotAFieldPair(
                f"People of lists have no {quoted(named)}.",
                hint=f"They have {', '.join(PARTS)}, and {TAG}NAME; {WHOLE_NAME} is split, {LEFT_OUT} leaves out.",
            )
    uses = uses_of(meanings_of(source), leads, wishes.fields)
    found = converted(leads, uses)
    return Freezing(leads_of(found.people), uses, len(leads), found.unreachable, found.twice)


async def _matched(
    source: Workspace, leads: tuple[Lead, ...], target: Workspace, wishes: Wishes, progress: Progress | None
) -> Freezing:
    """Those of the target's people who have the e-mails of some of the source's."""
    if any(named != EMAIL for named in wishes.fields.values()):
        raise NotAFieldPair(
            f"The people of {target.title} are found by their e-mails.", hint="Only a field for email can be named."
        )
    path = next(iter(wishes.fields), None) or path_with(Meaning.EMAIL, meanings_of(source), leads)
    if path is None:
        why = f"The {source.lead_word.several} have no field for an e-mail, by which they are found on {target.title}."
        return Freezing((), (), len(leads), leads, remarks=(why,))
    identifiers = {place: text for place, lead in enumerate(leads) if (text := text_at(lead, path))}
    sample = await target.sample(progress)
    found = match((Identifier(place, text) for place, text in identifiers.items()), sample.leads)
    remarks = (
        ()
        if sample.is_everybody
        else (f"Only the first {len(sample.leads):,} {target.lead_word.several} of {target.title} were looked at.",)
    )
    return Freezing(
        found.people,
        (Use(path, (EMAIL,)),),
        len(leads),
        (*(lead for place, lead in enumerate(leads) if place not in identifiers), *_of(found.unknown, leads)),
        _of(found.twice, leads),
        _of(found.unclear, leads),
        remarks,
    )


def _of(identifiers: Sequence[Identifier], leads: Sequence[Lead]) -> tuple[Lead, ...]:
    return tuple(leads[one.line] for one in identifiers)
