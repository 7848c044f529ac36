"""What only segtui knows of a service's lists, to be shared with colleagues."""

import json
from collections.abc import Mapping, Sequence

from segtui.backends.lists import KeepsRegister
from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue
from segtui.store.json_text import to_text
from segtui.workspace.errors import Unsafe
from segtui.workspace.file_text import UnusableFile, decoded
from segtui.workspace.workspace import Workspace


@record
class TakenOver:
    """What came of an import."""

    count: int
    """How many entries were taken."""
    left: tuple[str, ...]
    """Why others weren't, a sentence each."""


async def register_text(workspace: Workspace) -> tuple[str, int]:
    """All that is known here of the lists, as JSON, and how many entries these are.

    Raises:
        Unsafe: The service gives its lists back itself.
        SegtuiError: It can't be read.
    """
    entries = (await _keeper(workspace)).exported()
    return to_text({"service": workspace.service.name, "register": list(entries)}) + "\n", len(entries)


async def take_over(workspace: Workspace, content: bytes, name: str = "The file") -> TakenOver:
    """Take over what somebody else has exported; what is known here and newer stays.

    Args:
        workspace: The profile.
        content: The export.
        name: What to call it in messages.

    Raises:
        UnusableFile: It is no export of this service.
        Unsafe: The service gives its lists back itself.
        SegtuiError: It can't be kept.
    """
    keeper = await _keeper(workspace)
    count, left = keeper.imported(_entries(content, name, workspace.service.name))
    return TakenOver(count, tuple(left))


def _entries(content: bytes, name: str, service: str) -> Sequence[Mapping[str, JsonValue]]:
    text = decoded(content, name).text
    trouble = None
    form: object = None
    try:
        form = json.loads(text)
    except json.JSONDecodeError as error:
        trouble = f"it is no JSON in line {error.lineno}, column {error.colno}"
    except (RecursionError, ValueError):
        trouble = "it is nested too deeply, or holds a number without end"
    if trouble is None and not (isinstance(form, dict) and isinstance(form.get("register"), list)):
        trouble = "it has no “register”"
    if trouble is not None or not isinstance(form, dict):
        raise UnusableFile(f"{name} is no exported register: {trouble}.", hint=_MAKE_ONE)
    if form.get("service") != service:
        raise UnusableFile(
            f"{name} is a register of {quoted(str(form.get('service')))}, and the profile's service is {service}.",
            hint="Open a profile of that service.",
        )
    entries = form["register"]
    if not all(isinstance(one, dict) for one in entries):
        raise UnusableFile(f"{name} is no exported register: an entry is no object.", hint=_MAKE_ONE)
    return [one for one in entries if isinstance(one, dict)]


_MAKE_ONE = "Make one with: segtui register export FILE"


async def _keeper(workspace: Workspace) -> KeepsRegister:
    backend = await workspace.connected()
    if not isinstance(backend, KeepsRegister):
        raise Unsafe(f"{workspace.title} gives its segments back itself, so there is no register of them.")
    return backend
