"""A screen on which some actions can't be done now, and say why when their key is pressed."""

from collections.abc import Mapping

from textual import events
from textual.binding import ActiveBinding
from textual.screen import ScreenResultType

from segtui.ui.widgets.quiet_screen import QuietScreen


class GreyingScreen(QuietScreen[ScreenResultType]):
    """Its keys are greyed as long as there is a reason against them; a pressed one tells it."""

    _found: Mapping[str, str] | None = None
    """The reasons while all bindings are gone through; nothing can change them meanwhile."""

    def notice(self, text: str) -> None:
        """Say something until the next time."""
        raise NotImplementedError

    def reasons(self) -> Mapping[str, str]:
        """Why actions can't be done now, by name; empty for those that can."""
        return {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Grey what can't be done now."""
        reasons = self.reasons() if self._found is None else self._found
        return None if reasons.get(action) else True

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that can be pressed. There are some sixty, and the reasons against them are found once for all."""
        self._found = self.reasons()
        try:
            return super().active_bindings
        finally:
            self._found = None

    def pane_of(self, key: str) -> str:  # noqa: ARG002 - for those that have parts
        """What to say of a key that does nothing here but elsewhere on the screen; empty for nothing."""
        return ""

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing, be it greyed or another pane's."""
        active = self.active_bindings.get(event.key)
        if active is None and (where := self.pane_of(event.key)):
            event.stop()
            self.notice(where)
        # A pane names an action of its screen as `screen.NAME`.
        name = active.binding.action.removeprefix("screen.") if active is not None else ""
        reason = self.reasons().get(name) if active and not active.enabled else None
        if active is not None and reason:
            event.stop()
            self.notice(f"{active.binding.description.rstrip('…')}: not now, because {reason}.")

    def action_help(self) -> None:
        """Explain what can be done here."""
        from segtui.ui.dialogs.help import HelpDialog  # noqa: PLC0415 - dialogs are loaded when they open

        self.app.push_screen(HelpDialog(self, self.reasons()))
