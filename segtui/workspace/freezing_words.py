"""What there is to read of people who would become a list, before it is agreed to."""

from collections.abc import Iterator, Sequence
from typing import Final

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.people_between import TAG, Use, text_at
from segtui.domain.record import record
from segtui.domain.text import printable, shortened
from segtui.workspace.freezing import Freezing

_MOST_NAMED: Final = 10
"""People who are left out that are told by name, of each kind."""

_LONGEST_NAME: Final = 40

_LOOKED_AT: Final = 100
"""People in whom fields and examples of them are looked for."""

_MOST_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 30


@record
class FieldUse:
    """A field of people who would become a list, and what becomes of it."""

    path: str
    examples: str
    """What the first of them have there; clean."""
    becomes: str
    """In words; clean."""


def field_uses(leads: Sequence[Lead], freezing: Freezing, found: Sequence[Use]) -> Sequence[FieldUse]:
    """What becomes of each field that people have.

    Args:
        leads: They.
        freezing: What came of them.
        found: The uses that were found at first; their fields come first, and stay there whatever they become.
    """
    first, is_looked_for = leads[:_LOOKED_AT], freezing.is_filled_later
    words = {use.path: ", ".join(map(use_words, use.becomes)) for use in freezing.uses}
    if is_looked_for:
        words = dict.fromkeys(words, "found by it")
    paths = dict.fromkeys((*(use.path for use in found), *(path for lead in first for path in lead.values)))
    nothing = "" if is_looked_for else "left out"
    return [FieldUse(path, _examples(first, path), words.get(path, nothing)) for path in paths]


def use_words(becomes: str) -> str:
    """What a field becomes, as a person reads it."""
    return f"tag {printable(becomes.removeprefix(TAG))}" if becomes.startswith(TAG) else printable(becomes)


def _examples(leads: Sequence[Lead], path: str) -> str:
    found: dict[str, None] = {}
    for lead in leads:
        if text := text_at(lead, path):
            found[shortened(printable(text), _LONGEST_EXAMPLE)] = None
            if len(found) == _MOST_EXAMPLES:
                break
    return " · ".join(found)


def freezing_lines(freezing: Freezing, read: LeadWord, taken: LeadWord) -> Iterator[str]:
    """Who would be on the list, what becomes of their fields, and who is left out, line by line.

    Args:
        freezing: What came of looking.
        read: What the people are called where they are from.
        taken: What they are called where they go.
    """
    yield _counts(freezing, read, taken)
    yield from (f"  {printable(use.path)} → {printable(', '.join(use.becomes))}" for use in freezing.uses)
    yield from _left_out_lines(freezing)


def list_lines(freezing: Freezing, read: LeadWord, taken: LeadWord) -> Iterator[str]:
    """The same without what becomes of the fields, for places that show this otherwise."""
    yield _counts(freezing, read, taken)
    yield from _left_out_lines(freezing)


def _counts(freezing: Freezing, read: LeadWord, taken: LeadWord) -> str:
    return f"{read.counted(freezing.read)} read, {taken.counted(len(freezing.people))} on the list"


def _left_out_lines(freezing: Freezing) -> Iterator[str]:
    yield from _named("Left out, not known there or without anything to know them by", freezing.unknown)
    yield from _named("Left out, because several there have the e-mail", freezing.unclear)
    yield from _named("Left out, the same as somebody before", freezing.twice)
    yield from (printable(remark) for remark in freezing.remarks)
    if freezing.is_filled_later and freezing.people:
        yield "The list is made first; then they are added to it."


def _named(title: str, leads: Sequence[Lead]) -> Iterator[str]:
    if not leads:
        return
    yield f"{title}: {len(leads):,}"
    for lead in leads[:_MOST_NAMED]:
        yield f"  {shortened(printable(lead.name.strip()), _LONGEST_NAME) or '(no name)'} ({printable(lead.id)})"
    if len(leads) > _MOST_NAMED:
        yield f"  … and {len(leads) - _MOST_NAMED:,} more"
