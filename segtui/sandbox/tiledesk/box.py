"""The sandbox: what the service stores, its clock, and the doors for whoever tests against it."""

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from segtui.sandbox.asgi import App
from segtui.sandbox.door import Arrival, Door
from segtui.sandbox.faults import FaultSwitch
from segtui.sandbox.tiledesk import demo
from segtui.sandbox.tiledesk.accounts import Account, Rejected, caller_of, demo_accounts, token_for
from segtui.sandbox.tiledesk.documents import Document, written
from segtui.sandbox.tiledesk.people import made_leads

ACTIVE = 100
"""The status of a project, segment or lead that is neither deleted nor temporary."""

_MOST_ARRIVALS = 1000
_MOST_OTHER_LEADS = 120


def _real_time() -> datetime:
    return datetime.now(UTC)


class Membership(NamedTuple):
    """An account's place in a project."""

    id: str
    role: str
    is_active: bool = True


@dataclass(eq=False, repr=False)
class Project:
    """A project and what is stored in it. Everything may be changed in place.

    Attributes:
        document: The project as the service shows it.
        members: By the account's name.
        segments: By id, deleted ones included, as stored.
        properties: Definitions of custom properties.
        make_leads: Makes the leads when they are first asked for.
    """

    document: Document
    members: dict[str, Membership]
    segments: dict[str, Document] = field(default_factory=dict)
    properties: list[Document] = field(default_factory=list)
    make_leads: Callable[[], list[Document]] = list

    @property
    def id(self) -> str:
        """The project's id."""
        return str(self.document["_id"])

    @property
    def is_active(self) -> bool:
        """Whether it wasn't deleted."""
        return bool(self.document["status"] == ACTIVE)

    @cached_property
    def leads(self) -> list[Document]:
        """The leads as stored, deleted and temporary ones included."""
        return self.make_leads()


