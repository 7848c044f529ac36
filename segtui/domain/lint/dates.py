"""Dates that were meant to move along and stand still."""

from collections.abc import Iterator, Sequence

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.frozen import Frozen, FrozenDates, date_keys, frozen_in, set_to_today
from segtui.domain.rules import Group
from segtui.domain.text import quoted

_OLD_DAYS = 7
"""Up to so many days, a date that stands still is worth a note; after that it misleads."""


def frozen_diagnostics(tree: Group, dates: FrozenDates) -> Iterator[Diagnostic]:
    """Where a date stands that was frozen from another day's "last 30 days", and what it would be now."""
    for path, condition, known in frozen_in(tree, dates):
        fresh = date_keys(set_to_today(condition, known))
        present = date_keys(condition)
        moved = [key for key, today in zip(present, fresh, strict=True) if key != today and known[key].age_days]
        # All of a condition at once: a range with one end of another day may have no day in it.
        old = {key: known[key] for key in dict.fromkeys(moved)}
        fix = Fix(_says(tuple(old.values())), replaced(tree, path, set_to_today(condition, old))) if old else None
        for key, frozen in known.items():
            severity = Severity.WARN if key in old and frozen.age_days > _OLD_DAYS else Severity.NOTE
            has_fix = key == next(iter(old), None)
            message = _told(frozen, is_same=key not in old)
            yield Diagnostic("frozen-date", severity, path, message, fix if has_fix else None)


def _says(old: Sequence[Frozen]) -> str:
    meant = " and ".join(quoted(one.intent) for one in old)
    which, are = ("it", "is") if len(old) == 1 else ("them", "are")
    return f"set {which} to what {meant} {are} today: {' and '.join(one.shown for one in old)}"


def _told(frozen: Frozen, *, is_same: bool) -> str:
    meant = quoted(frozen.intent)
    if not frozen.age_days:
        return f"Frozen today from {meant}: the service holds this date, and it will not move along."
    ago = f"Frozen {frozen.age_days} {'day' if frozen.age_days == 1 else 'days'} ago from {meant}"
    return f"{ago}; today it would be {'the same' if is_same else frozen.shown}."
