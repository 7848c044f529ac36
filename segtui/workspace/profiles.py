"""The profiles of a person: which there are, when each was used, how one is made, changed, removed and tried out."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import SecretStr

from segtui.backends.base import Greeting
from segtui.backends.registry import service
from segtui.domain.errors import SegtuiError
from segtui.domain.record import record
from segtui.store.demos import DEMOS
from segtui.store.errors import SecretUnavailable
from segtui.store.keyring_secrets import forget_in_keyring, keep_in_keyring
from segtui.store.profile_book import ProfileBook, ProfileProblem
from segtui.store.profiles import Profile
from segtui.store.secrets import SecretPointer
from segtui.workspace.opening import check_settings, known_services, open_profile
from segtui.workspace.workspace import Ask, OpenProfile, Workspace

Open: TypeAlias = Callable[[str, Profile, Ask | None], Workspace]
"""Opens a profile by its name and settings."""


@record
class ListedProfile:
    """A profile as it may be picked."""

    name: str
    profile: Profile | None
    """None when it has mistakes."""
    last_used: datetime | None = None
    problems: Sequence[ProfileProblem] = ()

    @property
    def is_demo(self) -> bool:
        """Whether it is a built-in one, which can't be changed."""
        return self.name in DEMOS


@record
class Listing:
    """What there is to pick from."""

    file: Path
    profiles: Sequence[ListedProfile]
    """The one that was used last comes first, those never used as they stand in the file, and then the demos."""
    problems: Sequence[ProfileProblem] = ()
    """Mistakes in the file that are of no profile."""
    others_can_read: bool = False
    is_tour: bool = False
    """Whether only the demos were asked for."""

    @property
    def is_first_run(self) -> bool:
        """Whether there is nothing but the demos, though other profiles were looked for."""
        return not self.is_tour and not self.problems and all(listed.is_demo for listed in self.profiles)


@record
class Trial:
    """What came of trying a profile out."""

    greeting: Greeting | None
    """What the service says about us, without a project when that is the trouble; None when it lets nobody in."""
    error: SegtuiError | None = None
    """What is wrong; None when nothing is."""


def _open(name: str, profile: Profile, ask: Ask | None) -> Workspace:
    return open_profile(name, profile, ask=ask)


