"""What is said of a lead by both explanations, as the rule is meant and as the service evaluates it."""

from collections.abc import Iterator

from segtui.domain.diagnostics import Severity
from segtui.domain.explanation import Standing
from segtui.domain.explanation_words import STANDING_WORDS, Told, explanation_words
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.text import quoted
from segtui.workspace.explaining import Both


def verdict_words(both: Both, service: str) -> str:
    """Whether the lead is in, in one line; two verdicts where the service does something else.

    Args:
        both: The explanations.
        service: The service's name.
    """
    meant = STANDING_WORDS[both.meant.standing]
    if both.is_one_rule:
        return meant
    served = STANDING_WORDS[both.served.standing if both.served is not None else Standing.OUT]
    if meant == served:
        return f"{meant}, by what the rule says and by what {service} does"
    return f"{meant}, by what the rule says; {served}, by what {service} does"


def both_words(both: Both, lead: Lead, service: str, word: LeadWord) -> Iterator[Told]:
    """The rule part by part, and what the service makes of it if that is something else.

    Args:
        both: The explanations.
        lead: Who is explained.
        service: The service's name.
        word: What it calls its leads.
    """
    yield from explanation_words(both.meant)
    if both.served is None:
        yield Told("", "")
        yield Told("", f"{service} would never answer this rule, so it selects {word.nobody}.")
    elif not both.is_one_rule:
        yield Told("", "")
        yield Told("", f"{service} makes another rule of it, and by that {quoted(lead.called)} is {_served(both)}.")
        yield from explanation_words(both.served)
    for one in both.differs.differences:
        if one.severity is not Severity.NOTE:
            yield Told("  ⚠ ", one.message)


def _served(both: Both) -> str:
    standing = both.served.standing if both.served is not None else Standing.OUT
    where = "perhaps in, which can't be told" if standing is Standing.UNKNOWN else standing.value
    return f"also {where}" if standing is both.meant.standing else where
