"""Messages with facts: made like dataclasses, and refusing what those refuse."""

from typing import Any

import pytest

from segtui.ui.widgets.announcement import Announcement


class Came(Announcement):
    key: str
    count: int = 1


class CameLate(Came):
    why: str = ""


def test_facts_are_told_in_their_order_or_by_name() -> None:
    assert (Came("a").key, Came("a").count) == ("a", 1)
    assert (Came("a", 2).count, Came(count=3, key="b").key) == (2, "b")


def test_a_message_has_the_facts_of_the_one_it_derives_from_too() -> None:
    late = CameLate("a", 2, "the line was down")
    assert (late.key, late.count, late.why) == ("a", 2, "the line was down")


def test_it_goes_through_textual_as_any_message_does() -> None:
    assert Came("a").handler_name == "on_came"
    assert not Came("a").is_forwarded


@pytest.mark.parametrize(
    ("told", "named"), [((), {}), (("a", 1, 2), {}), (("a",), {"key": "b"}), (("a",), {"colour": "red"})]
)
def test_what_is_missing_or_too_much_is_refused(told: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="key, count"):
        Came(*told, **named)
