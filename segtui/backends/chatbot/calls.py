"""How ChatBot.com is asked: with a token that is never renewed, and with a look at the status inside each answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import SecretStr

from segtui.backends.base import Connection
from segtui.backends.chatbot.refusals import recognise, refusal_in
from segtui.backends.errors import OutcomeUnknown, UnexpectedReply, leaves_outcome_open
from segtui.backends.fixed_header import FixedHeader
from segtui.backends.limits import Limits
from segtui.backends.transport import NO_BODY, Effect, NoBody, Transport
from segtui.domain.values import JsonValue

_MOST_IN_FLIGHT = 2
"""Requests at the same time; how many ChatBot.com takes isn't known."""

_IN_FRONT = {"authorization:", "bearer"}


def bearer_header(token: SecretStr) -> FixedHeader:
    """For a token, with or without its scheme in front, as it is copied from a page or a command."""
    words = token.get_secret_value().split()
    while words and words[0].casefold() in _IN_FRONT:
        words = words[1:]
    return FixedHeader(SecretStr(f"Bearer {' '.join(words)}" if words else ""))


class Calls:
    """Carries requests to one company's ChatBot.com.

    Args:
        connection: Where it is and who asks.
    """

    def __init__(self, connection: Connection) -> None:
        limits = connection.limits or Limits()
        self.transport = Transport(
            connection.base_url,
            read_only=connection.read_only,
            authorizer=bearer_header(connection.secret),
            app=connection.app,
            limits=replace(limits, in_flight=min(limits.in_flight, _MOST_IN_FLIGHT)),
            recognise=recognise,
        )

    async def read(self, *path: str, **params: str | int) -> object:
        """Read one document."""
        document = await self.transport.ask("GET", path, effect=Effect.READ, params=params)
        if (refusal := refusal_in(document)) is not None:
            raise refusal
        return document

    async def write(self, method: str, *path: str, body: JsonValue | NoBody = NO_BODY) -> object:
        """Change something, and return what is acknowledged."""
        document = await self.transport.ask(method, path, effect=Effect.WRITE, body=body)
        refusal = refusal_in(document)
        if refusal is not None and leaves_outcome_open(refusal):
            raise OutcomeUnknown(refusal) from refusal
        if refusal is not None:
            raise refusal
        return document


@contextmanager
def answer_to_write() -> Iterator[None]:
    """Where the answer to a write is read: one that can't be read leaves open what has happened.

    Raises:
        OutcomeUnknown: It couldn't be read.
    """
    try:
        yield
    except UnexpectedReply as unreadable:
        raise OutcomeUnknown(unreadable) from unreadable
