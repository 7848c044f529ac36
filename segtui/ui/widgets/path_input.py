"""A field for the path of a file, that completes what is there."""

import asyncio
import os
from itertools import islice
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from segtui.ui.widgets.line_input import LineInput

_MOST_ENTRIES: Final = 2000
"""Names of a folder that are looked at: completing is a comfort, and nobody waits for it."""


class PathSuggester(Suggester):
    """Suggests the first name in the folder that begins with what is typed; folders end in a slash."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Complete a path; a slow disk keeps nobody from typing."""
        return await asyncio.to_thread(completed, value) if value else None


def completed(path: str) -> str | None:
    """What a path that is being typed may become; None when there is nothing like it.

    Args:
        path: What is typed, `~` for the own folder; hidden names are found by their dot.
    """
    folder, name = path[: path.rfind("/") + 1], path[path.rfind("/") + 1 :]
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:  # noqa: PTH111 - Path drops "./"
            found = {one.name: one.is_dir() for one in islice(entries, _MOST_ENTRIES) if one.name.startswith(name)}
    except (OSError, ValueError):
        return None
    shown = sorted(one for one in found if name.startswith(".") or not one.startswith("."))
    return f"{folder}{shown[0]}{'/' if found[shown[0]] else ''}" if shown else None


class PathInput(LineInput):
    """Tab takes what is suggested, as the right arrow does; without a suggestion it goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", id="path.complete")]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(value, placeholder=placeholder, id=id, suggester=PathSuggester())

    def action_complete(self) -> None:
        """Take what is suggested, or go on to the next field."""
        ahead = self._suggestion
        if ahead and ahead != self.value and self.cursor_position == len(self.value):
            self.value = ahead
            self.cursor_position = len(ahead)
        else:
            self.screen.focus_next()
