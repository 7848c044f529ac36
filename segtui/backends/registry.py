"""The services that a profile can name. A new one is a folder here and a line below.

Others' packages add theirs through the entry-point group `segtui.backends`, each pointing at a `Service`.
"""

from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from segtui.backends.base import Service
from segtui.backends.errors import ServiceError
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted

_BUILT_IN = {"tiledesk": "segtui.backends.tiledesk.service"}
"""Where each service's `SERVICE` is; loaded when a profile needs it."""

_GROUP = "segtui.backends"


class UnknownService(ServiceError):
    """A profile names a service that nobody provides."""

    code = "unknown-service"
    trouble = Trouble.USAGE


def service_names() -> tuple[str, ...]:
    """The names of all services, our own first."""
    return (*_BUILT_IN, *sorted({point.name for point in entry_points(group=_GROUP)} - _BUILT_IN.keys()))


def service(name: str) -> Service:
    """Load a service.

    Raises:
        UnknownService: Nobody provides it, or what is provided under its name can't be used.
    """
    if name in _BUILT_IN:
        return cast("Service", import_module(_BUILT_IN[name]).SERVICE)
    found = next(iter(entry_points(group=_GROUP, name=name)), None)
    if found is None:
        raise UnknownService(
            f"There is no service called {quoted(name)}.", hint=f"Known are: {', '.join(service_names())}."
        )
    try:
        provided = found.load()
    except (ImportError, AttributeError) as error:
        raise UnknownService(f"The service {quoted(name)} can't be loaded from {quoted(found.value)}.") from error
    if not isinstance(provided, Service):
        raise UnknownService(f"{quoted(found.value)} isn't a segtui service.")
    return provided
