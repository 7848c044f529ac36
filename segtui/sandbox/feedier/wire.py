"""Bodies and answers as the server reads and writes them."""

import email.parser
import email.policy
import html
import json
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from segtui.sandbox.feedier.documents import Document

MOST_QUERY_BYTES = 8190
"""Of an address; the proxy in front of the service refuses a longer one."""

_PAGE = (
    "<!DOCTYPE html>\n<html lang='en'>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
)


class Refusal(Exception):
    """The server's answer is an error.

    Attributes:
        status: The status code.
        message: What it says.
        errors: What is wrong with which field, None when it isn't about fields.
    """

    def __init__(self, status: int, message: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


def refuse(status: int, message: str) -> NoReturn:
    """Refuse with an error that is about no field."""
    raise Refusal(status, message)


def refuse_fields(errors: dict[str, list[str]]) -> NoReturn:
    """Refuse with what is wrong with each field."""
    texts = [text for field in errors.values() for text in field]
    more = len(texts) - 1
    rest = f" (and {more} more error{'s' if more > 1 else ''})" if more else ""
    raise Refusal(422, texts[0] + rest, errors)


def json_answer(content: Any, status: int = 200) -> Response:
    """Answer with JSON, written as PHP does: ASCII only."""
    return Response(json.dumps(content, separators=(",", ":")), status, media_type="application/json")


def html_answer(status: int) -> Response:
    """Answer with a page for people."""
    return Response(_PAGE.format(title=html.escape(HTTPStatus(status).phrase)), status, media_type="text/html")


def wants_json(accept: str) -> bool:
    """Say whether an `Accept` header asks for JSON before anything else. `*/*` doesn't."""
    first = accept.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].lower()
    return "/json" in first or "+json" in first


def error_answer(refusal: Refusal, *, as_json: bool, is_old: bool) -> Response:
    """Answer with an error.

    Args:
        refusal: The error.
        as_json: Whether JSON was asked for. A browser is sent to sign in, or back to the form it came from.
        is_old: Whether in the shape of the API's first generation, which is JSON always and knows no fields.
    """
    if is_old:
        return json_answer({"type": "error", "message": refusal.message}, refusal.status)
    if as_json:
        fields = {} if refusal.errors is None else {"errors": refusal.errors}
        return json_answer({"message": refusal.message, **fields}, refusal.status)
    if refusal.status in (401, 422):
        return RedirectResponse("/login" if refusal.status == 401 else "/", 302)  # noqa: PLR2004 - a status
    return html_answer(refusal.status)


def parsed_body(method: str, raw: bytes, content_type: str) -> Document:
    """Read a request's body: a form, JSON, or, unless it is a PUT, a multipart form.

    Texts lose the blanks around them, and empty ones become null, before anything looks at them.

    Returns:
        The fields; none of a body that can't be read.
    """
    kind = content_type.lower()
    if "json" in kind:
        fields = _json_object(raw)
    elif "multipart/form-data" in kind:
        fields = _parts(raw, content_type) if method == "POST" else {}
    elif "urlencoded" in kind:
        fields = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    else:
        fields = {}
    return {key: (value.strip() or None) if isinstance(value, str) else value for key, value in fields.items()}


def _json_object(raw: bytes) -> Document:
    try:
        body = json.loads(raw)
        # PHP reads no half of a surrogate pair, nor anything around it.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _parts(raw: bytes, content_type: str) -> Document:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + raw)
    fields: Document = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = content.decode("utf-8", "replace")
    return fields
