"""Screens on which moving the focus repaints the two widgets concerned and nothing else.

Textual repaints the whole screen for it, because it declares `focused` as something that is drawn; and again at each
click, for a selection there may have been. A screen that opens it styles and draws twice. The byte budgets in the tests
hold later versions of it to this.
"""

import asyncio
from functools import cached_property
from typing import Self

from textual import events
from textual.await_complete import AwaitComplete
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.selection import SelectState
from textual.widget import Widget


class QuietScreen(Screen[ScreenResultType]):
    """A screen for slow lines."""

    DEFAULT_CSS = """
    QuietScreen:ansi { background: $background; color: $foreground; }
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _select_state: Reactive[SelectState | None] = Reactive(None, repaint=False)

    _has_ended = _is_to_go = False
    _ended_with: ScreenResultType | None = None
    """The answer, where it ended beneath another screen and is to go when it is on top again."""

    _is_drawn_next = False
    """Whether Textual is about to lay out and draw all of it, and to ask for all of it to be drawn after that."""

    @cached_property
    def was_drawn(self) -> asyncio.Event:
        """Whether it was on the terminal; `call_after_refresh` waits for the next tick, which may draw nothing new."""
        return asyncio.Event()

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        self.was_drawn.set()

    def draw_now(self) -> None:
        """Draw what has changed as soon as all is done that was begun, and not with the next tick."""
        self.call_later(self._on_timer_update)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Do once what opening a screen needs: its widgets were styled when they were added, each with its place.

        One that ended while it was covered goes now.
        """
        self._is_drawn_next = self.is_attached and self.outer_size != self.app.size
        if not self.outer_size:
            event.refresh_styles = False
        if self._is_to_go:
            self._is_to_go = False
            super().dismiss(self._ended_with)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with an answer, or none, once. Beneath another screen it waits: Textual would take that one away."""
        if self._has_ended:
            return AwaitComplete()
        self._has_ended = True
        if self.is_active:
            return super().dismiss(result)
        self._is_to_go, self._ended_with = True, result
        return AwaitComplete()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw it again, unless that was done just now."""
        if self._is_drawn_next and not (regions or layout or recompose):
            self._is_drawn_next = False
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _watch__select_state(self, select_state: SelectState | None) -> None:
        if select_state is None:
            # Widgets that had a selection repaint themselves.
            self._selecting = False
        else:
            super()._watch__select_state(select_state)

    def be_the_first(self) -> None:
        """Be what the app begins with, and can go on from: Textual can switch away from screens that it has pushed."""
        self._push_result_callback(self, None)
