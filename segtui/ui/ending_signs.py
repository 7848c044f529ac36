"""The sign in front of what is said of a write: done, done but not as it was meant, or perhaps not done."""

from collections.abc import Mapping
from typing import Final

from segtui.workspace.plans import Ending

ENDING_SIGNS: Final[Mapping[Ending, str]] = {Ending.DONE: "✓", Ending.DONE_DIFFERENTLY: "⚠", Ending.UNKNOWN: "✗"}
