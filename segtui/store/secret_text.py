"""What a text must be to be used as a password or a token."""

import unicodedata

from pydantic import SecretStr

from segtui.domain.text import BESIDE_SECRETS, SHORTEST_SECRET
from segtui.store.errors import SecretUnavailable

_UNUSABLE = {"Cc", "Cs"}
"""Controls would break a header or a form in two; a lone surrogate means bytes that were no UTF-8."""


def usable_secret(text: str, origin: str) -> SecretStr:
    """Wrap a secret, without the one line end that files and programs put behind it.

    Args:
        text: As it was found.
        origin: Where it was found, as the beginning of a sentence; never the text itself.

    Raises:
        SecretUnavailable: It is empty or too short, or holds what no password does.
    """
    secret = text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
    if not secret:
        raise SecretUnavailable(f"{origin} is empty.", hint="Put the password or token there, then try again.")
    if any(unicodedata.category(character) in _UNUSABLE for character in secret):
        raise SecretUnavailable(
            f"{origin} holds line breaks, control characters or bytes that are no UTF-8 text.",
            hint="It must be the password or token alone, on one line.",
        )
    if len(_bare(secret)) < SHORTEST_SECRET:
        raise SecretUnavailable(
            f"{origin} has fewer than {SHORTEST_SECRET} characters. What a service says couldn't be kept clean of so "
            "short a secret, so it isn't used.",
            hint="Put the whole password or token there. If it is that short, have the service give you a longer one.",
        )
    return SecretStr(secret)


def _bare(secret: str) -> str:
    """A secret without quotes around it, or words in front of it that are none."""
    words = [word for word in secret.split() if word.casefold() not in BESIDE_SECRETS]
    return (" ".join(words) or secret).strip(" \"'“”")
