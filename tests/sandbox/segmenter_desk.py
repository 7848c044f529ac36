"""A client for the small Segmenter's own tests: bare HTTP, so that every byte of an answer can be looked at."""

from datetime import UTC, datetime
from typing import Any

import httpx

from segtui.sandbox import SegmenterHabits, SegmenterSandbox

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEGMENTS = "/segments"
ADA = {
    "externalId": "3f1c7a52-0c39-4a51-9f0e-2f4d7e6b8a10",
    "firstName": "Ada",
    "lastName": "Rossi",
    "phone": "+573001112233",
    "email": "ada@example.com",
    "substitutionTags": [{"tag": "city", "value": "Rome"}, {"tag": "tier", "value": "gold"}],
}
NOAH = {"externalId": "b1d2c6e4-8f11-4c55-a3d7-1e0f9a7b6c5d", "firstName": "Noah", "email": "noah@example.com"}


class Desk:
    """A small Segmenter at a fixed time and somebody writing to it."""

    def __init__(self, *, people_count: int = 0, **habits: Any) -> None:
        self.box = SegmenterSandbox(people_count=people_count, now=lambda: NOON, habits=SegmenterHabits(**habits))

    def behave(self, **habits: Any) -> None:
        """Let the service behave otherwise from now on."""
        self.box.habits = self.box.habits._replace(**habits)

    async def ask(self, method: str, path: str, *, who: str | None = "owner", **request: Any) -> httpx.Response:
        """Send a request with somebody's key, or with none."""
        headers = request.pop("headers", {})
        if who:
            headers = {"x-api-key": self.box.accounts[who].api_key, **headers}
        transport = httpx.ASGITransport(app=self.box.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://segmenter.sandbox.invalid", trust_env=False
        ) as client:
            return await client.request(method, path, headers=headers, **request)

    async def create(self, *persons: Any, **fields: Any) -> httpx.Response:
        """Send a new segment."""
        return await self.ask("POST", SEGMENTS, json={"name": "New", "persons": list(persons), **fields})

    async def update(self, segment_id: str, *persons: Any, **fields: Any) -> httpx.Response:
        """Send what a segment shall be."""
        return await self.ask("PUT", SEGMENTS, json={"id": segment_id, "name": "New", "persons": persons, **fields})

    def stored(self, *persons: Any, **fields: Any) -> str:
        """Store a segment and return its id."""
        return str(self.box.put_segment({"name": "Old", "persons": persons, **fields})["id"])

    def segment(self, segment_id: str) -> Any:
        """Look at what is stored."""
        return self.box.segments[segment_id]

    def first_names(self, segment_id: str) -> list[str]:
        """Say who is on a list."""
        return [person["firstName"] for person in self.box.segments[segment_id]["persons"]]

    async def faults(self, **body: Any) -> Any:
        """Say what a body for a create is refused for."""
        self.behave(lists_messages=True)
        answer = await self.ask("POST", SEGMENTS, json=body)
        assert answer.status_code == 400, answer.text
        assert len(self.box.segments) == len(SegmenterSandbox(people_count=0).segments)
        return answer.json()["message"]
