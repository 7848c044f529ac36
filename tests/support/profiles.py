"""Profiles in a file of their own, which lead to sandboxes instead of a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from segtui.backends.limits import Limits
from segtui.sandbox import TiledeskSandbox
from segtui.store.demos import DEMOS
from segtui.store.profile_book import ProfileBook
from segtui.store.profiles import Profile
from segtui.ui.profiles import form
from segtui.ui.widgets.line_input import LineInput
from segtui.workspace.opening import open_profile
from segtui.workspace.profiles import ProfileShelf
from segtui.workspace.workspace import Ask, Workspace
from support.screens import Person, box_of
from support.workspaces import UNHURRIED, Clock, is_, settings_for


def demo_box() -> TiledeskSandbox:
    """A demo that is small."""
    return box_of({"Demo segment": [is_("city", "=", "Rome")]})


@dataclass
class Shelf:
    """The shelf of a test, and what was opened from it.

    Args:
        folder: Where the file is.
        boxes: The sandbox behind each profile, by its name; behind all others it is the one of the demo.
        used: When each was opened last.
        limits: How long to wait.
    """

    folder: Path
    boxes: Mapping[str, TiledeskSandbox] = field(default_factory=dict)
    used: Mapping[str, datetime] = field(default_factory=dict)
    limits: Limits = UNHURRIED
    demo: TiledeskSandbox = field(default_factory=demo_box)
    opened: list[Workspace] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        """The profile file."""
        return self.folder / "profiles.toml"

    @property
    def book(self) -> ProfileBook:
        """What the file holds now."""
        return ProfileBook.load(self.file)

    def add(self, name: str, **settings: Any) -> None:
        """Put a profile into the file whose password anybody who is asked knows."""
        values = settings_for(self.boxes.get(name, self.demo)) | settings
        self.book.add(name, Profile.checked(values))

    def find(self) -> ProfileShelf:
        """What the app is given."""
        return ProfileShelf(
            self.file,
            lambda: self.used,
            lambda name: Profile.checked({**settings_for(self.demo), "service": DEMOS[name]}),
            self._open,
        )

    def _open(self, name: str, profile: Profile, ask: Ask | None) -> Workspace:
        box = self.boxes.get(name, self.demo)

        async def tell(_question: str) -> str:
            return box.accounts["owner"].password

        asked = ask if profile.environment == "ASKS" else tell
        workspace = open_profile(name, profile, ask=asked, app=box.app, limits=self.limits)
        workspace.now = Clock()
        hang_up = workspace.close

        async def close() -> None:
            self.closed.append(name)
            await hang_up()

        vars(workspace)["close"] = close
        self.opened.append(workspace)
        return workspace


def no_keyring(patch: pytest.MonkeyPatch) -> None:
    """Let there be no keyring, wherever the tests run."""

    async def why_not() -> str:
        return "No keyring can be reached here; over SSH that is usual."

    patch.setattr(form, "why_no_keyring", why_not)


def fill(person: Person, **values: str) -> None:
    """Put values into the fields of a profile's form."""
    for key, value in values.items():
        person.app.screen.query_one(f"#field-{key}", LineInput).value = value
