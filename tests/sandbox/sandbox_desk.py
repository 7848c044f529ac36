"""A client for the sandbox's own tests: bare HTTP, so that every byte of an answer can be looked at."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from segtui.sandbox import TiledeskSandbox

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HANG_SECONDS = 0.05
"""Long enough to have been answered in process, short enough to be waited for in every test of a hang."""


class Desk:
    """A sandbox at a fixed time and somebody asking it."""

    def __init__(self, *, lead_count: int = 0) -> None:
        self.box = TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)
        self.project = f"/{self.box.project_id}"
        self.segments = f"{self.project}/segments"
        self.leads = f"{self.project}/leads"

    async def ask(
        self,
        method: str,
        path: str,
        *,
        who: str | None = "owner",
        header: str | None = None,
        **request: Any,
    ) -> httpx.Response:
        """Send a request as an account, or with a header of one's own, or as nobody."""
        authorization = header if header is not None else self.box.accounts[who].token if who else None
        headers = {**request.pop("headers", {}), **({"authorization": authorization} if authorization else {})}
        transport = httpx.ASGITransport(app=self.box.app)
        base = f"https://tiledesk.sandbox.invalid{self.box.base_path}"
        async with httpx.AsyncClient(transport=transport, base_url=base, trust_env=False) as client:
            return await client.request(method, path, headers=headers, **request)

    async def get(self, path: str, **params: Any) -> Any:
        """Read JSON that must be there."""
        answer = await self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def is_never_answered(self, method: str, path: str, **request: Any) -> bool:
        """Send a request and give up on it."""
        try:
            async with asyncio.timeout(HANG_SECONDS):
                await self.ask(method, path, **request)
        except TimeoutError:
            return True
        return False

    def stored(self, *filters: Mapping[str, Any], **more: Any) -> str:
        """Store a segment with these filters, as they are, and return its id."""
        document = {"name": "A rule", "match": "all", "filters": [dict(each) for each in filters], **more}
        return str(self.box.put_segment(document)["_id"])

    async def names(self, *filters: Mapping[str, Any], **params: Any) -> set[str]:
        """Say whom a segment with these filters selects."""
        page = await self.get(self.leads, segment=self.stored(*filters), limit="0", **params)
        return {lead["fullname"] for lead in page["leads"]}

    async def never_selects(self, *filters: Mapping[str, Any]) -> bool:
        """Say whether asking for the leads of a segment with these filters is never answered."""
        return await self.is_never_answered("GET", self.leads, params={"segment": self.stored(*filters)})


def is_(field: str, operator: str, value: Any = True) -> dict[str, Any]:  # noqa: FBT002 - what "is null" is stored with
    """Make a filter."""
    return {"field": field, "operator": operator, "value": value}


def desk_with(leads: Iterable[Mapping[str, Any]]) -> Desk:
    """Make a desk whose project has only these leads."""
    desk = Desk()
    desk.box.add_leads(*leads)
    return desk
