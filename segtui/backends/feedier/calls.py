"""How Feedier is asked: below its version, in pages, with relations that it may not know, with two forms of bodies.

Its key is made in the product and sent as a bearer token; there is no call to sign in, and nothing to renew.
"""

from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

from segtui.backends.base import Connection
from segtui.backends.errors import Refused
from segtui.backends.exchanges import read
from segtui.backends.feedier import wire
from segtui.backends.feedier.bodies import as_form
from segtui.backends.feedier.refusals import recognise, refusal_in
from segtui.backends.fixed_header import bearer_header
from segtui.backends.limits import Limits
from segtui.backends.redaction import Redaction
from segtui.backends.transport import NO_BODY, Effect, Transport
from segtui.domain.values import JsonValue

_VERSION = "v3"

T = TypeVar("T", bound=wire.Identified)


class Calls:
    """Carries requests to one organisation's Feedier.

    Args:
        connection: Where it is and who asks.
    """

    def __init__(self, connection: Connection) -> None:
        self._redaction = Redaction(connection.secret)
        self.transport = Transport(
            # Whether the version is part of the address is told in both ways; both are meant.
            connection.base_url.strip().rstrip("/").removesuffix(f"/{_VERSION}"),
            read_only=connection.read_only,
            authorizer=bearer_header(connection.secret),
            app=connection.app,
            limits=(connection.limits or Limits()).careful(),
            recognise=recognise,
            redaction=self._redaction,
        )
        self._sends_json = connection.options.get("bodies") == "json"
        self._refused_relations: set[str] = set()

    async def read(self, *path: str, **params: str | int) -> object:
        """Read one document."""
        return self._allowed(await self.transport.ask("GET", (_VERSION, *path), effect=Effect.READ, params=params))

    async def read_with(self, relations: str, *path: str, **params: str | int) -> object:
        """Read with relations. Their names are partly guessed, so a service that refuses them is asked without."""
        if relations not in self._refused_relations:
            try:
                return await self.read(*path, include=relations, **params)
            except Refused as refused:
                if refused.status not in {400, 422} or "include" not in refused.detail.lower():
                    raise
                self._refused_relations.add(relations)
        return await self.read(*path, **params)

    async def rows(self, collection: str, **params: str | int) -> AsyncIterator[object]:
        """The rows of all pages of a list. It ends, too, where a page has the rows of the one before."""
        page, before = 1, None
        while True:
            document = await self.read(collection, page=page, **params)
            rows = wire.rows_of(document, collection)
            if rows == before:
                return
            for row in rows:
                yield row
            if not wire.has_next_page(document, page):
                return
            page, before = page + 1, rows

    async def every(self, model: type[T], collection: str, **params: str | int) -> list[T]:
        """All rows of a list, each once."""
        found = [read(model, row, f"list of {collection}") async for row in self.rows(collection, **params)]
        return list({one.id: one for one in found}.values())

    async def write(self, method: str, *path: str, fields: Mapping[str, JsonValue] | None = None) -> object:
        """Change something. Web forms are what the documentation sends; JSON is an option of the profile."""
        body = NO_BODY if fields is None else fields if self._sends_json else as_form(fields)
        return self._allowed(await self.transport.ask(method, (_VERSION, *path), effect=Effect.WRITE, body=body))

    def _allowed(self, document: object) -> object:
        refusal = refusal_in(document, self._redaction.text)
        if refusal is not None:
            raise refusal
        return document
