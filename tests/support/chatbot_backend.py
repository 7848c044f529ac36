"""A ChatBot.com backend on a sandbox, or on answers that no sandbox gives."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr

from segtui.backends.base import Connection
from segtui.backends.chatbot.backend import ChatBotBackend
from segtui.backends.chatbot.service import SERVICE
from segtui.backends.limits import Limits
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import SegmentDraft, SegmentKind
from segtui.domain.values import TextValue
from segtui.sandbox import Arrival, ChatBotSandbox
from segtui.sandbox.asgi import Receive, Scope, Send
from segtui.sandbox.chatbot.habits import Habits
from segtui.store.register import MemoryRegister
from segtui.workspace.workspace import OpenProfile, Workspace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE_URL = "https://chatbot.sandbox.invalid"
ROME = Group(children=(Condition("default_city", Operator.IS, TextValue("Rome")),))
A_LIST = SegmentDraft("New list", Group(), kind=SegmentKind.REMOTE_LIST, details={"kept": "list"})
A_SELECTION = SegmentDraft("Romans", ROME, details={"kept": "selection"})


def small_chatbot(user_count: int = 0, **habits: Any) -> ChatBotSandbox:
    """A sandbox at a fixed time, with the demo's segments."""
    return ChatBotSandbox(user_count=user_count, now=lambda: NOON, habits=Habits(**habits))


def put_users(box: ChatBotSandbox, *cities: str | None) -> list[str]:
    """Put a user for each city into a sandbox, and return their ids."""
    return [one["id"] for one in box.add_users(*({"attributes": {"default_city": city}} for city in cities))]


@asynccontextmanager
async def chatbot_on(box: ChatBotSandbox, **changed: Any) -> AsyncIterator[ChatBotBackend]:
    """A backend on a sandbox with the owner's token and something to keep selections in, closed at the end."""
    async with _opened(box.app, box.accounts["owner"].token, **changed) as backend:
        yield backend


@asynccontextmanager
async def chatbot_answering(
    answer: Callable[[str, str, Mapping[str, str]], Any], **changed: Any
) -> AsyncIterator[ChatBotBackend]:
    """A backend whose service answers each request with what a function of method, path and query says.

    Args:
        answer: Gives the document to send with the status 200.
        changed: What the connection has otherwise than usual.
    """

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        document = answer(scope["method"], scope["path"], dict(parse_qsl(scope["query_string"].decode())))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})

    async with _opened(app, "t0ken", **changed) as backend:
        yield backend


@asynccontextmanager
async def _opened(app: Any, token: str, **changed: Any) -> AsyncIterator[ChatBotBackend]:
    backend = _connected(app, token, **changed)
    try:
        yield backend
    finally:
        await backend.close()


def chatbot_workspace(box: ChatBotSandbox, **changed: Any) -> Workspace:
    """A workspace on a sandbox that connects when it is asked for something, with the owner's token."""

    async def connect() -> ChatBotBackend:
        return _connected(box.app, box.accounts["owner"].token, **changed)

    profile = OpenProfile("test", "chatbot", read_only=changed.get("read_only", False))
    workspace = Workspace(SERVICE, profile, connect, now=lambda: NOON)
    workspace.keeper = changed["keeper"] if "keeper" in changed else MemoryRegister()
    return workspace


def _connected(app: Any, token: str, **changed: Any) -> ChatBotBackend:
    settings = {
        "base_url": BASE_URL,
        "secret": SecretStr(token),
        "auth": "token",
        "read_only": False,
        "app": app,
        "limits": Limits(first_wait=0),
        "keeper": MemoryRegister(),
    }
    return ChatBotBackend(Connection(**{**settings, **changed}), now=lambda: NOON)


def writes_to(box: ChatBotSandbox) -> list[Arrival]:
    """The requests that change something, as they arrived."""
    return [one for one in box.requests if one.method != "GET"]
