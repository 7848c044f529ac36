"""What the screen remembers from one run to the next: `state.json`. Nothing in it can't be chosen again.

Read before the first frame, so plain JSON and nothing heavy.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from segtui.domain.instants import parse_instant
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.private_files import locked, read_private, set_aside, trouble_with, write_private

_VERSION = 1

_MOST_ENTRIES = 200
"""Profiles, places and tables that are remembered each, the latest; nobody has more, and the file must stay small."""

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class UiState:
    """What is remembered. A part that can't be read counts as never remembered."""

    theme: str | None = None
    last_profile: str | None = None
    last_used: Mapping[str, datetime] = field(default_factory=dict)
    """When each profile was opened last, by its name."""
    last_segment: Mapping[str, str] = field(default_factory=dict)
    """The id of the segment that was looked at last, by place."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Sizes of the panes, by name."""
    columns: Mapping[str, JsonValue] = field(default_factory=dict)
    """How somebody wants the columns of a table, by the table's name, in the table's own form."""
    unknown: Mapping[str, JsonValue] = field(default_factory=dict)
    """Parts that this version knows nothing of; they are kept."""


class StateFile:
    """The file, shared by all segtui of one user.

    Args:
        file: Where it is.
        now: The clock.
    """

    def __init__(self, file: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file = file
        self._now = now
        self.notice = ""
        """What a person should know of its reading; empty for nothing."""
        self.state = UiState()
        """What it held when it was read or changed last."""
        self._reread()

    def change(self, change: Callable[[UiState], UiState]) -> None:
        """Remember something else; what another segtui has written meanwhile stays, unless the same is changed.

        Raises:
            FileTrouble: It can't be written. The change holds for this run all the same.
        """
        try:
            with locked(self._file.with_suffix(".lock")):
                self._reread()
                before, self.state = self.state, change(self.state)
                if self.state != before:
                    write_private(self._file, _written(self.state))
        except OSError as error:
            self.state = change(self.state)
            raise trouble_with(error, self._file, "written") from error

    def _reread(self) -> None:
        try:
            text = read_private(self._file)
        except FileTrouble as trouble:
            self._set_aside("damaged", trouble.message)
            return
        if text is None:
            return
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError):
            parts = None
        if not isinstance(parts, dict):
            self._set_aside("damaged", f"{self._file} can't be read.")
        elif parts.get("version") != _VERSION:
            self._set_aside("newer", f"{self._file} was written by another version of segtui.")
        else:
            self.state = _read(parts)

    def _set_aside(self, why: str, told: str) -> None:
        try:
            aside = set_aside(self._file, why, self._now())
        except OSError:
            self.notice = f"{told} What the screen remembered isn't known."
        else:
            self.notice = f"{told} It was set aside as {aside.name}, and the screen begins anew."


def used(state: UiState, profile: str, at: datetime) -> UiState:
    """The state after a profile was opened."""
    return replace(state, last_profile=profile, last_used=with_latest(state.last_used, profile, at))


def with_latest(mapping: Mapping[str, Kind], key: str, value: Kind) -> Mapping[str, Kind]:
    """A mapping with one entry more, or another, as its last; the oldest give way when there are too many."""
    entries = [*((other, kept) for other, kept in mapping.items() if other != key), (key, value)]
    return dict(entries[-_MOST_ENTRIES:])


def _read(parts: Mapping[str, Any]) -> UiState:
    known = {"version", "theme", "last_profile", "last_used", "last_segment", "sizes", "columns"}
    used_at = {name: at for name, at in _mapping(parts, "last_used", str).items() if parse_instant(at)}
    return UiState(
        theme=_text(parts, "theme"),
        last_profile=_text(parts, "last_profile"),
        last_used={name: moment for name, at in used_at.items() if (moment := parse_instant(at)) is not None},
        last_segment=_mapping(parts, "last_segment", str),
        sizes={name: size for name, size in _mapping(parts, "sizes", int).items() if not isinstance(size, bool)},
        columns=_mapping(parts, "columns", dict),
        unknown={key: value for key, value in parts.items() if key not in known},
    )


def _written(state: UiState) -> str:
    parts: dict[str, Any] = {
        **state.unknown,
        "version": _VERSION,
        "theme": state.theme,
        "last_profile": state.last_profile,
        "last_used": {name: at.isoformat() for name, at in state.last_used.items()},
        "last_segment": dict(state.last_segment),
        "sizes": dict(state.sizes),
        "columns": dict(state.columns),
    }
    return json.dumps(parts, indent=1)


def _text(parts: Mapping[str, Any], key: str) -> str | None:
    value = parts.get(key)
    return value if isinstance(value, str) else None


def _mapping(parts: Mapping[str, Any], key: str, kind: type[Kind]) -> dict[str, Kind]:
    value = parts.get(key)
    entries = value.items() if isinstance(value, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, kind)}
