"""What is said in an exchange: the document sent, the answer and how it is read, and what is remembered of it."""

import asyncio
import json
import math
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Annotated, ClassVar, NamedTuple, NoReturn, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from segtui.backends.errors import (
    CredentialsRefused,
    NotFound,
    Refused,
    RightRefused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
    Unsendable,
)
from segtui.domain.exchanges import Exchange
from segtui.domain.instants import parse_instant
from segtui.domain.record import record
from segtui.domain.values import JsonValue

DEEPEST_NESTING = 200
"""Levels of a document that are read. MongoDB holds 100; Python's own functions give up at about 1,000."""

KEPT_EXCHANGES = 500

_SAYING_KEYS = ("msg", "message", "error", "err", "errors")
"""Where services put their own words, in the order in which they are believed."""

_DEEPEST_SAYING = 3

_UNAVAILABLE = frozenset({502, 503, 504, 520, 521, 522, 523, 524})
"""Answers of a gateway in place of the service; 520 to 524 are Cloudflare's."""

_TOO_DEEP = "The answer is nested too deeply to be read."


@record
class Reply:
    """One answer, complete.

    Attributes:
        status: The HTTP status.
        content: The body; for an error status maybe only its beginning.
        headers: The headers, found in any letter case.
    """

    status: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the service did what it was asked."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_redirect(self) -> bool:
        """Whether it sends the request elsewhere."""
        return self.status in {301, 302, 303, 307, 308}

    @property
    def is_web_page(self) -> bool:
        """Whether the body is a page. Its content type doesn't tell: plain words and JSON are sent as HTML too."""
        return self.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    def document(self) -> object:
        """The JSON document in the body, None when the body is empty.

        Raises:
            UnexpectedReply: It isn't JSON, or more of it than can be handled. Its content is never quoted.
        """
        if not self.content.strip():
            return None
        if self.is_web_page:
            raise UnexpectedReply(
                f"A web page came back instead of data ({self.status}).",
                hint="The base URL may be that of the website instead of the API, or a proxy or maintenance page "
                "answered. Open it in a browser to see.",
            )
        try:
            document = json.loads(self.content, parse_constant=_refused_number, parse_float=_finite)
        except RecursionError:
            raise UnexpectedReply(_TOO_DEEP) from None
        except ValueError:
            # Not chained: errors of JSON and UTF-8 carry the whole body.
            raise UnexpectedReply(
                f"The answer is not complete, valid JSON ({len(self.content):,} bytes came)."
            ) from None
        if _is_deeper(document, DEEPEST_NESTING):
            raise UnexpectedReply(_TOO_DEEP)
        return document

    @property
    def detail(self) -> str:
        """The service's own words: from JSON, else short plain text, else the name of the status."""
        try:
            said = _said(json.loads(self.content))
        except (ValueError, RecursionError):
            said = "" if self.is_web_page else self.content.decode("utf-8", "replace").strip()
        return said or _phrase(self.status)

    def error(self) -> ServiceError:
        """What a reply without success means, unless the backend knows better."""
        match self.status:
            case 401:
                return CredentialsRefused(self.status, self.detail)
            case 403:
                return RightRefused(self.status, self.detail)
            case 404:
                return NotFound(self.status, self.detail)
            case 429:
                return TooManyRequests(self.status, self.detail, retry_after=self._retry_after())
            case status if status in _UNAVAILABLE:
                return Unavailable(status, self.detail, retry_after=self._retry_after())
            case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                return ServiceFault(status, self.detail)
            case status if status >= HTTPStatus.BAD_REQUEST:
                return Refused(status, self.detail)
            case status:
                return UnexpectedReply(f"The service answered with a status that has no meaning here ({status}).")

    def _retry_after(self) -> float | None:
        """Seconds of `Retry-After`, which holds a number or a date (RFC 9110, 10.2.3); None without a readable one."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            until = parsedate_to_datetime(text)
            return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())
        except (ValueError, OverflowError):
            return None


def text_of(value: object) -> str:
    """A text; of what should be one and isn't, its JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def moment_of(value: object) -> datetime | None:
    """A moment; None for what is none."""
    return parse_instant(value) if isinstance(value, str) else None


