"""What can go wrong with files, profiles and secrets."""

import difflib
from collections.abc import Iterable
from typing import ClassVar

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.text import quoted, shortened

_LONGEST_COMPARED = 80
"""Comparing takes the product of both lengths, and no known name is longer."""


class StoreError(SegtuiError):
    """Something on disk, or a secret, can't be had as it is needed."""

    code: ClassVar[str] = "store"


class FileTrouble(StoreError):
    """A file can't be read or written."""

    code: ClassVar[str] = "store.file"


class ProfileFileError(StoreError):
    """The profile file, or one profile in it, has mistakes that a person must mend.

    Attributes:
        mistakes: One sentence each, with file, line and key, in the order of the file.
    """

    code: ClassVar[str] = "profile.file"

    def __init__(self, message: str, *, mistakes: Iterable[object] = (), hint: str = "") -> None:
        self.mistakes = tuple(str(mistake) for mistake in mistakes)
        super().__init__(" ".join((message, *self.mistakes)), hint=hint)


class InvalidProfile(StoreError):
    """What was given for a profile can't be one.

    Attributes:
        mistakes: Pairs of the key and what is wrong with it, all that were found.
    """

    code: ClassVar[str] = "profile.invalid"
    trouble: ClassVar[Trouble] = Trouble.USAGE

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes = tuple(mistakes)
        told = "; ".join(f"{key}: {what}" for key, what in self.mistakes)
        super().__init__(sentence(f"This can't be a profile: {told}"))


class UnknownProfile(StoreError):
    """No profile has that name."""

    code: ClassVar[str] = "profile.unknown"
    trouble: ClassVar[Trouble] = Trouble.USAGE

    def __init__(self, name: str, known: Iterable[str], *, mistakes: Iterable[object] = ()) -> None:
        names = list(known)
        hint = "Make the first one with `segtui profiles add`."
        if names:
            hint = f"Known profiles: {shortened(', '.join(names), 200)}."
        if told := " ".join(map(str, mistakes)):
            hint = f"{hint} It may be hidden by a mistake in the file: {told}"
        super().__init__(sentence(f"There is no profile {quoted(name)}{did_you_mean(name, names)}"), hint=hint)


class ProfileExists(StoreError):
    """A new profile was given a name that is taken."""

    code: ClassVar[str] = "profile.exists"
    trouble: ClassVar[Trouble] = Trouble.USAGE


class BadSecretPointer(StoreError, ValueError):
    """A text doesn't say where a secret is. It may be the secret itself, so it is never repeated."""

    code: ClassVar[str] = "secret.pointer"
    trouble: ClassVar[Trouble] = Trouble.USAGE


class SecretUnavailable(StoreError):
    """A secret isn't where the profile says it is, or can't be used."""

    code: ClassVar[str] = "secret.unavailable"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Go on with a sentence about an unknown name: the nearest known name, if one is near."""
    by_lower_case = {known_name.lower(): known_name for known_name in known}
    near = difflib.get_close_matches(name[:_LONGEST_COMPARED].lower(), by_lower_case, n=1)
    return f"; did you mean {quoted(by_lower_case[near[0]])}?" if near else ""


def sentence(text: str) -> str:
    """End a sentence, unless it has its end."""
    return text if text.endswith((".", "?")) else f"{text}."
