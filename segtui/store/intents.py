"""What was meant by dates that a service holds as moments: it stores a day in August, somebody typed "last 30 days".

This is known nowhere else, so the file lies with what must not be lost. One file for each place, whoever's profile
leads there; each change is on the disk when it returns.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from segtui.domain.segment_json import moment_from_json, moment_to_json
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text
from segtui.store.locks import locked
from segtui.store.private_files import file_trouble, write_private
from segtui.store.setting_aside import Flaw, Notice, set_aside

MOST_DATES = 100
"""Of one segment; the oldest go. No rule has so many, but one that is set anew each day would leave one each day."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        self._path = Path(os.path.realpath(intents_dir / f"{name}.json"))
        self._place = place
        self._now = now
        self._notices: list[Notice] = []
        self._content = _Content()
        self._seen: tuple[int, ...] | None = None

    def intents(self) -> KeptIntents:
        """What is known of all segments of the place, changes of other running segtui among it."""
        stamp = self._stamp()
        if stamp != self._seen:
            try:
                found = self._found()
                if isinstance(found, Flaw):
                    with self._held():
                        found = self._sound()
                    stamp = self._stamp()
            except FileTrouble as trouble:
                found = _Content()
                self._notices.append(Notice(f"{trouble.message} {trouble.hint}".strip()))
            self._content, self._seen = found, stamp
        return self._content.segments

    def change(self, change: Callable[[KeptIntents], KeptIntents]) -> None:
        """Change what is known, on top of what others have changed meanwhile; it is safe when this returns.

        Args:
            change: Gives what is to be known for what is known now. Nothing is written when that is the same.

        Raises:
            FileTrouble: It can't be read or written, and is as it was.
        """
        with self._held():
            present = self._sound()
            segments = {key: tuple(kept[-MOST_DATES:]) for key, kept in change(present.segments).items() if kept}
            wanted = _Content(segments, present.unknown)
            if wanted != present:
                write_private(self._path, to_text(_to_json(wanted, self._place)) + "\n")
            self._content, self._seen = wanted, self._stamp()

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once."""
        taken, self._notices = self._notices, []
        return taken

    def _held(self) -> AbstractContextManager[None]:
        return locked(self._path.with_suffix(".lock"))

    def _stamp(self) -> tuple[int, ...]:
        """Tells whether the file is another one by now: each change replaces it."""
        try:
            about = self._path.stat()
        except OSError:
            return ()
        return about.st_ino, about.st_mtime_ns, about.st_size

    def _sound(self) -> _Content:
        """What the file holds; one that can't be used is set aside first. Only for who holds the lock."""
        found = self._found()
        if isinstance(found, _Content):
            return found
        aside = set_aside(self._path, found, self._now())
        then = "Of dates that stand still, segtui doesn't know any more which were meant to move along."
        self._notices.append(Notice.of("The file of what was meant by dates", found, aside, then))
        return _Content()

    def _found(self) -> _Content | Flaw:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return _Content()
        except OSError as error:
            raise file_trouble(error, self._path, "read") from error
        try:
            form = from_text(content.decode("utf-8"))
        except ValueError:
            return Flaw.DAMAGED
        version = form.get("version") if isinstance(form, Mapping) else None
        if not isinstance(form, Mapping) or not isinstance(version, int):
            return Flaw.DAMAGED
        if version > _VERSION:
            return Flaw.NEWER
        segments = form.get("segments")
        return _from_json(form, segments) if isinstance(segments, Mapping) else Flaw.DAMAGED


def _to_json(content: _Content, place: str) -> dict[str, JsonValue]:
    return {
        **content.unknown,
        "version": _VERSION,
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


def _from_json(form: Mapping[str, JsonValue], segments: Mapping[str, JsonValue]) -> _Content:
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