@record
class ProfileShelf:
    """The profile file, read anew for each question: people edit it too.

    Args:
        file: The profile file.
        last_used: When each profile was opened last.
        demo: Makes the settings of a built-in profile by its name; None where there is none to pick.
        open: Opens a profile by its name and settings.
        only_demos: Whether the profiles of the file are left out of the listing.
    """

    file: Path
    last_used: Callable[[], Mapping[str, datetime]] = field(default=dict[str, datetime])
    demo: Callable[[str], Profile] | None = None
    open: Open = _open
    only_demos: bool = False

    def book(self) -> ProfileBook:
        """The file as it is now.

        Raises:
            FileTrouble: It can't be read.
        """
        return ProfileBook.load(self.file, known_services=known_services())

    def listing(self) -> Listing:
        """What there is to pick from.

        Raises:
            FileTrouble: The file can't be read.
        """
        if self.only_demos:
            return Listing(self.file, self.demo_profiles(), is_tour=True)
        book, used = self.book(), self.last_used()
        names = dict.fromkeys((*book.profiles, *(one.profile for one in book.problems if one.profile)))
        profiles = [
            ListedProfile(
                name,
                book.profiles.get(name),
                used.get(name),
                tuple(problem for problem in book.problems if problem.profile == name),
            )
            for name in names
        ]
        profiles.sort(key=lambda one: one.last_used.timestamp() if one.last_used else 0, reverse=True)
        profiles += self.demo_profiles()
        unowned = tuple(problem for problem in book.problems if not problem.profile)
        return Listing(self.file, profiles, unowned, book.others_can_read)

    def demo_profiles(self) -> Sequence[ListedProfile]:
        """The built-in profiles, which are there whatever the file holds."""
        if self.demo is None:
            return ()
        used = self.last_used()
        return [ListedProfile(name, self.demo(name), used.get(name)) for name in DEMOS]

    async def add(self, name: str, values: Mapping[str, Any], ask: Ask | None) -> ProfileBook:
        """Make a profile, and keep its secret in the keyring if it says so.

        Args:
            name: What to call it.
            values: Its settings, as `Profile.checked` takes them.
            ask: For the secret to keep; None when nobody can be asked, and nothing is kept.

        Raises:
            SegtuiError: It can't be made, or its secret can't be kept; then the file is as it was.
        """
        profile = checked(values)
        book = self.book().add(name, profile)
        try:
            if profile.secret.kind == "keyring" and ask is not None:
                await _keep(name, ask)
        except BaseException:
            # Half a profile would be in the way of the next try.
            book.remove(name)
            raise
        return book

    async def change(self, name: str, changes: Mapping[str, Any], ask: Ask | None) -> ProfileBook:
        """Change some settings of a profile; a secret it doesn't point at any more is forgotten by the keyring.

        Args:
            name: Which one.
            changes: New values by key; None takes one away.
            ask: As for `add`; the secret is asked for only when `changes` says where it is.

        Raises:
            SegtuiError: The change can't be made, or the secret can't be kept.
        """
        book = self.book()
        before = book.profiles.get(name)
        if before is not None:
            checked({**before.table(), **changes})
        book = book.edit(name, changes)
        kind = book.get(name).secret.kind
        if "secret" in changes and kind == "keyring":
            if ask is not None:
                await _keep(name, ask)
        elif before is not None and before.secret.kind == "keyring" and kind != "keyring":
            await _forget(name)
        return book

    async def remove(self, name: str) -> bool:
        """Take a profile out of the file, and its secret out of the keyring.

        Returns:
            Whether a secret was forgotten.

        Raises:
            SegtuiError: It isn't there, or the file can't be changed.
        """
        book = self.book()
        book.remove(name)
        profile = book.profiles.get(name)
        return profile is not None and profile.secret.kind == "keyring" and await _forget(name)

    async def try_out(self, name: str, profile: Profile, ask: Ask | None) -> Trial:
        """Sign in, and learn what the service says about us.

        When the project is the trouble, the projects there are can be told all the same. A secret is asked for once.

        Args:
            name: What it is called; it needn't be in the file.
            profile: Its settings.
            ask: For a secret that is asked for; None when nobody can be asked.
        """
        ask_once = _once(ask) if ask is not None else None
        try:
            return Trial(await self._greeting(name, profile, ask_once))
        except SegtuiError as error:
            if profile.project is None:
                return Trial(None, error)
            without = profile.model_copy(update={"project": None})
            with suppress(SegtuiError):
                return Trial(await self._greeting(name, without, ask_once), error)
            return Trial(None, error)

    async def _greeting(self, name: str, profile: Profile, ask: Ask | None) -> Greeting:
        workspace = self.open(name, profile, ask)
        try:
            return await workspace.check()
        finally:
            await workspace.close()


def checked(values: Mapping[str, Any]) -> Profile:
    """Make a profile from outside values that its service can work with.

    Raises:
        InvalidProfile: With all mistakes at once.
        UnusableProfile: The settings don't fit the service.
    """
    profile = Profile.checked(_with_usual_sign_in(values), known_services=known_services())
    check_settings(profile.table())
    return profile


def _with_usual_sign_in(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same settings, with the service's usual way to sign in where none is named."""
    name = values.get("service")
    if values.get("auth") is not None or name not in known_services():
        return values
    return {**values, "auth": service(str(name)).auth_kinds[0]}


def project_word(profile: Profile) -> tuple[str, str] | None:
    """What a profile's service calls that which `project` chooses, one and several; None when there is no choice."""
    return service(profile.service).project_word


def is_as_opened(profile: Profile, opened: OpenProfile) -> bool:
    """Whether a profile still says what it said when it was opened; another password may well need another opening."""
    return profile == opened.settings


def asking(profile: Profile) -> Profile:
    """The same profile, but its secret is asked for: to try one out whose secret the keyring doesn't have yet."""
    return profile.model_copy(update={"secret": SecretPointer("ask")})


def _once(ask: Ask) -> Ask:
    answers: list[str] = []

    async def ask_once(question: str) -> str:
        if not answers:
            answers.append(await ask(question))
        return answers[0]

    return ask_once


async def _keep(name: str, ask: Ask) -> None:
    await keep_in_keyring(name, SecretStr(await ask(f"Password or token for profile {name}")))


async def _forget(name: str) -> bool:
    """Take a secret out of the keyring; one that can't be reached any more doesn't keep a profile from going."""
    with suppress(SecretUnavailable):
        return await forget_in_keyring(name)
    return False
