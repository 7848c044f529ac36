"""Dates that were meant to move along, on a service that holds moments only.

Somebody types "last 30 days"; the service gets the moment that this is now, and what was meant is kept here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from segtui.domain.edits import replaced
from segtui.domain.record import record
from segtui.domain.rules import Condition, Group, walk
from segtui.domain.values import RelativeValue
from segtui.store.errors import FileTrouble
from segtui.store.intents import IntentFile, KeptIntent, KeptIntents
from segtui.store.zones import local_zone, zone_named
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.domain.frozen import DateKey, Frozen, FrozenDates


@record
class Meant:
    """A date of a rule, and the words that stand behind it."""

    date: "DateKey"
    """The moment or day as it is stored, and its field."""
    intent: str
    """What was typed, `ReadMoment.words`."""


@record
class FrozenRule:
    """A rule whose relative dates are moments now."""

    rule: Group
    meant: Sequence[Meant] = ()
    """To be remembered when the rule is kept."""


class Intents:
    """What was meant by the dates of one place's segments. Trouble with the file stops nobody's work.

    Args:
        file: Where it is kept; None for a place that isn't there at the next start.
        now: The clock.
        zone: Where days begin for the person; the machine's zone unless given.
    """

    def __init__(
        self,
        file: IntentFile | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        self._zone = zone
        self.trouble: FileTrouble | None = None
        """What keeps intents from being kept; None when they are."""
        self._file = file
        self._now = now
        self._unkept: KeptIntents = {}
        """What couldn't be written, and all of it where there is no file."""

    @cached_property
    def zone(self) -> tzinfo:
        """Where days begin for the person."""
        return self._zone if self._zone is not None else local_zone()

    def remember(self, key: str, meant: Sequence[Meant]) -> None:
        """Remember what is meant by dates of a segment; it outlives the program when this returns.

        Args:
            key: The segment's id; for one that isn't made yet, its key.
            meant: Frozen right now.
        """
        from segtui.domain.typed_dates import zone_name  # noqa: PLC0415 - loaded with the first rule, behind the names

        frozen_at, zone = self._now(), zone_name(self.zone)
        fresh = [KeptIntent(*one.date, one.intent, frozen_at, zone) for one in meant]
        if fresh:
            self._change(lambda known: {**known, key: _with(known.get(key, ()), fresh)})

    def of(self, key: str) -> "FrozenDates":
        """What is known of the dates of a segment, as lint takes it."""
        return self._dates(self._known().get(key, ()), self._now())

    def of_all(self) -> Mapping[str, "FrozenDates"]:
        """What is known of the dates of every segment that has any, by key."""
        now = self._now()
        return {key: self._dates(kept, now) for key, kept in self._known().items()}

    def _dates(self, kept: Sequence[KeptIntent], now: datetime) -> "FrozenDates":
        found = {(one.field, one.value): self._frozen(one, now) for one in kept}
        return {place: frozen for place, frozen in found.items() if frozen is not None}

    def refrozen(self, key: str, rule: Group) -> FrozenRule:
        """The rule of a segment with its frozen dates set to what they would be today."""
        from segtui.domain import frozen as dates  # noqa: PLC0415 - as above

        meant = []
        for place, condition, known in dates.frozen_in(rule, self.of(key)):
            fresh = dates.set_to_today(condition, known)
            rule = replaced(rule, place, fresh)
            both = zip(dates.date_keys(condition), dates.date_keys(fresh), strict=True)
            meant += [Meant(now, known[before].intent) for before, now in both if before in known]
        return FrozenRule(rule, meant)

    def moved(self, old: str, new: str) -> None:
        """A segment that wasn't made yet has its id now, or another key."""
        if old != new and self._known().get(old):
            self._change(lambda known: _moved(known, old, new))

    def copied(self, source: str, copy: str) -> None:
        """A segment was begun as a duplicate of another; what is known of its dates already stays."""
        if self._known().get(source) and not self._known().get(copy):
            self._change(lambda known: {**known, copy: _with(known.get(source, ()), known.get(copy, ()))})

    def forget(self, key: str) -> None:
        """A segment is gone."""
        if self._known().get(key):
            self._change(lambda known: {other: kept for other, kept in known.items() if other != key})

    def take_notices(self) -> list[str]:
        """What the person should be told of the file, each once."""
        return [one.message for one in self._file.take_notices()] if self._file is not None else []

    def _frozen(self, kept: KeptIntent, now: datetime) -> "Frozen | None":
        from segtui.domain.frozen import frozen_date  # noqa: PLC0415 - as above

        return frozen_date(kept.intent, kept.frozen_at, now, zone_named(kept.zone) or self.zone)

    def _known(self) -> KeptIntents:
        kept = self._file.intents() if self._file is not None else {}
        return _together(kept, self._unkept) if self._unkept else kept

    def _change(self, change: Callable[[KeptIntents], KeptIntents]) -> None:
        if self._file is None:
            self._unkept = change(self._unkept)
            return
        try:
            # What couldn't be written before goes along.
            self._file.change(lambda kept: change(_together(kept, self._unkept)))
        except FileTrouble as trouble:
            self.trouble = trouble
            self._unkept = change(self._known())
        else:
            self.trouble, self._unkept = None, {}


def freeze_dates(workspace: Workspace, rule: Group, now: datetime, zone: tzinfo) -> FrozenRule:
    """The rule with each relative date that the service can't hold as the moment that it is now.

    What can't be said with one date either stays, and the service's own refusal tells why.
    """
    from segtui.domain import frozen as dates  # noqa: PLC0415 - as above

    meant = []
    for path, node in walk(rule):
        if not isinstance(node, Condition) or not isinstance(node.value, RelativeValue) or _holds(workspace, node):
            continue
        frozen = dates.freeze_date(node, now, zone)
        if frozen is not None and _holds(workspace, frozen[0]):
            condition, intent = frozen
            rule = replaced(rule, path, condition)
            meant += [Meant(key, intent) for key in dates.date_keys(condition)]
    return FrozenRule(rule, meant)


def just_frozen(meant: Sequence[Meant], now: datetime, zone: tzinfo) -> "FrozenDates":
    """What is known of dates that were frozen right now, as lint takes it."""
    from segtui.domain.frozen import frozen_date  # noqa: PLC0415 - as above

    found = [(one.date, frozen_date(one.intent, now, now, zone)) for one in meant]
    return {place: frozen for place, frozen in found if frozen is not None}


def _holds(workspace: Workspace, condition: Condition) -> bool:
    return not workspace.dialect.encode(Group(children=(replace(condition, muted=False),))).losses


def _with(known: Sequence[KeptIntent], fresh: Sequence[KeptIntent]) -> Sequence[KeptIntent]:
    """What is known of a segment's dates, the newest last and once for each date."""
    by_date = {(one.field, one.value): one for one in known}
    for one in fresh:
        by_date.pop((one.field, one.value), None)
        by_date[one.field, one.value] = one
    return tuple(by_date.values())


def _moved(known: KeptIntents, old: str, new: str) -> KeptIntents:
    others = {key: kept for key, kept in known.items() if key != old}
    return {**others, new: _with(known.get(new, ()), known.get(old, ()))}


def _together(kept: KeptIntents, unkept: Mapping[str, Sequence[KeptIntent]]) -> KeptIntents:
    return {**kept, **{key: _with(kept.get(key, ()), more) for key, more in unkept.items()}}
