"""Somebody goes from one list to another: first onto the one, then off the other, so that they are never on none."""

from collections.abc import Sequence
from dataclasses import replace

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.leads import Lead
from segtui.domain.people import Person, person_words
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import printable, quoted, shortened
from segtui.workspace.errors import Unsafe
from segtui.workspace.importing import people_of
from segtui.workspace.list_looks import noted_with
from segtui.workspace.people_editing import with_person
from segtui.workspace.plans import Ending, Outcome, Plan
from segtui.workspace.saving import carry_out, plan_update
from segtui.workspace.uncertain import why_not_change
from segtui.workspace.workspace import Workspace


class NotOnList(SegtuiError):
    """Nobody on a list, or several people, are meant by what was typed."""

    code = "not-on-list"
    trouble = Trouble.USAGE


@record
class Move:
    """Two changes, each of a whole list, to be carried out in this order."""

    person: Lead
    arriving: Plan | None
    """Onto the other list; None when they are on it already."""
    leaving: Plan
    target: Segment
    """The other list, as it was."""

    @property
    def is_there(self) -> str:
        """What is so between the two changes: the beginning of a sentence."""
        return f"{quoted(self.person.name)} is on {self.new_list}"

    @property
    def new_list(self) -> str:
        """The list that they go to, in quotes."""
        return quoted(self.target.name)

    @property
    def old_list(self) -> str:
        """The list that they leave, in quotes."""
        return quoted(self.leaving.draft.name)

    @property
    def first(self) -> Plan:
        """What is sent first; agreeing to it agrees to the whole, so it asks for the word of the leaving."""
        return replace(self.arriving, confirmation=self.leaving.confirmation) if self.arriving else self.leaving


def lead_meant(text: str, source: Segment) -> Lead:
    """Somebody on a list.

    Args:
        text: Who: an external id, an e-mail, or a whole name.
        source: The list.

    Raises:
        NotOnList: Nobody, or several, are meant.
        Unsafe: Who is on the list isn't known here.
    """
    place = _place_of(text, people_of(source), source)
    return (source.people or ())[place]


async def plan_move(workspace: Workspace, lead: Lead, source: Segment, target: Segment) -> Move:
    """Plan to move somebody.

    Args:
        workspace: Where both lists are.
        lead: Who, as they are on the list that they leave.
        source: The list to leave.
        target: The list to go to.

    Raises:
        NotOnList: They aren't on the list.
        Unsafe: Who is on one of the lists isn't known here, they are the same, the id of one isn't known, or the
            profile is read-only.
        ServiceError: These people can't be sent.
    """
    if source.id == target.id:
        raise Unsafe(f"{quoted(source.name)} is one list, so nobody can be moved.")
    people, there = people_of(source), people_of(target)
    # Before anything is sent: a list that they can't be taken off would leave them on both.
    for one in (source, target):
        if why_not := why_not_change(workspace, one):
            raise Unsafe(f"Nobody was moved: {quoted(one.name)} can't be changed, because {why_not}.")
    place = next((place for place, one in enumerate(source.people or ()) if one.id == lead.id), None)
    if place is None:
        raise NotOnList(f"{quoted(lead.name)} isn't on {quoted(source.name)} any more.")
    lead, arriving = (source.people or ())[place], None
    if people[place].key not in {one.key for one in there}:
        both = with_person(target.people or (), people[place])
        arriving = await plan_update(workspace, target, replace(SegmentDraft.of(target), people=both))
    stay = tuple(one for number, one in enumerate(source.people or ()) if number != place)
    leaving = await plan_update(workspace, source, replace(SegmentDraft.of(source), people=stay))
    return Move(lead, arriving, leaving, target)


@record
class MoveReport:
    """How the two changes of a move ended."""

    move: Move
    arrived: Outcome | None
    """None when there was nothing to do: they were on the other list already."""
    left: Outcome | None
    """None when it wasn't begun, because they haven't come onto the other list for sure."""

    @property
    def steps(self) -> Sequence[tuple[Plan, Outcome]]:
        """What was sent, in its order, each with how it ended."""
        both = ((self.move.arriving, self.arrived), (self.move.leaving, self.left))
        return [(plan, outcome) for plan, outcome in both if plan is not None and outcome is not None]

    @property
    def not_begun(self) -> str:
        """That nobody was taken off, as a sentence; empty when that was begun."""
        return "" if self.left is not None else f"Nobody was taken off {self.move.old_list}."


async def carry_out_move(workspace: Workspace, move: Move, typed: str) -> MoveReport:
    """Put somebody onto the one list and, when that was surely done, take them off the other; each is sent once.

    Args:
        workspace: Where both lists are.
        move: What was shown.
        typed: What the person has typed as confirmation.

    Raises:
        ConfirmationMissing: It needs another confirmation.
        SegtuiError: The first change was refused, or surely not sent: both lists are as they were.
    """
    first = await carry_out(workspace, move.first, typed)
    if move.arriving is None:
        return MoveReport(move, None, first)
    if first.ending is not Ending.DONE:
        return MoveReport(move, first, None)
    return MoveReport(move, first, await leave(workspace, move))


async def leave(workspace: Workspace, move: Move) -> Outcome:
    """Take somebody off the list that they leave, when they have come onto the other.

    They are on both if that fails, so an error ends here, as an outcome that says so.
    """
    word = move.leaving.confirmation.word if move.leaving.confirmation is not None else ""
    try:
        return await carry_out(workspace, move.leaving, word)
    except SegtuiError as error:
        why = f"{error.message} {error.hint}".rstrip()
        if error.trouble is Trouble.UNKNOWN_OUTCOME:
            return Outcome(Ending.UNKNOWN, f"{move.is_there}; whether they are off {move.old_list} isn't known: {why}")
        stored = move.leaving.stored
        now = await noted_with(workspace, stored) if stored is not None else None
        return Outcome(Ending.DONE_DIFFERENTLY, f"{move.is_there}; still on {move.old_list}: {why}", now or stored)


def _place_of(text: str, people: Sequence[Person], source: Segment) -> int:
    asked = text.strip().casefold()
    for said in ((one.external_id for one in people), (one.email for one in people), (one.name for one in people)):
        found = [place for place, one in enumerate(said) if one and one.strip().casefold() == asked]
        if len(found) == 1:
            return found[0]
        if found:
            named = shortened("; ".join(person_words(people[place]) for place in found), 200)
            raise NotOnList(f"{quoted(text)} means {len(found)} people: {named}.", hint="Say their external id.")
    raise NotOnList(
        f"Nobody on {quoted(source.name)} has the id, the e-mail or the name {quoted(text)}.",
        hint=f"Who is on it: segtui people show {printable(source.id)}",
    )
