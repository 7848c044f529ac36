"""Where lists are sent. No page of Segmenter's tells the addresses, so profiles say them, and people see them first."""

from collections.abc import Mapping
from typing import Final

from segtui.backends.errors import BadAddress
from segtui.domain.record import record
from segtui.domain.text import printable

ID: Final = "{id}"
"""Stands in a path for the segment's id."""

CREATE_PATH, UPDATE_PATH, CREATE_METHOD, UPDATE_METHOD = "create_path", "update_path", "create_method", "update_method"


@record
class Target:
    """Where one kind of write goes."""

    method: str
    path: str
    """Below the base URL, with a slash in front, a slash alone for the base URL itself; may hold `{id}`."""

    def steps(self, segment_id: str = "") -> tuple[str, ...]:
        """The parts of the path, unquoted."""
        return tuple(step.replace(ID, segment_id) for step in self.path.split("/") if step)

    def shown(self, base_url: str, segment_id: str = "") -> str:
        """The method and the whole address, for people."""
        return printable(f"{self.method} {base_url.rstrip('/')}{self.path.rstrip('/').replace(ID, segment_id)}")


def path_mistake(options: Mapping[str, str]) -> str:
    """What is wrong with the paths that a profile names, as a sentence; empty when nothing is."""
    for key in (CREATE_PATH, UPDATE_PATH):
        path = options.get(key)
        if path is None:
            continue
        bare = path.replace(ID, "id") if key == UPDATE_PATH else path
        steps = bare.split("/")[1:] if bare != "/" else []
        if not bare.startswith("/") or "" in steps or {".", ".."} & set(steps):
            return f"options: {key} must begin with a slash, not end with one, and lead nowhere but down."
        if not bare.isprintable() or set(bare) & set(" ?#%{}\\"):
            allowed = " but {id}" if key == UPDATE_PATH else ""
            return f"options: {key} must be a plain path, without blanks, ?, #, % and braces{allowed}."
    return ""


def create_target(options: Mapping[str, str]) -> Target:
    """Where new lists go.

    Raises:
        BadAddress: The path can't be one.
    """
    return _target(options, CREATE_METHOD, CREATE_PATH, "POST")


def update_target(options: Mapping[str, str]) -> Target:
    """Where changed lists go.

    Raises:
        BadAddress: The path can't be one.
    """
    return _target(options, UPDATE_METHOD, UPDATE_PATH, "PUT")


def _target(options: Mapping[str, str], method_key: str, path_key: str, method: str) -> Target:
    if mistake := path_mistake(options):
        raise BadAddress(mistake.removeprefix("options: ").capitalize(), hint="Change it in the profile's options.")
    return Target(options.get(method_key, method), options.get(path_key, "/segments"))
