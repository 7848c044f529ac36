"""The style of a part of a widget, as its component class says."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.style import Style
from textual.widget import Widget


def component_style(widget: Widget, name: str) -> Style:
    """Give all of a component class's style, on top of the widget's own.

    Textual's `get_visual_style` leaves out reverse video, which is all a terminal without colours has for a cursor.
    """
    style = widget.get_visual_style(name)
    reverse = widget.get_component_styles(name).text_style.reverse
    return style + Style(reverse=True) if reverse else style


_NOT_FAINT = RichStyle(dim=False)


def not_faint(segments: Iterable[Segment]) -> list[Segment]:
    """Take faintness away, where it would make a text hard to read."""
    return [
        Segment(text, style + _NOT_FAINT if style and style.dim else style, control)
        for text, style, control in segments
    ]
