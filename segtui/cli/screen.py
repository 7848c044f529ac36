"""`segtui`, `segtui -p NAME` and `segtui demo`: the screen."""

import sys
from typing import TYPE_CHECKING

from segtui.cli.asking import is_terminal
from segtui.cli.session import DEMO, Call, Session, Usage

if TYPE_CHECKING:
    from segtui.store.profiles import Profile
    from segtui.workspace.workspace import Ask, Workspace


def show_profile(call: Call) -> int:
    """Open the screen on a profile."""
    if call.args.json:
        raise Usage("The screen has no JSON; --json needs a command.", hint="Such as: segtui segments list --json")
    return _show(call.session, *call.session.chosen(call.profile_name))


def show_demo(call: Call) -> int:
    """Open the screen on the built-in sandbox."""
    if call.profile_name not in {None, DEMO}:
        raise Usage("The demo is a profile of its own.", hint="Leave -p out, or the word demo.")
    return _show(call.session, *call.session.chosen(DEMO))


def _show(session: Session, name: str, profile: "Profile") -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise Usage(
            "The screen needs a terminal, and input or output is something else here.",
            hint="Without one, use the commands: segtui segments --help",
        )

    def open_workspace(ask: "Ask") -> "Workspace":
        return session.open_profile(name, profile, ask)

    from segtui.store.memory import Memory  # noqa: PLC0415 - only the screen remembers
    from segtui.ui.app import SegtuiApp  # noqa: PLC0415 - 240 ms, and headless commands never need it
    from segtui.ui.themes import Colours  # noqa: PLC0415 - as above

    memory = Memory(session.places)
    app = SegtuiApp(open_workspace=open_workspace, title=name, memory=memory, colours=Colours.of_terminal())
    app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
