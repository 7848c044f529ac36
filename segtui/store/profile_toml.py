"""One profile's table as TOML text, made or changed with the comments behind its keys kept.

Apart from the rest because only writing needs tomlkit, which takes 40 ms to import.
"""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from segtui.store.profiles import ROOT


def as_toml(name: str, table: Mapping[str, Any]) -> str:
    """Write a new table."""
    return tomlkit.dumps({ROOT: {name: dict(table)}})


def edited(block: str, name: str, table: Mapping[str, Any]) -> str:
    """Bring the text of one table to what it shall hold, and touch nothing that holds it already.

    Args:
        block: From the table's header to its last key.
        name: The profile it is.
        table: Every key and value it shall have.

    Returns:
        The new text; the old one when tomlkit can't read it, which the caller sees by comparing.
    """
    try:
        document = tomlkit.parse(block)
    except TOMLKitError:
        return block
    there: Any = document.item(ROOT)
    keys = there[name]
    for key in list(keys):
        if key not in table:
            del keys[key]
    for key, value in table.items():
        if keys.get(key) != value:
            keys[key] = value
    return tomlkit.dumps(document)
