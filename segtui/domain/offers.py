"""What can be offered while a condition is typed: fields with what they hold, and the values that leads have."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from segtui.domain.facts import Facts, Seen, ValueKind
from segtui.domain.lead_word import LeadWord
from segtui.domain.operators import FieldType
from segtui.domain.record import record
from segtui.domain.text import printable, shortened

_LONGEST_EXAMPLE = 24

_DATES = (
    "today",
    "yesterday",
    "7 days ago",
    "30 days ago",
    "start of this week",
    "start of this month",
    "start of last month",
    "start of this year",
)
"""Dates that rules are often about, as people say them."""

_SPANS = ("last 7 days", "last 30 days", "last 90 days", "last 12 months")
"""The same for what lies within a span of time."""


@record
class FieldOffer:
    """A field that may be meant."""

    path: str
    holds: str
    """What it holds, as a word; empty when that isn't known."""
    filled: str = ""
    """How many leads have it, such as `82 %`; empty when leads weren't looked at."""
    example: str = ""
    """The value that most leads have, cleaned and cut."""


@record
class ValueOffer:
    """A value that may be meant."""

    text: str
    leads: int | None = None
    """How many of the leads looked at have it; None where they weren't counted."""
    note: str = ""
    """What else is known of it: `documented · 1 to 31 October 2026`."""
    says: str = ""
    """What people say for it, by which it is found too: `last month`."""


def fields_like(paths: Iterable[str], typed: str) -> list[str]:
    """The fields that somebody may mean who has typed this much, those that begin with it first."""
    wanted = typed.strip().casefold()
    known = list(paths)
    begin = [path for path in known if path.casefold().startswith(wanted)]
    inside = [path for path in known if wanted in path.casefold() and not path.casefold().startswith(wanted)]
    return [*begin, *inside]


def field_meant(paths: Iterable[str], typed: str) -> str:
    """The field that somebody means who has typed its name in other letters, or only the last part of its path.

    Columns are headed by that part: `source` of `attributes.source`.

    Returns:
        The first such field; what was typed, where it is a field already or none is called like it.
    """
    wanted, known = typed.strip(), list(paths)
    if wanted in known:
        return wanted
    folded = wanted.casefold()
    alike = [path for path in known if path.casefold() == folded]
    return next(iter(alike or [path for path in known if path.rpartition(".")[2].casefold() == folded]), wanted)


def field_offer(path: str, declared: FieldType, facts: Facts | None, word: LeadWord) -> FieldOffer:
    """A field with its type, how many leads have it, and an example."""
    if facts is None:
        return FieldOffer(path, "" if declared is FieldType.ANY else declared)
    seen = facts.seen(path)
    kind = seen.main_kind
    holds = declared.value if declared is not FieldType.ANY else "list" if seen.lists else kind.value if kind else ""
    example = max(seen.values, key=lambda text: seen.values[text], default="")
    return FieldOffer(path, holds, _share(seen.leads, seen.of, word), shortened(printable(example), _LONGEST_EXAMPLE))


def values_like(
    seen: Seen | None,
    declared: FieldType,
    typed: str,
    *,
    of_span: bool = False,
    suggested: Sequence[ValueOffer] = (),
) -> list[ValueOffer]:
    """The values that somebody may mean who has typed this much, those that most leads have first.

    Args:
        seen: What the leads have in the field; None when they weren't looked at.
        declared: What the service says that the field holds.
        typed: The value so far; of a list, its last item.
        of_span: Whether a span of time is wanted, not a moment.
        suggested: What the service is known to have words for; they come first, with how many leads have them.
    """
    kind = seen.main_kind if seen is not None else None
    if declared is FieldType.BOOL or kind is ValueKind.BOOL:
        return [ValueOffer(word) for word in ("yes", "no")]
    wanted = typed.strip().strip('"').casefold()
    first = [one for one in suggested if wanted in one.text.casefold() or wanted in one.says.casefold()]
    if declared is FieldType.INSTANT:
        return [*first, *(ValueOffer(words) for words in (_SPANS if of_span else _DATES) if wanted in words)]
    if seen is None:
        return first
    values = seen.numbers if declared is FieldType.NUMBER else seen.values
    first = [replace(one, leads=values.get(one.text, 0)) for one in first]
    known = {one.text for one in suggested}
    found = [ValueOffer(t, leads) for t, leads in values.items() if wanted in t.casefold() and t not in known]
    return [*first, *sorted(found, key=lambda offer: (-(offer.leads or 0), offer.text))]


def _share(part: int, of: int, word: LeadWord) -> str:
    """How much of the leads, never 0 % or 100 % unless it is just that."""
    if not of:
        return ""
    percent = round(100 * part / of)
    return word.none if not part else f"{min(99, max(1, percent)) if part < of else 100} %"


@record
class PastedList:
    """Values that were pasted at once."""

    items: tuple[str, ...]
    separated_by: str
    """In words: `line breaks`, `semicolons`, `tabs` or `commas`."""
    repeated: int = 0
    """How many were there already and are left out."""

    @property
    def is_lines(self) -> bool:
        """Whether they stood one below the other, so that nobody can have meant them as one value."""
        return self.separated_by == _LINES


_LINES = "line breaks"
_SEPARATORS = (("\t", "tabs"), (";", "semicolons"), (",", "commas"))


def read_pasted_list(text: str) -> PastedList | None:
    """Read several values that were pasted: one a line, or on one line with tabs, semicolons or commas between.

    An item in double quotes may hold a separator, as in CSV (RFC 4180).

    Returns:
        The values without blanks around them; None when there is only one.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return _several(_each_of(lines), _LINES)
    for separator, words in _SEPARATORS:
        if lines and separator in lines[0]:
            found = _several(_cells(lines[0], separator), words)
            if found is not None:
                return found
    return None


def _each_of(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        bare = line.strip().removesuffix(",").removesuffix(";")
        quoted = len(bare) > 1 and bare[0] == bare[-1] == '"'
        yield bare[1:-1].replace('""', '"') if quoted else bare


def _cells(line: str, separator: str) -> Iterable[str]:
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # a field larger than the library takes
        return line.split(separator)


def _several(found: Iterable[str], separated_by: str) -> PastedList | None:
    items = [item for one in found if (item := one.strip())]
    unique = tuple(dict.fromkeys(items))
    return PastedList(unique, separated_by, len(items) - len(unique)) if len(items) > 1 else None
