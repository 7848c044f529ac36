"""The register: every list that was sent from here, as it was sent. Segmenter itself gives nothing back.

An entry is written before its list is sent and says "uncertain" until an answer has told more. So whatever breaks off
in between, the machine included, leaves an uncertain entry and no gap.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from segtui.backends.lists import Keeper, Kept
from segtui.backends.segmenter.refusals import ChangedHere, NotInRegister
from segtui.domain.errors import UnreadableInput
from segtui.domain.instants import iso_utc, parse_instant, utc_minute
from segtui.domain.kept_lists import KeptList, Sending, kept_from_json, kept_to_json
from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

_CROSSED = "Two changes of this list were on their way at the same time, so it isn't known which came last."

PREFIX: Final = "segment:"
"""What the keys of lists begin with."""

ASIDE: Final = "forgotten:"
"""What the keys of lists begin with that somebody has forgotten, and may bring back."""

_CLOCKS_DIFFER: Final = timedelta(days=1)
"""By how much somebody else's clock may be ahead. What is from further ahead would pass for the newest for ever."""


@record
class Unread:
    """A list that is kept and can't be read."""

    id: str
    name: str
    """As far as it can be told; else the id."""
    why: str
    """What is wrong with it, a sentence."""
    document: Mapping[str, JsonValue]
    """As it is kept."""


