"""What is remembered of the requests to a service, and how one is repeated by hand."""

import shlex
from datetime import datetime

from segtui.domain.record import record
from segtui.domain.text import printable


@record
class Exchange:
    """What is remembered of one request: nothing secret, no header's value, no body.

    Attributes:
        at: When it was sent, in UTC.
        method: The HTTP method.
        path_with_query: Where to, without the host; values of secret-looking keys are hidden.
        status: The status of the answer, None when none came.
        seconds: From sending to the end of the answer.
        attempt: Which attempt it was, from 1.
        outcome: `ok`, `redirected`, `cancelled`, or the code of the error.
        content_type: What the body of a write was.
        credentials_header: The name of the header that carries the service's credentials.
    """

    at: datetime
    method: str
    path_with_query: str
    status: int | None
    seconds: float
    attempt: int
    outcome: str
    content_type: str = "application/json"
    credentials_header: str = "Authorization"

    @property
    def outcome_words(self) -> str:
        """How it ended, in words."""
        return {"cancelled": "stopped", "redirected": "sent elsewhere"}.get(
            self.outcome, self.outcome.replace("-", " ")
        )


def as_curl(exchange: Exchange, origin: str) -> str:
    """The command that repeats a request by hand, without the secret.

    Args:
        exchange: The request.
        origin: Scheme, host and port of the service, such as `https://api.example.com`.

    Returns:
        One line for a POSIX shell. The credentials are to be put into the variable `AUTHORIZATION`, and the body of a
        write, which isn't remembered, into the file `body.json`, or `body.txt` if it is no JSON.
    """
    parts = ["curl", "--request", exchange.method, "--header", f'"{exchange.credentials_header}: $AUTHORIZATION"']
    if exchange.method in {"POST", "PUT", "PATCH"}:
        file = "body.json" if exchange.content_type == "application/json" else "body.txt"
        parts += ["--header", shlex.quote(f"Content-Type: {exchange.content_type}"), "--data", f"@{file}"]
    return " ".join((*parts, shlex.quote(printable(origin + exchange.path_with_query))))
