"""The fields of an object that a service answered with: read tolerantly, and what can't be read is told by its name."""

import json
from collections.abc import Mapping
from datetime import datetime

from segtui.backends.errors import UnexpectedReply
from segtui.domain.instants import parse_instant
from segtui.domain.values import JsonValue


class AnswerFields:
    """One object of an answer. Keys that nobody asks for are ignored: servers grow.

    Args:
        document: What should be an object.
        said_of_it: What is said when it, or one of its fields, isn't what it should be, as in "This is no segment".

    Raises:
        UnexpectedReply: It is no object.
    """

    def __init__(self, document: object, said_of_it: str) -> None:
        self._said_of_it = said_of_it
        if not isinstance(document, Mapping):
            raise self.misread("all of it")
        self.raw: Mapping[str, JsonValue] = document
        """The object, verbatim."""

    def misread(self, name: str) -> UnexpectedReply:
        """What to raise for a field, which is named; its content, which may be a secret, isn't told."""
        return UnexpectedReply(f"{self._said_of_it} (look at: {name}).")

    def needed(self, *names: str) -> str:
        """A text that has to be there, under the first of some names that is.

        Raises:
            UnexpectedReply: It isn't there, is empty, or is no text.
        """
        value = next((self.raw[name] for name in names if name in self.raw), None)
        if not isinstance(value, str) or not value:
            raise self.misread(names[0])
        return value

    def text(self, name: str) -> str:
        """Whatever a field holds, as text; empty when there is nothing."""
        value = self.raw.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def moment(self, name: str) -> datetime | None:
        """An instant; None when there is none that can be read."""
        value = self.raw.get(name)
        return parse_instant(value) if isinstance(value, str) else None
