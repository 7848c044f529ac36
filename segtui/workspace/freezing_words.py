"""What there is to read of people who would become a list, before it is agreed to."""

from collections.abc import Iterator, Sequence
from typing import Final

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.text import printable, shortened
from segtui.workspace.freezing import Freezing

_MOST_NAMED: Final = 10
"""People who are left out that are told by name, of each kind."""

_LONGEST_NAME: Final = 40


def freezing_lines(freezing: Freezing, read: LeadWord, taken: LeadWord) -> Iterator[str]:
    """Who would be on the list, what becomes of their fields, and who is left out, line by line.

    Args:
        freezing: What came of looking.
        read: What the people are called where they are from.
        taken: What they are called where they go.
    """
    yield f"{read.counted(freezing.read)} read, {taken.counted(len(freezing.people))} on the list"
    yield from (f"  {printable(use.path)} → {printable(', '.join(use.becomes))}" for use in freezing.uses)
    yield from _named("Left out, not known there or without anything to know them by", freezing.unknown)
    yield from _named("Left out, because several there have the e-mail", freezing.unclear)
    yield from _named("Left out, the same as somebody before", freezing.twice)
    yield from (printable(remark) for remark in freezing.remarks)
    if freezing.is_filled_later:
        yield "The list is made first; then they are added to it."


def _named(title: str, leads: Sequence[Lead]) -> Iterator[str]:
    if not leads:
        return
    yield f"{title}: {len(leads):,}"
    for lead in leads[:_MOST_NAMED]:
        yield f"  {shortened(printable(lead.name.strip()), _LONGEST_NAME) or '(no name)'} ({printable(lead.id)})"
    if len(leads) > _MOST_NAMED:
        yield f"  … and {len(leads) - _MOST_NAMED:,} more"
