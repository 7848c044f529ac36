"""What was typed into forms and isn't taken yet, by segment and form: it is there again when the form is opened.

It outlives the run where edits do. A form is taken or given up by whoever typed in it; whatever else makes it go, a
dropped line or a signal among it, leaves what stands in it here.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import StrEnum

from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.forms import Forms, KeptForm
from segtui.store.json_text import to_text


class Form(StrEnum):
    """The forms of a segment that what is typed is kept of: how to open each again."""

    NAME = "its name (e)"
    DETAILS = "its details (e)"
    TEXT = "the rule as text (t)"
    SOURCE = "the service's text of the rule (T)"
    CONDITION = "a condition (enter on its line)"
    NEW_CONDITION = "a new condition (a)"
    PERSON = "somebody on it (enter)"
    NEW_PERSON = "somebody new (a)"
    COPY = "the fields of a copy (C)"

    def about(self, part: JsonValue) -> str:
        """The form of one part of a segment, such as one condition."""
        return f"{self.name} {to_text(part)}"

    @classmethod
    def words(cls, form: str) -> str:
        """What a form is and how it is opened; empty for one that isn't known here."""
        return next((one.value for one in cls if one.name == form.partition(" ")[0]), "")


class UnfinishedForms:
    """What stands in the forms of one place.

    Args:
        kept: Keeps it beyond this run; None where nothing can be kept.
        name_of: Gives what a segment is called, by its key; empty for one that isn't there any more.
    """

    def __init__(self, kept: Forms | None = None, name_of: Callable[[str], str] = lambda _: "") -> None:
        self._kept, self._name_of = kept, name_of
        self._typed: dict[tuple[str, str], KeptForm] = {}
        self._moved: dict[str, str] = {}
        """Keys of segments that have another one now, since they were made."""
        self._untold: list[tuple[str, str]] = []
        """Of which nobody was told that an earlier run has left it."""
        self._unkept: set[tuple[str, str]] = set()
        """Of which the file hasn't got what stands there. As long as there is one, `trouble` stays."""
        self.trouble: FileTrouble | None = None
        """What keeps it from outliving this run; None when nothing does, or when nobody asked for it."""

    def of(self, key: str, form: str) -> JsonValue:
        """What stands in a form; None when nothing does."""
        kept = self._typed.get(self._place(key, form))
        return kept.typed if kept is not None else None

    def keep(self, key: str, form: str, typed: JsonValue) -> None:
        """Take note of what stands in a form."""
        place = self._place(key, form)
        before = self._typed.get(place)
        if before is not None and before.typed == typed and place not in self._unkept:
            return
        name = self._name_of(place[0]) or (before.name if before is not None else "")
        self._typed[place] = KeptForm(*place, typed, name=name)
        if place in self._untold:
            self._untold.remove(place)
        self._in_file(place, self._typed[place])

    def forget(self, key: str, form: str) -> None:
        """Forget what was taken, or given up."""
        place = self._place(key, form)
        if self._typed.pop(place, None) is not None:
            self._in_file(place, None)

    def forget_all(self, key: str) -> None:
        """Forget what stands in all forms of a segment that is gone."""
        for one, form in [place for place in self._typed if place[0] == key]:
            self.forget(one, form)

    def moved(self, before: str, after: str) -> None:
        """Take note of the key that a segment has now; forms that are open for it go on under that."""
        if before == after:
            return
        for key, form in [place for place in self._typed if place[0] == before]:
            typed = self._typed[key, form].typed
            self.forget(key, form)
            self.keep(after, form, typed)
        self._moved[before] = after

    def restore(self) -> None:
        """Take what earlier runs have left."""
        try:
            found = self._kept.left_behind() if self._kept is not None else ()
        except FileTrouble as trouble:
            self.trouble = trouble
            return
        self._typed |= {(one.key, one.form): one for one in found}
        self._untold += [(one.key, one.form) for one in found if not one.was_told]

    @property
    def all(self) -> Sequence[KeptForm]:
        """All that stands in forms."""
        return tuple(self._typed.values())

    @property
    def untold(self) -> Sequence[tuple[str, str]]:
        """Segments and forms of which nobody was told yet that an earlier run has left them, the latest first."""
        return [place for place in self._untold if place in self._typed]

    def told(self, places: Iterable[tuple[str, str]]) -> None:
        """Take note of what somebody was told of. Another profile of the place may list what this one doesn't."""
        for place in places:
            self._untold.remove(place)
            if self._kept is not None:
                with suppress(FileTrouble):  # then it is told again
                    self._kept.told(*place)

    def place(self, key: str, form: str) -> "FormPlace":
        """Where what stands in one form is kept."""
        return FormPlace(self, key, form)

    def _place(self, key: str, form: str) -> tuple[str, str]:
        return self._moved.get(key, key), form

    def _in_file(self, place: tuple[str, str], kept: KeptForm | None) -> None:
        if self._kept is None:
            return
        try:
            if kept is None:
                self._kept.forget(*place)
            else:
                self._kept.keep(kept)
            self._unkept.discard(place)
            if not self._unkept:
                self.trouble = None
        except FileTrouble as trouble:
            self._unkept.add(place)
            self.trouble = trouble


@record
class FormPlace:
    """Where what stands in one form is kept."""

    forms: UnfinishedForms
    key: str
    form: str

    @property
    def typed(self) -> JsonValue:
        """What stands there; None when nothing does."""
        return self.forms.of(self.key, self.form)

    def keep(self, typed: JsonValue) -> None:
        """Take note of what stands in it now; None forgets."""
        if typed is None:
            self.forms.forget(self.key, self.form)
        else:
            self.forms.keep(self.key, self.form, typed)
