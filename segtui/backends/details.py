"""What of a segment can be edited besides its name and its rule, and what profiles can say of their service alone."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, runtime_checkable

from segtui.domain.record import record
from segtui.domain.values import JsonValue


@record
class DetailChoice:
    """One of the values that a detail may have."""

    value: JsonValue
    label: str
    """As it is shown."""


class DetailKind(StrEnum):
    """How a detail is edited."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes/no"


@record
class Detail:
    """A part of a segment besides its name and its rule."""

    key: str
    """What it is called in `Segment.details`, in difference and files: a word or two, such as `editable by`."""
    title: str
    kind: DetailKind
    help: str = ""
    choices: tuple[DetailChoice, ...] = ()
    """What is offered; anything else that the service holds is shown as it is."""
    asks_service: bool = False
    """Whether the choices come from the service, see `OffersDetails`."""
    offers_used: bool = False
    """Whether what other segments have is worth offering: of a text whose words or ids no request lists."""
    only_new: bool = False
    """Whether it can be set only when a segment is made."""
    required: bool = False
    initial: JsonValue = None
    """What a new segment begins with."""
    confirm: str = ""
    """Why switching it on needs a word typed by hand; empty when it doesn't."""


@runtime_checkable
class OffersDetails(Protocol):
    """For services that must be asked what a detail may be."""

    async def detail_choices(self, key: str) -> Sequence[DetailChoice]:
        """What a detail with `asks_service` may be."""


@record
class ProfileOption:
    """A setting that only the profiles of one service have."""

    key: str
    title: str
    help: str
    choices: tuple[str, ...]
    """What it may be; empty when any text will do."""
    initial: str
    """What it is when the profile says nothing."""
