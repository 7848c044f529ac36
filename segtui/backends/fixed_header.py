"""Credentials that stay the same for the whole run."""

from segtui.domain.secret import Secret

_IN_FRONT = {"authorization:", "bearer"}


class FixedHeader:
    """Credentials that can't be renewed: a token, or e-mail and password on every request.

    Args:
        value: The whole value of the header that carries the credentials.
    """

    def __init__(self, value: Secret) -> None:
        self._value = value

    async def header(self) -> str:
        """The whole value of the header that carries the credentials."""
        return self._value.reveal()

    async def renew(self) -> bool:
        """There is nothing to renew."""
        return False


def bearer_header(token: Secret) -> FixedHeader:
    """For a bearer token (RFC 6750), with or without its scheme in front, in any spacing, as it may be copied."""
    words = token.reveal().split()
    while words and words[0].casefold() in _IN_FRONT:
        words = words[1:]
    return FixedHeader(Secret(f"Bearer {' '.join(words)}" if words else ""))
