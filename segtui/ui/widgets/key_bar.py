"""The keys that matter now, in one line."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.style import Style

from segtui.domain.record import record
from segtui.domain.text import printable
from segtui.ui.widgets.component_style import component_style
from segtui.ui.widgets.plain import Line

_GAP = "  "


@record
class Hint:
    """One key and what it does."""

    key: str
    label: str
    enabled: bool = True

    @property
    def text(self) -> str:
        """As it is shown; what can't be done now stands in parentheses."""
        text = f"{self.key} {self.label}"
        return text if self.enabled else f"({text})"


class KeyBar(Line):
    """Keys of the focused widget first, then those around it; in place of Textual's footer.

    Textual's is made anew on each change of focus; this one repaints when its text changes. When there is too little
    room, whole hints are left out: first what can't be done now, then from the end.

    Args:
        always: Actions, without their namespace, whose keys are kept at the end, shown in footers or not.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--label", "key-bar--off"}
    """A key; what it does; a key and its label that can't be used now."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        background: $footer-background;
        & > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
        & > .key-bar--label { color: $footer-description-foreground; }
        & > .key-bar--off { color: $text-muted; }
    }
    """

    def __init__(
        self,
        *,
        always: Sequence[str] = ("help", "command_palette"),
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._always = tuple(always)
        self._hints: list[Hint] = []
        self._kept: list[Hint] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def line(self) -> Content:
        """Give the hints that fit."""
        hints, kept = fitting(self._hints, self._kept, self.size.width)
        left, right = (_GAP.join(hint.text for hint in side) for side in (hints, kept))
        between = self.size.width - cell_len(left) - cell_len(right)
        return Content.assemble(*self._drawn(hints), " " * max(0, between), *self._drawn(kept))

    def _drawn(self, hints: Sequence[Hint]) -> list[Content | str | tuple[str, Style]]:
        key, label, off = (component_style(self, f"key-bar--{part}") for part in ("key", "label", "off"))
        drawn: list[Content | str | tuple[str, Style]] = []
        for place, hint in enumerate(hints):
            drawn.append(_GAP if place else "")
            drawn += [(hint.key, key), (f" {hint.label}", label)] if hint.enabled else [(hint.text, off)]
        return drawn

    def _follow(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self._hints, self._kept = self._gathered()
            self.redraw()

    def _gathered(self) -> tuple[list[Hint], list[Hint]]:
        hints: dict[str, Hint] = {}
        kept: dict[str, Hint] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            name = binding.action.rpartition(".")[2]
            if name not in self._always and not binding.show:
                continue
            key = printable(self.app.get_key_display(binding))
            hint = Hint(key, printable(binding.description), active.enabled)
            if name in self._always:
                kept.setdefault(name, hint)
            else:
                hints.setdefault(binding.action, hint)
        return list(hints.values()), [kept[name] for name in self._always if name in kept]


def fitting(hints: Sequence[Hint], kept: Sequence[Hint], room: int) -> tuple[list[Hint], list[Hint]]:
    """Leave out hints, whole, until the rest fits.

    Args:
        hints: The most important first.
        kept: Those left out only when nothing else is left, from the start.
        room: Cells for all of them, with gaps.
    """
    hints, kept = list(hints), list(kept)
    while hints and _width([*hints, *kept]) > room:
        off = [hint for hint in hints if not hint.enabled]
        hints.remove(off[-1] if off else hints[-1])
    while kept and _width(kept) > room:
        kept.pop(0)
    return hints, kept


def _width(hints: Sequence[Hint]) -> int:
    return sum(cell_len(hint.text) for hint in hints) + len(_GAP) * max(0, len(hints) - 1)
