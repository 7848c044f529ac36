"""Which field of one service says what another's says."""

from collections.abc import Collection, Mapping
from dataclasses import field

from segtui.domain.lint.dialect import RuleDialect
from segtui.domain.meanings import OF_THE_RECORD, FieldMeanings, Meaning
from segtui.domain.record import record
from segtui.domain.text import printable, quoted


@record
class Language:
    """A service's rule language, as far as a translation asks for it."""

    title: str
    """The service's name as people write it."""
    dialect: RuleDialect
    meanings: FieldMeanings
    known: Collection[str] = ()
    """Paths of fields that there are, those that an account has defined for itself included."""


@record
class FoundField:
    """The field to say it with."""

    path: str
    """Empty when there is none."""
    why: tuple[str, ...] = ()
    """In what it isn't the same, or why there is none; sentences."""


@record
class FieldsBetween:
    """Finds the fields of one service in another.

    Attributes:
        source: Where they are from.
        target: Where they are looked for.
        named: What a person has named: a field of the one, a field of the other.
    """

    source: Language
    target: Language
    named: Mapping[str, str] = field(default_factory=dict)

    def found(self, path: str) -> FoundField:
        """The field of the target for one of the source."""
        if path in self.named:
            return self._named(self.named[path])
        if self.source.dialect is self.target.dialect:
            return FoundField(path)
        if (meaning := self.source.meanings.fields.get(path)) is not None:
            return self._of_meaning(path, meaning)
        name = self.source.meanings.custom_name(path)
        if not name or _is_own(self.source, path):
            return self._none(path)
        own = self.target.meanings.path_of(Meaning(name.lower())) if name.lower() in _MEANINGS else None
        if own is not None:
            return FoundField(own, (f"{quoted(path)} is taken for {self.target.title}'s own field {own}.",))
        return self._custom(path, name)

    def _named(self, path: str) -> FoundField:
        """What a person has named, who may know more than is seen from here, or have mistyped it."""
        is_there = not self.target.known or path in self.target.known or _is_own(self.target, path)
        return FoundField(path, () if is_there else (self._unseen(path),))

    def _unseen(self, path: str) -> str:
        return f"Nothing tells that {self.target.title} has a field {printable(path)}."

    def _of_meaning(self, path: str, meaning: Meaning) -> FoundField:
        found = self.target.meanings.path_of(meaning)
        if found is None:
            return self._none(path) if meaning in OF_THE_RECORD else self._custom(path, meaning.value)
        here, there = self.source.meanings.subject, self.target.meanings.subject
        if meaning not in OF_THE_RECORD or here == there:
            return FoundField(found)
        return FoundField(found, (f"{path} says when {here} was {meaning.value}, {found} the same of {there}.",))

    def _custom(self, path: str, name: str) -> FoundField:
        """A field that the target's account may have defined for itself."""
        paths = (f"{start}{name}" for start in self.target.meanings.custom)
        could_be = [one for one in paths if not _is_own(self.target, one)]
        if not could_be:
            return self._none(path)
        known = next((one for one in could_be if one in self.target.known), None)
        if known is not None:
            return FoundField(known)
        return FoundField(could_be[0], (self._unseen(could_be[0]),))

    def _none(self, path: str) -> FoundField:
        return FoundField("", (f"{self.target.title} has no field for {quoted(path)}.",))


def _is_own(language: Language, path: str) -> bool:
    """Whether a field is one that the service gives to all of its records."""
    return any(one.path == path for one in language.dialect.fields)


_MEANINGS = frozenset(meaning.value for meaning in Meaning)
