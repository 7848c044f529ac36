"""How ChatBot.com is asked: with a token that is never renewed, and with a look at the status inside each answer."""

from segtui.backends.base import Connection
from segtui.backends.chatbot.refusals import recognise, refusal_in
from segtui.backends.errors import OutcomeUnknown, leaves_outcome_open
from segtui.backends.fixed_header import bearer_header
from segtui.backends.limits import Limits
from segtui.backends.redaction import Redaction
from segtui.backends.transport import NO_BODY, Effect, NoBody, Transport
from segtui.domain.values import JsonValue


class Calls:
    """Carries requests to one company's ChatBot.com.

    Args:
        connection: Where it is and who asks.
    """

    def __init__(self, connection: Connection) -> None:
        self._redaction = Redaction(connection.secret)
        self.transport = Transport(
            connection.base_url,
            read_only=connection.read_only,
            authorizer=bearer_header(connection.secret),
            app=connection.app,
            limits=(connection.limits or Limits()).careful(),
            recognise=recognise,
            redaction=self._redaction,
        )

    async def read(self, *path: str, **params: str | int) -> object:
        """Read one document."""
        document = await self.transport.ask("GET", path, effect=Effect.READ, params=params)
        if (refusal := refusal_in(document, self._redaction.text)) is not None:
            raise refusal
        return document

    async def write(self, method: str, *path: str, body: JsonValue | NoBody = NO_BODY) -> object:
        """Change something, and return what is acknowledged."""
        document = await self.transport.ask(method, path, effect=Effect.WRITE, body=body)
        refusal = refusal_in(document, self._redaction.text)
        if refusal is not None and leaves_outcome_open(refusal):
            raise OutcomeUnknown(refusal) from refusal
        if refusal is not None:
            raise refusal
        return document
