"""Whether people can be taken into lists or out of them, and why not: asked from the start, so it loads little."""

from segtui.backends.base import Ability
from segtui.backends.lists import SetsSegments
from segtui.workspace.workspace import Workspace


def takes_people(workspace: Workspace) -> bool:
    """Whether the service takes people into segments at all."""
    return not workspace.service.abilities.reason_against(Ability.MEMBERS)


def has_rules(workspace: Workspace) -> bool:
    """Whether segments of the service may be rules."""
    return not workspace.service.abilities.reason_against(Ability.RULES)


def rule_word(workspace: Workspace) -> str:
    """What a segment of the service is to be looked at as: what pane 2 shows."""
    if not has_rules(workspace):
        return "List"
    return "Rule or list" if takes_people(workspace) else "Rule"


def has_rules_only(workspace: Workspace) -> bool:
    """Whether all segments of the service are rules, so that nobody would think of adding people."""
    return not takes_people(workspace) and has_rules(workspace)


def why_not_add(workspace: Workspace) -> str:
    """Why nobody can be taken into segments; empty when they can."""
    return workspace.why_not_create() or workspace.service.abilities.reason_against(Ability.MEMBERS)


def why_not_set(workspace: Workspace) -> str:
    """Why nobody's segments can be replaced, so that nobody can be taken out of one; empty when they can."""
    if reason := workspace.why_not_create():
        return reason
    if workspace.backend is None:
        return f"{workspace.title} hasn't been asked for anything yet"
    if isinstance(workspace.backend, SetsSegments):
        return workspace.backend.why_not_set()
    return f"{workspace.title} has no way to replace all segments of somebody"
