"""Whether people can be taken into segments, as far as the service and the profile alone tell."""

from segtui.backends.base import Ability
from segtui.workspace.workspace import Workspace


def takes_people(workspace: Workspace) -> bool:
    """Whether the service takes people into segments at all."""
    return not workspace.service.abilities.reason_against(Ability.MEMBERS)


def has_rules_only(workspace: Workspace) -> bool:
    """Whether all segments of the service are rules, so that nobody would think of adding people."""
    return not takes_people(workspace) and not workspace.service.abilities.reason_against(Ability.RULES)


def why_not_add(workspace: Workspace) -> str:
    """Why nobody can be taken into segments; empty when they can."""
    return workspace.why_not_create() or workspace.service.abilities.reason_against(Ability.MEMBERS)
