"""Keys that can't be used now: greyed, with a reason, and found out once for all of them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from segtui.ui.widgets.greying_screen import GreyingScreen


class Desk(GreyingScreen[None]):
    """A screen with an action that can't be done and one that can."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "save", "Save…"), Binding("n", "new", "New")]

    def __init__(self) -> None:
        super().__init__()
        self.why_not_save = "nothing differs"
        self.looks = 0
        self.said: list[str] = []

    def reasons(self) -> Mapping[str, str]:
        self.looks += 1
        return {"save": self.why_not_save, "new": ""}

    def notice(self, text: str) -> None:
        self.said.append(text)

    def action_save(self) -> None:
        self.said.append("saved")

    def enabled(self) -> dict[str, bool]:
        return {key: active.enabled for key, active in self.active_bindings.items() if key in "sn"}


async def test_reasons_are_found_once_for_all_keys_and_anew_for_the_next_look() -> None:
    desk = Desk()
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.push_screen(desk)
        desk.looks = 0
        assert desk.enabled() == {"s": False, "n": True}
        assert desk.looks == 1
        await pilot.press("s")
        assert desk.said == ["Save: not now, because nothing differs."]
        desk.why_not_save = ""
        assert desk.enabled() == {"s": True, "n": True}
        await pilot.press("s")
        assert desk.said[1:] == ["saved"]
