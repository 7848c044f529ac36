"""What a service lacks: a test that needs it makes sure instead that people are told why."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

import pytest

from segtui.backends.base import Ability, ChangesSegments, LinksSegments, ShowsLeads
from segtui.backends.lists import AddsMembers, GivesReceipts
from segtui.domain.text import printable
from segtui.workspace.errors import Unsafe
from segtui.workspace.saving import plan_delete, plan_update
from support.conformance.stage import Stage

Wanted = ParamSpec("Wanted")

FITTING = {
    Ability.UPDATE: ChangesSegments,
    Ability.DELETE: ChangesSegments,
    Ability.LEADS: ShowsLeads,
    Ability.PREVIEW_RULE: ShowsLeads,
    Ability.LINKS: LinksSegments,
    Ability.MEMBERS: AddsMembers,
}
"""What a backend must fit, to have an ability; rules need nothing but a dialect."""


def needs(*abilities: Ability) -> Callable[[Callable[Wanted, Awaitable[None]]], Callable[Wanted, Awaitable[None]]]:
    """Say which abilities a test needs; over a service that lacks one, it tests that the lack is explained."""

    def decorate(test: Callable[Wanted, Awaitable[None]]) -> Callable[Wanted, Awaitable[None]]:
        @wraps(test)
        async def run(*args: Wanted.args, **kwargs: Wanted.kwargs) -> None:
            stage = kwargs.get("stage") or kwargs["sandbox"]
            assert isinstance(stage, Stage)
            lacking = [ability for ability in abilities if ability in stage.bench.lacks]
            for ability in lacking:
                await assert_explained(stage, ability)
            if not lacking:
                await test(*args, **kwargs)

        return run

    return decorate


def needs_reading(test: Callable[Wanted, Awaitable[None]]) -> Callable[Wanted, Awaitable[None]]:
    """Say that a test needs a service that gives back what it has; over any other, reading asks nobody."""

    @wraps(test)
    async def run(*args: Wanted.args, **kwargs: Wanted.kwargs) -> None:
        stage = kwargs.get("stage") or kwargs["sandbox"]
        assert isinstance(stage, Stage)
        if stage.bench.can_be_read:
            await test(*args, **kwargs)
        else:
            await _assert_known_without_asking(stage)

    return run


async def _assert_known_without_asking(stage: Stage) -> None:
    """Make sure that segments are known, and the age of that told, though the service isn't asked."""
    made = await stage.make()
    backend = stage.backend(read_only=True)
    assert [one.id for one in (await backend.segments()).rows if one.id == made.id] == [made.id]
    assert isinstance(backend, GivesReceipts)
    assert "local copy from" in (await backend.receipt(made)).says
    assert backend.exchanges() == ()


async def assert_explained(stage: Stage, ability: Ability) -> None:
    """Make sure that the lack of an ability has a reason, and that it is given where somebody wants to use it."""
    reason = stage.service.abilities.reason_against(ability)
    assert reason.strip()
    assert printable(reason) == reason
    workspace = stage.workspace()
    match ability:
        case Ability.UPDATE:
            assert workspace.why_not_update() == reason
            segment = await stage.make()
            with pytest.raises(Unsafe) as refused:
                await plan_update(workspace, segment, stage.draft("Another"))
            assert reason in refused.value.message
        case Ability.DELETE:
            assert workspace.why_not_delete() == reason
            with pytest.raises(Unsafe) as refused:
                await plan_delete(workspace, await stage.make())
            assert reason in refused.value.message
        case Ability.LEADS:
            assert workspace.why_not_leads() == reason
