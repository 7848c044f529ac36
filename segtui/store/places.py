"""Where each kind of file goes on this system."""

from pathlib import Path
from typing import Self

from segtui.domain.record import record


@record
class Places:
    """The directories of one user. None of them needs to exist."""

    config_dir: Path
    """What people may edit by hand."""
    state_dir: Path
    """What the program remembers."""
    data_dir: Path
    """What must not be lost."""
    cache_dir: Path
    """What can be fetched again."""
    log_dir: Path

    @classmethod
    def of_user(cls) -> Self:
        """The directories that the system, or its XDG variables, set aside for this user."""
        from platformdirs import PlatformDirs  # noqa: PLC0415 - 23 ms that only a real run has to pay

        system = PlatformDirs("segtui", appauthor=False)
        return cls(
            config_dir=system.user_config_path,
            state_dir=system.user_state_path,
            data_dir=system.user_data_path,
            cache_dir=system.user_cache_path,
            log_dir=system.user_log_path,
        )

    @property
    def profiles_file(self) -> Path:
        """The connection profiles, edited by people and by `segtui profiles`."""
        return self.config_dir / "profiles.toml"

    @property
    def themes_dir(self) -> Path:
        """Themes that people made, one TOML file each."""
        return self.config_dir / "themes"

    @property
    def journal_file(self) -> Path:
        """Unsaved edits."""
        return self.data_dir / "journal.sqlite3"

    @property
    def register_file(self) -> Path:
        """What segtui alone knows of services: lists that they can't give back, rules that they don't keep."""
        return self.data_dir / "register.sqlite3"

    @property
    def intents_dir(self) -> Path:
        """What was meant by dates that stand still, for each service and project."""
        return self.data_dir / "intents"

    @property
    def running_dir(self) -> Path:
        """One lock for each running segtui."""
        return self.state_dir / "running"

    @property
    def state_file(self) -> Path:
        """How the screen was left."""
        return self.state_dir / "state.json"

    @property
    def last_known_dir(self) -> Path:
        """What was last seen of each service, to be shown until it answers."""
        return self.cache_dir / "last-known"
