"""Credentials that stay the same for the whole run."""

from pydantic import SecretStr


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
