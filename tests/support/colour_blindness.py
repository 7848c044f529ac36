"""How colours look to people who don't see red, green or blue as others do.

The matrices are those of Machado, Oliveira and Fernandes (2009) for the strongest form of each; the distance is that of
CIELAB (1976), in which 2 can just be seen side by side.
"""

import math
from collections.abc import Sequence

from segtui.ui.contrast import Rgb

_EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
EYES = tuple(_EYES)


def distance(one: Rgb, other: Rgb, eyes: str) -> float:
    """How far apart two colours are for such eyes."""
    return math.dist(_lab(_seen(one, eyes)), _lab(_seen(other, eyes)))


def _seen(colour: Rgb, eyes: str) -> list[float]:
    light = [_linear(level) for level in colour]
    return [min(1.0, max(0.0, _dot(row, light))) for row in _EYES[eyes]]


def _linear(level: int) -> float:
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _lab(light: Sequence[float]) -> tuple[float, float, float]:
    x = _root(_dot((0.4124, 0.3576, 0.1805), light) / 0.95047)
    y = _root(_dot((0.2126, 0.7152, 0.0722), light))
    z = _root(_dot((0.0193, 0.1192, 0.9505), light) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def _dot(row: Sequence[float], column: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(row, column, strict=True))
