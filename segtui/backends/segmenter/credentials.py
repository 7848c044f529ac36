"""Segmenter's one way to say who is asking: a key of the vendor's in a header of its own.

The key is issued by the vendor; there is no call to sign in, and nothing to renew.
"""

from pydantic import SecretStr

from segtui.backends.fixed_header import FixedHeader

KEY_HEADER = "x-api-key"


def api_key_of(secret: SecretStr) -> SecretStr:
    """The key alone: without the header's name in front and the quotes around it that the vendor's examples have."""
    text = secret.get_secret_value().strip()
    if text.casefold().startswith(f"{KEY_HEADER}:"):
        text = text[len(KEY_HEADER) + 1 :].strip()
    return SecretStr(text.strip("\"'“”").strip())


def key_header(secret: SecretStr) -> FixedHeader:
    """For a key, as it is copied from a page or a command."""
    return FixedHeader(api_key_of(secret))
