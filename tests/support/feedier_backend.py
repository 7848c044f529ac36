"""A Feedier backend on a sandbox, or on answers that no sandbox gives."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr

from segtui.backends.base import Connection
from segtui.backends.feedier.backend import FeedierBackend
from segtui.backends.limits import Limits
from segtui.domain.segments import Segment, SegmentDraft
from segtui.sandbox import Arrival, FeedierSandbox, Habits
from segtui.sandbox.asgi import Receive, Scope, Send

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE_URL = "https://feedier.sandbox.invalid"
PATIENT = Limits(first_wait=0)
QUICK = Limits(read=0.1, total=0.1, first_wait=0)
"""Long enough to be answered in process, short enough to be waited for by a test of a silence."""


def small_feedier(feedback_count: int = 0, **habits: Any) -> FeedierSandbox:
    """A sandbox at a fixed time, with the demo's segments and little feedback."""
    return FeedierSandbox(feedback_count=feedback_count, now=lambda: NOON, habits=Habits(**habits))


@asynccontextmanager
async def feedier_on(box: FeedierSandbox, who: str = "owner", **changed: Any) -> AsyncIterator[FeedierBackend]:
    """A backend on a sandbox with somebody's token, allowed to write, closed at the end."""
    settings = {
        "base_url": BASE_URL,
        "secret": SecretStr(box.accounts[who].token),
        "auth": "token",
        "read_only": False,
        "app": box.app,
        "limits": PATIENT,
    }
    backend = FeedierBackend(Connection(**{**settings, **changed}))
    try:
        yield backend
    finally:
        await backend.close()


class CannedFeedier:
    """A service that answers each request with what a function of method, path and query says.

    Args:
        answer: Gives the document to send, with status 200 unless it is a pair of status and document.
    """

    def __init__(self, answer: Callable[[str, str, Mapping[str, str]], Any]) -> None:
        self.asked: list[tuple[str, str]] = []
        self._answer = answer

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        self.asked.append((method, path))
        answer = self._answer(method, path, dict(parse_qsl(scope["query_string"].decode())))
        status, document = answer if isinstance(answer, tuple) else (200, answer)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})


@asynccontextmanager
async def feedier_answering(
    answer: Callable[[str, str, Mapping[str, str]], Any], **changed: Any
) -> AsyncIterator[FeedierBackend]:
    """A backend whose service gives canned answers."""
    settings = {"base_url": BASE_URL, "secret": SecretStr("t0ken"), "auth": "token", "read_only": False}
    connection = Connection(**{**settings, "app": CannedFeedier(answer), "limits": PATIENT, **changed})
    backend = FeedierBackend(connection)
    try:
        yield backend
    finally:
        await backend.close()


async def all_segments(backend: FeedierBackend) -> list[Segment]:
    """The segments of all pages."""
    found: list[Segment] = []
    cursor: str | None = None
    while True:
        page = await backend.segments(cursor)
        found += page.rows
        cursor = page.cursor
        if cursor is None:
            return found


def writes_to(box: FeedierSandbox) -> list[Arrival]:
    """The requests that change something, as they arrived."""
    return [one for one in box.requests if one.method != "GET"]


def stored_as(box: FeedierSandbox, fql: Any, **more: Any) -> str:
    """Put a segment into a sandbox's store, whatever its rule is, and return its id."""
    return str(box.put_segment({"name": "A rule", "fql": fql, **more})["id"])


def draft_of(segment: Segment, **changed: Any) -> SegmentDraft:
    """A draft that changes nothing but what is named."""
    assert segment.rule is not None
    parts = {"name": segment.name, "rule": segment.rule, "written": segment.written, "details": segment.details}
    return SegmentDraft(**{**parts, **changed})
