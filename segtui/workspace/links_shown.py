"""Whom segments are given to, as far as it is shown without asking the service."""

from segtui.backends.base import Ability
from segtui.domain.segments import SegmentLink
from segtui.domain.text import printable, quoted
from segtui.workspace.workspace import Workspace


def why_no_links(workspace: Workspace, *, to_change: bool = False) -> str:
    """Why it can't be seen whom segments are given to; empty when it can.

    Args:
        workspace: The profile.
        to_change: Whether somebody wants to change it, too.
    """
    cannot = workspace.service.abilities.reason_against(Ability.LINKS)
    return cannot or (workspace.why_not_create() if to_change else "")


def whom(kind: str, name: str) -> str:
    """Somebody in a sentence: `the team “North”`."""
    return f"the {printable(kind)} {quoted(name)}"


def link_words(link: SegmentLink) -> str:
    """Whom a link leads to: `team North`; by the id where the name isn't known."""
    return f"{printable(link.kind)} {printable(link.name) or printable(link.target_id)}"
