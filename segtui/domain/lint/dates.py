"""Dates that were meant to move along and stand still."""

from collections.abc import Iterator

from segtui.domain.diagnostics import Diagnostic, Fix, Severity
from segtui.domain.edits import replaced
from segtui.domain.frozen import Frozen, FrozenDates, date_key, frozen_in, set_to
from segtui.domain.rules import Condition, Group, Path
from segtui.domain.text import quoted

_OLD_DAYS = 7
"""Up to so many days, a date that stands still is worth a note; after that it misleads."""


def frozen_diagnostics(tree: Group, dates: FrozenDates) -> Iterator[Diagnostic]:
    """Where a date stands that was frozen from another day's "last 30 days", and what it would be now."""
    for path, condition, frozen in frozen_in(tree, dates):
        yield _told(tree, path, condition, frozen)


def _told(tree: Group, path: Path, condition: Condition, frozen: Frozen) -> Diagnostic:
    meant = quoted(frozen.intent)
    if not frozen.age_days:
        message = f"Frozen today from {meant}: the service holds this date, and it will not move along."
        return Diagnostic("frozen-date", Severity.NOTE, path, message)
    ago = f"Frozen {frozen.age_days} {'day' if frozen.age_days == 1 else 'days'} ago from {meant}"
    fresh = set_to(condition, frozen.today)
    if date_key(fresh) == date_key(condition):
        return Diagnostic("frozen-date", Severity.NOTE, path, f"{ago}; today it would be the same.")
    severity = Severity.WARN if frozen.age_days > _OLD_DAYS else Severity.NOTE
    fix = Fix(f"set it to what {meant} is today: {frozen.shown}", replaced(tree, path, fresh))
    return Diagnostic("frozen-date", severity, path, f"{ago}; today it would be {frozen.shown}.", fix)
