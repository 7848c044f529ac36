"""segtui as it is typed, in this process: a sandbox of its own behind `-p demo`, and an empty home."""

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from segtui.backends.limits import Limits
from segtui.cli.demos import make_box
from segtui.cli.door import enter
from segtui.cli.session import Session
from segtui.sandbox import TiledeskSandbox
from segtui.store.places import Places
from segtui.workspace import opening

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
IMPATIENT = Limits(total=0.5, first_wait=0.0, attempts=1)
"""For tests of services that don't answer."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error as JSON."""
        error: dict[str, str] = json.loads(self.err)["error"]
        assert set(error) == {"code", "message", "hint"}
        return error


class FakeTerminal(io.StringIO):
    """Standard input with somebody at it who has typed ahead."""

    def isatty(self) -> bool:
        return True


class CommandLine:
    """Runs commands, one after the other, on the same sandbox and the same home."""

    def __init__(
        self, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lead_count: int = 300
    ) -> None:
        self.box = TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)
        self.places = Places(*(home / name for name in ("config", "state", "data", "cache", "log")))
        self._boxes: dict[str, Any] = {"tiledesk": self.box}
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def box_of(self, service: str) -> Any:
        """The sandbox behind the built-in profile of a service."""
        if service not in self._boxes:
            self._boxes[service] = make_box(service)
        return self._boxes[service]

    def __call__(self, *words: str, typed: str | None = None, stdin: bytes = b"") -> Ran:
        """Run a command.

        Args:
            words: What is typed behind `segtui`.
            typed: What somebody types on the terminal; without it, there is no terminal.
            stdin: What standard input holds where there is no terminal.
        """
        piped = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        self._monkeypatch.setattr(sys, "stdin", piped if typed is None else FakeTerminal(typed))
        self._capsys.readouterr()
        session = Session(find_places=lambda: self.places, make_sandbox=self.box_of)
        status = enter(words, session)
        out, err = self._capsys.readouterr()
        return Ran(status, out, err)

    def demo(self, *words: str, typed: str | None = None, stdin: bytes = b"") -> Ran:
        """Run a command on the built-in profile."""
        return self("-p", "demo", *words, typed=typed, stdin=stdin)

    def be_impatient(self) -> None:
        """Give every request half a second and one attempt."""
        self._monkeypatch.setattr(opening, "open_profile", partial(opening.open_profile, limits=IMPATIENT))

    def id_of(self, name: str) -> str:
        """The id of the demo's segment of that name."""
        return next(key for key, one in self.box.project().segments.items() if one["name"] == name)

    def stored(self, segment_id: str) -> dict[str, Any]:
        """A segment as the sandbox holds it."""
        found = self.box.stored_segment(segment_id)
        assert found is not None
        return found

    def writes(self) -> list[str]:
        """The requests that would have changed something, in their order."""
        return [
            one.method
            for one in self.box.requests
            if one.method in {"POST", "PUT", "DELETE"} and "/auth/" not in one.path
        ]

    def add_profile(self, base_url: str, *words: str, name: str = "desk", role: str = "owner") -> Ran:
        """Make a profile for one of the sandbox's accounts, with its secret in the environment."""
        account = self.box.accounts[role]
        self._monkeypatch.setenv("DESK_PASSWORD", account.password)
        flags = ("--email", account.email, "--project", self.box.project_id, "--secret", "env:DESK_PASSWORD")
        return self("profiles", "add", name, "--service", "tiledesk", "--base-url", base_url, *flags, *words)
