"""What becomes of databases on their way through the years."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final


def make_newer(path: Path) -> bytes:
    """Have a database say that it is of the next version; gives what it holds then."""
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.close()
    return path.read_bytes()


def _replace(path: Path, version: int, table: str = "CREATE TABLE drafts (other TEXT)") -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute(table)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def _overwrite_middle(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * 8192 + content[12288:])


DAMAGES: Final[Mapping[str, Callable[[Path], object]]] = {
    "not a database": lambda path: path.write_bytes(b"hello\n" * 1000),
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "cut off": lambda path: os.truncate(path, 20_000),
    "overwritten": _overwrite_middle,
    "somebody else's": lambda path: _replace(path, 0),
    "emptied": lambda path: _replace(path, 0, "VACUUM"),
    "somebody else's of our version": lambda path: _replace(path, 1),
    "somebody else's of no version": lambda path: _replace(path, -1),
}
"""What can happen to the file of a database that is well filled, by name."""
