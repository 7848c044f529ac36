"""The sandbox: what the service stores, its clock, and the doors for whoever tests against it."""

import itertools
import random
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from segtui.sandbox.asgi import App
from segtui.sandbox.door import Arrival, Door
from segtui.sandbox.faults import FaultSwitch
from segtui.sandbox.segmenter import demo, people, stored
from segtui.sandbox.segmenter.accounts import demo_accounts, key_for, named_by_key
from segtui.sandbox.segmenter.documents import Document, written
from segtui.sandbox.segmenter.habits import SegmenterHabits

KEY_HEADER = "x-api-key"

_MOST_ARRIVALS = 1000


def _real_time() -> datetime:
    return datetime.now(UTC)


class SegmenterSandbox:
    """A Segmenter service of one's own, with a demo retailer. Making one is cheap: people are made when first needed.

    As no request can read anything, whoever tests looks at `segments`, `stored_segment`, `segments_named` and
    `as_sent`.

    Args:
        people_count: How many customers the demo retailer has, of whom its lists are made.
        now: The service's clock.
        habits: How it behaves where its documentation leaves that open, addresses included.

    Attributes:
        service: What the service is called.
        base_path: What comes before every path: nothing, as the habits hold whole paths.
        accounts: Whose keys there are: "owner", "colleague" (of the same retailer), "outsider" (of another one).
        habits: As given; to be replaced at will, also while requests come.
        faults: What goes wrong.
        requests: The latest requests that arrived, oldest first.
    """

    service = "segmenter"
    base_path = ""

    def __init__(
        self,
        *,
        people_count: int = 1500,
        now: Callable[[], datetime] = _real_time,
        habits: SegmenterHabits | None = None,
    ) -> None:
        self.accounts = demo_accounts()
        self.habits = habits or SegmenterHabits()
        self.faults = FaultSwitch()
        self.requests: deque[Arrival] = deque(maxlen=_MOST_ARRIVALS)
        self._people_count = people_count
        self._now = now
        self._segment_numbers = itertools.count(1)
        self._person_numbers = itertools.count(1)
        self._made_keys = 0

    @cached_property
    def app(self) -> App:
        """The ASGI application. Starlette is imported when it is first asked for."""
        from segtui.sandbox.segmenter.service import service  # noqa: PLC0415 - 100 ms that a mere import must not cost

        return Door(service(self), self.faults, self.requests.append, self.name_of, header=KEY_HEADER)

    @cached_property
    def customers(self) -> list[Document]:
        """The demo retailer's customers, in the form in which people are sent, for lists of a test's own."""
        return people.made_people(self._people_count)

    @cached_property
    def segments(self) -> dict[str, Document]:
        """All segments by id, another retailer's included, as stored. They may be changed in place."""
        made = [self._filled(document) for document in demo.segments(self.customers)]
        return {segment["id"]: segment for segment in made}

    def facts(self) -> dict[str, str]:
        """Tell what a client needs besides the address."""
        habits = self.habits
        return {
            "api_key": self.accounts["owner"].api_key,
            "create_method": habits.create_method,
            "create_path": habits.create_path,
            "update_method": habits.update_method,
            "update_path": habits.update_path,
        }

    def now(self) -> datetime:
        """Tell the time."""
        return self._now()

    def stored_segment(self, segment_id: str | None) -> Document | None:
        """Find a segment: its fields, `persons` with the service's ids, whose it is, and when it was changed."""
        return None if segment_id is None else self.segments.get(segment_id)

    def segments_named(self, name: str) -> list[Document]:
        """Find what was stored under a name, oldest first, for whoever got no answer and so no id."""
        return [segment for segment in self.segments.values() if segment["name"] == name]

    def as_sent(self, segment_id: str) -> Document:
        """Write the body of an update that would leave a segment as it is, which is all but its tag and its filters."""
        return stored.as_sent(self.segments[segment_id])

    def put_segment(self, document: Mapping[str, Any]) -> Document:
        """Put a segment straight into the store.

        Args:
            document: In the form in which a segment is sent, people included, and besides it what the service keeps.
                All but the name is filled in where missing.

        Returns:
            What is stored.
        """
        segments = self.segments
        kept = self._filled(document)
        segments[kept["id"]] = kept
        return kept

    def add_people(self, segment_id: str, *documents: Mapping[str, Any]) -> list[Document]:
        """Put people on a segment's list, straight into the store.

        Args:
            segment_id: Whose list.
            documents: In the form in which people are sent. All is null where missing.

        Returns:
            Those who were added, as stored.
        """
        added = [self._person(document) for document in documents]
        self.segments[segment_id]["persons"].extend(added)
        return added

    def change_behind_your_back(self, segment_id: str, **changes: Any) -> Document:
        """Change a stored segment as a colleague would: the given keys and the time of the change.

        Args:
            segment_id: Which one.
            changes: In the form in which a segment is sent; `persons` takes the place of all who were on the list.

        Returns:
            What is stored now.
        """
        segment = self.segments[segment_id]
        persons = changes.pop("persons", None)
        segment.update(changes, updatedAt=self.stamp(segment["updatedAt"]))
        if persons is not None:
            self.replace_people(segment, persons)
        return segment

    def replace_people(self, segment: Document, persons: Iterable[Mapping[str, Any]]) -> None:
        """Replace a segment's people. Who was on the list before, by `externalId`, keeps the id and the older tags."""
        former = {one["externalId"]: one for one in segment["persons"] if one["externalId"] is not None}
        segment["persons"] = [self._person(one, former.pop(one.get("externalId"), None)) for one in persons]

    def revoke(self, name: str) -> str:
        """Make an account's key worthless.

        Returns:
            The key that works from now on.
        """
        self._made_keys += 1
        self.accounts[name] = self.accounts[name]._replace(api_key=key_for(name, self._made_keys))
        return self.accounts[name].api_key

    def name_of(self, header: str) -> str | None:
        """Say whose an `x-api-key` header is."""
        return named_by_key(header, self.accounts)

    def stamp(self, after: str | None = None) -> str:
        """Write the time of a change, which is later than the change before it even if the clock stands still."""
        moment = self._now()
        if after is not None:
            moment = max(moment, datetime.fromisoformat(after) + timedelta(milliseconds=1))
        return written(moment)

    def _filled(self, document: Mapping[str, Any]) -> Document:
        number = next(self._segment_numbers)
        created = document.get("createdAt") or self.stamp()
        return {
            "id": f"{random.Random(f'segmenter {number}').getrandbits(32):08x}",  # noqa: S311 - it only has to look so
            "retailer": self.accounts["owner"].retailer,
            **dict.fromkeys(stored.SEGMENT_TEXTS),
            "filters": [],
            "createdAt": created,
            "updatedAt": created,
            **document,
            "persons": [self._person(one) for one in document.get("persons") or ()],
        }

    def _person(self, given: Mapping[str, Any], former: Mapping[str, Any] | None = None) -> Document:
        if former is None:
            person_id = f"p-{next(self._person_numbers)}"
            return stored.person(given, person_id=person_id, phone_keys=self.habits.phone_keys)
        kept = stored.person(given, person_id=former["id"], phone_keys=self.habits.phone_keys)
        if self.habits.keeps_old_tags:
            kept["substitutionTags"] = stored.merged_tags(former["substitutionTags"], kept["substitutionTags"])
        return kept
