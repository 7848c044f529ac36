"""A segment under somebody's hands: what the service has, what is wanted, and every step between."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from segtui.domain.history import History
from segtui.domain.leads import Lead
from segtui.domain.muting import unmuted, with_muted_of
from segtui.domain.record import record
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.values import JsonValue

if TYPE_CHECKING:
    from segtui.domain.difference import Change


@record
class Editing:
    """An edit of a segment, or of one that isn't made yet."""

    history: History[SegmentDraft]
    stored: Segment | None = None
    """The segment as it was loaded; None for a new one."""
    like: Segment | None = None
    """For a new one that began as a duplicate: of which."""

    @classmethod
    def of(cls, segment: Segment) -> "Editing":
        """An edit that changes nothing yet."""
        return cls(History(SegmentDraft.of(segment)), stored=segment)

    @classmethod
    def new(cls, name: str = "", details: Mapping[str, JsonValue] | None = None) -> "Editing":
        """A segment that isn't made yet, with a rule that selects everybody until it gets conditions."""
        return cls(History(SegmentDraft(name, Group(), details=details or {})))

    @classmethod
    def duplicate(cls, segment: Segment, details: Mapping[str, JsonValue] | None = None) -> "Editing":
        """A new segment that says what another one says.

        Args:
            segment: The other one.
            details: What is not to be as it is there.
        """
        draft, changed = SegmentDraft.of(segment), details or {}
        draft = replace(draft, name=f"{segment.name} (copy)".strip(), details={**draft.details, **changed})
        return cls(History(draft), like=segment)

    @classmethod
    def restored(cls, draft: SegmentDraft, stored: Segment | None, like: Segment | None) -> "Editing":
        """An edit of an earlier run; undone, it is what the segment was when that began."""
        history = History(SegmentDraft.of(stored)).changed_to(draft) if stored is not None else History(draft)
        return cls(history, stored=stored, like=like)

    @property
    def sketch(self) -> SegmentDraft:
        """What is on the screen: what the segment should be, with the parts of its rule that are muted for a try."""
        return self.history.present

    @property
    def draft(self) -> SegmentDraft:
        """What the segment should be; muted parts don't count and are never sent."""
        sketch = self.sketch
        rule = unmuted(sketch.rule)
        return sketch if rule is sketch.rule else replace(sketch, rule=rule)

    @property
    def change(self) -> "Change":
        """What differs from what the service has."""
        from segtui.domain.difference import NEW, difference  # noqa: PLC0415 - loaded with the first difference

        return difference(SegmentDraft.of(self.stored) if self.stored else NEW, self.draft)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to lose, muted parts among it; of a segment that isn't made yet there always is."""
        return self.stored is None or self.sketch != SegmentDraft.of(self.stored)

    @property
    def is_to_save(self) -> bool:
        """Whether there is anything to send."""
        return self.stored is None or self.draft != SegmentDraft.of(self.stored)

    @property
    def is_list(self) -> bool:
        """Whether it is a list of people, which has no rule."""
        return self.sketch.kind is not SegmentKind.DYNAMIC

    @property
    def selects_by(self) -> tuple[Group, str]:
        """By what leads are selected: the rule, and the text that it comes from where the service keeps one."""
        draft = self.draft
        return draft.rule, draft.written

    @property
    def source(self) -> Segment | None:
        """Whose stored parts go back verbatim: the segment itself, or the one it is a duplicate of.

        Where the service keeps a text of the rule, with the text that the rule comes from by now.
        """
        source, written = self.stored or self.like, self.sketch.written
        return replace(source, written=written) if source is not None and source.written != written else source

    def with_sketch(self, sketch: Group) -> "Editing":
        """Another rule with its muted parts, as one more step."""
        return self._changed_to(replace(self.sketch, rule=sketch))

    def with_rule(self, rule: Group) -> "Editing":
        """Another rule in place of the one that counts, as one more step; what is muted stays muted."""
        return self.with_sketch(with_muted_of(self.sketch.rule, rule))

    def with_name(self, name: str) -> "Editing":
        """Another name, as one more step."""
        return self._changed_to(replace(self.sketch, name=name))

    def with_details(self, details: Mapping[str, JsonValue], name: str | None = None) -> "Editing":
        """Other details, as one more step; those that aren't named stay, and so does a name that isn't given."""
        name = self.sketch.name if name is None else name
        return self._changed_to(replace(self.sketch, name=name, details={**self.sketch.details, **details}))

    def with_people(self, people: Sequence[Lead]) -> "Editing":
        """Another list of people, as one more step; of several with one id the last counts."""
        unique = {lead.id: lead for lead in people}
        return self._changed_to(replace(self.sketch, people=tuple(unique.values())))

    def with_text(self, rule: Group, written: str) -> "Editing":
        """The rule as a text of the service's own says it, as one more step; what is muted stays muted.

        Args:
            rule: What the text says.
            written: The text.
        """
        return self._changed_to(replace(self.sketch, rule=with_muted_of(self.sketch.rule, rule), written=written))

    def put_as(self, draft: SegmentDraft) -> "Editing":
        """The present step said in another way, without one more step: so it can't be undone by itself."""
        return replace(self, history=replace(self.history, present=draft))

    def undone(self) -> "Editing":
        """One step back."""
        return replace(self, history=self.history.undone())

    def redone(self) -> "Editing":
        """One step forward again."""
        return replace(self, history=self.history.redone())

    def reverted(self) -> "Editing":
        """What the service has, as one more step, so that it can be undone."""
        return self._changed_to(SegmentDraft.of(self.stored)) if self.stored else self

    def onto(self, theirs: Segment) -> "Editing":
        """The own changes on top of what somebody else has saved meanwhile, as one more step."""
        from segtui.domain.merging import merged  # noqa: PLC0415 - loaded when there is something to merge

        base = SegmentDraft.of(self.stored) if self.stored else self.sketch
        both = self._changed_to(merged(base, self.sketch, SegmentDraft.of(theirs)))
        return both.now_stored(theirs)

    def after_saving(self, asked: SegmentDraft, saved: Segment) -> "Editing":
        """What was changed since a save began, on top of what came of that save.

        Args:
            asked: What was wanted when the save began.
            saved: The segment as it was read back.
        """
        from segtui.domain.merging import merged  # noqa: PLC0415 - as above

        return self._changed_to(merged(asked, self.sketch, SegmentDraft.of(saved))).now_stored(saved)

    def as_saved(self, segment: Segment) -> "Editing":
        """Nothing to save any more, with the steps that led there."""
        return self.put_as(SegmentDraft.of(segment)).now_stored(segment)

    def now_stored(self, segment: Segment) -> "Editing":
        """The same wishes, compared with another state of the service."""
        return replace(self, stored=segment)

    def _changed_to(self, draft: SegmentDraft) -> "Editing":
        return replace(self, history=self.history.changed_to(draft))
