"""What was meant by dates that a service holds as moments: it stores a day in August, somebody typed "last 30 days".

This is known nowhere else, so the file lies with what must not be lost. One file for each place, whoever's profile
leads there; each change is on the disk when it returns.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from segtui.domain.moment_json import moment_from_json, moment_to_json
from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.store.kept_file import Form, KeptFile
from segtui.store.setting_aside import Flaw, Notice

MOST_DATES = 100
"""Of one segment; the oldest go. No rule has so many, but one that is set anew each day would leave one each day."""


@record
class KeptIntent:
    """What was meant by one date of a segment."""

    field: str
    value: str
    """The moment that is stored, as `date_key` writes it."""
    intent: str
    """What was typed: "last 30 days"."""
    frozen_at: datetime
    zone: str
    """The name of the zone it was typed in."""


KeptIntents: TypeAlias = Mapping[str, Sequence[KeptIntent]]
"""By the key of the segment: its id, or that of one that isn't made yet."""


@record
class _Content:
    segments: KeptIntents = field(default_factory=dict)
    unknown: Mapping[str, JsonValue] = field(default_factory=dict)
    """What isn't known here. It stays in the file."""


class IntentFile:
    """The file of one place, shared by all running segtui of a user. Reading never fails.

    Args:
        intents_dir: Where these files are, for all places.
        place: Service, address and project in one text.
        now: The clock.
    """

    def __init__(
        self, intents_dir: Path, place: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        name = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        form = Form(
            what="The file of what was meant by dates",
            then="Of dates that stand still, segtui doesn't know any more which were meant to move along.",
            empty=_Content,
            read=_from_json,
            write=lambda content: _to_json(content, place),
        )
        self._file = KeptFile(intents_dir / f"{name}.json", form, now)
        self._content = _Content()
        self._seen: tuple[int, ...] | None = None

    def intents(self) -> KeptIntents:
        """What is known of all segments of the place, changes of other running segtui among it."""
        # Looked at before reading: what is written in between is seen the next time.
        stamp = self._file.stamp
        if stamp != self._seen:
            self._content, self._seen = self._file.content() or _Content(), stamp
        return self._content.segments

    def change(self, change: Callable[[KeptIntents], KeptIntents]) -> None:
        """Change what is known, on top of what others have changed meanwhile; it is safe when this returns.

        Args:
            change: Gives what is to be known for what is known now. Nothing is written when that is the same.

        Raises:
            FileTrouble: It can't be read or written, and is as it was.
        """

        def changed(present: _Content) -> _Content:
            kept = {key: tuple(dates[-MOST_DATES:]) for key, dates in change(present.segments).items() if dates}
            return _Content(kept, present.unknown)

        self._file.change(changed)
        self._seen = None

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once."""
        return self._file.take_notices()


def _to_json(content: _Content, place: str) -> dict[str, JsonValue]:
    return {
        **content.unknown,
        "place": place,
        "segments": {key: [_entry(one) for one in kept] for key, kept in content.segments.items()},
    }


def _entry(kept: KeptIntent) -> dict[str, JsonValue]:
    return {
        "field": kept.field,
        "value": kept.value,
        "intent": kept.intent,
        "frozen_at": moment_to_json(kept.frozen_at),
        "zone": kept.zone,
    }


def _from_json(form: Mapping[str, JsonValue]) -> _Content | Flaw:
    segments = form.get("segments")
    if not isinstance(segments, Mapping):
        return Flaw.DAMAGED
    known = {key: _kept(entries) for key, entries in segments.items()}
    unknown = {key: value for key, value in form.items() if key not in {"version", "place", "segments"}}
    return _Content({key: kept for key, kept in known.items() if kept}, unknown)


def _kept(entries: JsonValue) -> tuple[KeptIntent, ...]:
    """The entries of a segment that can be read."""
    found = map(_read, entries) if isinstance(entries, list) else ()
    return tuple(one for one in found if one is not None)


def _read(entry: JsonValue) -> KeptIntent | None:
    if not isinstance(entry, Mapping):
        return None
    texts = [entry.get(part) for part in ("field", "value", "intent", "zone")]
    at = moment_from_json(entry.get("frozen_at"))
    match texts:
        case [str(name), str(value), str(intent), str(zone)] if at is not None:
            return KeptIntent(name, value, intent, at, zone)
        case _:
            return None
