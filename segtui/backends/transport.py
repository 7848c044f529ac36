"""The one place that every request passes.

What happens to a request, from `Transport.ask` on:

1. A write on a read-only profile stops here. The address and the body are made; what can't be sent stops here too.
2. A read goes round until it is answered or `retrying` gives up; a write goes once (`ask`).
3. A 401 renews the credentials once for all requests that met it, and the request is sent again (`_authorized`).
4. Each attempt fetches its credentials' header, takes one of the few places, and has a bounded time (`_attempt`).
5. Redirects are followed for reads only, and only to the same scheme, host and port (`_send`).
6. The answer is read up to a bound (`_round_trip`) and judged: a document, or one of the errors (`_judged`).
7. A fault of the wire becomes one of the errors (`translated`); after a write was sent, silence becomes
   `OutcomeUnknown` (`_attempt`). Each exchange is remembered without secrets.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from enum import Enum
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, Protocol

import httpx

from segtui.backends.addresses import BaseAddress, followed, loggable, translated, without_frames
from segtui.backends.errors import (
    CredentialsRefused,
    OutcomeUnknown,
    ReadOnlyProfile,
    ServiceError,
    UnexpectedReply,
    Unreachable,
    Unsendable,
    leaves_outcome_open,
)
from segtui.backends.exchanges import Body, ExchangeLog, Form, Note, Reply, encoded
from segtui.backends.limits import Limits
from segtui.backends.redaction import Redaction
from segtui.backends.retrying import repeated
from segtui.domain.exchanges import Exchange
from segtui.domain.record import record
from segtui.domain.values import JsonValue

_MOST_REDIRECTS = 5

_LONGEST_ERROR_BODY = 64 * 1024
"""Bytes of an error's body that are read; its words are in the first few."""


class NoBody(Enum):
    """The absence of a body, since None is a JSON value."""

    NO_BODY = "no body"


NO_BODY: Final = NoBody.NO_BODY


class Effect(Enum):
    """Whether a request changes something at the service.

    The method doesn't tell: signing in and searching are POSTs that change nothing.
    """

    READ = "read"
    WRITE = "write"


class Authorizer(Protocol):
    """Where the credentials come from. Several requests may ask at the same time."""

    async def header(self) -> str:
        """The whole value of the credentials' header; it may sign in with `ask(..., authorized=False)` first."""

    async def renew(self) -> bool:
        """Try to get new credentials after a 401.

        Returns:
            Whether there is a fresh header, worth one more try.
        """


@record
class _Call:
    """A request as it was asked for, ready to be sent any number of times."""

    method: str
    url: httpx.URL
    effect: Effect
    authorized: bool
    body: Body | None = field(repr=False)

    def follows(self, status: int) -> bool:
        """Whether it may be sent again where a redirect points: a read, and as the same method."""
        return self.effect is Effect.READ and (self.method == "GET" or status in {307, 308})


class _Headers(httpx.Headers):
    """Headers whose repr has names only: httpx hides the value of `Authorization`, and of no other."""

    def __repr__(self) -> str:
        return f"<headers {', '.join(self)}>"


