"""Opens a real workspace on a sandbox: the real backend, in process, without a network."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from segtui.backends.limits import Limits
from segtui.domain.rules import Combine, Group, Node
from segtui.domain.segments import Segment
from segtui.sandbox import Arrival, TiledeskSandbox
from segtui.store.profiles import Profile
from segtui.workspace.opening import open_profile
from segtui.workspace.plans import Plan
from segtui.workspace.workspace import Workspace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

HOST = "https://tiledesk.sandbox.invalid"
"""A name that no network can find (RFC 2606)."""

UNHURRIED = Limits(first_wait=0)
"""Reads are repeated at once; nothing is waited for."""

IMPATIENT = Limits(first_wait=0, total=0.5)
"""For requests that are never answered: far longer than any answer in process, short enough to be waited for."""


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **parts: float) -> None:
        """Let time pass, said as for `timedelta`."""
        self.at += timedelta(**parts)


def small_box(lead_count: int = 0) -> TiledeskSandbox:
    """A sandbox at a fixed time, with the demo's segments and few leads."""
    return TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)


def settings_for(
    box: TiledeskSandbox,
    *,
    account: str = "owner",
    read_only: bool = False,
    auth: Literal["signin", "jwt", "basic"] = "signin",
    project: str | None = None,
) -> dict[str, Any]:
    """The settings of a profile on a sandbox, as the profile file has them."""
    return {
        "service": "tiledesk",
        "base_url": f"{HOST}{box.base_path}",
        "project": project or box.project_id,
        "auth": auth,
        "email": box.accounts[account].email,
        "secret": "ask",
        "read_only": read_only,
    }


def open_on(
    box: TiledeskSandbox,
    *,
    account: str = "owner",
    read_only: bool = False,
    auth: Literal["signin", "jwt", "basic"] = "signin",
    project: str | None = None,
    now: Callable[[], datetime] | None = None,
    limits: Limits = UNHURRIED,
) -> Workspace:
    """Open a workspace on a sandbox, by way of a profile, as the program does. In process, nothing needs closing.

    Args:
        box: What answers.
        account: Who signs in, by the sandbox's name.
        read_only: Whether the profile may only read.
        auth: How the account signs in.
        project: The project's id, the demo project unless named.
        now: The workspace's clock, the real one unless given.
        limits: How long to wait and how often to try.
    """
    who = box.accounts[account]
    profile = Profile.checked(settings_for(box, account=account, read_only=read_only, auth=auth, project=project))

    async def tell(_question: str) -> str:
        return who.token if auth == "jwt" else who.password

    workspace = open_profile("test", profile, ask=tell, app=box.app, limits=limits)
    if now is not None:
        workspace.now = now
    return workspace


def named(box: TiledeskSandbox, name: str) -> str:
    """The id of a stored segment of the demo project, by its name."""
    return next(key for key, stored in box.project().segments.items() if stored["name"] == name)


def stored(box: TiledeskSandbox, *filters: Mapping[str, Any], name: str = "A rule", match: str = "all") -> str:
    """Store a segment with these filters, as they are, and return its id."""
    document = {"name": name, "match": match, "filters": [dict(one) for one in filters]}
    return str(box.put_segment(document)["_id"])


def is_(field: str, operator: str, value: Any = True) -> dict[str, Any]:  # noqa: FBT002 - what "is null" is stored with
    """A filter, as the service stores it."""
    return {"field": field, "operator": operator, "value": value}


def every(*children: Node) -> Group:
    """A rule that wants all of its conditions."""
    return Group(Combine.ALL, children)


def any_of(*children: Node) -> Group:
    """A rule that wants one of its conditions."""
    return Group(Combine.ANY, children)


def rule_of(segment: Segment) -> Group:
    """A segment's rule, which in Tiledesk it always has."""
    assert segment.rule is not None
    return segment.rule


def word_of(plan: Plan) -> str:
    """What must be typed for a plan; nothing where a plain yes is enough."""
    return plan.confirmation.word if plan.confirmation is not None else ""


def writes(box: TiledeskSandbox) -> list[Arrival]:
    """The requests that change something, as they arrived; a sign-in doesn't."""
    return [one for one in box.requests if one.method != "GET" and not one.path.endswith("/auth/signin")]


def asked(box: TiledeskSandbox, collection: str) -> list[Arrival]:
    """The reads of a collection, or below it, such as `leads`, as they arrived."""
    return [one for one in box.requests if one.method == "GET" and collection in one.path.split("/")]
