"""The sandbox: what the service stores, its clock, and the doors for whoever tests against it."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from segtui.sandbox.asgi import App
from segtui.sandbox.door import Arrival, Door
from segtui.sandbox.faults import FaultSwitch
from segtui.sandbox.feedier import demo, feedback, stored
from segtui.sandbox.feedier.accounts import Account, demo_accounts, named_by_old_key, named_by_token, token_for
from segtui.sandbox.feedier.documents import Document, written
from segtui.sandbox.feedier.habits import Habits
from segtui.sandbox.feedier.throttle import Throttle

_MOST_ARRIVALS = 1000
_FIRST_NEW_LINK = 5000


def _real_time() -> datetime:
    return datetime.now(UTC)


class FeedierSandbox:
    """A Feedier service of one's own, with a demo company. Making one is cheap: feedback is made when first needed.

    Args:
        feedback_count: How much feedback there is.
        now: The service's clock.
        habits: How it behaves where its documentation leaves that open.

    Attributes:
        service: What the service is called.
        base_path: What comes before every path: nothing, as the version is part of each.
        accounts: Whose tokens there are: "owner" (an admin of the whole company), "viewer" (may read only), "editor"
            (of the team North; may change what is given to her and says so), "branch" (an admin of the team South, who
            sees that team and those below it), "outsider" (of another organisation).
        teams: By id, another organisation's included. What is stored may be changed in place, here and below.
        users: By id, another organisation's included.
        reports: By id.
        segments: By id, as stored: with `editable_by` and `links` always.
        habits: As given; to be replaced at will.
        faults: What goes wrong.
        requests: The latest requests that arrived, oldest first.
        throttle: Counts requests, for the habit of refusing too many.
    """

    service = "feedier"
    base_path = ""

    def __init__(
        self,
        *,
        feedback_count: int = 2000,
        now: Callable[[], datetime] = _real_time,
        habits: Habits | None = None,
    ) -> None:
        self.accounts = demo_accounts()
        self.teams = demo.teams()
        self.users = demo.users()
        self.reports = demo.reports()
        self.segments = stored.segments()
        self.habits = habits or Habits()
        self.faults = FaultSwitch()
        self.requests: deque[Arrival] = deque(maxlen=_MOST_ARRIVALS)
        self.throttle = Throttle(now)
        self._feedback_count = feedback_count
        self._now = now
        self._began = now()
        self._next_link = _FIRST_NEW_LINK
        self._next_segment = max(self.segments) + 1
        self._made_tokens = 0

    @cached_property
    def app(self) -> App:
        """The ASGI application. Starlette is imported when it is first asked for."""
        from segtui.sandbox.feedier.service import service  # noqa: PLC0415 - 100 ms that a mere import must not cost

        return Door(service(self), self.faults, self.requests.append, self.name_of)

    @cached_property
    def feedback(self) -> list[Document]:
        """The feedback as stored, oldest first: ids rise."""
        return feedback.made_feedback(self._feedback_count, now=self._began)

    def facts(self) -> dict[str, str]:
        """Tell what a client needs besides the address."""
        return {"token": self.accounts["owner"].token}

    def now(self) -> datetime:
        """Tell the time."""
        return self._now()

    def visible_teams(self, account: Account) -> set[int]:
        """Say whose data a token reaches: its team's and that of all teams below."""
        return {team_id for team_id in self.teams if account.team_id in self._line(team_id)}

    def organisation_of(self, team_id: int) -> int | None:
        """Say which team is the topmost above a team; None for no team."""
        return self._line(team_id)[-1] if team_id in self.teams else None

    def visible_feedback(self, account: Account) -> list[Document]:
        """Look at the feedback that a token reaches, oldest first."""
        teams = self.visible_teams(account)
        return [entry for entry in self.feedback if entry["team_id"] in teams]

    def stored_segment(self, segment_id: int) -> Document | None:
        """Find a segment."""
        return self.segments.get(segment_id)

    def put_segment(self, document: Mapping[str, Any]) -> Document:
        """Put a segment straight into the store.

        Args:
            document: In the form that the service stores. All but the name and the rule is filled in where missing.

        Returns:
            What is stored.
        """
        created = document.get("created_at", self.stamp())
        bare = {
            "id": self._next_segment,
            "team_id": 1,
            "description": None,
            "editable_by": "admin",
            "is_default": False,
            "links": [],
            "created_at": created,
            "updated_at": created,
        }
        kept = {**bare, **document}
        self._next_segment = max(self._next_segment, kept["id"]) + 1
        self.segments[kept["id"]] = kept
        return kept

    def put_link(self, segment_id: int, kind: str, linked_id: int) -> Document:
        """Give a segment to a team or a user, whether or not there is one.

        Returns:
            The link as stored.
        """
        made = stored.link(self._next_link, kind, linked_id, self.stamp())
        self._next_link += 1
        self.segments[segment_id]["links"].append(made)
        return made

    def add_feedback(self, *documents: Mapping[str, Any]) -> list[Document]:
        """Put feedback straight into the store, newer than what there is.

        Args:
            documents: In the form that the service stores. All is filled in where missing.

        Returns:
            What is stored.
        """
        added = []
        for document in documents:
            feedback_id = self.feedback[-1]["id"] + 1 if self.feedback else feedback.FIRST_ID
            added.append(feedback.filled_in(dict(document), feedback_id=feedback_id, created=self.stamp()))
            self.feedback.append(added[-1])
        self.feedback.sort(key=lambda entry: int(entry["id"]))
        return added

    def change_behind_your_back(self, segment_id: int, **changes: Any) -> Document:
        """Change a stored segment as a colleague would: the given keys and the time of the change.

        Returns:
            What is stored now.
        """
        document = self.segments[segment_id]
        document.update(changes, updated_at=self.stamp(document["updated_at"]))
        return document

    def revoke(self, name: str) -> str:
        """Make an account's token worthless.

        Returns:
            The token that works from now on.
        """
        self._made_tokens += 1
        account = self.accounts[name]
        token = token_for(account.user_id, self._made_tokens)
        self.accounts[name] = account._replace(token=token)
        return token

    def name_of(self, header: str) -> str | None:
        """Say which account an `Authorization` header belongs to, of either generation."""
        return named_by_token(header, self.accounts) or named_by_old_key(header, self.accounts)

    def stamp(self, after: str | None = None) -> str:
        """Tell the time as the service writes it, later than an earlier stamp even when the clock stands still."""
        moment = self._now()
        if after is not None:
            moment = max(moment, datetime.fromisoformat(after) + timedelta(seconds=1))
        return written(moment)

    def _line(self, team_id: int) -> list[int]:
        """List a team and those above it, the topmost last."""
        line = [team_id]
        while (parent := self.teams[line[-1]]["parent_team_id"]) in self.teams and parent not in line:
            line.append(parent)
        return line
