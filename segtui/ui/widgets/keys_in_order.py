"""Keys worked off one by one.

On a slow line several keys arrive in one packet. Textual hands each to the widget that has the focus at that moment,
before the widget has done anything with the one before: what was typed for the dialog that a key opens goes to the
list behind it, as commands. So a key waits until the one before it has had its effect.
"""

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen

_LONGEST_WAIT_SECONDS = 0.5
"""A handler that waits for something itself must not stop the keyboard."""

_ROUNDS = 3
"""A key goes up to the app; its action makes a widget announce something, and its pane may announce that anew."""


class KeysInOrder:
    """Holds keys and pastes back while an earlier one is being worked off.

    Args:
        app: Whose keys they are.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._released: events.Event | None = None
        self._working_off: asyncio.Task[None] | None = None

    def may_pass(self, event: events.Event) -> bool:
        """Whether an event may be handled now; else it comes again later."""
        if event is self._released:
            self._released = None
            return True
        if self._released is None and self._working_off is None:
            return True
        self._waiting.append(event)
        return False

    def passed(self, target: DOMNode, screen: Screen[Any]) -> None:
        """Take note that a key was handed to a widget of a screen; the next one waits for its effect."""
        self._working_off = asyncio.create_task(self._release_next(target, screen))

    async def _release_next(self, target: DOMNode, screen: Screen[Any]) -> None:
        try:
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                for _ in range(_ROUNDS):
                    for node in target.ancestors_with_self:
                        await _emptied(node)
                while not self._can_take_keys(screen):
                    await _emptied(self._app.screen)
                    await asyncio.sleep(0)
        except TimeoutError:
            pass
        finally:
            self._working_off = None
            if self._waiting:
                self._released = self._waiting.popleft()
                self._app.post_message(self._released)

    def _can_take_keys(self, before: Screen[Any]) -> bool:
        """Whether a screen that was opened has found its focus."""
        now = self._app.screen
        return now is before or now.focused is not None or (not now.focus_chain and now.is_mounted)


async def _emptied(pump: MessagePump) -> None:
    """Wait until a widget has handled everything that stands in its queue now."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        await done.wait()
