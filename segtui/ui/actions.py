"""What can be done on a screen, as its bindings say: the one source of the help and the palette."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from textual.actions import parse
from textual.dom import DOMNode
from textual.screen import Screen

from segtui.domain.record import record

_MOVEMENT = ("table.", "scroll.", "focus.")
"""Ids of keys that only move about; the help names them last, the palette not at all."""


@record
class Action:
    """Something a key does."""

    name: str
    """As Textual runs it, such as `save` or `order('add')`."""
    description: str
    keys: tuple[str, ...]
    """As they are written on a keyboard."""
    enabled: bool
    node: DOMNode
    """Whose action it is."""
    is_movement: bool


def describe(node: DOMNode, action: str, description: str) -> None:
    """Let one screen or widget describe an action otherwise than its class does, such as in the service's own word."""
    bindings = node._bindings.key_to_bindings  # noqa: SLF001 - Textual has no other way to describe a binding anew
    for key, bound in bindings.items():
        bindings[key] = [replace(one, description=description) if one.action == action else one for one in bound]


def keys_of(node: DOMNode) -> Mapping[str, str]:
    """What keys do while the keyboard is with a widget or something in it, by key; those that only move left out."""
    found: dict[str, str] = {}
    for one in node.walk_children(with_self=True):
        for key, bindings in one._bindings.key_to_bindings.items():  # noqa: SLF001 - as above
            for bound in bindings:
                is_told = bound.id and bound.description and not bound.id.startswith(_MOVEMENT)
                if is_told and not _is_left_out(one, bound.action):
                    found.setdefault(key, bound.description)
    return found


def description_of(node: DOMNode, key: str) -> str:
    """What a key does while the keyboard is with a widget or something in it; empty when it does nothing."""
    for one in node.walk_children(with_self=True):
        for bound in one._bindings.key_to_bindings.get(key, ()):  # noqa: SLF001 - as above
            if bound.description and not _is_left_out(one, bound.action):
                return bound.description
    return ""


def _is_left_out(node: DOMNode, action: str) -> bool:
    """Whether what a widget's key would do makes no sense for the service, or for what is shown."""
    whose, name, parameters = parse(action)
    return (node.screen if whose == "screen" else node).check_action(name, parameters) is False


def actions_of(screen: Screen[Any]) -> Iterator[Action]:
    """The actions that keys can start now, each once, those that only move about last."""
    found: dict[tuple[str, DOMNode], Action] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.description:
            continue
        key = screen.app.get_key_display(binding)
        place = (binding.action, active.node)
        known = found[place].keys if place in found else ()
        is_movement = binding.id.startswith(_MOVEMENT)
        keys = (*known, key)
        found[place] = Action(binding.action, binding.description, keys, active.enabled, active.node, is_movement)
    yield from sorted(found.values(), key=lambda action: action.is_movement)