def number_of(value: object) -> int | None:
    """How many there are of something; None for what is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


AnyText = Annotated[str, BeforeValidator(text_of)]
AnyMoment = Annotated[datetime | None, BeforeValidator(moment_of)]


class Part(BaseModel):
    """An object within a service's answers. Keys that aren't known are ignored, servers grow."""

    # What reads an answer is made when the first one comes: a start needs two or three of them.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, defer_build=True)

    service: ClassVar[str]
    """What people call the service, for messages."""


P = TypeVar("P", bound=Part)


def read(model: type[P], document: object, what: str) -> P:
    """Read one object.

    Raises:
        UnexpectedReply: It isn't one; the message names the fields, never their content.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, one["loc"])) or "all of it" for one in error.errors()}))
        raise UnexpectedReply(f"{model.service}'s answer is no {what} (look at: {fields}).") from None


def rows_of(document: object, service: str, what: str, key: str = "data") -> list[JsonValue]:
    """The rows of a list: a bare array, or one under some key or `data`.

    Args:
        document: The answer.
        service: What people call the service.
        what: What there should be a list of.
        key: Where the rows may be.

    Raises:
        UnexpectedReply: It is no list.
    """
    rows = document.get(key, document.get("data")) if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise UnexpectedReply(f"{service} should have answered with a list of {what}.")
    return rows


@record
class Form:
    """A document to send as the fields of a web form, for services that take them rather than JSON."""

    fields: Mapping[str, str]


class Body(NamedTuple):
    """A document ready to be sent."""

    content: bytes
    kind: str
    """Its content type."""

    def __repr__(self) -> str:
        return f"<{len(self.content):,} bytes of {self.kind}>"


@dataclass(slots=True)
class Note:
    """What becomes known of an exchange while it runs."""

    status: int | None = None
    redirected: bool = False
    outcome: str = "failed"


class ExchangeLog:
    """The last exchanges, oldest first, in memory only.

    Args:
        header: The name of the header that carries the credentials.
    """

    def __init__(self, header: str = "Authorization") -> None:
        self._header = header
        self._kept: deque[Exchange] = deque(maxlen=KEPT_EXCHANGES)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._kept))

    @contextmanager
    def recorded(self, method: str, path_with_query: str, attempt: int, body: Body | None) -> Iterator[Note]:
        """Keep what happens inside, however it ends; of a body only what kind it is."""
        note = Note()
        at, started = datetime.now(UTC), time.monotonic()
        try:
            yield note
        except ServiceError as error:
            note.outcome = error.code
            raise
        except asyncio.CancelledError:
            note.outcome = "cancelled"
            raise
        else:
            note.outcome = "redirected" if note.redirected else "ok"
        finally:
            seconds = time.monotonic() - started
            sent = {"credentials_header": self._header} | ({} if body is None else {"content_type": body.kind})
            self._kept.append(
                Exchange(at, method, path_with_query, note.status, seconds, attempt, note.outcome, **sent)
            )


def encoded(body: JsonValue | Form) -> Body:
    """The bytes of a document to send.

    JSON is written in ASCII, so that lone surrogates survive, which services hand out and want back.

    Raises:
        Unsendable: It holds what JSON has no word for, or a form no bytes.
    """
    if isinstance(body, Form):
        try:
            return Body(urlencode(body.fields).encode("ascii"), "application/x-www-form-urlencoded")
        except UnicodeError as error:
            raise Unsendable("A value holds half a character, and can't be sent.", hint="Type it anew.") from error
    try:
        content = json.dumps(body, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
        return Body(content, "application/json")
    except (ValueError, RecursionError) as error:
        raise Unsendable("A value is endless or not a number, and can't be sent.", hint="Change it first.") from error


def _refused_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number too large for any service to mean it")
    return number


def _is_deeper(document: object, levels: int) -> bool:
    """Whether a document nests lists and objects deeper than allowed; goes level by level, so it can't overflow."""
    level = [document]
    for _ in range(levels):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
    return bool(level)


def _said(node: object, depth: int = 0) -> str:
    """The first text that a service's error document offers: seen are texts, objects and lists, one in the other."""
    if isinstance(node, str):
        return node.strip()
    if depth > _DEEPEST_SAYING:
        return ""
    parts = [node.get(key) for key in _SAYING_KEYS] if isinstance(node, dict) else node
    return next(filter(None, (_said(part, depth + 1) for part in parts)), "") if isinstance(parts, list) else ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
