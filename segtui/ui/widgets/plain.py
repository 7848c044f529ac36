"""Text on the screen: never markup, always cleaned, repainted only when it is another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import VisualType
from textual.widgets import Static

from segtui.domain.text import printable
from segtui.ui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from textual.timer import Timer

_ANNOUNCED_AFTER = 0.3
"""Seconds before a job is shown: what is done sooner would only flicker."""


class PlainText(Static):
    """Lines of text, from outside or not.

    Args:
        text: What to show; line feeds are kept.
    """

    def __init__(
        self,
        text: str = "",
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(_clean(text), markup=False, name=name, id=id, classes=classes)

    @property
    def content(self) -> VisualType:
        """The text shown."""
        return super().content

    @content.setter
    def content(self, content: VisualType) -> None:
        self.update(content)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text; the same text costs nothing.

        Args:
            content: The text; of anything else its `str`.
            layout: Let the screen make room when the text needs more or fewer lines, or less or more width.
        """
        text = _clean(str(content))
        if text == super().content:
            return
        super().update(text, layout=layout and self._needs_other_room(text))

    def say(self, text: str) -> None:
        """Show another text; nothing takes no line."""
        self.update(text)
        self.display = bool(text)

    def _needs_other_room(self, text: str) -> bool:
        """Tell whether the text takes other room than the present one: laying out a screen repaints a lot."""
        if self.styles.is_auto_width:
            return True
        width, height = self.content_size
        if not width:
            return True
        return self.styles.is_auto_height and Content(text).get_height(self.styles.get_rules(), width) != height


class BriefText(PlainText):
    """Lines of text that end in … where there is no room for the rest: half a sentence can pass for a whole one."""

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        strip, (width, height) = super().render_line(y), self.size
        if y != height - 1 or Content(str(self.content)).get_height(self.styles.get_rules(), width) <= height:
            return strip
        cut = strip.crop(0, min(cell_len(strip.text.rstrip()), width - 1))
        style = self.visual_style.rich_style
        return Strip.join([cut, Strip([Segment("…", style)])]).adjust_cell_length(width, style)


class Line(Unscrolled):
    """One line that repaints when it has come to say something else, and only as far as that reaches."""

    DEFAULT_CSS = """
    Line { height: 1; }
    """

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._shown = Content()

    def line(self) -> Content:
        """Give what the line should say now, from cleaned text."""
        return Content()

    def redraw(self) -> None:
        """Take note that the line may have something else to say; work that ends with the program says so too."""
        if not self.is_attached:
            return
        content = self.line()
        if content.is_same(self._shown):
            return
        reach = max(content.cell_length, self._shown.cell_length)
        self.refresh(Region(0, 0, min(reach, self.size.width), 1))

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        style, width = self.visual_style, self.size.width
        if y:
            return Strip.blank(width, style.rich_style)
        self._shown = self.line()
        segments = self._shown.truncate(width, ellipsis=True).render_segments(style)
        return Strip(segments).adjust_cell_length(width, style.rich_style)


class StatusLine(Line):
    """One line with the last message, and at its end what is running, for how long and which key stops it.

    It ticks once a second while something runs and sends nothing otherwise.

    Args:
        clock: Seconds that only go forward.
        delay: What keeps up what runs, said with it.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = monotonic,
        delay: Callable[[], str] = str,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._clock, self._delay = clock, delay
        self._message = ""
        self._jobs: dict[str, tuple[str, float]] = {}
        self._progress: dict[str, str] = {}
        self._ticks: Timer | None = None

    def say(self, message: str) -> None:
        """Show a message until the next one; while a job is shown too and there is no room for both, after it."""
        self._message = printable(message)
        self.redraw()

    def start(self, job: str, *, stop_key: str = "") -> None:
        """Say that something runs, from now until `finish`; of several, the one that started last.

        Args:
            job: What is done, as in "loading leads".
            stop_key: The key that stops it, as it is shown to people.
        """
        self._jobs.pop(job, None)
        self._jobs[job] = (stop_key, self._clock())
        if not self.is_attached:
            return
        self.set_timer(_ANNOUNCED_AFTER, self.redraw)
        if self._ticks is None:
            self._ticks = self.set_interval(1, self.redraw)

    @property
    def is_busy(self) -> bool:
        """Whether anything runs, be it worth a word yet or not."""
        return bool(self._jobs)

    def tell_progress(self, job: str, how_far: str) -> None:
        """Say how far something has come, as in "30 of 200"; it is drawn with the next tick."""
        if job in self._jobs:
            self._progress[job] = how_far

    def finish(self, job: str) -> None:
        """Say that something doesn't run any more; what never started is ignored."""
        self._jobs.pop(job, None)
        self._progress.pop(job, None)
        if self._ticks is not None and not self._jobs:
            self._ticks.stop()
            self._ticks = None
        self.redraw()

    @contextmanager
    def running(self, job: str, *, stop_key: str = "") -> Iterator[str]:
        """Say that something runs for as long as it does; gives the job, for `tell_progress`.

        Args:
            job: What is done, as in "loading leads".
            stop_key: The key that stops it, as it is shown to people.
        """
        self.start(job, stop_key=stop_key)
        try:
            yield job
        finally:
            self.finish(job)

    def line(self) -> Content:
        """Give the last message, and the job that is worth a word."""
        running, message = Content(self.job_text()), Content(self._message)
        between = self.content_size.width - message.cell_length - running.cell_length
        if not running or not message:
            return running or message
        return message + " " * between + running if between > 1 else running

    def job_text(self) -> str:
        """What is said of what runs just now; empty when nothing is."""
        now = self._clock()
        for job, (stop_key, began) in reversed(self._jobs.items()):
            seconds = now - began
            if seconds >= _ANNOUNCED_AFTER:
                how_far = self._progress.get(job, "")
                ran, stops = f"{int(seconds)} s" if seconds >= 1 else "", f"{stop_key} stops" if stop_key else ""
                facts = [how_far, ran, self._delay(), stops]
                return printable(f"{job}… {', '.join(filter(None, facts))}".rstrip())
        return ""


def _clean(text: str) -> str:
    return printable(text, keep_lines=True)
