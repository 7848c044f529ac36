"""What our databases hold: the journal of unsaved edits and open forms, and the register of what only segtui knows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from segtui.domain.record import record

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""


@record
class Schema:
    """What one kind of database holds, and what to say of one that can't be used."""

    steps: Sequence[Sequence[str]]
    """The statements that make each version from the one before; the first begins with an empty file."""
    probes: Sequence[Sequence[str]]
    """What a database of each version answers to; one that doesn't is somebody else's."""
    title: str
    """What it is, to begin a sentence with."""
    meaning: str
    """What it means that one can't be used, as a sentence."""
    way_out: str = ""
    """What to do about one that can't be used, behind "or": it stays where it is, and nothing is begun beside it.

    Empty where it is set aside, and a new one begun.
    """

    @property
    def is_irreplaceable(self) -> bool:
        """Whether what it holds is nowhere else, so that only a person may move it away."""
        return bool(self.way_out)


def companions_of(path: Path) -> list[Path]:
    """The files that SQLite may keep beside a database."""
    return [path.with_name(path.name + ending) for ending in COMPANIONS]


def sortable(moment: datetime) -> str:
    """A moment as the databases keep it: a text that sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


_DRAFTS_PROBE: Final = "SELECT scope, key, instance, written, kept_at FROM drafts LIMIT 0"
_FORMS_PROBE: Final = "SELECT scope, key, form, instance, typed, kept_at, told FROM forms LIMIT 0"

JOURNAL: Final = Schema(
    steps=(
        (
            """
            CREATE TABLE drafts (
                scope TEXT NOT NULL,
                key TEXT NOT NULL,
                instance TEXT NOT NULL,
                written TEXT NOT NULL,
                kept_at TEXT NOT NULL,
                PRIMARY KEY (scope, key, instance)
            )
            """,
        ),
        (
            """
            CREATE TABLE forms (
                scope TEXT NOT NULL,
                key TEXT NOT NULL,
                form TEXT NOT NULL,
                instance TEXT NOT NULL,
                typed TEXT NOT NULL,
                kept_at TEXT NOT NULL,
                told INTEGER NOT NULL,
                PRIMARY KEY (scope, key, form, instance)
            )
            """,
        ),
        (
            """ALTER TABLE forms ADD COLUMN name TEXT NOT NULL DEFAULT '""'""",
            """ALTER TABLE drafts ADD COLUMN not_made TEXT NOT NULL DEFAULT '""'""",
        ),
    ),
    probes=(
        (_DRAFTS_PROBE,),
        (_DRAFTS_PROBE, _FORMS_PROBE),
        (_DRAFTS_PROBE, _FORMS_PROBE, "SELECT name FROM forms LIMIT 0", "SELECT not_made FROM drafts LIMIT 0"),
    ),
    title="The journal of unsaved edits",
    meaning="Unsaved edits and open forms in it can't be offered; a new one is begun.",
)

REGISTER: Final = Schema(
    steps=(
        (
            """
            CREATE TABLE register (
                scope TEXT NOT NULL,
                key TEXT NOT NULL,
                written TEXT NOT NULL,
                kept_at TEXT NOT NULL,
                PRIMARY KEY (scope, key)
            )
            """,
        ),
    ),
    probes=(("SELECT scope, key, written, kept_at FROM register LIMIT 0",),),
    title="The register",
    meaning="It holds what only segtui knows, so it stays as it is.",
    way_out="move it away (with any -wal and -shm) to begin anew or with an export: segtui register import FILE",
)
