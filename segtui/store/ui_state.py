"""How the screen was left: what segtui remembers by itself, so that nobody has to set it up again."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from segtui.domain.segment_json import moment_from_json, moment_to_json
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text
from segtui.store.locks import locked
from segtui.store.private_files import file_trouble, write_private
from segtui.store.setting_aside import Flaw, Notice, set_aside

_VERSION = 1


@dataclass(frozen=True, slots=True)
class UiState:
    """What is remembered. It is about comfort only: whatever is missing has a default."""

    theme: str | None = None
    last_profile: str | None = None
    last_used: Mapping[str, datetime] = field(default_factory=dict)
    """When each profile was opened last."""
    last_segment: Mapping[str, str] = field(default_factory=dict)
    """The id of the segment that was shown last, by scope."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of panes, by their names."""
    columns: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    """How somebody wants the columns of a table, in the table's own form, by the table's name."""
    unknown: Mapping[str, JsonValue] = field(default_factory=dict)
    """What isn't known here. It stays in the file."""


class StateFile:
    """The file of what is remembered, shared by all running segtui of a user. Reading never fails.

    Args:
        path: The file.
        now: The clock.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = Path(os.path.realpath(path))
        self._now = now
        self._notices: list[Notice] = []
        self.state = UiState()
        """As it was when it was last read or changed here."""
        try:
            found = self._found()
            if isinstance(found, Flaw):
                with self._held():
                    found = self._sound()
        except FileTrouble as trouble:
            self._notices.append(Notice(f"{trouble.message} {trouble.hint}"))
        else:
            self.state = found

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once."""
        taken, self._notices = self._notices, []
        return taken

    def change(self, change: Callable[[UiState], UiState]) -> None:
        """Change what is remembered, on top of what others have changed meanwhile.

        Args:
            change: Gives the new state for the present one. Nothing is written when that is the same.

        Raises:
            FileTrouble: It can't be read or written, and is as it was.
        """
        with self._held():
            present = self._sound()
            wanted = change(present)
            if wanted != present:
                write_private(self._path, to_text(_to_json(wanted)) + "\n")
        self.state = wanted

    def _held(self) -> AbstractContextManager[None]:
        return locked(self._path.with_suffix(".lock"))

    def _sound(self) -> UiState:
        """What the file holds; one that can't be used is set aside first. Only for who holds the lock."""
        found = self._found()
        if isinstance(found, UiState):
            return found
        place = set_aside(self._path, found, self._now())
        then = "Theme, pane sizes and the last profile begin anew."
        self._notices.append(Notice.of("What segtui remembers", found, place, then))
        return UiState()

    def _found(self) -> UiState | Flaw:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return UiState()
        except OSError as error:
            raise file_trouble(error, self._path, "read") from error
        try:
            form = from_text(content.decode("utf-8"))
        except ValueError:
            return Flaw.DAMAGED
        version = form.get("version", _VERSION) if isinstance(form, Mapping) else None
        if not isinstance(form, Mapping) or not isinstance(version, int):
            return Flaw.DAMAGED
        return _from_json(form) if version <= _VERSION else Flaw.NEWER


def _to_json(state: UiState) -> dict[str, JsonValue]:
    return {
        **state.unknown,
        "version": _VERSION,
        "theme": state.theme,
        "last_profile": state.last_profile,
        "last_used": {profile: moment_to_json(at) for profile, at in state.last_used.items()},
        "last_segment": state.last_segment,
        "sizes": state.sizes,
        "columns": state.columns,
    }


_KNOWN = _to_json(UiState()).keys()


def _from_json(form: Mapping[str, JsonValue]) -> UiState:
    used = {profile: moment_from_json(at) for profile, at in _object(form, "last_used").items()}
    return UiState(
        theme=_text(form.get("theme")),
        last_profile=_text(form.get("last_profile")),
        last_used={profile: at for profile, at in used.items() if at is not None},
        last_segment={scope: one for scope, one in _object(form, "last_segment").items() if isinstance(one, str)},
        sizes={
            pane: size
            for pane, size in _object(form, "sizes").items()
            if isinstance(size, int) and not isinstance(size, bool)
        },
        columns={table: choice for table, choice in _object(form, "columns").items() if isinstance(choice, Mapping)},
        unknown={key: value for key, value in form.items() if key not in _KNOWN},
    )


def _object(form: Mapping[str, JsonValue], key: str) -> Mapping[str, JsonValue]:
    value = form.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
