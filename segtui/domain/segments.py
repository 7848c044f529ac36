"""Segments as values, the same for every service."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from segtui.domain.counting import Count
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.values import JsonValue


class SegmentKind(StrEnum):
    """What a segment is made of."""

    DYNAMIC = "dynamic"
    """A rule, evaluated anew each time."""
    STATIC = "static"
    """A list of people that the service keeps."""
    REMOTE_LIST = "remote list"
    """A list of people that the service doesn't give back."""


class SegmentState(StrEnum):
    """Whether a segment can still be used."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"
    UNCERTAIN = "uncertain"
    """Sent, and nobody knows whether it arrived: the service can't be asked."""
    UNSENT = "unsent"
    """Kept here, to be sent; the service hasn't got it."""
    FAILED = "failed"
    """As it was sent before the service refused a change, which is noted with it; it can be used like an active one."""
    UNREADABLE = "unreadable"
    """Kept here in a form that can't be read; it can't be changed."""


@record
class SegmentLink:
    """That a segment was given to somebody to use."""

    id: str
    """The link's own id, which isn't that of whom it leads to."""
    kind: str
    """What it leads to, in the service's word, such as `team` or `user`."""
    target_id: str
    name: str
    """What that is called; empty when the service doesn't say."""


@record
class Segment:
    """A segment as a service holds it."""

    id: str
    name: str
    rule: Group | None
    """None for lists of people."""
    kind: SegmentKind = SegmentKind.DYNAMIC
    size: Count | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: str | None = None
    used_at: datetime | None = field(default=None, compare=False)
    """When its rule was counted last from here, where that is kept. It says nothing of what the segment is."""
    state: SegmentState = SegmentState.ACTIVE
    raw: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)
    """The service's own object, verbatim."""
    written: str = ""
    """The rule as the service's own text, where it keeps one; empty where it doesn't."""
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    """What else of it can be edited, such as a description or a team, by the keys of `Service.details`."""
    people: tuple[Lead, ...] | None = None
    """Who is in a list of people, as far as that is known here; None when it isn't, or there is a rule."""
    links: tuple[SegmentLink, ...] | None = None
    """Whom it was given to; None when that isn't known, or the service knows no such thing."""

    @property
    def standing(self) -> SegmentState:
        """Its state, for a comparison of what was written to it: a write that failed has written nothing."""
        return SegmentState.ACTIVE if self.state is SegmentState.FAILED else self.state


@record
class SegmentDraft:
    """What a person wants a segment to be: the part of it that can be edited."""

    name: str
    rule: Group
    written: str = ""
    """The text that the rule comes from, for services that keep one: what the rule still holds of it is sent as it
    stands there."""
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    """See `Segment.details`."""
    kind: SegmentKind = SegmentKind.DYNAMIC
    """What it is made of. For a list of people the rule says nothing."""
    people: tuple[Lead, ...] | None = None
    """See `Segment.people`; ids are unique."""

    @classmethod
    def of(cls, segment: Segment) -> "SegmentDraft":
        """The draft that changes nothing."""
        rule = segment.rule if segment.rule is not None else Group()
        return cls(segment.name, rule, segment.written, segment.details, segment.kind, segment.people)


T = TypeVar("T")


@record
class Page(Generic[T]):
    """Some rows of a longer list."""

    rows: tuple[T, ...]
    total: int | None
    """How many there are on all pages; None when the service doesn't say."""
    cursor: str | None
    """What to ask the next page with; None at the end."""
