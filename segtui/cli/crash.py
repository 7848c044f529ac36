"""The last resort: something happened that nobody thought of.

What is on the terminal may be copied anywhere, and an exception's text and local variables may hold a password or a
lead. So neither is ever shown or written down: one sentence goes to the terminal, and the way through the code goes to
a file that only its owner can read.
"""

import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import CodeType

from segtui.about import version
from segtui.domain.instants import iso_utc
from segtui.store.errors import FileTrouble
from segtui.store.places import Places
from segtui.store.private_files import read_private, write_private

_LARGEST = 256 * 1024
"""Characters of the log; when it would get more, it becomes the older one, and that one goes."""


def record(crash: BaseException, places: Places, doing: str) -> Path | None:
    """Write down where in the code a crash happened.

    Args:
        crash: What happened.
        places: Where the log is.
        doing: Which command was run, without what was given to it.

    Returns:
        The log file; None when it can't be written.
    """
    log = places.log_dir / "segtui.log"
    head = f"{iso_utc(datetime.now(UTC))} segtui {version()}, Python {platform.python_version()}, {sys.platform}"
    entry = "\n".join([f"{head}, {doing}", *_lines(crash), "", ""])
    earlier = _earlier(log)
    try:
        if len(earlier) + len(entry) > _LARGEST:
            write_private(log.with_name(f"{log.name}.1"), earlier)
            earlier = ""
        write_private(log, earlier + entry)
    except FileTrouble:
        return None
    return log


def _earlier(log: Path) -> str:
    try:
        return read_private(log) or ""
    except FileTrouble:
        return ""


def _lines(crash: BaseException, seen: frozenset[int] = frozenset(), why: str = "") -> Iterator[str]:
    """Types, files, lines and functions, from the cause to the effect; no message, no value."""
    cause = crash.__cause__ or (None if crash.__suppress_context__ else crash.__context__)
    seen |= {id(crash)}
    if cause is not None and id(cause) not in seen:
        yield from _lines(cause, seen)
        why = "which led to "
    yield f"  {why}{type(crash).__module__}.{type(crash).__qualname__}"
    for frame, line in walk_tb(crash.__traceback__):
        yield f"    {_place(frame.f_code)}:{line} in {frame.f_code.co_qualname}"
    for member in crash.exceptions if isinstance(crash, BaseExceptionGroup) else ():
        yield from _lines(member, seen, "of which one is ")


def _place(code: CodeType) -> str:
    """A file by its path inside its package: what comes before may name a person's home."""
    path = Path(code.co_filename)
    anchors = [index for index, part in enumerate(path.parts) if part == "segtui" or part.endswith("-packages")]
    return "/".join(path.parts[anchors[-1] :] if anchors else path.parts[-2:])
