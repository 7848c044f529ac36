"""How the three panes share the screen: stacked, two columns or three, one of them zoomed, in sizes of one's own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import clamp

from segtui.domain.record import record
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.rule_pane import RulePane
from segtui.ui.browse.segment_list import SegmentList
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.unscrolled import Unscrolled


class Arrangement(StrEnum):
    """How the panes stand. The words begin the names under which sizes are remembered."""

    STACKED = "stacked"
    """One above the other; the one with the focus takes what the others leave."""
    TWO_COLUMNS = "two"
    """The segments at the left, rule above leads at the right."""
    THREE_COLUMNS = "three"

    @classmethod
    def for_width(cls, width: int) -> "Arrangement":
        """The arrangement that a terminal of so many columns has room for."""
        if width >= _THREE_COLUMNS_FROM:
            return cls.THREE_COLUMNS
        return cls.TWO_COLUMNS if width >= _TWO_COLUMNS_FROM else cls.STACKED


_TWO_COLUMNS_FROM, _THREE_COLUMNS_FROM = 100, 160


@record
class _Size:
    """A number that people may change with keys."""

    usual: int
    least: int
    most: int
    step: int


_SIZES = {
    "stacked.others": _Size(6, 3, 12, 1),
    "two.segments": _Size(42, 24, 80, 2),
    "two.rule": _Size(40, 20, 80, 5),
    "three.segments": _Size(42, 24, 80, 2),
    "three.rule": _Size(40, 20, 80, 5),
}
"""Lines of the rule and the leads without the focus; cells of the segments; percent of the rule beside the leads."""

_SEGMENTS_AT_REST = 3
"""Lines of the segments without focus when stacked: the frame and the one that is picked."""
_LINES_AROUND = 3
"""Header, status and keys."""
_LEAST_OPEN = 6
"""Lines that the pane with the focus keeps when stacked, however small the terminal."""


class Panes(Container, Unscrolled):
    """The segments, the rule of one, its leads.

    Args:
        segments: The pane at the left or the top.
        rule: The one in the middle.
        leads: The last one.
        sizes: As they were remembered, by name; unknown names and wild numbers are ignored.
    """

    BLANK = True
    """The panes cover all of it, so what is below them isn't worked out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "zoom", "Zoom this pane, or all again", show=False, id="pane.zoom"),
        Binding("right_square_bracket", "resize(1)", "Make this pane larger", show=False, id="pane.larger"),
        Binding("left_square_bracket", "resize(-1)", "Make this pane smaller", show=False, id="pane.smaller"),
    ]

    class Resized(Announcement):
        """Somebody has given the panes other sizes."""

        sizes: Mapping[str, int]

    def __init__(
        self, segments: SegmentList, rule: RulePane, leads: LeadPane, *, sizes: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(segments, rule, leads)
        self._segments, self._rule, self._leads = segments, rule, leads
        self._sizes = {
            name: clamp((sizes or {}).get(name, size.usual), size.least, size.most) for name, size in _SIZES.items()
        }
        self._open: Pane = segments
        """The pane that has the focus, or had it last."""
        self._is_zoomed = False
        # Known to the first styling already, else all that is in here would be styled twice.
        self.update_classes(self._classes_of(self.arrangement), update=False)

    @property
    def arrangement(self) -> Arrangement:
        """How the panes stand now."""
        return Arrangement.for_width(self.app.size.width)

    def on_mount(self) -> None:
        """Stand as there is room."""
        self._arrange()

    def on_resize(self, _event: events.Resize) -> None:
        """Stand as there is room now."""
        self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give room to the pane that has the focus now."""
        self.open(next(pane for pane in self._panes if pane in event.widget.ancestors_with_self))

    def open(self, pane: Pane) -> None:
        """Give a pane the room of the one with the focus, before it can have it: what is hidden takes none."""
        if pane is not self._open:
            self._open = pane
            self._arrange()

    def action_zoom(self) -> None:
        """Show the pane with the focus alone, or all again."""
        self._is_zoomed = not self._is_zoomed
        self._arrange()

    def action_resize(self, steps: int) -> None:
        """Make the pane with the focus larger or smaller."""
        arrangement = self.arrangement
        if arrangement is Arrangement.STACKED:
            name, steps = "stacked.others", -steps
        elif self._open is self._segments:
            name = f"{arrangement}.segments"
        else:
            name, steps = f"{arrangement}.rule", steps if self._open is self._rule else -steps
        size = _SIZES[name]
        self._sizes[name] = clamp(self._sizes[name] + steps * size.step, size.least, size.most)
        self._arrange()
        self.post_message(self.Resized(dict(self._sizes)))

    @property
    def _panes(self) -> tuple[Pane, ...]:
        return self._segments, self._rule, self._leads

    def _arrange(self) -> None:
        """Give each pane its place and size; what stays as it is costs nothing."""
        arrangement = self.arrangement
        self.update_classes(self._classes_of(arrangement))
        for pane in self._panes:
            is_alone = self._is_zoomed and pane is self._open
            pane.display = is_alone or not self._is_zoomed
            pane.hint = "z shows all panes" if is_alone else ""
        is_stacked = arrangement is Arrangement.STACKED and not self._is_zoomed
        self._segments.is_at_rest = is_stacked and self._open is not self._segments
        self._leads.is_at_rest = is_stacked and self._open is not self._leads
        if arrangement is Arrangement.STACKED:
            self._stack()
        else:
            self._set_columns(arrangement)

    def _classes_of(self, arrangement: Arrangement) -> Mapping[str, bool]:
        return {f"-{one}": one is arrangement and not self._is_zoomed for one in Arrangement}

    def _stack(self) -> None:
        others = [pane for pane in self._panes if pane is not self._open]
        most = max(_SEGMENTS_AT_REST, (self.app.size.height - _LINES_AROUND - _LEAST_OPEN) // len(others))
        for pane in others:
            wanted = _SEGMENTS_AT_REST if pane is self._segments else self._sizes["stacked.others"]
            pane.styles.height = min(wanted, most)
        self._open.styles.height = "1fr"

    def _set_columns(self, arrangement: Arrangement) -> None:
        width, rule = self._sizes[f"{arrangement}.segments"], self._sizes[f"{arrangement}.rule"]
        shares = f"{rule}fr {100 - rule}fr"
        if arrangement is Arrangement.TWO_COLUMNS:
            self.styles.grid_columns, self.styles.grid_rows = f"{width} 1fr", shares
        else:
            self.styles.grid_columns, self.styles.grid_rows = f"{width} {shares}", "1fr"
        for pane in self._panes:
            pane.styles.height = "1fr"
