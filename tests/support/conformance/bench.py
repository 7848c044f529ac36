"""What the conformance suite must know of a service, said as data."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from segtui.backends.base import Ability, Connection
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.values import JsonValue
from segtui.sandbox import Arrival, FaultSwitch
from segtui.sandbox.serve import Served
from segtui.workspace.plans import Write


class Box(Served, Protocol):
    """A sandbox, of whatever service."""

    @property
    def faults(self) -> FaultSwitch:
        """What goes wrong."""

    @property
    def requests(self) -> deque[Arrival]:
        """The latest requests that arrived, oldest first."""


class Doors(Protocol):
    """A sandbox of one's own, and what the suite does to it without asking the backend."""

    @property
    def box(self) -> Box:
        """The sandbox; it holds a few people."""

    def connection(self) -> Connection:
        """How somebody who may write is connected to it, in process, with a secret that is sent as it is."""

    def put_segments(self, count: int) -> None:
        """Put so many segments into the store."""

    def put_person(self, name: str) -> None:
        """Put somebody of this name into the store."""

    def change(self, segment_id: str) -> None:
        """Change a segment's name as a colleague would, at another time than the last change."""


@dataclass(frozen=True, slots=True)
class Live:
    """How somebody who may write is connected to a live service, apart from what the environment says."""

    auth: str
    variables: Mapping[str, str]
    """Fields of `Connection` by the last word of the variables that say them, such as `{"URL": "base_url"}`."""


def no_details(_connection: Connection) -> Mapping[str, JsonValue]:
    """For services that want nothing of a new segment but its name and rule."""
    return {}


@dataclass(frozen=True, slots=True)
class Bench:
    """One service under the suite.

    Attributes:
        service: Its name in the registry.
        doors: Makes a sandbox of it.
        live: How a live one is reached.
        rules: At least three different rules, said as the service holds them; the first selects some of the sandbox's
            people and not all. None for services whose segments are lists of people.
        rule_of: A rule that holds a text as a value; not asked for where there are no rules.
        unsendable: A rule that the service has no form for; None where there is none.
        previewed: Which of the rules the service can list people of before they are saved, by their places.
        lacks: What it can't do.
        unknown_id: An id that no segment has.
        malformed_ids: Texts that can't be ids, and must not be sent as such.
        writes: The method of each kind of write, of those that it can do.
        more_than_a_page: So many segments that they don't fit on a page of the list; 0 where it always comes whole.
        details: What else a new segment needs, by the keys of `Service.details`, given how the service is reached.
        people: Who is on a list that a test makes; None for services whose new segments have rules, or nobody.
        can_be_read: Whether the service gives back what it has. What can't be read is known from a register.
    """

    service: str
    doors: Callable[[], Doors]
    live: Live
    rules: tuple[Group, ...]
    unknown_id: str
    malformed_ids: tuple[str, ...]
    writes: Mapping[Write, str]
    more_than_a_page: int
    rule_of: Callable[[str], Group] | None = None
    unsendable: Group | None = None
    previewed: frozenset[int] = frozenset()
    lacks: frozenset[Ability] = frozenset()
    details: Callable[[Connection], Mapping[str, JsonValue]] = no_details
    people: tuple[Lead, ...] | None = None
    can_be_read: bool = True

    @property
    def has_rules(self) -> bool:
        """Whether its segments are rules, and not lists of people."""
        return bool(self.rules)
