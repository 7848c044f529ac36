"""Pictures as SVG, without what no eye sees, kept and reported as `pytest-textual-snapshot` does."""

import inspect
import pickle
import re
from dataclasses import dataclass, field
from io import StringIO
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import PseudoApp, PseudoConsole, get_tempdir
from rich.console import Console, ConsoleDimensions
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from segtui.ui.app import SegtuiApp

_LINE_CLIPS = re.compile(
    r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*|(?<=") clip-path="url\(#[\w-]+-line-\d+\)"', re.DOTALL
)
_LINE_ENDS = re.compile(r"<text [^>]*>\n</text>")
_BACKGROUND = re.compile(r'<rect fill="([^"]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>')
_BACKGROUNDS = re.compile(rf"(?:{re.sub(r'[(](?=[^?])', '(?:', _BACKGROUND.pattern)})+")


def slim(svg: str) -> str:
    """Leave out what is the same in all pictures or can't be seen: half of an SVG."""
    svg = _LINE_ENDS.sub("", _LINE_CLIPS.sub("", svg))
    svg = svg.replace(' shape-rendering="crispEdges"', "").replace(
        "</style>", "rect { shape-rendering: crispEdges }</style>"
    )
    svg = _BACKGROUNDS.sub(_joined, svg)
    return svg.replace("&#160;", "\N{NO-BREAK SPACE}").replace("</text><text", "</text>\n<text")


def _joined(backgrounds: re.Match[str]) -> str:
    """Make one of neighbours in a line that have the same colour."""
    drawn: list[tuple[str, float, str, float, str]] = []
    for fill, start, y, cells, height in _BACKGROUND.findall(backgrounds[0]):
        x, width = float(start), float(cells)
        if drawn:
            before, left, line, wide, _ = drawn[-1]
            if (before, line) == (fill, y) and isclose(left + wide, x, abs_tol=0.1):
                x, width = left, wide + width
                del drawn[-1]
        drawn.append((fill, x, y, width, height))
    return "".join(
        f'<rect fill="{fill}" x="{x:g}" y="{y}" width="{width:g}" height="{height}"/>\n'
        for fill, x, y, width, height in drawn
    )


def drawn(app: SegtuiApp) -> str:
    """Draw the terminal as an SVG, as `App.export_screenshot` does, but with the same names of styles each time.

    Rich would find a name that no other picture has, which takes as long as all of the rest.
    """
    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    compositor = app.screen._compositor
    console.print(compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True))
    return slim(console.export_svg(title=app.title, unique_id="terminal"))


class Svg(SingleFileSnapshotExtension):
    """A picture a file."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


@dataclass
class Camera:
    """Takes pictures for one test, and compares each with the one that was accepted.

    Args:
        request: Of the test.
        snapshot: What keeps the pictures.
        different: The names of those that don't look as they did.
    """

    request: pytest.FixtureRequest
    snapshot: SnapshotAssertion
    different: list[str] = field(default_factory=list)

    def take(self, app: SegtuiApp, name: str | None = None) -> None:
        """Take a picture of the terminal.

        Args:
            app: The running app.
            name: The picture's; None for that of the test.
        """
        svg = drawn(app)
        kept = self.snapshot(name=re.sub(r"[^\w-]+", "_", name)) if name else self.snapshot
        is_same = kept == svg
        result = self.snapshot.executions[self.snapshot.num_executions - 1]
        if not is_same:
            self.different.append(result.snapshot_name + ("" if result.recalled_data else " (there is none yet)"))
        self._report(app, result.snapshot_name, is_same, result.recalled_data, svg)

    def _report(self, app: SegtuiApp, name: str, is_same: bool, accepted: Any, svg: str) -> None:  # noqa: FBT001 - a tuple's part
        """Leave it where the plugin finds it when it writes the report."""
        path, line, _ = self.request.node.reportinfo()
        console = PseudoApp(PseudoConsole(legacy_windows=False, size=ConsoleDimensions(*app.size)))
        seen = ("", "") if is_same else (accepted or "", svg)
        doc = inspect.getdoc(self.request.function) or ""
        report = (is_same, *seen, console, path, line, name, doc, "", accepted is not None)
        Path(get_tempdir().name, f"{self.request.node.path.stem}-{name}.pickle").write_bytes(pickle.dumps(report))
