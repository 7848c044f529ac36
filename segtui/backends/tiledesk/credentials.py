"""The three ways to sign in to Tiledesk, each as an Authorization header.

The server splits the header at single spaces and wants exactly two parts; two blanks after `JWT`, as its own
documentation shows, are refused with 403, a bare token with 400, `Bearer` with 401 (seen on a running server).
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable

from pydantic import SecretStr

from segtui.backends.errors import CredentialsRefused
from segtui.backends.fixed_header import FixedHeader


def token_header(token: SecretStr) -> FixedHeader:
    """For a token, with or without its scheme in front, in any spacing."""
    return FixedHeader(_with_scheme(token))


def _with_scheme(token: SecretStr) -> SecretStr:
    words = token.get_secret_value().split()
    return SecretStr(f"JWT {words[-1]}" if words else "")


def basic_header(email: str, password: SecretStr) -> FixedHeader:
    """For e-mail and password on every request (RFC 7617); each costs the server about a quarter of a second."""
    pair = f"{email}:{password.get_secret_value()}".encode()
    return FixedHeader(SecretStr(f"Basic {base64.b64encode(pair).decode('ascii')}"))


class SignIn:
    """Signs in once and uses the token for the run.

    Tokens have no expiry, so a 401 later means that one was revoked: then it signs in again, once. A refused sign-in is
    remembered, so that many requests at the same time don't lock the account.

    Args:
        sign_in: Asks the service for a token.
    """

    def __init__(self, sign_in: Callable[[], Awaitable[SecretStr]]) -> None:
        self._sign_in = sign_in
        self._signing_in = asyncio.Lock()
        self._token: SecretStr | None = None
        self._refusal: CredentialsRefused | None = None

    async def header(self) -> str:
        """The whole value of the Authorization header; signs in when nobody has yet."""
        async with self._signing_in:
            if self._refusal is not None:
                raise self._refusal
            if self._token is None:
                await self._renewed()
            assert self._token is not None  # noqa: S101 - _renewed sets it or raises
            return self._token.get_secret_value()

    async def renew(self) -> bool:
        """Sign in again, unless it was the sign-in itself that was refused."""
        async with self._signing_in:
            if self._token is None:
                return False
            await self._renewed()
            return True

    async def _renewed(self) -> None:
        self._token = None
        try:
            token = await self._sign_in()
        except CredentialsRefused as refusal:
            self._refusal = refusal
            raise
        self._token = _with_scheme(token)
