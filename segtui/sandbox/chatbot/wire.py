"""Bodies and answers as the server reads and writes them."""

import json
from typing import Any, Never, NoReturn

from starlette.responses import Response

from segtui.sandbox.chatbot.documents import Document
from segtui.sandbox.chatbot.habits import Habits


class Refusal(Exception):
    """The server's answer is an error.

    Attributes:
        status: The status code.
        details: What is wrong.
    """

    def __init__(self, status: int, details: str) -> None:
        super().__init__(details)
        self.status = status
        self.details = details


def refuse(status: int, details: str) -> NoReturn:
    """Refuse a request."""
    raise Refusal(status, details)


def json_answer(content: Any, status: int = 200) -> Response:
    """Answer with JSON, as JavaScript writes it: no half of a surrogate pair."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Response(text, status, media_type="application/json; charset=utf-8")


def error_answer(refusal: Refusal, *, habits: Habits, timestamp: str) -> Response:
    """Answer with an error: as JSON of the same form as an acknowledgement, unless the habits want it otherwise."""
    status = 200 if habits.hides_failures else refusal.status
    said: Document = {"code": refusal.status, "type": "error"}
    match habits.errors_in:
        case "text":
            return Response(refusal.details, status, media_type="text/plain")
        case "outside":
            return json_answer({"message": refusal.details}, status)
        case "object":
            said["details"] = {"reason": refusal.details}
        case field:
            said[field] = refusal.details
    return json_answer({"timestamp": timestamp, "status": said}, status)


def parsed_body(raw: bytes, content_type: str) -> Any:
    """Read a request's body.

    Returns:
        JSON, or None where there is none or its type isn't said.
    """
    if not raw or "json" not in content_type.lower():
        return None
    try:
        return json.loads(raw, parse_constant=_no_json)
    except (ValueError, RecursionError):
        refuse(400, "The body is not valid JSON")


def _no_json(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")
