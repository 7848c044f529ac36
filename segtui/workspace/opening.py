"""From a profile to an open workspace: find the secret, load the service, connect the two."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from segtui.backends.base import AsgiApp, Backend, Connection, Service
from segtui.backends.limits import Limits
from segtui.backends.lists import Keeper
from segtui.backends.registry import ServiceNames, service
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.text import quoted
from segtui.store.profiles import Profile, read_options
from segtui.store.register import MemoryRegister
from segtui.store.secrets import find_secret
from segtui.workspace.workspace import Ask, OpenProfile, Workspace


class UnusableProfile(SegtuiError):
    """A profile whose settings don't fit its service.

    Attributes:
        key: The setting that doesn't; empty when it isn't one alone.
    """

    code = "unusable-profile"
    trouble = Trouble.USAGE

    def __init__(self, message: str, *, key: str = "", hint: str = "") -> None:
        self.key = key
        super().__init__(message, hint=hint)


def known_services() -> Sequence[str]:
    """The names of the services that a profile can have."""
    return ServiceNames()


def check_settings(values: Mapping[str, Any]) -> None:
    """Look at a profile's settings with its service's eyes.

    Args:
        values: The settings by name, as the profile file has them.

    Raises:
        UnusableProfile: They don't fit.
    """
    chosen = service(str(values.get("service")))
    if values.get("auth") not in chosen.auth_kinds:
        raise UnusableProfile(
            f"{chosen.title} can't sign in with {quoted(str(values.get('auth')))}.",
            key="auth",
            hint=f"It knows: {', '.join(chosen.auth_kinds)}.",
        )
    settings = {**values, "options": read_options(values.get("options"))}
    if mistake := _options_mistake(values, chosen) or chosen.check_settings(settings):
        # Services begin with the setting's name.
        key = mistake.partition(" ")[0].rstrip(":")
        raise UnusableProfile(mistake, key=key if key in values else "", hint="Change it with “segtui profiles edit”.")


def _options_mistake(values: Mapping[str, Any], chosen: Service) -> str:
    """What is wrong with the settings that only this service has; empty when nothing is."""
    known = {option.key: option for option in chosen.options}
    for key, value in read_options(values.get("options")).items():
        if key not in known:
            told = f"{chosen.title} knows {', '.join(known)}" if known else f"{chosen.title} has none"
            return f"options: there is no {quoted(key)}; {told}."
        choices = known[key].choices
        if choices and value not in choices:
            return f"options: {key} must be {' or '.join(choices)}."
    return ""


def place_of(profile: Profile) -> str:
    """What a profile leads to, whatever it is called: edits and last answers are kept by it."""
    return " ".join((profile.service, profile.base_url, profile.project or ""))


def open_profile(
    name: str,
    profile: Profile,
    *,
    ask: Ask | None,
    app: AsgiApp | None = None,
    limits: Limits | None = None,
    keeper: Keeper | None = None,
) -> Workspace:
    """Open a profile. Its secret is looked for, and the service asked, when something is wanted of it.

    Args:
        name: The profile's name.
        profile: Its settings.
        ask: For a secret that is asked for; None when nobody can be asked.
        app: An application that answers in place of the service, for the demo and for tests.
        limits: How long and how much to wait for and take; None for the usual.
        keeper: Keeps what the service can't give back; None for what ends with the program.

    Raises:
        UnusableProfile: Its settings don't fit its service.
        SegtuiError: Its service isn't known.
    """
    check_settings(profile.table())
    chosen = service(profile.service)
    kept = keeper if keeper is not None else MemoryRegister()

    async def connect() -> Backend:
        connection = Connection(
            base_url=profile.base_url,
            secret=await find_secret(profile.secret, profile=name, ask=ask),
            auth=profile.auth,
            project=profile.project,
            email=profile.email,
            read_only=profile.read_only,
            app=app,
            limits=limits,
            keeper=kept,
            options={option.key: option.initial for option in chosen.options} | read_options(profile.options),
        )
        return chosen.open(connection)

    workspace = Workspace(chosen, _as_shown(name, profile, keeps_answers=app is None), connect)
    workspace.keeper = kept
    return workspace


def _as_shown(name: str, profile: Profile, *, keeps_answers: bool) -> OpenProfile:
    """What the screen shows of a profile."""
    return OpenProfile(
        name,
        profile.service,
        profile.read_only,
        profile.environment,
        profile.accent,
        settings=profile,
        origin=_origin(profile.base_url),
        place=place_of(profile),
        keeps_answers=keeps_answers,
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