class ListRegister:
    """The lists of one profile's service.

    Args:
        keeper: Where they are kept.
        now: The clock.
    """

    def __init__(self, keeper: Keeper, now: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._now = now

    def lists(self) -> list[KeptList | Unread]:
        """All lists, in the order in which they came, also what can't be read: a newer segtui may have kept it."""
        return [_read_or_unread(key.removeprefix(PREFIX), form) for key, form in self._keeper.documents(PREFIX).items()]

    def find(self, segment_id: str) -> KeptList:
        """One list.

        Raises:
            NotInRegister: There is none with this id.
            UnreadableInput: It can't be read.
        """
        return _read(segment_id, self._document(segment_id))

    def holds(self, segment_id: str) -> bool:
        """Whether there is an entry with this id, readable or not."""
        return self._keeper.document(f"{PREFIX}{segment_id}") is not None

    def unread(self, segment_id: str) -> Unread | None:
        """A list that can't be read; None for one that can, or that isn't there."""
        form = self._keeper.document(f"{PREFIX}{segment_id}")
        found = _read_or_unread(segment_id, form) if form is not None else None
        return found if isinstance(found, Unread) else None

    def find_without_people(self, segment_id: str) -> tuple[KeptList, int]:
        """One list without those who are on it, and how many these are: to read thousands takes a second.

        Raises:
            NotInRegister: There is none with this id.
            UnreadableInput: It can't be read.
        """
        form = self._document(segment_id)
        people = form.get("persons")
        count = len(people) if isinstance(people, list | tuple) else 0
        parts = {name: part for name, part in form.items() if name not in {"persons", "keys", "before"}}
        return _read(segment_id, {**parts, "persons": []}), count

    def put(self, kept: KeptList) -> KeptList:
        """Keep a list in place of the one with its id."""
        self._keeper.put(f"{PREFIX}{kept.id}", kept_to_json(kept))
        return kept

    def begin(self, kept: KeptList, before: KeptList | None = None) -> KeptList:
        """Keep a list that is about to be sent; until more is known it is uncertain.

        Args:
            kept: What will be sent.
            before: What it replaces, as it was read just now.

        Raises:
            ChangedHere: It isn't so any more.
        """
        if before is None:
            return self.put(replace(kept, outcome=Sending.UNCERTAIN))
        begun = replace(kept, outcome=Sending.UNCERTAIN, before=replace(before, before=None))
        if not self.put_in_place_of(before, begun):
            raise ChangedHere(kept.name)
        return begun

    def put_in_place_of(self, before: KeptList, after: KeptList) -> bool:
        """Keep a list, if its entry is still as it was: another segtui may have been at it since.

        Returns:
            Whether it was.
        """
        key, is_so = f"{PREFIX}{before.id}", False

        def change(form: Kept) -> Kept:
            nonlocal is_so
            is_so = form is not None and _read(before.id, form) == before
            return kept_to_json(after) if is_so else None

        self._keeper.change(key, change)
        return is_so

    def renamed(self, before: KeptList, after: KeptList) -> bool:
        """Keep a list under another id, if its entry is still as it was.

        Returns:
            Whether that was done; not if there is one with that id already.

        Raises:
            ChangedHere: It isn't as it was: another segtui has been at it since.
        """
        is_so = is_free = False

        def change(present: Kept, other: Kept) -> Kept:
            nonlocal is_so, is_free
            is_so, is_free = present is not None and _read(before.id, present) == before, other is None
            return kept_to_json(after) if is_so and is_free else None

        self._keeper.rename(f"{PREFIX}{before.id}", f"{PREFIX}{after.id}", change)
        if not is_so:
            raise ChangedHere(before.name)
        return is_free

    def added(self, kept: KeptList) -> bool:
        """Keep a list that nothing is known of yet.

        Returns:
            Whether that was done; not if there is one with its id already.
        """
        is_free = False

        def change(form: Kept) -> Kept:
            nonlocal is_free
            is_free = form is None
            return kept_to_json(kept) if is_free else None

        self._keeper.change(f"{PREFIX}{kept.id}", change)
        return is_free

    def crossed(self, segment_id: str) -> None:
        """Note that two changes of a list were on their way at once, so that nobody knows which came last."""
        key = f"{PREFIX}{segment_id}"

        def change(form: Kept) -> Kept:
            if form is None:
                return None
            return kept_to_json(replace(_read(segment_id, form), outcome=Sending.UNCERTAIN, message=_CROSSED))

        self._keeper.change(key, change)

    def forget(self, segment_id: str) -> None:
        """Forget a list for good."""
        self._keeper.remove(f"{PREFIX}{segment_id}")

    def set_aside(self, segment_id: str) -> None:
        """Forget a list, so that it can be brought back, readable or not."""
        at = iso_utc(self._now())

        def change(form: Kept, _earlier: Kept) -> Kept:
            return {"at": at, "list": form} if form is not None else None

        self._keeper.rename(f"{PREFIX}{segment_id}", f"{ASIDE}{segment_id}", change)

    def lists_aside(self) -> list[tuple[KeptList | Unread, datetime | None]]:
        """The lists that were set aside and haven't come back, each with when that was."""
        found = []
        for key, form in self._keeper.documents(ASIDE).items():
            segment_id, kept, at = key.removeprefix(ASIDE), form.get("list"), form.get("at")
            if isinstance(kept, Mapping) and not self.holds(segment_id):
                found.append((_read_or_unread(segment_id, kept), parse_instant(at) if isinstance(at, str) else None))
        return found

    def bring_back(self, segment_id: str) -> bool:
        """Keep a list again that was set aside, as it was.

        Returns:
            Whether that was done; not if there is one with its id by now, or it isn't there.
        """
        is_done = False

        def change(aside: Kept, present: Kept) -> Kept:
            nonlocal is_done
            form = aside.get("list") if aside is not None and present is None else None
            is_done = isinstance(form, Mapping)
            return form if isinstance(form, Mapping) else None

        self._keeper.rename(f"{ASIDE}{segment_id}", f"{PREFIX}{segment_id}", change)
        return is_done

    def moment(self, after: KeptList | None = None) -> datetime:
        """The present moment, in any case later than when a list was sent."""
        now = self._now()
        return now if after is None else max(now, after.at + timedelta(microseconds=1))

    def now_words(self) -> str:
        """The present moment in words."""
        return utc_minute(self.moment())

    def exported(self) -> list[Mapping[str, JsonValue]]:
        """All lists as documents; one that can't be read as it is kept."""
        return [kept.document if isinstance(kept, Unread) else kept_to_json(kept) for kept in self.lists()]

    def imported(self, documents: Sequence[Mapping[str, JsonValue]]) -> tuple[int, list[str]]:
        """Take over lists from another register, unless what is known here is as new.

        Returns:
            How many were taken, and why others weren't, a sentence each.
        """
        taken, reasons = 0, []
        for place, form in enumerate(documents, 1):
            try:
                kept = kept_from_json(form)
            except UnreadableInput as wrong:
                reasons.append(f"List {place:,} can't be read: {wrong.message}")
                continue
            if _latest(kept) > self._now() + _CLOCKS_DIFFER:
                reasons.append(f"{quoted(kept.name)} wasn't taken: it is said to be from the future.")
                continue
            was_taken, why_not = self._taken_over(kept)
            taken += was_taken
            if why_not:
                reasons.append(f"{quoted(kept.name)} wasn't taken: {why_not}")
        return taken, reasons

    def _taken_over(self, kept: KeptList) -> tuple[bool, str]:
        """Keep a list from another register, unless what is known here, now, is as new.

        Returns:
            Whether that was done, and why not, as the rest of a sentence; empty for one that is known as it is.
        """
        is_taken, why_not = False, ""

        def change(form: Kept) -> Kept:
            nonlocal is_taken, why_not
            held = _read_or_unread(kept.id, form) if form is not None else None
            if isinstance(held, Unread):
                why_not = f"what is kept of it here can't be read. {held.why}"
            elif held is not None and held.at >= kept.at:
                why_not = "what is known of it here is newer." if held != kept else ""
            else:
                is_taken = True
            return kept_to_json(kept) if is_taken else None

        self._keeper.change(f"{PREFIX}{kept.id}", change)
        return is_taken, why_not

    def _document(self, segment_id: str) -> Mapping[str, JsonValue]:
        form = self._keeper.document(f"{PREFIX}{segment_id}")
        if form is None:
            raise NotInRegister(segment_id)
        return form


def _latest(kept: KeptList) -> datetime:
    """The latest moment that a list names."""
    return max(kept.at, kept.created_at, *([_latest(kept.before)] if kept.before is not None else []))


def _read_or_unread(segment_id: str, form: Mapping[str, JsonValue]) -> KeptList | Unread:
    try:
        return kept_from_json(form)
    except UnreadableInput as wrong:
        name = form.get("name")
        return Unread(segment_id, name if isinstance(name, str) and name else segment_id, wrong.message, form)


def _read(segment_id: str, form: Mapping[str, JsonValue]) -> KeptList:
    try:
        return kept_from_json(form)
    except UnreadableInput as wrong:
        raise UnreadableInput(
            f"What is kept here of the segment {quoted(segment_id)} can't be read: {wrong.message}",
            hint="A newer segtui may have kept it. Nothing was changed; “segtui register export” writes it as it is.",
        ) from wrong
