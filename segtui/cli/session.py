"""What every command stands on: where files are, which profile is meant, and how it is opened."""

import argparse
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from segtui.cli.asking import ask_unseen, somebody_is_there
from segtui.cli.demos import MakeBox, known_of, make_box, secret_of, settings_of
from segtui.cli.output import Output
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.record import record
from segtui.domain.text import quoted, shortened
from segtui.store.demos import DEMOS
from segtui.store.places import Places
from segtui.store.register import MemoryRegister

if TYPE_CHECKING:
    from segtui.store.profile_book import ProfileBook
    from segtui.store.profiles import Profile
    from segtui.store.ui_state import UiState
    from segtui.workspace.intents import Intents
    from segtui.workspace.profiles import ProfileShelf
    from segtui.workspace.workspace import Ask, Workspace


class Usage(SegtuiError):
    """What was typed can't be understood, or doesn't go together."""

    code = "usage"
    trouble = Trouble.USAGE


@dataclass
class Session:
    """One run of segtui.

    Args:
        find_places: Says where files are.
        make_sandbox: Makes what answers in place of a service for a built-in profile, by the service's name.
    """

    find_places: Callable[[], Places] = Places.of_user
    make_sandbox: MakeBox = make_box
    _boxes: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _registers: dict[str, MemoryRegister] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def places(self) -> Places:
        """Where files are."""
        return self.find_places()

    def sandbox(self, service: str) -> Any:
        """The sandbox behind the built-in profile of a service, one for the whole run."""
        if service not in self._boxes:
            box = self._boxes[service] = self.make_sandbox(service)
            self._registers[service] = MemoryRegister(known_of(service, box))
        return self._boxes[service]

    def book(self) -> "ProfileBook":
        """The profile file as it is now."""
        return self.shelf().book()

    def shelf(self, state: "Callable[[], UiState] | None" = None, *, only_demos: bool = False) -> "ProfileShelf":
        """All profiles.

        Args:
            state: Says when each was opened last; None where nobody wants to know.
            only_demos: Whether those of the file are left out.
        """
        from segtui.workspace.profiles import ProfileShelf  # noqa: PLC0415 - 150 ms that `--help` must not cost

        last_used = (lambda: state().last_used) if state is not None else dict
        return ProfileShelf(self.places.profiles_file, last_used, self._demo_profile, self.open_profile, only_demos)

    def chosen(self, name: str | None) -> "tuple[str, Profile]":
        """The profile that is meant.

        Args:
            name: What was asked for; None for the only one there is.

        Raises:
            Usage: There is none, or several to choose from.
            SegtuiError: The one asked for isn't there, or has mistakes.
        """
        if name in DEMOS:
            return name, self._demo_profile(name)
        book = self.book()
        if name is None:
            name = _only(book)
        return name, book.get(name)

    def open_profile(self, name: str, profile: "Profile", ask: "Ask | None") -> "Workspace":
        """Open a profile; a built-in one needs nobody to ask and no network."""
        from segtui.store.register import Register  # noqa: PLC0415 - as above
        from segtui.workspace.opening import open_profile, place_of  # noqa: PLC0415 - as above

        if name not in DEMOS:
            keeper = Register(self.places.register_file, place_of(profile))
            return open_profile(name, profile, ask=ask, keeper=keeper)
        service = DEMOS[name]
        box = self.sandbox(service)

        async def known(_question: str) -> str:
            return secret_of(service, box)

        async def app(*call: Any) -> None:
            await box.app(*call)  # made with the first request, behind the first frame

        return open_profile(name, profile, ask=known, app=app, keeper=self._registers[service])

    def intents(self, workspace: "Workspace") -> "Intents":
        """What was meant by dates of the profile's segments. Commands read and print all times in UTC."""
        from segtui.store.intents import IntentFile  # noqa: PLC0415 - as above
        from segtui.workspace.intents import Intents  # noqa: PLC0415 - as above

        profile = workspace.profile
        file = IntentFile(self.places.intents_dir, profile.place, now=workspace.now) if profile.keeps_answers else None
        return Intents(file, now=workspace.now, zone=UTC)

    def _demo_profile(self, name: str) -> "Profile":
        from segtui.store.profiles import Profile  # noqa: PLC0415 - as above

        return Profile.checked(settings_of(DEMOS[name], self.sandbox(DEMOS[name])))


@record
class Call:
    """A command as it was typed, with all it may use."""

    args: argparse.Namespace
    session: Session
    output: Output

    @property
    def profile_name(self) -> str | None:
        """The profile that was asked for; None for the only one there is."""
        name: str | None = self.args.profile
        return name

    @asynccontextmanager
    async def open(self, name: str | None = None) -> "AsyncIterator[Workspace]":
        """Open a profile, and hang up behind it. A dry run sends nothing, so it may plan what a profile may not do.

        Args:
            name: Another one than was asked for.
        """
        chosen = self.session.chosen(name if name is not None else self.profile_name)
        workspace = self.session.open_profile(*chosen, ask_unseen if somebody_is_there() else None)
        workspace.only_plans = getattr(self.args, "dry_run", False)
        try:
            yield workspace
        finally:
            await workspace.close()


CommandFunction: TypeAlias = Callable[[Call], int | Coroutine[Any, Any, int]]
"""Runs a command and gives its exit status; what goes wrong is raised."""


def _only(book: "ProfileBook") -> str:
    broken = (problem.profile for problem in book.problems if problem.profile)
    names = list(dict.fromkeys((*book.profiles, *broken)))
    if len(names) == 1:
        return names[0]
    if names:
        known = shortened(", ".join(map(quoted, names)), 200)
        raise Usage(
            f"There are {len(names)} profiles: {known}.", hint=f"Say which one you mean: segtui -p {names[0]} …"
        )
    if book.problems:
        told = " ".join(map(str, book.problems))
        raise Usage(f"The profile file has mistakes, and no profile in it can be used. {told}")
    raise Usage(
        "There is no profile yet.",
        hint="To look around, try: segtui demo. To connect to a service: segtui profiles add --help",
    )
