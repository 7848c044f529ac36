"""How much room segtui needs, apart from what is shown where there is less: that is hardly ever loaded."""

from textual.geometry import Size

LEAST = Size(60, 15)
"""Columns and lines."""


def is_too_small(size: Size) -> bool:
    """Whether a terminal has less room than is needed."""
    return size.width < LEAST.width or size.height < LEAST.height
