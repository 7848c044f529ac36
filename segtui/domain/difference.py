"""What differs between two states of a segment, rule by rule."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.rules import Group, Node
from segtui.domain.segments import SegmentDraft
from segtui.domain.text import printable, shortened
from segtui.domain.values import JsonValue
from segtui.domain.wording import node_words


class Sort(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@record
class Step:
    """One part that differs; both texts are clean and may be shown."""

    sort: Sort
    part: str
    """`name`, `match`, a detail's key, or `condition 2`: counted from 1 where it stands now, or stood if it is gone."""
    before: str
    after: str

    def __str__(self) -> str:
        """One line that says it without colour."""
        match self.sort:
            case Sort.ADDED:
                return f"+ {self.part}: {self.after}"
            case Sort.REMOVED:
                return f"- {self.part}: {self.before}"
            case Sort.CHANGED:
                return f"~ {self.part}: {self.before} → {self.after}"
            case Sort.MOVED:
                return f"↕ {self.part}: {self.after} (was {self.before})"


@record
class Change:
    """Everything that differs, in reading order; empty and false when nothing does."""

    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.steps)


_MOST_NAMED = 5

NEW = SegmentDraft(name="", rule=Group())
"""What a new segment is compared with."""


def difference(before: SegmentDraft, after: SegmentDraft) -> Change:
    """Compare two states of a segment."""
    return Change(tuple(_steps(before, after)))


def _steps(before: SegmentDraft, after: SegmentDraft) -> Iterator[Step]:
    if before.name != after.name:
        yield Step(Sort.CHANGED, "name", printable(before.name) or "(none)", printable(after.name) or "(none)")
    if before.rule.combine is not after.rule.combine:
        yield Step(Sort.CHANGED, "match", before.rule.combine, after.rule.combine)
    if before.rule.negate is not after.rule.negate:
        yield Step(
            Sort.CHANGED, "rule", *("negated" if rule.negate else "not negated" for rule in (before.rule, after.rule))
        )
    if before is not NEW and before.rule == after.rule and before.written != after.written:
        # Another way of writing it down; where the rule differs too, that says it all. A new segment has no other way.
        yield Step(Sort.CHANGED, "written as", *(_written_words(one.written) for one in (before, after)))
    yield from _child_steps(before.rule.children, after.rule.children)
    yield from _detail_steps(before.details, _told(after.details) if before is NEW else after.details)
    yield from _people_steps(before.people or (), after.people or ())


def _written_words(written: str) -> str:
    return shortened(printable(written), 200) or "(none)"


def _people_steps(old: Sequence[Lead], new: Sequence[Lead]) -> Iterator[Step]:
    """Who comes, goes and is changed: the first ones by name, so that thousands stay readable."""
    was, will = {lead.id: lead for lead in old}, {lead.id: lead for lead in new}
    come = [lead for lead in new if lead.id not in was]
    gone = [lead for lead in old if lead.id not in will]
    changed = [lead for lead in new if lead.id in was and was[lead.id] != lead]
    if come:
        yield Step(Sort.ADDED, "people", "", _named_leads(come))
    if gone:
        yield Step(Sort.REMOVED, "people", _named_leads(gone), "")
    if changed:
        yield Step(Sort.CHANGED, "people", f"{len(changed):,} as they were", _named_leads(changed))


def _named_leads(leads: Sequence[Lead]) -> str:
    names = ", ".join(shortened(printable(lead.called), 40) for lead in leads[:_MOST_NAMED])
    more = f" and {len(leads) - _MOST_NAMED:,} more" if len(leads) > _MOST_NAMED else ""
    return f"{len(leads):,}: {names}{more}"


def _told(details: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """What there is to tell of a new segment's details: what it hasn't is no news."""
    return {key: value for key, value in details.items() if value not in (None, "")}


def _detail_steps(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> Iterator[Step]:
    for key in dict.fromkeys((*new, *old)):
        if (key in old) is (key in new) and old.get(key) == new.get(key):
            continue
        sort = Sort.ADDED if key not in old else Sort.REMOVED if key not in new else Sort.CHANGED
        yield Step(sort, printable(key), detail_words(old.get(key)), detail_words(new.get(key)))


def detail_words(value: JsonValue) -> str:
    """A detail as it is shown: cleaned, and not too long."""
    match value:
        case None | "":
            return "(none)"
        case bool():
            return "yes" if value else "no"
        case str():
            return shortened(printable(value), 200)
        case _:
            return shortened(printable(json.dumps(value, ensure_ascii=False)), 200)


def _child_steps(old: Sequence[Node], new: Sequence[Node]) -> Iterator[Step]:
    """Compare the conditions: kept ones are matched first, then each replaced run pairwise."""
    start = _common_beginning(old, new)
    end = _common_beginning(old[start:][::-1], new[start:][::-1])
    gone: list[int] = []
    come: list[int] = []
    changed: list[tuple[int, int]] = []
    matcher = SequenceMatcher(a=old[start : len(old) - end], b=new[start : len(new) - end], autojunk=False)
    for tag, *places in matcher.get_opcodes():
        if tag == "equal":
            continue
        old_start, old_end, new_start, new_end = (start + place for place in places)
        pairs = min(old_end - old_start, new_end - new_start)
        changed += [(old_start + step, new_start + step) for step in range(pairs)]
        gone += range(old_start + pairs, old_end)
        come += range(new_start + pairs, new_end)
    found = list(_named(old, new, gone, come, changed))
    yield from (step for _, step in sorted(found, key=lambda placed: placed[0]))


def _common_beginning(old: Sequence[Node], new: Sequence[Node]) -> int:
    """How many nodes two lists share before they differ; `SequenceMatcher` alone is confused by equal ones."""
    return next(
        (index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )


def _named(
    old: Sequence[Node], new: Sequence[Node], gone: list[int], come: list[int], changed: list[tuple[int, int]]
) -> Iterator[tuple[int, Step]]:
    """Say each step with its place; a condition that went in one place and came in another was moved."""
    for was, now in changed:
        yield now, Step(Sort.CHANGED, f"condition {now + 1}", node_words(old[was]), node_words(new[now]))
    for now in come:
        was_at = next((was for was in gone if old[was] == new[now]), None)
        if was_at is None:
            yield now, Step(Sort.ADDED, f"condition {now + 1}", "", node_words(new[now]))
            continue
        gone.remove(was_at)
        yield now, Step(Sort.MOVED, f"condition {now + 1}", f"condition {was_at + 1}", node_words(new[now]))
    for was in gone:
        yield was, Step(Sort.REMOVED, f"condition {was + 1}", node_words(old[was]), "")
