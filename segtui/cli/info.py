"""`segtui info`."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from typing import Any

from segtui.about import version, version_of
from segtui.cli.asking import is_terminal
from segtui.cli.session import Call, Session
from segtui.cli.tables import pairs
from segtui.store.setting_aside import aside_in

_LIBRARIES = ("textual", "httpx", "pydantic", "starlette", "keyring", "uvicorn")


def tell(call: Call) -> int:
    """Say what is needed to help somebody from afar; nothing is sent, no secret is looked up."""
    form: dict[str, dict[str, Any]] = {
        "versions": _versions(),
        "paths": _paths(call.session),
        "profiles": _profiles(call.session),
        "terminal": _terminal(),
    }
    call.output.result(form, _lines(form))
    return 0


def _versions() -> dict[str, str | None]:
    libraries = {name: version_of(name) or None for name in _LIBRARIES}
    return {"segtui": version(), "python": platform.python_version(), **libraries}


def _paths(session: Session) -> dict[str, Any]:
    places = session.places
    directories = places.state_dir, places.data_dir, places.intents_dir
    return {
        "config": str(places.config_dir),
        "state": str(places.state_dir),
        "data": str(places.data_dir),
        "journal": str(places.journal_file),
        "register": str(places.register_file),
        "cache": str(places.cache_dir),
        "log": str(places.log_dir),
        "set_aside": [str(path) for one in directories for path in aside_in(one)],
    }


def _profiles(session: Session) -> dict[str, Any]:
    book = session.book()
    return {
        "file": str(book.file),
        "exists": book.file.exists(),
        "profiles": len(book.profiles),
        "mistakes": len(book.problems),
        "others_can_read": book.others_can_read,
    }


def _terminal() -> dict[str, Any]:
    size = shutil.get_terminal_size((80, 24))
    return {
        "TERM": os.environ.get("TERM"),
        "COLORTERM": os.environ.get("COLORTERM"),
        "encoding": getattr(sys.stdout, "encoding", None),
        "columns": size.columns,
        "lines": size.lines,
        "is_terminal": is_terminal(sys.stdout),
    }


def _lines(form: dict[str, dict[str, Any]]) -> Iterator[str]:
    for title, facts in form.items():
        yield title
        yield from pairs((name.replace("_", " "), _text(value)) for name, value in facts.items())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "-" if value is None else str(value)
