"""The services that a profile can name. A new one is a folder here and a line below.

Others' packages add theirs through the entry-point group `segtui.backends`, each pointing at a `Service`.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast, overload

from segtui.backends.base import Service
from segtui.backends.errors import ServiceError
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_BUILT_IN = {
    "tiledesk": "segtui.backends.tiledesk.service",
    "feedier": "segtui.backends.feedier.service",
    "chatbot": "segtui.backends.chatbot.service",
    "segmenter": "segtui.backends.segmenter.service",
}
"""Where each service's `SERVICE` is; loaded when a profile needs it."""

_GROUP = "segtui.backends"


class UnknownService(ServiceError):
    """A profile names a service that nobody provides."""

    code = "unknown-service"
    trouble = Trouble.USAGE


class ServiceNames(Sequence[str]):
    """The names of all services, our own first. Others' packages are looked for when a name isn't one of ours."""

    def __contains__(self, name: object) -> bool:
        """Whether there is such a service."""
        return name in _BUILT_IN or name in tuple(self)

    def __iter__(self) -> Iterator[str]:
        """One after the other."""
        others = {point.name for point in _entry_points() if point.name not in _BUILT_IN}
        return iter((*_BUILT_IN, *sorted(others)))

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """The one at some place."""
        return tuple(self)[place]


def _entry_points() -> "Iterable[EntryPoint]":
    """What other packages bring."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms; most people have our own services only

    return entry_points(group=_GROUP)


def service(name: str) -> Service:
    """Load a service.

    Raises:
        UnknownService: Nobody provides it, or what is provided under its name can't be used.
    """
    if name in _BUILT_IN:
        return cast("Service", import_module(_BUILT_IN[name]).SERVICE)
    found = next((point for point in _entry_points() if point.name == name), None)
    if found is None:
        raise UnknownService(
            f"There is no service called {quoted(name)}.", hint=f"Known are: {', '.join(ServiceNames())}."
        )
    try:
        provided = found.load()
    except (ImportError, AttributeError) as error:
        raise UnknownService(f"The service {quoted(name)} can't be loaded from {quoted(found.value)}.") from error
    if not isinstance(provided, Service):
        raise UnknownService(f"{quoted(found.value)} isn't a segtui service.")
    return provided
