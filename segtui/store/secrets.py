"""Secrets are pointed at, never stored: where one is, and how it is got from there."""

import os
import re
import shlex
from collections.abc import Awaitable, Callable
from typing import Literal, Self

from pydantic import SecretStr

from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.store.command_secrets import first_line_of
from segtui.store.errors import BadSecretPointer, SecretUnavailable
from segtui.store.keyring_secrets import kept_in_keyring
from segtui.store.secret_text import usable_secret

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_WAYS = "The four ways: env:NAME, command:PROGRAM …, keyring: and ask."


@record
class SecretPointer:
    """Where a profile's password or token is. Its text is what stands in the profile file.

    Raises:
        BadSecretPointer: It points nowhere.
    """

    kind: Literal["env", "command", "keyring", "ask"]
    argument: str = ""
    """The variable's name, or the command line; nothing for the other two."""

    def __post_init__(self) -> None:
        match self.kind:
            case "env":
                if not _VARIABLE.fullmatch(self.argument):
                    raise BadSecretPointer(
                        "env: must be followed by a variable's name: letters, digits and '_'.", hint=_WAYS
                    )
            case "command":
                _words(self.argument)
            case "keyring" | "ask":
                if self.argument:
                    raise BadSecretPointer(f"Nothing may follow {self.kind}.", hint=_WAYS)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form: `env:NAME`, `command:PROGRAM …`, `keyring:` or `ask`.

        Raises:
            BadSecretPointer: It is something else.
        """
        match text.partition(":"):
            case ("env", ":", name):
                return cls("env", name)
            case ("command", ":", command):
                return cls("command", command)
            case ("keyring", ":", rest):
                return cls("keyring", rest)
            case ("ask", "", _):
                return cls("ask")
        raise BadSecretPointer(
            "Write where the secret is (env:NAME, command:…, keyring: or ask), never the secret itself.",
            hint=_WAYS,
        )

    def __str__(self) -> str:
        return "ask" if self.kind == "ask" else f"{self.kind}:{self.argument}"


async def find_secret(
    pointer: SecretPointer, *, profile: str, ask: Callable[[str], Awaitable[str]] | None
) -> SecretStr:
    """Get a profile's password or token from where the profile says it is.

    Args:
        pointer: Where it is.
        profile: The profile's name.
        ask: Puts a question to the person and waits for the answer, typed unseen; None when nobody can be asked.

    Raises:
        SecretUnavailable: It isn't there, or can't be used.
    """
    match pointer.kind:
        case "env":
            return _from_environment(pointer.argument)
        case "command":
            return await _from_command(pointer.argument)
        case "keyring":
            return await kept_in_keyring(profile)
        case "ask":
            return await _from_person(profile, ask)


def _from_environment(name: str) -> SecretStr:
    value = os.environ.get(name)
    if value is None:
        raise SecretUnavailable(
            f"The environment variable {name}, where this profile's secret should be, isn't set.",
            hint=f"Set it without showing it, then start segtui from the same shell: read -rs {name}; export {name}",
        )
    return usable_secret(value, f"The environment variable {name}")


async def _from_command(command: str) -> SecretStr:
    words = _words(command)
    line = await first_line_of(words)
    return usable_secret(line, f"The first line that the command {quoted(words[0])} printed")


async def _from_person(profile: str, ask: Callable[[str], Awaitable[str]] | None) -> SecretStr:
    if ask is None:
        raise SecretUnavailable(
            f"The profile {quoted(profile)} asks for its secret, and there is no terminal to ask on.",
            hint="Run it on a terminal, or point the profile at env:NAME, command:… or keyring: instead.",
        )
    answer = await ask(f"Password or token for profile {quoted(profile)}")
    return usable_secret(answer, "The password or token that was typed")


def _words(command: str) -> list[str]:
    """Split a command line as a shell would, without running one."""
    if not command.isprintable():
        raise BadSecretPointer("command: must be one line without control characters.", hint=_WAYS)
    try:
        words = shlex.split(command)
    except ValueError:
        # Unchained: shlex's error may quote the text.
        raise BadSecretPointer("command: has a quote that is never closed.", hint=_WAYS) from None
    if not words or not words[0]:
        raise BadSecretPointer("command: must be followed by a program and its arguments.", hint=_WAYS)
    return words
