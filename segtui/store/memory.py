"""What one segtui remembers on this machine: state, drafts, last answers. Trouble with a file stops nobody's work."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from segtui.store.drafts import Drafts
from segtui.store.errors import FileTrouble
from segtui.store.instances import Instance
from segtui.store.last_known import LastKnown
from segtui.store.places import Places
from segtui.store.ui_state import StateFile, UiState

if TYPE_CHECKING:
    from segtui.store.journal import Journal


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
        self._opened: tuple[Journal, Instance] | None = None
        self._told: set[str] = set()
        self.notices: list[str] = []
        """What a person should know of these files; whoever tells it takes it out."""
        self._tell(self._state.notice)

    @property
    def state(self) -> UiState:
        """What the screen remembers."""
        return self._state.state

    def remember(self, change: Callable[[UiState], UiState]) -> None:
        """Remember something else; where that fails it holds for this run, and is told once."""
        try:
            self._state.change(change)
        except FileTrouble as trouble:
            self._tell(f"{trouble.message} What the screen remembers is lost when segtui ends.")

    def drafts(self, scope: str) -> Drafts | None:
        """The unsaved edits of a place; None where none can be kept."""
        try:
            journal, instance = self._open()
        except FileTrouble as trouble:
            self._tell(f"{trouble.message} {trouble.hint}")
            return None
        return Drafts(journal, instance, scope, now=self._now)

    def last_known(self, scope: str) -> LastKnown:
        """What the service of a place answered last."""
        return LastKnown(self._places.last_known_dir, scope)

    def close(self) -> None:
        """Let go of the files."""
        if self._opened is not None:
            journal, instance = self._opened
            instance.end()
            journal.close()
            self._opened = None

    def _open(self) -> "tuple[Journal, Instance]":
        """The database and the lock of this run, opened when first needed.

        Raises:
            FileTrouble: They can't be opened.
        """
        from segtui.store.journal import Journal  # noqa: PLC0415 - 10 ms; the first frame needs no database

        if self._opened is None:
            journal = Journal(self._places.journal_file, self._now())
            self._tell(journal.notice)
            self._opened = journal, Instance.begin(self._places.running_dir)
        return self._opened

    def _tell(self, notice: str) -> None:
        if notice and notice not in self._told:
            self._told.add(notice)
            self.notices.append(notice)
