"""Feedier's one way to say who is asking: a private key of the organisation, as a bearer token (RFC 6750).

The key is made in the product; there is no call to sign in, and nothing to renew.
"""

from pydantic import SecretStr

from segtui.backends.fixed_header import FixedHeader

_IN_FRONT = {"authorization:", "bearer"}


def bearer_header(token: SecretStr) -> FixedHeader:
    """For a token, with or without its scheme in front, in any spacing, as it is copied from a page or a command."""
    words = token.get_secret_value().split()
    while words and words[0].casefold() in _IN_FRONT:
        words = words[1:]
    return FixedHeader(SecretStr(f"Bearer {' '.join(words)}" if words else ""))
