"""A connection profile: where a service is, who asks, how loudly to warn."""

import ipaddress
import re
import shlex
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args
from urllib.parse import urlsplit

from segtui.domain.text import quoted
from segtui.store.demos import DEMOS
from segtui.store.errors import InvalidProfile, did_you_mean
from segtui.store.secrets import SecretPointer

ROOT = "profiles"
"""The table of the file that all profiles stand in."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_HOST = re.compile(r"[\w.-]+")
_EMAIL = re.compile(r"[^\s@:]+@[^\s@:]+")
_ENVIRONMENT = re.compile(r"[\w-]{1,16}")
_ACCENT = re.compile(r"#[0-9a-fA-F]{6}")

_SignIn = Literal["signin", "jwt", "basic", "token"]

_SECRETS_BY_OTHER_NAMES = {"password", "passwd", "token", "jwt", "api_key", "apikey", "key"}


def name_mistake(name: str) -> str | None:
    """What keeps a text from being the name of a profile in a file, in words; None when nothing does."""
    if name in DEMOS:
        return f"the name {quoted(name)} is taken by a built-in demo"
    if not _NAME.fullmatch(name):
        return (
            f"{quoted(name)} can't be a profile's name: 1 to 40 letters without accents, digits, '-', '_' and '.', "
            "and a letter or digit first"
        )
    return None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How to reach one project of one service.

    Make one from outside values with `checked`: it tells all mistakes, in the family's words.
    """

    service: str
    """The backend's name. Which ones there are isn't known here."""
    base_url: str
    """Where the API is, with its path prefix and no slash at the end."""
    project: str | None = None
    """The service's id of the project; how one looks is the service's matter."""
    auth: _SignIn = "signin"
    """`signin`: e-mail and password for a token; `jwt` and `token`: the secret is the token, in the service's own word;
    `basic`: e-mail and password with each request."""
    email: str | None = None
    """Who signs in; not needed for `jwt` and `token`."""
    secret: SecretPointer
    """Where the password or token is to be found."""
    environment: str | None = None
    """A short word such as PROD, shown wherever the profile is."""
    accent: str | None = None
    """The colour it is shown in, `#rrggbb`."""
    read_only: bool = True
    """Whether segtui refuses every write."""
    options: str | None = None
    """Settings that only this service has, as words `key=value`, quoted as in a shell where they hold blanks."""

    @classmethod
    def checked(cls, values: Mapping[str, Any], *, known_services: Collection[str] | None = None) -> Self:
        """Make a profile from outside values, such as a table of the file or the flags of a command.

        Args:
            values: By key; `secret` as text or pointer. A key that is None counts as absent.
            known_services: The services there are; without them any is accepted.

        Raises:
            InvalidProfile: With all mistakes at once; none of them repeats a value, for one may be a pasted password.
        """
        given = {key: value for key, value in values.items() if value is not None}
        read: dict[str, Any] = {}
        mistakes: list[tuple[str, str]] = []
        for key, reader in _READERS.items():
            try:
                if key in given:
                    read[key] = reader(given[key])
            except ValueError as mistake:
                mistakes.append((key, str(mistake).removesuffix(".")))
            if key not in given and (lacking := _why_needed(key, {"auth": cls.auth, **given})):
                mistakes.append((key, lacking))
        mistakes += [(key, _unknown(key)) for key in given if key not in _READERS]
        service = given.get("service")
        if known_services is not None and isinstance(service, str) and service not in known_services:
            what = f"{quoted(service)} is no service that segtui knows{did_you_mean(service, known_services)}"
            mistakes.append(("service", what))
        if mistakes:
            raise InvalidProfile(mistakes)
        return cls(**read)

    def table(self) -> dict[str, str | bool]:
        """What stands in the file: every key with a value, the defaults too."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**{key: value for key, value in values.items() if value is not None}, "secret": str(self.secret)}


# How each value of a profile is read from outside; a ValueError says what is wrong with it, as the end of a sentence.


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text between quotes")
    return value


def _word(value: object) -> str:
    text = _text(value)
    if not text.isprintable() or not text or " " in text:
        raise ValueError("must be one word, without spaces")
    return text


def _safe_address(value: object) -> str:
    text = _text(value)
    # None of these repeats the address: a password may be part of it.
    if not text.isprintable() or " " in text or "\\" in text:
        raise ValueError("holds characters that don't belong into an address")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("isn't an address that can be read, such as https://api.example.com/v3") from None
    if parts.scheme not in ("https", "http"):
        raise ValueError("must begin with https://")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user or password; write `email` and `secret` instead")
    if "?" in text or "#" in text:
        raise ValueError("must end with the path: no '?' and no '#'")
    is_ipv6 = ":" in host
    if not is_ipv6 and not _HOST.fullmatch(host):
        raise ValueError("names no host, such as https://api.example.com/v3")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must begin with https://: over http:// everybody on the way reads the password")
    return text.rstrip("/")


def _way_to_sign_in(value: object) -> str:
    ways = get_args(_SignIn)
    if value not in ways:
        raise ValueError(f"must be {', '.join(map(repr, ways[:-1]))} or {ways[-1]!r}")
    return str(value)


def _email(value: object) -> str:
    text = _text(value)
    if not _EMAIL.fullmatch(text) or not text.isprintable():
        raise ValueError("isn't an e-mail address")
    return text


def _pointer(value: object) -> SecretPointer:
    return value if isinstance(value, SecretPointer) else SecretPointer.parse(_text(value))


def _short_word(value: object) -> str:
    text = _text(value)
    if not _ENVIRONMENT.fullmatch(text):
        raise ValueError("must be one short word such as PROD: 1 to 16 letters, digits, '-' and '_'")
    return text


def _colour(value: object) -> str:
    text = _text(value)
    if not _ACCENT.fullmatch(text):
        raise ValueError("must be a colour like '#d08770'")
    return text


def _flag(value: object) -> bool:
    # `read_only = "no"` must be a mistake, and not silently something else.
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")
    return value


def _options(value: object) -> str:
    text = _text(value)
    read_options(text)
    return text


_READERS: Mapping[str, Callable[[object], Any]] = {
    "service": _word,
    "base_url": _safe_address,
    "project": _word,
    "auth": _way_to_sign_in,
    "email": _email,
    "secret": _pointer,
    "environment": _short_word,
    "accent": _colour,
    "read_only": _flag,
    "options": _options,
}
"""By key, all there are."""


def _why_needed(key: str, given: Mapping[str, Any]) -> str:
    """What to say of a key that is absent; empty when that is fine."""
    if key in {"service", "base_url", "secret"}:
        return "is missing"
    if key == "email" and given["auth"] in ("signin", "basic"):
        return f'is needed for auth = "{given["auth"]}"'
    return ""


def _unknown(key: str) -> str:
    if key.lower() in _SECRETS_BY_OTHER_NAMES:
        return "secrets don't stand in this file; write `secret` with env:NAME, command:…, keyring: or ask"
    return f"is not a key that segtui knows{did_you_mean(key, _READERS)}"


def read_options(text: str | None) -> dict[str, str]:
    """The settings that a profile's `options` holds, by their keys.

    Raises:
        ValueError: The text can't be read, with the reason.
    """
    text = text or ""
    if not text.isprintable():
        raise ValueError("holds characters that can't be shown")
    try:
        words = [word.partition("=") for word in shlex.split(text)]
    except ValueError:
        raise ValueError("has a quote without its other half") from None
    if any(not key or not mark for key, mark, _ in words):
        raise ValueError("must be words like key=value, with blanks between")
    values = {key: value for key, _, value in words}
    if len(values) < len(words):
        raise ValueError("names a key twice")
    return values


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
