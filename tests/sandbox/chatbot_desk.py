"""A client for the small ChatBot's own tests: bare HTTP, so that every byte of an answer can be looked at."""

from datetime import UTC, datetime
from typing import Any

import httpx

from segtui.sandbox import ChatBotSandbox
from segtui.sandbox.chatbot.habits import Habits

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAMP = "2026-11-22T12:00:00.000Z"
SEGMENTS, MEMBERS, USERS = "/users/segments", "/users/segments/members", "/users"


class Desk:
    """A small ChatBot at a fixed time and somebody asking it."""

    def __init__(self, *, user_count: int = 0, **habits: Any) -> None:
        self.now = NOON
        self.box = ChatBotSandbox(user_count=user_count, now=lambda: self.now, habits=Habits(**habits))

    def behave(self, **habits: Any) -> None:
        """Let the service behave otherwise from now on."""
        self.box.habits = self.box.habits._replace(**habits)

    def new_segment(self, *members: str, **more: Any) -> str:
        """Store a segment and return its id."""
        return str(self.box.put_segment({"name": "A list", **more}, members)["id"])

    def new_users(self, count: int) -> list[str]:
        """Store users and return their ids, oldest first."""
        return [user["id"] for user in self.box.add_users(*({} for _ in range(count)))]

    async def ask(self, method: str, path: str, *, who: str | None = "owner", **request: Any) -> httpx.Response:
        """Send a request with somebody's token, or with none."""
        headers = dict(request.pop("headers", {}))
        if who:
            headers.setdefault("authorization", self.box.accounts[who].header)
        transport = httpx.ASGITransport(app=self.box.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://chatbot.sandbox.invalid", trust_env=False
        ) as client:
            return await client.request(method, path, headers=headers, **request)

    async def get(self, path: str, **params: Any) -> Any:
        """Read JSON that must be there."""
        answer = await self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def done(self, method: str, path: str, json: Any = None) -> Any:
        """Do something that must work, and return what is answered."""
        answer = await self.ask(method, path, json=json)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refusal(self, method: str, path: str, **request: Any) -> tuple[int, str]:
        """Say with which status and words a request is refused."""
        answer = await self.ask(method, path, **request)
        body = answer.json()
        assert body["timestamp"] == STAMP
        assert body["status"]["code"] == answer.status_code
        assert body["status"]["type"] == "error"
        return answer.status_code, body["status"]["details"]

    async def listed(self, segment_id: str) -> Any:
        """Find a segment in the list, as a client has to."""
        [segment] = [one for one in await self.get(SEGMENTS) if one["id"] == segment_id]
        return segment

    async def page_ids(self, **params: Any) -> list[str]:
        """List the ids on a page of users."""
        return [user["id"] for user in (await self.get(USERS, **params))["data"]]
