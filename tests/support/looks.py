"""How well what is on the screen can be read: each cell's contrast, as terminals with many colours or few show it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.color import Color, ColorSystem, ColorType
from rich.style import Style
from textual.strip import Strip

from segtui.ui.contrast import Rgb, contrast

_LINES = "".join(map(chr, (*range(0x2500, 0x2580), *range(0x2581, 0x2589)))) + "▕"
"""Frames and scrollbars: they part what can be read, and say nothing."""

_FAINT = 0.5
"""How much of a colour terminals leave of what is faint: a half or more."""

Palette = Sequence[Rgb]
"""The sixteen colours of a terminal."""


def palettes() -> Mapping[str, Palette]:
    """The sixteen colours of terminals that are widely used: xterm, the Linux console, GNOME, Windows, macOS."""
    return {
        "xterm": _parsed(
            "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
            " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
        ),
        "Linux console": _parsed(
            "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
            " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
        ),
        "GNOME": _parsed(
            "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc"
            " 5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff"
        ),
        "Windows": _parsed(
            "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc"
            " 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
        ),
        "macOS": _parsed(
            "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf"
            " 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5"
        ),
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on the screen in one look."""

    text: str
    ink: Rgb
    paper: Rgb

    @property
    def contrast(self) -> float:
        """Between the text and what it stands on."""
        return contrast(self.ink, self.paper)

    def __str__(self) -> str:
        return f"{self.text.strip()!r} {self.contrast:.2f} {self.ink} on {self.paper}"


def pieces(
    strips: Sequence[Strip], palette: Palette, *, own: tuple[Rgb, Rgb], system: ColorSystem = ColorSystem.TRUECOLOR
) -> Iterator[Piece]:
    """Everything that can be read on a screen.

    Args:
        strips: Its lines.
        palette: What the terminal makes of its sixteen colours.
        own: Its colours for text and background where a program names none.
        system: How many colours it has.
    """
    for strip in strips:
        for text, style, _ in strip:
            if style is not None and text.strip().strip(_LINES):
                yield Piece(text, *_seen(style, palette, own, system))


def _seen(style: Style, palette: Palette, own: tuple[Rgb, Rgb], system: ColorSystem) -> tuple[Rgb, Rgb]:
    ink = _rgb(style.color, palette, own[0], system)
    paper = _rgb(style.bgcolor, palette, own[1], system)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        red, green, blue = (round(under + (over - under) * _FAINT) for over, under in zip(ink, paper, strict=True))
        ink = red, green, blue
    return ink, paper


def _rgb(colour: Color | None, palette: Palette, own: Rgb, system: ColorSystem) -> Rgb:
    if colour is None or colour.is_default:
        return own
    if colour.type is ColorType.TRUECOLOR:
        colour = colour.downgrade(system)
    if colour.number is not None and colour.number < len(palette):
        return palette[colour.number]
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _parsed(colours: str) -> Palette:
    return [(int(one[:2], 16), int(one[2:4], 16), int(one[4:], 16)) for one in colours.split()]
