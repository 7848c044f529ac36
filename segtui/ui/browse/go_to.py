"""Segments by name, in the palette."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.content import Content

if TYPE_CHECKING:
    from segtui.ui.browse.screen import BrowseScreen

_MOST = 20
"""Segments found: whoever sees more than that types another letter."""


class SegmentsByName(Provider):
    """Finds segments by words of their names or ids."""

    async def search(self, query: str) -> Hits:
        """The segments that have all words of the query, as the filter of the list would find them."""
        screen = cast("BrowseScreen", self.screen)
        matcher = self.matcher(query)
        for entry in screen.desk.entries(query)[:_MOST] if query.strip() else ():
            score = max(matcher.match(entry.name), 0.1)
            yield Hit(score, Content(f"→ {entry.name}"), partial(screen.go_to, entry.key), help="Go to this segment")
