"""The sandbox: what the service stores, its clock, and the doors for whoever tests against it."""

import random
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from segtui.sandbox.asgi import App
from segtui.sandbox.chatbot import lists, people
from segtui.sandbox.chatbot.accounts import Account, demo_accounts, named_by_token, token_for
from segtui.sandbox.chatbot.documents import Document, spaced, stamped
from segtui.sandbox.chatbot.habits import Habits
from segtui.sandbox.door import Arrival, Door
from segtui.sandbox.faults import FaultSwitch

_MOST_ARRIVALS = 1000


def _real_time() -> datetime:
    return datetime.now(UTC)


class ChatBotSandbox:
    """A ChatBot service of one's own, with a demo company. Making one is cheap: its data is made when first needed.

    Args:
        user_count: How many users there are.
        now: The service's clock.
        habits: How it behaves where its documentation leaves that open.

    Attributes:
        service: What the service is called.
        base_path: What comes before every path: nothing.
        accounts: Whose tokens there are: "owner" and "colleague", who may both do everything, and "website", whose
            token is of the older kind that these calls refuse.
        habits: As given; to be replaced at will.
        faults: What goes wrong.
        requests: The latest requests that arrived, oldest first.
    """

    service = "chatbot"
    base_path = ""

    def __init__(
        self,
        *,
        user_count: int = 3000,
        now: Callable[[], datetime] = _real_time,
        habits: Habits | None = None,
    ) -> None:
        self.accounts: dict[str, Account] = demo_accounts()
        self.habits = habits or Habits()
        self.faults = FaultSwitch()
        self.requests: deque[Arrival] = deque(maxlen=_MOST_ARRIVALS)
        self._user_count = user_count
        self._now = now
        self._made_tokens = 0
        self._made_documents = 0

    @cached_property
    def app(self) -> App:
        """The ASGI application. Starlette is imported when it is first asked for."""
        from segtui.sandbox.chatbot.service import service  # noqa: PLC0415 - 100 ms that a mere import must not cost

        return Door(service(self), self.faults, self.requests.append, self.name_of)

    @cached_property
    def users(self) -> dict[str, Document]:
        """The users by id, as stored: oldest first, with a list of conversations and what answers leave out of each.

        What is stored may be changed in place, here and in `segments`.
        """
        return {user["id"]: user for user in people.made_users(self._user_count)}

    @cached_property
    def segments(self) -> dict[str, Document]:
        """The segments by id, as stored: with what answers leave out, and the members, which no call tells.

        `members` says by user's id when each was added.
        """
        return lists.segments(self.users.values())

    def facts(self) -> dict[str, str]:
        """Tell what a client needs besides the address."""
        return {"token": self.accounts["owner"].token}

    def now(self) -> datetime:
        """Tell the time."""
        return self._now()

    def stamp(self) -> str:
        """Tell the time as acknowledgements write it."""
        return stamped(self._now())

    def members_of(self, segment_id: str) -> list[str]:
        """List the ids of a segment's users, in the order in which they were added."""
        return list(self.segments[segment_id]["members"])

    def counted_members(self, segment_id: str) -> int:
        """Count a segment's users as the service does, which is late where the habits say so."""
        members = self.segments[segment_id]["members"]
        lag = timedelta(seconds=self.habits.count_lag_seconds)
        if not lag:
            return len(members)
        latest = stamped(self._now() - lag)
        return sum(added <= latest for added in members.values())

    def put_segment(self, document: Mapping[str, Any], members: Iterable[str] = ()) -> Document:
        """Put a segment straight into the store.

        Args:
            document: In the form that the service stores. All but the name is filled in where missing.
            members: Ids of users to add to it.

        Returns:
            What is stored.
        """
        bare = {"id": self._new_id("5e97a2c1"), "createdAt": spaced(self._now()), "members": {}, "lacks": ()}
        kept = {**bare, **document}
        self.segments[kept["id"]] = kept
        self.put_members(kept["id"], *members)
        return kept

    def put_members(self, segment_id: str, *user_ids: str) -> None:
        """Add users to a segment. Who is in it stays as they are."""
        members = self.segments[segment_id]["members"]
        for user_id in user_ids:
            members.setdefault(user_id, self.stamp())

    def add_users(self, *documents: Mapping[str, Any]) -> list[Document]:
        """Put users straight into the store, newer than those there are.

        Args:
            documents: In the form that the service stores. All is filled in where missing; attributes are completed
                by those that each user has.

        Returns:
            What is stored.
        """
        added = []
        for document in documents:
            user_id = self._new_id("aa11c3d5")
            bare: Document = {
                "id": user_id,
                "userId": str(uuid.UUID(int=random.Random(user_id).getrandbits(128), version=4)),  # noqa: S311 - no secret
                "banned": False,
                "conversations": [],
                "createdAt": spaced(self._now()),
                "lastSeen": spaced(self._now()),
                "lacks": (),
            }
            user = {**bare, **document}
            user["attributes"] = {**dict.fromkeys(people.DEFAULT_ATTRIBUTES), **document.get("attributes", {})}
            self.users[user["id"]] = user
            added.append(user)
        return added

    def delete_user(self, user_id: str) -> None:
        """Delete a user as a colleague can in the product, though by no call: out of all segments too."""
        del self.users[user_id]
        for segment in self.segments.values():
            segment["members"].pop(user_id, None)

    def change_behind_your_back(
        self, segment_id: str, *, name: str | None = None, members: Iterable[str] | None = None
    ) -> Document:
        """Change a stored segment as a colleague would.

        Args:
            segment_id: The segment's id.
            name: The new one, None for no other.
            members: The ids of all who are in it from now on, None for no others.

        Returns:
            What is stored now.
        """
        document = self.segments[segment_id]
        if name is not None:
            document["name"] = name
        if members is not None:
            former = document["members"]
            document["members"] = {user_id: former.get(user_id, self.stamp()) for user_id in members}
        return document

    def revoke(self, name: str) -> str:
        """Make an account's token worthless.

        Returns:
            The token that works from now on.
        """
        self._made_tokens += 1
        token = token_for(name, self._made_tokens)
        self.accounts[name] = self.accounts[name]._replace(token=token)
        return token

    def name_of(self, header: str) -> str | None:
        """Say which account an `Authorization` header belongs to."""
        return named_by_token(header, self.accounts)

    def _new_id(self, middle: str) -> str:
        """Make an id as the service's database does: the time, the machine, and a number that rises."""
        self._made_documents += 1
        return f"{int(self._now().timestamp()):08x}{middle}{0xF00000 + self._made_documents:08x}"