class Transport:
    """Carries requests to one service for one profile.

    The client behind it is made with the first request. One transport serves one event loop.

    Args:
        base_url: Where the service is, with any path prefix.
        authorizer: Where credentials come from; None for a service that needs none.
        read_only: Refuse every write.
        app: An ASGI application to ask in process instead of the network.
        wire: An httpx transport to use instead of the network, for tests.
        limits: Times and sizes.
        recognise: A backend's own reading of an answer with an error status, asked before the general one.
        user_agent: How segtui introduces itself.
        header: The header that carries the credentials.
        redaction: Takes out of the service's words what it repeats of the credentials; learns what is sent.

    Raises:
        BadAddress: The base URL can't be read.
        InsecureAddress: The base URL would send credentials in clear text.
    """

    def __init__(
        self,
        base_url: str,
        *,
        read_only: bool,
        authorizer: Authorizer | None = None,
        app: Callable[..., Awaitable[None]] | None = None,
        wire: httpx.AsyncBaseTransport | None = None,
        limits: Limits | None = None,
        recognise: Callable[[Reply], ServiceError | None] | None = None,
        user_agent: str = "segtui",
        header: str = "Authorization",
        redaction: Redaction | None = None,
    ) -> None:
        self._base = BaseAddress(base_url)
        self._read_only = read_only
        self._authorizer = authorizer
        self._wire = httpx.ASGITransport(app=app) if app is not None else wire
        self._limits = limits or Limits()
        self._recognise = recognise
        self._user_agent = user_agent
        self._header = header
        self._redaction = redaction or Redaction()
        self._client: httpx.AsyncClient | None = None
        self._closed = False
        self._log = ExchangeLog(header)
        self._asked_again: dict[int, float] = {}
        """When calls that wait for another attempt are sent again, by their `id`."""
        self._places = asyncio.Semaphore(self._limits.in_flight)
        self._renewing = asyncio.Lock()
        self._renewals = 0
        self._renewed = False

    def __repr__(self) -> str:
        return f"<Transport to {self._base}>"

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """The last exchanges, oldest first: what the request log shows."""
        return tuple(self._log)

    @property
    def seconds_to_wait(self) -> float:
        """How long until something is asked again that the service couldn't answer; 0 when nothing waits for it."""
        return max((0.0, *(moment - time.monotonic() for moment in self._asked_again.values())))

    async def ask(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        effect: Effect,
        params: Mapping[str, str | int] | None = None,
        body: JsonValue | Form | NoBody = NO_BODY,
        authorized: bool = True,
        repeat: bool = True,
    ) -> object:
        """Ask the service for one thing.

        It may be cancelled at any moment; a write that was sent may then have happened.

        Args:
            method: The HTTP method.
            path: Segments below the base URL, unquoted: an id can be put in as it is.
            effect: Whether it changes something. Reads are repeated when that may help, writes never.
            params: The query, unquoted.
            body: A document to send, as JSON unless it is a form.
            authorized: Send credentials along.
            repeat: Let a read be repeated; not for one that is part of another, which is repeated itself.

        Returns:
            The JSON document of the answer, None when it is empty.

        Raises:
            ServiceError: Whatever went wrong.
        """
        if effect is Effect.WRITE and self._read_only:
            raise ReadOnlyProfile
        sent = None if body is NO_BODY else encoded(body)
        call = _Call(method, self._base.url(path, params), effect, authorized, sent)
        self._opened()  # now already: what keeps a client from being made is not mended by repeating
        if effect is Effect.WRITE or not repeat:
            return await self._authorized(call, 1)
        try:
            return await repeated(
                lambda attempt: self._authorized(call, attempt),
                attempts=self._limits.attempts,
                first_wait=self._limits.first_wait,
                longest_wait=self._limits.longest_wait,
                on_wait=lambda seconds: self._asked_again.update({id(call): time.monotonic() + seconds}),
            )
        finally:
            self._asked_again.pop(id(call), None)

    async def close(self) -> None:
        """Close all connections. Requests that are under way end with an error, later ones aren't sent."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None:
            # The other side may be gone already, which is just as closed.
            with suppress(httpx.HTTPError, OSError):
                await client.aclose()

    async def _authorized(self, call: _Call, attempt: int) -> object:
        """Send; on a 401, renew the credentials and send once more. A refused write wasn't carried out."""
        renewals = self._renewals
        try:
            return await self._attempt(call, attempt)
        except CredentialsRefused:
            if not call.authorized or not await self._renew(renewals):
                raise
        return await self._attempt(call, attempt)

    async def _renew(self, seen: int) -> bool:
        """Renew the credentials, once for all requests that were refused with the same ones.

        Args:
            seen: The number of renewals when the refused request was sent.
        """
        if self._authorizer is None:
            return False
        async with self._renewing:
            if self._renewals != seen:
                return self._renewed
            try:
                self._renewed = await self._authorizer.renew()
            except ServiceError:
                # The others that wait here must not sign in again: a wrong password, tried often, locks an account.
                self._renewed = False
                self._renewals += 1
                raise
            self._renewals += 1
            return self._renewed

    async def _attempt(self, call: _Call, attempt: int) -> object:
        """Send once. Credentials come before a place is taken: getting them may be a request that needs one."""
        headers = await self._headers(call)
        async with self._places:
            try:
                return await self._send(call, headers, attempt)
            except ServiceError as error:
                if call.effect is Effect.WRITE and leaves_outcome_open(error):
                    raise OutcomeUnknown(error) from error
                raise

    async def _headers(self, call: _Call) -> httpx.Headers:
        """The headers of an attempt; the credentials are never part of a repr."""
        headers = _Headers({"Accept": "application/json", "User-Agent": self._user_agent})
        if call.body is not None:
            headers["Content-Type"] = call.body.kind
        if not call.authorized or self._authorizer is None:
            return headers
        # No variable of this frame may hold the value: a crash screen could print it.
        with suppress(UnicodeError):
            headers[self._header] = await self._authorizer.header()
        if not _is_header_value(headers.get(self._header, "")):
            raise Unsendable(
                "The profile's secret holds characters that no token or password header can have.",
                hint="Copy it once more, without line breaks, and give it to the profile with “segtui profiles edit”.",
            )
        self._redaction.learn(headers[self._header])
        return headers

    async def _send(self, call: _Call, headers: httpx.Headers, attempt: int) -> object:
        """Send and follow the service's own redirects, all within one bound of time."""
        client = self._opened()
        limits = self._limits
        deadline = asyncio.get_running_loop().time() + limits.total
        url, hops = call.url, 0
        content = call.body.content if call.body is not None else None
        while True:
            request = client.build_request(call.method, url, headers=headers, content=content)
            with self._log.recorded(call.method, loggable(url), attempt, call.body) as note:
                bounds = translated(self._base.host, connect=limits.connect, read=limits.read, total=limits.total)
                with bounds:
                    async with asyncio.timeout_at(deadline):
                        reply = await self._round_trip(client, request, note)
                if not reply.is_redirect:
                    return self._judged(reply)
                note.redirected = True
                said = reply.headers.get("location", "")
                location = self._redaction.text(said)
                # A place that is named with credentials would be logged with them.
                may_follow = call.follows(reply.status) and hops < _MOST_REDIRECTS and location == said
                url = followed(url, reply.status, location, allowed=may_follow)
                hops += 1

    async def _round_trip(self, client: httpx.AsyncClient, request: httpx.Request, note: Note) -> Reply:
        """Send one request and take its whole answer, up to a bound."""
        response = await client.send(request, stream=True)
        note.status = response.status_code
        try:
            content = await self._content(response)
        finally:
            await response.aclose()
        if not response.is_success:
            content = self._redaction.content(content)
        return Reply(response.status_code, content, response.headers)

    async def _content(self, response: httpx.Response) -> bytes:
        """The body, unpacked: all of a success, the beginning of an error."""
        if "," in response.headers.get("content-encoding", ""):
            # Packed twice, a few bytes can fill the memory before any bound is looked at.
            raise UnexpectedReply("The answer is packed more than once, which segtui doesn't undo.")
        limit = self._limits.answer_bytes if response.is_success else _LONGEST_ERROR_BODY
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > limit:
                break
        if len(content) > limit and response.is_success:
            raise UnexpectedReply(
                f"The answer is larger than {limit:,} bytes and was not read to its end.",
                hint="Ask for less at a time: a smaller page, or a narrower rule.",
            )
        return bytes(content)

    def _judged(self, reply: Reply) -> object:
        if reply.is_success:
            return reply.document()
        recognised = self._recognise(reply) if self._recognise is not None else None
        raise recognised or reply.error()

    def _opened(self) -> httpx.AsyncClient:
        """The client, made when first needed: its TLS context takes about 50 ms."""
        if self._closed:
            raise Unreachable("The connection to this service was closed by segtui.", hint="Open the profile again.")
        if self._client is None:
            self._client = _new_client(self._base, self._wire, self._limits)
        return self._client


def _new_client(base: BaseAddress, wire: httpx.AsyncBaseTransport | None, limits: Limits) -> httpx.AsyncClient:
    # At DEBUG they write headers, at INFO addresses with e-mails in them.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        return httpx.AsyncClient(
            transport=wire,
            timeout=httpx.Timeout(limits.read, connect=limits.connect, pool=limits.total),
            limits=httpx.Limits(
                max_connections=limits.in_flight,
                max_keepalive_connections=limits.in_flight,
                keepalive_expiry=limits.keep_alive,
            ),
            follow_redirects=False,
            # Nothing here needs a session, and a session is one more secret.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            # Proxies and certificates of the environment; httpx 0.28 takes no credentials from .netrc. Clear text is
            # for this machine only, so no proxy may see it.
            trust_env=not base.is_clear_text,
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise Unreachable(
            "The proxy or certificate settings of this machine can't be used, so no connection was made.",
            hint="Look at HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR in the environment.",
        ) from without_frames(error)


def _is_header_value(text: str) -> bool:
    return text != "" and text.isascii() and text.isprintable()
