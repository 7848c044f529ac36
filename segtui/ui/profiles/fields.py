"""The fields of the form: what they are called, what is said about them, and their values for a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from segtui.domain.record import record
from segtui.store.profiles import Profile

YES, NO = "yes", "no"


@record
class FormField:
    """One line of the form."""

    key: str
    """As the profile file and the errors have it."""
    label: str
    help: str
    example: str = ""
    initial: str = ""
    choices: Sequence[str] = ()
    """What can be completed."""


FIELDS = (
    FormField("name", "Name", "What you call it: `segtui -p NAME` opens it.", "such as acme"),
    FormField("service", "Service", "Which service it is.", initial="tiledesk"),
    FormField(
        "base_url",
        "Base URL",
        "Where its API is. Credentials go over https only, except to this machine.",
        "https://api.tiledesk.com/v3",
        "https://api.tiledesk.com/v3",
    ),
    FormField(
        "project",
        "Project",
        "The project's id. Leave it empty and press ctrl+t: the test lists the projects you may choose.",
        "such as 65f0aa11bb22cc33dd44ee55",
    ),
    FormField(
        "auth",
        "Sign-in",
        "signin: e-mail and password once, then a token for the run.\njwt: the secret is a token.\n"
        "basic: e-mail and password with every request, which is slower.",
        initial="signin",
        choices=("signin", "jwt", "basic"),
    ),
    FormField("email", "E-mail", "Who signs in. Not needed for jwt.", "such as ada@example.com"),
    FormField(
        "secret", "Secret", "", "env:NAME, command:…, keyring: or ask", initial="ask", choices=("ask", "keyring:")
    ),
    FormField("environment", "Environment", "A short word such as PROD, shown wherever the profile is.", "(none)"),
    FormField("accent", "Accent", "The colour it is shown in, such as #d08770.", "(none)"),
    FormField(
        "read_only",
        "Read-only",
        "yes: segtui refuses every change.\nno: changes can be saved with this profile.",
        initial=YES,
        choices=(YES, NO),
    ),
)


def fields_for(services: Sequence[str]) -> tuple[FormField, ...]:
    """The fields, with the services that there are to choose from."""
    return tuple(
        replace(field, choices=services, help=f"Which service it is: {', '.join(services)}.")
        if field.key == "service"
        else field
        for field in FIELDS
    )


def secret_help(why_no_keyring: str | None) -> str:
    """Where a secret can be kept on this machine; it is never in the profile itself.

    Args:
        why_no_keyring: Why there is no keyring, empty when there is one; None while that isn't known.
    """
    if why_no_keyring is None:
        keyring = "looking for this system's keyring…"
    elif why_no_keyring:
        keyring = f"not here: {why_no_keyring[:1].lower()}{why_no_keyring[1:]}"
    else:
        keyring = "this system's keyring; you are asked when you save."
    return (
        "Where the password or token is, never the secret itself:\n"
        "ask           you type it at each start; it is kept in memory only\n"
        "env:NAME      a variable of the shell that starts segtui\n"
        "command:…     the first line a program prints: command:pass show tiledesk\n"
        f"keyring:      {keyring}"
    )


def typed_of(profile: Profile) -> dict[str, str]:
    """A profile as one would type it."""
    table = profile.table()
    values = ((field.key, table.get(field.key, "")) for field in FIELDS)
    return {key: (YES if value else NO) if isinstance(value, bool) else value for key, value in values}


def settings_of(typed: Mapping[str, str]) -> dict[str, str | bool | None]:
    """What was typed, as a profile's settings; an empty one is None. The name isn't one of them.

    Whether read-only is anything else than yes or no is for `read_only_mistake`; it counts as yes here.
    """
    values: dict[str, str | bool | None] = {
        key: text.strip() or None for key, text in typed.items() if key not in {"name", "read_only"}
    }
    return {**values, "read_only": typed["read_only"].strip().lower() != NO}


def read_only_mistake(typed: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """What is wrong with the answer to read-only: key and words, if anything is."""
    return () if typed["read_only"].strip().lower() in {YES, NO} else (("read_only", f"must be {YES} or {NO}"),)
