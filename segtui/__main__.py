"""The command `segtui`, also to be run as `python -m segtui`."""

import gc
import sys
from collections.abc import Sequence
from types import ModuleType

_NEW_OBJECTS = 200_000
"""How many there may be before Python looks for rubbish. Each start makes nearly as many, and hardly any of them are
rubbish: looking after every 700, as Python does by itself, takes an eighth of the start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run segtui.

    Args:
        arguments: What was typed behind the command; that of this process unless given.

    Returns:
        The exit status.
    """
    gc.set_threshold(_NEW_OBJECTS)
    # To find plugins, pydantic looks into every package that is installed beside it, and loads what reads packages even
    # where that is switched off. All that a plugin could do is to watch profiles and answers being read.
    loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = tuple
    sys.modules.setdefault(loader.__name__, loader)
    # httpx has a command line of its own, and loads click and pygments for it where there are any, for 20 ms. It can do
    # without.
    sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
    from segtui.cli.door import enter  # noqa: PLC0415 - only now is no rubbish looked for while it is loaded

    return enter(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
