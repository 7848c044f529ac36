"""What one segtui remembers on this machine: state, drafts, last answers. Trouble with a file stops nobody's work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from segtui.store.errors import FileTrouble
from segtui.store.intents import IntentFile
from segtui.store.places import Places
from segtui.store.ui_state import StateFile, UiState

if TYPE_CHECKING:
    from segtui.store.database import Database
    from segtui.store.drafts import Drafts
    from segtui.store.instances import Instance
    from segtui.store.last_known import LastKnown


class Memory:
    """The files of one run.

    Args:
        places: Where they are.
        now: The clock.
    """

    def __init__(self, places: Places, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._places = places
        self._now = now
        self._state = StateFile(places.state_file, now=now)
        self._opened: tuple[Database, Instance] | None = None
        self._drafts: list[Drafts] = []
        self._intents: dict[str, IntentFile] = {}
        self._untold: list[str] = []
        self._told: set[str] = set()

    @property
    def state(self) -> UiState:
        """What the screen remembers."""
        return self._state.state

    @property
    def themes_dir(self) -> Path:
        """Where people put themes of their own."""
        return self._places.themes_dir

    def remember(self, change: Callable[[UiState], UiState]) -> None:
        """Remember something else; trouble with that is among the notices, once."""
        try:
            self._state.change(change)
        except FileTrouble as trouble:
            self.note(f"{trouble.message} How you leave the screen isn't remembered.")

    def opened(self, profile: str) -> None:
        """Remember that a profile was opened now."""
        now = self._now()
        self.remember(lambda state: replace(state, last_profile=profile, last_used={**state.last_used, profile: now}))

    def drafts(self, place: str) -> "Drafts | None":
        """The unsaved edits of a place; None where none can be kept, which is among the notices."""
        from segtui.store.drafts import Drafts  # noqa: PLC0415 - 15 ms with the database; the first frame comes first

        try:
            journal, instance = self._open()
        except FileTrouble as trouble:
            self.note(f"{trouble.message} {trouble.hint} Unsaved changes are lost when segtui ends.")
            return None
        drafts = Drafts(journal, instance, place, now=self._now)
        self._drafts.append(drafts)
        return drafts

    def intents(self, place: str) -> IntentFile:
        """What was meant by the dates of a place's segments."""
        if place not in self._intents:
            self._intents[place] = IntentFile(self._places.intents_dir, place, now=self._now)
        return self._intents[place]

    def last_known(self, place: str) -> "LastKnown":
        """What the service of a place answered last."""
        from segtui.store.last_known import LastKnown  # noqa: PLC0415 - nothing of a demo is kept

        return LastKnown(self._places.last_known_dir, place)

    def take_notices(self) -> list[str]:
        """What a person should know of these files, each once.

        After one of these, what is under edit is best kept again: what was kept may be in a file that is out of use.
        """
        of_intents = (notice for file in self._intents.values() for notice in file.take_notices())
        of_journal = self._opened[0].take_notices() if self._opened else ()
        for notice in (*self._state.take_notices(), *of_journal, *of_intents):
            self.note(notice.message)
        taken, self._untold = self._untold, []
        return taken

    def note(self, text: str) -> None:
        """Have something among the notices, once however often it is noted."""
        if text not in self._told:
            self._told.add(text)
            self._untold.append(text)

    def close(self) -> None:
        """Let go of the files, after what is still being written."""
        while self._drafts:
            self._drafts.pop().close()
        if self._opened is not None:
            journal, instance = self._opened
            instance.end()
            journal.close()
            self._opened = None

    def _open(self) -> "tuple[Database, Instance]":
        """The database and the lock of this run, opened when first needed.

        Raises:
            FileTrouble: They can't be opened.
        """
        from segtui.store.database import Database  # noqa: PLC0415 - as above
        from segtui.store.instances import Instance  # noqa: PLC0415 - as above
        from segtui.store.schemas import JOURNAL  # noqa: PLC0415 - as above

        if self._opened is None:
            journal = Database(self._places.journal_file, JOURNAL, now=self._now)
            self._opened = journal, Instance(self._places.running_dir)
        return self._opened
