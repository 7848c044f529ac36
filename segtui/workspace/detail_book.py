"""What there is to know of details beside what a segment itself says: what they may be, and what lists leave out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from segtui.backends.details import Detail, DetailChoice, DetailKind, OffersDetails
from segtui.backends.errors import RULE, InvalidFields
from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue
from segtui.workspace.errors import DetailMissing
from segtui.workspace.workspace import Workspace, has_changed

if TYPE_CHECKING:
    from segtui.domain.difference import Change, Step

__all__ = ["RULE", "Detail", "DetailBook", "DetailChoice", "DetailKind", "refused_fields"]

_LONGEST_TEXT = 60
"""Characters of a text among other details."""


class DetailBook:
    """The details of a service's segments; what the service was asked for is remembered until `forget`.

    Args:
        workspace: The profile.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.details = workspace.service.details
        """The details that there are, in the order of a form."""
        self.title = workspace.title
        """What people call the service."""
        self._workspace = workspace
        self._choices: dict[str, Sequence[DetailChoice]] = {}
        self._outdated: set[str] = set()

    @property
    def unasked(self) -> Sequence[Detail]:
        """The details whose choices have to be asked for."""
        return [one for one in self.details if self.choices(one) is None or one.key in self._outdated]

    def choices(self, one: Detail) -> Sequence[DetailChoice] | None:
        """What a detail may be; None while the service hasn't been asked."""
        return self._choices.get(one.key) if one.asks_service else one.choices

    async def ask(self, one: Detail) -> Sequence[DetailChoice]:
        """What a detail may be; the service is asked once, and again after `forget`.

        Raises:
            SegtuiError: It couldn't be.
        """
        known = self.choices(one)
        if known is None or one.key in self._outdated:
            backend = await self._workspace.connected()
            known = tuple(await backend.detail_choices(one.key)) if isinstance(backend, OffersDetails) else one.choices
            self._choices[one.key] = known
            self._outdated.discard(one.key)
        return known

    async def ask_for(self, change: "Change") -> None:
        """Ask what the details in a difference may be, for `step_words`; without an answer, these show plain values."""
        parts = {step.part for step in change.steps}
        for one in self.unasked:
            if one.key in parts:
                with suppress(SegtuiError):
                    await self.ask(one)

    def forget(self) -> None:
        """Ask the service anew when somebody wants to know; until it answers, what is known stays."""
        self._outdated |= self._choices.keys()

    def of(self, segment: Segment | None) -> Mapping[str, JsonValue]:
        """The details of a segment as far as any answer has told them: lists may show fewer of them."""
        if segment is None:
            return {}
        read = self._workspace.last_read.get(segment.id)
        if read is None or has_changed(segment, read):
            return segment.details
        return {**read.details, **segment.details}

    def lacks(self, segment: Segment | None) -> bool:
        """Whether reading a segment by itself may tell more of its details."""
        return segment is not None and any(one.key not in self.of(segment) for one in self.details)

    async def read(self, segment: Segment) -> Mapping[str, JsonValue]:
        """The details of a segment; it is read by itself for them, and what somebody has changed isn't among them.

        Raises:
            SegtuiError: It couldn't be read.
        """
        await self._workspace.segment(segment.id)
        return self.of(segment)

    def words(self, one: Detail, value: JsonValue) -> str:
        """A detail's value as it is shown, clean; what isn't among the choices as it stands."""
        for choice in self.choices(one) or ():
            if choice.value == value and isinstance(choice.value, bool) is isinstance(value, bool):
                return self._named(one, choice)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return _raw(value)

    def step_words(self, step: "Step") -> str:
        """A step of a difference; a detail is called as in its form, and what it is and was by the names of choices."""
        one = next((one for one in self.details if one.key == step.part), None)
        if one is None:
            return str(step)
        step = replace(step, part=one.title.lower())
        if one.kind is not DetailKind.CHOICE:
            return str(step)
        names = {_raw(choice.value): self._named(one, choice) for choice in self.choices(one) or ()}
        return str(replace(step, before=names.get(step.before, step.before), after=names.get(step.after, step.after)))

    def _named(self, one: Detail, choice: DetailChoice) -> str:
        """The name of a choice, clean; with its value where another one is called the same."""
        name, value = printable(choice.label), _raw(choice.value)
        twins = [other for other in self.choices(one) or () if printable(other.label) == name]
        return f"{name} ({value})" if name and len(twins) > 1 and name != value else name or value

    def summary(self, details: Mapping[str, JsonValue]) -> str:
        """Details in one line, clean; what is empty, off or not known isn't among them."""
        return " · ".join(self._said(details))

    def _said(self, details: Mapping[str, JsonValue]) -> Iterator[str]:
        for one in self.details:
            value = details.get(one.key)
            if value is None or value is False or value == "":
                continue
            if one.kind is DetailKind.YES_NO and value is True:
                yield one.title.lower()
            elif one.kind is DetailKind.TEXT:
                yield quoted(_raw(value), _LONGEST_TEXT)
            else:
                yield f"{one.key} {self.words(one, value)}"


def refused_fields(error: SegtuiError) -> Mapping[str, str]:
    """What an error says against which field; empty for errors that aren't about fields.

    The keys are `name`, `RULE`, those of details, or the service's own names of other parts.
    """
    match error:
        case DetailMissing(key=key):
            return {key: error.message}
        case InvalidFields(fields=fields):
            return {key: " ".join(texts) or "The service refused it." for key, texts in fields.items()}
        case _:
            return {}


def _raw(value: JsonValue) -> str:
    if value is None:
        return ""
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
