"""Where a request may go, and what it means when it gets no answer there.

A base URL is read by the same parser that the client connects with, so what is checked is what is dialled. Behind it
only path segments and query values are ever added, each quoted, so no id can lead out of its place.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote, unquote_plus, urlencode

import httpx

from segtui.backends.errors import (
    BadAddress,
    ConnectionLost,
    InsecureAddress,
    NoAnswer,
    Redirected,
    ServiceError,
    UnexpectedReply,
    Unreachable,
    Unsendable,
)
from segtui.domain.text import quoted

_HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.ASCII)
"""A name as DNS takes it, underscores included: many internal hosts have one."""

_HIGHEST_PORT = 65535

_EXAMPLE = "It looks like https://api.example.com/v3."

_SECRET_KEY = re.compile(r"token|secret|passw|pwd|key|auth|signature", re.IGNORECASE)
"""Query keys whose value may be a secret. Too many is harmless: only the request log hides them."""


class BaseAddress:
    """A service's base URL: https (http only on this machine), with its path prefix, without a slash at the end.

    Raises:
        BadAddress: It can't be read, or holds what a base URL can't have.
        InsecureAddress: It would send credentials in clear text, or carries some.
    """

    def __init__(self, text: str) -> None:
        self._url = _read(text)
        self._prefix = self._url.raw_path.decode("ascii").removesuffix("/")

    def __str__(self) -> str:
        return str(self._url.copy_with(raw_path=self._prefix.encode("ascii")))

    @property
    def host(self) -> str:
        """The name or number of the machine, with the port when it is named, as people write it."""
        return self._url.netloc.decode("ascii")

    @property
    def is_clear_text(self) -> bool:
        """Whether it is plain http, which means: this very machine."""
        return self._url.scheme == "http"

    def url(self, path: tuple[str, ...], params: Mapping[str, str | int] | None = None) -> httpx.URL:
        """The address of something below the base.

        Args:
            path: Segments, unquoted, one for each place: `("65f0", "segments", segment_id)`.
            params: The query, unquoted.

        Raises:
            Unsendable: A segment or a value that can't be part of an address.
        """
        segments = "".join(f"/{_segment(segment)}" for segment in path)
        try:
            query = f"?{urlencode(params, quote_via=quote)}" if params else ""
            return self._url.copy_with(raw_path=f"{self._prefix}{segments}{query}".encode("ascii"))
        except UnicodeError as error:
            raise Unsendable("A search value holds characters that can't be sent.") from error
        except httpx.InvalidURL as error:
            raise Unsendable("The search is too long to be sent.", hint="Use fewer or shorter values.") from error


def followed(current: httpx.URL, status: int, location: str, *, allowed: bool) -> httpx.URL:
    """Where a redirect leads, if credentials may follow there.

    Args:
        current: The address that answered.
        status: The status of the answer, 3xx.
        location: Where it points to; may be empty.
        allowed: Whether this request may follow any redirect at all.

    Returns:
        An address on the same scheme, host and port.

    Raises:
        Redirected: It leads anywhere else, or isn't allowed.
    """
    try:
        target = current.join(location)
        host, stays = target.host, _origin(target) == _origin(current)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Redirected(status) from error
    if not allowed or not location or not stays:
        raise Redirected(status, host if location else "")
    # Only path and query are taken over: a name and password in the target would replace our credentials.
    return current.copy_with(raw_path=target.raw_path)


def loggable(url: httpx.URL) -> str:
    """Path and query for the request log, with the values of keys that look secret hidden."""
    path, _, query = url.raw_path.decode("ascii").partition("?")
    return f"{path}?{'&'.join(_hidden(part) for part in query.split('&'))}" if query else path


@contextmanager
def translated(host: str, *, connect: float, read: float, total: float) -> Iterator[None]:
    """Let nothing of the wire out but `ServiceError`.

    Args:
        host: Whom the request is for, for the messages.
        connect: Seconds that a connection is given.
        read: Seconds that the next piece of an answer is given.
        total: Seconds that the whole exchange is given.
    """
    try:
        yield
    except _wire_faults() as fault:
        raise _translation(fault, host, connect, read, total) from without_frames(fault)


def _wire_faults() -> tuple[type[Exception], ...]:
    """What the client is known to let out. Anything else is a bug, ours or the in-process service's, and stays one."""
    import h11  # noqa: PLC0415 - 7 ms; the client loads it with the first connection

    return (
        httpx.HTTPError,
        httpx.StreamError,
        h11.ProtocolError,
        OSError,  # an in-process service's dropped connection, and TimeoutError of asyncio
        UnicodeError,  # a host name that the resolver can't encode
    )


