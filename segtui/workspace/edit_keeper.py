"""What isn't saved, kept from step to step: only what has changed since, and with the trouble that this may have."""

import asyncio

from segtui.domain.segments import Segment, SegmentDraft
from segtui.store.drafts import Drafts, LeftBehind
from segtui.store.errors import FileTrouble
from segtui.workspace.editing import Editing


class EditKeeper:
    """Keeps edits beyond this run.

    Args:
        drafts: Where; None where nothing can be kept.
    """

    def __init__(self, drafts: Drafts | None = None) -> None:
        self._drafts = drafts
        self._kept: dict[str, tuple[SegmentDraft, Segment | None]] = {}
        """What `drafts` has been given, by key."""
        self._unkept: set[str] = set()
        """The keys of which `drafts` hasn't got what it was given. As long as there is one, `trouble` stays."""
        self.trouble: FileTrouble | None = None
        """What keeps edits from being kept; None when they are, or when nobody asked for it."""

    @property
    def has_all(self) -> bool:
        """Whether what isn't saved outlives this run; what is still being written is waited for."""
        if self._drafts is not None:
            self._drafts.settle()
            self._take_failures(self._drafts)
        return self._drafts is not None and self.trouble is None

    @property
    def is_writing(self) -> bool:
        """Whether something is still being written."""
        return self._drafts is not None and self._drafts.is_writing

    async def settled(self) -> None:
        """Wait until everything is kept, or `trouble` says why it isn't."""
        if self._drafts is not None:
            await asyncio.to_thread(self._drafts.settle)
            self._take_failures(self._drafts)
            self._get_over_trouble()

    def left_behind(self) -> LeftBehind:
        """What earlier runs have left, the latest first; it is kept by this one now."""
        try:
            found = self._drafts.left_behind() if self._drafts is not None else LeftBehind()
        except FileTrouble as trouble:
            self.trouble = trouble
            return LeftBehind()
        self._kept |= {one.key: (one.draft, one.stored) for one in found.drafts}
        return found

    def elsewhere(self) -> frozenset[str]:
        """The keys of segments that another segtui on this machine has unsaved edits of."""
        try:
            return self._drafts.elsewhere() if self._drafts is not None else frozenset()
        except FileTrouble as trouble:
            self.trouble = trouble
            return frozenset()

    def begin_anew(self) -> None:
        """Take nothing for kept: it may be in a file that is out of use."""
        self._kept.clear()

    def keep(self, key: str, editing: Editing) -> None:
        """See to it that an edit is kept for as long as it isn't saved."""
        if self._drafts is None:
            return
        self._take_failures(self._drafts)
        wanted = (editing.sketch, editing.stored) if editing.is_changed else None
        if wanted == self._kept.get(key) and key not in self._unkept:
            return
        try:
            if wanted is not None:
                self._drafts.keep(key, editing.sketch, editing.stored, editing.like)
                self._kept[key] = wanted
            else:
                self._drafts.forget(key)
                self._kept.pop(key, None)
            self._unkept.discard(key)
            if wanted is not None and not self._drafts.is_writing:  # that one could be removed says nothing of keeping
                self._get_over_trouble()
        except FileTrouble as trouble:
            self._unkept.add(key)
            self.trouble = trouble

    def note_not_made(self, key: str, why: str) -> None:
        """Keep with an edit why its segment couldn't be made."""
        if self._drafts is not None and key in self._kept:
            try:
                self._drafts.note_not_made(key, why)
            except FileTrouble as trouble:
                self.trouble = trouble

    def forget(self, key: str) -> None:
        """Drop what was kept of an edit."""
        self._unkept.discard(key)
        if self._drafts is not None and self._kept.pop(key, None) is not None:
            try:
                self._drafts.forget(key)
            except FileTrouble as trouble:
                self.trouble = trouble

    @property
    def unkept(self) -> frozenset[str]:
        """The keys of edits that couldn't be kept as they are now, as far as that is known."""
        return frozenset(self._unkept)

    def _take_failures(self, drafts: Drafts) -> None:
        """Take note of what couldn't be kept since; the next step tries it again."""
        failures = drafts.take_failures()
        self._unkept |= failures.keys()
        self.trouble = next(iter(failures.values()), self.trouble)

    def _get_over_trouble(self) -> None:
        """Forget the trouble if everything is kept: that one edit was must not hide that another isn't."""
        if not self._unkept:
            self.trouble = None
