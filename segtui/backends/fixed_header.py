"""Credentials that stay the same for the whole run."""

from pydantic import SecretStr

_IN_FRONT = {"authorization:", "bearer"}


class FixedHeader:
    """Credentials that can't be renewed: a token, or e-mail and password on every request.

    Args:
        value: The whole value of the header that carries the credentials.
    """

    def __init__(self, value: SecretStr) -> None:
        self._value = value

    async def header(self) -> str:
        """The whole value of the header that carries the credentials."""
        return self._value.get_secret_value()

    async def renew(self) -> bool:
        """There is nothing to renew."""
        return False


def bearer_header(token: SecretStr) -> FixedHeader:
    """For a bearer token (RFC 6750), with or without its scheme in front, in any spacing, as it may be copied."""
    words = token.get_secret_value().split()
    while words and words[0].casefold() in _IN_FRONT:
        words = words[1:]
    return FixedHeader(SecretStr(f"Bearer {' '.join(words)}" if words else ""))