def without_frames(fault: BaseException) -> BaseException:
    """Take the frames out of an exception and its causes: their variables hold the Authorization header.

    A crash screen that prints variables would print it.
    """
    fault.__traceback__ = None
    members = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    for inner in (*members, fault.__cause__, fault.__context__):
        if inner is not None and inner.__traceback__ is not None:
            without_frames(inner)
    return fault


def _read(text: str) -> httpx.URL:
    shown = quoted(text.rpartition("@")[2].strip())
    try:
        url = httpx.URL(text.strip())
        host = url.host  # decoded only now, which fails for a broken “xn--” name
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadAddress(f"The base URL {shown} can't be read.", hint=_EXAMPLE) from error
    if url.userinfo:
        raise InsecureAddress(
            "The base URL carries a name or password.",
            hint="Take everything before the @ out of the base URL, and give the profile a secret instead.",
        )
    if url.scheme not in {"https", "http"} or not host:
        raise BadAddress(f"The base URL {shown} doesn't begin with https:// and a host.", hint=_EXAMPLE)
    port = 1 if url.port is None else url.port
    if not _is_host(host, url.raw_host.decode("ascii")) or not 0 < port <= _HIGHEST_PORT:
        raise BadAddress(f"The base URL {shown} has no valid host and port.", hint=_EXAMPLE)
    if b"?" in url.raw_path or url.fragment:
        raise BadAddress(f"The base URL {shown} must not have a “?” or “#” part.", hint=_EXAMPLE)
    if url.scheme == "http" and not _is_loopback(host):
        raise InsecureAddress(
            f"{shown} would send the credentials and the leads in clear text.",
            hint="Use https://; plain http:// is for services on this very machine only.",
        )
    return url


def _is_host(host: str, raw_host: str) -> bool:
    return _is_number(host) or _HOST_NAME.fullmatch(raw_host) is not None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def _segment(text: str) -> str:
    if text in {"", ".", ".."}:
        raise Unsendable(f"{quoted(text)} can't be an id.", hint="Copy the id from the service once more.")
    try:
        return quote(text, safe="")
    except UnicodeError as error:
        raise Unsendable(f"{quoted(text)} can't be an id.", hint="Copy the id from the service once more.") from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)


def _hidden(part: str) -> str:
    key, equals, _ = part.partition("=")
    return f"{key}=***" if equals and _SECRET_KEY.search(unquote_plus(key)) else part


def _translation(fault: BaseException, host: str, connect: float, read: float, total: float) -> ServiceError:
    match fault:
        case httpx.ConnectTimeout() | httpx.ConnectError() | httpx.ProxyError() | httpx.PoolTimeout():
            return Unreachable.because(host, fault, connect)
        case ConnectionRefusedError() | socket.gaierror() | ssl.SSLCertVerificationError() | UnicodeError():
            return Unreachable.because(host, fault, connect)
        case httpx.TimeoutException():
            return NoAnswer(read)
        case TimeoutError():
            return NoAnswer(total)
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return Unsendable("The request can't be sent as it is.", hint="Check the profile's base URL and secret.")
        case httpx.DecodingError():
            return UnexpectedReply("The answer is packed in a way that can't be undone.")
        case _:
            return ConnectionLost()
