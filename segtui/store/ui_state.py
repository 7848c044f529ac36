"""How the screen was left: what segtui remembers by itself, so that nobody has to set it up again."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

from segtui.domain.moment_json import moment_from_json, moment_to_json
from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.store.kept_file import Form, KeptFile
from segtui.store.setting_aside import Notice


@record
class UiState:
    """What is remembered. It is about comfort only: whatever is missing has a default."""

    theme: str | None = None
    last_profile: str | None = None
    last_used: Mapping[str, datetime] = field(default_factory=dict)
    """When each profile was opened last."""
    last_segment: Mapping[str, str] = field(default_factory=dict)
    """The id of the segment that was shown last, by place."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of panes, by their names."""
    columns: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    """How somebody wants the columns of a table, in the table's own form, by the table's name."""
    people_columns: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    """What the columns of an imported file were taken for, by a name for place and columns, the last used last."""
    unknown: Mapping[str, JsonValue] = field(default_factory=dict)
    """What isn't known here. It stays in the file."""


class StateFile:
    """The file of what is remembered, shared by all running segtui of a user. Reading never fails.

    Args:
        path: The file.
        now: The clock.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file = KeptFile(path, _FORM, now)
        self.state = self._file.content() or UiState()
        """As it was when it was last read or changed here."""

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once."""
        return self._file.take_notices()

    def change(self, change: Callable[[UiState], UiState]) -> None:
        """Change what is remembered, on top of what others have changed meanwhile.

        Args:
            change: Gives the new state for the present one. Nothing is written when that is the same.

        Raises:
            FileTrouble: It can't be read or written, and is as it was.
        """
        self.state = self._file.change(change)


def _to_json(state: UiState) -> dict[str, JsonValue]:
    return {
        **state.unknown,
        "theme": state.theme,
        "last_profile": state.last_profile,
        "last_used": {profile: moment_to_json(at) for profile, at in state.last_used.items()},
        "last_segment": state.last_segment,
        "sizes": state.sizes,
        "columns": state.columns,
        "people_columns": state.people_columns,
    }


_KNOWN = {"version", *_to_json(UiState())}


def _from_json(form: Mapping[str, JsonValue]) -> UiState:
    used = {profile: moment_from_json(at) for profile, at in _object(form, "last_used").items()}
    return UiState(
        theme=_text(form.get("theme")),
        last_profile=_text(form.get("last_profile")),
        last_used={profile: at for profile, at in used.items() if at is not None},
        last_segment={place: one for place, one in _object(form, "last_segment").items() if isinstance(one, str)},
        sizes={
            pane: size
            for pane, size in _object(form, "sizes").items()
            if isinstance(size, int) and not isinstance(size, bool)
        },
        columns=_forms(form, "columns"),
        people_columns=_forms(form, "people_columns"),
        unknown={key: value for key, value in form.items() if key not in _KNOWN},
    )


def _forms(form: Mapping[str, JsonValue], key: str) -> Mapping[str, Mapping[str, JsonValue]]:
    return {name: one for name, one in _object(form, key).items() if isinstance(one, Mapping)}


def _object(form: Mapping[str, JsonValue], key: str) -> Mapping[str, JsonValue]:
    value = form.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


_FORM = Form(
    what="What segtui remembers",
    then="Theme, pane sizes and the last profile begin anew.",
    empty=UiState,
    read=_from_json,
    write=_to_json,
    names_its_version=False,
)
