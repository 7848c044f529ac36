"""What arrives before there is a screen, or after the last one is gone."""

import pytest
from textual import events

from segtui.ui.widgets.quiet_app import QuietApp


@pytest.mark.parametrize(
    "event",
    [
        events.Key("a", "a"),
        events.Key("escape", None),
        events.Paste("Rome"),
        events.MouseScrollDown(None, 1, 1, 0, 1, 0, shift=False, meta=False, ctrl=False),
    ],
    ids=["letter", "escape", "paste", "wheel"],
)
async def test_a_key_that_is_late_is_nobodys(event: events.Event) -> None:
    app = QuietApp[None]()
    await app.on_event(event)
    assert not app.screen_stack
