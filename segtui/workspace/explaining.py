"""Why a lead is in a segment or not: found by what a person knows of it, explained as meant and as served."""

from collections.abc import Callable, Iterable, Sequence

from segtui.backends.base import FindsLeads, Served, ShowsLeads
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.evaluation import Evaluator
from segtui.domain.explanation import Explanation, explain
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.likeness import likeness
from segtui.domain.operators import Operator
from segtui.domain.patterns import PatternSearch
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.domain.values import TextValue
from segtui.workspace.known_as import emails_of, own_ids_of
from segtui.workspace.workspace import Workspace

_SECONDS = 2.0
"""For the patterns of one rule on one lead."""
_EMAIL = "email"
_ASKED, _KEPT = "what the service finds, and the sample", "the lists that are kept here"
_MOST_IDS = 5
"""That are named where somebody isn't told apart."""
NO_ID = "malformed-id"
"""The code of the error that every backend raises for what can't be an id in its service, before it sends anything."""


class NoSuchLead(SegtuiError):
    """Nobody was found by an id, an e-mail or a name."""

    code = "no-such-lead"
    trouble = Trouble.USAGE


class SeveralLeads(SegtuiError):
    """More than one was found.

    Attributes:
        leads: Who was.
    """

    code = "several-leads"
    trouble = Trouble.USAGE

    def __init__(self, text: str, leads: Sequence[Lead], word: LeadWord) -> None:
        self.leads = leads
        more = len(leads) - _MOST_IDS
        ids = ", ".join(lead.id for lead in leads[:_MOST_IDS]) + (f" and {more:,} more" if more > 0 else "")
        super().__init__(
            f"{len(leads):,} {word.several} have the e-mail or name {quoted(text)}: {ids}.",
            hint="Say which one by its id.",
        )


@record
class Both:
    """An explanation by what a rule says, and by what the service makes of it."""

    meant: Explanation
    served: Explanation | None
    """None when the service would never answer."""
    differs: Served
    """What the service makes of the rule."""

    @property
    def is_one_rule(self) -> bool:
        """Whether the service evaluates just what is meant, be it with "all" for "any" of a single condition."""
        if self.served is None:
            return False
        meant, served = self.meant.whole.node, self.served.whole.node
        return meant == served or (
            isinstance(meant, Group) and isinstance(served, Group) and likeness(meant) == likeness(served)
        )


def explain_both(workspace: Workspace, rule: Group, lead: Lead, stored: Segment | None) -> Both:
    """Say why a lead is in or out.

    Args:
        workspace: The profile whose service is asked about.
        rule: The rule as it is meant.
        lead: With all fields that the rule names.
        stored: The segment it belongs to, as the service holds it.
    """
    served = workspace.served(rule, stored)

    def explained(one: Group) -> Explanation:
        search = PatternSearch(_SECONDS, longest_try=_SECONDS / 4)
        return explain(one, lead, Evaluator(workspace.dialect.semantics, now=workspace.now(), patterns=search))

    return Both(explained(rule), explained(served.rule) if served.rule is not None else None, served)


async def find_lead(workspace: Workspace, text: str) -> Lead:
    """The lead that somebody means.

    Args:
        workspace: The profile to look in.
        text: An id, also one of the company's own, an e-mail, or a whole name. The service is asked where it can look
            for it, else the sample is; where nobody can be asked for, the lists that are kept here are looked through.

    Raises:
        NoSuchLead: Nobody was found.
        SeveralLeads: More than one was; the message names their ids.
    """
    are_asked_for = not workspace.why_not_leads()
    if are_asked_for:
        try:
            return await workspace.lead(text)
        except SegtuiError as error:
            if error.code != NO_ID:
                raise
    found = await (_found(workspace, text) if are_asked_for else _on_lists(workspace, text))
    if not found:
        raise NoSuchLead(
            f"{workspace.lead_word.nobody.capitalize()} with the id, e-mail or name {quoted(text)} was found.",
            hint=f"An e-mail or a name must be whole. Looked at: {_ASKED if are_asked_for else _KEPT}.",
        )
    if len(found) > 1:
        raise SeveralLeads(text, found, workspace.lead_word)
    return found[0]


async def _found(workspace: Workspace, text: str) -> Sequence[Lead]:
    if not text.strip():  # there are people without a name, but nobody means them
        return ()
    backend = await workspace.connected()
    by_email = Group(children=(Condition(_EMAIL, Operator.IS, TextValue(text)),))
    if "@" in text and isinstance(backend, ShowsLeads) and backend.previews_rule(by_email):
        page = await backend.leads(rule=by_email)
        if page.rows:
            return _each_once(page.rows)
    for is_meant in (_exactly(text), _folded(text)):
        if isinstance(backend, FindsLeads):
            found = _each_once(lead for lead in (await backend.find_leads(text)).rows if is_meant(lead))
            if found:
                return found
        found = _each_once(lead for lead in (await workspace.sample()).leads if is_meant(lead))
        if found:
            return found
    return ()


async def _on_lists(workspace: Workspace, text: str) -> Sequence[Lead]:
    people = [lead for one in await workspace.segments() for lead in one.people or ()] if text.strip() else []
    exactly, folded = _exactly(text), _folded(text)
    return _each_once(filter(exactly, people)) or _each_once(filter(folded, people))


def _exactly(text: str) -> Callable[[Lead], bool]:
    return lambda lead: text in {lead.id, lead.name, *own_ids_of(lead), *emails_of(lead)}


def _folded(text: str) -> Callable[[Lead], bool]:
    """The same text apart from case and blanks."""
    wanted = " ".join(text.casefold().split())
    return lambda lead: any(" ".join(one.casefold().split()) == wanted for one in (lead.name, *emails_of(lead)))


def _each_once(leads: Iterable[Lead]) -> Sequence[Lead]:
    return tuple({lead.id: lead for lead in leads}.values())