class TiledeskSandbox:
    """A Tiledesk service of one's own, with a demo project. Making one is cheap: leads are made when first needed.

    Args:
        lead_count: How many leads the demo project has.
        now: The service's clock.
        seed: Chooses the order of rows that a sort leaves equal: another in each request, the same ones in each run.

    Attributes:
        service: What the service is called.
        base_path: What comes before every path, as on the hosted service.
        project_id: The demo project.
        other_project_id: A second project, of which the owner is a member too.
        deleted_project_id: A deleted project, which the service lists all the same.
        accounts: Who may sign in: "owner", "agent", "editor" (a role of the project's own), "teammate" (too low
            a role), "disabled" (a member switched off), "stranger" (a member of no project).
        projects: All projects by id, deleted ones included.
        lost_memberships: Memberships of projects that are gone altogether, by the account's name.
        ghosts: Segments of no project, by id, as PUT and DELETE on an unknown id make them.
        faults: What goes wrong.
        requests: The latest requests that arrived, oldest first.
        chance: Chooses among equals.
    """

    service = "tiledesk"
    base_path = "/v3"
    project_id = "65f0aa11bb22cc33dd44ee55"
    other_project_id = "65f0aa11bb22cc33dd44ee66"
    deleted_project_id = "65f0aa11bb22cc33dd44ee77"

    def __init__(self, *, lead_count: int = 5000, now: Callable[[], datetime] = _real_time, seed: int = 0) -> None:
        self.accounts = demo_accounts()
        self.faults = FaultSwitch()
        self.requests: deque[Arrival] = deque(maxlen=_MOST_ARRIVALS)
        self.chance = random.Random(seed)  # noqa: S311 - a seeded order, no secret
        self.lost_memberships = {"owner": Membership("65f0aa11bb22cc33dd44ef88", "agent")}
        self.ghosts: dict[str, Document] = {}
        self.projects = {project.id: project for project in self._demo_projects(lead_count)}
        self._now = now
        self._made_ids = 0
        self._made_tokens = 0

    @cached_property
    def app(self) -> App:
        """The ASGI application. Starlette is imported when it is first asked for."""
        from segtui.sandbox.tiledesk.service import service  # noqa: PLC0415 - 100 ms that a mere import must not cost

        return Door(service(self), self.faults, self.requests.append, self.name_of)

    def facts(self) -> dict[str, str]:
        """Tell what a client needs besides the address."""
        owner = self.accounts["owner"]
        return {
            "project": self.project_id,
            "email": owner.email,
            "password": owner.password,
            "token": owner.token,
        }

    def project(self, project_id: str | None = None) -> Project:
        """Look into a project, the demo project unless another is named."""
        return self.projects[project_id or self.project_id]

    def stored_segment(self, segment_id: str) -> Document | None:
        """Find a segment by its id in whatever project, or among the ghosts, as the service does."""
        return next((shelf[segment_id] for shelf in self._shelves() if segment_id in shelf), None)

    def stored_lead(self, lead_id: str) -> Document | None:
        """Find a lead by its id in whatever project, as the service does."""
        leads = (lead for project in self.projects.values() for lead in project.leads)
        return next((lead for lead in leads if lead["_id"] == lead_id), None)

    def put_segment(self, document: Mapping[str, Any], *, project_id: str | None = None) -> Document:
        """Put a segment straight into the store.

        Args:
            document: In the form the service stores. Ids, times, author and status are filled in where they are
                missing; name, match and filters are not.
            project_id: The demo project unless named.

        Returns:
            What is stored.
        """
        project = self.project(project_id)
        stored = {**self._filled_in(project, document), **document}
        project.segments[stored["_id"]] = stored
        return stored

    def add_leads(self, *documents: Mapping[str, Any], project_id: str | None = None) -> list[Document]:
        """Put leads straight into the store.

        Args:
            documents: In the form the service stores. Ids, times, author and status are filled in where missing.
            project_id: The demo project unless named.

        Returns:
            What is stored.
        """
        project = self.project(project_id)
        added = []
        for document in documents:
            lead = {**self._filled_in(project, document), **document}
            lead.setdefault("lead_id", f"added-{lead['_id']}")
            project.leads.append(lead)
            added.append(lead)
        return added

    def change_behind_your_back(self, segment_id: str, **changes: Any) -> Document:
        """Change a stored segment as a colleague would: the given keys and the time of the change.

        Returns:
            What is stored now.
        """
        document = self.stored_segment(segment_id)
        if document is None:
            raise KeyError(segment_id)
        document.update(changes, updatedAt=self.stamp(document.get("updatedAt")))
        return document

    def revoke(self, name: str) -> str:
        """Make an account's token worthless.

        Returns:
            The token that signing in gives from now on.
        """
        self._made_tokens += 1
        account = self.accounts[name]
        token = token_for(account.id, self._made_tokens)
        self.accounts[name] = account._replace(token=token)
        return token

    def name_of(self, header: str) -> str | None:
        """Say which account an `Authorization` header belongs to."""
        try:
            return caller_of(header, {}, self.accounts)
        except Rejected:
            return None

    def stamp(self, after: str | None = None) -> str:
        """Tell the time as the service writes it, later than an earlier stamp even when the clock stands still."""
        moment = self._now()
        if after is not None:
            moment = max(moment, datetime.fromisoformat(after) + timedelta(milliseconds=1))
        return written(moment)

    def new_id(self) -> str:
        """Make an id as the database does: seconds, the machine, a counter."""
        self._made_ids += 1
        return f"{int(self._now().timestamp()):08x}5a9db07e0f{self._made_ids:06x}"

    def _shelves(self) -> Iterator[dict[str, Document]]:
        yield from (project.segments for project in self.projects.values())
        yield self.ghosts

    def _filled_in(self, project: Project, given: Mapping[str, Any]) -> Document:
        created = given.get("createdAt", self.stamp())
        return {
            "_id": given.get("_id") or self.new_id(),
            "status": ACTIVE,
            "id_project": project.id,
            "createdBy": self.accounts["owner"].id,
            "createdAt": created,
            "updatedAt": created,
            "__v": 0,
        }

    def _demo_projects(self, lead_count: int) -> Iterator[Project]:
        owner = self.accounts["owner"].id
        other_count = min(lead_count, _MOST_OTHER_LEADS)
        yield Project(
            document=demo.project(self.project_id, "Shop support"),
            members=self._members(self.project_id),
            segments=demo.segments(self.project_id, list(self.accounts.values())),
            properties=demo.properties(self.project_id),
            make_leads=lambda: made_leads(lead_count, project_id=self.project_id, created_by=owner, seed=1),
        )
        yield Project(
            document=demo.project(self.other_project_id, "Hotel desk"),
            members={"owner": Membership("65f0aa11bb22cc33dd44ef66", "admin")},
            segments=demo.other_segments(self.other_project_id, owner),
            make_leads=lambda: made_leads(other_count, project_id=self.other_project_id, created_by=owner, seed=2),
        )
        yield Project(
            document={**demo.project(self.deleted_project_id, "Pop-up store 2024"), "status": 0},
            members={"owner": Membership("65f0aa11bb22cc33dd44ef77", "owner")},
        )

    def _members(self, project_id: str) -> dict[str, Membership]:
        accounts: Mapping[str, Account] = self.accounts
        return {
            name: Membership(
                id=f"{project_id[:20]}f0{number:02x}",
                role="agent" if account.role == "disabled" else account.role,
                is_active=account.role != "disabled",
            )
            for number, (name, account) in enumerate(accounts.items())
            if account.role != "none"
        }
