"""How well text can be read on its background: the contrast of the Web Content Accessibility Guidelines (WCAG 2.2)."""

from collections.abc import Iterator
from typing import TypeAlias

from textual.color import Color
from textual.theme import Theme

from segtui.domain.record import record

Rgb: TypeAlias = tuple[int, int, int]

READABLE = 4.5
"""What WCAG wants for text, as level AA. From 1, for no difference at all, it goes up to 21."""

_PLACES = {"background": "in the panes", "surface": "in dialogs"}
_TEXTS = {
    "foreground": "text",
    "text-muted": "muted text",
    "text-success": "good news",
    "text-warning": "warnings",
    "text-error": "errors",
}
_PAIRS = (
    *((text, place, f"{what} {where}") for place, where in _PLACES.items() for text, what in _TEXTS.items()),
    ("foreground", "panel", "text in the top line"),
    ("footer-key-foreground", "footer-background", "keys in the bottom line"),
    ("footer-description-foreground", "footer-background", "text in the bottom line"),
    ("text-muted", "footer-background", "muted text in the bottom line"),
    ("block-cursor-foreground", "block-cursor-background", "the line under the cursor"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background", "the line that the cursor has left"),
    ("input-selection-foreground", "input-selection-background", "selected text"),
)
"""What is drawn on what, and what it is."""

_DARKEST_CURVED = 0.04045
"""Shares of a colour's most above which their light follows a curve (sRGB)."""

_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two opaque colours, whichever of them is the background."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@record
class Weak:
    """Something that is hard to read in a theme."""

    what: str
    contrast: float

    def __str__(self) -> str:
        return f"{self.what}: contrast {self.contrast:.1f}"


def weak_in(theme: Theme, least: float = READABLE) -> Iterator[Weak]:
    """What has less contrast in a theme. Of one in the terminal's own colours nothing is known, so nothing is said."""
    if theme.ansi:
        return
    tokens = {**theme.to_color_system().generate(), **theme.variables}
    for text, place, what in _PAIRS:
        background = Color.parse(tokens["surface"]) + Color.parse(tokens[place])
        found = contrast(_on(background, tokens[text]).rgb, background.rgb)
        if found < least:
            yield Weak(what, found)


def _on(background: Color, token: str) -> Color:
    """What a text's colour comes to on a background."""
    kind, _, share = token.partition(" ")
    if kind == "auto":
        return background + background.get_contrast_text(int(share.rstrip("%") or 100) / 100)
    return background + Color.parse(token)


def readable_on(background: Color) -> Color:
    """Black or white, whichever is read better; one of them always can be."""
    return max((_BLACK, _WHITE), key=lambda colour: contrast(colour.rgb, background.rgb))


def _luminance(colour: Rgb) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: int) -> float:
    share = level / 255
    return share / 12.92 if share <= _DARKEST_CURVED else ((share + 0.055) / 1.055) ** 2.4
