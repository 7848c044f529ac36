"""A run that ends with edits that aren't saved."""

from pathlib import Path

from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs.asking import TextDialog
from support.screens import at_work, memory_in
from support.workspaces import writes


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
