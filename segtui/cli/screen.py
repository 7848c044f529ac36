"""`segtui`, `segtui -p NAME` and `segtui demo`: the screen."""

import sys
from functools import partial
from typing import TYPE_CHECKING

from segtui.cli.asking import is_terminal
from segtui.cli.session import Call, Session, Usage
from segtui.store.demos import DEMO, DEMOS

if TYPE_CHECKING:
    from segtui.store.profiles import Profile


def show_profile(call: Call) -> int:
    """Open the screen on a profile; where it isn't clear on which, people pick one there."""
    if call.args.json:
        raise Usage("The screen has no JSON; --json needs a command.", hint="Such as: segtui segments list --json")
    if call.profile_name is None and _is_on_terminal() and not call.session.book().is_clear:
        return _show(call.session, None)
    return _show(call.session, call.session.chosen(call.profile_name))


def show_demo(call: Call) -> int:
    """Open the screen on the built-in sandbox."""
    if call.args.all:
        return _show(call.session, None, only_demos=True)
    service: str | None = call.args.service
    wanted = next((name for name, of in DEMOS.items() if of == service), call.profile_name or DEMO)
    if call.profile_name not in {None, wanted} or wanted not in DEMOS:
        raise Usage("The demo is a profile of its own.", hint="Leave -p out, or the word demo.")
    return _show(call.session, call.session.chosen(wanted))


def _is_on_terminal() -> bool:
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def _show(session: Session, chosen: "tuple[str, Profile] | None", *, only_demos: bool = False) -> int:
    if not _is_on_terminal():
        raise Usage(
            "The screen needs a terminal, and input or output is something else here.",
            hint="Without one, use the commands: segtui segments --help",
        )

    from segtui.store.memory import Memory  # noqa: PLC0415 - only the screen remembers
    from segtui.ui.app import SegtuiApp  # noqa: PLC0415 - 240 ms, and headless commands never need it
    from segtui.ui.themes import Colours  # noqa: PLC0415 - as above

    memory = Memory(session.places)
    app = SegtuiApp(
        open_workspace=partial(session.open_profile, *chosen) if chosen is not None else None,
        title=chosen[0] if chosen is not None else "segtui",
        memory=memory,
        colours=Colours.of_terminal(),
        find_shelf=lambda: session.shelf(lambda: memory.state, only_demos=only_demos),
    )
    app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
