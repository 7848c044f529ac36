"""Which column of a file holds what of a person: guessed from the names of the columns, changed by hand, remembered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final, Self

from segtui.domain.errors import UnreadableInput
from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened
from segtui.domain.values import JsonValue
from segtui.store.ui_state import UiState
from segtui.workspace.people_columns import PHONE_SPELLINGS, PersonField, columns_of, field_named, plain
from segtui.workspace.people_csv import as_typed
from segtui.workspace.people_files import Row
from segtui.workspace.people_json import TAG_PREFIX

_LEFT_OUT: Final = "-"
_TAG: Final = "tag:"
_MOST_REMEMBERED: Final = 50
"""Mappings kept; the one that was used longest ago goes first."""

_SHORTENED_NUMBER: Final = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)
"""A long number as a spreadsheet writes it when it takes it for one to reckon with: its last digits are gone."""

_WHOLE_NUMBERS: Final = {PersonField.PHONE, PersonField.EXTERNAL_ID}


@record
class Use:
    """What becomes of a column: a field, a substitution tag, or nothing."""

    field: PersonField | None = None
    tag: str = ""
    """The tag's name; empty where it is none."""

    def __str__(self) -> str:
        """In a word, as `of` reads it."""
        return self.field.value if self.field is not None else f"{_TAG}{self.tag}" if self.tag else _LEFT_OUT

    @property
    def words(self) -> str:
        """As a person reads it."""
        if self.field is not None:
            return self.field.value
        return f"tag {printable(self.tag)}" if self.tag else "left out"

    @classmethod
    def of(cls, word: str, column: str = "") -> "Use":
        """Read a use.

        Args:
            word: A field in any spelling, `tag:NAME`, `tag` for one that is called like the column, or `-` for nothing.
            column: What the column is called.

        Raises:
            UnreadableInput: It is none of these.
        """
        word = word.strip()
        if word.lower().startswith(_TAG) and word[len(_TAG) :].strip():
            return cls(tag=word[len(_TAG) :].strip())
        if word.lower() == "tag" and column.strip():
            return _as_tag(column)
        if word == _LEFT_OUT:
            return cls()
        if (field := field_named(word)) is not None:
            return cls(field)
        fields = ", ".join(PersonField)
        raise UnreadableInput(
            f"{quoted(word)} is nothing that a column can be.",
            hint=f"It can be {fields}, tag, tag:NAME, or - for nothing.",
        )


NOTHING: Final = Use()


@record
class PeopleMapping:
    """What becomes of each column of a file."""

    columns: tuple[str, ...]
    uses: tuple[Use, ...]
    """As many."""

    @classmethod
    def guessed(cls, columns: Sequence[str]) -> Self:
        """What the names of columns say. Other columns become tags of their names; one without a name is left out."""
        uses = [_as_tag(name) for name in columns]
        for field in PersonField:
            places = columns_of(field, columns)
            both_phones = [place for place in places if plain(columns[place]) in PHONE_SPELLINGS]
            for place in both_phones if field is PersonField.PHONE and both_phones else places[:1]:
                uses[place] = Use(field)
        return cls(tuple(columns), tuple(uses))

    def changed(self, place: int, use: Use) -> Self:
        """With another use of the column at some place."""
        return replace(self, uses=(*self.uses[:place], use, *self.uses[place + 1 :]))

    def with_typed(self, typed: Sequence[str]) -> Self:
        """With uses as they are typed, `COLUMN=FIELD` each.

        Raises:
            UnreadableInput: There is no such column, or it can't be that.
        """
        mapping = self
        for one in typed:
            # A column's name may hold an equals sign, a field's doesn't.
            column, sign, word = one.rpartition("=")
            if not sign:
                raise UnreadableInput(f"{quoted(one)} isn't COLUMN=FIELD.", hint="Such as: --map 'Correo=email'")
            mapping = mapping.changed(self._place_of(column.strip()), Use.of(word, column.strip()))
        return mapping

    def _place_of(self, column: str) -> int:
        exact = [place for place, name in enumerate(self.columns) if name.strip() == column]
        places = exact or [
            place for place, name in enumerate(self.columns) if name.strip().casefold() == column.casefold()
        ]
        if len(places) == 1:
            return places[0]
        what = f"{len(places)} columns are" if places else "No column is"
        known = shortened(", ".join(quoted(name) for name in self.columns), 300)
        raise UnreadableInput(f"{what} called {quoted(column)}.", hint=f"There are: {known}.")

    def why_not(self) -> str:
        """Why nobody can be read with it; empty when somebody can."""
        if not any(use.field for use in self.uses):
            return "No column is an id, a name, an e-mail or a phone."
        tags = [use.tag for use in self.uses if use.tag]
        twice = next((tag for tag in tags if tags.count(tag) > 1), "")
        return f"Two columns would be the tag {quoted(twice)}." if twice else ""

    def document(self, row: Row) -> Mapping[str, JsonValue] | str:
        """A person as Segmenter is sent one, without what is empty; or what is wrong with the row, as a sentence."""
        document: dict[str, JsonValue] = {}
        tags: list[JsonValue] = []
        for name, use, cell in zip(self.columns, self.uses, row.cells, strict=True):
            text = as_typed(cell.strip())
            if use == NOTHING or not text:
                continue
            if reason := _mistake(name, use, text):
                return reason
            if use.field is None:
                tags.append({"tag": use.tag, "value": text})
            elif (other := document.setdefault(use.field.value, text)) != text:
                return f"There are two values for {use.field.value}: {quoted(str(other))}, {quoted(text)}."
        return {**document, "substitutionTags": tags} if tags else document

    def lines(self) -> Sequence[str]:
        """What becomes of each column, in words."""
        pairs = zip(self.columns, self.uses, strict=True)
        return [f"{printable(name) or '(no name)'} → {use.words}" for name, use in pairs]


def _as_tag(name: str) -> Use:
    return Use(tag=name.removeprefix(TAG_PREFIX) if name.startswith(TAG_PREFIX) else name.strip())


def _mistake(name: str, use: Use, text: str) -> str:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return f"{quoted(name)} holds half a character, which can't be sent."
    if use.field in _WHOLE_NUMBERS and _SHORTENED_NUMBER.fullmatch(text):
        return f"{quoted(text)} in {quoted(name)} is a number that a spreadsheet has shortened: its end is lost."
    return ""


def remembered(state: UiState, place: str, columns: Sequence[str]) -> PeopleMapping | None:
    """The mapping that was used last for a file with these columns.

    Args:
        state: What is remembered.
        place: The profile's, see `OpenProfile.place`.
        columns: The names of the columns.
    """
    uses = state.people_columns.get(_key(place, columns), {}).get("uses")
    if not isinstance(uses, list | tuple) or len(uses) != len(columns):
        return None
    try:
        return PeopleMapping(tuple(columns), tuple(Use.of(str(word)) for word in uses))
    except UnreadableInput:
        return None


def remembering(state: UiState, place: str, mapping: PeopleMapping) -> UiState:
    """What is remembered, with this mapping as the one used last for its columns; it is for `StateFile.change`."""
    key = _key(place, mapping.columns)
    others = [(known, form) for known, form in state.people_columns.items() if known != key]
    kept = dict(others[-(_MOST_REMEMBERED - 1) :])
    return replace(state, people_columns={**kept, key: {"uses": [str(use) for use in mapping.uses]}})


def _key(place: str, columns: Sequence[str]) -> str:
    """A name for what a file of some columns is taken for at some place; it says nothing of either."""
    return sha256("\0".join((place, *columns)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
