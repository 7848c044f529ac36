"""Runs that have ended, for what the next one finds of them."""

from pathlib import Path

from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs.asking import TextDialog
from support.screens import Opener, at_work, memory_in
from support.workspaces import Clock, writes


async def leave_unsaved(box: TiledeskSandbox, home: Path) -> None:
    """Edit two segments and begin a third, and end without saving any of it."""
    async with at_work(box, memory=memory_in(home)) as person:
        await person.picks("Romans")
        await person.press("2", "o", "e")
        await person.opens(TextDialog)
        await person.types("!")
        await person.press("enter")
        await person.closes()
        await person.picks("VIP customers")
        await person.goes_to_line((0,))
        await person.press("d")
        await person.press("1", "n")
        await person.opens(TextDialog)
        await person.types("Spaniards")
        await person.press("enter")
        await person.closes()
    assert not writes(box)


async def leave_answers(real: Opener, clock: Clock, home: Path) -> None:
    """Look at a segment and end, with its leads and the list kept for the next run."""
    async with at_work(real, memory=memory_in(home, clock)) as person:
        await person.picks("VIP customers")
        await person.until(lambda: list(home.rglob("leads.json")))
        await person.until(lambda: '"VIP' in next(home.rglob("segments.json")).read_text())
