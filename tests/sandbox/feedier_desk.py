"""A client for the small Feedier's own tests: bare HTTP, so that every byte of an answer can be looked at."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx

from segtui.sandbox import FeedierSandbox, Habits

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEGMENTS = "/v3/segments"


class Desk:
    """A small Feedier at a fixed time and somebody asking it."""

    def __init__(self, *, feedback_count: int = 0, **habits: Any) -> None:
        self.now = NOON
        self.box = FeedierSandbox(feedback_count=feedback_count, now=lambda: self.now, habits=Habits(**habits))

    def behave(self, **habits: Any) -> None:
        """Let the service behave otherwise from now on."""
        self.box.habits = self.box.habits._replace(**habits)

    async def ask(
        self, method: str, path: str, *, who: str | None = "owner", accept: str = "application/json", **request: Any
    ) -> httpx.Response:
        """Send a request with somebody's token, or with none."""
        headers = {"accept": accept, **request.pop("headers", {})}
        if who:
            headers.setdefault("authorization", self.box.accounts[who].header)
        transport = httpx.ASGITransport(app=self.box.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://feedier.sandbox.invalid", trust_env=False
        ) as client:
            return await client.request(method, path, headers=headers, **request)

    async def get(self, path: str, *, who: str = "owner", **params: Any) -> Any:
        """Read JSON that must be there."""
        answer = await self.ask("GET", path, who=who, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def names(self, path: str = SEGMENTS, *, who: str = "owner", **params: Any) -> list[str]:
        """List what all pages have, by name."""
        found: list[str] = []
        page = 1
        while True:
            answer = await self.get(path, who=who, page=page, **params)
            found += [one["name"] for one in answer["data"]]
            if answer["links"]["next"] is None:
                return found
            page += 1

    async def errors(self, method: str, path: str, **request: Any) -> Any:
        """Say what a refused form is refused for."""
        answer = await self.ask(method, path, **request)
        assert answer.status_code == 422, answer.text
        return answer.json()["errors"]

    async def found(self, *conditions: Any, text: str | None = None, **params: Any) -> list[int]:
        """List the feedback that a rule takes, oldest first."""
        fql = json.dumps(conditions) if text is None else text
        answer = await self.get("/v3/feedback", fql=fql, per_page=100, **params)
        return sorted(entry["id"] for entry in answer["data"])

    async def refusal(self, *conditions: Any, text: str | None = None) -> str:
        """Say why a rule isn't evaluated."""
        fql = json.dumps(conditions) if text is None else text
        errors = await self.errors("GET", "/v3/feedback", params={"fql": fql})
        return str(errors["fql"][0])
