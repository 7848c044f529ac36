"""Segments as values, the same for every service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from segtui.domain.counting import Count
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


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as a service holds it."""

    id: str
    name: str
    rule: Group | None
    """None for lists of people."""
    kind: SegmentKind = SegmentKind.DYNAMIC
    description: str | None = None
    size: Count | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: str | None = None
    state: SegmentState = SegmentState.ACTIVE
    raw: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)
    """The service's own object, verbatim."""
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    """What only this service knows about segments, such as a team or links."""


@dataclass(frozen=True, slots=True)
class SegmentDraft:
    """What a person wants a segment to be: the part of it that can be edited."""

    name: str
    rule: Group

    @classmethod
    def of(cls, segment: Segment) -> "SegmentDraft":
        """The draft that changes nothing."""
        return cls(segment.name, segment.rule if segment.rule is not None else Group())


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a longer list."""

    rows: tuple[T, ...]
    total: int | None
    """How many there are on all pages; None when the service doesn't say."""
    cursor: str | None
    """What to ask the next page with; None at the end."""
