"""The command `segtui`, also to be run as `python -m segtui`."""

import sys
from collections.abc import Sequence

from segtui.cli.door import enter


def main(arguments: Sequence[str] | None = None) -> int:
    """Run segtui.

    Args:
        arguments: What was typed behind the command; that of this process unless given.

    Returns:
        The exit status.
    """
    return enter(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
