"""Somebody goes from one list to another: first onto the one, then off the other, so that they are never on none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.leads import Lead
from segtui.domain.people import Person, person_words
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import printable, quoted, shortened
from segtui.workspace.errors import Unsafe
from segtui.workspace.importing import people_of
from segtui.workspace.people_editing import with_person
from segtui.workspace.plans import Ending, Outcome, Plan
from segtui.workspace.saving import carry_out, plan_update
from segtui.workspace.workspace import Workspace


class NotOnList(SegtuiError):
    """Nobody on a list, or several people, are meant by what was typed."""

    code = "not-on-list"
    trouble = Trouble.USAGE


@dataclass(frozen=True, slots=True)
class Move:
    """Two changes, each of a whole list, to be carried out in this order."""

    person: Lead
    arriving: Plan | None
    """Onto the other list; None when they are on it already."""
    leaving: Plan

    @property
    def is_there(self) -> str:
        """What is so between the two changes: the beginning of a sentence."""
        onto = self.arriving.draft.name if self.arriving is not None else "the other list"
        return f"{quoted(self.person.name)} is on {quoted(onto)}"

    @property
    def old_list(self) -> str:
        """The list that they leave, in quotes."""
        return quoted(self.leaving.draft.name)

    @property
    def first(self) -> Plan:
        """What is sent first; agreeing to it agrees to the whole, so it asks for the word of the leaving."""
        return replace(self.arriving, confirmation=self.leaving.confirmation) if self.arriving else self.leaving


async def plan_move(workspace: Workspace, text: str, source: Segment, target: Segment) -> Move:
    """Plan to move somebody.

    Args:
        workspace: Where both lists are.
        text: Who: an external id, an e-mail, or a whole name.
        source: The list to leave.
        target: The list to go to.

    Raises:
        NotOnList: Nobody, or several, are meant.
        Unsafe: Who is on one of the lists isn't known here, they are the same, or the profile is read-only.
        ServiceError: These people can't be sent.
    """
    if source.id == target.id:
        raise Unsafe(f"{quoted(source.name)} is one list, so nobody can be moved.")
    people, there = people_of(source), people_of(target)
    place = _place_of(text, people, source)
    lead = (source.people or ())[place]
    arriving = None
    if people[place].key not in {one.key for one in there}:
        both = with_person(target.people or (), people[place])
        arriving = await plan_update(workspace, target, replace(SegmentDraft.of(target), people=both))
    stay = tuple(one for number, one in enumerate(source.people or ()) if number != place)
    leaving = await plan_update(workspace, source, replace(SegmentDraft.of(source), people=stay))
    return Move(lead, arriving, leaving)


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
        return Outcome(
            Ending.DONE_DIFFERENTLY, f"{move.is_there}; still on {move.old_list}: {why}", move.leaving.stored
        )


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
