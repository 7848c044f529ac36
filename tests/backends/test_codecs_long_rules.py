"""Rules with many parts that a service can't hold: each is looked at once, or a pasted rule would stop the screen."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from segtui.backends.feedier import codec as feedier
from segtui.backends.tiledesk import codec as tiledesk
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.unchanged import unchanged
from segtui.domain.values import ListValue, TextValue


def counted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[object]:
    """Have the calls of a function of a module counted."""
    calls: list[object] = []
    real: Callable[..., Any] = getattr(module, name)

    def watched(*words: Any) -> Any:
        calls.append(words)
        return real(*words)

    monkeypatch.setattr(module, name, watched)
    return calls


def test_of_many_conditions_that_feedier_says_otherwise_each_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, feedier, "working")
    listed = [Condition("Form", Operator.HAS_ANY, ListValue((TextValue(f"{one}"),))) for one in range(40)]
    losses = feedier.encode(Group(children=tuple(listed))).losses
    assert [one.fix is not None for one in losses] == [True] * 40
    assert len(calls) == 40


@pytest.mark.parametrize("module", [feedier, tiledesk])
def test_of_many_groups_in_the_way_the_flat_way_round_is_looked_for_once(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, module, "flattened")
    parts = tuple(Condition("city", Operator.IS, TextValue(one)) for one in "ab")
    group = Group(Combine.ANY, (parts[0], Condition("country", Operator.IS, TextValue("c"))))
    assert len(module.encode(Group(Combine.ALL, (group,) * 40)).losses) == 40
    assert len(calls) == 1


def test_a_part_that_nobody_touched_is_found_once_at_its_own_place_first() -> None:
    a, b, c = (Condition("city", Operator.IS, TextValue(one)) for one in "abc")
    assert unchanged([a, b, a, c], [b, a, a]) == {2: 2, 0: 1, 1: 0}
    assert unchanged([a, a, a], [a]) == {0: 0}
    assert unchanged([], [a]) == unchanged([a], []) == {}
