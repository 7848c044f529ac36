"""A connection profile: where a service is, who asks, how loudly to warn."""

import ipaddress
import re
import shlex
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
)

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


def _pointer(value: object) -> SecretPointer:
    if isinstance(value, SecretPointer):
        return value
    if not isinstance(value, str):
        raise ValueError("must be text between quotes")  # a TypeError would pass pydantic by
    return SecretPointer.parse(value)


class Profile(BaseModel):
    """How to reach one project of one service.

    Make one from outside values with `checked`: it tells all mistakes, in the family's words.
    """

    # Strict: `read_only = "no"` must be a mistake, and not silently something else.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    service: str
    """The backend's name. Which ones there are isn't known here."""
    base_url: str
    """Where the API is, with its path prefix and no slash at the end."""
    project: str | None = None
    """The service's id of the project; how one looks is the service's matter."""
    auth: Literal["signin", "jwt", "basic", "token"] = "signin"
    """`signin`: e-mail and password for a token; `jwt` and `token`: the secret is the token, in the service's own word;
    `basic`: e-mail and password with each request."""
    email: Annotated[str | None, Field(validate_default=True)] = None
    """Who signs in; not needed for `jwt` and `token`."""
    secret: Annotated[SecretPointer, PlainValidator(_pointer), PlainSerializer(str, return_type=str)]
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
            InvalidProfile: With all mistakes at once.
        """
        given = {key: value for key, value in values.items() if value is not None}
        try:
            profile = cls.model_validate(given)
        except ValidationError as error:
            profile = None
            mistakes = [_in_words(detail, cls.model_fields) for detail in error.errors()]
        else:
            mistakes = []
        service = given.get("service")
        if known_services is not None and isinstance(service, str) and service not in known_services:
            what = f"{quoted(service)} is no service that segtui knows{did_you_mean(service, known_services)}"
            mistakes.append(("service", what))
        if profile is None or mistakes:
            # Raised out here: pydantic's error would carry the values along, and one may be a pasted password.
            raise InvalidProfile(mistakes)
        return profile

    def table(self) -> dict[str, str | bool]:
        """What stands in the file: every key with a value, the defaults too."""
        return self.model_dump(exclude_none=True)

    @field_validator("service", "project")
    @classmethod
    def _is_a_word(cls, value: str | None) -> str | None:
        if value is not None and (not value.isprintable() or not value or " " in value):
            raise ValueError("must be one word, without spaces")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_a_safe_address(cls, value: str) -> str:
        # None of these repeats the address: a password may be part of it.
        if not value.isprintable() or " " in value or "\\" in value:
            raise ValueError("holds characters that don't belong into an address")
        try:
            parts = urlsplit(value)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            raise ValueError("isn't an address that can be read, such as https://api.example.com/v3") from None
        if parts.scheme not in ("https", "http"):
            raise ValueError("must begin with https://")
        if "@" in parts.netloc:
            raise ValueError("must not hold a user or password; write `email` and `secret` instead")
        if "?" in value or "#" in value:
            raise ValueError("must end with the path: no '?' and no '#'")
        is_ipv6 = ":" in host
        if not is_ipv6 and not _HOST.fullmatch(host):
            raise ValueError("names no host, such as https://api.example.com/v3")
        if parts.scheme == "http" and not _is_loopback(host):
            raise ValueError("must begin with https://: over http:// everybody on the way reads the password")
        return value.rstrip("/")

    @field_validator("email")
    @classmethod
    def _is_there_when_needed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            auth = info.data.get("auth")
            if auth in ("signin", "basic"):
                raise ValueError(f'is needed for auth = "{auth}"')
        elif not _EMAIL.fullmatch(value) or not value.isprintable():
            raise ValueError("isn't an e-mail address")
        return value

    @field_validator("options")
    @classmethod
    def _are_options(cls, value: str | None) -> str | None:
        read_options(value)
        return value

    @field_validator("environment")
    @classmethod
    def _is_short(cls, value: str | None) -> str | None:
        if value is not None and not _ENVIRONMENT.fullmatch(value):
            raise ValueError("must be one short word such as PROD: 1 to 16 letters, digits, '-' and '_'")
        return value

    @field_validator("accent")
    @classmethod
    def _is_a_colour(cls, value: str | None) -> str | None:
        if value is not None and not _ACCENT.fullmatch(value):
            raise ValueError("must be a colour like '#d08770'")
        return value


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


def _in_words(detail: Any, known: Collection[str]) -> tuple[str, str]:
    """One of pydantic's findings as a key and what is wrong with it, without the value."""
    key = str(detail["loc"][0])
    match detail["type"]:
        case "missing":
            return key, "is missing"
        case "extra_forbidden" if key.lower() in _SECRETS_BY_OTHER_NAMES:
            return key, "secrets don't stand in this file; write `secret` with env:NAME, command:…, keyring: or ask"
        case "extra_forbidden":
            return key, f"is not a key that segtui knows{did_you_mean(key, known)}"
        case "string_type":
            return key, "must be text between quotes"
        case "bool_type":
            return key, "must be true or false, without quotes"
        case "literal_error":
            return key, f"must be {detail['ctx']['expected']}"
        case "value_error":
            return key, str(detail["ctx"]["error"]).removesuffix(".")
        case _:
            return key, "can't be read"
