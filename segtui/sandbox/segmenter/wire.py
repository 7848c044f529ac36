"""Bodies and answers as the server reads and writes them."""

import json
from collections.abc import Sequence
from typing import Any, Never, NoReturn

from starlette.responses import Response

from segtui.sandbox.segmenter.documents import Document

_IN_WORDS = {400: "Bad Request", 404: "Not Found", 413: "Payload Too Large"}
"""What the third field of an error says. The documented 401 has none."""


class Refusal(Exception):
    """The server's answer is an error.

    Attributes:
        status: The status code.
        messages: What is wrong, at least one text.
    """

    def __init__(self, status: int, messages: Sequence[str]) -> None:
        super().__init__(status, *messages)
        self.status = status
        self.messages = list(messages)


def refuse(status: int, *messages: str) -> NoReturn:
    """Refuse a request."""
    raise Refusal(status, messages)


def json_answer(content: Any, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(json.dumps(content, separators=(",", ":")), status, media_type="application/json")


def error_answer(refusal: Refusal, *, as_list: bool) -> Response:
    """Answer with an error.

    Args:
        refusal: The error.
        as_list: Whether all of what is wrong is told, as a list. Only a 400 has more than one thing to tell.
    """
    status = refusal.status
    said = refusal.messages if as_list and status == 400 else refusal.messages[0]  # noqa: PLR2004 - a status
    words = {"error": _IN_WORDS[status]} if status in _IN_WORDS else {}
    return json_answer({"statusCode": status, "message": said, **words}, status)


def parsed_body(raw: bytes, content_type: str, *, most_bytes: int | None) -> Document:
    """Read a request's body.

    Returns:
        The fields; none of a body that isn't said to be JSON, or is a list.

    Raises:
        Refusal: It is too long, or broken JSON; of that the message gives the place, counted in characters from 0.
    """
    if most_bytes is not None and len(raw) > most_bytes:
        refuse(413, "request entity too large")
    if "json" not in content_type.lower() or not raw:
        return {}
    text = raw.decode("utf-8", "replace")
    try:
        body = json.loads(text, parse_constant=_no_json)
    except json.JSONDecodeError as error:
        refuse(400, _told(text, error.pos))
    except (ValueError, RecursionError):
        refuse(400, "Invalid JSON")
    if not isinstance(body, dict | list):
        refuse(400, _told(text, 0))
    return body if isinstance(body, dict) else {}


def _told(text: str, place: int) -> str:
    if place >= len(text):
        return "Unexpected end of JSON input"
    return f"Unexpected token {text[place]} in JSON at position {place}"


def _no_json(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")
