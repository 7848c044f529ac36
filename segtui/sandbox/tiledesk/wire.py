"""Bodies and answers as the server reads and writes them."""

import html
import json
import math
import re
from typing import Any, Never, NoReturn
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from segtui.sandbox.asgi import never_answer

MOST_BYTES = 512_000
"""Of a request's body; a larger one is refused with 413."""

_ID = re.compile("[0-9a-fA-F]{24}")
_PLAIN_DIGITS = 1e21
"""JavaScript writes numbers from there on with an exponent."""
_NOT_FOUND = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n'
    "<body>\n<pre>Cannot {method} {path}</pre>\n</body>\n</html>\n"
)


class Refusal(Exception):
    """The server's answer is an error.

    Attributes:
        response: The answer.
    """

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class NoAnswer(Response):
    """Stands where an answer should be, until the client goes away."""

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        """Send nothing."""
        await never_answer(receive)


def json_answer(content: Any, status: int = 200) -> Response:
    """Answer with JSON, as JavaScript writes it: no number that isn't one, no half of a surrogate pair."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Response(text, status, media_type="application/json; charset=utf-8")


def plain_answer(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Answer with a bare text that names no content type."""
    return Response(text, status, headers)


def not_found(method: str, path: str) -> Response:
    """Answer for a route that there is not, which is a page of HTML."""
    page = _NOT_FOUND.format(method=method, path=html.escape(path))
    return Response(page, 404, media_type="text/html")


def refuse(status: int, **body: Any) -> NoReturn:
    """Refuse with a JSON body."""
    raise Refusal(json_answer(body, status))


def fail(status: int, text: str) -> NoReturn:
    """Refuse in the shape of most routes."""
    refuse(status, success=False, msg=text)


def parsed_body(raw: bytes, content_type: str) -> Any:
    """Read a request's body before anything else is looked at, also before the project and the credentials.

    Returns:
        A JSON object or array; an empty object where there is no body of a known type.
    """
    if len(raw) > MOST_BYTES:
        refuse(413, err="Request entity too large", limit=MOST_BYTES)
    if "urlencoded" in content_type:
        return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    if "json" not in content_type or not raw:
        return {}
    try:
        body = json.loads(raw, parse_int=_number, parse_float=_number, parse_constant=_no_json)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict | list):
        refuse(500, err="error")
    return body


def _number(text: str) -> int | float | None:
    """Read a number as JavaScript holds it: a double, written without a fraction where it has none."""
    number = float(text)
    if not math.isfinite(number):
        return None
    if not number.is_integer() or abs(number) >= _PLAIN_DIGITS:
        return number
    return int(number)


def _no_json(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")


def object_id(text: str) -> str | None:
    """Read an id as the database does: 24 hex digits, or any 12 bytes; None for anything else."""
    if _ID.fullmatch(text):
        return text.lower()
    raw = text.encode("utf-8", "replace")
    return raw.hex() if len(raw) == 12 else None  # noqa: PLR2004 - an object id's length
