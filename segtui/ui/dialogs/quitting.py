"""The question before segtui ends while something isn't saved."""

from collections.abc import Sequence

from segtui.ui.dialogs.asking import SureDialog


class QuitDialog(SureDialog):
    """Asks before leaving something unsaved.

    Args:
        names: Of the segments with unsaved changes, those of other profiles with these.
        are_kept: Whether these changes outlive the program.
    """

    def __init__(self, names: Sequence[str], *, are_kept: bool) -> None:
        unsaved = "\n".join(f"● {name}" for name in names)
        text = (
            f"These changes aren't on the service yet:\n{unsaved}\n"
            "They are kept on this machine, and offered again when their profile is opened next."
            if are_kept
            else f"These changes aren't saved and will be lost:\n{unsaved}"
        )
        super().__init__("Quit?", text)
